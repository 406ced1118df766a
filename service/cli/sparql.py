"""``sesaku sparql``: asks the graph in SPARQL."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.output import announce, print_table, write_bytes

if TYPE_CHECKING:
    import pyoxigraph as ox

    from graph_builder.results import Term
    from graph_builder.sparql import Answer, Solutions
    from service.workspace import Build

BASE = "https://w3id.org/sesaku/"
FORMATS = ["table", "csv", "tsv", "json", "xml", "turtle", "jsonld", "ntriples", "rdfxml"]


@click.command("sparql")
@click.argument("query", metavar="QUERY|FILE|-")
@click.option("--format", "format_name", type=click.Choice(FORMATS), help="出力の形式 / Output format.")
def command(query: str, format_name: str | None) -> None:
    """SPARQL 1.1 で尋ねる。QUERY は問合せ文、ファイル名、または標準入力を表す「-」。

    Runs a read-only SPARQL 1.1 query given as text, as a file, or on standard input. The common prefixes
    (sesaku:, skos:, org:, prov:, ministry:, theme: ...) need no declaration. SERVICE <https://w3id.org/sesaku/search>
    { ?m search:query "..." } searches by meaning. Without --format: a table for SELECT and ASK, Turtle for CONSTRUCT
    and DESCRIBE.
    """
    from graph_builder.store import open_store
    from service.building import ensure_build
    from service.endpoint.suggestions import read_vocabulary, suggestions

    text, build = read_query(query), ensure_build(announce)
    store = open_store(build.store)
    if not print_answer(ask(store, text, build), text, format_name):
        for note in suggestions(text, read_vocabulary(store)):
            announce(str(note))


def ask(store: "ox.Store", text: str, build: "Build") -> "Answer":
    """The answer to a query whose SERVICE calls for search are answered from the build's index."""
    from graph_builder.sparql import run_query
    from ontology.errors import QuerySyntaxError
    from service.endpoint.meaning import expand_search, search_rows
    from service.indexes import open_searcher

    expansion = expand_search(text, lambda request: search_rows(open_searcher(build, announce), request))
    try:
        return run_query(store, expansion.text)
    except QuerySyntaxError as error:
        raise expansion.at_written_place(error) from error


def read_query(query: str) -> str:
    """The query text: ``query`` itself, the content of the file it names, or standard input for ``-``."""
    from ontology.errors import QueryError

    if query == "-":
        return sys.stdin.read()
    if any(mark in query for mark in "{\n") or query.lstrip()[:9].upper() == "DESCRIBE ":
        return query
    try:
        return Path(query).read_text(encoding="utf8")
    except (OSError, ValueError) as error:
        raise QueryError(
            f"{query}: ファイルがなく、問合せでもない / neither a readable file nor a query ({error})."
        ) from error


def print_answer(answer: "Answer", text: str, format_name: str | None) -> bool:
    """Writes the answer to the query ``text`` in the format asked for, or in the one that suits its kind.

    Returns whether there was anything to write: a row, a triple or a yes.
    """
    import pyoxigraph as ox

    from graph_builder.results import check_format, write_results, write_triples
    from graph_builder.sparql import as_solutions

    if isinstance(answer, ox.QueryTriples):
        triples = list(answer)
        write_bytes(write_triples(triples, check_format(answer, format_name or "turtle")))
        return bool(triples)
    value = bool(answer) if isinstance(answer, ox.QueryBoolean) else as_solutions(answer, text)
    if format_name not in {None, "table"}:
        write_bytes(write_results(value, check_format(answer, format_name or "")))
    elif isinstance(value, bool):
        click.echo("はい / yes" if value else "いいえ / no")
    else:
        print_solutions(value, value.columns)
    return value if isinstance(value, bool) else bool(value.rows)


def print_solutions(solutions: "Solutions", headings: Sequence[str], *, title: str = "") -> None:
    """Writes a SELECT answer as a table with one heading a column, and how many rows it has."""
    print_table(headings, [[_shown(term) for term in row] for row in solutions.rows], title=title)
    click.echo(f"{len(solutions.rows)} 行 / rows")


def _shown(term: "Term | None") -> str:
    """A term as a table shows it: IRIs shortened by the known prefixes or our base, literals without their type."""
    import pyoxigraph as ox

    from graph_builder.sparql import PREFIXES

    if isinstance(term, ox.NamedNode):
        for prefix, base in PREFIXES.items():
            if term.value.startswith(base):
                return f"{prefix}:{term.value.removeprefix(base)}"
        return term.value.removeprefix(BASE)
    return "" if term is None else str(getattr(term, "value", term))
