"""The clients that linked-data people use, each against a real server on loopback."""

import json
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import uvicorn
from endpoint_client import MEASURE, search_stub
from rdflib import Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from service.endpoint.limits import Limits
from service.endpoint.routes import Endpoint

NUMBERS = "SELECT ?n { ?m <https://w3id.org/sesaku/ontology#number> ?n } ORDER BY ?n"
SEARCH = 'SERVICE <https://w3id.org/sesaku/search> { ?m search:query "海賊版" ; search:score ?score }'
PREFIXES = """PREFIX search: <https://w3id.org/sesaku/search#>
PREFIX sesaku: <https://w3id.org/sesaku/ontology#>
"""
COMUNICA = {
    "private": True,
    "dependencies": {"@comunica/query-sparql": "5.4.1"},
    "overrides": {"undici": "^7"},  # what it asks for needs a newer Node than 20
}


async def own_data(_request: Request) -> Response:
    """A file of the client's own, somewhere else on the web."""
    return Response(f'<{MEASURE}33> <http://example.org/note> "to read" .', media_type="text/turtle")


@pytest.fixture(scope="module")
def url(store_path: Path) -> Iterator[str]:
    """The address of a running server."""
    with (
        closing(Endpoint(lambda: store_path, search_stub, Limits(seconds=20))) as endpoint,
        socket.socket() as listener,
    ):
        listener.bind(("127.0.0.1", 0))
        routes = [Route("/sparql", endpoint), Route("/own.ttl", own_data)]
        config = uvicorn.Config(Starlette(routes=routes), log_level="error")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
        server.should_exit = True
        thread.join()


def test_sparqlwrapper(url: str) -> None:
    wrapper_module = pytest.importorskip("SPARQLWrapper")
    for method in (wrapper_module.GET, wrapper_module.POST):
        wrapper = wrapper_module.SPARQLWrapper(url, returnFormat=wrapper_module.JSON)
        wrapper.setMethod(method)
        wrapper.setQuery(NUMBERS)
        bindings = wrapper.queryAndConvert()["results"]["bindings"]
        assert [row["n"]["value"] for row in bindings] == ["17", "33"]
    wrapper.setQuery("CONSTRUCT { ?s ?p ?o } { ?s a <https://w3id.org/sesaku/ontology#Measure> ; ?p ?o }")
    wrapper.setReturnFormat(wrapper_module.TURTLE)
    assert b"measure/17" in wrapper.queryAndConvert()
    wrapper.setReturnFormat(wrapper_module.JSON)
    wrapper.setQuery("SELECT * {")
    with pytest.raises(wrapper_module.SPARQLExceptions.QueryBadFormed, match="line 1"):
        wrapper.query()


def test_rdflib_sparqlstore(url: str) -> None:
    for method in ("GET", "POST", "POST_FORM"):
        store = SPARQLStore(url, method=method)
        assert [row.n for row in store.query(NUMBERS)] == [Literal(17), Literal(33)]
        subjects = {subject for (subject, _, _), _ in store.triples((None, None, Literal(33)))}
        assert subjects == {URIRef(f"{MEASURE}33")}


def test_rdflib_asks_for_meaning(url: str) -> None:
    rows = SPARQLStore(url).query(f"{PREFIXES}SELECT ?n ?score {{ {SEARCH} ?m sesaku:number ?n }} ORDER BY ?n")
    assert [(row.n.toPython(), float(row.score)) for row in rows] == [(17, 0.91), (33, 0.42)]


def curl(*arguments: str) -> str:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    return subprocess.run(
        ["curl", "--silent", "--max-time", "20", *arguments], capture_output=True, text=True, check=True
    ).stdout


def test_curl(url: str) -> None:
    accept = ("-H", "Accept: text/csv")
    assert curl("-G", *accept, "--data-urlencode", f"query={NUMBERS}", url) == "n\n17\n33\n"
    assert curl(*accept, "--data-urlencode", f"query={NUMBERS}", url) == "n\n17\n33\n"
    assert curl(*accept, "-H", "Content-Type: application/sparql-query", "--data", NUMBERS, url) == "n\n17\n33\n"
    assert "200" in curl("-I", f"{url}?query=ASK%7B%7D").splitlines()[0]
    assert "sd:Service" in curl(url) or "sparql-service-description#Service" in curl(url)
    assert curl("-o", "/dev/null", "-w", "%{http_code}", f"{url}?update=CLEAR%20ALL") == "403"


@pytest.fixture(scope="module")
def comunica(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command line of Comunica, installed into a folder of its own."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        pytest.skip("Node and npm are not installed")
    folder = tmp_path_factory.mktemp("comunica")
    (folder / "package.json").write_text(json.dumps(COMUNICA), encoding="utf8")
    command = ["npm", "install", "--no-audit", "--no-fund", "--silent"]
    installed = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=400, check=False)
    if installed.returncode:
        pytest.skip(f"npm could not install Comunica: {installed.stderr[-200:]}")
    return folder / "node_modules" / ".bin" / "comunica-sparql"


def run_comunica(comunica: Path, *arguments: str) -> list[dict[str, str]]:
    command = [str(comunica), *arguments, "-t", "application/json"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 0, result.stderr[-2000:]
    rows: list[dict[str, str]] = json.loads(result.stdout)
    return rows


@pytest.mark.slow
def test_comunica_with_one_source(comunica: Path, url: str) -> None:
    rows = run_comunica(comunica, f"sparql@{url}", NUMBERS)
    assert [row["n"] for row in rows] == [
        f'"{number}"^^http://www.w3.org/2001/XMLSchema#integer' for number in (17, 33)
    ]


@pytest.mark.slow
def test_comunica_federates_a_search_with_its_own_data(comunica: Path, url: str) -> None:
    """Data of the client's own, joined with a search that this endpoint answers when it is called as SERVICE."""
    query = f"""{PREFIXES}SELECT ?note ?n ?score {{
      ?m <http://example.org/note> ?note .
      SERVICE <{url}> {{ {SEARCH} ?m sesaku:number ?n }}
    }}"""
    rows = run_comunica(comunica, url.replace("/sparql", "/own.ttl"), query)
    assert rows == [
        {
            "note": '"to read"',
            "n": '"33"^^http://www.w3.org/2001/XMLSchema#integer',
            "score": '"0.42"^^http://www.w3.org/2001/XMLSchema#decimal',
        }
    ]
