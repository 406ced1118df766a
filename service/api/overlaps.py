"""Overlap candidates between measures, and who has them with whom."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from service.api.answers import CSV_RESPONSE, core_of, respond, respond_list
from service.api.models import answer_of
from service.api.parameters import OverlapParameters
from service.citing import cite_matrix, cite_overlaps
from service.overlaps import OverlapAnswer, OverlapMatrix, OverlapPair, count_overlaps, select_overlaps
from service.web.rendering import Table

router = APIRouter(tags=["overlaps"])


@router.get("/overlaps", response_model=answer_of(OverlapPair, is_list=True, is_paged=True), responses=CSV_RESPONSE)
def list_overlaps(request: Request, asked: Annotated[OverlapParameters, Query()]) -> Response:
    """Pairs of measures worth a look, the strongest first, with aligned passages, evidence and counter-evidence."""
    core = core_of(request)
    wanted = asked.as_request()
    answer = select_overlaps(core.opened, core.overlaps(), wanted)
    cited = cite_overlaps(core.opened, answer.pairs, wanted)
    return respond_list(request, asked, cited, answer.total, lambda: _table(answer))


@router.get("/overlaps/matrix", response_model=answer_of(OverlapMatrix))
def read_matrix(request: Request) -> Response:
    """How many candidates each two ministries have between them."""
    core = core_of(request)
    return respond(request, cite_matrix(core.opened, count_overlaps(core.overlaps())))


def _table(answer: OverlapAnswer) -> Table:
    """One line a pair."""
    columns = (
        "rank",
        "kind",
        "score",
        "left",
        "right",
        "left_text",
        "right_text",
        "left_ministries",
        "right_ministries",
    )
    rows = (
        (
            pair.candidate.rank,
            pair.candidate.kind,
            pair.candidate.score,
            pair.left.number,
            pair.right.number,
            pair.left.text,
            pair.right.text,
            "、".join(body.label.ja for body in pair.left.ministries),
            "、".join(body.label.ja for body in pair.right.ministries),
        )
        for pair in answer.pairs
    )
    return columns, rows
