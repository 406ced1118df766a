"""MCP over streamable HTTP, as one route of the web application."""

from typing import Any

from mcp.server import MCPServer
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from service.api.bodies import BodyLimit

UNCHECKED = TransportSecuritySettings(enable_dns_rebinding_protection=False)
"""The application checks Host, and this door Origin, whatever address they are served at."""
INVALID_REQUEST = -32600
"""JSON-RPC 2.0, section 5.1."""


class StreamableDoor:
    """An ASGI application that answers every POST by itself: no session is kept, so nothing has to be started.

    GET and DELETE, which sessions need, are refused as the transport allows (MCP 2025-11-25, Streamable HTTP).
    """

    def __init__(self, server: MCPServer[Any]) -> None:
        self._server = server
        self._limited = BodyLimit(self._answer, refuse)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        request = Request(scope)
        if request.method != "POST":
            await refuse(405, "POST だけ / only POST.", {"Allow": "POST"})(scope, receive, send)
        elif not _is_same_origin(request):
            await refuse(403, "よその画面からは使えない / requests of other sites' pages are refused.")(
                scope, receive, send
            )
        else:
            await self._limited(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        manager = self._make_manager()
        async with manager.run():
            await manager.handle_request(scope, receive, send)

    def _make_manager(self) -> StreamableHTTPSessionManager:
        """A manager for one request, since one can run only once."""
        self._server.streamable_http_app(stateless_http=True, json_response=True, transport_security=UNCHECKED)
        return self._server.session_manager


def refuse(status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    """A JSON-RPC error without an id."""
    error = {"jsonrpc": "2.0", "id": None, "error": {"code": INVALID_REQUEST, "message": message}}
    return JSONResponse(error, status, headers)


def _is_same_origin(request: Request) -> bool:
    """Whether the request comes from no web page, or from one of this server's own (against DNS rebinding)."""
    origin = request.headers.get("origin")
    return origin is None or origin.partition("://")[2] == request.headers.get("host")
