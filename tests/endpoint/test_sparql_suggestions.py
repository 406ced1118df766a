"""What an unknown name was perhaps meant to be."""

import pyoxigraph as ox
import pytest
from endpoint_client import Client, rows_of

from graph_builder.store import open_store
from service.endpoint.suggestions import Note, Vocabulary, read_vocabulary, suggestions
from service.workspace import Build

SESAKU = "https://w3id.org/sesaku/ontology#"
VOCABULARY = Vocabulary(
    frozenset({f"{SESAKU}Measure", f"{SESAKU}responsibleBody", "http://www.w3.org/2004/02/skos/core#prefLabel"}),
    {"sesaku": SESAKU, "skos": "http://www.w3.org/2004/02/skos/core#", "xsd": "http://www.w3.org/2001/XMLSchema#"},
    frozenset({"https://w3id.org/sesaku/graph/ip2023", "https://w3id.org/sesaku/ontology#graph"}),
)


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ("ASK { ?s a sesaku:Mesure }", [Note("sesaku:Mesure", ("sesaku:Measure",))]),
        ("ASK { ?s sesaku:responsiblebody ?o }", [Note("sesaku:responsiblebody", ("sesaku:responsibleBody",))]),
        (f"ASK {{ ?s a <{SESAKU}Measures> }}", [Note("sesaku:Measures", ("sesaku:Measure",))]),
        ("ASK { ?s sesaku:xyzzy ?o }", [Note("sesaku:xyzzy", ())]),
        ("ASK { ?s seseku:Measure ?o }", [Note("seseku:", ("sesaku:",))]),
        (
            "PREFIX skos: <http://www.w3.org/skos#> ASK { ?s skos:prefLabel ?o }",
            [
                Note("PREFIX skos: <http://www.w3.org/skos#>", ("<http://www.w3.org/2004/02/skos/core#>",)),
                Note("skos:prefLabel", ("<http://www.w3.org/2004/02/skos/core#prefLabel>",)),
            ],
        ),
        (
            f"PREFIX s: <{SESAKU[:-1]}> ASK {{ ?s a s:Measure }}",
            [Note(f"PREFIX s: <{SESAKU[:-1]}>", (f"<{SESAKU}>",))],
        ),
        (
            f"PREFIX s: <{SESAKU[:-1]}/> ASK {{ ?s a s:Mesure }}",
            [Note(f"PREFIX s: <{SESAKU[:-1]}/>", (f"<{SESAKU}>",)), Note("sesaku:Mesure", ("sesaku:Measure",))],
        ),
        (f"PREFIX o: <{SESAKU[:-1]}> ASK {{ o: ?p ?o }}", []),
        ("PREFIX e: <http://e.example/> ASK { ?s e:thing '2'^^xsd:int FILTER(xsd:date(?s)) }", []),
        ("ASK FROM <https://w3id.org/sesaku/ontology#graph> { ?s a sesaku:Measure }", []),
        ('ASK { ?s ?p "sesaku:Mesure" } # sesaku:Mesure', []),
        ("CONSTRUCT { ?s a sesaku:Mesure } { ?s a sesaku:Measure }", []),
        ("CONSTRUCT { ?s a sesaku:Measure } { ?s a sesaku:Mesure }", [Note("sesaku:Mesure", ("sesaku:Measure",))]),
        (
            "ASK { GRAPH <https://w3id.org/sesaku/graph/ip203> {} }",
            [Note("<https://w3id.org/sesaku/graph/ip203>", ("<https://w3id.org/sesaku/graph/ip2023>",))],
        ),
    ],
)
def test_notes(query: str, notes: list[Note]) -> None:
    assert suggestions(query, VOCABULARY) == notes


@pytest.mark.slow
def test_nothing_in_the_data_is_called_unknown(build: Build) -> None:
    store = open_store(build.store)
    vocabulary = read_vocabulary(store)
    nodes = {node for quad in store for node in quad if isinstance(node, ox.NamedNode)}
    queries = {f"ASK {{ {node} ?p ?o }}" for node in nodes if node.value.startswith("http")}
    assert len(queries) > 9_000
    assert {query for query in queries if suggestions(query, vocabulary)} == set()
    slip = "ASK { <https://w3id.org/sesaku/ip2023/measure/17/theme/generative-aj> ?p theme:generative-ay }"
    assert suggestions(slip, vocabulary) == [Note("theme:generative-ay", ("theme:generative-ai",))]


SEARCH = "SERVICE <https://w3id.org/sesaku/search>"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            "SELECT * { ?m search:query '海賊版' ; search:score ?s . ?m search:query 'a' }",
            ["search:query", "search:score"],
        ),
        (f"SELECT * {{ {SEARCH} {{ ?m search:query 'a' }} ?m search:score ?s }}", ["search:score"]),
        (f"SELECT * {{ {{ {SEARCH} {{ ?m search:query 'a' ; search:score ?s }} }} ?m a sesaku:Measure }}", []),
        (f"CONSTRUCT {{ ?m search:score ?s }} {{ {SEARCH} {{ ?m search:query 'a' ; search:score ?s }} }}", []),
    ],
)
def test_search_outside_its_service(client: Client, text: str, named: list[str]) -> None:
    response = client.query(text)
    header = "; ".join(f"{name} -> {SEARCH}" for name in named)
    assert (response.status_code, response.headers.get("sesaku-notes", "")) == (200, header)


def test_what_is_said_of_search_outside_its_service(client: Client) -> None:
    note = client.query("SELECT * { ?m search:query '海賊版' }").json()["sesaku:notes"][0]
    message = f"search:query は {SEARCH} {{ … }} の中に書く。 / search:query belongs inside {SEARCH} {{ … }}."
    assert note == {"unknown": "search:query", "suggestions": [SEARCH], "message": message}


def test_foaf_needs_no_declaration(client: Client) -> None:
    assert "sesaku-notes" not in client.query("ASK { ?ministry foaf:homepage ?page }").headers


def test_beside_an_empty_answer(client: Client) -> None:
    response = client.query("SELECT * { ?s a sesaku:Mesure }")
    assert rows_of(response) == []
    assert response.headers["sesaku-notes"] == "sesaku:Mesure -> sesaku:Measure"
    assert response.json()["sesaku:notes"][0]["suggestions"] == ["sesaku:Measure"]
    assert list(ox.parse_query_results(response.content, format=ox.QueryResultsFormat.JSON)) == []  # a strict client


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) { ?m a sesaku:Mesure }",
        "SELECT * { ?s a sesaku:Measure OPTIONAL { ?s a sesaku:Mesure } }",
    ],
)
def test_beside_an_answer_too(client: Client, text: str) -> None:
    response = client.query(text)
    assert (bool(rows_of(response)), response.headers["sesaku-notes"]) == (True, "sesaku:Mesure -> sesaku:Measure")


def test_search_by_meaning_without_hits_has_known_names(client: Client) -> None:
    text = "SERVICE <https://w3id.org/sesaku/search> { ?m search:query '標準' ; search:score ?s ; search:limit 3 }"
    response = client.query(f"SELECT * {{ {text} ?m sesaku:number 1 }}")
    assert (rows_of(response), "sesaku-notes" in response.headers) == ([], False)


@pytest.mark.parametrize("service", ["https://w3id.org/sesaku/serach", "http://w3id.org/sesaku/search"])
def test_a_misspelt_service(client: Client, service: str) -> None:
    text = client.query(f"ASK {{ SERVICE SILENT <{service}> {{ ?m search:query '標準' }} }}").text
    assert "Did you mean: <https://w3id.org/sesaku/search>" in text
    assert "Did you mean" not in client.query("ASK { SERVICE <https://a.example/sparql> { ?s ?p ?o } }").text


def test_an_unknown_graph(client: Client) -> None:
    graphs = "<https://w3id.org/sesaku/graph/ip2023> <https://w3id.org/sesaku/graph/ontology>"
    for options in ({"query": "ASK FROM <urn:nothing> {}"}, {"query": "ASK {}", "default-graph-uri": "urn:nothing"}):
        assert client.request("GET", params=options).headers["sesaku-notes"] == f"<urn:nothing> -> {graphs}"


def test_an_undeclared_prefix(client: Client) -> None:
    meant = client.query("ASK { ?s a seseku:Measure }").text
    assert ("Did you mean: sesaku:" in meant, "Add a PREFIX line" in meant) == (True, False)
    assert "xyzq: は宣言されていない接頭辞" in client.query("ASK { ?s a xyzq:Measure }").text
