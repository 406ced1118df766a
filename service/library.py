"""The query library as the core answers it."""

import json
from collections.abc import Mapping
from itertools import dropwhile

import pyoxigraph as ox

from graph_builder.query_library import GROUPS, Query, ask, find_query, load_queries
from graph_builder.query_parameters import bind_parameters
from graph_builder.source import Bilingual
from graph_builder.sparql import PREFIXES
from graph_builder.sparql_tokens import tokenize
from service.endpoint.answers import Reply
from service.endpoint.suggestions import shorten
from service.linked_data import value_of
from service.narrowing import note_printed
from service.opened import OpenBuild
from service.views import QueryView, TableAnswer, Value


def list_queries() -> tuple[QueryView, ...]:
    """Every question of the library, group by group."""
    return tuple(map(_view, load_queries().values()))


def read_query(name: str) -> QueryView:
    """The question called ``name``. Raises NotFoundError with the names that come close."""
    return _view(find_query(name))


def run_query(opened: OpenBuild, name: str, values: Mapping[str, str]) -> TableAnswer:
    """The answer to a question of the library. Raises NotFoundError or QueryError."""
    solutions = ask(opened.store, find_query(name), values)
    rows = tuple(tuple(value_of(opened, term) for term in row) for row in solutions.rows)
    return TableAnswer(solutions.columns, rows)


def notes_on(opened: OpenBuild, name: str, values: Mapping[str, str]) -> tuple[Bilingual, ...]:
    """As which bodies the document prints those that a question asks for. Raises as ``run_query`` does."""
    query = find_query(name)
    terms = bind_parameters(opened.store, name, query.parameters, values)
    bodies = (terms[one.name].value for one in query.parameters if one.type == "ministry")
    return tuple(note for body in bodies for note in note_printed(body, opened.print_body(body)))


def write_query(opened: OpenBuild, name: str, values: Mapping[str, str]) -> str:
    """The SPARQL of a question that can be run as it is, its parameters' values in it. Raises as ``run_query`` does."""
    query = find_query(name)
    terms = bind_parameters(opened.store, name, query.parameters, values)
    text = "".join(dropwhile(lambda line: line.startswith("#"), query.text.splitlines(keepends=True)))
    start = next(token.end for token in tokenize(text) if token.text == "{")
    variables = " ".join(f"?{variable}" for variable in terms)
    line = f"\n  VALUES ({variables}) {{ ({' '.join(map(_written, terms.values()))}) }}" if terms else ""
    return f"# {query.question.ja}\n# {query.question.en}\n{text[:start]}{line}{text[start:]}"


def _written(term: ox.NamedNode | ox.Literal) -> str:
    return shorten(term.value, PREFIXES) if isinstance(term, ox.NamedNode) else str(term)


def as_table(opened: OpenBuild, reply: Reply) -> TableAnswer:
    """The endpoint's answer in SPARQL JSON or Turtle as a table."""
    notes = tuple(map(str, reply.notes))
    if reply.content_type.startswith("text/turtle"):
        triples = [quad.triple for quad in ox.parse(reply.body, ox.RdfFormat.TURTLE)]
        rows = [(triple.subject, triple.predicate, triple.object) for triple in triples]
        values = tuple(tuple(value_of(opened, term) for term in row) for row in rows)
        return TableAnswer(("subject", "predicate", "object"), values, notes, reply.is_truncated)
    document = json.loads(reply.body)
    if "boolean" in document:
        answer = Bilingual("はい", "yes") if document["boolean"] else Bilingual("いいえ", "no")
        return TableAnswer(("answer",), ((Value(answer.ja, label=answer),),), notes)
    columns = tuple(document["head"]["vars"])
    bindings = document["results"]["bindings"]
    rows_of_values = tuple(tuple(_value(opened, row.get(column)) for column in columns) for row in bindings)
    return TableAnswer(columns, rows_of_values, notes, reply.is_truncated)


def _value(opened: OpenBuild, term: Mapping[str, str] | None) -> Value | None:
    if term is None:
        return None
    if term["type"] == "uri":
        return Value(term["value"], term["value"], opened.labels.get(term["value"]))
    return Value(str(term["value"]), language=term.get("xml:lang"))


def _view(query: Query) -> QueryView:
    return QueryView(
        name=query.name,
        group=GROUPS[query.group],
        question=query.question,
        parameters=tuple((entry.name, entry.type, entry.default, entry.label) for entry in query.parameters),
        columns=query.columns,
        text=query.text,
    )
