"""What the tools answer: short records in which every fact says where it stands."""

from collections.abc import Callable, Iterable
from typing import Any

from pydantic import BaseModel, Field

from graph_builder.pages import Place as PageLines
from graph_builder.records import LineRange
from graph_builder.source import Bilingual
from search.overlap.report import AlignedPassages, Quote
from service.citing import Cited
from service.overlaps import OverlapPair
from service.views import (
    Counted,
    MeasureSummary,
    MeasureView,
    Narrowing,
    SearchHit,
    SimilarMeasure,
    StepView,
    TableAnswer,
    Value,
)

FindPlaces = Callable[[Iterable[LineRange]], Iterable[PageLines]]
"""Says on which pages source lines are."""
PASSAGES = 2
"""Aligned passages of a draft and a measure; the first ones are the nearest."""
LONGEST_VALUE = 1000
"""Characters of one value in a table; longer ones are cut off, and end in an ellipsis."""


FILTERS = """\
Filters in force, as kind=value (label; read from question or request); alternatives as value|value, what is left out \
as kind!=value."""


class Place(BaseModel):
    """Where something stands in the source: page and line ranges of its text, all 1-based."""

    page: int
    lines: list[tuple[int, int]]


class Source(BaseModel):
    """What to name when quoting: the document, its IRI, licence and the version of the data."""

    title: str
    iri: str
    licence: str | None
    version: str


class Answer(BaseModel):
    """What every answer carries beside its data."""

    filters: list[str] = Field(description=FILTERS)
    notes: list[str] = Field(description="How the question was read, and what the data cannot say.")
    source: Source
    equivalents: dict[str, str] = Field(description="The same question as a command line or in SPARQL.")


class Measure(BaseModel):
    """One measure (施策) in short; cite it by iri, page and lines."""

    number: int
    iri: str
    text: str
    ministries: list[str]
    fiscal_years: list[int]
    terms: list[str]
    themes: list[str]
    chapter: str
    places: list[Place] = Field(description="Where its text stands; one that goes over a page has two or more.")


class Hit(BaseModel):
    """A measure that was found, and why."""

    rank: int
    score: float | None = Field(description="In [0, 1], comparable within this answer only.")
    measure: Measure
    matched: list[str]
    concepts: list[str]
    passage: str | None = Field(description="The passage that answers best, as printed.")
    passage_places: list[Place]


class SearchResult(Answer):
    """Measures by meaning, best first."""

    total: int
    next_offset: int | None = Field(description="The offset of the next page; null on the last.")
    is_off_topic: bool = Field(description="True when the document does not speak of the question.")
    corrections: list[str]
    relaxations: list[str] = Field(description="Filters to drop when nothing was found.")
    hits: list[Hit]


class Step(BaseModel):
    """What is done in some fiscal years."""

    fiscal_years: list[int]
    text: str
    place: Place
    confidence: float = Field(description="How sure the reading of the table is, in (0, 1].")


class Row(BaseModel):
    """The ministries of one line of the timetable, and what they do."""

    ministries: list[str]
    steps: list[Step]


class Doubt(BaseModel):
    """A reading of the source that another could contest."""

    fact: str
    chosen: str
    runner_up: str
    confidence: float
    place: Place


class MeasureDetail(Answer):
    """One measure with its timetable, doubts, and other places where it is listed."""

    measure: Measure
    rows: list[Row]
    doubts: list[Doubt]
    relisted_on_pages: list[int]


class QuotedClause(BaseModel):
    """A clause as printed."""

    text: str
    ministries: list[str]
    places: list[Place]


class Aligned(BaseModel):
    """Two clauses that say much the same."""

    left: QuotedClause
    right: QuotedClause
    phrases: list[str]


class Near(BaseModel):
    """A measure near a draft; of `passages`, the nearest two pairs of clauses, the left sides are the draft's."""

    score: float
    measure: Measure
    shared: list[str]
    only_here: list[str]
    only_there: list[str]
    passages: list[Aligned]
    is_joint: bool = Field(description="Whether the draft's own ministry holds the measure together with others.")


class SimilarResult(Answer):
    """Measures near a draft, the nearest first."""

    near: list[Near]


class Judgement(BaseModel):
    """What a person found about a candidate."""

    verdict: str = Field(description="重複 duplicate, 補完 complementary, 調整済 coordinated, 無関係 unrelated.")
    by: str
    at: str
    note: str


class Overlap(BaseModel):
    """A candidate pair with evidence, counter-evidence, and what people found."""

    rank: int
    kind: str
    score: float = Field(description="Log-odds of the expected gain (2 ^ grade - 1, share of the greatest); unbounded.")
    left: Measure
    right: Measure
    shared_ministries: list[str]
    fiscal_years: list[int]
    concepts: list[str]
    passages: list[Aligned]
    counter_evidence: list[str]
    verdicts: list[Judgement]


class OverlapResult(Answer):
    """Overlap candidates, the strongest first."""

    total: int
    facing: int = Field(description="In how many of them ministries face each other.")
    next_offset: int | None
    overlaps: list[Overlap]


class Entry(BaseModel):
    """A ministry or theme, and how many measures it has."""

    slug: str = Field(description="What the tools take as ministry or theme.")
    name: str
    name_en: str | None
    iri: str
    measures: int


class Entries(Answer):
    """Ministries or themes, those with most measures first."""

    entries: list[Entry]


class Table(Answer):
    """Rows of a query; IRIs as they are, with labels beside them."""

    columns: list[str]
    rows: list[list[str | None]]
    labels: dict[str, str] = Field(description="Labels of the IRIs in the rows.")
    total: int | None = Field(description="Rows of the whole answer; null where it was cut off before it was counted.")
    is_truncated: bool = Field(description="True when there are more rows than shown.")
    hints: list[str] = Field(description="Names in the query that mean nothing here, and what was perhaps meant.")


def head_of(cited: Cited[Any]) -> dict[str, Any]:
    """The fields of Answer."""
    document, licence = cited.provenance.document, cited.provenance.licence
    return {
        "filters": list(map(_write_filter, cited.filters)),
        "notes": [_both(note) for note in cited.notes],
        "source": Source(
            title=_both(document.label),
            iri=document.iri,
            licence=licence.iri if licence else None,
            version=cited.provenance.version,
        ),
        "equivalents": dict(cited.equivalents),
    }


def make_measure(summary: MeasureSummary) -> Measure:
    """A measure in short."""
    return Measure(
        number=summary.number,
        iri=summary.iri,
        text=summary.text,
        ministries=[body.label.ja for body in summary.ministries],
        fiscal_years=list(summary.fiscal_years),
        terms=[term.label.ja for term in summary.terms],
        themes=[theme.label.ja for theme in summary.themes],
        chapter=summary.chapter.label.ja,
        places=_make_places(summary.places),
    )


def make_hit(hit: SearchHit, places: FindPlaces) -> Hit:
    """A search's hit; ``places`` says on which pages source lines are."""
    evidence = hit.evidence
    return Hit(
        rank=hit.rank,
        score=hit.score,
        measure=make_measure(hit.measure),
        matched=list(evidence.matched) if evidence else [],
        concepts=list(evidence.concepts) if evidence else [],
        passage=evidence.passage.text if evidence else None,
        passage_places=_make_places(places(evidence.passage.lines)) if evidence else [],
    )


def make_detail(cited: Cited[MeasureView]) -> MeasureDetail:
    """One measure in full."""
    view = cited.data
    rows = [
        Row(ministries=[body.label.ja for body in row.ministries], steps=[_make_step(step) for step in row.steps])
        for row in view.rows
    ]
    doubts = [
        Doubt(
            fact=doubt.fact,
            chosen=doubt.chosen,
            runner_up=doubt.runner_up,
            confidence=doubt.confidence,
            place=make_place(doubt.page, doubt.lines),
        )
        for doubt in view.doubts
    ]
    pages = [relisting.page for relisting in view.relistings]
    head = head_of(cited)
    return MeasureDetail(**head, measure=make_measure(view.measure), rows=rows, doubts=doubts, relisted_on_pages=pages)


def make_near(found: SimilarMeasure) -> Near:
    """A similar measure."""
    likeness = found.likeness
    return Near(
        score=likeness.score,
        measure=make_measure(found.measure),
        shared=list(likeness.shared or likeness.shared_words),
        only_here=list(likeness.only_here),
        only_there=list(likeness.only_there),
        passages=[_make_aligned(passages) for passages in found.passages[:PASSAGES]],
        is_joint=found.is_joint,
    )


def make_overlap(pair: OverlapPair) -> Overlap:
    """An overlap candidate."""
    candidate = pair.candidate
    return Overlap(
        rank=candidate.rank,
        kind=candidate.kind,
        score=candidate.score,
        left=make_measure(pair.left),
        right=make_measure(pair.right),
        shared_ministries=list(candidate.shared_ministries),
        fiscal_years=list(candidate.fiscal_years),
        concepts=[concept.name for concept in candidate.concepts],
        passages=[_make_aligned(passages) for passages in candidate.passages],
        counter_evidence=[f"{found.text} / {found.text_en}" for found in candidate.counter_evidence],
        verdicts=[Judgement(verdict=one.verdict, by=one.by, at=one.at, note=one.note) for one in pair.verdicts],
    )


def make_entry(counted: Counted) -> Entry:
    """A ministry or theme."""
    thing = counted.thing
    slug = thing.iri.rpartition("/")[2]
    return Entry(slug=slug, name=thing.label.ja, name_en=thing.label.en, iri=thing.iri, measures=counted.count)


def make_table(cited: Cited[TableAnswer], max_rows: int) -> Table:
    """The first rows of a table."""
    answer = cited.data
    shown = answer.rows[:max_rows]
    labels = {value.iri: value.label.ja for row in shown for value in row if value and value.iri and value.label}
    return Table(
        **head_of(cited),
        columns=list(answer.columns),
        rows=[[_cut(value) for value in row] for row in shown],
        labels=labels,
        total=None if answer.is_truncated else len(answer.rows),
        is_truncated=answer.is_truncated or len(answer.rows) > max_rows,
        hints=list(answer.notes),
    )


def make_place(page: int, lines: Iterable[LineRange]) -> Place:
    """A place in the source."""
    return Place(page=page, lines=[(span.first, span.last) for span in lines])


def _write_filter(one: Narrowing) -> str:
    sign, values = "!=" if one.is_excluded else "=", "|".join(entry.value for entry in one.values)
    return f"{one.kind}{sign}{values} ({'、'.join(entry.label.ja for entry in one.values)}; {one.source})"


def _make_places(found: Iterable[PageLines]) -> list[Place]:
    return [make_place(one.page, one.lines) for one in found]


def _make_step(step: StepView) -> Step:
    place = make_place(step.page, step.lines)
    return Step(fiscal_years=list(step.fiscal_years), text=step.text, place=place, confidence=step.confidence)


def _make_aligned(passages: AlignedPassages) -> Aligned:
    left, right = _make_clause(passages.left), _make_clause(passages.right)
    return Aligned(left=left, right=right, phrases=list(passages.phrases))


def _make_clause(quote: Quote) -> QuotedClause:
    return QuotedClause(text=quote.text, ministries=list(quote.ministries), places=_make_places(quote.places))


def _cut(value: Value | None) -> str | None:
    if value is None or len(value.text) <= LONGEST_VALUE:
        return value.text if value else None
    return value.text[:LONGEST_VALUE] + "…"


def _both(text: Bilingual) -> str:
    return f"{text.ja} / {text.en}" if text.en else text.ja
