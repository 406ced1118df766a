"""Solves a page's right half: which follow-up cell continues which row, and which fiscal years each step spans."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy

from graph_builder.reader.cells import Cell, Page
from graph_builder.reader.layout import Columns
from graph_builder.reader.rows import MeasureDraft, RowDraft
from graph_builder.reader.wording import Habits, Use

# Costs, in the units of rows.py.
OTHER_YEARS = 3.0  # a wrapped cell is as wide as the years that it spans
OTHER_LINE = 3.0  # a follow-up on the same source line as a number or text stands in that measure
OUT_OF_ORDER_IN_MEASURE = 0.6  # above all within a measure
NOT_BEHIND = 1.0  # one right behind a displaced step follows that step
NOT_IN_RUN = 0.2  # a run of follow-ups right behind a displaced number or text begins with that measure's
UNLIKE_SISTER = 1.0  # rows of much the same first-year step are followed up in the same words
UNLIKE_MEASURE = 0.5  # so are most rows of one measure
OUT_OF_ORDER = 0.3  # follow-ups are mostly printed in the order of the rows
SPLIT_ROW = 1.0  # ministries that share a step but not its follow-up ...
SPLIT_IN_VAIN = 1.0  # ... have follow-ups of different words
SHARED_FOLLOW_UP = 0.7  # rows of one measure that share a follow-up
NO_FOLLOW_UP = 2.0
LEFT_OVER = 8.0
# Among equal words only the print order decides.
TIE = 0.01
SAME_STEP = 0.7
MOST_STRUCTURES = 400
# Sinkhorn's iterations that make each line take one follow-up and each follow-up stand in one line.
BALANCING_ROUNDS = 20


@dataclass(frozen=True)
class Line:
    """A row of the table with its steps: pairs of cell and fiscal years."""

    measure: MeasureDraft
    ministries: tuple[Cell, ...]
    steps: tuple[tuple[Cell, tuple[int, ...]], ...]

    @property
    def action(self) -> Cell | None:
        return self.steps[0][0] if self.steps else None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(cell.text for cell in self.ministries)


# Lines that share one follow-up.
Unit = tuple[Line, ...]


@dataclass(frozen=True)
class Schedule:
    """One way to hand out the follow-ups: ``cells`` go to ``units`` pairwise, ``closed`` lines get none."""

    units: tuple[Unit, ...]
    cells: tuple[Cell, ...]
    closed: tuple[Line, ...]
    cost: float

    @property
    def pairs(self) -> Iterator[tuple[Line, Cell | None]]:
        for unit, cell in zip(self.units, self.cells, strict=False):
            yield from ((line, cell) for line in unit)
        yield from ((line, None) for line in self.closed)


@dataclass
class TimetableProblem:
    page: Page
    measures: tuple[MeasureDraft, ...]
    columns: Columns

    def __post_init__(self) -> None:
        rows = [(measure, row) for measure in self.measures for row in measure.rows if row.action]
        self.actions = {row.action.index for _, row in rows if row.action}
        self.lines = [self._chain(measure, row) for measure, row in rows]
        taken = {cell.index for line in self.lines for cell, _ in line.steps}
        self.follow_ups = [cell for cell in self.page.of_kind("step") if cell.index not in taken]

    # --- cells printed right behind a row's step

    def _chain(self, measure: MeasureDraft, row: RowDraft) -> Line:
        years = list(self.page.fiscal_years)
        assert row.action is not None
        span = self.columns.first_span(row.action)
        steps = [(row.action, tuple(years[:span]))]
        years = years[span:]
        cell = row.action
        while years and (follower := self._follower(cell)):
            cell = follower
            steps.append((cell, (years.pop(0),)))
        return Line(measure, row.ministries, tuple(steps))

    def _follower(self, cell: Cell) -> Cell | None:
        """The cell printed right behind ``cell`` when it is wrapped in one later year's column."""
        index = cell.index + 1
        follower = self.page.cells[index] if index < len(self.page.cells) else None
        if follower is None or follower.kind != "step" or index in self.actions:
            return None
        return follower if self.columns.is_wrapped(follower) else None

    def years_left(self, line: Line) -> tuple[int, ...]:
        last = line.steps[-1][1][-1]
        return tuple(year for year in self.page.fiscal_years if year > last)

    def is_open(self, line: Line) -> bool:
        """Whether the line lacks a follow-up: a short-term measure's needs none behind its second year."""
        return bool(self.years_left(line)) and not (len(line.measure.text.terms) == 1 and len(line.steps) > 1)

    # --- the search

    def solve(self, habits: Habits) -> list[Schedule]:
        """The best schedules of the page, the best first."""
        self.habits = habits
        structures = itertools.islice(self._structures(), MOST_STRUCTURES)
        solved = sorted((self._assign(*structure) for structure in structures), key=lambda schedule: schedule.cost)
        return sorted((*solved, *self._iter_rivals(solved[0])), key=lambda schedule: schedule.cost) if solved else []

    def _iter_rivals(self, best: Schedule) -> Iterator[Schedule]:
        """Schedules near the best one that hand out its follow-ups in another order."""
        costs = AssignmentCosts(self, best.units)
        base = best.cost - costs.total(best.cells)
        for cells in _neighbours(best.cells):
            yield replace(best, cells=tuple(cells), cost=base + costs.total(cells))

    def weigh_uses(self, habits: Habits) -> Iterator[Use]:
        """How likely each open line is followed up by each cell, print order left aside."""
        self.habits = habits
        units = tuple((line,) for line in self.lines if self.is_open(line))
        if not units or not self.follow_ups:
            return
        costs = AssignmentCosts(self, units).single
        weights = numpy.exp([[-costs_of[cell.index] for cell in self.follow_ups] for costs_of in costs])
        for _ in range(BALANCING_ROUNDS):
            weights *= len(units) / len(self.follow_ups) / weights.sum(axis=0, keepdims=True)
            weights /= weights.sum(axis=1, keepdims=True)
        for (line,), shares in zip(units, weights.tolist(), strict=True):
            yield from ((self.page.number, line, cell.text, share) for cell, share in zip(self.follow_ups, shares, strict=True))

    def _structures(self) -> Iterator[tuple[tuple[Unit, ...], tuple[Line, ...], float]]:
        """The ways to make as many units as there are follow-ups: units, lines without one, and the cost."""
        closed = tuple(line for line in self.lines if not self.is_open(line))
        units = tuple((line,) for line in self.lines if self.is_open(line))
        surplus = len(self.follow_ups) - len(units)
        if surplus > 0:
            yield units, closed, LEFT_OVER * surplus
        for found, dropped, cost in _fit(units, surplus, self._drop_cost):
            yield found, closed + dropped, cost

    def _drop_cost(self, line: Line) -> float:
        return NO_FOLLOW_UP if len(self.years_left(line)) > 1 else NO_FOLLOW_UP / 4

    def _assign(self, units: tuple[Unit, ...], closed: tuple[Line, ...], cost: float) -> Schedule:
        """The cheapest order of the follow-ups for ``units``, improved by small changes."""
        costs = AssignmentCosts(self, units)
        starts = [list(self.follow_ups), costs.greedy_order()]
        total, cells = min((costs.improve(start) for start in starts), key=lambda found: found[0])
        return Schedule(units, tuple(cells), closed, cost + total)


def _fit(units: tuple[Unit, ...], surplus: int, drop_cost) -> Iterator[tuple[tuple[Unit, ...], tuple[Line, ...], float]]:
    """The units split (``surplus`` > 0), or joined or dropped (< 0), until the surplus is used up."""
    if surplus == 0:
        yield units, (), 0.0
        return
    if surplus > 0:
        for place, unit in enumerate(units):
            for above, below in _splits(unit[0]):
                rest = _fit(units[place + 1 :], surplus - 1, drop_cost)
                for found, dropped, cost in rest:
                    yield (*units[:place], above, below, *found), dropped, cost + SPLIT_ROW
        return
    for place, unit in enumerate(units):
        for found, dropped, cost in _fit(units[place + 1 :], surplus + 1, drop_cost):
            yield (*units[:place], *found), (*unit, *dropped), cost + sum(map(drop_cost, unit))
            above = units[place - 1] if place else None
            if above and above[0].measure is unit[0].measure and above[0].steps[-1][1] == unit[0].steps[-1][1]:
                joined = (*units[: place - 1], above + unit, *found)
                yield joined, dropped, cost + SHARED_FOLLOW_UP


def _splits(line: Line) -> Iterator[tuple[Unit, Unit]]:
    for cut in range(1, len(line.ministries)):
        yield (replace(line, ministries=line.ministries[:cut]),), (replace(line, ministries=line.ministries[cut:]),)


class AssignmentCosts:
    """What each unit costs with each follow-up, and each two units with their two."""

    def __init__(self, problem: TimetableProblem, units: Sequence[Unit]) -> None:
        self.problem, self.units = problem, units
        self.runs = {cell.index: cell.index - place for place, cell in enumerate(problem.follow_ups)}
        self.single = [{cell.index: self._single(unit, cell) for cell in problem.follow_ups} for unit in units]
        self.unlike = [[self._unlike(one, other) for other in units] for one in units]
        self.ordered = [[self._are_ordered(one, other) for other in units] for one in units]

    def greedy_order(self) -> list[Cell]:
        """The follow-ups with each unit, from the top, taking the cheapest that is left."""
        left, order = list(self.problem.follow_ups), []
        for costs in self.single:
            best = min(left, key=lambda cell: costs[cell.index])
            left.remove(best)
            order.append(best)
        return order + left

    def improve(self, cells: list[Cell]) -> tuple[float, list[Cell]]:
        """The cost and order reached when no small change helps."""
        total = self.total(cells)
        while True:
            cost, changed = min(((self.total(found), found) for found in _neighbours(cells)), default=(total, cells), key=_cost)
            if cost > total - TIE / 2:
                return total, cells
            total, cells = cost, changed

    def total(self, cells: Sequence[Cell]) -> float:
        cost = sum(costs[cell.index] for costs, cell in zip(self.single, cells, strict=False))
        pairs = itertools.combinations(range(len(self.units)), 2)
        return cost + sum(self._pair(one, other, cells[one], cells[other]) for one, other in pairs)

    def _pair(self, above: int, below: int, upper: Cell, lower: Cell) -> float:
        comparable = self.ordered[above][below] or self.runs[upper.index] == self.runs[lower.index]
        inverted = comparable and upper.index > lower.index
        out_of_order = OUT_OF_ORDER_IN_MEASURE if self._same_measure(above, below) else OUT_OF_ORDER
        if upper.text == lower.text:
            return TIE * inverted + SPLIT_IN_VAIN * self._is_split(above, below)
        return out_of_order * inverted + self.unlike[above][below]

    def _same_measure(self, above: int, below: int) -> bool:
        return self.units[above][0].measure is self.units[below][0].measure

    def _is_split(self, above: int, below: int) -> bool:
        return self.units[above][0].action is self.units[below][0].action

    def _unlike(self, one: Unit, other: Unit) -> float:
        """What it costs that two units are followed up in different words."""
        if one[0].action is other[0].action:
            return 0.0
        cost = UNLIKE_MEASURE * (one[0].measure is other[0].measure)
        if one[0].action is None or other[0].action is None:
            return cost
        likeness = self.problem.habits.similarity.cosine(one[0].action.text, other[0].action.text)
        return cost + UNLIKE_SISTER * (likeness > SAME_STEP)

    def _are_ordered(self, one: Unit, other: Unit) -> bool:
        """Whether print order counts: within a measure, and among measures printed line by line.

        It also counts within a run of follow-ups that nothing interrupts.
        """
        if one[0].measure is other[0].measure:
            return True
        return self._in_line(one) == self._in_line(other)

    def _in_line(self, unit: Unit) -> bool:
        cells, text = self.problem.page.cells, unit[0].measure.text
        behind = cells[text.index + 1] if text.index + 1 < len(cells) else None
        return behind is not None and behind.kind == "ministry"

    def _single(self, unit: Unit, cell: Cell) -> float:
        line = unit[0]
        own = {id(found) for found in (line.measure.label, line.measure.text)}
        glued = [
            other
            for other in self.problem.page.cells
            if other.kind in ("number", "text") and other.line_numbers & cell.line_numbers
        ]
        cost = OTHER_LINE * sum(id(other) not in own for other in glued)
        cost += self._width_cost(line, cell) + self._place_cost(line, cell)
        number = self.problem.page.number
        return cost + sum(self.problem.habits.cost(number, part, cell) for part in unit) / len(unit)

    def _width_cost(self, line: Line, cell: Cell) -> float:
        left, later = len(self.problem.years_left(line)), self.problem.columns.later
        if len(cell.widths) == 1:
            return OTHER_YEARS * (cell.widths[0] > (left + 0.4) * later + 2)
        return OTHER_YEARS * abs(left - self.problem.columns.later_span(cell))

    def _place_cost(self, line: Line, cell: Cell) -> float:
        """The cost of taking a follow-up that is printed right behind something of another measure."""
        cells = self.problem.page.cells
        before = cells[cell.index - 1]
        if before.index in self.problem.actions and not self._is_inline(before):
            return NOT_BEHIND * (before is not line.action)
        while before.kind == "step" and before.index not in self.problem.actions and before.index:
            before = cells[before.index - 1]
        if before.kind in ("number", "text"):
            return NOT_IN_RUN * (before is not line.measure.label and before is not line.measure.text)
        return 0.0

    def _is_inline(self, step: Cell) -> bool:
        return self.problem.page.cells[step.index - 1].kind == "ministry"


def finish(problem: TimetableProblem, schedule: Schedule) -> list[Line]:
    """The lines of the page with all their steps, from the top."""
    finished = []
    for line, cell in schedule.pairs:
        years = problem.years_left(line)
        if cell is not None:
            span = problem.columns.later_span(cell) if len(cell.widths) > 1 else len(years)
            line = replace(line, steps=(*line.steps, (cell, years[:span])))
        finished.append(line)
    order = [cell.index for measure in problem.measures for row in measure.rows for cell in row.ministries]
    return sorted(finished, key=lambda line: (order.index(line.ministries[0].index), line.steps[0][0].index))


def _cost(found: tuple[float, list[Cell]]) -> float:
    return found[0]


def _neighbours(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    """The orders reached by exchanging two cells or by moving one to another place."""
    for one, other in itertools.permutations(range(len(cells)), 2):
        if one < other:
            exchanged = list(cells)
            exchanged[one], exchanged[other] = exchanged[other], exchanged[one]
            yield exchanged
        moved = list(cells)
        moved.insert(other, moved.pop(one))
        yield moved
