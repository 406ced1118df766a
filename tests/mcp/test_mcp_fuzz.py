"""Random bytes and values at the MCP door: never a fault, never a traceback, never a file outside."""

import asyncio
import json
import logging
import random
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from service.core import Core
from service.doors import program_doors

SEED = 20230609
TOOLS = [
    "search_measures", "get_measure", "find_overlaps", "similar_to_draft", "run_library_query", "list_themes",
    "run_sparql", "nothing",
]  # fmt: skip
ARGUMENTS = [
    "question",
    "number",
    "text",
    "query",
    "name",
    "parameters",
    "limit",
    "offset",
    "ministry",
    "measure",
    "max_rows",
]
METHODS = ["tools/call", "tools/list", "resources/read", "resources/list", "initialize", "ping", "prompts/list", "x/y"]
VALUES: list[Any] = [
    None, True, 0, -1, 10**30, 1.5, "", "生成AI", "\x00", "../../etc/passwd", "sesaku://queries/../../etc/passwd", [],
    {}, [[[]]], {"ministry": "meti"}, {"x": {"y": 1}}, "SELECT * { ?s ?p ?o } LIMIT 1", "DROP ALL", "あ" * 900,
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "measures-of-ministry", "sesaku://schema", "file:///etc/passwd",
    "<script>", "ASK { SERVICE <http://example.org/> { ?s ?p ?o } }",
]  # fmt: skip
VERSIONS = ["", "2025-06-18", "2025-11-25", "2026-07-28", "1900-01-01", "\xff"]
SECRETS = ("root:x:0:", "Traceback (most recent call last)", 'File "/', "PRIVATE KEY")


def random_value(source: random.Random) -> Any:
    return source.choice(VALUES)


def random_message(source: random.Random) -> Any:
    arguments = {source.choice(ARGUMENTS): random_value(source) for _ in range(source.randrange(4))}
    parameters = source.choice(
        [
            {"name": source.choice(TOOLS), "arguments": arguments},
            {"name": source.choice(TOOLS), "arguments": random_value(source)},
            {"uri": random_value(source)},
            random_value(source),
        ]
    )
    message = {"jsonrpc": "2.0", "id": source.choice([1, "a", None, -1, 1.5]), "params": parameters}
    message["method"] = source.choice(METHODS) if source.random() < 0.9 else random_value(source)
    if source.random() < 0.1:
        message.pop(source.choice(list(message)))
    return message if source.random() < 0.95 else [message, message]


def random_body(source: random.Random) -> bytes:
    if source.random() < 0.8:
        return json.dumps(random_message(source)).encode()
    whole = json.dumps(random_message(source)).encode()
    return source.choice(
        [source.randbytes(60), whole[: source.randrange(len(whole))], b"[" * 5000, b"\xff\xfe" + whole]
    )


def iter_requests(count: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    source = random.Random(SEED)
    for _ in range(count):
        version = source.choice(VERSIONS)
        headers = {
            "content-type": source.choice(["application/json"] * 9 + ["text/plain"]),
            "accept": source.choice(["application/json, text/event-stream"] * 9 + ["*/*", "text/html"]),
            **({"mcp-protocol-version": version.encode("latin-1")} if version else {}),
            **({"mcp-session-id": "x"} if source.random() < 0.1 else {}),
        }
        method = source.choice(["POST"] * 19 + ["GET", "DELETE", "PUT"])
        yield method, "/mcp", {"content": random_body(source), "headers": headers}


def check(core: Core, count: int) -> set[int]:
    app = Starlette(routes=program_doors(core))

    async def ask() -> list[httpx.Response]:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://localhost", timeout=60
        ) as client:
            return [await client.request(method, path, **options) for method, path, options in iter_requests(count)]

    responses = asyncio.run(ask())
    for request, response in zip(iter_requests(count), responses, strict=True):
        assert response.status_code < 500, (request, response.text)
        assert not any(secret in response.text for secret in SECRETS), request
    return {response.status_code for response in responses}


def test_random_messages_never_break_the_door(core: Core, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert check(core, 150) >= {200, 400, 405}
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []


@pytest.mark.slow
def test_many_random_messages_never_break_the_door(core: Core) -> None:
    check(core, 5000)
