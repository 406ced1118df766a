"""The pages that source lines are printed on."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph_builder.records import LineRange, Roadmap


@dataclass(frozen=True)
class Place:
    """Line ranges of one page, 1-based; as text ``p.9 行 / lines 900–907``."""

    page: int
    lines: tuple[LineRange, ...]

    def __str__(self) -> str:
        return f"p.{self.page} 行 / lines {', '.join(map(str, self.lines))}"


def places_of(spans: Iterable[LineRange], page_starts: Mapping[int, int]) -> tuple[Place, ...]:
    """The ranges by page, in their order; no range goes over the end of a page.

    ``page_starts`` gives the first line of each page, ascending.
    """
    numbers, starts = list(page_starts), list(page_starts.values())
    by_page: dict[int, list[LineRange]] = {}
    for span in spans:
        page = numbers[max(bisect_right(starts, span.first) - 1, 0)]
        by_page.setdefault(page, []).append(span)
    return tuple(Place(page, tuple(lines)) for page, lines in by_page.items())


def cite_places(places: Iterable[Place]) -> str:
    """The places in one line, ``p.9 行 / lines 900–907、p.10 行 / lines 1005–1012``."""
    return "、".join(map(str, places))


def first_lines(roadmap: Roadmap) -> dict[int, int]:
    """The first line of a cell or heading on each page, by page number, ascending."""
    found: dict[int, int] = {}
    for page, lines in _iter_cells(roadmap):
        first = min(span.first for span in lines)
        found[page] = min(first, found.get(page, first))
    return dict(sorted(found.items()))


def _iter_cells(roadmap: Roadmap) -> Iterator[tuple[int, tuple[LineRange, ...]]]:
    cells = [(heading.page, heading.lines) for heading in roadmap.headings]
    for measure in roadmap.measures:
        cells.append((measure.pages[0], measure.lines))
        for row in measure.rows:
            cells.append((row.page, row.lines))
            cells += [(step.page, step.lines) for step in row.steps]
    return ((page, lines) for page, lines in cells if lines)
