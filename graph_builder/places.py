"""Where in the source a fact stands: line ranges as Web Annotation selectors, and the page of each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import DCTERMS, PROV, RDF, Literal, URIRef

from graph_builder.iris import DocumentIris, part
from graph_builder.pages import first_lines, places_of
from graph_builder.records import LineRange, Roadmap
from graph_builder.statements import Statement, integer, labels
from ontology.terms import OA, SESAKU

RFC_5147 = URIRef("http://tools.ietf.org/rfc/rfc5147")


@dataclass(frozen=True)
class Places:
    """The document's lines; ``page_starts`` gives the first line of each page, ascending."""

    iris: DocumentIris
    page_starts: Mapping[int, int]

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
        for place in places_of([lines], self.page_starts):
            yield subject, SESAKU.onPage, self.iris.page(place.page)
        yield selector, RDF.type, OA.FragmentSelector
        yield from labels(
            selector, f"{lines.first}〜{lines.last}行の選択", f"selector of lines {lines.first}–{lines.last}"
        )
        yield selector, DCTERMS.conformsTo, RFC_5147
        yield selector, RDF.value, Literal(f"line={lines.first - 1},{lines.last}")


def locate(roadmap: Roadmap, iris: DocumentIris) -> Places:
    """The places of a roadmap, its pages told apart by the lines of the cells and headings on them."""
    return Places(iris, first_lines(roadmap))
