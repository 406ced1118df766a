"""The graph as files: canonical N-Quads, and Turtle, TriG and JSON-LD dumps; same graph, same bytes."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox

from graph_builder.jsonld import serialize_jsonld
from graph_builder.sparql import PREFIXES


def canonical_quads(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The quads, each once, in the order of their N-Quads lines; our graphs have no blank node."""
    return sorted(set(quads), key=str)


def write_dumps(quads: Sequence[ox.Quad], directory: Path) -> None:
    """Writes canonical quads as ``graph.ttl``, ``graph.trig`` and ``graph.jsonld`` into a new ``directory``."""
    directory.mkdir(exist_ok=True)
    (directory / "graph.ttl").write_bytes(serialize_turtle(quads))
    (directory / "graph.trig").write_bytes(serialize_trig(quads))
    (directory / "graph.jsonld").write_text(serialize_jsonld(quads), encoding="utf8")


def serialize_nquads(quads: Sequence[ox.Quad]) -> bytes:
    """Canonical N-Quads of canonical quads (RDF 1.1 N-Quads: single spaces, no comment, code point order)."""
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def serialize_turtle(quads: Sequence[ox.Quad]) -> bytes:
    """The union of all named graphs as Turtle."""
    triples = dict.fromkeys(quad.triple for quad in quads)
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def serialize_trig(quads: Sequence[ox.Quad]) -> bytes:
    """All named graphs as TriG."""
    grouped = sorted(quads, key=lambda quad: str(quad.graph_name))
    return ox.serialize(grouped, format=ox.RdfFormat.TRIG, prefixes=PREFIXES) or b""
