"""``sesaku validate``: checks the graph against its SHACL shapes and the integrity questions of the library."""

import click

from service.cli.output import announce, print_table


@click.command("validate")
@click.pass_context
def command(ctx: click.Context) -> None:
    """グラフを SHACL の形と整合性の問いで検証する。違反があれば一覧を出し、終了コードは 1。

    Validates the graph with pySHACL and with the integrity questions of `sesaku query`; a graph that does not conform
    is listed result by result, and question by question, exit code 1.
    """
    from graph_builder.integrity import find_faults, integrity_queries
    from graph_builder.store import open_store
    from graph_builder.validation import validate_file
    from service.building import ensure_build

    build = ensure_build(announce)
    report, faults = validate_file(build.nquads), find_faults(open_store(build.store))
    if report.conforms and not faults:
        count = len(integrity_queries())
        click.echo(
            f"適合 / conforms: SHACL の違反なし、整合性の問い {count} 件に答えなし / "
            f"no violation of SHACL, and none of the {count} integrity questions finds anything"
        )
        return
    if report.results:
        rows = ((result.focus, result.shape, result.message) for result in report.results)
        print_table(["focus node", "shape", "message"], rows, title="SHACL")
    if faults:
        print_table(
            ["問い / question", "件数 / rows"],
            [
                (
                    f"{fault.query.question.ja}\n{fault.query.question.en}\n`sesaku query {fault.query.name}`",
                    str(fault.rows),
                )
                for fault in faults
            ],
            title="整合性 / integrity",
        )
    count = len(report.results) + sum(fault.rows for fault in faults)
    click.echo(f"不適合 / does not conform: {count} 件 / results", err=True)
    ctx.exit(1)
