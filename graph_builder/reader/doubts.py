"""Says where another reading was nearly as cheap: each doubtful choice with its runner-up and a confidence."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from graph_builder.reader.cells import Cell
from graph_builder.reader.drafts import MeasureDraft, Reading
from graph_builder.reader.headings import Place
from graph_builder.reader.lines import Line
from graph_builder.reader.similarity import Similarity
from graph_builder.reader.solve import SolvedPage
from graph_builder.reader.timetable import Schedule
from graph_builder.records import Doubt, Measure

# A runner-up that costs 1 more leaves a confidence of 0.92 ...
SHARPNESS = 2.5
# ... and a doubt is told from here down.
SURE = 0.9
# Section scores are smaller than costs by about this factor.
SECTION_SCALE = 4.0
UNPLACED = "step without a row"
RELISTED = "relisted measure"


def find_doubts(solved: SolvedPage, measure: MeasureDraft, place: Place) -> list[Doubt]:
    """The doubtful choices about one measure on one page."""
    return [
        doubt
        for doubt in (
            *_doubt_text(solved, measure),
            *_doubt_actions(solved, measure),
            *_doubt_follow_ups(solved, measure),
            *_doubt_section(solved, measure, place),
        )
        if doubt.confidence < SURE
    ]


def find_unplaced(solved: SolvedPage) -> list[Doubt]:
    """The steps of the page that no row takes: said aloud, since nothing may be lost."""
    best = solved.schedules[0]
    left = best.cells[len(best.units) :]
    return [
        Doubt(UNPLACED, "行なし / no row", cell.text, _confidence(0.0), solved.page.number, cell.lines) for cell in left
    ]


def doubt_relistings(measures: Sequence[Measure], similarity: Similarity) -> tuple[Measure, ...]:
    """The measures, with a doubt on each relisting whose text is more like another measure's than that it points to."""
    texts = {measure.number: measure.text for measure in measures if measure.number}
    return tuple(_doubt_relisting(measure, texts, similarity) if measure.relists else measure for measure in measures)


def _doubt_relisting(relisting: Measure, texts: Mapping[int, str], similarity: Similarity) -> Measure:
    likeness = {number: similarity.likeness(relisting.text, text) for number, text in texts.items()}
    named = relisting.relists or 0
    best = max(likeness, key=lambda number: (likeness[number], number == named))
    if best == named:
        return relisting
    doubt = Doubt(RELISTED, str(named), str(best), _confidence(0.0), relisting.pages[0], relisting.lines)
    confidence = min(relisting.confidence, doubt.confidence)
    return replace(relisting, doubts=(*relisting.doubts, doubt), confidence=confidence)


def _confidence(margin: float) -> float:
    return round(1 / (1 + math.exp(-SHARPNESS * max(0.0, margin))), 3)


def _make_doubt(solved: SolvedPage, fact: str, cells: tuple[str, str, Cell], margin: float) -> Doubt:
    chosen, runner_up, cell = cells
    return Doubt(fact, chosen, runner_up, _confidence(margin), solved.page.number, cell.lines)


def _rivals(solved: SolvedPage, measure: MeasureDraft) -> Iterator[tuple[float, MeasureDraft]]:
    """The other readings of the measure, each with what it costs more than the chosen one."""
    best = solved.readings[0].cost
    for reading in solved.readings[1:]:
        rival = _same_measure(reading, measure)
        if rival:
            yield reading.cost - best, rival


def _same_measure(reading: Reading, measure: MeasureDraft) -> MeasureDraft | None:
    return next((other for other in reading.measures if other.label == measure.label), None)


def _doubt_text(solved: SolvedPage, measure: MeasureDraft) -> Iterator[Doubt]:
    others = ((margin, rival.text) for margin, rival in _rivals(solved, measure) if rival.text is not measure.text)
    for margin, rival in [*others][:1]:
        yield _make_doubt(solved, "text", (measure.text.text, rival.text, measure.text), margin)


def _doubt_actions(solved: SolvedPage, measure: MeasureDraft) -> Iterator[Doubt]:
    """Doubts about which ministries the measure has and which first-year step each of them."""
    chosen = _actions(measure)
    told = set()
    for margin, rival in _rivals(solved, measure):
        others = _actions(rival)
        for name, action in chosen.items():
            other = others.get(name)
            runner_up = other.text if other else f"{name}：この施策にはない / not in this measure"
            cell = action or measure.text
            if name not in told and other is not action and runner_up != cell.text:
                told.add(name)
                yield _make_doubt(solved, f"first-year step of {name}", (cell.text, runner_up, cell), margin)


def _actions(measure: MeasureDraft) -> dict[str, Cell | None]:
    return {cell.text: row.action for row in measure.rows for cell in row.ministries}


def _doubt_follow_ups(solved: SolvedPage, measure: MeasureDraft) -> Iterator[Doubt]:
    chosen = solved.schedules[0]
    for line, cell in chosen.pairs:
        if line.measure is not measure or cell is None:
            continue
        found = _cheapest_other(solved.schedules, line, cell)
        if found:
            margin, other = found
            fact = f"follow-up of {'、'.join(line.names)}"
            yield _make_doubt(solved, fact, (cell.text, other, cell), margin)


def _cheapest_other(schedules: Sequence[Schedule], line: Line, cell: Cell) -> tuple[float, str] | None:
    """The cheapest schedule that gives the line other words: what it costs more, and the words."""
    best = schedules[0].cost
    for schedule in schedules[1:]:
        for other, given in schedule.pairs:
            is_same = (
                other.measure is line.measure and other.action is line.action and set(other.names) & set(line.names)
            )
            if is_same and given is not None and given.text != cell.text:
                return schedule.cost - best, given.text
    return None


def _doubt_section(solved: SolvedPage, measure: MeasureDraft, place: Place) -> Iterator[Doubt]:
    if place.section and place.runner_up:
        cells = (place.section.text, place.runner_up.text, measure.text)
        yield _make_doubt(solved, "section", cells, place.margin * SECTION_SCALE)
