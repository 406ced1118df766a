"""The start page, the results of a search, and the measures like a draft."""

from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from graph_builder.source import Bilingual
from ontology.numbers import read_fiscal_year
from search.bounds import LONGEST_DRAFT, LONGEST_QUESTION
from service.core import Core
from service.filter_names import FILTER_NAMES
from service.views import SearchRequest
from service.web import schema_org, tables
from service.web.parameters import as_address, core_of, count_pages, number_of, value_of
from service.web.rendering import respond

HITS = 10
"""Hits on one page of results."""
EXAMPLES = (
    Bilingual("生成AIに関連する施策は？", "measures on generative AI"),
    Bilingual("経済産業省が2024年度に行う標準化の取組は？", "METI standardisation in FY2024"),
    Bilingual("海外で売られる偽物を取り締まる", "stop counterfeits sold abroad"),
    Bilingual("大学発スタートアップの知財", "IP of university startups"),
    Bilingual("日本酒や和牛のブランドを守る", "protect regional food brands"),
)
"""Questions to begin with, of the kinds that search understands."""


def show_start(request: Request) -> Response:
    """The start page."""
    overview = core_of(request).overview()
    return respond(
        request,
        "start.html",
        overview,
        lambda: tables.of_overview(overview),
        bodies=_count_bodies(core_of(request)),
        examples=EXAMPLES,
        json_ld=schema_org.embed(schema_org.of_overview(overview)),
    )


def _count_bodies(core: Core) -> int:
    """The named bodies that the document makes responsible for a measure; units count beside their ministry."""
    return len({body for measure in core.measures() for body in measure.ministries if schema_org.is_organisation(body)})


def show_search(request: Request) -> Response:
    """Results, or every measure when nothing is asked."""
    read = partial(value_of, request)
    core, page, year = core_of(request), number_of(read("page"), "page") or 1, read("year")
    asked = SearchRequest(
        text=(read("q") or "").replace("\0", " "),
        ministry=read("ministry"),
        fiscal_year=read_fiscal_year(year) if year else None,
        theme=read("theme"),
        term=read("term"),
        chapter=number_of(read("chapter"), "chapter"),
        source=read("source"),
        exact=bool(read("exact")),
        ignore=tuple(request.query_params.getlist("ignore")),
        limit=HITS,
        offset=(page - 1) * HITS,
    )
    answer = core.search(asked)
    return respond(
        request,
        "search.html",
        answer,
        lambda: tables.of_search(answer),
        page=page,
        pages=count_pages(page, answer.total, HITS),
        parameters=PARAMETERS,
        kinds=FILTER_NAMES,
        examples=EXAMPLES,
    )


PARAMETERS = {
    "ministry": "ministry",
    "fiscal_year": "year",
    "theme": "theme",
    "term": "term",
    "chapter": "chapter",
    "source": "source",
    "phrase": "exact",
}
"""How the address of a search names each kind of filter."""


async def show_similar(request: Request) -> Response:
    """Measures like a draft that the reader pastes; a short one gets an address of its own."""
    if request.method != "POST":
        return await run_in_threadpool(_show_similar, request)
    sent = await as_address(request)
    if len(value_of(sent, "text") or "") <= LONGEST_QUESTION and not value_of(sent, "format"):
        return RedirectResponse(f"{sent.url.path}?{sent.url.query}", 303)
    return await run_in_threadpool(_show_similar, sent)


def _show_similar(request: Request) -> Response:
    core, text = core_of(request), (value_of(request, "text") or "").replace("\0", " ").replace("\r\n", "\n")
    own_ministry = value_of(request, "from")
    found = core.compare_draft(text, HITS, own_ministry) if text.strip() else ()
    ministries = core.overview().ministries
    return respond(
        request,
        "similar.html",
        found,
        lambda: tables.of_similar(found),
        text=text,
        own=own_ministry,
        ministries=ministries,
        longest=LONGEST_DRAFT,
    )
