"""The reference graph: vocabulary, ministries, themes and thesaurus, with what no reasoner would add spelled out."""

from collections.abc import Iterator

import pyoxigraph as ox
from rdflib import RDFS, SKOS, XSD, Literal, URIRef
from rdflib.namespace import ORG

from graph_builder.statements import Statement
from ontology.turtle import iter_statements, iter_thesaurus_names

FILES = ("sesaku.ttl", "ministries.ttl", "themes.ttl")

XSD_STRING = ox.NamedNode(str(XSD.string))

ENTAILED = {SKOS.prefLabel: RDFS.label, ORG.unitOf: ORG.subOrganizationOf}
"""Super-properties (SKOS S10, ORG) that are stated too, so that one property finds every name and every parent."""


def iter_reference() -> Iterator[Statement]:
    """Every statement of the packaged vocabulary, ministries, themes and thesaurus, and those they entail."""
    for name in (*FILES, *iter_thesaurus_names()):
        for subject, predicate, value in iter_statements(name):
            statement = URIRef(subject.value), URIRef(predicate.value), as_rdflib(value)
            yield statement
            if statement[1] in ENTAILED:
                yield statement[0], ENTAILED[statement[1]], statement[2]


def as_rdflib(value: ox.NamedNode | ox.Literal) -> URIRef | Literal:
    """Oxigraph's term as rdflib's, with its lexical form as it is."""
    if isinstance(value, ox.NamedNode):
        return URIRef(value.value)
    if value.language:
        return Literal(value.value, lang=value.language)
    if value.datatype == XSD_STRING:
        return Literal(value.value)
    return Literal(value.value, datatype=URIRef(value.datatype.value), normalize=False)
