"""Measures, relistings, rows, steps and doubts as RDF."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import DCTERMS, PROV, RDF, SKOS, Literal, URIRef

from graph_builder.contents import Contents
from graph_builder.doubt_names import name_doubt
from graph_builder.iris import DocumentIris, fiscal_year_iri, part
from graph_builder.ministries import Ministries
from graph_builder.places import Places
from graph_builder.records import Correction, Doubt, Measure, Roadmap, Row, Step
from graph_builder.statements import Statement, decimal, english, integer, japanese, labels
from ontology.errors import NotFoundError
from ontology.terms import SESAKU, TERM

TERMS = {"短期": TERM.short, "中期": TERM.medium, "長期": TERM.long}

EXCERPT_LENGTH = 40
"""Characters of a measure's text in its label: about one line of a list."""


@dataclass(frozen=True)
class Context:
    """What every measure of one document is described with."""

    iris: DocumentIris
    places: Places
    contents: Contents
    ministries: Ministries
    corrections: tuple[Correction, ...] = ()

    def body_iri(self, name: str) -> URIRef:
        """The IRI of the responsible body printed as ``name``; raises NotFoundError for an unknown one."""
        ministry = self.ministries.resolve(name)
        if ministry is None:
            raise NotFoundError(
                f"担当府省「{name}」は知られていない。ontology/ministries.ttl に加える / "
                "unknown responsible body. Add it to ontology/ministries.ttl."
            )
        return URIRef(ministry.iri)


def name_measures(roadmap: Roadmap, iris: DocumentIris) -> list[tuple[URIRef, Measure]]:
    """Every measure and relisting with its IRI; a second relisting of a number on one page gets ``-2``."""
    named = []
    seen: Counter[URIRef] = Counter()
    for measure in roadmap.measures:
        if measure.number is not None:
            iri = iris.measure(measure.number)
        else:
            iri = iris.relisting(measure.pages[0], measure.relists or 0)
        seen[iri] += 1
        named.append((_number_repeat(iri, seen[iri]), measure))
    return named


def iter_measure(iri: URIRef, measure: Measure, context: Context) -> Iterator[Statement]:
    """All that the roadmap says about one measure or relisting."""
    ja, en = _name_measure(measure)
    if measure.number is not None:
        yield iri, RDF.type, SESAKU.Measure
        yield iri, SESAKU.number, integer(measure.number)
        yield iri, SKOS.altLabel, japanese(ja)
    else:
        yield iri, RDF.type, SESAKU.Relisting
        yield iri, SESAKU.relists, context.iris.measure(measure.relists or 0)
    yield from labels(iri, f"{ja} {_excerpt(measure.text)}", en)
    yield iri, DCTERMS.description, japanese(measure.text)
    yield iri, DCTERMS.isPartOf, context.iris.document
    yield from _iter_whereabouts(iri, measure, context)
    for term in measure.terms:
        yield iri, SESAKU.term, TERMS[term]
    for name in measure.ministries:
        yield iri, SESAKU.responsibleBody, context.body_iri(name)
    yield iri, SESAKU.confidence, decimal(measure.confidence)
    yield iri, PROV.wasGeneratedBy, context.iris.reading
    for ordinal, row in enumerate((row for row in measure.rows if row.steps), start=1):
        yield from _iter_row(iri, measure, ordinal, row, context)
    for ordinal, doubt in enumerate(measure.doubts, start=1):
        yield from _iter_doubt(iri, measure, ordinal, doubt, context)


def _iter_whereabouts(iri: URIRef, measure: Measure, context: Context) -> Iterator[Statement]:
    yield iri, SESAKU.chapter, context.contents.chapter_of(measure)
    section = context.contents.section_of(measure)
    if section:
        yield iri, SESAKU.section, section
    for page in measure.pages:
        yield iri, SESAKU.onPage, context.iris.page(page)
    yield from context.places.iter_derivation(iri, measure.lines)


def _iter_row(measure_iri: URIRef, measure: Measure, ordinal: int, row: Row, context: Context) -> Iterator[Statement]:
    iri = part(measure_iri, "row", ordinal)
    ja, en = _name_measure(measure)
    yield measure_iri, SESAKU.hasRow, iri
    yield iri, RDF.type, SESAKU.Row
    yield from labels(iri, f"{ja} 第{ordinal}行（{'、'.join(row.ministries)}）", f"{en}, row {ordinal}")
    yield iri, DCTERMS.isPartOf, measure_iri
    yield iri, SESAKU.number, integer(ordinal)
    yield iri, SESAKU.onPage, context.iris.page(row.page)
    for name in row.ministries:
        yield iri, SESAKU.responsibleBody, context.body_iri(name)
    yield from context.places.iter_derivation(iri, row.lines)
    for step_iri, step in name_steps(iri, row):
        yield from _iter_step(iri, step_iri, measure, step, context)


def name_steps(row_iri: URIRef, row: Row) -> Iterator[tuple[URIRef, Step]]:
    """The steps of a row with their IRIs; a second step from the same year gets ``-2``."""
    seen: Counter[URIRef] = Counter()
    for step in row.steps:
        iri = part(row_iri, "step", step.fiscal_years[0])
        seen[iri] += 1
        yield _number_repeat(iri, seen[iri]), step


def _iter_step(row_iri: URIRef, iri: URIRef, measure: Measure, step: Step, context: Context) -> Iterator[Statement]:
    ja, en = _name_measure(measure)
    first, last = step.fiscal_years[0], step.fiscal_years[-1]
    years = str(first) if first == last else f"{first}–{last}"
    yield row_iri, SESAKU.hasStep, iri
    yield iri, RDF.type, SESAKU.Step
    yield from labels(iri, f"{ja} {years}年度の工程", f"{en}, FY{years} step")
    yield iri, DCTERMS.isPartOf, row_iri
    yield iri, DCTERMS.description, japanese(step.text)
    yield iri, SESAKU.onPage, context.iris.page(step.page)
    for year in step.fiscal_years:
        yield iri, SESAKU.fiscalYear, fiscal_year_iri(year)
    yield iri, SESAKU.confidence, decimal(step.confidence)
    yield from context.places.iter_derivation(iri, step.lines)
    if step.corrected:
        yield from ((iri, PROV.wasGeneratedBy, correction) for correction in _iter_corrections_of(step, context))


def _iter_corrections_of(step: Step, context: Context) -> Iterator[URIRef]:
    """The corrections that concern a source line of the step."""
    lines = {line for line_range in step.lines for line in line_range}
    for ordinal, correction in enumerate(context.corrections, start=1):
        if any(line in lines for line_range in correction.lines for line in line_range):
            yield context.iris.correction(ordinal)


def _iter_doubt(
    measure_iri: URIRef, measure: Measure, ordinal: int, doubt: Doubt, context: Context
) -> Iterator[Statement]:
    iri = part(measure_iri, "doubt", ordinal)
    ja, en = _name_measure(measure)
    yield measure_iri, SESAKU.hasDoubt, iri
    yield iri, RDF.type, SESAKU.Doubt
    yield from labels(iri, f"{ja} 読み取りの疑い{ordinal}", f"{en}, doubt {ordinal}")
    name = name_doubt(doubt.fact)
    yield iri, SESAKU.fact, japanese(name.ja)
    yield iri, SESAKU.fact, english(name.en or doubt.fact)
    yield iri, SESAKU.chosen, Literal(doubt.chosen)
    yield iri, SESAKU.runnerUp, Literal(doubt.runner_up)
    yield iri, SESAKU.confidence, decimal(doubt.confidence)
    yield iri, SESAKU.onPage, context.iris.page(doubt.page)
    yield from context.places.iter_derivation(iri, doubt.lines)


def _name_measure(measure: Measure) -> tuple[str, str]:
    if measure.number is not None:
        return f"施策{measure.number}", f"Measure {measure.number}"
    return f"再掲（施策{measure.relists}）", f"Relisting of measure {measure.relists} on page {measure.pages[0]}"


def _excerpt(text: str) -> str:
    return text if len(text) <= EXCERPT_LENGTH else text[:EXCERPT_LENGTH] + "…"


def _number_repeat(iri: URIRef, occurrence: int) -> URIRef:
    return iri if occurrence == 1 else URIRef(f"{iri}-{occurrence}")
