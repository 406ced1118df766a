"""Lays a measure's steps out as a table of ministries by fiscal years."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.views import RowView, StepView, Thing


@dataclass(frozen=True)
class Cell:
    """A cell of the table: a step or nothing, over ``span`` years."""

    step: StepView | None
    years: tuple[int, ...]

    @property
    def span(self) -> int:
        """How many columns it takes."""
        return len(self.years)


@dataclass(frozen=True)
class Lane:
    """One line of cells; the first lane of a row names its ministries over ``height`` lanes, the others over 0."""

    ministries: tuple[Thing, ...]
    height: int
    cells: tuple[Cell, ...]


def lay_out(rows: Sequence[RowView], years: Sequence[int]) -> tuple[Lane, ...]:
    """The lanes of all rows; steps of one row that share a year stand below each other."""
    lanes = []
    for row in rows:
        stacks = _stack(row.steps)
        for position, steps in enumerate(stacks):
            height = len(stacks) if position == 0 else 0
            lanes.append(Lane(row.ministries, height, _fill(steps, years)))
    return tuple(lanes)


def _stack(steps: Sequence[StepView]) -> list[list[StepView]]:
    stacks: list[list[StepView]] = []
    for step in sorted(steps, key=lambda one: one.fiscal_years[0]):
        free = next((stack for stack in stacks if stack[-1].fiscal_years[-1] < step.fiscal_years[0]), None)
        if free is None:
            stacks.append([step])
        else:
            free.append(step)
    return stacks


def _fill(steps: Sequence[StepView], years: Sequence[int]) -> tuple[Cell, ...]:
    """The steps in their years, the years without one filled with empty cells."""
    cells: list[Cell] = []
    for year in years:
        step = next((one for one in steps if one.fiscal_years[0] <= year <= one.fiscal_years[-1]), None)
        if step is None:
            cells.append(Cell(None, (year,)))
        elif cells and cells[-1].step is step:
            cells[-1] = Cell(step, (*cells[-1].years, year))
        else:
            cells.append(Cell(step, (year,)))
    return tuple(cells)
