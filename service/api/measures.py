"""Search, similar measures, and the measures themselves."""

from dataclasses import replace
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from ontology.errors import QueryError
from service import equivalents
from service.api.answers import CSV_RESPONSE, core_of, respond, respond_csv, respond_list, wants_csv
from service.api.checks import check_body_type
from service.api.models import answer_of
from service.api.parameters import Draft, MeasureFilters, SearchParameters, SimilarParameters
from service.citing import cite, cite_draft, cite_measure, cite_search, cite_similar
from service.views import MeasureSummary, MeasureView, SearchAnswer, SimilarMeasure
from service.web.tables import of_measures, of_search, of_similar

router = APIRouter(tags=["measures"])


@router.get("/search", response_model=answer_of(SearchAnswer, is_paged=True), responses=CSV_RESPONSE)
def search(request: Request, asked: Annotated[SearchParameters, Query()]) -> Response:
    """Measures by meaning, with the reasons, how the question was read, and facets to narrow it by."""
    core = core_of(request)
    answer = core.search(asked.as_request())
    cited = cite_search(core.opened, answer)
    return respond_list(request, asked, cited, answer.total, partial(of_search, answer))


@router.get("/measures", response_model=answer_of(MeasureSummary, is_list=True, is_paged=True), responses=CSV_RESPONSE)
def list_measures(request: Request, asked: Annotated[MeasureFilters, Query()]) -> Response:
    """Measures by number, those that meet all conditions."""
    core = core_of(request)
    wanted = asked.as_request()
    answer = core.search(replace(wanted, offset=0, limit=len(core.measures())))
    cited = cite_search(core.opened, answer)
    found = sorted((hit.measure for hit in answer.hits), key=lambda measure: measure.number)
    measures = tuple(found[asked.offset : asked.offset + asked.limit])
    listed = cite(core.opened, measures, equivalents.of_list(core.opened, wanted), cited.notes, cited.filters)
    return respond_list(request, asked, listed, answer.total, partial(of_measures, measures))


@router.get("/measures/{number}", response_model=answer_of(MeasureView))
def read_measure(request: Request, number: Annotated[int, Path(ge=1, le=100_000)]) -> Response:
    """One measure: timetable, themes, and the source lines of every cell."""
    core = core_of(request)
    return respond(request, cite_measure(core.opened, core.measure(number)))


@router.get("/similar", response_model=answer_of(SimilarMeasure, is_list=True), responses=CSV_RESPONSE)
def find_similar(request: Request, asked: Annotated[SimilarParameters, Query()]) -> Response:
    """Measures like the one of that number, or like a short text: what they share and what differs."""
    if (asked.number is None) == (asked.text is None):
        raise QueryError("number か text のどちらか一つ / give either number or text.")
    if asked.text is not None:
        return _answer_draft(request, Draft(**asked.model_dump(exclude={"number", "format"})), asked.format)
    if asked.own_ministry is not None:
        raise QueryError("own_ministry は text と / own_ministry goes with text.")
    core, number = core_of(request), asked.number or 0
    found = core.similar(number, asked.limit)
    if wants_csv(request, asked.format):
        return respond_csv(of_similar(found))
    return respond(request, cite_similar(core.opened, found, number, asked.limit))


@router.post(
    "/similar",
    response_model=answer_of(SimilarMeasure, is_list=True),
    responses=CSV_RESPONSE,
    dependencies=[Depends(check_body_type)],
)
def compare_draft(request: Request, draft: Draft) -> Response:
    """Measures like a draft: of which ministries, what both deal with, the clauses that say much the same."""
    return _answer_draft(request, draft, None)


def _answer_draft(request: Request, draft: Draft, named_format: str | None) -> Response:
    core = core_of(request)
    found = core.compare_draft(draft.text, draft.limit, draft.own_ministry)
    if wants_csv(request, named_format):
        return respond_csv(of_similar(found))
    return respond(request, cite_draft(core.opened, found, draft.text, draft.limit, draft.own_ministry))
