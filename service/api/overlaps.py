"""Overlap candidates between measures, and who has them with whom."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from service.api.answers import CSV_RESPONSE, core_of, respond, respond_list
from service.api.models import answer_of
from service.api.parameters import OverlapParameters
from service.citing import cite_matrix, cite_overlaps
from service.overlap_tables import of_candidates
from service.overlaps import OverlapMatrix, OverlapPair

router = APIRouter(tags=["overlaps"])


@router.get("/overlaps", response_model=answer_of(OverlapPair, is_list=True, is_paged=True), responses=CSV_RESPONSE)
def list_overlaps(request: Request, asked: Annotated[OverlapParameters, Query()]) -> Response:
    """Pairs of measures worth a look, the strongest first, with evidence, counter-evidence and verdicts."""
    core = core_of(request)
    wanted = asked.as_request()
    answer = core.find_overlaps(wanted)
    judged = [(pair.candidate, pair.verdicts) for pair in answer.pairs]
    cited = cite_overlaps(core.opened, answer, wanted)
    return respond_list(request, asked, cited, answer.total, lambda: of_candidates(core.overlaps(), judged))


@router.get("/overlaps/matrix", response_model=answer_of(OverlapMatrix))
def read_matrix(request: Request) -> Response:
    """How many candidates each two ministries have between them, and how strong for how much both do."""
    core = core_of(request)
    return respond(request, cite_matrix(core.opened, core.overlap_matrix()))
