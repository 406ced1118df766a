"""The endpoint described to machines: SPARQL 1.1 Service Description, VoID and DCAT, counted from the store."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

import pyoxigraph as ox

from graph_builder.results import write_triples
from graph_builder.sparql import run_query, select
from ontology.errors import QueryError
from service.endpoint.answers import OpenStore, Reply, acceptable
from service.endpoint.limits import Limits
from service.endpoint.negotiation import GRAPH_TYPES, MediaType

_STATIC = resources.files(__package__).joinpath("description.ttl").read_bytes()

_DATASETS = """
CONSTRUCT { ?dataset ?property ?value . ?partition ?partitionProperty ?partitionValue }
WHERE {
  ?dataset a void:Dataset ; ?property ?value .
  OPTIONAL { ?dataset void:classPartition ?partition . ?partition ?partitionProperty ?partitionValue }
}"""
_GRAPH_SIZES = "SELECT ?graph (COUNT(*) AS ?triples) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"
_TOTALS = """
SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?distinctSubjects) (COUNT(DISTINCT ?p) AS ?properties)
       (COUNT(DISTINCT ?o) AS ?distinctObjects)
{ ?s ?p ?o }"""

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"


@dataclass(frozen=True)
class DescriptionJob:
    """Asks a worker to describe the endpoint that answers at the URL ``endpoint``; ``files`` are told of beside it."""

    endpoint: str
    graph_type: MediaType | None = GRAPH_TYPES[0]
    files: tuple[ox.Triple, ...] = ()

    def run(self, opened: OpenStore, _limits: Limits) -> Reply:
        """The description. Raises RequestError (406) when no RDF format is acceptable."""
        media_type = acceptable(self.graph_type, GRAPH_TYPES)
        triples = list(dict.fromkeys([*describe_endpoint(opened.store, self.endpoint), *self.files]))
        return Reply(write_triples(triples, media_type.format_name), media_type.content_type, len(triples))


def describe_endpoint(store: ox.Store, endpoint: str) -> Iterator[ox.Triple]:
    """The triples that describe an endpoint, its default dataset, its named graphs and the data sets in them."""
    for quad in ox.parse(_STATIC, ox.RdfFormat.TURTLE, base_iri=endpoint):
        yield quad.triple
    yield from _iter_datasets(store, ox.NamedNode(endpoint))
    yield from _iter_totals(store, ox.NamedNode(f"{endpoint}#default-graph"))
    for number, (graph, size) in enumerate(select(store, _GRAPH_SIZES).rows, start=1):
        yield from _iter_named_graph(endpoint, number, graph, size)


def _iter_datasets(store: ox.Store, service: ox.NamedNode) -> Iterator[ox.Triple]:
    """The data sets that the graph itself describes, as served here."""
    answer = run_query(store, _DATASETS)
    if not isinstance(answer, ox.QueryTriples):
        raise QueryError("CONSTRUCT expected.")
    for triple in answer:
        yield triple
        if triple.predicate.value == _RDF + "type" and triple.object == ox.NamedNode(_VOID + "Dataset"):
            yield ox.Triple(service, ox.NamedNode(_DCAT + "servesDataset"), triple.subject)
            yield ox.Triple(triple.subject, ox.NamedNode(_VOID + "sparqlEndpoint"), service)


def _iter_totals(store: ox.Store, default_graph: ox.NamedNode) -> Iterator[ox.Triple]:
    solutions = select(store, _TOTALS)
    for name, value in zip(solutions.columns, solutions.rows[0], strict=True):
        if value is not None:
            yield ox.Triple(default_graph, ox.NamedNode(_VOID + name), value)


def _iter_named_graph(endpoint: str, number: int, graph: object, size: object) -> Iterator[ox.Triple]:
    if not isinstance(graph, ox.NamedNode) or not isinstance(size, ox.Literal):
        return
    named, content = ox.NamedNode(f"{endpoint}#named-graph-{number}"), ox.NamedNode(f"{endpoint}#graph-{number}")
    kind = ox.NamedNode(_RDF + "type")
    yield ox.Triple(ox.NamedNode(f"{endpoint}#dataset"), ox.NamedNode(_SD + "namedGraph"), named)
    yield ox.Triple(named, kind, ox.NamedNode(_SD + "NamedGraph"))
    yield ox.Triple(named, ox.NamedNode(_SD + "name"), graph)
    yield ox.Triple(named, ox.NamedNode(_SD + "graph"), content)
    yield ox.Triple(content, kind, ox.NamedNode(_SD + "Graph"))
    yield ox.Triple(content, kind, ox.NamedNode(_VOID + "Dataset"))
    for language, words in (("ja", "名前付きグラフ"), ("en", "Named graph")):
        yield ox.Triple(content, ox.NamedNode(_LABEL), ox.Literal(f"{words} {graph.value}", language=language))
    yield ox.Triple(content, ox.NamedNode(_VOID + "triples"), size)
