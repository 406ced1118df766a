"""Asks the store in SPARQL 1.1, read-only, without ever leaving this machine."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import pyoxigraph as ox

from graph_builder.sparql_faults import find_fault, find_ungrouped
from graph_builder.sparql_tokens import (
    Token,
    has_keyword,
    iter_service_calls,
    line_and_column,
    offset_of,
    tokenize,
)
from ontology.errors import QueryError, QuerySyntaxError, StoreError

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

PREFIXES = {
    "concept": "https://w3id.org/sesaku/concept/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "ministry": "https://w3id.org/sesaku/ministry/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "search": "https://w3id.org/sesaku/search#",
    "sesaku": "https://w3id.org/sesaku/ontology#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "theme": "https://w3id.org/sesaku/theme/",
    "time": "http://www.w3.org/2006/time#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes that a query may use without declaring them; its own declarations win."""

QUERY_FORMS = frozenset({"ASK", "CONSTRUCT", "DESCRIBE", "SELECT"})
GRAPH_FORMS = frozenset({"CONSTRUCT", "DESCRIBE"})
UPDATE_FORMS = frozenset({"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"})
"""The keywords that a query, one for a graph, and an update (SPARQL 1.1 Update, section 4) begin with behind the
prologue."""

MOST_NESTED = 1000
"""How deep a query may be: the engine recurses, and would end the process where its stack ends."""

_UNGROUPED = "SELECT contains a variable that is unbound"
"""The engine's words for a selected variable that is not grouped by."""
_PLACE = re.compile(r"error at (\d+):(\d+)")


@dataclass(frozen=True)
class Dataset:
    """The graphs a query sees (SPARQL 1.1 section 13): merged into its default graph, and by name."""

    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


@dataclass(frozen=True)
class Solutions:
    """A SELECT answer as plain values: column names without ``?``, and one tuple of terms (None: unbound) a row."""

    columns: tuple[str, ...]
    rows: list[tuple[ox.NamedNode | ox.BlankNode | ox.Literal | None, ...]]


def run_query(
    store: ox.Store,
    text: str,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None,
    dataset: Dataset | None = None,
    base: str | None = None,
) -> Answer:
    """Runs a SPARQL 1.1 query over ``dataset``, or over its FROM clauses, or over the union of the named graphs.

    ``bindings`` replace variables by values; they are never put into the text. ``base`` resolves relative IRIs, which
    do not parse without it.
    Raises QuerySyntaxError with line and column for what does not parse, for an update, and for SERVICE, since nothing
    may leave this machine; QueryError for what cannot be evaluated, or is too long or nested too deeply for the engine;
    StoreError when the store cannot be read.
    """
    tokens = tokenize(text)
    _refuse_deep(tokens)
    _refuse_service(text, tokens)
    try:
        return store.query(
            text,
            base_iri=base,
            prefixes=PREFIXES,
            use_default_graph_as_union=dataset is None and not has_keyword(tokens, "FROM"),
            default_graph=[ox.NamedNode(iri) for iri in dataset.default_graphs] if dataset else None,
            named_graphs=[ox.NamedNode(iri) for iri in dataset.named_graphs] if dataset else None,
            substitutions={ox.Variable(name): value for name, value in (bindings or {}).items()},
        )
    except SyntaxError as error:
        raise _syntax_error(text, tokens, str(error.msg or error), has_base=base is not None) from error
    except (RuntimeError, ValueError) as error:
        raise QueryError(f"SPARQL: {error}") from error
    except OSError as error:
        raise StoreError(f"グラフを読めない / the store cannot be read: {error}") from error


def find_form(tokens: Sequence[Token]) -> Token | None:
    """The word behind the prologue, which says what a text asks or does; None where there is none."""
    words = (token for token in tokens if token.kind == "word")
    return next((word for word in words if word.text.upper() not in {"BASE", "PREFIX"}), None)


def written_order(text: str, columns: Sequence[str]) -> tuple[str, ...]:
    """The columns of a SELECT answer: for ``SELECT *`` as the query first names them, else as they are."""
    tokens = tokenize(text)
    words = [token.text.upper() for token in tokens]
    start = words.index("SELECT") + 1 if "SELECT" in words else 0
    if "*" not in words[start : start + 2]:
        return tuple(columns)
    places = {token.text[1:]: place for place, token in reversed(list(enumerate(tokens))) if token.kind == "variable"}
    return tuple(sorted(columns, key=lambda column: places.get(column, len(tokens))))


def select(store: ox.Store, text: str, bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None) -> Solutions:
    """The answer to a SELECT query as plain values. Raises QueryError when it is another kind of query."""
    answer = run_query(store, text, bindings)
    if not isinstance(answer, ox.QuerySolutions):
        raise QueryError("SELECT の問合せではない / not a SELECT query.")
    return as_solutions(answer)


def as_solutions(answer: ox.QuerySolutions, text: str = "") -> Solutions:
    """All rows of the SELECT query ``text``'s answer. Raises QueryError for an error met while evaluating."""
    found = tuple(variable.value for variable in answer.variables)
    columns = written_order(text, found)
    try:
        rows = map(tuple, answer) if columns == found else (tuple(row[column] for column in columns) for row in answer)
        return Solutions(columns, list(rows))
    except RuntimeError as error:
        raise QueryError(f"SPARQL: {error}") from error


def _refuse_service(text: str, tokens: Sequence[Token]) -> None:
    for index in iter_service_calls(tokens):
        raise QuerySyntaxError(
            "SERVICE: 外部には問い合わせない。SERVICE の句を除く / "
            "calls to other endpoints are refused. Remove the SERVICE clause",
            *line_and_column(text, tokens[index].start),
        )


def _refuse_deep(tokens: Sequence[Token]) -> None:
    depths = accumulate((token.text in {"{", "(", "["}) - (token.text in {"}", ")", "]"}) for token in tokens)
    if max(depths, default=0) > MOST_NESTED:
        raise QueryError(
            f"SPARQL: 括弧の入れ子が深すぎる / nested too deeply: at most {MOST_NESTED} brackets. Flatten the query."
        )


def _is_unclosed(tokens: Sequence[Token]) -> bool:
    words = [token.text for token in tokens]
    return words.count("{") > words.count("}") or words.count("(") > words.count(")")


def _syntax_error(text: str, tokens: Sequence[Token], message: str, *, has_base: bool) -> QuerySyntaxError:
    """The fault that is found, else the engine's complaint at the token it stopped in, without what it would expect."""
    form = find_form(tokens)
    if form and form.text.upper() in UPDATE_FORMS:
        problem = f"{form.text}: 更新はできない / the graph is read-only, and this is an update"
        return QuerySyntaxError(problem, *line_and_column(text, form.start))
    place = _PLACE.match(message)
    offset = offset_of(text, int(place[1]), int(place[2])) if place else 0
    fault = find_ungrouped(tokens) if _UNGROUPED in message else find_fault(tokens, offset, has_base=has_base)
    if fault:
        return QuerySyntaxError(fault.problem, *line_and_column(text, fault.token.start))
    culprit = next((token for token in tokens if token.end >= offset), None)
    if culprit is None or (culprit is tokens[-1] and _is_unclosed(tokens)):
        return QuerySyntaxError(
            "問合せが途中で終わっている / the query ends too early", *line_and_column(text, len(text))
        )
    word = culprit.text[:40]
    if "Prefix not found" in message:
        problem = f"接頭辞が宣言されていない / undeclared prefix in '{word}'"
    else:
        problem = f"'{word}' の付近に誤り / syntax error near '{word}'"
    return QuerySyntaxError(problem, *line_and_column(text, culprit.start))
