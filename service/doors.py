"""The doors for programs, to be mounted beside the pages: REST at /api and MCP at /mcp."""

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Mount, Route

from service.api.app import create_api
from service.core import Core
from service.mcp.http import StreamableDoor
from service.mcp.server import create_server


def program_doors(core: Core) -> list[BaseRoute]:
    """The routes over ``core``, which stays the caller's to close."""
    return [
        Mount("/api", create_api(core)),
        Route("/api", _add_slash),
        Route("/mcp", StreamableDoor(create_server(core))),
    ]


def _add_slash(request: Request) -> RedirectResponse:
    return RedirectResponse(f"{request.url.path}/")
