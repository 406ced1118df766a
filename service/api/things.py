"""What is in the graph, and its ministries, themes and chapters."""

from dataclasses import replace
from functools import partial
from typing import Annotated, TypeVar

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.responses import RedirectResponse

from service import equivalents
from service.api.answers import CSV_RESPONSE, core_of, respond, respond_list
from service.api.models import answer_of
from service.api.parameters import Name, Number, Paging
from service.citing import cite, cite_overview, cite_unprinted
from service.naming import find_body, find_theme, slug_of
from service.views import ConceptView, Counted, MinistryView, Overview, SearchRequest
from service.web.tables import of_counts, of_measures

router = APIRouter(tags=["things"])

Asked = Annotated[Paging, Query()]
Slug = Annotated[Name, Path(description="Last part of the IRI, such as meti or generative-ai; names lead there.")]
View = TypeVar("View", MinistryView, ConceptView)

COUNTED = answer_of(Counted, is_list=True, is_paged=True)
MINISTRY = answer_of(MinistryView, is_paged=True)
CONCEPT = answer_of(ConceptView, is_paged=True)
NAMED_RESPONSES = CSV_RESPONSE | {307: {"description": "A name: its slug's address."}}


@router.get("/overview", response_model=answer_of(Overview))
def read_overview(request: Request) -> Response:
    """What the graph holds, counted, and its known gaps."""
    core = core_of(request)
    return respond(request, cite_overview(core.opened, core.overview()))


@router.get("/ministries", response_model=COUNTED, responses=CSV_RESPONSE)
def list_ministries(request: Request, asked: Asked) -> Response:
    """The responsible bodies with any measure; their own bodies' measures included."""
    return _answer_counts(request, asked, core_of(request).overview().ministries, "measures-per-ministry")


@router.get("/ministries/{slug}", response_model=MINISTRY, responses=NAMED_RESPONSES)
def read_ministry(request: Request, slug: Slug, asked: Asked) -> Response:
    """One responsible body: whom it works with, on what, when, and one page of its measures."""
    own = slug_of(find_body(slug))
    if own != slug:
        return _redirect(request, own)
    core = core_of(request)
    view = core.ministry(slug)
    if view.printed_as:
        return respond_list(request, asked, cite_unprinted(core.opened, view), 0, partial(of_measures, ()))
    return _answer_view(request, asked, view, SearchRequest(ministry=slug))


@router.get("/themes", response_model=COUNTED, responses=CSV_RESPONSE)
def list_themes(request: Request, asked: Asked) -> Response:
    """The themes with any measure."""
    return _answer_counts(request, asked, core_of(request).overview().themes, "measures-per-theme")


@router.get("/themes/{slug}", response_model=CONCEPT, responses=NAMED_RESPONSES)
def read_theme(request: Request, slug: Slug, asked: Asked) -> Response:
    """One theme with its names, its ministries, and one page of its measures."""
    own = slug_of(find_theme(slug))
    if own != slug:
        return _redirect(request, own)
    return _answer_view(request, asked, core_of(request).theme(slug), SearchRequest(theme=slug))


@router.get("/chapters", response_model=COUNTED, responses=CSV_RESPONSE)
def list_chapters(request: Request, asked: Asked) -> Response:
    """The chapters of the document."""
    return _answer_counts(request, asked, core_of(request).overview().chapters, "measures-per-chapter")


@router.get("/chapters/{number}", response_model=CONCEPT, responses=CSV_RESPONSE)
def read_chapter(request: Request, number: Number, asked: Asked) -> Response:
    """One chapter with its sections, its ministries, and one page of its measures."""
    return _answer_view(request, asked, core_of(request).chapter(number), SearchRequest(chapter=number))


def _redirect(request: Request, slug: str) -> Response:
    """To the same resource by its slug."""
    folder, query = request.url.path.rpartition("/")[0], request.url.query
    return RedirectResponse(f"{folder}/{slug}{'?' if query else ''}{query}")


def _answer_counts(request: Request, asked: Paging, counts: tuple[Counted, ...], query_name: str) -> Response:
    """A page of things by the number of their measures; the library's question of that name asks the same."""
    shown = counts[asked.offset : asked.offset + asked.limit]
    part = equivalents.Part(asked.limit, asked.offset, len(counts))
    cited = cite(core_of(request).opened, shown, equivalents.of_counts(query_name, part))
    return respond_list(request, asked, cited, len(counts), partial(of_counts, shown))


def _answer_view(request: Request, asked: Paging, view: View, narrowed: SearchRequest) -> Response:
    """One thing with a page of its measures, which ``narrowed`` asks for too."""
    opened, shown = core_of(request).opened, view.measures[asked.offset : asked.offset + asked.limit]
    elsewhere = equivalents.of_list(opened, replace(narrowed, limit=asked.limit, offset=asked.offset))
    cited = cite(opened, replace(view, measures=shown), elsewhere)
    return respond_list(request, asked, cited, len(view.measures), partial(of_measures, shown))
