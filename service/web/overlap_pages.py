"""Overlap between ministries: ranked candidates side by side, the matrix and the network, and verdicts."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from service.web.rendering import respond


def routes() -> list[BaseRoute]:
    """The pages of this part."""
    return [Route("/overlap", show_overlaps)]


def show_overlaps(request: Request) -> Response:
    """Ranked candidates."""
    return respond(request, "overlap.html", ())
