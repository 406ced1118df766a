"""``sesaku evaluate``: how well graded questions are answered, beside plain baselines in the same run."""

from pathlib import Path

import click

from service.cli.output import announce, print_json, print_table


@click.command("evaluate")
@click.argument("queries", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--corpora",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="JGLUE のあるフォルダー / Folder that holds jglue/.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON で / As JSON.")
@click.option("--write", type=click.Path(path_type=Path), help="表を Markdown で書く / Write the tables as Markdown.")
def command(queries: Path, corpora: Path | None, as_json: bool, write: Path | None) -> None:
    """採点済みの問い QUERIES（JSON Lines）に検索がどれだけ答えるかを、素朴な方法と並べて測る。

    Prints nDCG@10 by type of query for the search, each part of it alone, and plain baselines; with --corpora also
    JSQuAD Recall@1 and JSTS Spearman of the model and the hybrid.
    """
    from service.building import ensure_build
    from service.evaluation import as_markdown, evaluate
    from service.indexes import open_searcher

    tables = evaluate(queries, open_searcher(ensure_build(announce), announce), corpora)
    if as_json:
        print_json(
            {table.title: [dict(zip(table.columns, row, strict=True)) for row in table.rows] for table in tables}
        )
    else:
        for table in tables:
            print_table(table.columns, table.rows, title=table.title)
    if write:
        write.write_text(as_markdown(tables), encoding="utf8")
        announce(f"{write}")
