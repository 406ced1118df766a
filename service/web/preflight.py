"""Answers what browsers ask before they let a script of another site read something here (CORS preflight)."""

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

METHODS = "GET, HEAD, OPTIONS"
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
DOORS = ("/sparql", "/sparql/", "/api", "/mcp")
"""The doors that take more than GET and answer for themselves."""


class Preflight:
    """Answers OPTIONS for everything that is there to be read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope.get("method") == "OPTIONS" and not _is_at_door(scope["path"]):
            await Response(status_code=204, headers=HEADERS)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_at_door(path: str) -> bool:
    return path in DOORS or path.startswith(("/api/", "/mcp/"))
