"""One build, opened: its records, store and index, and what all answers need of them, read when first asked."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.iris import DocumentIris
from graph_builder.measures import TERMS, name_steps
from graph_builder.ministries import load_ministries
from graph_builder.pages import Place, places_of
from graph_builder.records import LineRange, Measure, Row, Step, by_number
from graph_builder.source import Bilingual
from graph_builder.sparql import select
from graph_builder.store import open_store
from ontology.turtle import iter_statements
from service.catalogue import load_measures
from service.places import find_page_starts, source_lines
from service.views import Counted, MeasureSummary, RowView, SourceLine, StepView, ThemeView, Thing
from service.workspace import Build

if TYPE_CHECKING:
    from search.models import EmbeddingModel
    from search.searcher import Searcher

LABELS = """
SELECT ?thing ?label {
  { ?thing rdfs:label ?label } UNION { ?thing skos:prefLabel ?label } UNION { ?thing dcterms:title ?label }
}"""
WHEREABOUTS = """
SELECT ?measure ?chapter ?section {
  ?measure sesaku:chapter ?chapter . OPTIONAL { ?measure sesaku:section ?section }
}"""
THEMES = """
SELECT ?measure ?theme ?score ?phrase {
  ?measure sesaku:hasThemeAssignment ?assignment . ?assignment sesaku:theme ?theme ; sesaku:score ?score .
  OPTIONAL { ?assignment sesaku:evidence/sesaku:matchedLabel ?phrase }
} ORDER BY ?measure DESC(?score) ?theme ?phrase"""


class OpenBuild:
    """A build and everything that is read from it once and kept while it is in use."""

    def __init__(self, build: Build, model: "EmbeddingModel | None" = None) -> None:
        self.build = build
        self.iris = DocumentIris(build.manifest.slug)
        self.store: ox.Store = open_store(build.store)
        self.records = load_measures(build)
        self.lines = source_lines(build)
        self._model = model

    @cached_property
    def searcher(self) -> "Searcher":
        """The searcher over the build's index; raises StoreError or ModelError."""
        from search.searcher import Searcher

        return Searcher.open(self.build.index, self._model)

    @cached_property
    def labels(self) -> dict[str, Bilingual]:
        """The labels of all things of the graph, and of the terms that it borrows, by IRI."""
        texts: dict[str, dict[str, str]] = {}
        borrowed = ((term, label) for term, _, label in iter_statements("borrowed.ttl"))
        for thing, label in chain(select(self.store, LABELS).rows, borrowed):
            if isinstance(thing, ox.NamedNode) and isinstance(label, ox.Literal):
                texts.setdefault(thing.value, {}).setdefault(label.language or "", label.value)
        return {iri: _bilingual(by_language) for iri, by_language in texts.items()}

    @cached_property
    def measures(self) -> dict[int, Measure]:
        """The numbered measures by number."""
        return by_number(self.records)

    @cached_property
    def summaries(self) -> dict[int, MeasureSummary]:
        """A summary of every numbered measure."""
        return {number: self._summary(number, measure) for number, measure in sorted(self.measures.items())}

    @cached_property
    def assignments(self) -> dict[str, tuple[ThemeView, ...]]:
        """The themes of every measure by its IRI, the strongest first."""
        phrases: dict[tuple[str, str, float], list[str]] = {}
        for measure, theme, score, phrase in select(self.store, THEMES).rows:
            key = (_value(measure), _value(theme), float(_value(score)))
            phrases.setdefault(key, []).extend([_value(phrase)] if phrase else [])
        views: dict[str, list[ThemeView]] = {}
        for (measure_iri, theme_iri, weight), found in phrases.items():
            views.setdefault(measure_iri, []).append(ThemeView(self.thing(theme_iri), weight, tuple(found)))
        return {iri: tuple(themes) for iri, themes in views.items()}

    @cached_property
    def whereabouts(self) -> dict[str, tuple[Thing, Thing | None]]:
        """Chapter and section of every measure and relisting, by its IRI."""
        return {
            _value(measure): (self.thing(_value(chapter)), self.thing(_value(section)) if section else None)
            for measure, chapter, section in select(self.store, WHEREABOUTS).rows
        }

    @cached_property
    def page_starts(self) -> dict[int, int]:
        """The first source line of every page, its header, by page number."""
        return find_page_starts(self.build)

    @cached_property
    def owners(self) -> dict[int, int]:
        """The number of the measure that a source line belongs to, for the lines of measures and relistings."""
        return {
            line: measure.number or measure.relists or 0
            for measure in self.records
            for span in _iter_cells(measure)
            for line in span
        }

    def thing(self, iri: str) -> Thing:
        """The thing of that IRI with its label, or with the end of its IRI where it has none."""
        return Thing(iri, self.labels.get(iri) or Bilingual(iri.rpartition("/")[2].rpartition("#")[2] or iri))

    @cached_property
    def bodies_at_work(self) -> frozenset[str]:
        """The IRIs of the bodies that are responsible for a measure, and of all above them."""
        return frozenset(body.iri for one in self.summaries.values() for body in with_ancestors(one.ministries))

    def print_body(self, iri: str) -> str:
        """The IRI of the body that the document prints a body as: itself, or the nearest above it."""
        return load_ministries().printed(iri, self.bodies_at_work)

    def objects(self, iri: str, predicate: str) -> list[ox.NamedNode | ox.Literal]:
        """The values of a property of ``iri``, in the order of their text."""
        found = self.store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None)
        terms = {quad.object for quad in found if isinstance(quad.object, ox.NamedNode | ox.Literal)}
        return sorted(terms, key=lambda term: term.value)

    def subjects(self, predicate: str, iri: str) -> list[str]:
        """The IRIs of the things that have ``iri`` as a value of a property, sorted."""
        found = self.store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(iri))
        return sorted({quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)})

    def bodies(self, names: Iterable[str]) -> tuple[Thing, ...]:
        """The responsible bodies printed as ``names``."""
        found = (load_ministries().resolve(name) for name in names)
        return tuple(Thing(body.iri, Bilingual(body.name, body.name_en)) for body in found if body)

    def places(self, spans: Iterable[LineRange]) -> tuple[Place, ...]:
        """Where source lines stand, each range with its own page."""
        return places_of(spans, self.page_starts)

    def source(self, spans: Iterable[LineRange]) -> tuple[SourceLine, ...]:
        """The source lines in the ranges that are not blank."""
        numbers = (number for span in spans for number in span if number <= len(self.lines))
        return tuple(SourceLine(number, self.lines[number - 1]) for number in numbers if self.lines[number - 1].strip())

    def rows(self, measure_iri: str, measure: Measure) -> tuple[RowView, ...]:
        """The timetable of a measure or relisting."""
        rows = enumerate((row for row in measure.rows if row.steps), start=1)
        return tuple(self._row(f"{measure_iri}/row/{ordinal}", row) for ordinal, row in rows)

    def _row(self, iri: str, row: Row) -> RowView:
        from rdflib import URIRef

        steps = tuple(self._step(str(step_iri), step) for step_iri, step in name_steps(URIRef(iri), row))
        return RowView(iri, self.bodies(row.ministries), steps)

    def _step(self, iri: str, step: Step) -> StepView:
        source = self.source(step.lines)
        return StepView(
            iri, step.fiscal_years, step.text, step.page, step.lines, source, step.confidence, step.corrected
        )

    def _summary(self, number: int, measure: Measure) -> MeasureSummary:
        iri = str(self.iris.measure(number))
        chapter, section = self.whereabouts[iri]
        years = {year for row in measure.rows for step in row.steps for year in step.fiscal_years}
        return MeasureSummary(
            number=number,
            iri=iri,
            text=measure.text,
            ministries=self.bodies(measure.ministries),
            fiscal_years=tuple(sorted(years)),
            terms=tuple(self.thing(str(TERMS[term])) for term in measure.terms),
            chapter=chapter,
            section=section,
            themes=tuple(view.theme for view in self.assignments.get(iri, ())),
            page=measure.pages[0],
            lines=measure.lines,
            places=self.places(measure.lines),
        )


def count_things(groups: Iterable[Iterable[Thing]]) -> tuple[Counted, ...]:
    """How many of the groups each thing is in, the most frequent first, then by IRI."""
    counts = Counter(thing for group in groups for thing in dict.fromkeys(group))
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0].iri))
    return tuple(Counted(thing, count) for thing, count in ordered)


def with_ancestors(bodies: Iterable[Thing]) -> tuple[Thing, ...]:
    """The bodies and all bodies above them, each once."""
    ministries = load_ministries()
    iris = [iri for body in bodies for iri in ministries.lineage(body.iri)]
    known = (ministries.by_iri[iri] for iri in dict.fromkeys(iris))
    return tuple(Thing(body.iri, Bilingual(body.name, body.name_en)) for body in known)


def _bilingual(by_language: dict[str, str]) -> Bilingual:
    any_text = next(iter(by_language.values()))
    return Bilingual(by_language.get("ja") or by_language.get("") or any_text, by_language.get("en"))


def _value(term: object) -> str:
    return str(getattr(term, "value", ""))


def _iter_cells(measure: Measure) -> Iterator[LineRange]:
    """The source lines of a measure's own cell, of its rows and of their steps."""
    yield from measure.lines
    for row in measure.rows:
        yield from row.lines
        for step in row.steps:
            yield from step.lines
