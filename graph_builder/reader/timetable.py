"""Solves a page's right half: which follow-up cell continues which row, and which fiscal years each step spans."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy

from graph_builder.reader.assignment import Assignment, Unit, iter_changes
from graph_builder.reader.cells import Cell
from graph_builder.reader.lines import Line, PageLines
from graph_builder.reader.wording import Habits, Use

# Costs, in the units of prices.py.
SPLIT_ROW = 1.0  # ministries that share a step but not its follow-up
SHARED_FOLLOW_UP = 0.7  # rows of one measure that share a follow-up
NO_FOLLOW_UP = 2.0
NO_LAST_FOLLOW_UP = 0.5  # a row may end before the last year
LEFT_OVER = 8.0  # a follow-up belongs to somebody
# There may be very many ways to split and join; the first ones are the most alike to the table as it is.
MOST_STRUCTURES = 400
# Sinkhorn's iterations that make each line take one follow-up and each follow-up stand in one line.
BALANCING_ROUNDS = 20


@dataclass(frozen=True)
class Schedule:
    """One way to hand out the follow-ups: ``cells`` go to ``units`` pairwise, ``closed`` lines get none."""

    units: tuple[Unit, ...]
    cells: tuple[Cell, ...]
    closed: tuple[Line, ...]
    cost: float

    @property
    def pairs(self) -> Iterator[tuple[Line, Cell | None]]:
        """Each line with its follow-up; cells beyond the units are left over."""
        for unit, cell in zip(self.units, self.cells, strict=False):
            yield from ((line, cell) for line in unit)
        yield from ((line, None) for line in self.closed)


@dataclass(frozen=True)
class Structure:
    """As many units as there are follow-ups, lines without one, and what it costs to split and join them so."""

    units: tuple[Unit, ...]
    closed: tuple[Line, ...]
    cost: float = 0.0


def solve_timetable(page: PageLines, habits: Habits) -> list[Schedule]:
    """The best schedules of the page, the best first."""
    solved = []
    for structure in itertools.islice(_iter_structures(page), MOST_STRUCTURES):
        cost, cells = Assignment(page, structure.units, habits).solve()
        solved.append(Schedule(structure.units, tuple(cells), structure.closed, structure.cost + cost))
    rivals = _iter_rivals(page, min(solved, key=_cost), habits)
    return sorted((*solved, *rivals), key=_cost)


def _cost(schedule: Schedule) -> float:
    return schedule.cost


def _iter_rivals(page: PageLines, best: Schedule, habits: Habits) -> Iterator[Schedule]:
    """Schedules near the best one that hand out its follow-ups in another order."""
    assignment = Assignment(page, best.units, habits)
    base = best.cost - assignment.total(best.cells)
    for cells in iter_changes(best.cells):
        yield replace(best, cells=tuple(cells), cost=base + assignment.total(cells))


def _iter_structures(page: PageLines) -> Iterator[Structure]:
    closed = tuple(line for line in page.lines if not page.is_open(line))
    units = tuple((line,) for line in page.lines if page.is_open(line))
    surplus = len(page.follow_ups) - len(units)
    if surplus > 0:
        yield Structure(units, closed, LEFT_OVER * surplus)

    def price_drop(line: Line) -> float:
        is_complete = len(page.years_left(line)) <= 1 or page.is_loose(line)
        return NO_LAST_FOLLOW_UP if is_complete else NO_FOLLOW_UP

    for found in _fit(units, surplus, price_drop):
        yield replace(found, closed=closed + found.closed)


def _fit(units: tuple[Unit, ...], surplus: int, price_drop: Callable[[Line], float]) -> Iterator[Structure]:
    """The units split (``surplus`` > 0), or joined or dropped (< 0), until the surplus is used up."""
    if surplus == 0:
        yield Structure(units, ())
    for place, unit in enumerate(units if surplus else ()):
        above, below = units[:place], units[place + 1 :]
        for rest in _fit(below, surplus + (1 if surplus < 0 else -1), price_drop):
            yield from _split(above, unit, rest) if surplus > 0 else _drop(above, unit, rest, price_drop)


def _split(above: tuple[Unit, ...], unit: Unit, rest: Structure) -> Iterator[Structure]:
    """The ministries of the unit's line take two follow-ups."""
    line = unit[0]
    for cut in range(1, len(line.ministries)):
        upper, lower = (replace(line, ministries=part) for part in (line.ministries[:cut], line.ministries[cut:]))
        yield Structure((*above, (upper,), (lower,), *rest.units), rest.closed, rest.cost + SPLIT_ROW)


def _drop(
    above: tuple[Unit, ...], unit: Unit, rest: Structure, price_drop: Callable[[Line], float]
) -> Iterator[Structure]:
    """The unit takes no follow-up, or shares that of the unit above it."""
    price = sum(map(price_drop, unit))
    yield Structure((*above, *rest.units), (*unit, *rest.closed), rest.cost + price)
    if above and above[-1][0].measure is unit[0].measure and above[-1][0].steps[-1][1] == unit[0].steps[-1][1]:
        joined = (*above[:-1], above[-1] + unit, *rest.units)
        yield Structure(joined, rest.closed, rest.cost + SHARED_FOLLOW_UP)


def guess_uses(page: PageLines) -> Iterator[Use]:
    """Every follow-up of the page is as likely in each of its open lines."""
    for line in filter(page.is_open, page.lines):
        for cell in page.follow_ups:
            yield page.page.number, line, cell.text, 1 / len(page.follow_ups)


def weigh_uses(page: PageLines, habits: Habits) -> Iterator[Use]:
    """How likely each open line is followed up by each cell, print order among them left aside."""
    lines = [line for line in page.lines if page.is_open(line)]
    if not lines or not page.follow_ups:
        return
    costs = Assignment(page, [(line,) for line in lines], habits).single
    weights = numpy.exp([[-costs_of[cell.index] for cell in page.follow_ups] for costs_of in costs])
    for _ in range(BALANCING_ROUNDS):
        weights *= len(lines) / len(page.follow_ups) / weights.sum(axis=0, keepdims=True)
        weights /= weights.sum(axis=1, keepdims=True)
    for line, shares in zip(lines, weights.tolist(), strict=True):
        for cell, share in zip(page.follow_ups, shares, strict=True):
            yield page.page.number, line, cell.text, share


def finish(page: PageLines, schedule: Schedule) -> list[Line]:
    """The lines of the page with all their steps, from the top."""
    order = [cell.index for measure in page.measures for row in measure.rows for cell in row.ministries]
    finished = [page.close(line, cell) for line, cell in schedule.pairs]
    return sorted(finished, key=lambda line: (order.index(line.ministries[0].index), line.steps[0][0].index))
