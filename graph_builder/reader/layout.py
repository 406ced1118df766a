"""What a page's lines tell about its columns: their widths, and which paragraphs belong to one cell."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from graph_builder.reader.cells import Cell, Page

# A wrapped line may fall short of its column by a character or two (no 、or 。begins a line), or run over it.
SLACK = 1.5
# A column is clearly wider than another from here on.
WIDER = 1.3
BULLETS = ("・", "①", "②", "③", "④", "⑤")


@dataclass(frozen=True)
class Columns:
    """Widths in full-width characters: of the first year's column on a page, and of a later year's."""

    first: float
    later: float

    def exceeds_first(self, cell: Cell) -> bool:
        """Whether the cell is wider than the first year's column."""
        return max(cell.widths) > self.first + SLACK

    def is_wrapped(self, cell: Cell) -> bool:
        """Whether the cell is printed as one wrapped column of a later year."""
        return len(cell.widths) > 1 and max(cell.widths) <= self.later + 2 * SLACK

    def first_span(self, cell: Cell) -> int:
        """How many years a step spans that begins in the first year."""
        return 1 + round(max(0.0, max(cell.widths) - self.first - SLACK) / self.later)

    def later_span(self, cell: Cell) -> int:
        """How many years a wrapped step spans that begins in a later year."""
        return max(1, round(max(cell.widths) / self.later))


def _first_column_cells(page: Page) -> list[Cell]:
    pairs = zip(page.cells, page.cells[1:], strict=False)
    return [step for cell, step in pairs if cell.kind == "ministry" and step.kind == "step" and len(step.widths) > 1]


def measure_columns(pages: Sequence[Page], follow_up: str) -> list[Columns]:
    """The columns of each page; a page without evidence takes the document's. Follow-ups begin with ``follow_up``."""
    firsts = [[max(cell.widths) for cell in _first_column_cells(page)] for page in pages]
    usual = _median((width for widths in firsts for width in widths), 15.0)
    wrapped = (
        max(cell.widths)
        for page in pages
        for cell in page.of_kind("step")
        if cell.text.startswith(follow_up) and len(cell.widths) > 1 and max(cell.widths) < WIDER * usual
    )
    later = _median(wrapped, usual)
    return [Columns(_median(widths, usual), later) for widths in firsts]


def _median(widths: Iterable[float], default: float) -> float:
    found = list(widths)
    return statistics.median(found) if found else default


def join_paragraphs(page: Page, columns: Columns) -> Page:
    """The page with those steps joined that are one cell printed with a gap inside."""
    cells: list[Cell] = []
    in_first_column = False
    for cell in page.cells:
        before = cells[-1] if cells else None
        if before and before.kind == cell.kind == "step" and _is_one_cell(before, cell, columns, in_first_column):
            cells[-1] = replace(before, pieces=before.pieces + cell.pieces)
            continue
        in_first_column = bool(before and before.kind == "ministry" and cell.kind == "step")
        cells.append(cell)
    return replace(page, cells=tuple(replace(cell, index=index) for index, cell in enumerate(cells)))


def _count_items(cell: Cell) -> int:
    """How many items the cell lists; a cell of one item is continued by another, a list of several is complete."""
    return sum(piece.text.startswith(BULLETS) for piece in cell.pieces)


def _is_one_cell(above: Cell, below: Cell, columns: Columns, in_first_column: bool) -> bool:
    if columns.exceeds_first(below) or columns.exceeds_first(above):
        return False
    if below.text.startswith(BULLETS):
        return in_first_column and _count_items(above) == 1 and _count_items(below) == 1
    if above.widths[-1] > columns.first - 1 and not above.text.endswith("。"):
        return True  # the line above was wrapped, so its sentence goes on
    wide_first = columns.first > WIDER * columns.later
    return in_first_column and wide_first and len(below.widths) > 1 and max(below.widths) > WIDER * columns.later
