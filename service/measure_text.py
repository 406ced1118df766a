"""A measure as lines of text for a terminal."""

import textwrap
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from graph_builder.doubt_names import name_doubt
from graph_builder.pages import cite_places, places_of
from graph_builder.records import LineRange, Measure, Row, Step

WIDTH = 88
"""Columns of a line of text; a full-width character takes two."""


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
        for doubt in measure.doubts:
            name = name_doubt(doubt.fact)
            yield f"  {name.ja} / {name.en} (p.{doubt.page} {_where(doubt.lines)}, {doubt.confidence:.2f})"
            yield f"    採用 / chosen: {doubt.chosen}"
            yield f"    次点 / runner-up: {doubt.runner_up}"


def _row_lines(row: Row) -> Iterator[str]:
    yield f"■ {'、'.join(row.ministries)}"
    for step in row.steps:
        yield f"  {_years(step)}  {_where(step.lines)}"
        yield from wrapped(step.text, "    ")


def _years(step: Step) -> str:
    first, last = step.fiscal_years[0], step.fiscal_years[-1]
    return f"{first}年度" if first == last else f"{first}〜{last}年度"


def _pages(measure: Measure) -> str:
    return "–".join(map(str, dict.fromkeys([measure.pages[0], measure.pages[-1]])))


def _where(lines: Sequence[LineRange]) -> str:
    return f"[行 / lines {', '.join(map(str, lines))}]"


def wrapped(text: str, indent: str) -> list[str]:
    """Text cut into lines of at most WIDTH columns, a full-width character counting as two."""
    lines, line, room = [], "", WIDTH - len(indent)
    for character in text:
        width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if room < width:
            lines.append(line)
            line, room = "", WIDTH - len(indent)
        line += character
        room -= width
    return [textwrap.indent(each, indent) for each in [*lines, line] if each]
