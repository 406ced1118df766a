"""Speaks MCP as an agent does, with the SDK's own client, from ordinary functions."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from mcp import Client
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult


class Agent:
    """Calls one server, connecting anew for every call; ``server`` is whatever the SDK's client connects to."""

    def __init__(self, server: Callable[[], Any], mode: str = "auto") -> None:
        self._server = server
        self._mode: Any = mode

    def call(self, tool: str, /, **values: Any) -> dict[str, Any]:
        """What a tool answers; fails when the tool does."""
        result = self.try_call(tool, values)
        assert not result.is_error, result.content
        assert result.structured_content is not None
        return result.structured_content

    def complaint(self, tool: str, /, **values: Any) -> str:
        """How a tool fails; fails when it does not."""
        result = self.try_call(tool, values)
        assert result.is_error
        return "".join(getattr(content, "text", "") for content in result.content)

    def try_call(self, name: str, values: dict[str, Any]) -> CallToolResult:
        """The result of a tool, whether it fails or not."""
        found: CallToolResult = self.ask(lambda client: client.call_tool(name, values))
        return found

    def refusal(self, uri: str) -> str:
        """Why a resource cannot be read; fails when it can."""

        async def read(client: Client) -> str:
            with pytest.raises(MCPError) as refused:
                await client.read_resource(uri)
            return str(refused.value)

        words: str = self.ask(read)
        return words

    def ask(self, question: Callable[[Client], Any]) -> Any:
        """The answer to anything the client can ask."""

        async def connected() -> Any:
            async with Client(self._server(), mode=self._mode) as client:
                return await question(client)

        return asyncio.run(connected())
