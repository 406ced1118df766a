"""The graph as files: canonical N-Quads, and Turtle, TriG and JSON-LD dumps; same graph, same bytes."""

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import rdflib

from graph_builder.jsonld import serialize_jsonld
from graph_builder.sparql import PREFIXES


def write_nquads(dataset: rdflib.Dataset, path: Path) -> list[ox.Quad]:
    """Writes the canonical N-Quads of ``dataset`` to ``path``; returns its quads in that order."""
    quads = canonical_quads(dataset)
    path.write_bytes(serialize_nquads(quads))
    return quads


def write_dumps(quads: Sequence[ox.Quad], directory: Path) -> None:
    """Writes ``graph.ttl``, ``graph.trig`` and ``graph.jsonld`` into ``directory``, which is created."""
    directory.mkdir(exist_ok=True)
    (directory / "graph.ttl").write_bytes(serialize_turtle(quads))
    (directory / "graph.trig").write_bytes(serialize_trig(quads))
    (directory / "graph.jsonld").write_text(serialize_jsonld(quads), encoding="utf8")


def canonical_quads(dataset: rdflib.Dataset) -> list[ox.Quad]:
    """Every quad of ``dataset`` as Oxigraph's, in the order of their N-Quads lines; our graphs have no blank node."""
    quads = [
        ox.Quad(_named(subject), _named(predicate), _term(value), _named(graph.identifier))
        for graph in dataset.graphs()
        for subject, predicate, value in graph
    ]
    return sorted(quads, key=str)


def serialize_nquads(quads: Sequence[ox.Quad]) -> bytes:
    """Canonical N-Quads of sorted quads (RDF 1.1 N-Quads: single spaces, no comment, code point order)."""
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def serialize_turtle(quads: Sequence[ox.Quad]) -> bytes:
    """The union of all named graphs as Turtle."""
    triples = dict.fromkeys(quad.triple for quad in quads)
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def serialize_trig(quads: Sequence[ox.Quad]) -> bytes:
    """All named graphs as TriG."""
    grouped = sorted(quads, key=lambda quad: str(quad.graph_name))
    return ox.serialize(grouped, format=ox.RdfFormat.TRIG, prefixes=PREFIXES) or b""


def _named(term: object) -> ox.NamedNode:
    return ox.NamedNode(str(term))


def _term(term: object) -> ox.NamedNode | ox.Literal:
    if not isinstance(term, rdflib.Literal):
        return _named(term)
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=_named(term.datatype) if term.datatype else None)
