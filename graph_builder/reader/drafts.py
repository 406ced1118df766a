"""What a page's rows are read as before they become records."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graph_builder.reader.cells import Cell
from graph_builder.reader.layout import Columns
from graph_builder.reader.similarity import Profile, Similarity


@dataclass(frozen=True)
class RowDraft:
    """Ministries that share a first-year step; a relisting's row has none."""

    ministries: tuple[Cell, ...]
    action: Cell | None


@dataclass(frozen=True)
class Label:
    """What numbers a line: ``cell`` prints the number, or, for a relisting, the reference to it.

    A measure that continues from the page before has no such cell.
    """

    number: int
    relists: bool
    cell: Cell | None


@dataclass(frozen=True)
class MeasureDraft:
    """A measure or relisting as far as one page shows it."""

    label: Label
    text: Cell
    rows: tuple[RowDraft, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The ministries, in order."""
        return tuple(cell.text for row in self.rows for cell in row.ministries)


@dataclass(frozen=True)
class Reading:
    """One way to read a page as far as its ministries have been placed, from the top, with its cost.

    ``used`` are the indices of the labels, texts and steps that it has placed; ``waiting`` are ministries of the last
    measure whose step is yet to be found.
    """

    measures: tuple[MeasureDraft, ...] = ()
    used: frozenset[int] = frozenset()
    waiting: tuple[Cell, ...] = ()
    cost: float = 0.0

    @property
    def names(self) -> tuple[str, ...]:
        """The ministries of the last measure, those waiting included."""
        return (*self.measures[-1].names, *(cell.text for cell in self.waiting))

    def open(self, measure: MeasureDraft, price: float) -> "Reading":
        """The reading with a further measure."""
        cells = (measure.text, *([measure.label.cell] if measure.label.cell else []))
        used = self.used | {cell.index for cell in cells}
        return Reading((*self.measures, measure), used, (), self.cost + price)

    def with_rows(self, rows: tuple[RowDraft, ...], price: float, taken: Cell | None = None) -> "Reading":
        """The reading with other rows of its last measure, nobody waiting, and the step ``taken`` used."""
        measures = (*self.measures[:-1], replace(self.measures[-1], rows=rows))
        used = self.used | {taken.index} if taken else self.used
        return Reading(measures, used, (), self.cost + price)


@dataclass(frozen=True)
class Knowledge:
    """What is known about the document when a page is read.

    ``profiles`` are the ministries' words, ``others`` the names of unnamed bodies such as 関係府省.
    """

    similarity: Similarity
    profiles: Mapping[str, Profile]
    others: frozenset[str]
    columns: Columns

    def affinity(self, ministry: Cell, cell: Cell) -> float:
        """How likely the cell is the ministry's business, 0 to 1."""
        profile = self.profiles.get(ministry.text)
        return self.similarity.affinity(profile, cell.text) if profile else 0.5
