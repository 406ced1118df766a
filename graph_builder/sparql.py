"""Asks the store in SPARQL 1.1, read-only, and writes answers in the standard formats."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from ontology.errors import QueryError

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

PREFIXES = {
    "concept": "https://w3id.org/sesaku/concept/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "ministry": "https://w3id.org/sesaku/ministry/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sesaku": "https://w3id.org/sesaku/ontology#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "theme": "https://w3id.org/sesaku/theme/",
    "time": "http://www.w3.org/2006/time#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes that a query may use without declaring them; its own declarations win."""

RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
"""Formats of SELECT and ASK answers, by name (SPARQL 1.1 Query Results JSON, XML, CSV and TSV)."""

GRAPH_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
"""Formats of CONSTRUCT and DESCRIBE answers, by name."""

_NOT_SYNTAX = re.compile(
    r"""<[^<>"{}|^`\\\s]*>                              # IRIs
      | '{3}(?:(?!'{3})(?:\\.|[^\\]))*'{3} | "{3}(?:(?!"{3})(?:\\.|[^\\]))*"{3}   # long strings
      | '(?:\\.|[^'\\\n\r])*' | "(?:\\.|[^"\\\n\r])*"    # strings
      | \#[^\n\r]*                                      # comments
      | [?$]\w+ | [\w.-]*:[\w.:%-]*                     # variables and prefixed names
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Solutions:
    """A SELECT answer as plain values: column names without ``?``, and one tuple of terms (None: unbound) a row."""

    columns: tuple[str, ...]
    rows: list[tuple[ox.NamedNode | ox.BlankNode | ox.Literal | None, ...]]


def run_query(store: ox.Store, text: str, bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None) -> Answer:
    """Runs a SPARQL 1.1 query over the union of the named graphs, or over what its FROM clauses say.

    ``bindings`` replace variables by values; they are never put into the text. Raises QueryError with the
    parser's line and column for bad syntax, and for SERVICE, since nothing may leave this machine unasked.
    """
    if _has_keyword(text, "SERVICE"):
        raise QueryError(
            "SERVICE: この版は外部のエンドポイントに問い合わせない / federated calls are not made. Remove the SERVICE clause."
        )
    try:
        return store.query(
            text,
            prefixes=PREFIXES,
            use_default_graph_as_union=not _has_keyword(text, "FROM"),
            substitutions={ox.Variable(name): value for name, value in (bindings or {}).items()},
        )
    except SyntaxError as error:
        raise QueryError(f"SPARQL: {error.msg or error}".replace("\n", " ")) from error
    except (RuntimeError, ValueError) as error:
        raise QueryError(f"SPARQL: {error}") from error


def select(store: ox.Store, text: str, bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None) -> Solutions:
    """The answer to a SELECT query as plain values. Raises QueryError when it is another kind of query."""
    answer = run_query(store, text, bindings)
    if not isinstance(answer, ox.QuerySolutions):
        raise QueryError("SELECT の問合せではない / not a SELECT query.")
    return as_solutions(answer)


def as_solutions(answer: ox.QuerySolutions) -> Solutions:
    """All rows of a SELECT answer. Raises QueryError for an error met while evaluating."""
    columns = tuple(variable.value for variable in answer.variables)
    try:
        return Solutions(columns, [tuple(row[column] for column in columns) for row in answer])
    except (RuntimeError, OSError) as error:
        raise QueryError(f"SPARQL: {error}") from error


def serialize(answer: Answer, format_name: str) -> bytes:
    """An answer in one of RESULT_FORMATS or, for triples, GRAPH_FORMATS. Raises QueryError for a misfit of the two."""
    formats: Mapping[str, object] = GRAPH_FORMATS if isinstance(answer, ox.QueryTriples) else RESULT_FORMATS
    if format_name not in formats:
        raise QueryError(
            f"形式 {format_name} はこの種の結果に使えない / this answer cannot be {format_name}. Use {_either(formats)}."
        )
    if isinstance(answer, ox.QueryTriples):
        return ox.serialize(answer, format=GRAPH_FORMATS[format_name], prefixes=PREFIXES) or b""
    return answer.serialize(format=RESULT_FORMATS[format_name]) or b""


def _has_keyword(text: str, keyword: str) -> bool:
    return re.search(rf"\b{keyword}\b", _NOT_SYNTAX.sub(" ", text), re.IGNORECASE) is not None


def _either(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}"
