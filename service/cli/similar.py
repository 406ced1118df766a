"""``sesaku similar``: which measures are near a measure or a draft, and what they share."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from service.cli.once import OnceCommand
from service.cli.output import announce, print_json
from service.cli.search import cited, shortened

if TYPE_CHECKING:
    from search.overlap.draft import NearDraft
    from search.searcher import Searcher
    from search.similar import Likeness


@click.command("similar", cls=OnceCommand)
@click.argument("name", required=False, metavar="[NUMBER]")
@click.option("--text", help="下書きの文章 / The text of a draft, instead of a number.")
@click.option(
    "--from",
    "own_ministry",
    help="下書きの府省。この府省やその下の機関だけが担当する施策は除き、他府省との共管は残す / "
    "The draft's ministry: measures of its own alone are left out, those held with others are marked as joint.",
)
@click.option("--limit", "-n", default=10, show_default=True, type=click.IntRange(1), help="件数 / Measures.")
@click.option("--json", "as_json", is_flag=True, help="JSON で / As JSON.")
def command(name: str | None, text: str | None, own_ministry: str | None, limit: int, as_json: bool) -> None:
    """施策 NUMBER（17、施策17、№17 など）、または --text の下書きに近い施策を、担当府省・共通点・違いとともに示す。

    Shows which measures are near: of which ministries, what both deal with, and what only one of them does; for a
    draft also the clauses that say much the same, with their source lines.
    """
    from service.building import ensure_build
    from service.indexes import open_searcher
    from service.places import find_page_starts

    if (name is None) == (text is None):
        raise click.UsageError("NUMBER か --text のどちらか一つ / give either NUMBER or --text.")
    if own_ministry and text is None:
        raise click.UsageError("--from は --text と / --from goes with --text.")
    build = ensure_build(announce)
    searcher, page_starts = open_searcher(build, announce), find_page_starts(build)
    if text is not None:
        from graph_builder.records import by_number
        from service.catalogue import load_measures
        from service.drafts import Compared, compare_draft

        compared = Compared(by_number(load_measures(build)), searcher, page_starts)
        print_drafts(compare_draft(compared, text, own_ministry, limit), page_starts, as_json)
        return
    near = searcher.similar(_read_number(name or "", searcher), limit)
    if as_json:
        print_json([asdict(likeness) for likeness in near])
        return
    if not near:
        click.echo("近い施策は見当たりません / No measure is near.")
    for rank, likeness in enumerate(near, start=1):
        _print_likeness(rank, likeness, page_starts)


def _read_number(name: str, searcher: "Searcher") -> int:
    from ontology.names import unknown_measure
    from ontology.numbers import read_number

    number = read_number("measure", name)
    if number is None:
        raise unknown_measure(name, searcher.index.cards[-1].number)
    return number


def print_drafts(near: "list[NearDraft]", page_starts: Mapping[int, int], as_json: bool) -> None:
    """Writes the measures near a draft, each with the clauses that say much the same."""
    from service.overlap_text import PLAIN, quote_lines
    from service.serialisation import to_plain

    if as_json:
        extras = [{"passages": to_plain(each.passages), "is_joint": each.is_joint} for each in near]
        print_json([to_plain(each.likeness) | extra for each, extra in zip(near, extras, strict=True)])
        return
    if not near:
        click.echo("近い施策は見当たりません / No measure is near.")
    for rank, each in enumerate(near, start=1):
        _print_likeness(rank, each.likeness, page_starts, "  共管 / joint" if each.is_joint else "")
        for passages in each.passages:
            for line in quote_lines(each.likeness.number, passages.right, PLAIN):
                click.echo(line)


def _print_likeness(rank: int, likeness: "Likeness", page_starts: Mapping[int, int], mark: str = "") -> None:
    name = click.style(f"{rank:>2}. 施策 {likeness.number}", bold=True)
    click.echo(f"\n{name}  {likeness.score:.2f}  {'、'.join(likeness.ministries)}{mark}")
    click.echo(f"    {shortened(likeness.text)}")
    if likeness.nearest:
        click.secho(f"    典拠 / source: {cited(likeness.nearest, page_starts)}", fg="bright_black")
    facts = {
        "共通の担当 / same bodies": likeness.shared_ministries,
        "共通 / both": likeness.shared or likeness.shared_words,
        "こちらだけ / only here": likeness.only_here,
        "あちらだけ / only there": likeness.only_there,
        "こちらだけの年度 / years only here": tuple(map(str, likeness.years_only_here)),
        "あちらだけの年度 / years only there": tuple(map(str, likeness.years_only_there)),
    }
    for label, names in facts.items():
        if names:
            click.secho(f"    {label}: {'、'.join(names)}", fg="green")
