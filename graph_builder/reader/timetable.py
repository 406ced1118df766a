"""Solves a page's right half: which follow-up cell continues which row, and which fiscal years each step spans."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from graph_builder.reader.cells import Cell, Page
from graph_builder.reader.layout import Columns
from graph_builder.reader.rows import MeasureDraft, RowDraft
from graph_builder.reader.similarity import Similarity, bigrams

# Costs, in the units of rows.py.
OTHER_YEARS = 3.0  # a wrapped cell is as wide as the years that it spans
OTHER_CONTENT = 3.0  # a follow-up that says more than 左記の実施状況を踏まえ speaks of its row's business
OTHER_LINE = 3.0  # a follow-up on the same source line as a number or text stands in that measure
UNUSUAL_WORDING = 1.0  # ministries word their follow-ups alike
UNLIKE_SISTER = 1.0  # rows of the same first-year step are followed up in the same words
UNLIKE_MEASURE = 0.5  # so are most rows of one measure
OUT_OF_ORDER = 0.3  # follow-ups are mostly printed in the order of the rows
NOT_BEHIND = 0.5  # or right behind their row's step
SPLIT_ROW = 1.0  # ministries that share a step but not its follow-up
SHARED_FOLLOW_UP = 0.7  # rows of one measure that share a follow-up
NO_FOLLOW_UP = 2.0
LEFT_OVER = 8.0
BEAM = 100
SMOOTHING = 4.0
# No habit is so firm that one exception costs more than this.
MOST_UNUSUAL = 1.5
SAME_STEP = 0.8


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


@dataclass(frozen=True)
class Schedule:
    """One way to hand out the follow-ups: the cell of each line, in order."""

    lines: tuple[tuple[Line, Cell | None], ...] = ()
    used: frozenset[int] = frozenset()
    cost: float = 0.0


Wordings = Mapping[str, Counter[str]]


@dataclass
class TimetableProblem:
    page: Page
    measures: tuple[MeasureDraft, ...]
    columns: Columns
    similarity: Similarity

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

    def solve(self, content: Similarity, wordings: Wordings) -> list[Schedule]:
        """The best schedules of the page, the best first.

        ``content`` weighs words by how rare they are in follow-ups; ``wordings`` are the ministries' habits.
        """
        self.content, self.wordings = content, wordings
        schedules = [Schedule()]
        for line in self.lines:
            found = (found for schedule in schedules for found in self._extend(schedule, line))
            schedules = _best(found)
        return _best(replace(item, cost=item.cost + self._left_over(item)) for item in schedules)

    def _left_over(self, schedule: Schedule) -> float:
        return LEFT_OVER * sum(cell.index not in schedule.used for cell in self.follow_ups)

    def _extend(self, schedule: Schedule, line: Line) -> Iterator[Schedule]:
        if not self.is_open(line):
            yield replace(schedule, lines=(*schedule.lines, (line, None)))
            return
        for cell in self._candidates(schedule):
            yield self._give(schedule, line, cell)
            for split in range(1, len(line.ministries)):
                above = replace(line, ministries=line.ministries[:split])
                below = replace(line, ministries=line.ministries[split:])
                given = self._give(schedule, above, cell)
                for other in self._candidates(given):
                    both = self._give(given, below, other)
                    yield replace(both, cost=both.cost + SPLIT_ROW)
        yield from self._share(schedule, line)
        none_cost = NO_FOLLOW_UP if len(self.years_left(line)) > 1 else NO_FOLLOW_UP / 4
        yield replace(schedule, lines=(*schedule.lines, (line, None)), cost=schedule.cost + none_cost)

    def _candidates(self, schedule: Schedule) -> Iterator[Cell]:
        """The next unused follow-up of each wording: cells of the same words are handed out in print order."""
        wordings = set()
        for cell in self.follow_ups:
            key = (cell.text, len(cell.widths) > 1)
            if cell.index not in schedule.used and (key not in wordings or self._is_glued(cell)):
                wordings.add(key)
                yield cell

    def _is_glued(self, cell: Cell) -> bool:
        return any(other.line_numbers & cell.line_numbers for other in self.page.cells if other is not cell)

    def _give(self, schedule: Schedule, line: Line, cell: Cell) -> Schedule:
        cost = schedule.cost + self._cell_cost(line, cell) + self._order_cost(schedule, line, cell)
        return Schedule((*schedule.lines, (line, cell)), schedule.used | {cell.index}, cost)

    def _share(self, schedule: Schedule, line: Line) -> Iterator[Schedule]:
        above, cell = schedule.lines[-1] if schedule.lines else (None, None)
        if above and cell and above.measure is line.measure and self.years_left(above) == self.years_left(line):
            cost = schedule.cost + SHARED_FOLLOW_UP + self._cell_cost(line, cell)
            yield replace(schedule, lines=(*schedule.lines, (line, cell)), cost=cost)

    # --- costs

    def _cell_cost(self, line: Line, cell: Cell) -> float:
        cost = self._width_cost(line, cell) + self._content_cost(line, cell) + self._wording_cost(line, cell)
        for other in self.page.cells:
            if other.kind in ("number", "text") and other.line_numbers & cell.line_numbers:
                cost += OTHER_LINE * (other is not line.measure.label and other is not line.measure.text)
        return cost + NOT_BEHIND * self._is_behind_other(line, cell)

    def _is_behind_other(self, line: Line, cell: Cell) -> bool:
        before = self.page.cells[cell.index - 1]
        return before.kind == "step" and before.index in self.actions and before is not line.steps[-1][0]

    def _width_cost(self, line: Line, cell: Cell) -> float:
        left = len(self.years_left(line))
        if len(cell.widths) == 1:
            return OTHER_YEARS * (cell.widths[0] > (left + 0.4) * self.columns.later + 2)
        return OTHER_YEARS * abs(left - self.columns.later_span(cell))

    def _content_cost(self, line: Line, cell: Cell) -> float:
        grams = bigrams(cell.text)
        said = self.content.weight(grams)
        own = bigrams(line.measure.text.text) | (bigrams(line.action.text) if line.action else frozenset())
        return OTHER_CONTENT * max(0.0, said - self.content.weight(grams & own)) / max(said, 60.0)

    def _wording_cost(self, line: Line, cell: Cell) -> float:
        here = Counter(other.text for other in self.follow_ups)
        usual = here[cell.text] / here.total()
        costs = []
        for name in line.names:
            known = self.wordings.get(name, Counter())
            likely = (known[cell.text] + SMOOTHING * usual) / (known.total() + SMOOTHING)
            costs.append(max(-MOST_UNUSUAL, min(MOST_UNUSUAL, -math.log(likely / usual))))
        return UNUSUAL_WORDING * sum(costs) / len(costs)

    def _order_cost(self, schedule: Schedule, line: Line, cell: Cell) -> float:
        cost = 0.0
        for other, given in schedule.lines:
            if given is None or given.text == cell.text:
                continue
            cost += OUT_OF_ORDER * (given.index > cell.index)
            cost += UNLIKE_MEASURE * (other.measure is line.measure)
            if other.action and line.action:
                likeness = self.similarity.likeness(other.action.text, line.action.text)
                cost += UNLIKE_SISTER * (likeness > SAME_STEP)
        return cost


def count_wordings(problems: Iterable[TimetableProblem]) -> Wordings:
    """How each ministry words its follow-ups, from the pages where all are worded alike."""
    wordings: dict[str, Counter[str]] = defaultdict(Counter)
    for problem in problems:
        texts = {cell.text for cell in problem.follow_ups}
        if len(texts) == 1:
            for name in (name for line in problem.lines for name in line.names):
                wordings[name].update(texts)
    return wordings


def finish(problem: TimetableProblem, schedule: Schedule) -> list[Line]:
    """The lines of the page with all their steps; lines that share all their steps stay apart."""
    lines = []
    for line, cell in schedule.lines:
        if cell is None:
            lines.append(line)
            continue
        years = problem.years_left(line)
        span = problem.columns.later_span(cell) if len(cell.widths) > 1 else len(years)
        lines.append(replace(line, steps=(*line.steps, (cell, years[:span]))))
    return lines


def _best(schedules: Iterable[Schedule]) -> list[Schedule]:
    return sorted(schedules, key=lambda schedule: schedule.cost)[:BEAM]
