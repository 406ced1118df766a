"""Hands the follow-ups of a page out to its lines, one each, at the least cost."""

import itertools
from collections.abc import Iterator, Sequence

from graph_builder.reader.cells import Cell
from graph_builder.reader.lines import Line, PageLines
from graph_builder.reader.wording import Habits

# Costs, in the units of prices.py.
OTHER_YEARS = 3.0  # a wrapped cell is as wide as the years that it spans
OTHER_LINE = 3.0  # a follow-up on the same source line as a number or text stands in that measure
OUT_OF_ORDER = 0.3  # follow-ups are mostly printed in the order of the rows ...
OUT_OF_ORDER_IN_MEASURE = 0.6  # ... above all within a measure
TIE = 0.01  # among equal words nothing else decides
NOT_BEHIND = 1.0  # one right behind a displaced step follows that step
NOT_IN_RUN = 0.5  # a run of follow-ups right behind a displaced number or text begins with that measure's
UNMERGED = 1.0  # one ministry's own cell of one year is printed behind it, not among the displaced ones
UNLIKE_SISTER = 1.0  # rows of much the same first-year step are followed up in the same words ...
SAME_STEP = 0.7  # ... when the steps are this much alike
UNLIKE_MEASURE = 0.5  # so are most rows of one measure
SPLIT_IN_VAIN = 1.0  # ministries with one step but two follow-ups have two of different words

# Lines that share one follow-up.
Unit = tuple[Line, ...]


class Assignment:
    """What each unit costs with each follow-up, and each two units with theirs."""

    def __init__(self, page: PageLines, units: Sequence[Unit], habits: Habits) -> None:
        self.page, self.units, self.habits = page, units, habits
        self.cells = page.page.cells
        self.runs = {cell.index: cell.index - place for place, cell in enumerate(page.follow_ups)}
        self.single = [{cell.index: self._single(unit, cell) for cell in page.follow_ups} for unit in units]
        self.unlike = [[self._unlike(one[0], other[0]) for other in units] for one in units]
        self.ordered = [[self._are_ordered(one[0], other[0]) for other in units] for one in units]

    def solve(self) -> tuple[float, list[Cell]]:
        """The least cost that small changes lead to, and the follow-up of each unit."""
        starts = (list(self.page.follow_ups), self._greedy_order())
        return min((self._improve(start) for start in starts), key=_cost)

    def total(self, cells: Sequence[Cell]) -> float:
        """The cost of giving the units these follow-ups, pairwise."""
        cost = sum(costs[cell.index] for costs, cell in zip(self.single, cells, strict=False))
        pairs = itertools.combinations(range(len(self.units)), 2)
        return cost + sum(self._pair(one, other, cells[one], cells[other]) for one, other in pairs)

    def _greedy_order(self) -> list[Cell]:
        """Each unit, from the top, takes the cheapest follow-up that is left."""
        left, order = list(self.page.follow_ups), []
        for costs in self.single:
            best = min(left, key=lambda cell: costs[cell.index])
            left.remove(best)
            order.append(best)
        return order + left

    def _improve(self, cells: list[Cell]) -> tuple[float, list[Cell]]:
        total = self.total(cells)
        while True:
            changes = ((self.total(found), found) for found in iter_changes(cells))
            cost, changed = min(changes, default=(total, cells), key=_cost)
            if cost > total - TIE / 2:
                return total, cells
            total, cells = cost, changed

    # --- two units

    def _pair(self, above: int, below: int, upper: Cell, lower: Cell) -> float:
        comparable = self.ordered[above][below] or self.runs[upper.index] == self.runs[lower.index]
        inverted = comparable and upper.index > lower.index
        one, other = self.units[above][0], self.units[below][0]
        if upper.text == lower.text:
            return TIE * inverted + SPLIT_IN_VAIN * (one.action is other.action)
        out_of_order = OUT_OF_ORDER_IN_MEASURE if one.measure is other.measure else OUT_OF_ORDER
        return out_of_order * inverted + self.unlike[above][below]

    def _unlike(self, one: Line, other: Line) -> float:
        """What it costs that two lines are followed up in different words."""
        if one.action is None or other.action is None or one.action is other.action:
            return 0.0
        likeness = self.habits.similarity.cosine(one.action.text, other.action.text)
        return UNLIKE_MEASURE * (one.measure is other.measure) + UNLIKE_SISTER * (likeness > SAME_STEP)

    def _are_ordered(self, one: Line, other: Line) -> bool:
        """Whether print order counts: within a measure, and among measures printed line by line.

        It also counts within a run of follow-ups that nothing interrupts.
        """
        return one.measure is other.measure or self._is_in_line(one) == self._is_in_line(other)

    def _is_in_line(self, line: Line) -> bool:
        behind = line.measure.text.index + 1
        return behind < len(self.cells) and self.cells[behind].kind == "ministry"

    # --- one unit

    def _single(self, unit: Unit, cell: Cell) -> float:
        line = unit[0]
        own = (line.measure.label.cell, line.measure.text)
        glued = self.page.glued[cell.index]
        cost = OTHER_LINE * sum(all(other is not found for found in own) for other in glued)
        cost += self._width(line, cell) + self._place(line, cell)
        cost += UNMERGED * (len(line.ministries) == 1 and self.page.columns.is_wrapped(cell))
        number = self.page.page.number
        return cost + sum(self.habits.cost(number, part, cell) for part in unit) / len(unit)

    def _width(self, line: Line, cell: Cell) -> float:
        left, later = len(self.page.years_left(line)), self.page.columns.later
        if len(cell.widths) == 1:
            return OTHER_YEARS * (cell.widths[0] > (left + 0.4) * later + 2)
        return OTHER_YEARS * abs(left - self.page.columns.later_span(cell))

    def _place(self, line: Line, cell: Cell) -> float:
        """The cost of taking a follow-up that is printed right behind something of another measure."""
        before = self.cells[cell.index - 1]
        if before.index in self.page.actions and self.cells[before.index - 1].kind != "ministry":
            return NOT_BEHIND * (before is not line.action)
        while before.kind == "step" and before.index not in self.page.actions and before.index:
            before = self.cells[before.index - 1]
        is_other = before is not line.measure.label.cell and before is not line.measure.text
        return NOT_IN_RUN * (before.kind in ("number", "text") and is_other)


def iter_changes(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    """The orders reached by exchanging two cells or by moving one to another place."""
    for one, other in itertools.permutations(range(len(cells)), 2):
        if one < other:
            exchanged = list(cells)
            exchanged[one], exchanged[other] = exchanged[other], exchanged[one]
            yield exchanged
        moved = list(cells)
        moved.insert(other, moved.pop(one))
        yield moved


def _cost(found: tuple[float, list[Cell]]) -> float:
    return found[0]
