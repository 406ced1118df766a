"""The MCP server over the build of the shipped roadmap."""

import pytest
from mcp_client import Agent

from service.core import Core
from service.mcp.server import create_server


@pytest.fixture(scope="session")
def agent(core: Core) -> Agent:
    server = create_server(core)
    return Agent(lambda: server)
