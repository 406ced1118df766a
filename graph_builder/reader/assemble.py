"""Puts the solved pages together: measures that run over pages, with their places and doubts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph_builder.reader.cells import Cell, line_ranges
from graph_builder.reader.doubts import find_doubts, find_unplaced
from graph_builder.reader.drafts import MeasureDraft
from graph_builder.reader.headings import Place
from graph_builder.reader.lines import Line
from graph_builder.reader.solve import SolvedPage
from graph_builder.reader.timetable import finish
from graph_builder.records import Doubt, Measure, Row, Step


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
        return self.draft.label.number, self.draft.label.relists, self.page if self.draft.label.relists else 0

    @property
    def owner(self) -> str:
        """How fragments call the measure."""
        return name_owner(self.draft.label.number, self.page if self.draft.label.relists else None)


def name_owner(number: int, relisting_page: int | None) -> str:
    """How fragments call their measure or relisting."""
    return f"relisting of {number} on page {relisting_page}" if relisting_page else f"measure {number}"


def place_parts(solved: SolvedPage, places: Sequence[Place]) -> list[PlacedMeasure]:
    """The measures of one page with their places and lines."""
    lines = finish(solved.lines, solved.schedules[0])
    parts = []
    for draft, place in zip(solved.measures, places, strict=True):
        own = tuple(line for line in lines if line.measure is draft)
        if draft.label.relists:
            own = (Line(draft, draft.rows[0].ministries, ()),)
        parts.append(PlacedMeasure(draft, place, solved.page.number, own))
    return parts


def merge_parts(pages: Iterable[tuple[SolvedPage, list[PlacedMeasure]]]) -> list[Measure]:
    """The measures in table order, each part merged into the measure that it continues.

    A step that no row takes is a doubt of its page's first measure.
    """
    parts: dict[tuple[int, bool, int], list[tuple[PlacedMeasure, list[Doubt]]]] = {}
    for solved, placed in pages:
        unplaced = find_unplaced(solved)
        for part in placed:
            doubts = find_doubts(solved, part.draft, part.place)
            parts.setdefault(part.key, []).append((part, doubts + unplaced))
            unplaced = []
    return [_merge(found) for found in parts.values()]


def _merge(parts: Sequence[tuple[PlacedMeasure, list[Doubt]]]) -> Measure:
    first, doubts = parts[0][0], tuple(doubt for _, found in parts for doubt in found)
    assert first.place.chapter is not None
    return Measure(
        number=None if first.draft.label.relists else first.draft.label.number,
        relists=first.draft.label.number if first.draft.label.relists else None,
        pages=tuple(part.page for part, _ in parts),
        chapter=first.place.chapter,
        section=first.place.section,
        text=first.draft.text.text,
        terms=first.draft.text.terms,
        rows=tuple(_make_row(line, part.page, doubts) for part, _ in parts for line in part.lines),
        lines=line_ranges(number for part, _ in parts for number in part.draft.text.line_numbers),
        confidence=min((doubt.confidence for doubt in doubts), default=1.0),
        doubts=doubts,
    )


def _make_row(line: Line, page: int, doubts: Sequence[Doubt]) -> Row:
    steps = tuple(_make_step(cell, years, page, doubts) for cell, years in line.steps)
    return Row(line.names, steps, page, line_ranges(number for cell in line.ministries for number in cell.line_numbers))


def _make_step(cell: Cell, years: tuple[int, ...], page: int, doubts: Sequence[Doubt]) -> Step:
    confidence = min((doubt.confidence for doubt in doubts if doubt.lines == cell.lines), default=1.0)
    return Step(years, cell.text, page, cell.lines, confidence)
