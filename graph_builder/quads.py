"""Statements of rdflib's terms as Oxigraph's quads, and back: rdflib makes them, Oxigraph keeps and writes them."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox
from rdflib import XSD, Literal, URIRef

from graph_builder.statements import Statement

_XSD_STRING = ox.NamedNode(str(XSD.string))


def iter_quads(statements: Iterable[Statement], graph: URIRef) -> Iterator[ox.Quad]:
    """The statements as quads of one named graph."""
    name = ox.NamedNode(graph)
    for subject, predicate, value in statements:
        yield ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), _as_oxigraph(value), name)


def as_rdflib(value: ox.NamedNode | ox.Literal) -> URIRef | Literal:
    """Oxigraph's term as rdflib's, with its lexical form as it is."""
    if isinstance(value, ox.NamedNode):
        return URIRef(value.value)
    if value.language:
        return Literal(value.value, lang=value.language)
    if value.datatype == _XSD_STRING:
        return Literal(value.value)
    return Literal(value.value, datatype=URIRef(value.datatype.value), normalize=False)


def _as_oxigraph(value: URIRef | Literal) -> ox.NamedNode | ox.Literal:
    if not isinstance(value, Literal):
        return ox.NamedNode(value)
    if value.language:
        return ox.Literal(value, language=value.language)
    return ox.Literal(value, datatype=ox.NamedNode(value.datatype) if value.datatype else None)
