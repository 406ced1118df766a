"""What is in a build: document, classes, years, ministries, themes and known gaps, all asked of the graph."""

from dataclasses import dataclass

import pyoxigraph as ox

from graph_builder.query_library import ask, find_query
from graph_builder.sparql import Solutions, select
from graph_builder.store import open_store
from service.workspace import Build

YEARS = """
SELECT ?year (COUNT(DISTINCT ?measure) AS ?measures) (COUNT(DISTINCT ?step) AS ?steps) WHERE {
  ?measure a sesaku:Measure ; sesaku:hasRow ?row . ?row sesaku:hasStep ?step . ?step sesaku:fiscalYear ?year
} GROUP BY ?year ORDER BY ?year
"""

GAPS = {
    "読み取りに不確かさのある施策 / measures with a doubtful reading": """
        SELECT (COUNT(DISTINCT ?measure) AS ?count) WHERE { ?measure a sesaku:Measure ; sesaku:hasDoubt ?doubt }""",
    "どの行にも入らない工程の欄 / cells with a step that no row takes": """
        SELECT (COUNT(DISTINCT ?lines) AS ?count) WHERE { ?page sesaku:unplacedStep ?lines }""",
    "節のない施策 / measures without a section": """
        SELECT (COUNT(?measure) AS ?count) WHERE {
          ?measure a sesaku:Measure FILTER NOT EXISTS { ?measure sesaku:section ?section } }""",
    "名のない担当（関係府省など）だけの行 / rows of unnamed bodies only": """
        SELECT (COUNT(?row) AS ?count) WHERE {
          ?row a sesaku:Row FILTER NOT EXISTS { ?row sesaku:responsibleBody ?body
            FILTER NOT EXISTS { ?body a sesaku:UnnamedBodies } } }""",
    "テーマの付かない施策 / measures without a theme": """
        SELECT (COUNT(?measure) AS ?count) WHERE {
          ?measure a sesaku:Measure FILTER NOT EXISTS { ?measure dcterms:subject ?theme } }""",
    "人手による訂正 / human corrections": """
        SELECT (COUNT(?correction) AS ?count) WHERE { ?correction a sesaku:Correction }""",
    "訂正で決めた工程 / steps decided by a correction": """
        SELECT (COUNT(DISTINCT ?step) AS ?count) WHERE {
          ?correction a sesaku:Correction . ?step prov:wasGeneratedBy ?correction }""",
}
"""Where the data is thinner than a reader might think, by what is missing."""


@dataclass(frozen=True)
class Overview:
    """Counts by section; every row is a tuple of texts whose last one is a number, or two for years."""

    title: str
    classes: tuple[tuple[str, ...], ...]
    years: tuple[tuple[str, ...], ...]
    ministries: tuple[tuple[str, ...], ...]
    themes: tuple[tuple[str, ...], ...]
    gaps: tuple[tuple[str, ...], ...]


def describe_build(build: Build) -> Overview:
    """Asks the build's store for everything an overview shows."""
    store = open_store(build.store)
    return Overview(
        title=build.manifest.title,
        classes=_answer(store, "dataset", "class", "name", "name_en", "instances"),
        years=_rows(select(store, YEARS)),
        ministries=_answer(store, "measures-per-ministry", "name", "measures"),
        themes=_answer(store, "measures-per-theme", "name", "measures"),
        gaps=tuple((gap, _rows(select(store, query))[0][0]) for gap, query in GAPS.items()),
    )


def _answer(store: ox.Store, name: str, *columns: str) -> tuple[tuple[str, ...], ...]:
    """These columns of the answer to a question of the library."""
    solutions = ask(store, find_query(name), {})
    places = [solutions.columns.index(column) for column in columns]
    return tuple(tuple(row[place] for place in places) for row in _rows(solutions))


def _rows(solutions: Solutions) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_text(term) for term in row) for row in solutions.rows)


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value.replace("#", "/").rpartition("/")[2]
    return term.value if isinstance(term, ox.Literal) else ""
