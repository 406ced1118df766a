"""Reads what the project's own thesaurus calls things: every label of every concept."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from rdflib import Graph, Literal
from rdflib.namespace import RDF, SKOS
from rdflib.term import Node

LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)


@dataclass(frozen=True)
class Concept:
    """A thesaurus concept: its labels (preferred ones first), its definitions and its broader concepts' labels."""

    labels: tuple[str, ...]
    definitions: tuple[str, ...]
    broader: tuple[str, ...]


def read_concepts() -> list[Concept]:
    """Return every concept of ``ontology/thesaurus``, by IRI."""
    graph = Graph()
    for file in sorted(resources.files("ontology").joinpath("thesaurus").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".ttl"):
            graph.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    return [_read_concept(graph, subject) for subject in sorted(graph.subjects(RDF.type, SKOS.Concept), key=str)]


def _read_concept(graph: Graph, subject: Node) -> Concept:
    broader = [
        label for parent in sorted(graph.objects(subject, SKOS.broader), key=str) for label in _preferred(graph, parent)
    ]
    labels = [label for name in LABELS for label in _texts(graph, subject, name)]
    return Concept(tuple(dict.fromkeys(labels)), tuple(_texts(graph, subject, SKOS.definition)), tuple(broader))


def _preferred(graph: Graph, subject: Node) -> list[str]:
    return list(_texts(graph, subject, SKOS.prefLabel))


def _texts(graph: Graph, subject: Node, name: Node) -> Iterator[str]:
    return iter(sorted(str(text) for text in graph.objects(subject, name) if isinstance(text, Literal)))
