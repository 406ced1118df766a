"""The IRI patterns of the graph: readable, stable, and never a blank node."""

from dataclasses import dataclass

from rdflib import URIRef

from graph_builder.records import LineRange
from ontology import BASE

ONTOLOGY_GRAPH = URIRef(BASE + "graph/ontology")


def fiscal_year_iri(year: int) -> URIRef:
    """The fiscal year that begins on 1 April of ``year``."""
    return URIRef(f"{BASE}fiscal-year/{year}")


def software_iri(version: str) -> URIRef:
    """The release of sesaku that read the document."""
    return URIRef(f"{BASE}software/{version}")


def part(whole: URIRef, *path: str | int) -> URIRef:
    """The IRI one or more steps below ``whole``, such as ``…/measure/33`` and ``row``, ``2``."""
    return URIRef("/".join([whole, *map(str, path)]))


@dataclass(frozen=True)
class DocumentIris:
    """The IRIs of one document and its parts, by the document's slug."""

    slug: str

    @property
    def document(self) -> URIRef:
        """The roadmap itself."""
        return URIRef(BASE + self.slug)

    @property
    def graph(self) -> URIRef:
        """The named graph of what the document says."""
        return URIRef(f"{BASE}graph/{self.slug}")

    @property
    def dataset(self) -> URIRef:
        """The document's graph as a VoID and DCAT dataset."""
        return part(self.document, "dataset")

    @property
    def contents(self) -> URIRef:
        """The concept scheme of chapters and sections."""
        return part(self.document, "contents")

    @property
    def source_text(self) -> URIRef:
        """The text layer that was read; line ranges select from it."""
        return part(self.document, "source")

    @property
    def reading(self) -> URIRef:
        """The activity of reading the text into records."""
        return part(self.document, "reading")

    def measure(self, number: int) -> URIRef:
        """The measure printed with ``number``."""
        return part(self.document, "measure", number)

    def relisting(self, page: int, number: int) -> URIRef:
        """The row on ``page`` that lists measure ``number`` again."""
        return part(self.document, "relisting", f"{page}-{number}")

    def page(self, number: int) -> URIRef:
        """The page ``number``, counted from 1."""
        return part(self.document, "page", number)

    def chapter(self, number: int) -> URIRef:
        """The chapter ``number``."""
        return part(self.document, "chapter", number)

    def lines(self, lines: LineRange) -> URIRef:
        """The range of source lines."""
        return part(self.document, "lines", f"{lines.first}-{lines.last}")

    def correction(self, ordinal: int) -> URIRef:
        """The correction in place ``ordinal`` of the corrections file, counted from 1."""
        return part(self.document, "correction", ordinal)
