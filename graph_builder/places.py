"""Where in the source a fact stands: line ranges as Web Annotation selectors, and the page of each."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import DCTERMS, PROV, RDF, Literal, URIRef

from graph_builder.iris import DocumentIris, part
from graph_builder.records import LineRange, Roadmap
from graph_builder.statements import Statement, integer, labels
from ontology.terms import OA, SESAKU

RFC_5147 = URIRef("http://tools.ietf.org/rfc/rfc5147")


@dataclass(frozen=True)
class Places:
    """The document's lines; ``page_starts`` holds (first line, page) in ascending order."""

    iris: DocumentIris
    page_starts: tuple[tuple[int, int], ...]

    def page_of(self, line: int) -> int:
        """The page that the source line ``line`` is on."""
        position = bisect_right(self.page_starts, line, key=lambda start: start[0])
        return self.page_starts[max(position - 1, 0)][1]

    def iter_derivation(self, subject: URIRef, lines: Iterable[LineRange]) -> Iterator[Statement]:
        """That ``subject`` was derived from ``lines``, and what those are."""
        for line_range in lines:
            yield subject, PROV.wasDerivedFrom, self.iris.lines(line_range)
            yield from self.iter_range(line_range)

    def iter_range(self, lines: LineRange) -> Iterator[Statement]:
        """The range as oa:SpecificResource with an RFC 5147 selector, whose positions lie between lines, from 0."""
        subject = self.iris.lines(lines)
        selector = part(subject, "selector")
        yield subject, RDF.type, OA.SpecificResource
        yield from labels(subject, f"{lines.first}〜{lines.last}行", f"lines {lines.first}–{lines.last}")
        yield subject, OA.hasSource, self.iris.source_text
        yield subject, OA.hasSelector, selector
        yield subject, SESAKU.firstLine, integer(lines.first)
        yield subject, SESAKU.lastLine, integer(lines.last)
        yield subject, SESAKU.onPage, self.iris.page(self.page_of(lines.first))
        yield selector, RDF.type, OA.FragmentSelector
        yield selector, DCTERMS.conformsTo, RFC_5147
        yield selector, RDF.value, Literal(f"line={lines.first - 1},{lines.last}")


def locate(roadmap: Roadmap, iris: DocumentIris) -> Places:
    """The places of a roadmap, its pages told apart by the lines of the cells and headings on them."""
    first_lines: dict[int, int] = {}
    for page, lines in _iter_cells(roadmap):
        first = min(line_range.first for line_range in lines)
        first_lines[page] = min(first, first_lines.get(page, first))
    return Places(iris, tuple(sorted((first, page) for page, first in first_lines.items())))


def _iter_cells(roadmap: Roadmap) -> Iterator[tuple[int, tuple[LineRange, ...]]]:
    cells = [(heading.page, heading.lines) for heading in roadmap.headings]
    for measure in roadmap.measures:
        cells.append((measure.pages[0], measure.lines))
        for row in measure.rows:
            cells.append((row.page, row.lines))
            cells += [(step.page, step.lines) for step in row.steps]
    return ((page, lines) for page, lines in cells if lines)
