"""The query library: one ``queries/*.rq`` per question, described by a TOML header in its first comment lines."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import takewhile
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox

from graph_builder.query_parameters import Parameter, bind_parameters
from graph_builder.source import Bilingual
from graph_builder.sparql import Solutions, select
from ontology.errors import NotFoundError, QueryError
from ontology.names import suggest

SUFFIX = ".rq"

GROUPS: Mapping[str, Bilingual] = MappingProxyType(
    {
        "measures": Bilingual("施策", "Measures"),
        "ministries": Bilingual("担当府省", "Ministries"),
        "years": Bilingual("年度と工程", "Fiscal years and steps"),
        "themes": Bilingual("テーマ", "Themes"),
        "overlap": Bilingual("府省の重なり", "Overlap between ministries"),
        "provenance": Bilingual("出典", "Provenance"),
        "integrity": Bilingual("整合性（答えがないのが正しい）", "Integrity (no answer is the right answer)"),
    }
)
"""The groups of the library in the order in which they are listed."""


@dataclass(frozen=True)
class Query:
    """A question with its parameters, the columns of its answer by name, and its SPARQL text, header included."""

    name: str
    group: str
    question: Bilingual
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, Bilingual]
    text: str


@cache
def load_queries() -> Mapping[str, Query]:
    """Every query by name, in the order of GROUPS, then by name. Raises QueryError for a malformed header."""
    entries = [entry for entry in files("queries").iterdir() if entry.name.endswith(SUFFIX)]
    queries = [read_query(entry.name.removesuffix(SUFFIX), entry.read_text(encoding="utf8")) for entry in entries]
    groups = list(GROUPS)
    queries.sort(key=lambda query: (groups.index(query.group), query.name))
    return MappingProxyType({query.name: query for query in queries})


def find_query(name: str) -> Query:
    """The query called ``name``; raises NotFoundError, with the names that come close, when there is none."""
    queries = load_queries()
    if name in queries:
        return queries[name]
    ja, en = suggest(name, queries, next(iter(queries)))
    raise NotFoundError(f"{name}: この名前の問いはない。{ja}", f"there is no such query as {name}. {en}")


def ask(store: ox.Store, query: Query, values: Mapping[str, str]) -> Solutions:
    """The answer to a query, in its declared columns.

    ``values`` gives parameters by name, as a person writes them; the others take their defaults. Raises QueryError
    for an unknown parameter or an unusable value, NotFoundError for a thing that the graph does not hold.
    """
    solutions = select(store, query.text, bind_parameters(store, query.name, query.parameters, values))
    kept = [solutions.columns.index(column) for column in query.columns]
    return Solutions(tuple(query.columns), [tuple(row[position] for position in kept) for row in solutions.rows])


def read_query(name: str, text: str) -> Query:
    """The query written in ``text``. Raises QueryError for a header that is malformed or lacks an entry."""
    comments = takewhile(lambda line: line.startswith("#"), text.splitlines())
    try:
        header = tomllib.loads("\n".join(line.removeprefix("#") for line in comments))
        return _make_query(name, header, text)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise QueryError(
            f"queries/{name}{SUFFIX}: 見出しの誤り / malformed header ({error}). "
            "Give question, group, columns and parameters."
        ) from error


def _make_query(name: str, header: Mapping[str, Any], text: str) -> Query:
    return Query(
        name=name,
        group=header["group"],
        question=Bilingual(**header["question"]),
        parameters=tuple(_make_parameter(key, entry) for key, entry in header.get("parameters", {}).items()),
        columns={column: Bilingual(**label) for column, label in header["columns"].items()},
        text=text,
    )


def _make_parameter(name: str, entry: Mapping[str, Any]) -> Parameter:
    return Parameter(name, entry["type"], entry["default"], Bilingual(entry["ja"], entry["en"]))
