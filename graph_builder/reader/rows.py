"""Solves a page's left half: which text, number, ministries and first-year steps stand in one line of the table.

The ministries keep their order of print, so they are placed one by one, from the top; a beam of the cheapest readings
is kept on the way.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph_builder.reader.cells import Cell
from graph_builder.reader.clues import Clues
from graph_builder.reader.drafts import Label, MeasureDraft, Reading, RowDraft
from graph_builder.reader.prices import GIVEN_STEP, SECOND_LINE, Prices

# How many readings are kept at each ministry, and how many of those that leave the same cells to be placed.
BEAM = 50
ALIKE = 3
MOVED_MINISTRY = 0.5  # a ministry printed apart from the others may stand anywhere in its column ...
MOVED_FAR = 0.01  # ... near rather than far


class RowSearch:
    """Finds the best readings of one page; ``continued`` is the measure that the page before ended with."""

    def __init__(self, clues: Clues, continued: int | None) -> None:
        self.clues, self.continued = clues, continued
        self.prices = Prices(clues)

    def solve(self) -> list[Reading]:
        """The best readings of the page, the best first; none where the cells fit together in no way."""
        return _best(found for order, price in self._iter_orders() for found in self._solve_order(order, price))

    def _iter_orders(self) -> Iterator[tuple[tuple[Cell, ...], float]]:
        """The orders that the ministries may have and their prices: as printed, or with a stray one elsewhere."""
        printed = self.clues.ministries
        yield printed, 0.0
        if stray := self.clues.stray_ministry:
            for place in range(len(printed) - 1):
                price = MOVED_MINISTRY + MOVED_FAR * (len(printed) - 1 - place)
                yield (*printed[:place], stray, *printed[place:-1]), price

    def _solve_order(self, order: tuple[Cell, ...], price: float) -> list[Reading]:
        beam = [Reading(cost=price)]
        for place, ministry in enumerate(order):
            found = (found for reading in beam for found in self._extend(reading, ministry))
            beam = _best(reading for reading in found if self._can_end(reading, order[place + 1 :]))
        return _best(replace(reading, cost=reading.cost + self.prices.close(reading)) for reading in beam)

    def _can_end(self, reading: Reading, rest: tuple[Cell, ...]) -> bool:
        """Whether enough ministries and steps are left for the measures that are still to come."""
        clues = self.clues
        numbers = len(clues.left(clues.numbers, reading.used))
        references = len(clues.left(clues.references, reading.used))
        steps = len(clues.left(clues.displaced, reading.used)) + sum(cell.index in clues.inline for cell in rest)
        return numbers + references <= len(rest) and numbers + bool(reading.waiting) <= steps

    def _extend(self, reading: Reading, ministry: Cell) -> Iterator[Reading]:
        anchored = self.clues.anchors.get(ministry.index)
        if reading.measures and not anchored:
            yield from self._add_ministry(reading, ministry, self.prices.continue_measure(reading, ministry))
        if not reading.waiting:
            for opened in self._open_measures(reading, ministry, anchored):
                yield from self._add_ministry(opened, ministry, 0.0)

    # --- opening a measure

    def _open_measures(self, reading: Reading, ministry: Cell, anchored: Cell | None) -> Iterator[Reading]:
        price = self.prices.break_measure(reading, ministry)
        free = [text for text in self.clues.texts if text not in self.clues.anchors.values()]
        texts = self.clues.left([anchored] if anchored else free, reading.used)
        for label in self._iter_labels(reading):
            for text in texts:
                if self._may_label(label, text, reading):
                    opening = self.prices.open_measure(label, text, ministry)
                    yield reading.open(MeasureDraft(label, text), price + opening)

    def _iter_labels(self, reading: Reading) -> Iterator[Label]:
        """What may number the next line: the smallest number left, or any reference of a relisting."""
        if self.clues.is_continued and self.continued and not reading.measures:
            yield Label(self.continued, relists=False, cell=None)
            return
        for number in self.clues.left(self.clues.numbers, reading.used)[:1]:
            yield Label(number.value, relists=False, cell=number)
        for reference in self.clues.left(self.clues.references, reading.used):
            yield Label(reference.value, relists=True, cell=reference)

    def _may_label(self, label: Label, text: Cell, reading: Reading) -> bool:
        """Whether print order leaves the label to the text: number or 再掲, text and ministry in a row are a line."""
        marks = self.clues.line_marks
        if mark := marks.get(text.index):
            return label.relists if mark.kind == "relisting" else mark is label.cell
        if not label.relists:
            return label.cell is None or label.cell not in marks.values()
        reserved = [index for index, mark in marks.items() if mark.kind == "relisting" and index not in reading.used]
        return len(self.clues.left(self.clues.references, reading.used)) > len(reserved)

    # --- adding a ministry to the last measure

    def _add_ministry(self, reading: Reading, ministry: Cell, price: float) -> Iterator[Reading]:
        if reading.measures[-1].label.relists:
            yield from self._join_relisting(reading, ministry, price)
            return
        own = self.clues.inline.get(ministry.index)
        for action in self.clues.left([own] if own else self.clues.displaced, reading.used):
            yield from self._take_step(reading, (*reading.waiting, ministry), action, price)
        if own is None:
            waiting = (*reading.waiting, ministry)
            yield replace(reading, waiting=waiting, cost=reading.cost + price + self.prices.wait(reading))
            yield from self._join_rows(reading, ministry, price)
        elif reading.waiting and own.index not in reading.used:
            yield from self._give_step(reading, ministry, own, price)

    def _join_relisting(self, reading: Reading, ministry: Cell, price: float) -> Iterator[Reading]:
        """The relisting has the ministry too, unless a step is printed behind that: relistings have none."""
        if ministry.index not in self.clues.inline:
            measure = reading.measures[-1]
            above = measure.rows[0].ministries if measure.rows else ()
            joined = (RowDraft((*above, ministry), None),)
            yield reading.with_rows(joined, price + self.prices.join_relisting(measure, ministry))

    def _take_step(
        self, reading: Reading, ministries: tuple[Cell, ...], action: Cell, price: float
    ) -> Iterator[Reading]:
        """A new row; perhaps a second one with the displaced step printed right behind the first's."""
        row = RowDraft(ministries, action)
        measure = reading.measures[-1]
        taken = reading.with_rows((*measure.rows, row), price + self.prices.take_step(measure, row, action), action)
        yield taken
        below = self.clues.cell(action.index + 1)
        displaced = self.clues.left(self.clues.displaced, reading.used)
        if action in displaced and below in displaced and below:
            measure, line = taken.measures[-1], RowDraft(ministries, below)
            second = SECOND_LINE + self.prices.take_step(measure, line, below)
            yield taken.with_rows((*measure.rows, line), second, below)

    def _give_step(self, reading: Reading, ministry: Cell, own: Cell, price: float) -> Iterator[Reading]:
        """The step printed behind ``ministry`` is that of the ministries waiting above, and it joins another row."""
        measure, row = reading.measures[-1], RowDraft(reading.waiting, own)
        giving = GIVEN_STEP + self.prices.take_step(measure, row, own)
        given = reading.with_rows((*measure.rows, row), giving, own)
        yield from self._join_rows(given, ministry, price)

    def _join_rows(self, reading: Reading, ministry: Cell, price: float) -> Iterator[Reading]:
        """The ministry shares the step of a row above it."""
        rows = reading.measures[-1].rows
        for place, row in enumerate(() if reading.waiting else rows):
            if row.action:
                joined = RowDraft((*row.ministries, ministry), row.action)
                joining = self.prices.join_row(ministry, row.action, is_last=place == len(rows) - 1)
                yield reading.with_rows((*rows[:place], joined, *rows[place + 1 :]), price + joining)


def _best(readings: Iterable[Reading]) -> list[Reading]:
    """The cheapest readings, at most ``ALIKE`` of those that leave the same cells to be placed."""
    kept: list[Reading] = []
    counts: Counter[tuple[frozenset[int], int, int]] = Counter()
    for reading in sorted(readings, key=lambda reading: reading.cost):
        last = reading.measures[-1].text.index if reading.measures else -1
        key = (reading.used, last, len(reading.waiting))
        counts[key] += 1
        if counts[key] <= ALIKE:
            kept.append(reading)
        if len(kept) == BEAM:
            break
    return kept
