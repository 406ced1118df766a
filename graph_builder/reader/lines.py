"""The rows of a page as lines of the timetable: the steps that print order gives them, and the years left."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph_builder.reader.cells import Cell, Page
from graph_builder.reader.drafts import MeasureDraft, RowDraft
from graph_builder.reader.layout import Columns

Years = tuple[int, ...]


@dataclass(frozen=True)
class Line:
    """A row of the table with its steps: pairs of cell and fiscal years. A relisting's has none."""

    measure: MeasureDraft
    ministries: tuple[Cell, ...]
    steps: tuple[tuple[Cell, Years], ...]

    @property
    def action(self) -> Cell | None:
        """The first-year step."""
        return self.steps[0][0] if self.steps else None

    @property
    def names(self) -> tuple[str, ...]:
        """Its ministries."""
        return tuple(cell.text for cell in self.ministries)

    @property
    def is_short(self) -> bool:
        """Whether the measure has one term only."""
        return len(self.measure.text.terms) == 1


class PageLines:
    """The lines of a page, and its ``follow_ups``: the steps that print order gives to none of them.

    ``glued`` are the numbers and texts on a follow-up's source lines, by its index.
    """

    def __init__(self, page: Page, measures: Sequence[MeasureDraft], columns: Columns) -> None:
        self.page, self.measures, self.columns = page, measures, columns
        rows = [(measure, row) for measure in measures for row in measure.rows if row.action]
        self.actions = {row.action.index for _, row in rows if row.action}
        self.lines = [self._chain(measure, row, row.action) for measure, row in rows if row.action]
        taken = {cell.index for line in self.lines for cell, _ in line.steps}
        self.follow_ups = [cell for cell in page.of_kind("step") if cell.index not in taken]
        labels = page.of_kind("number", "text")
        self.glued = {
            cell.index: [label for label in labels if label.line_numbers & cell.line_numbers]
            for cell in self.follow_ups
        }

    def _chain(self, measure: MeasureDraft, row: RowDraft, action: Cell) -> Line:
        """The row with the steps of single years that are printed right behind its first one.

        One ministry's own would stand behind the ministry: behind a displaced step they are those of a merged row.
        """
        years = list(self.page.fiscal_years)
        span = self.columns.first_span(action)
        steps, years = [(action, tuple(years[:span]))], years[span:]
        is_own = len(row.ministries) == 1 and action.index != row.ministries[0].index + 1
        while years and not is_own and (follower := self._follower(steps[-1][0])):
            steps.append((follower, (years.pop(0),)))
        return Line(measure, row.ministries, tuple(steps))

    def _follower(self, cell: Cell) -> Cell | None:
        """The cell printed right behind ``cell`` when it is wrapped in one later year's column."""
        index = cell.index + 1
        follower = self.page.cells[index] if index < len(self.page.cells) else None
        if follower is None or follower.kind != "step" or index in self.actions:
            return None
        return follower if self.columns.is_wrapped(follower) else None

    def years_left(self, line: Line) -> Years:
        """The fiscal years behind the line's last step."""
        last = line.steps[-1][1][-1]
        return tuple(year for year in self.page.fiscal_years if year > last)

    def is_open(self, line: Line) -> bool:
        """Whether the line lacks a follow-up: a short-term measure's needs none behind its second step."""
        return bool(self.years_left(line)) and not (line.is_short and len(line.steps) > 1)

    def is_loose(self, line: Line) -> bool:
        """Whether the line has one step, on one source line wider than the first column: its cell may be wider yet."""
        step = line.steps[0][0]
        return len(line.steps) == len(step.widths) == 1 and self.columns.exceeds_first(step)

    def close(self, line: Line, follow_up: Cell | None) -> Line:
        """The line with its follow-up; a loose one without any fills all years."""
        years = self.years_left(line)
        if follow_up is not None:
            span = self.columns.later_span(follow_up) if len(follow_up.widths) > 1 else len(years)
            return replace(line, steps=(*line.steps, (follow_up, years[:span])))
        if self.is_loose(line):
            return replace(line, steps=((line.steps[0][0], self.page.fiscal_years),))
        return line
