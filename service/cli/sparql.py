"""``sesaku sparql``: asks the graph in SPARQL."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ontology import BASE
from service.cli.output import announce, print_table, write_bytes

if TYPE_CHECKING:
    import pyoxigraph as ox

    from graph_builder.results import Term
    from graph_builder.sparql import Solutions
    from service.workspace import Build

    Value = bool | Solutions | list[ox.Triple]

FORMATS = ["table", "csv", "tsv", "json", "xml", "turtle", "jsonld", "ntriples", "rdfxml"]
SECONDS = 30
"""Time that one query may take, as at the SPARQL endpoint."""


REMEDY = (
    "ファイル名か、ASK・CONSTRUCT・DESCRIBE・SELECT で始まる問合せを渡す / "
    "Name a file, or write a query that begins with one of ASK, CONSTRUCT, DESCRIBE, SELECT."
)

MOST_SECONDS = 86_400
"""The longest limit that can be asked for: a day."""


@click.command("sparql")
@click.argument("query", metavar="QUERY|FILE|-")
@click.option("--format", "format_name", type=click.Choice(FORMATS), help="出力の形式 / Output format.")
@click.option(
    "--timeout",
    type=click.IntRange(0, MOST_SECONDS),
    default=SECONDS,
    show_default=True,
    help="秒数の上限、0 は無制限 / Most seconds for the query; 0 for no limit.",
)
def command(query: str, format_name: str | None, timeout: int) -> None:
    """SPARQL 1.1 で尋ねる。QUERY は問合せ文、ファイル名、または標準入力を表す「-」。

    Runs a read-only SPARQL 1.1 query given as text, as a file, or on standard input. The common prefixes
    (sesaku:, skos:, org:, prov:, ministry:, theme: ...) need no declaration. SERVICE <https://w3id.org/sesaku/search>
    { ?m search:query "..." } searches by meaning. Without --format: a table for SELECT and ASK, Turtle for CONSTRUCT
    and DESCRIBE.
    """
    from graph_builder.store import open_store
    from service.building import ensure_build
    from service.endpoint.suggestions import read_vocabulary, suggestions

    text = read_query(query)
    build = ensure_build(announce)
    store = open_store(build.store)
    print_value(ask(store, text, build, format_name, timeout), format_name)
    for note in suggestions(text, read_vocabulary(store)):
        announce(str(note))


def ask(store: "ox.Store", text: str, build: "Build", format_name: str | None, timeout: int) -> "Value":
    """The answer to a query whose SERVICE calls for search are answered from the build's index.

    Raises QueryError for a query that cannot be answered, or not in the format.
    """
    from ontology.errors import QuerySyntaxError
    from service.cli.bounded import run_bounded
    from service.endpoint.meaning import expand_search, search_rows
    from service.endpoint.suggestions import explain
    from service.indexes import open_searcher

    expansion = expand_search(text, lambda request: search_rows(open_searcher(build, announce), request))
    try:
        return run_bounded(lambda: evaluate(store, expansion.text, format_name), timeout or None)
    except QuerySyntaxError as error:
        raise expansion.at_written_place(explain(error, text)) from error


def evaluate(store: "ox.Store", text: str, format_name: str | None) -> "Value":
    """The whole answer to a query. Raises QueryError before it is worked out when the format does not suit it."""
    import pyoxigraph as ox

    from graph_builder.sparql import as_solutions, run_query

    answer = run_query(store, text)
    if format_name is not None:
        _check_format(format_name, is_graph=isinstance(answer, ox.QueryTriples))
    if isinstance(answer, ox.QueryTriples):
        return list(answer)
    return bool(answer) if isinstance(answer, ox.QueryBoolean) else as_solutions(answer, text)


def _check_format(format_name: str, *, is_graph: bool) -> None:
    """Raises QueryError for a format that does not fit the answer's kind."""
    from graph_builder.results import GRAPH_FORMATS, RESULT_FORMATS
    from ontology.errors import QueryError

    formats = list(GRAPH_FORMATS) if is_graph else ["table", *RESULT_FORMATS]
    if format_name not in formats:
        names = ", ".join(formats)
        raise QueryError(
            f"形式 {format_name} はこの答えに使えない。使えるのは {names}",
            f"{format_name} is unfit for this answer. Use one of {names}.",
        )


def read_query(argument: str) -> str:
    """The query text: the content of the file that ``argument`` names, standard input for ``-``, or itself.

    Raises QueryError for a file that cannot be read, and for what neither names a file nor reads as a query.
    """
    from ontology.errors import QueryError

    if argument == "-":
        return _decode(sys.stdin.buffer.read(), "標準入力 / standard input")
    if not argument.strip():
        raise QueryError(f"空の問合せ / an empty query. {REMEDY}")
    if not os.path.exists(argument):  # unlike Path.exists, says no to what is too long for a name
        return _check_form(argument)
    try:
        return _decode(Path(argument).read_bytes(), argument)
    except IsADirectoryError as error:
        raise QueryError(f"{argument}: ファイルではなくフォルダ / a folder, not a file. {REMEDY}") from error
    except OSError as error:
        raise QueryError(f"{argument}: 読めない / cannot be read ({error.strerror}). {REMEDY}") from error


def _decode(content: bytes, name: str) -> str:
    """The text of a file, without a byte order mark. Raises QueryError where it is not UTF-8."""
    from ontology.errors import QueryError

    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(f"{name}: UTF-8 の文字ではない / not UTF-8 text. {REMEDY}") from error


def _check_form(text: str) -> str:
    """The text, where it has a group or begins as a query does. Raises QueryError where it does not."""
    from graph_builder.sparql import QUERY_FORMS, UPDATE_FORMS, find_form
    from graph_builder.sparql_tokens import tokenize
    from ontology.errors import QueryError

    form = find_form(tokenize(text))
    begins = form is not None and form.text.upper() in QUERY_FORMS | UPDATE_FORMS and len(text.split()) > 1
    if begins or "{" in text:
        return text
    raise QueryError(
        f"{text}: この名のファイルはなく、問合せの文でもない / no file of this name, and no query. {REMEDY}"
    )


def print_value(value: "Value", format_name: str | None) -> None:
    """Writes an answer in the format asked for, or in the one that suits its kind."""
    from graph_builder.results import write_results, write_triples

    if isinstance(value, list):
        write_bytes(write_triples(value, format_name or "turtle"))
    elif format_name not in {None, "table"}:
        write_bytes(write_results(value, format_name or ""))
    elif isinstance(value, bool):
        click.echo("はい / yes" if value else "いいえ / no")
    else:
        print_solutions(value, value.columns)


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
