"""Where a text stands in the source: its line ranges, each with the page that it is printed on."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph_builder.reader.source import decode_lines, load_bytes, split_pages
from graph_builder.records import LineRange
from service.workspace import Build


@dataclass(frozen=True)
class Place:
    """Line ranges of one page, 1-based; as text ``p.9 行 / lines 900–907``."""

    page: int
    lines: tuple[LineRange, ...]

    def __str__(self) -> str:
        return f"p.{self.page} 行 / lines {', '.join(map(str, self.lines))}"


def source_lines(build: Build) -> list[str]:
    """The lines of the source as the reader counts them: a form feed, which pdftotext writes, ends none."""
    return decode_lines(load_bytes(build.source), build.source)


def find_page_starts(build: Build) -> dict[int, int]:
    """The first source line of every page, its header, by page number."""
    pages = split_pages(source_lines(build), build.source)
    return {number: page[0][0] for number, page in enumerate(pages, start=1)}


def places_of(spans: Iterable[LineRange], page_starts: Mapping[int, int]) -> tuple[Place, ...]:
    """The ranges by page, in their order; no range goes over the end of a page."""
    starts = list(page_starts.values())
    by_page: dict[int, list[LineRange]] = {}
    for span in spans:
        by_page.setdefault(bisect_right(starts, span.first), []).append(span)
    return tuple(Place(page, tuple(lines)) for page, lines in by_page.items())
