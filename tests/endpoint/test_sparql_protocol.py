"""Requests and responses of the SPARQL Protocol beyond the W3C's tests: types, statuses, errors, CORS, limits."""

import json
from collections.abc import Callable

import pyoxigraph as ox
import pytest
import rdflib
from endpoint_client import Client, rows_of

NUMBERS = "SELECT ?m ?n { ?m sesaku:number ?n } ORDER BY ?n"


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/*", "text/csv; charset=utf-8"),
        ("text/csv;q=0.3, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("image/png, text/csv;q=0.1", "text/csv; charset=utf-8"),
    ],
)
def test_result_types(client: Client, accept: str, content_type: str) -> None:
    for text in (NUMBERS, "ASK {}"):
        response = client.query(text, accept)
        assert (response.status_code, response.headers["content-type"]) == (200, content_type)


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "text/turtle; charset=utf-8"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/n-triples", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml", "application/rdf+xml"),
    ],
)
def test_graph_types(client: Client, accept: str, content_type: str) -> None:
    for text in ("CONSTRUCT { ?m ?p ?o } { ?m a sesaku:Measure ; ?p ?o }", "DESCRIBE ?m { ?m a sesaku:Measure }"):
        response = client.query(text, accept)
        rdf_format = ox.RdfFormat.from_media_type(content_type.partition(";")[0])
        triples = {quad.triple for quad in ox.parse(response.content, rdf_format)}
        assert (response.status_code, response.headers["content-type"], len(triples)) == (200, content_type, 6)


@pytest.mark.parametrize("text", [NUMBERS, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"])
def test_unacceptable(client: Client, text: str) -> None:
    response = client.query(text, "image/png")
    assert response.status_code == 406
    assert "This answer can be" in response.text


def test_the_body_of_each_format(client: Client) -> None:
    text = "SELECT ?label { ?m sesaku:number 33 ; rdfs:label ?label }"
    assert client.query(text, "text/csv").text == 'label\r\n"標準化 <&"">"\r\n'
    assert client.query(text, "text/tab-separated-values").text == '?label\n"標準化 <&\\">"@ja\n'
    assert '<literal xml:lang="ja">標準化 &lt;&amp;"&gt;</literal>' in client.query(text, "text/xml").text
    assert rows_of(client.query(text)) == [{"label": '標準化 <&">'}]


def test_select_star_keeps_the_order_of_the_query(client: Client) -> None:
    assert client.query("SELECT * { ?z a ?b ; sesaku:number ?a }", "text/csv").text.startswith("z,b,a\r\n")


def test_default_graph_is_the_union_and_from_narrows_it(client: Client) -> None:
    count = "SELECT (COUNT(*) AS ?n) {from} {{ ?s ?p ?o }}"
    graph = "https://w3id.org/sesaku/graph/ip2023"
    sizes = {
        source: rows_of(client.query(count.format(**{"from": source})))[0]["n"]
        for source in ("", f"FROM <{graph}>", f"FROM NAMED <{graph}>", "FROM <urn:nothing>")
    }
    assert sizes == {"": "11", f"FROM <{graph}>": "8", f"FROM NAMED <{graph}>": "0", "FROM <urn:nothing>": "0"}


def test_protocol_dataset_wins_over_from(client: Client) -> None:
    parameters = {
        "query": "SELECT ?g { GRAPH ?g { ?s a owl:Class } }",
        "named-graph-uri": "https://w3id.org/sesaku/graph/ontology",
    }
    both = {**parameters, "query": "SELECT ?s FROM <https://w3id.org/sesaku/graph/ip2023> { ?s sesaku:number ?n }"}
    assert rows_of(client.request("GET", params=parameters)) == [{"g": "https://w3id.org/sesaku/graph/ontology"}]
    assert rows_of(client.request("POST", data=both)) == []


def test_relative_graph_iri_is_refused(client: Client) -> None:
    response = client.request("GET", params={"query": "ASK {}", "default-graph-uri": "graph/1"})
    assert (response.status_code, "absolute graph IRI" in response.text) == (400, True)


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("ASK {}", "application/sparql-query", 200),
        ("ASK {}", "application/sparql-query; charset=UTF-8", 200),
        ("query=ASK%20%7B%7D", "application/x-www-form-urlencoded", 200),
        (b"\xff", "application/sparql-query", 400),
        ("query=%FF", "application/x-www-form-urlencoded", 400),
        ("", "application/x-www-form-urlencoded", 400),
        ("DROP ALL", "application/sparql-update", 403),
        ("update=DROP%20ALL", "application/x-www-form-urlencoded", 403),
        ("DROP ALL", "application/sparql-query", 400),
        ("ASK {}", "application/json", 415),
        ("ASK {}", None, 415),
    ],
)
def test_post(client: Client, body: bytes | str, content_type: str | None, status: int) -> None:
    assert client.post(body, content_type).status_code == status


def test_percent_signs_are_decoded_once(client: Client) -> None:
    response = client.request("POST", data={"query": 'SELECT ("a%20b" AS ?x) {}'})
    assert rows_of(response) == [{"x": "a%20b"}]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods(client: Client, method: str) -> None:
    response = client.request(method, params={"query": "ASK {}"})
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")


def test_head_and_options(client: Client) -> None:
    head = client.request("HEAD", params={"query": NUMBERS})
    options = client.request("OPTIONS", headers={"origin": "https://a.example"})
    assert (head.status_code, head.content, int(head.headers["content-length"]) > 0) == (200, b"", True)
    assert (options.status_code, options.headers["access-control-allow-methods"]) == (204, "GET, HEAD, POST, OPTIONS")
    assert {head.headers["access-control-allow-origin"], options.headers["access-control-allow-origin"]} == {"*"}


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("SELECT * {\n  ?s ?p }", 2, 9), ("SELECT * {\n ?s foo:bar ?o }", 2, 5), ("SELECT ?s {", 1, 12)],
)
def test_errors_say_where(client: Client, text: str, line: int, column: int) -> None:
    plain = client.query(text)
    problem = client.query(text, "application/problem+json")
    assert (plain.status_code, plain.headers["content-type"]) == (400, "text/plain; charset=utf-8")
    assert f"line {line}, column {column}" in plain.text
    assert problem.headers["content-type"] == "application/problem+json"
    expected = {"type": "about:blank", "title": "Bad Request", "status": 400, "line": line, "column": column}
    assert {name: value for name, value in problem.json().items() if name != "detail"} == expected


def test_an_unknown_function_is_a_bad_request(client: Client) -> None:
    response = client.query("SELECT (<urn:f>(1) AS ?x) {}")
    assert (response.status_code, "urn:f" in response.text) == (400, True)


def test_truncation_is_never_silent(make_client: Callable[..., Client]) -> None:
    client = make_client(rows=2)
    cut, whole = client.query("SELECT * { ?s ?p ?o }"), client.query(NUMBERS)
    graph = client.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "application/n-triples")
    assert (len(rows_of(cut)), cut.headers["sesaku-truncated"]) == (2, "rows=2")
    assert cut.json()["sesaku:truncated"] == {"rows": 2}
    assert (len(rows_of(whole)), "sesaku-truncated" in whole.headers) == (2, False)
    assert (graph.text.count("\n"), graph.headers["sesaku-truncated"]) == (2, "rows=2")


def test_too_large_requests(make_client: Callable[..., Client]) -> None:
    client = make_client(body_bytes=100)
    long_query = f"ASK {{}} #{'x' * 100}"
    assert client.post(long_query).status_code == 413
    assert client.query(long_query).status_code == 414


def test_description_counts_the_graph(client: Client) -> None:
    graph = rdflib.Graph().parse(client.request("GET").content)
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    endpoint = rdflib.URIRef("http://localhost/sparql")
    dataset = rdflib.URIRef("https://w3id.org/sesaku/ip2023/dataset")
    dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    assert graph.value(rdflib.URIRef(f"{endpoint}#default-graph"), void.triples) == rdflib.Literal(11)
    assert (dataset, void.sparqlEndpoint, endpoint) in graph
    assert (endpoint, dcat.servesDataset, dataset) in graph


def test_description_as_json_ld(client: Client) -> None:
    response = client.request("GET", headers={"accept": "application/ld+json"})
    assert (response.status_code, isinstance(json.loads(response.text), list | dict)) == (200, True)
