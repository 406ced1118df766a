"""The passages of a measure: the pieces of text that are searched, each with its place in the source."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from graph_builder.records import Heading, LineRange, Measure, Roadmap

PassageKind = Literal["text", "step", "heading", "relisting"]

# A step worded alike in more measures than this ("左記の実施状況を踏まえ、必要な取組を実施。") says nothing of any.
SHARED_WORDING_LIMIT = 5


@dataclass(frozen=True)
class Passage:
    """One searchable piece of the measure ``number``, with the ministries and fiscal years of its row and step."""

    number: int
    kind: PassageKind
    text: str
    page: int
    lines: tuple[LineRange, ...]
    ministries: tuple[str, ...] = ()
    fiscal_years: tuple[int, ...] = ()

    @property
    def is_heading(self) -> bool:
        """Whether it names a part of the document, here or where the measure is listed again: no ministry answers."""
        return self.kind in ("heading", "relisting") and not self.ministries


def build_passages(roadmap: Roadmap) -> tuple[Passage, ...]:
    """Every passage of ``roadmap``, by measure number and then as printed: text, steps, headings, relistings.

    A 再掲 row is no measure of its own: its headings and steps become passages of the measure that it points to.
    Steps of the standing formula, worded alike in many measures, are left out.
    """
    formulas = _standing_formulas(roadmap)
    relistings: dict[int, list[Measure]] = {}
    for measure in roadmap.measures:
        if measure.relists is not None:
            relistings.setdefault(measure.relists, []).append(measure)
    numbered = sorted((measure.number, measure) for measure in roadmap.measures if measure.number is not None)
    return tuple(
        passage
        for number, measure in numbered
        for passage in _iter_measure(number, measure, relistings.get(number, []), formulas)
    )


def _standing_formulas(roadmap: Roadmap) -> frozenset[str]:
    users = Counter(
        text for measure in roadmap.measures for text in {step.text for row in measure.rows for step in row.steps}
    )
    return frozenset(text for text, count in users.items() if count > SHARED_WORDING_LIMIT)


def _iter_measure(
    number: int, measure: Measure, relistings: list[Measure], formulas: frozenset[str]
) -> Iterator[Passage]:
    yield Passage(number, "text", measure.text, measure.pages[0], measure.lines, measure.ministries)
    yield from _iter_steps(number, measure, formulas, "step")
    yield from _iter_headings(number, measure, "heading")
    for relisting in relistings:
        yield from _iter_headings(number, relisting, "relisting")
        yield from _iter_steps(number, relisting, formulas, "relisting")


def _iter_steps(number: int, measure: Measure, formulas: frozenset[str], kind: PassageKind) -> Iterator[Passage]:
    for row in measure.rows:
        for step in row.steps:
            if step.text not in formulas:
                yield Passage(number, kind, step.text, step.page, step.lines, row.ministries, step.fiscal_years)


def _iter_headings(number: int, measure: Measure, kind: PassageKind) -> Iterator[Passage]:
    headings: tuple[Heading | None, ...] = (measure.chapter, measure.section)
    for heading in headings:
        if heading is not None:
            yield Passage(number, kind, heading.text, heading.page, heading.lines)
