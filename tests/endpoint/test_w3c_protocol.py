"""The W3C SPARQL 1.1 Protocol and Service Description tests, read from their manifest and sent as they stand there."""

import tomllib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from endpoint_client import Client
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, Namespace
from w3c_suite import MF, suite_folder

from service.endpoint.routes import Endpoint

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
ALLOWED_FAILURES = Path(__file__).with_name("w3c-allowed-failures.toml")
FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {"application/sparql-results+json", "application/sparql-results+xml", "text/csv"},
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples"},
}


@dataclass(frozen=True)
class Exchange:
    """One request of a test and what its response must be."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes
    statuses: tuple[str, ...]
    boolean: bool | None
    media_format: str | None

    def is_met_by(self, response: httpx.Response) -> bool:
        if not any(status.endswith(f"{response.status_code // 100}xx") for status in self.statuses):
            return False
        if self.media_format and response.headers["content-type"].partition(";")[0] not in FORMATS[self.media_format]:
            return False
        return self.boolean is None or response.json()["boolean"] is self.boolean


@pytest.fixture(scope="module")
def manifest() -> rdflib.Graph:
    suite = suite_folder()
    if suite is None:
        pytest.skip("the W3C test suite is not at hand: set SESAKU_SHARED to the folder that holds w3c-sparql11")
    return rdflib.Graph().parse(suite / "protocol" / "manifest.ttl")


def iter_exchanges(graph: rdflib.Graph, test: rdflib.term.Node) -> Iterator[Exchange]:
    for request in Collection(graph, graph.value(graph.value(test, MF.action), HT.requests)):
        headers = Collection(graph, graph.value(request, HT.headers)) if (request, HT.headers, None) in graph else []
        body = graph.value(request, HT.body)
        response = graph.value(request, HT.resp)
        boolean = graph.value(response, MF.expectedBoolean)
        media_format = graph.value(response, MF.expectedFormat)
        encoding = str(graph.value(body, CNT.characterEncoding) or "utf-8")
        yield Exchange(
            str(graph.value(request, HT.methodName)),
            str(graph.value(request, HT.absolutePath)),
            {str(graph.value(h, HT.fieldName)): str(graph.value(h, HT.fieldValue)) for h in headers},
            str(graph.value(body, CNT.chars) or "").encode(encoding),
            tuple(str(status) for status in graph.objects(response, MF.expectedStatus)),
            None if boolean is None else bool(boolean.toPython()),
            str(media_format) if media_format else None,
        )


def build_store(graph: rdflib.Graph, folder: Path, path: Path) -> Path:
    """The data of all tests, which agree on what each graph holds."""
    store = ox.Store(str(path))
    for data in graph.objects(None, UT.graphData):
        name = ox.NamedNode(str(graph.value(data, RDFS.label)))
        file = Path(str(graph.value(data, UT.graph)).removeprefix("file://")).name
        store.load(path=str(folder / file), to_graph=name, base_iri=name.value)
    store.flush()
    return path


def test_only_updates_fail(manifest: rdflib.Graph, tmp_path: Path) -> None:
    suite = suite_folder()
    assert suite is not None
    store = build_store(manifest, suite / "protocol", tmp_path / "store")
    tests = sorted(manifest.subjects(RDF.type, MF.ProtocolTest))
    failures = {}
    with closing(Endpoint(lambda: store)) as endpoint:
        client = Client(endpoint)
        for test in tests:
            for exchange in iter_exchanges(manifest, test):
                response = client.request(
                    exchange.method, exchange.url, headers=exchange.headers, content=exchange.body
                )
                if not exchange.is_met_by(response):
                    failures.setdefault(str(test).rpartition("#")[2], response.status_code)
    allowed = tomllib.loads(ALLOWED_FAILURES.read_text(encoding="utf8"))
    assert failures == dict.fromkeys(allowed["protocol"], 403)
    assert len(tests) == 34


def test_the_manifest_names_graphs_in_its_requests(manifest: rdflib.Graph) -> None:
    """The reading above keeps the parameters: without them, the dataset tests would mean nothing."""
    (exchange,) = iter_exchanges(manifest, next(manifest.subjects(MF.name, rdflib.Literal("query via GET"))))
    names = [name for name, _value in parse_qsl(urlsplit(exchange.url).query)]
    assert names == ["query", "default-graph-uri"]


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/n-triples", "*/*"])
def test_service_description(client: Client, accept: str) -> None:
    """The three ServiceDescriptionTests: RDF, an sd:endpoint triple with this URL, and the schema's classes."""
    response = client.request("GET", headers={"accept": accept})
    graph = rdflib.Graph().parse(response.content, format=response.headers["content-type"].partition(";")[0])
    service = graph.value(None, SD.endpoint, rdflib.URIRef("http://localhost/sparql"))
    dataset = graph.value(service, SD.defaultDataset)
    named = {str(graph.value(node, SD.name)) for node in graph.objects(dataset, SD.namedGraph)}
    assert response.status_code == 200
    assert (service, RDF.type, SD.Service) in graph
    assert (dataset, RDF.type, SD.Dataset) in graph
    assert (graph.value(dataset, SD.defaultGraph), RDF.type, SD.Graph) in graph
    assert named == {"https://w3id.org/sesaku/graph/ontology", "https://w3id.org/sesaku/graph/ip2023"}
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
