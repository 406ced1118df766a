"""``sesaku search``: finds measures by meaning and says why each was found."""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import click

from service.cli.once import OnceCommand
from service.cli.output import announce, print_json

if TYPE_CHECKING:
    from search.passages import Passage
    from search.searcher import Hit, Results

TEXT_LENGTH = 120
"""How much of a measure and of its best passage a hit shows, in characters."""


def _read_chapter(context: click.Context, parameter: click.Parameter, name: str | None) -> int | None:
    from ontology.numbers import read_number

    number = read_number("chapter", name) if name else None
    if name and number is None:
        raise click.BadParameter("3 や 第3章 のように / Give it as 3 or chapter 3.")
    return number


@click.command("search", cls=OnceCommand)
@click.argument("question", default="")
@click.option("--limit", "-n", default=10, show_default=True, type=click.IntRange(1), help="件数 / Hits.")
@click.option("--offset", default=0, show_default=True, type=click.IntRange(0), help="飛ばす件数 / Hits to skip.")
@click.option("--ministry", help="担当府省（経済産業省、経産省、METI など） / Responsible body, by any name.")
@click.option(
    "--year",
    "--fiscal-year",
    "year",
    help="その年度（2024、令和6 など）に工程がある施策 / With a step in that fiscal year.",
)
@click.option("--theme", help="テーマ / Theme, by any label.")
@click.option("--term", help="期（短期・中期・長期） / Term: short, medium or long.")
@click.option("--chapter", callback=_read_chapter, help="章（3、第3章） / Chapter, by its number.")
@click.option("--exact", is_flag=True, help="語句がそのまま現れる施策だけ / Only where the words stand as given.")
@click.option("--ignore", multiple=True, help="問いから読み取った条件を外す / Drop a filter read from the question.")
@click.option(
    "--model", "model_name", envvar="SESAKU_MODEL", help="埋め込みモデルの名前か場所 / Embedding model, id or path."
)
@click.option("--download", "allow_download", is_flag=True, help="モデルの取得を許す / Allow fetching the model.")
@click.option("--json", "as_json", is_flag=True, help="JSON で / As JSON.")
def command(  # noqa: PLR0913
    *,
    question: str,
    year: str | None,
    limit: int,
    offset: int,
    model_name: str | None,
    allow_download: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """施策を意味で探す。例：「経産省が2024年度に行う標準化の取組は？」

    Finds measures by meaning, in Japanese or English. Ministries, fiscal years, terms, chapters, themes and
    numbers in the question become filters (shown; --ignore drops one), a "quoted phrase" must stand as it is.
    """
    from ontology.numbers import read_fiscal_year
    from service.asking import ask
    from service.building import ensure_build
    from service.indexes import open_searcher
    from service.places import find_page_starts

    if not question.strip() and not (year or any(options[name] for name in ("ministry", "theme", "term", "chapter"))):
        raise click.UsageError("問いが空です / the question is empty.")
    build = ensure_build(announce)
    searcher = open_searcher(build, announce, model_name=model_name, allow_download=allow_download)
    results = ask(searcher, question, offset + limit, fiscal_year=read_fiscal_year(year) if year else None, **options)
    if as_json:
        print_json(_as_document(results, offset))
    else:
        print_results(results, find_page_starts(build), offset, searcher.index.cards[-1].number)


def _as_document(results: "Results", offset: int) -> dict[str, Any]:
    """The results for JSON, each filter with where it comes from, as REST says it: the question or the request."""
    asked = results.question.filters.conditions
    document = asdict(replace(results, hits=results.hits[offset:]))
    for condition, written in zip(results.filters.conditions, document["filters"]["conditions"], strict=True):
        written["source"] = "question" if condition in asked else "request"
    return document


def print_results(results: "Results", page_starts: Mapping[int, int], offset: int, last: int) -> None:
    """Writes how the question was understood, then the hits from ``offset`` on, or what to do when there is none.

    ``last`` is the highest number of a measure.
    """
    for line in _understanding(results):
        click.secho(line, fg="cyan")
    if results.is_off_topic:
        click.echo("この文書に答えは見当たりません / Nothing here answers this.")
        click.echo("言い換えるか、テーマから / Rephrase, or begin with a theme: sesaku query measures-per-theme")
    elif not results.hits:
        click.echo("該当する施策はありません / No measure meets all filters.")
        if any(int(number) > last for number in results.filters.values("measure")):
            click.echo(f"  施策番号は1から{last}まで / measures run from 1 to {last}.")
        for line in _relaxing(results):
            click.echo(line)
    if results.is_unsure:
        click.echo("ぴったりの答えはないかもしれません / Perhaps nothing here answers this exactly.")
    if results.hits and not results.hits[offset:]:
        click.echo(f"{len(results.hits)} 件で終わりです / There are no more than {len(results.hits)}.")
    for rank, hit in enumerate(results.hits[offset:], start=offset + 1):
        why = "条件に合う / meets the filters" if hit.score is None else _why(hit)
        _print_hit(rank, hit, why, page_starts)


def _understanding(results: "Results") -> Iterator[str]:
    from service.question_notes import iter_question_notes

    question = results.question
    for piece in question.pieces:
        yield f"条件 / filter: {piece.shown}  （外す / drop: --ignore {shlex.quote(piece.text)}）"
    asked = question.filters.conditions
    yield from (
        f"条件 / filter: {one.shown}  （指定 / given）" for one in results.filters.conditions if one not in asked
    )
    yield from (f"{note.ja} / {note.en}" for note in iter_question_notes(question))
    yield from (f"綴り / spelling: {correction.typed} → {correction.meant}" for correction in results.corrections)


def _relaxing(results: "Results") -> Iterator[str]:
    from service.filter_names import FILTER_NAMES

    asked = {piece.kind for piece in results.question.pieces}
    for relaxation in results.relaxations:
        name, kind = FILTER_NAMES[relaxation.dropped], relaxation.dropped
        how = f" (--ignore {kind})" if kind in asked else ""
        yield f"  {name.ja}の条件を外すと / without the {(name.en or kind).lower()}{how}: {relaxation.remaining} 件"


def _print_hit(rank: int, hit: "Hit", why: str, page_starts: Mapping[int, int]) -> None:
    name = click.style(f"{rank:>2}. 施策 {hit.number}", bold=True)
    score = "" if hit.score is None else f"{hit.score:.2f}  "
    click.echo(f"\n{name}  {score}{'、'.join(hit.ministries)}")
    click.echo(f"    {shortened(hit.text)}")
    click.secho(f"    典拠 / source: {cited(hit.evidence.passage, page_starts)}", fg="bright_black")
    click.secho(f"    理由 / why: {why}", fg="green")


def cited(passage: "Passage", page_starts: Mapping[int, int]) -> str:
    """A passage with its place in the source; what it says, whose and when, where it is not the measure's own text."""
    from graph_builder.pages import cite_places, places_of

    place = cite_places(places_of(passage.lines, page_starts))
    if passage.kind == "text":
        return place
    years = "〜".join(map(str, dict.fromkeys((*passage.fiscal_years[:1], *passage.fiscal_years[-1:]))))
    step = "、".join((*passage.ministries, *([f"{years}年度"] if years else [])))
    return f"「{shortened(passage.text)}」{f'（{step}）' if step else ''} {place}"


def shortened(text: str) -> str:
    """The text, cut where it would fill the screen."""
    return text if len(text) <= TEXT_LENGTH else text[:TEXT_LENGTH] + "…"


def _why(hit: "Hit") -> str:
    evidence = hit.evidence
    parts = []
    if evidence.matched:
        parts.append(f"一致 / matched {'、'.join(evidence.matched)}")
    if evidence.added:
        parts.append(f"言い換え / expanded {'、'.join(f'{added.word}（{added.concept}）' for added in evidence.added)}")
    if evidence.concepts:
        parts.append(f"概念 / concepts {'、'.join(evidence.concepts)}")
    if evidence.lexical_share is not None and evidence.semantic_share is not None:
        parts.append(f"語 / lexical {evidence.lexical_share:.0%}, 意味 / semantic {evidence.semantic_share:.0%}")
    return "; ".join(parts)
