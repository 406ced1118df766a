"""A small store, and a client that calls an endpoint in process from ordinary functions."""

import asyncio
from pathlib import Path

import httpx
import pyoxigraph as ox
from starlette.applications import Starlette
from starlette.routing import Route

from service.endpoint.meaning import SearchRequest, SearchRow
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


def rows_of(response: httpx.Response) -> list[dict[str, str]]:
    """The bindings of a JSON answer as plain values."""
    return [{name: term["value"] for name, term in row.items()} for row in response.json()["results"]["bindings"]]


class Client:
    """An HTTP client of one endpoint at ``/sparql`` and ``/sparql/``, as the web application serves it."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.app = Starlette(routes=[Route(path, endpoint) for path in ("/sparql", "/sparql/")])

    def request(self, method: str, url: str = "/sparql", **options: object) -> httpx.Response:
        """One response."""
        return self.gather((method, url, options))[0]

    def gather(self, *requests: tuple[str, str, dict[str, object]]) -> list[httpx.Response]:
        """The responses to requests made at the same time."""
        return asyncio.run(self._gather(requests))

    def query(self, text: str, accept: str = "*/*") -> httpx.Response:
        """The response to a query sent by GET."""
        return self.request("GET", params={"query": text}, headers={"accept": accept})

    def post(self, body: bytes | str, content_type: str | None = "application/sparql-query", url: str = "/sparql",
             **headers: str) -> httpx.Response:  # fmt: skip
        """The response to a body sent by POST."""
        typed = {"content-type": content_type} if content_type else {}
        return self.request("POST", url, content=body, headers={**typed, **headers})

    async def _gather(self, requests: tuple[tuple[str, str, dict[str, object]], ...]) -> list[httpx.Response]:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=60) as client:
            calls = [client.request(method, url, **options) for method, url, options in requests]  # type: ignore[arg-type]
            return await asyncio.gather(*calls)
