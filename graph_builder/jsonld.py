"""The graph as JSON-LD 1.1, with the short names of ``ontology/context.jsonld``."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import pyoxigraph as ox

from ontology.turtle import read_text

Json = Any
NEXT = ",\n"

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
XSD_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


class FlatQuad(NamedTuple):
    """A quad with its IRIs as plain text."""

    graph: str
    subject: str
    predicate: str
    value: ox.NamedNode | ox.Literal


def serialize_jsonld(quads: Sequence[ox.Quad]) -> str:
    """All named graphs as one JSON-LD document with its context inside, from quads sorted by subject.

    Context and nodes follow the JSON-LD 1.1 syntax: type coercion, language maps, compact IRIs.
    """
    context = json.loads(read_text("context.jsonld"))["@context"]
    compactor = Compactor(context)
    graphs = [
        _write_graph(graph, compactor.compact_nodes(members))
        for graph, members in groupby(sorted(map(_flatten, quads), key=itemgetter(0)), key=itemgetter(0))
    ]
    return f'{{"@context": {_write(context)},\n"@graph": [\n{NEXT.join(graphs)}\n]}}\n'


class Compactor:
    """Writes nodes with the terms and prefixes of one JSON-LD context."""

    def __init__(self, context: Mapping[str, Json]) -> None:
        self._prefixes = {iri: prefix for prefix, iri in context.items() if isinstance(iri, str)}
        definitions = {term: entry for term, entry in context.items() if isinstance(entry, dict)}
        self._terms = {self._expand(entry["@id"], context): (term, entry) for term, entry in definitions.items()}
        self._coercions = {
            term: self._expand(entry["@type"], context) for term, entry in definitions.items() if "@type" in entry
        }

    def compact_nodes(self, quads: Iterable[FlatQuad]) -> list[Json]:
        """One node object a subject, from quads in which a subject's statements stand together."""
        return [
            self._compact_node(subject, [(quad.predicate, quad.value) for quad in members])
            for subject, members in groupby(quads, key=itemgetter(1))
        ]

    def _compact_node(self, subject: str, statements: list[tuple[str, ox.NamedNode | ox.Literal]]) -> Json:
        node: dict[str, Json] = {"@id": self.compact_iri(subject)}
        types = [self.compact_iri(value.value) for predicate, value in statements if predicate == RDF_TYPE]
        if types:
            node["@type"] = types if len(types) > 1 else types[0]
        for predicate, value in statements:
            if predicate != RDF_TYPE:
                self._add_value(node, predicate, value)
        return node

    def _add_value(self, node: dict[str, Json], predicate: str, value: ox.NamedNode | ox.Literal) -> None:
        term, entry = self._terms.get(predicate, ("", {}))
        if entry.get("@container") == "@language" and isinstance(value, ox.Literal) and value.language:
            _append(node.setdefault(term, {}), value.language, value.value)
        elif term and "@container" not in entry and self._is_plain(term, value):
            _append(node, term, self._plain_value(value))
        else:
            _append(node, self.compact_iri(predicate), self._expanded_value(value))

    def _is_plain(self, term: str, value: ox.NamedNode | ox.Literal) -> bool:
        """Whether the term's own definition says all about the value but its characters."""
        if isinstance(value, ox.NamedNode):
            return self._coercions.get(term) == "@id"
        return not value.language and value.datatype.value == self._coercions.get(term, XSD_STRING)

    def _plain_value(self, value: ox.NamedNode | ox.Literal) -> Json:
        if isinstance(value, ox.NamedNode):
            return self.compact_iri(value.value)
        return int(value.value) if value.datatype.value == XSD_INTEGER else value.value

    def _expanded_value(self, value: ox.NamedNode | ox.Literal) -> Json:
        if isinstance(value, ox.NamedNode):
            return {"@id": self.compact_iri(value.value)}
        if value.language:
            return {"@value": value.value, "@language": value.language}
        if value.datatype.value == XSD_STRING:
            return value.value
        return {"@value": value.value, "@type": self.compact_iri(value.datatype.value)}

    def compact_iri(self, iri: str) -> str:
        """The IRI with a prefix of the context where its namespace has one."""
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._prefixes.get(iri[:cut])
        return f"{prefix}:{iri[cut:]}" if prefix and cut < len(iri) else iri

    @staticmethod
    def _expand(name: str, context: Mapping[str, Json]) -> str:
        prefix, _, local = name.partition(":")
        return f"{context[prefix]}{local}" if local else name


def _append(node: dict[str, Json], key: str, value: Json) -> None:
    """Adds ``value`` under ``key``: alone as itself, with others as a list."""
    if key not in node:
        node[key] = value
    elif isinstance(node[key], list):
        node[key].append(value)
    else:
        node[key] = [node[key], value]


def _write_graph(graph: str, nodes: Iterable[Json]) -> str:
    """A named graph with one node a line, so that two dumps can be compared."""
    return f'{{"@id": {_write(graph)}, "@graph": [\n{NEXT.join(map(_write, nodes))}\n]}}'


def _write(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)


def _flatten(quad: ox.Quad) -> FlatQuad:
    """The quad as FlatQuad; raises ValueError for a blank node, which this graph never has."""
    graph, subject, value = quad.graph_name, quad.subject, quad.object
    if not (
        isinstance(graph, ox.NamedNode)
        and isinstance(subject, ox.NamedNode)
        and isinstance(value, ox.NamedNode | ox.Literal)
    ):
        raise ValueError(f"blank node in {quad}. Mint an IRI for it.")
    return FlatQuad(graph.value, subject.value, quad.predicate.value, value)
