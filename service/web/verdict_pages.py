"""People's verdicts: the list of them, and the forms that record and withdraw one."""

from collections.abc import Mapping
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from ontology.errors import StoreError
from search.overlap.verdict_graph import verdict_iri
from search.overlap.verdicts import VerdictError
from service.core import Core
from service.endpoint.negotiation import prefers_html
from service.endpoint.protocol import RequestError
from service.judging import Opinion
from service.problems import status_of, told
from service.verdict_files import of_verdicts
from service.web.language import language_of
from service.web.overlap_pages import VERDICT_NAMES, Entered, show_pair
from service.web.parameters import core_of, number_of
from service.web.rendering import Links, respond

LIST = "/overlap/verdicts"


def routes() -> list[BaseRoute]:
    """The pages of this part."""
    return [
        Route(LIST, show_verdicts),
        Route(LIST, take_verdict, methods=["POST"]),
        Route(f"{LIST}/withdraw", withdraw_verdict, methods=["POST"]),
    ]


def show_verdicts(request: Request) -> Response:
    """Every verdict that people gave."""
    core = core_of(request)
    verdicts = tuple(core.verdicts())
    return respond(
        request,
        "overlap_verdicts.html",
        verdicts,
        partial(of_verdicts, verdicts),
        verdict_names=VERDICT_NAMES,
        candidates=_list_pairs(core),
        iri_of=verdict_iri,
        token=request.app.state.guard.token,
    )


async def take_verdict(request: Request) -> Response:
    """Stores what a form says, then shows the pair again; with what is wrong, where it could not be stored."""
    return await run_in_threadpool(_store_verdict, request, await _read_form(request))


async def withdraw_verdict(request: Request) -> Response:
    """Takes back the verdict that a form names, then shows the pair again, or the list where it is no candidate."""
    return await run_in_threadpool(_drop_verdict, request, await _read_form(request))


async def _read_form(request: Request) -> Mapping[str, str]:
    """The fields of one of our forms. Raises RequestError (403) for another's, and for any unless editing is on."""
    if not request.app.state.can_edit:
        raise RequestError(
            403,
            "判定の記録は止めてある。`sesaku serve --edit` で起動する / "
            "verdicts cannot be changed here. Start with `sesaku serve --edit`.",
        )
    async with request.form(max_files=0, max_fields=20) as form:
        fields = {name: str(value) for name, value in form.items()}
    request.app.state.guard.check(request, fields.get("token", ""))
    return fields


def _store_verdict(request: Request, fields: Mapping[str, str]) -> Response:
    core, pair = core_of(request), _pair_of(fields)
    opinion = Opinion(fields.get("verdict", ""), fields.get("by", ""), fields.get("note", ""))
    try:
        core.judge(pair, opinion)
    except (VerdictError, StoreError) as error:
        if not prefers_html(request.headers.get("accept")):
            raise
        fault = language_of(request).lines(told(error))
        return show_pair(request, str(pair[0]), str(pair[1]), Entered(opinion, tuple(fault), status_of(error)))
    return _go_to(request, pair)


def _drop_verdict(request: Request, fields: Mapping[str, str]) -> Response:
    pair = _pair_of(fields)
    core_of(request).withdraw(pair, fields.get("by", ""))
    return _go_to(request, pair)


def _pair_of(fields: Mapping[str, str]) -> tuple[int, int]:
    """The two measures that a form names, the lower number first. Raises RequestError (400) for no numbers."""
    left, right = (number_of(fields.get(name), name) or 0 for name in ("left", "right"))
    return min(left, right), max(left, right)


def _go_to(request: Request, pair: tuple[int, int]) -> Response:
    """303 to the pair's page, or to the list where the pair is no candidate."""
    core = core_of(request)
    path = f"/{core.opened.iris.slug}/overlap/{pair[0]}-{pair[1]}#verdicts" if pair in _list_pairs(core) else LIST
    return RedirectResponse(Links(request, language_of(request)).to(path), 303)


def _list_pairs(core: Core) -> frozenset[tuple[int, int]]:
    """The pairs that have pages of their own."""
    return frozenset((candidate.left, candidate.right) for candidate in core.overlaps().candidates)
