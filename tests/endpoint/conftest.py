"""An endpoint over a small store, called in process."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from endpoint_client import Client

from service.endpoint.limits import Limits
from service.endpoint.meaning import SearchFunction, SearchRequest, SearchRow
from service.endpoint.routes import Endpoint

DATA = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sesaku: <https://w3id.org/sesaku/ontology#> .
@prefix void: <http://rdfs.org/ns/void#> .
@base <https://w3id.org/sesaku/> .
<graph/ontology> {
  sesaku:Measure a owl:Class ; rdfs:label "施策"@ja .
  sesaku:number a owl:DatatypeProperty .
}
<graph/ip2023> {
  <ip2023/measure/17> a sesaku:Measure ; sesaku:number 17 ; rdfs:label "海賊版対策"@ja .
  <ip2023/measure/33> a sesaku:Measure ; sesaku:number 33 ; rdfs:label "標準化 <&\\">"@ja .
  <ip2023/dataset> a void:Dataset ; void:triples 6 .
}
"""
MEASURE = "https://w3id.org/sesaku/ip2023/measure/"


def build_store(path: Path, trig: str) -> Path:
    """A store on disk with the quads of a TriG text."""
    store = ox.Store(str(path))
    store.bulk_load(trig.encode(), ox.RdfFormat.TRIG)
    store.flush()
    return path


def search_stub(request: SearchRequest) -> list[SearchRow]:
    """Two hits, best first, that tell what was asked for."""
    rows = [
        SearchRow(f"{MEASURE}17", 0.91, ("海賊版", "対策"), f'「{request.text}」 in "17"'),
        SearchRow(f"{MEASURE}33", 0.42, (), repr((request.ministry, request.fiscal_year, request.theme))),
    ]
    return rows[: request.limit]


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_store(tmp_path_factory.mktemp("store"), DATA)


@pytest.fixture(scope="session")
def client(store_path: Path) -> Iterator[Client]:
    with closing(Endpoint(lambda: store_path, search_stub, Limits(seconds=10))) as endpoint:
        yield Client(endpoint)


@pytest.fixture
def make_client(store_path: Path) -> Iterator[Callable[..., Client]]:
    """Makes clients of endpoints with limits of their own."""
    endpoints: list[Endpoint] = []

    def make(search: SearchFunction | None = search_stub, **limits: float) -> Client:
        endpoints.append(Endpoint(lambda: store_path, search, Limits(**limits)))  # type: ignore[arg-type]
        return Client(endpoints[-1])

    yield make
    for endpoint in endpoints:
        endpoint.close()


def rows_of(response: httpx.Response) -> list[dict[str, str]]:
    """The bindings of a JSON answer as plain values."""
    return [{name: term["value"] for name, term in row.items()} for row in response.json()["results"]["bindings"]]
