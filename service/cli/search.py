"""``sesaku search``: finds measures by meaning and says why each was found."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from service.cli.output import announce, print_json

if TYPE_CHECKING:
    from search.searcher import Hit, Results

DROPPED = {
    "ministries": "府省 / ministry",
    "fiscal_years": "年度 / fiscal year",
    "terms": "期 / term",
    "only_terms": "期のみ / only term",
    "chapters": "章 / chapter",
    "themes": "テーマ / theme",
    "measures": "番号 / number",
    "phrases": "語句 / phrase",
}
"""How the kinds of filters are called when one of them is to be dropped."""

TEXT_LENGTH = 120
"""How much of a measure and of its best passage a hit shows, in characters."""


@click.command("search")
@click.argument("question")
@click.option("--limit", "-n", default=10, show_default=True, type=click.IntRange(1, 186), help="件数 / Hits.")
@click.option("--ministry", help="担当府省（経済産業省、経産省、METI など） / Responsible body, by any name.")
@click.option("--year", "fiscal_year", type=int, help="その年度に工程がある施策 / With a step in that fiscal year.")
@click.option("--theme", help="テーマ / Theme, by any label.")
@click.option("--term", type=click.Choice(["短期", "中期", "長期"]), help="期 / Term.")
@click.option("--chapter", type=int, help="章の番号 / Chapter number.")
@click.option("--exact", is_flag=True, help="語句がそのまま現れる施策だけ / Only where the words stand as given.")
@click.option("--ignore", multiple=True, help="問いから読み取った条件を外す / Drop a filter read from the question.")
@click.option(
    "--model", "model_name", envvar="SESAKU_MODEL", help="埋め込みモデルの名前か場所 / Embedding model, id or path."
)
@click.option("--download", "allow_download", is_flag=True, help="モデルの取得を許す / Allow fetching the model.")
@click.option("--json", "as_json", is_flag=True, help="JSON で / As JSON.")
def command(question: str, model_name: str | None, allow_download: bool, as_json: bool, **options: Any) -> None:
    """施策を意味で探す。例：「経産省が2024年度に行う標準化の取組は？」

    Finds measures by meaning, in Japanese or English. Ministries, fiscal years, terms, chapters, themes and
    numbers in the question become filters (shown; --ignore drops one), a "quoted phrase" must stand as it is.
    """
    from service.building import ensure_build
    from service.indexes import open_searcher

    build = ensure_build(announce)
    searcher = open_searcher(build, announce, model_name=model_name, allow_download=allow_download)
    results = searcher.search(question, **options)
    if as_json:
        print_json(asdict(results))
    else:
        print_results(results)


def print_results(results: "Results") -> None:
    """Writes how the question was understood, then the hits, or what to do when there is none."""
    for line in _understanding(results):
        click.secho(line, fg="cyan")
    if results.is_off_topic:
        click.echo("この文書に答えは見当たりません / Nothing here answers this.")
    elif not results.hits:
        click.echo("該当する施策はありません / No measure meets all filters.")
        for relaxation in results.relaxations:
            click.echo(f"  条件を外すと / without {DROPPED[relaxation.dropped]}: {relaxation.remaining} 件 / measures")
    if results.is_unsure:
        click.echo("ぴったりの答えはないかもしれません / Perhaps nothing here answers this exactly.")
    for rank, hit in enumerate(results.hits, start=1):
        _print_hit(rank, hit, _why(hit) if results.question.rest else "条件に合う / meets the filters")


def _understanding(results: "Results") -> list[str]:
    lines = [
        f"条件 / filter: {piece.shown}  （外す / drop: --ignore {piece.text}）" for piece in results.question.pieces
    ]
    lines += [f"綴り / spelling: {correction.typed} → {correction.meant}" for correction in results.corrections]
    return lines


def _print_hit(rank: int, hit: "Hit", why: str) -> None:
    passage = hit.evidence.passage
    name = click.style(f"{rank:>2}. 施策 {hit.number}", bold=True)
    click.echo(f"\n{name}  {hit.score:.2f}  {'、'.join(hit.ministries)}")
    click.echo(f"    {_shortened(hit.text)}")
    where = "、".join(map(str, passage.lines))
    quoted = "" if passage.kind == "text" else f"「{_shortened(passage.text)}」 "
    click.secho(f"    典拠 / source: {quoted}p.{passage.page} 行 / lines {where}", fg="bright_black")
    click.secho(f"    理由 / why: {why}", fg="green")


def _shortened(text: str) -> str:
    return text if len(text) <= TEXT_LENGTH else text[:TEXT_LENGTH] + "…"


def _why(hit: "Hit") -> str:
    evidence = hit.evidence
    parts = []
    if evidence.matched:
        parts.append(f"一致 / matched {'・'.join(evidence.matched)}")
    if evidence.added:
        added = dict.fromkeys(f"{word.word}（{word.concept}）" for word in evidence.added)
        parts.append(f"言い換え / expanded {'・'.join(added)}")
    if evidence.concepts:
        parts.append(f"概念 / concepts {'・'.join(dict.fromkeys(evidence.concepts))}")
    parts.append(f"語 / lexical {evidence.lexical_share:.0%}, 意味 / semantic {evidence.semantic_share:.0%}")
    return "; ".join(parts)
