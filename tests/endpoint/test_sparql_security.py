"""What an attacker tries: outward calls, hidden keywords, odd bytes, slow bodies, markup in literals."""

import asyncio
import random
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from xml.etree import ElementTree

import httpx
import pytest
from endpoint_client import Client, rows_of

from graph_builder.sparql_tokens import iter_service_calls, tokenize
from ontology.errors import QuerySyntaxError

OUT = "http://127.0.0.1:8000/"
HIDDEN_CALLS = [
    f"SELECT * {{ SERVICE <{OUT}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ service silent <{OUT}> {{ ?s ?p ?o }} }}",
    f"ASK {{ FILTER EXISTS {{ {{ OPTIONAL {{ SERVICE <{OUT}> {{ ?s ?p ?o }} }} }} }} }}",
    f"SELECT * {{ {{ SELECT * {{ VALUES ?e {{ <{OUT}> }} SERVICE ?e {{ ?s ?p ?o }} }} }} }}",
    "PREFIX : <http://127.0.0.1/> SELECT * { SERVICE:x { ?s ?p ?o } }",
    f"SELECT * {{ ?s ?p 1SERVICE<{OUT}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p trueSERVICE<{OUT}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s <urn:x\\u0041#> ?y . SERVICE <{OUT}> {{ ?s ?p ?o }} }}",
    f"PREFIX a: <urn:a> SELECT * {{ ?s ?p a:b\\#c . SERVICE <{OUT}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s <urn:\u3000#> ?y . SERVICE <{OUT}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ VALUES ?x {{ <{OUT}> }} FILTER(0<1)SERVICE?x#>\n{{ ?s ?p ?o }} }}",
    f"SELECT * {{ VALUES ?y {{ <{OUT}> }} FILTER(1<'x>')SERVICE ?y {{ ?s ?p ?o }} #'\n }}",
    f"SELECT * {{ VALUES ?y {{ <{OUT}> }} FILTER(?a<1#>'''\n)SERVICE ?y {{ ?s ?p ?o }} #'''\n }}",
    f"SELECT * {{ SERVICE <https://w3id.org/sesaku/search> {{ ?m search:query 'a' }} SERVICE <{OUT}> {{ }} }}",
]


@pytest.mark.parametrize("text", HIDDEN_CALLS)
def test_outward_calls_are_refused(client: Client, text: str) -> None:
    response = client.query(text)
    assert response.status_code == 400
    assert "are refused" in response.text or "Put spaces around it" in response.text


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?service ?p 'SERVICE' } # SERVICE",
        "PREFIX service: <urn:s#> ASK { service:SERVICE a service:service }",
        "ASK { <http://example.org/(service)#x> ?p \"\"\"SERVICE 'x' \"\"\"@service-x , '''\"SERVICE''' }",
        "ASK { ?a ?b ?c FILTER(?a<?b && ?c>1 || ?a IN (<urn:a#service>, <urn:b>)) }",
        "ASK { VALUES (?a ?b) { (<http://a.example/#x> <http://b.example/service#y>) } }",
    ],
)
def test_the_word_elsewhere_is_no_call(text: str) -> None:
    assert list(iter_service_calls(tokenize(text))) == []


@pytest.mark.parametrize("text", [f"ASK {'{' * 100_000}{'}' * 100_000}", f"ASK {{ FILTER(1{'+1' * 30_000} = 0) }}"])
def test_a_query_too_big_for_the_engine_is_refused(client: Client, text: str) -> None:
    response = client.post(text)
    assert response.status_code == 400
    assert "nested too deeply" in response.text or "too long" in response.text


def test_an_ambiguous_less_than_is_refused() -> None:
    with pytest.raises(QuerySyntaxError, match="line 2, column 10"):
        tokenize("ASK {\nFILTER(?a<1)SERVICE?x#>\n{} }")


@pytest.mark.skipif(sys.platform != "linux", reason="the network is closed by Linux's seccomp")
def test_a_worker_cannot_open_a_socket() -> None:
    program = """
import pyoxigraph as ox
from service.endpoint.confinement import forbid_network
assert forbid_network()
try:
    list(ox.Store().query("SELECT * { SERVICE <http://127.0.0.1:8000/> { ?s ?p ?o } }"))
except PermissionError:
    print("refused")
"""
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert result.stdout == "refused\n"


@pytest.mark.parametrize(
    "text",
    ["LOAD <file:///etc/passwd>", f"LOAD SILENT <{OUT}>", "INSERT DATA { <urn:a> <urn:b> <urn:c> }", "CLEAR ALL"],
)
def test_updates_are_refused_at_every_way_in(client: Client, text: str) -> None:
    responses = [
        client.query(text),
        client.request("GET", params={"update": text}),
        client.request("POST", data={"update": text}),
        client.request("POST", data={"query": text}),
        client.post(text),
        client.post(text, "application/sparql-update"),
    ]
    assert [response.status_code for response in responses] == [400, 403, 403, 400, 400, 403]


def test_a_slow_body_is_given_up(make_client: Callable[..., Client]) -> None:
    async def trickle() -> AsyncIterator[bytes]:
        yield b"ASK"
        await asyncio.sleep(2)
        yield b" {}"

    client = make_client(body_seconds=0.2)
    assert client.post(trickle()).status_code == 408  # type: ignore[arg-type]


def test_markup_in_literals_stays_text(client: Client) -> None:
    evil = '</literal><script>alert(1)</script>&#x0;<![CDATA[\u0001"\u2028'
    escaped = evil.replace('"', '\\"')
    text = f'SELECT ("{escaped}" AS ?x) {{}}'
    root = ElementTree.fromstring(client.query(text, "application/sparql-results+xml").content)
    assert root.findtext(".//{*}literal") == evil.replace("\u0001", "\ufffd")
    assert rows_of(client.query(text)) == [{"x": evil}]


def test_errors_are_no_html(client: Client) -> None:
    response = client.query("SELECT <script>alert(1)</script>", "text/html, */*;q=0.1")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_notes_cannot_break_headers(client: Client) -> None:
    response = client.query("ASK { ?s a <https://w3id.org/sesaku/ontology#Mesure施策\\u000aX> , sesaku:施策 }")
    assert response.status_code in {200, 400}
    assert "\n" not in response.headers.get("sesaku-notes", "")


KEYWORDS = "SELECT ASK WHERE CONSTRUCT DESCRIBE SERVICE FILTER OPTIONAL UNION VALUES BIND AS COUNT GROUP BY LIMIT"
TERMS = "?s ?p <urn:a> sesaku:Measure search:query <https://w3id.org/sesaku/search> 1e9 \\u0041 施策 ''' \"\"\""
MARKS = "{}()<>.;,?$@#'\"\\ \n\t&|*+/^!=-_:%0\x00\x1f\ud7ff"
PIECES = [*MARKS, *KEYWORDS.split(" "), *TERMS.split(" ")]


def fuzz(client: Client, count: int, seed: int) -> set[int]:
    """The statuses met with random bytes and random queries, half of each, all ways in."""
    source = random.Random(seed)
    requests: list[tuple[str, str, dict[str, object]]] = []
    for number in range(count):
        raw = source.randbytes(source.randrange(1, 200))
        text = "".join(source.choices(PIECES, k=source.randrange(1, 40)))
        body = raw if number % 2 else text.encode()
        kind = source.choice(["application/sparql-query", "application/x-www-form-urlencoded", "x/y", "\x00"])
        ways: list[tuple[str, str, dict[str, object]]] = [
            ("GET", "/sparql", {"params": {"query": text}, "headers": {"accept": raw.hex()}}),
            ("GET", "/sparql?" + httpx.QueryParams({"query": body.decode("latin-1")}).__str__(), {}),
            ("POST", "/sparql", {"content": body, "headers": {"content-type": kind}}),
            ("POST", "/sparql", {"content": b"query=" + body, "headers": {"content-type": kind}}),
        ]
        requests.append(source.choice(ways))
    responses = [response for start in range(0, count, 20) for response in client.gather(*requests[start : start + 20])]
    assert not [response.text for response in responses if "Traceback" in response.text]
    return {response.status_code for response in responses}


EXPECTED_STATUSES = {200, 400, 403, 406, 415}


def test_fuzz_a_little(client: Client) -> None:
    assert fuzz(client, 100, seed=1) <= EXPECTED_STATUSES


@pytest.mark.slow
def test_fuzz_much(client: Client) -> None:
    assert fuzz(client, 6000, seed=2) <= EXPECTED_STATUSES
