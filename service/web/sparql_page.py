"""The SPARQL page: an editor over the endpoint, and the query library one click away."""

from collections.abc import Iterable
from itertools import groupby

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from graph_builder.source import Bilingual
from graph_builder.sparql import GRAPH_FORMS, PREFIXES, Dataset, find_form
from graph_builder.sparql_tokens import tokenize
from ontology.errors import NotFoundError, QueryError, QuerySyntaxError, SesakuError
from service.endpoint.formats import accept_of
from service.endpoint.meaning import SERVICE
from service.endpoint.protocol import QueryRequest
from service.endpoint.routes import address_of, client_of
from service.problems import status_of
from service.views import QueryView, TableAnswer
from service.web import tables
from service.web.parameters import core_of, value_of
from service.web.rendering import respond

FIRST_QUERY = """\
SELECT ?measure ?label WHERE {
  ?measure a sesaku:Measure ;
    dcterms:subject theme:generative-ai ;
    rdfs:label ?label .
  FILTER(LANG(?label) = "ja")
}
ORDER BY ?measure
"""
"""What stands in the editor until someone writes another query."""


TABLE_FORMATS = {"JSON": "json", "CSV": "csv", "TSV": "tsv", "XML": "xml"}
GRAPH_FORMATS = {"Turtle": "turtle", "N-Triples": "ntriples", "JSON-LD": "jsonld", "RDF/XML": "rdfxml"}
"""The formats that an answer is offered in, by the names of the endpoint's ``format``."""


async def show_sparql(request: Request) -> Response:
    """The editor with the query of the address, or the library's ``question`` of that name, or a first one in it.

    The request is read as the endpoint reads it, so that an address has one answer. Raises RequestError.
    """
    accept_of(request)
    return await run_in_threadpool(_show, request, await core_of(request).endpoint.read(request) or QueryRequest(""))


def _show(request: Request, asked: QueryRequest) -> Response:
    core, text, dataset = core_of(request), asked.text, asked.dataset
    if name := value_of(request, "question"):
        text = core.write_query(name, {})
    answer, problem = None, None
    if text.strip():
        try:
            answer = core.ask(text, client=client_of(request), dataset=dataset, base=address_of(request))
        except SesakuError as error:
            problem = error
    queries = core.queries()
    place = (problem.line, problem.column) if isinstance(problem, QuerySyntaxError) else None
    return respond(
        request,
        "sparql.html",
        queries,
        groups=_grouped(queries),
        text=text or FIRST_QUERY,
        result=answer,
        formats=_formats(text) if answer else {},
        problem=problem,
        place=place,
        graphs=_graphs(dataset),
        service=SERVICE,
        prefixes=PREFIXES,
        status=status_of(problem) if problem else 200,
    )


def _formats(text: str) -> dict[str, str]:
    """The formats that suit the answer to a query."""
    form = find_form(tokenize(text))
    return GRAPH_FORMATS if form and form.text.upper() in GRAPH_FORMS else TABLE_FORMATS


def _graphs(dataset: Dataset | None) -> dict[str, tuple[str, ...]]:
    """The parameters that name a dataset; none where all graphs are asked."""
    named = {"default-graph-uri": dataset.default_graphs, "named-graph-uri": dataset.named_graphs} if dataset else {}
    return {parameter: graphs for parameter, graphs in named.items() if graphs}


def show_names(request: Request) -> Response:
    """What the editor completes: prefixes, and the names below them with their labels."""
    core = core_of(request)
    names = [
        [f"{prefix}:{iri.removeprefix(base)}", label.ja, label.en or ""]
        for iri, label in sorted(core.opened.labels.items())
        for prefix, base in PREFIXES.items()
        if iri.startswith(base) and "/" not in iri.removeprefix(base)
    ]
    search = [[f"search:{name}", label, ""] for name, label in SEARCH_NAMES.items()]
    headers = {"Cache-Control": "no-cache"}
    return JSONResponse({"prefixes": PREFIXES, "names": [*names, *search]}, headers=headers)


SEARCH_NAMES = {
    "query": "検索語", "limit": "件数", "ministry": "府省で絞る", "fiscalYear": "年度で絞る", "theme": "テーマで絞る",
    "term": "期で絞る", "chapter": "章で絞る", "exact": "語句そのまま", "ignore": "条件と読まない語",
    "like": "これに似たもの", "score": "適合度", "rank": "順位", "matched": "一致語", "passage": "該当箇所",
}  # fmt: skip
"""The properties of search by meaning inside SPARQL."""


def show_library(request: Request) -> Response:
    """The list of questions."""
    queries = core_of(request).queries()
    rows = [(query.name, query.question.ja, query.question.en) for query in queries]
    return respond(
        request,
        "queries.html",
        queries,
        lambda: (("name", "question_ja", "question_en"), rows),
        groups=_grouped(queries),
    )


def _grouped(queries: Iterable[QueryView]) -> list[list[QueryView]]:
    """The questions group by group, in the order of the library."""
    return [list(members) for _, members in groupby(queries, key=lambda query: query.group)]


def show_query(request: Request) -> Response:
    """One question with its parameters, and its answer."""
    core = core_of(request)
    query = core.query(request.path_params["name"])
    values = _values(request, query)
    problem, sparql, answer = None, "", TableAnswer(tuple(query.columns), ())
    notes: tuple[Bilingual, ...] = ()
    try:
        notes = core.query_notes(query.name, values)
        answer, sparql = core.run_query(query.name, values), core.write_query(query.name, values)
    except (NotFoundError, QueryError) as error:
        problem = error
    return respond(
        request,
        "query.html",
        answer,
        lambda: tables.of_answer(answer),
        status=status_of(problem) if problem else 200,
        query=query,
        values=values,
        sparql=sparql,
        notes=notes,
        problem=problem,
    )


def _values(request: Request, query: QueryView) -> dict[str, str]:
    given = ((name, value_of(request, name)) for name, *_ in query.parameters)
    return {name: value for name, value in given if value}
