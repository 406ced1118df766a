"""The MCP server over the build of the shipped roadmap."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from mcp_client import Agent

from service.core import Core
from service.mcp.server import create_server
from service.workspace import Build, Workspace


@pytest.fixture(scope="session")
def core(home: Path, build: Build) -> Iterator[Core]:
    with closing(Core(Workspace(home))) as opened:
        yield opened


@pytest.fixture(scope="session")
def agent(core: Core) -> Agent:
    return Agent(lambda: create_server(core))
