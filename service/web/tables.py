"""The answers of the core as tables, for CSV."""

from collections.abc import Iterable, Sequence

from service.csv_tables import Table
from service.views import (
    Counted,
    Description,
    FiscalYearView,
    MeasureSummary,
    MeasureView,
    Overview,
    PageView,
    SearchAnswer,
    SimilarMeasure,
    TableAnswer,
    Thing,
)

MEASURE = (
    "number",
    "iri",
    "text",
    "ministries",
    "fiscal_years",
    "terms",
    "chapter",
    "section",
    "themes",
    "page",
    "lines",
)


COMMENT = "http://www.w3.org/2000/01/rdf-schema#comment"


def of_measures(measures: Iterable[MeasureSummary]) -> Table:
    """One line a measure."""
    return MEASURE, map(_measure_row, measures)


def of_search(answer: SearchAnswer) -> Table:
    """One line a hit."""
    columns = ("rank", "score", *MEASURE, "matched", "passage", "passage_page", "passage_lines")
    return columns, (_hit_row(answer, place) for place in range(len(answer.hits)))


def of_measure(view: MeasureView) -> Table:
    """One line a step."""
    columns = ("number", "ministries", "fiscal_years", "step", "page", "lines", "confidence", "iri")
    rows = (
        (
            view.measure.number,
            _names(row.ministries),
            _join(step.fiscal_years),
            step.text,
            step.page,
            _spans(step.lines),
            step.confidence,
            step.iri,
        )
        for row in view.rows
        for step in row.steps
    )
    return columns, rows


def of_fiscal_year(view: FiscalYearView) -> Table:
    """One line a step."""
    columns = ("number", "measure", "ministries", "fiscal_years", "step", "page", "lines", "iri")
    rows = (
        (
            entry.measure.number,
            entry.measure.text,
            _names(entry.ministries),
            _join(entry.step.fiscal_years),
            entry.step.text,
            entry.step.page,
            _spans(entry.step.lines),
            entry.step.iri,
        )
        for entry in view.steps
    )
    return columns, rows


def of_page(view: PageView) -> Table:
    """One line a source line."""
    return ("line", "text", "measure"), ((entry.line.number, entry.line.text, entry.measure) for entry in view.lines)


def of_counts(counts: Iterable[Counted]) -> Table:
    """One line a thing."""
    columns = ("iri", "label_ja", "label_en", "measures")
    return columns, ((one.thing.iri, one.thing.label.ja, one.thing.label.en, one.count) for one in counts)


def of_terms(terms: Iterable[Description]) -> Table:
    """One line a term of the vocabulary."""
    columns = ("iri", "label_ja", "label_en", "comment")
    return columns, map(_term_row, terms)


def of_overview(overview: Overview) -> Table:
    """One line for each thing that measures are counted by."""
    groups = (overview.chapters, overview.ministries, overview.themes, overview.terms, overview.fiscal_years)
    return of_counts(counted for group in groups for counted in group)


def of_description(description: Description) -> Table:
    """One line a statement."""
    rows = (
        (entry.thing.iri, "inverse" if entry.is_inverse else "", value.text, value.language)
        for entry in description.properties
        for value in entry.values
    )
    return ("property", "direction", "value", "language"), rows


def of_answer(answer: TableAnswer) -> Table:
    """The table itself."""
    return answer.columns, ([value.text if value else "" for value in row] for row in answer.rows)


def of_similar(found: Iterable[SimilarMeasure]) -> Table:
    """One line a similar measure."""
    columns = ("number", "iri", "score", "text", "ministries", "is_joint", "shared", "only_here", "only_there")
    rows = (
        (
            one.measure.number,
            one.measure.iri,
            one.likeness.score,
            one.measure.text,
            _names(one.measure.ministries),
            one.is_joint,
            _join(one.likeness.shared),
            _join(one.likeness.only_here),
            _join(one.likeness.only_there),
        )
        for one in found
    )
    return columns, rows


def _measure_row(measure: MeasureSummary) -> Sequence[object]:
    return (
        measure.number,
        measure.iri,
        measure.text,
        _names(measure.ministries),
        _join(measure.fiscal_years),
        _names(measure.terms),
        measure.chapter.label.ja,
        measure.section.label.ja if measure.section else "",
        _names(measure.themes),
        measure.page,
        _spans(measure.lines),
    )


def _term_row(term: Description) -> Sequence[object]:
    comments = [value.text for entry in term.properties if entry.thing.iri == COMMENT for value in entry.values]
    return term.thing.iri, term.thing.label.ja, term.thing.label.en, " ".join(comments)


def _hit_row(answer: SearchAnswer, place: int) -> Sequence[object]:
    hit = answer.hits[place]
    row = (hit.rank, hit.score, *_measure_row(hit.measure))
    if hit.evidence is None:
        return (*row, "", "", "", "")
    passage = hit.evidence.passage
    return (*row, _join(hit.evidence.matched), passage.text, passage.page, _spans(passage.lines))


def _names(things: Iterable[Thing]) -> str:
    return _join(thing.label.ja for thing in things)


def _join(values: Iterable[object]) -> str:
    return "、".join(map(str, values))


def _spans(spans: Iterable[Iterable[int]]) -> str:
    lists = [list(span) for span in spans]
    return "、".join(f"{lines[0]}-{lines[-1]}" for lines in lists if lines)
