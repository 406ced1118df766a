"""Random addresses, parameters, headers and forms at the pages: no fault, no traceback, no file outside."""

import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, quote_from_bytes

import pytest
from web_client import Client

SEED = 20230609
PATHS = [
    "", "search", "similar", "about", "sparql", "sparql/names", "queries", "queries/measures-of-ministry", "overlap",
    "overlap/matrix", "overlap/verdicts", "data/", "data/latest/ip2023.nq", "sitemap.xml", "static/sesaku.css",
    "ip2023", "ip2023/measure/17", "ip2023/measure/17.ttl", "ip2023/page/5", "ip2023/overlap/36-42", "ministry/meti",
    "theme/standards", "concept/generative-ai", "fiscal-year/2024", "term/short", "ontology", "thesaurus",
]  # fmt: skip
PARAMETERS = [
    "q", "ministry", "partner", "year", "theme", "term", "chapter", "exact", "ignore", "page", "format", "lang",
    "text", "kind", "all", "measure", "query", "question", "minimum",
]  # fmt: skip
VALUES = [
    "", "0", "-1", "999999", "1e9", "9" * 40, "json", "csv", "xml", "ja", "en", "meti", "生成AI", "\x00", "\r\nX: y",
    "../../../../etc/passwd", "file:///etc/passwd", "<script>alert(1)</script>", "{{7*7}}", "' OR 1=1 --",
    'ASK { ?s ?p "', "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "LOAD <file:///etc/passwd>",
    "measures-of-ministry", "\u202e", "あ" * 1900, "(" * 400, "\\" * 99, "%", "%zz", "ip2023/measure/17",
]  # fmt: skip
ACCEPTS = ["text/html", "*/*", "text/turtle", "application/json", "text/csv", "application/rdf+xml", ";,;q=x", ""]
SECRETS = ("root:x:0:", "Traceback (most recent call last)", 'File "/', "PRIVATE KEY")


def random_path(source: random.Random) -> str:
    kind = source.random()
    if kind < 0.1:
        return quote_from_bytes(source.randbytes(source.randrange(1, 40)))
    path = source.choice(PATHS)
    if kind < 0.3:
        path = f"{path.rpartition('/')[0]}/{source.choice(VALUES)}"
    pairs = (f"{source.choice(PARAMETERS)}={quote(source.choice(VALUES))}" for _ in range(source.randrange(4)))
    return f"{quote(path)}?{'&'.join(pairs)}"


def iter_requests(count: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    source = random.Random(SEED)
    for _ in range(count):
        method = source.choice(["GET"] * 12 + ["HEAD", "POST", "PUT", "OPTIONS"])
        headers = (
            {"if-none-match": source.choice(["*", '""', "x", '"' + "0" * 32 + '"'])} if source.random() < 0.2 else {}
        )
        body = {"content": source.randbytes(source.randrange(200))} if method == "POST" else {}
        yield method, f"/{random_path(source)}", {"accept": source.choice(ACCEPTS), "headers": headers, **body}


def check(client: Client, count: int) -> set[int]:
    seen = set()
    for method, path, options in iter_requests(count):
        response = client.request(method, path, **options)
        assert response.status_code < 500, (method, path, options)
        assert not any(secret in response.text for secret in SECRETS), (method, path, options)
        seen.add(response.status_code)
    return seen


def test_random_requests_never_break_the_pages(client: Client) -> None:
    assert check(client, 40) >= {200, 404}


@pytest.mark.slow
def test_many_random_requests_never_break_the_pages(client: Client) -> None:
    check(client, 5000)
