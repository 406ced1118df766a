"""The same server over standard input and output and over streamable HTTP, asked by the SDK's own client."""

import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from mcp import Client, StdioServerParameters
from mcp_client import Agent
from starlette.applications import Starlette

from service.core import Core
from service.doors import program_doors
from service.workspace import Build

CALLS: list[tuple[str, dict[str, object]]] = [
    ("get_measure", {"number": 17}),
    ("search_measures", {"question": "海賊版"}),
    ("run_sparql", {"query": "ASK { ?m a sesaku:Measure }"}),
]


@contextmanager
def served(core: Core) -> Iterator[str]:
    """The address of a server on a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        app = Starlette(routes=program_doors(core))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/mcp"
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def address(core: Core) -> Iterator[str]:
    with served(core) as url:
        yield url


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_streamable_http_answers_as_in_process(address: str, agent: Agent, mode: str) -> None:
    remote = Agent(lambda: address, mode)
    assert remote.call("get_measure", number=17) == agent.call("get_measure", number=17)
    assert remote.call("search_measures", question="海賊版") == agent.call("search_measures", question="海賊版")
    assert "Give 1 to" in remote.complaint("get_measure", number=999)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_standard_input_and_output_answer_as_in_process(home: Path, build: Build, agent: Agent, mode: str) -> None:
    code = "import sys; from service.cli import main; sys.argv[1:] = ['mcp']; main()"
    server = StdioServerParameters(
        command=sys.executable, args=["-c", code], env={**os.environ, "SESAKU_HOME": str(home)}, cwd=Path.cwd()
    )
    local = Agent(lambda: server, mode)

    async def ask(client: Client) -> list[object]:
        found = [await client.call_tool(tool, values) for tool, values in CALLS]
        return [one.structured_content for one in found]

    assert local.ask(ask) == agent.ask(ask)


@pytest.mark.parametrize(
    ("method", "headers", "body", "status"),
    [
        ("GET", {}, b"", 405),
        ("DELETE", {}, b"", 405),
        ("POST", {"origin": "https://example.org"}, b"{}", 403),
        ("POST", {"content-type": "text/plain"}, b"{}", 400),
        ("POST", {}, b"x" * 300_000, 413),
        ("POST", {}, b"{", 400),
    ],
)
def test_what_is_no_mcp_is_refused(
    address: str, method: str, headers: dict[str, str], body: bytes, status: int
) -> None:
    usual = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
    response = httpx.request(method, address, headers=usual | headers, content=body)
    assert response.status_code == status
    assert "Traceback" not in response.text
