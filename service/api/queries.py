"""The query library: its questions, and their answers."""

from dataclasses import replace
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from service.api.answers import CSV_RESPONSE, core_of, respond_list
from service.api.models import answer_of
from service.api.parameters import Name, Paging
from service.citing import cite, cite_query
from service.csv_tables import Table
from service.equivalents import Part, of_questions
from service.views import QueryView, TableAnswer
from service.web.tables import of_answer

router = APIRouter(tags=["queries"])

PARAMETERS: dict[str, Any] = {
    "parameters": [
        {
            "name": "parameters",
            "in": "query",
            "style": "form",
            "explode": True,
            "description": "The question's own parameters by name; those left out take their defaults.",
            "schema": {"type": "object", "additionalProperties": {"type": "string"}},
        },
    ]
}


@router.get("/queries", response_model=answer_of(QueryView, is_list=True, is_paged=True), responses=CSV_RESPONSE)
def list_queries(request: Request, asked: Annotated[Paging, Query()]) -> Response:
    """The questions of the library: parameters, columns and SPARQL text."""
    core = core_of(request)
    queries = core.queries()
    shown = queries[asked.offset : asked.offset + asked.limit]
    cited = cite(core.opened, shown, of_questions(Part(asked.limit, asked.offset, len(queries))))
    return respond_list(request, asked, cited, len(queries), lambda: _table(shown))


@router.get(
    "/queries/{name}",
    response_model=answer_of(TableAnswer, is_paged=True),
    responses=CSV_RESPONSE,
    openapi_extra=PARAMETERS,
)
def run_query(request: Request, name: Annotated[Name, Path()], asked: Annotated[Paging, Query()]) -> Response:
    """The answer to one question of the library."""
    core = core_of(request)
    values = {key: value for key, value in request.query_params.items() if key not in Paging.model_fields}
    answer = core.run_query(name, values)
    shown = replace(answer, rows=answer.rows[asked.offset : asked.offset + asked.limit])
    part = Part(asked.limit, asked.offset, len(answer.rows))
    cited = cite_query(core.opened, shown, name, values, part)
    return respond_list(request, asked, cited, len(answer.rows), partial(of_answer, shown))


def _table(queries: tuple[QueryView, ...]) -> Table:
    """One line a question."""
    columns = ("name", "question_ja", "question_en", "parameters", "columns")
    rows = (
        (
            query.name,
            query.question.ja,
            query.question.en,
            "、".join(name for name, *_ in query.parameters),
            "、".join(query.columns),
        )
        for query in queries
    )
    return columns, rows
