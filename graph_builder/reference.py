"""The reference graph: vocabulary, ministries, themes and thesaurus, with what no reasoner would add spelled out."""

from collections.abc import Iterator

import pyoxigraph as ox
from rdflib import RDFS, SKOS
from rdflib.namespace import ORG

from graph_builder.iris import ONTOLOGY_GRAPH
from ontology.turtle import iter_statements, iter_thesaurus_names

FILES = ("sesaku.ttl", "ministries.ttl", "themes.ttl")

ENTAILED = {
    ox.NamedNode(stated): ox.NamedNode(entailed)
    for stated, entailed in ((SKOS.prefLabel, RDFS.label), (ORG.unitOf, ORG.subOrganizationOf))
}
"""Super-properties (SKOS S10, ORG) that are stated too, so that one property finds every name and every parent."""


def iter_reference() -> Iterator[ox.Quad]:
    """Every statement of the packaged vocabulary, ministries, themes and thesaurus, and those they entail."""
    graph = ox.NamedNode(ONTOLOGY_GRAPH)
    for name in (*FILES, *iter_thesaurus_names()):
        for subject, predicate, value in iter_statements(name):
            yield ox.Quad(subject, predicate, value, graph)
            if predicate in ENTAILED:
                yield ox.Quad(subject, ENTAILED[predicate], value, graph)
