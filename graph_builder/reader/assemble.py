"""Puts the solved pages together: measures that run over pages, their places, doubts and source fragments."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph_builder.reader.cells import line_ranges
from graph_builder.reader.headings import Place
from graph_builder.reader.rows import MeasureDraft
from graph_builder.reader.solve import SolvedPage
from graph_builder.reader.timetable import Line, finish
from graph_builder.records import Measure, Row, Step

@dataclass(frozen=True)
class PlacedMeasure:
    """A measure as one page shows it, with its place and its lines of the table."""

    draft: MeasureDraft
    place: Place
    page: int
    lines: tuple[Line, ...]

    @property
    def key(self) -> tuple[int, bool, int]:
        """Same for the parts of one measure; each relisting is its own."""
        return self.draft.number, self.draft.relists, self.page if self.draft.relists else 0

    @property
    def owner(self) -> str:
        return f"relisting of {self.draft.number} on page {self.page}" if self.draft.relists else f"measure {self.draft.number}"


def assemble(solved: Sequence[SolvedPage], places_of_pages: Iterable[list[Place]]) -> list[Measure]:
    """The measures in table order, each part merged into the measure that it continues."""
    parts: dict[tuple[int, bool, int], list[PlacedMeasure]] = {}
    for page, places in zip(solved, places_of_pages, strict=True):
        for placed in _place_page(page, places):
            parts.setdefault(placed.key, []).append(placed)
    return [_merge_parts(found) for found in parts.values()]


def _place_page(solved: SolvedPage, places: Sequence[Place]) -> Iterator[PlacedMeasure]:
    lines = finish(solved.timetable, solved.schedules[0])
    for draft, place in zip(solved.measures, places, strict=True):
        own = tuple(line for line in lines if line.measure is draft)
        if draft.relists:
            own = (Line(draft, draft.rows[0].ministries, ()),)
        yield PlacedMeasure(draft, place, solved.page.number, own)


def _merge_parts(parts: Sequence[PlacedMeasure]) -> Measure:
    first = parts[0]
    assert first.place.chapter is not None
    return Measure(
        number=None if first.draft.relists else first.draft.number,
        relists=first.draft.number if first.draft.relists else None,
        pages=tuple(part.page for part in parts),
        chapter=first.place.chapter,
        section=first.place.section,
        text=first.draft.text.text,
        terms=first.draft.text.terms,
        rows=tuple(_make_row(line, part.page) for part in parts for line in part.lines),
        lines=line_ranges(number for part in parts for number in part.draft.text.line_numbers),
    )


def _make_row(line: Line, page: int) -> Row:
    steps = tuple(Step(years, cell.text, page, cell.lines) for cell, years in line.steps)
    return Row(line.names, steps, page, line_ranges(number for cell in line.ministries for number in cell.line_numbers))
