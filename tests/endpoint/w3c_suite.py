"""Reads the W3C SPARQL 1.1 test suite's manifests, and compares answers as its rules say: bags, modulo blank nodes."""

import csv
import io
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyoxigraph as ox
import rdflib
import rdflib.compare
from rdflib.collection import Collection
from rdflib.namespace import RDF, Namespace

from graph_builder.sparql_tokens import has_keyword, tokenize

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float")}
RESULT_FORMATS = {
    ".srx": ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
    ".srj": ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
    ".tsv": ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
}
OUT_OF_SCOPE = {"entailment", "service"}


def suite_folder() -> Path | None:
    """The test suite below SESAKU_SHARED or ``../shared``; None when it is not there."""
    shared = Path(os.environ.get("SESAKU_SHARED") or Path(__file__).parents[3] / "shared")
    folder = shared / "w3c-sparql11"
    return folder if folder.is_dir() else None


@dataclass(frozen=True)
class EvaluationTest:
    """One query-evaluation test: files of the query, of the data and of the expected result."""

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...]
    named: tuple[Path, ...]
    result: Path


def file_iri(path: Path) -> str:
    """The IRI that the suite gives to one of its files."""
    return f"{BASE}{path.parent.name}/{path.name}"


def iter_evaluation_tests(suite: Path) -> Iterator[EvaluationTest]:
    """The tests of all folders that need neither entailment nor an outside service."""
    for manifest in sorted(suite.glob("*/manifest.ttl")):
        if manifest.parent.name not in OUT_OF_SCOPE:
            yield from _iter_manifest(manifest)


def _iter_manifest(manifest: Path) -> Iterator[EvaluationTest]:
    graph = rdflib.Graph().parse(manifest, format="turtle", publicID=manifest.as_uri())
    entries = next(graph.objects(None, MF.entries), None)
    for entry in Collection(graph, entries) if entries else []:
        kind = graph.value(entry, RDF.type)
        if kind in {MF.QueryEvaluationTest, MF.CSVResultFormatTest}:
            action = graph.value(entry, MF.action)
            yield EvaluationTest(
                f"{manifest.parent.name}/{str(entry).rpartition('#')[2]}",
                str(kind).rpartition("#")[2],
                _path(graph.value(action, QT.query)),
                tuple(sorted(map(_path, graph.objects(action, QT.data)))),
                tuple(sorted(map(_path, graph.objects(action, QT.graphData)))),
                _path(graph.value(entry, MF.result)),
            )


def _path(iri: object) -> Path:
    return Path(str(iri).removeprefix("file://"))


def build_suite_store(path: Path, tests: Iterable[EvaluationTest]) -> Path:
    """A store with every data file of the tests as a named graph; a test then chooses its own by the protocol."""
    store = ox.Store(str(path))
    for file in sorted({file for test in tests for file in (*test.data, *test.named)}):
        graph = ox.NamedNode(file_iri(file))
        store.add_graph(graph)
        store.load(path=str(file), base_iri=graph.value, to_graph=graph)
    store.flush()
    return path


def form(test: EvaluationTest) -> dict[str, object]:
    """The protocol's parameters for a test: its query, with the base that its file gives it, and its dataset."""
    text = test.query.read_text(encoding="utf8")
    parameters: dict[str, object] = {"query": f"BASE <{file_iri(test.query)}>\n{text}"}
    if has_keyword(tokenize(text), "FROM"):
        return parameters
    default = [file_iri(file) for file in test.data] or ["urn:empty"]
    return {**parameters, "default-graph-uri": default, "named-graph-uri": [file_iri(file) for file in test.named]}


def accept_header(test: EvaluationTest) -> str:
    """The media type to ask for, so that all formats get their turn."""
    if test.kind == "CSVResultFormatTest":
        return "text/csv"
    return RESULT_FORMATS.get(test.result.suffix, ("application/sparql-results+json",))[0] + ", application/n-triples"


def is_expected(test: EvaluationTest, content_type: str, body: bytes) -> bool:
    """Whether an answer is the one that the test expects."""
    if content_type == "application/n-triples":
        got = rdflib.Graph().parse(body, format="nt")
        return rdflib.compare.isomorphic(got, _read_graph(test))
    if test.kind == "CSVResultFormatTest":
        return _csv_rows(body.decode()) == _csv_rows(test.result.read_text(encoding="utf8"))
    if test.result.suffix in {".ttl", ".rdf"}:
        expected: object = _read_result_graph(_read_graph(test))
        media_format = ox.QueryResultsFormat.JSON
    else:
        media_format = RESULT_FORMATS[test.result.suffix][1]
        expected = _read_results(test.result.read_bytes(), media_format)
    return _are_equal(_read_results(body, media_format), expected)


def _read_graph(test: EvaluationTest) -> rdflib.Graph:
    return rdflib.Graph().parse(test.result, publicID=file_iri(test.result))


def _csv_rows(text: str) -> Counter[tuple[str, ...]]:
    """Rows with blank nodes reduced to their number of appearance, since CSV has no way to tell their labels apart."""
    labels: dict[str, str] = {}
    rows = csv.reader(io.StringIO(text))
    return Counter(
        tuple(labels.setdefault(cell, f"_:{len(labels)}") if cell.startswith("_:") else cell for cell in row)
        for row in rows
    )


Row = tuple[tuple[str, object], ...]


def _read_results(body: bytes, media_format: ox.QueryResultsFormat) -> bool | list[Row]:
    results = ox.parse_query_results(body, format=media_format)
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    names = [variable.value for variable in results.variables]
    return [tuple(sorted((name, _comparable(row[name])) for name in names if row[name] is not None)) for row in results]


def _read_result_graph(graph: rdflib.Graph) -> bool | list[Row]:
    """An answer written in the DAWG result-set vocabulary."""
    boolean = graph.value(None, RS.boolean)
    result_set = graph.value(None, RDF.type, RS.ResultSet)
    truth = graph.value(result_set, RS.boolean)
    if truth is not None:
        return bool(truth.toPython()) if boolean is None else bool(boolean)
    return [
        tuple(
            sorted(
                (str(graph.value(binding, RS.variable)), _comparable(_from_rdflib(graph.value(binding, RS.value))))
                for binding in graph.objects(solution, RS.binding)
            )
        )
        for solution in graph.objects(result_set, RS.solution)
    ]


def _from_rdflib(term: object) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    assert isinstance(term, rdflib.Literal)
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)


@dataclass(frozen=True, order=True)
class Blank:
    """A blank node, equal to any other until the rows are matched."""

    label: str


def _comparable(term: object) -> object:
    """A term as its value: numbers of one type are equal however they are written."""
    if isinstance(term, ox.BlankNode):
        return Blank(term.value)
    if isinstance(term, ox.Literal) and term.datatype.value in NUMBERS:
        try:
            return term.datatype.value, str(Decimal(term.value).normalize())
        except InvalidOperation:
            return term.datatype.value, term.value
    if isinstance(term, ox.Literal) and term.datatype.value == XSD + "boolean":
        return term.datatype.value, {"1": "true", "0": "false"}.get(term.value, term.value)
    return str(term).lower() if isinstance(term, ox.Literal) and term.language else str(term)


def _are_equal(got: object, expected: object) -> bool:
    if not isinstance(got, list) or not isinstance(expected, list):
        return got == expected
    return len(got) == len(expected) and _match(sorted(got, key=str), list(expected), {})


def _match(got: list[Row], expected: list[Row], mapping: dict[Blank, Blank]) -> bool:
    """Whether the rows pair up under one renaming of blank nodes."""
    if not got:
        return True
    for index, candidate in enumerate(expected):
        extended = _unify(got[0], candidate, mapping)
        if extended is not None and _match(got[1:], expected[:index] + expected[index + 1 :], extended):
            return True
        if extended == mapping:
            return False  # a row without new blank nodes has no better partner
    return False


def _unify(row: Row, candidate: Row, mapping: dict[Blank, Blank]) -> dict[Blank, Blank] | None:
    if [name for name, _ in row] != [name for name, _ in candidate]:
        return None
    extended = dict(mapping)
    for (_, value), (_, other) in zip(row, candidate, strict=True):
        if isinstance(value, Blank) and isinstance(other, Blank):
            if extended.setdefault(value, other) != other or list(extended.values()).count(other) > 1:
                return None
        elif value != other:
            return None
    return extended
