"""The query library as the core answers it."""

from collections.abc import Mapping

from graph_builder.query_library import GROUPS, Query, ask, find_query, load_queries
from service.linked_data import value_of
from service.opened import OpenBuild
from service.views import QueryView, TableAnswer


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


def _view(query: Query) -> QueryView:
    return QueryView(
        name=query.name,
        group=GROUPS[query.group],
        question=query.question,
        parameters=tuple((entry.name, entry.type, entry.default, entry.label) for entry in query.parameters),
        columns=query.columns,
        text=query.text,
    )
