"""Chooses the media type of an answer from the Accept header (RFC 9110, section 12.5.1)."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class MediaType(NamedTuple):
    """A media type that can be served, and the name of the format behind it."""

    name: str
    format_name: str

    @property
    def content_type(self) -> str:
        """The value of the Content-Type header; text is marked as the UTF-8 that it is."""
        return f"{self.name}; charset=utf-8" if self.name.startswith("text/") else self.name


RESULT_TYPES = (
    MediaType("application/sparql-results+json", "json"),
    MediaType("application/sparql-results+xml", "xml"),
    MediaType("text/csv", "csv"),
    MediaType("text/tab-separated-values", "tsv"),
    MediaType("application/json", "json"),
    MediaType("application/xml", "xml"),
    MediaType("text/xml", "xml"),
)
"""For SELECT and ASK, the preferred first."""

GRAPH_TYPES = (
    MediaType("text/turtle", "turtle"),
    MediaType("application/n-triples", "ntriples"),
    MediaType("application/ld+json", "jsonld"),
    MediaType("application/rdf+xml", "rdfxml"),
    MediaType("application/json", "jsonld"),
    MediaType("application/xml", "rdfxml"),
    MediaType("text/xml", "rdfxml"),
)
"""For CONSTRUCT, DESCRIBE and the service description, the preferred first."""

HTML = MediaType("text/html", "html")


class _Range(NamedTuple):
    name: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """3 for the very type, 2 for ``type/*``, 1 for ``*/*``, 0 for no match."""
        if self.name == media_type:
            return 3
        if self.name == media_type.partition("/")[0] + "/*":
            return 2
        return int(self.name == "*/*")


def choose(accept: str | None, offered: Sequence[MediaType]) -> MediaType | None:
    """The offered type that the client likes best, earlier ones first among equals; None when it takes none."""
    ranges = list(_iter_ranges(accept or "*/*"))
    best = max(offered, key=lambda media_type: _quality(ranges, media_type.name))
    return best if _quality(ranges, best.name) > 0 else None


def prefers_html(accept: str | None) -> bool:
    """Whether a person's browser is asking: HTML is named, and nothing served here is liked better."""
    chosen = choose(accept, (*RESULT_TYPES, *GRAPH_TYPES, HTML))
    return chosen == HTML


def _quality(ranges: Iterable[_Range], media_type: str) -> float:
    """The quality given by the most specific range that matches; 0 without one."""
    matching = [(accepted.specificity(media_type), accepted.quality) for accepted in ranges]
    specificity, quality = max(matching, default=(0, 0.0))
    return quality if specificity else 0.0


def _iter_ranges(accept: str) -> Iterable[_Range]:
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name:
            yield _Range(name, _read_quality(parameters))


def _read_quality(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return min(max(float(parameter[2:]), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
