"""The web application: routes, errors as pages, and what wraps every response."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from http import HTTPStatus
from importlib.resources import files

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from graph_builder.source import Bilingual
from ontology.errors import SesakuError
from service.core import Core
from service.endpoint.formats import FORMATS
from service.endpoint.negotiation import prefers_html
from service.endpoint.routes import Endpoint
from service.problems import status_of, told
from service.web import crawlers, data_pages, overlap_pages, pages, resources, search_pages, sparql_page, verdict_pages
from service.web.language import language_of
from service.web.page_cache import PageCache
from service.web.preflight import Preflight
from service.web.rendering import JSON, render
from service.web.security import FormGuard, SecurityHeaders

SMALLEST_GZIP = 1024
"""Bytes below which a response is not worth compressing."""

GZIP_LEVEL = 4
"""Takes half the time of level 9 and leaves 6% more bytes (search results as JSON)."""

TITLES = {
    400: Bilingual("この問いには答えられません", "This request cannot be answered"),
    403: Bilingual("この操作はできません", "This is not allowed"),
    404: Bilingual("見つかりません", "Not found"),
    405: Bilingual("この操作はできません", "This is not allowed"),
    503: Bilingual("いまは答えられません", "Not available just now"),
}
UNEXPECTED = Bilingual("思わぬ誤りが起きました", "Something unexpected happened")

_log = logging.getLogger(__name__)


def create_app(
    core: Core, *, can_edit: bool = False, hosts: Sequence[str] = ("*",), mounts: Sequence[BaseRoute] = ()
) -> Starlette:
    """The application over ``core``, which it closes at its end.

    ``can_edit`` opens the forms for verdicts; ``hosts`` are the Host headers it answers to; ``mounts`` are further
    doors, such as the REST interface, that go before the pages.
    """
    app = Starlette(
        routes=[*mounts, *_routes(core)],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts)),
            Middleware(Preflight),
            Middleware(PageCache, current=partial(_name_build, core)),
            Middleware(GZipMiddleware, minimum_size=SMALLEST_GZIP, compresslevel=GZIP_LEVEL),
        ],
        exception_handlers={SesakuError: _show_error, HTTPException: _show_http_error, Exception: _show_failure},
        lifespan=_lifespan,
    )
    app.state.core = core
    app.state.can_edit = can_edit
    app.state.guard = FormGuard()
    return app


def _name_build(core: Core) -> str:
    """The build that pages are made from now; nothing while there is none."""
    try:
        return core.opened.build.directory.name
    except SesakuError:
        return ""


class SparqlDoor:
    """The endpoint for machines, and its page for people's browsers."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        request = Request(scope, receive)
        wanted = FORMATS.get(request.query_params.get("format", ""), request.headers.get("accept"))
        if request.method in {"GET", "HEAD"} and prefers_html(wanted):
            await (await sparql_page.show_sparql(request))(scope, receive, send)
        else:
            await self._endpoint(scope, receive, send)


def _routes(core: Core) -> list[BaseRoute]:
    return [
        Route("/", search_pages.show_start),
        Route("/search", search_pages.show_search),
        Route("/similar", search_pages.show_similar, methods=["GET", "POST"]),
        Route("/about", pages.show_about),
        *(Route(path, SparqlDoor(core.endpoint)) for path in ("/sparql", "/sparql/")),
        Route("/sparql/names", sparql_page.show_names),
        Route("/queries", sparql_page.show_library),
        Route("/queries/{name}", sparql_page.show_query),
        *overlap_pages.routes(),
        *verdict_pages.routes(),
        Route("/data", data_pages.show_data),
        Route("/data/", data_pages.show_data),
        Route("/data/{name}", data_pages.send_verdicts),
        Route("/data/{version}/{name}", data_pages.send_file),
        Route("/.well-known/void", data_pages.find_description),
        Route("/sitemap.xml", crawlers.show_sitemap),
        Route("/robots.txt", crawlers.show_robots),
        Mount("/static", StaticFiles(directory=str(files("service.web") / "static"))),
        Route("/{path:path}", resources.show_resource),
    ]


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    """Opens the build and starts the workers before the first request, and ends them after the last."""
    await run_in_threadpool(app.state.core.overview)
    app.state.core.endpoint.pool.warm_up()
    yield
    app.state.core.close()


async def _show_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, SesakuError):
        return await _show_failure(request, error)
    return await run_in_threadpool(_error_page, request, status_of(error), told(error))


async def _show_http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    response = await run_in_threadpool(_error_page, request, status)
    response.headers.update(headers)
    return response


async def _show_failure(request: Request, error: Exception) -> Response:
    """A fault of ours: logged with its traceback, shown without."""
    _log.error("%s failed", request.url.path, exc_info=error)
    return await run_in_threadpool(_error_page, request, 500)


def _error_page(request: Request, status: int, error: SesakuError | None = None) -> Response:
    if request.query_params.get("format") == "json" or JSON.name in request.headers.get("accept", ""):
        detail = str(error) if error else ""
        problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
        return JSONResponse(problem, status, media_type="application/problem+json")
    title = TITLES.get(status, UNEXPECTED)
    lines = language_of(request).lines(error)
    return HTMLResponse(render(request, "error.html", status=status, title=title, lines=lines), status)
