"""Random bytes, addresses and values at the REST interface: never a fault, never a traceback, never a file outside."""

import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, quote_from_bytes

import pytest
from rest_client import Client

SEED = 20230609
RESOURCES = [
    "search", "measures", "measures/17", "similar", "overview", "ministries", "ministries/meti", "themes",
    "themes/content", "chapters", "chapters/3", "overlaps", "overlaps/matrix", "queries",
    "queries/measures-of-ministry", "openapi.json", "",
]  # fmt: skip
PARAMETERS = [
    "q", "ministry", "fiscal_year", "theme", "term", "chapter", "exact", "ignore", "limit", "offset", "format",
    "number", "text", "measure", "partner", "kind", "across", "lang", "page",
]  # fmt: skip
NASTY = [
    "", "0", "-1", "1e9", "NaN", "9" * 40, "true", "null", "json", "csv", "meti", "2024", "\x00", "%00", "\r\nX: y",
    "../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/passwd", "file:///etc/passwd",
    "<script>alert(1)</script>", "' OR 1=1 --", '" } INSERT DATA { <a:a> <a:b> 1 } #', "} UNION { ?s ?p ?o",
    "?m a sesaku:Measure", "{{7*7}}", "${x}", "生成AI", "「」", "\ufeff", "\u202e",
    "𠮷野家", "ｱｲｳ", "e\u0301" * 50, "あ" * 900, "(" * 500,
    '"' * 99, "\\" * 99, "SERVICE <http://example.org/>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>", "%", "%zz", "+", "&",
    "=",
]  # fmt: skip
SECRETS = ("root:x:0:", "Traceback (most recent call last)", 'File "/', "PRIVATE KEY")
STATUSES = {200, 307, 400, 404, 405, 408, 413, 414, 415, 422}


def random_text(source: random.Random) -> str:
    if source.random() < 0.6:
        return source.choice(NASTY)
    characters = (chr(source.choice([source.randrange(32, 127), source.randrange(0x3040, 0x9FFF)])) for _ in range(12))
    return "".join(characters)


def random_path(source: random.Random) -> str:
    path = source.choice(RESOURCES)
    if source.random() < 0.3:
        path = source.choice(["measures/", "ministries/", "themes/", "chapters/", "queries/", ""]) + random_text(source)
    if source.random() < 0.1:
        return "/api/" + quote_from_bytes(source.randbytes(source.randrange(1, 40)))
    pairs = (f"{source.choice(PARAMETERS)}={quote(random_text(source))}" for _ in range(source.randrange(4)))
    return f"/api/{quote(path)}?{'&'.join(pairs)}"


def random_body(source: random.Random) -> bytes:
    shapes: list[Any] = [
        lambda: source.randbytes(source.randrange(200)),
        lambda: (
            b'{"text": "' + source.randbytes(20).hex().encode() + b'", "limit": ' + random_text(source).encode() + b"}"
        ),
        lambda: b'{"text": ' + b"[" * source.randrange(3000),
        lambda: b'{"text": "\\ud8' + source.randbytes(1).hex().encode() + b'"}',
        lambda: b'{"text": "' + quote(random_text(source)).encode() + b'"}',
    ]
    return source.choice(shapes)()  # type: ignore[no-any-return]


def iter_requests(count: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    source = random.Random(SEED)
    for _ in range(count):
        if source.random() < 0.2:
            kind = source.choice(
                ["application/json", "text/plain", "application/xml", "", "application/json; charset=x"]
            )
            yield "POST", "/api/similar", {"content": random_body(source), "headers": {"content-type": kind}}
        else:
            method = source.choice(["GET"] * 9 + ["PUT", "DELETE", "OPTIONS", "HEAD", "POST", "TRACE"])
            accept = source.choice(["*/*", "text/csv", "application/json", "x", "*/*;q=0", ",;,", "text/html"])
            yield method, random_path(source), {"headers": {"accept": accept}}


def check(client: Client, count: int) -> set[int]:
    requests = list(iter_requests(count))
    seen = set()
    for request, response in zip(requests, client.gather(requests), strict=True):
        assert response.status_code in STATUSES, request
        assert not any(secret in response.text for secret in SECRETS), request
        path = response.request.url.path
        is_inside = path.startswith("/api/") and "\n" not in path  # a mount's path has no line break
        if is_inside and response.status_code >= 400 and request[0] not in {"HEAD", "OPTIONS"}:
            assert response.headers["content-type"] == "application/problem+json", request
        seen.add(response.status_code)
    return seen


def test_random_requests_never_break_the_interface(client: Client) -> None:
    assert check(client, 150) >= {200, 400, 404, 405, 422}


@pytest.mark.slow
def test_many_random_requests_never_break_the_interface(client: Client) -> None:
    check(client, 5000)


@pytest.mark.slow
def test_schemathesis_finds_no_fault(client: Client) -> None:
    hypothesis = pytest.importorskip("hypothesis")
    schemathesis = pytest.importorskip("schemathesis", reason="pip install schemathesis")
    checks = pytest.importorskip("schemathesis.specs.openapi.checks")
    # OpenAPI can say neither "one of the two" nor "not without the other".
    excluded = {path: [checks.positive_data_acceptance] for path in ("/similar", "/overlaps")}
    schema = schemathesis.openapi.from_dict(client.get("/api/openapi.json").json())
    for operation in schema.get_all_operations():
        case_of = operation.ok().as_strategy()

        @hypothesis.settings(max_examples=60, deadline=None, derandomize=True, database=None,
                             suppress_health_check=list(hypothesis.HealthCheck))  # fmt: skip
        @hypothesis.given(case=case_of)
        def call(case: Any) -> None:
            response = case.call(app=client.app, base_url="http://localhost/api")
            case.validate_response(response, excluded_checks=excluded.get(case.path, []))

        call()
