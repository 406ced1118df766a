"""Turns an answer of the core into a response: JSON with its citation, or CSV."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from service.api.models import REPEATED, Page
from service.api.parameters import Paging
from service.citing import Cited
from service.core import Core
from service.csv_tables import BYTE_ORDER_MARK, Table, write_csv
from service.endpoint.negotiation import choose
from service.serialisation import to_plain
from service.web.rendering import CSV, JSON

HEADERS = {"Cache-Control": "no-cache", "Vary": "Accept"}
CSV_RESPONSE: dict[int | str, dict[str, Any]] = {200: {"content": {CSV.name: {"schema": {"type": "string"}}}}}
"""What a list can also be answered as, for the OpenAPI document."""


def core_of(request: Request) -> Core:
    """The core that the application answers from."""
    core: Core = request.app.state.core
    return core


def respond(request: Request, cited: Cited[Any], page: Page | None = None) -> Response:
    """The answer as JSON, with the place of its page in the list where it is one of several."""
    body = to_plain(cited)
    if isinstance(body["data"], dict):
        body["data"] = {name: value for name, value in body["data"].items() if name not in REPEATED}
    return JSONResponse(body | ({"page": page.model_dump()} if page else {}), headers=HEADERS)


def respond_list(
    request: Request, asked: Paging, cited: Cited[Any], total: int, table: Callable[[], Table]
) -> Response:
    """One page of a list as JSON or CSV."""
    if wants_csv(request, asked.format):
        return respond_csv(table())
    return respond(request, cited, make_page(request, asked, total))


def wants_csv(request: Request, named: str | None) -> bool:
    """Whether a list is to be CSV: by the parameter ``format`` or, without it, by Accept."""
    chosen = choose(request.headers.get("accept"), (JSON, CSV)) if named is None else None
    return CSV.format_name in (named, chosen and chosen.format_name)


def respond_csv(table: Table) -> Response:
    """A table as CSV."""
    return Response(BYTE_ORDER_MARK + write_csv(*table), headers=HEADERS, media_type=CSV.content_type)


def make_page(request: Request, asked: Paging, total: int) -> Page:
    """Where a page lies in a list of ``total`` entries, with links to the other pages."""
    last = max(total - 1, 0) // asked.limit * asked.limit
    offsets = {"first": 0, "last": last}
    if asked.offset > 0:
        offsets["previous"] = max(min(asked.offset - asked.limit, last), 0)
    if asked.offset + asked.limit < total:
        offsets["next"] = asked.offset + asked.limit
    links = {name: _link(request, asked.limit, offset) for name, offset in offsets.items()}
    return Page(limit=asked.limit, offset=asked.offset, total=total, links=links)


def _link(request: Request, limit: int, offset: int) -> str:
    """This request's address for another page."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in {"limit", "offset"}]
    return f"{request.url.path}?{urlencode([*kept, ('limit', limit), ('offset', offset)])}"
