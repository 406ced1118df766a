"""Every kind of IRI in the graph answers at its path: HTML, four RDF formats, 303 by Accept, 404 for others."""

import re

import pyoxigraph as ox
import pytest
from web_client import Client

from graph_builder.sparql import select
from ontology import BASE
from search.overlap.verdict_graph import make_quads
from search.overlap.verdicts import VERDICTS, Verdict
from service.core import Core

PARSERS = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
}


def kinds_of_iris(core: Core) -> list[str]:
    """One path for each pattern of IRIs in the graph, numbers and slugs aside."""
    found: dict[str, str] = {}
    for quad in core.opened.store:
        for term in (quad.subject, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode) and term.value.startswith(BASE) and "#" not in term.value:
                path = term.value.removeprefix(BASE)
                shape = re.sub(r"(concept|theme|ministry|verdict-kind)/[a-z0-9-]+", r"\1/*", re.sub(r"\d+", "0", path))
                found.setdefault(shape, path)
    return sorted(found.values())


@pytest.mark.slow
def test_every_kind_of_iri_has_a_page_and_rdf_that_speaks_of_it(client: Client, core: Core) -> None:
    paths = kinds_of_iris(core)
    assert len(paths) > 30
    failures = []
    for path in paths:
        page = client.get(f"/{path}")
        turtle = client.get(f"/{path}.ttl")
        named = {term.value for triple in ox.parse(turtle.content, ox.RdfFormat.TURTLE) for term in triple.triple
                 if isinstance(term, ox.NamedNode)}  # fmt: skip
        if page.status_code != 200 or turtle.status_code != 200 or not (BASE + path in named or "graph/" in path):
            failures.append((path, page.status_code, turtle.status_code))
    assert failures == []


@pytest.mark.parametrize("path", ["ip2023/measure/17", "ministry/meti", "theme/standards", "concept/generative-ai"])
@pytest.mark.parametrize("ending", PARSERS)
def test_the_formats_hold_the_same_triples(client: Client, path: str, ending: str) -> None:
    media_type, rdf_format = PARSERS[ending]
    response = client.get(f"/{path}.{ending}")
    expected = {str(quad.triple) for quad in ox.parse(client.get(f"/{path}.nt").content, ox.RdfFormat.N_TRIPLES)}
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert {str(quad.triple) for quad in ox.parse(response.content, rdf_format)} == expected


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "rdf"),
        ("application/rdf+xml;q=0.5, text/turtle", "ttl"),
        ("text/html;q=0.3, application/ld+json;q=0.8", "jsonld"),
    ],
)
def test_accept_leads_to_the_document(client: Client, accept: str, ending: str) -> None:
    response = client.get("/ip2023/measure/17", accept=accept)
    assert (response.status_code, response.headers["location"]) == (303, f"/ip2023/measure/17.{ending}")
    assert "Accept" in response.headers["vary"]


@pytest.mark.parametrize("accept", ["text/html", "text/html,application/xhtml+xml,*/*;q=0.8", "*/*"])
def test_browsers_get_the_page_with_links_to_its_documents(client: Client, accept: str) -> None:
    response = client.get("/ip2023/measure/17", accept=accept)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert '</ip2023/measure/17>; rel="canonical"' in response.headers["link"]
    assert '</ip2023/measure/17.ttl>; rel="alternate"; type="text/turtle"' in response.headers["link"]


def test_a_document_names_the_iri_it_describes(client: Client) -> None:
    assert f'<{BASE}ip2023/measure/17>; rel="canonical"' in client.get("/ip2023/measure/17.ttl").headers["link"]


@pytest.mark.parametrize(
    "path", ["/ip2023/measure/999", "/ministry/nobody", "/nothing", "/nothing.ttl", "/ip2023/.ttl", "/a b<c>"]
)
@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "application/json"])
def test_what_the_graph_does_not_hold_is_404(client: Client, path: str, accept: str) -> None:
    assert client.get(path, accept=accept).status_code == 404


def test_the_vocabulary_has_an_anchor_for_each_term(client: Client, core: Core) -> None:
    page = client.get("/ontology").text
    terms = [entry.thing.iri.partition("#")[2] for entry in core.vocabulary()]
    assert len(terms) > 40
    assert [term for term in terms if f'id="{term}"' not in page] == []


def test_every_class_and_property_has_a_name_in_both_languages(core: Core) -> None:
    verdict = Verdict("ip2023", 64, 175, "a", next(iter(VERDICTS)), "2026-04-01T09:00:00+09:00", "0" * 64)
    store = ox.Store()
    store.extend(make_quads([verdict]))
    asked = "SELECT DISTINCT ?term { { ?thing ?term ?value } UNION { ?thing a ?term } }"
    terms = {row[0].value for graph in (store, core.opened.store) for row in select(graph, asked).rows if row[0]}
    named = core.opened.labels
    assert len(terms) > 100
    assert sorted(term for term in terms if term not in named or not (named[term].ja and named[term].en)) == []


THINGS = ["ip2023/measure/17/row/1/step/2023", "ip2023/dataset", "ip2023/measure/1/doubt/1", "ip2023/lines/414-421"]


@pytest.mark.parametrize("path", THINGS)
def test_pages_of_any_thing_name_properties_in_their_language(client: Client, path: str) -> None:
    page = client.get(f"/{path}").text
    names = re.findall(r"<dt>(?:<span.*?</span>)?<a [^>]*>(.*?)</a></dt>", page)
    assert len(names) > 2
    assert [name for name in names if name.isascii()] == []
    assert not re.search(r'class="kicker">[A-Za-z ]+(・|<)', page.replace("RDF データセット", ""))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_values_in_the_language_of_the_page_come_first(client: Client, language: str) -> None:
    page = client.get("/ip2023/measure/17/row/1/step/2023", language=language).text
    first = re.search(r'#label">.*?<dd><ul><li><span lang="(\w+)"', page, re.DOTALL)
    assert first is not None
    assert first[1] == language


def test_the_editor_completes_borrowed_terms_in_both_languages(client: Client) -> None:
    names = client.get("/sparql/names").json()["names"]
    assert ["dcterms:isPartOf", "属する全体", "part of"] in names
    assert ["sesaku:Measure", "施策", "measure"] in names
    assert len({name for name, *_ in names}) == len(names)


DATASET = f"{BASE}ip2023/dataset"


def objects(turtle: bytes, subject: str, predicate: str) -> set[str]:
    """The values of a property in Turtle."""
    triples = (quad.triple for quad in ox.parse(turtle, ox.RdfFormat.TURTLE))
    found = (triple for triple in triples if str(triple.subject) == f"<{subject}>")
    return {term.object.value for term in found if term.predicate.value.endswith(predicate)}


@pytest.mark.parametrize("path", ["/ip2023/dataset.ttl", "/sparql"])
def test_the_dataset_is_described_with_its_files_on_this_server(client: Client, path: str) -> None:
    turtle = client.get(path, accept="text/turtle", headers={"host": "data.example:81"}).content
    catalogue = client.get("/data/?format=json").json()
    files = {file["name"]: file for file in catalogue["files"]}
    distributions = {f"http://data.example:81/data/#{name}" for name in files}
    assert objects(turtle, DATASET, "#distribution") == distributions
    dump, node = (
        f"http://data.example:81/data/{catalogue['version']}/ip2023.nq",
        "http://data.example:81/data/#ip2023.nq",
    )
    assert dump in objects(turtle, DATASET, "#dataDump")
    assert objects(turtle, node, "#downloadURL") == {dump}
    assert objects(turtle, f"{node}-sha256", "#checksumValue") == {files["ip2023.nq"]["sha256"]}


def test_the_dataset_counts_what_the_dump_holds(client: Client, core: Core) -> None:
    dump = client.get(f"/data/{core.data().version}/ip2023.nq").content
    counted = objects(client.get("/ip2023/dataset.ttl").content, DATASET, "#triples")
    assert counted == {str(dump.count(b"\n"))} == {str(core.overview().triples)}


@pytest.mark.parametrize(
    "path",
    [
        "graph/ip2023/overlap",
        *(pytest.param(path, marks=pytest.mark.slow) for path in ("graph/ip2023", "graph/ontology")),
    ],
)
def test_a_named_graph_has_a_name_and_says_it_beside_its_triples(client: Client, core: Core, path: str) -> None:
    turtle = client.get(f"/{path}.ttl").content
    name = core.describe(path).thing.label
    assert objects(turtle, BASE + path, "#label") == {name.ja, name.en}
    assert f"<h1>{name.ja}</h1>" in client.get(f"/{path}").text
    assert len(list(ox.parse(turtle, ox.RdfFormat.TURTLE))) > 5000


@pytest.mark.parametrize("path", ["/data/", "/.well-known/void"])
@pytest.mark.parametrize(("accept", "ending"), [("text/turtle", ".ttl"), ("application/ld+json", ".jsonld")])
def test_the_data_lead_to_their_description(client: Client, path: str, accept: str, ending: str) -> None:
    response = client.get(path, accept=accept)
    assert (response.status_code, response.headers["location"]) == (303, f"/ip2023/dataset{ending}")


def test_a_browser_at_the_well_known_address_gets_the_page(client: Client) -> None:
    places = [client.get("/.well-known/void", accept=accept).headers["location"] for accept in ("text/html", "*/*")]
    assert places == ["/ip2023/dataset", "/ip2023/dataset.ttl"]


def test_schema_org_names_the_dataset_alike_everywhere(client: Client) -> None:
    pages = [client.get(path).text for path in ("/", "/data/")]
    assert [f'"@id": "{DATASET}"' in page for page in pages] == [True, True]


@pytest.mark.parametrize(
    "path",
    ["/ip2023/measure/17", "/ip2023/measure/17.ttl", "/data/latest/ip2023.nq", "/data/", "/overlap/verdicts", "/"],
)
def test_other_sites_are_told_what_they_may_read(client: Client, path: str) -> None:
    headers = {"origin": "https://a.example", "access-control-request-method": "GET"}
    response = client.request("OPTIONS", path, headers=headers)
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (204, "*")
    assert response.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert response.headers["content-security-policy"]


def test_the_endpoint_still_allows_post(client: Client) -> None:
    assert "POST" in client.request("OPTIONS", "/sparql").headers["access-control-allow-methods"]


def test_scripts_of_other_sites_follow_to_the_file(client: Client) -> None:
    moved = client.get("/data/latest/ip2023.nq")
    assert {one.headers["access-control-allow-origin"] for one in (moved, client.get(moved.headers["location"]))} == {
        "*"
    }
