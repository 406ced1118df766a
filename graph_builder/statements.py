"""Small makers of RDF statements that every part of the graph shares."""

from collections.abc import Iterator
from decimal import Decimal

from rdflib import RDFS, XSD, Literal, URIRef

Statement = tuple[URIRef, URIRef, URIRef | Literal]


def japanese(text: str) -> Literal:
    """``text`` tagged as Japanese."""
    return Literal(text, lang="ja")


def english(text: str) -> Literal:
    """``text`` tagged as English."""
    return Literal(text, lang="en")


def integer(value: int) -> Literal:
    """``value`` as xsd:integer, the one integer type that Oxigraph keeps."""
    return Literal(str(value), datatype=XSD.integer)


def decimal(value: float) -> Literal:
    """``value`` with at most three places in the canonical form of xsd:decimal, which Oxigraph keeps."""
    rounded = Decimal(str(round(value, 3))).normalize()
    return Literal(f"{rounded:f}", datatype=XSD.decimal)


def date(text: str) -> Literal:
    """An ISO 8601 date as xsd:date."""
    return Literal(text, datatype=XSD.date)


def labels(subject: URIRef, ja: str, en: str) -> Iterator[Statement]:
    """The subject's labels in both languages."""
    yield subject, RDFS.label, japanese(ja)
    yield subject, RDFS.label, english(en)
