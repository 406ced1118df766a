"""A measure as lines of text for a terminal."""

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from graph_builder.doubt_names import name_doubt
from graph_builder.pages import cite_places, places_of
from graph_builder.records import Doubt, LineRange, Measure, Row, Step
from service.cli.output import columns_of

WIDTH = 88
"""Columns of a line of text; a full-width character takes two."""

# What a line is broken between: a Latin word or number, or one character, with the marks that may not part from it
# (JIS X 4051: no line ends with an opening bracket or begins with a closing mark or a small kana).
_OPENING, _CLOSING = (
    r"[「『（(【〔［《〈]",
    r"[」』）)】〕］》〉、。，．,.・：；！？!?ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…]",
)
_UNIT = re.compile(rf"{_OPENING}*(?:[A-Za-z0-9]+|.){_CLOSING}*", re.DOTALL)


def measure_lines(
    measure: Measure, relistings: Sequence[Measure], title: str, page_starts: Mapping[int, int]
) -> Iterator[str]:
    """The measure, its rows and steps, where it is listed again, and the reader's doubts, line by line."""
    yield f"施策 {measure.number}  {title}  {cite_places(places_of(measure.lines, page_starts))}"
    yield from (heading.text for heading in (measure.chapter, measure.section) if heading)
    yield ""
    yield from wrapped(measure.text, "  ")
    for row in measure.rows:
        yield ""
        yield from _row_lines(row)
    if relistings:
        pages = "、".join(f"p.{_pages(relisting)}" for relisting in relistings)
        yield f"\n再掲 / listed again: {pages}"
    if measure.doubts:
        yield "\n読み取りの不確かな点 / what the reader is not sure of:"
        for doubt in _merged(measure.doubts):
            name = name_doubt(doubt.fact)
            yield f"  {name.ja} / {name.en} (p.{doubt.page} {_where(doubt.lines)}, {doubt.confidence:.2f})"
            yield f"    採用 / chosen: {doubt.chosen}"
            yield f"    次点 / runner-up: {doubt.runner_up}"


def _row_lines(row: Row) -> Iterator[str]:
    yield f"■ {'、'.join(row.ministries)}"
    for step in row.steps:
        yield f"  {_years(step)}  p.{step.page} {_where(step.lines)}"
        yield from wrapped(step.text, "    ")


def _merged(doubts: Iterable[Doubt]) -> Iterator[Doubt]:
    """The doubts, those about one cell of several bodies as one that names them all."""
    bodies: dict[Doubt, list[str]] = {}
    for doubt in doubts:
        start, of, name = doubt.fact.partition(" of ")
        bodies.setdefault(replace(doubt, fact=start + of), []).append(name)
    for doubt, names in bodies.items():
        yield replace(doubt, fact=doubt.fact + "、".join(names))


def _years(step: Step) -> str:
    first, last = step.fiscal_years[0], step.fiscal_years[-1]
    return f"{first}年度" if first == last else f"{first}〜{last}年度"


def _pages(measure: Measure) -> str:
    return "–".join(map(str, dict.fromkeys([measure.pages[0], measure.pages[-1]])))


def _where(lines: Sequence[LineRange]) -> str:
    return f"[行 / lines {', '.join(map(str, lines))}]"


def wrapped(text: str, indent: str) -> list[str]:
    """Text cut into lines of at most WIDTH columns, a full-width character counting as two.

    Words stay whole, and marks with what they belong to, unless that is longer than a line.
    """
    lines, line, room = [], "", WIDTH - len(indent)
    for unit in _iter_units(text, room):
        if columns_of(line + unit) > room:
            lines.append(line)
            line = ""
        line += unit
    return [textwrap.indent(each, indent) for each in [*lines, line] if each]


def _iter_units(text: str, room: int) -> Iterator[str]:
    """The parts that lines are made of: what is longer than a line comes by single characters."""
    for unit in _UNIT.findall(text):
        yield from [unit] if columns_of(unit) <= room else unit
