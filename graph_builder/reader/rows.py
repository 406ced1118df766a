"""Solves a page's left half: which text, number, ministries and first-year steps stand in one line of the table."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from graph_builder.reader.cells import Cell, Page
from graph_builder.reader.layout import Columns
from graph_builder.reader.similarity import Profile, Similarity

# Costs of a reading, in arbitrary units. Evidence of print order that the document never breaks is dear,
# evidence that it sometimes breaks is cheap, likeness of texts lies between.
NUMBER_BEHIND = 1.2  # a number printed right behind a text is that text's, four times in five
NUMBER_BEFORE = 0.4  # one right before it, three times in five
MORE_THAN_LINE = 3.0  # number, text and ministry printed in sequence are one line: the measure has no other
REPEATED_MINISTRY = 4.0  # a measure names a ministry once
AFTER_OTHERS = 3.0  # 関係府省 closes the list of a measure
EARLY_BREAK = 0.5  # so a new measure begins where a name repeats or after 関係府省
UNLIKE_STEP = 4.0  # a first-year step restates its measure ...
FOREIGN_TEXT = 1.5  # ... or at least is that ministry's business, and so is the measure
FOREIGN_STEP = 1.0
FOREIGN_LEAD = 1.5  # above all the business of the ministry that leads the list
SHARED_STEP = 0.2  # a displaced step is shared by the ministries beside it ...
SHARED_ABOVE = 2.0  # ... a step with a line of its own seldom is, with the ministry below
SHARED_BELOW = 1.5  # ... or above
SHARED_APART = 1.2  # ... or by one that is not beside it
WIDE_STEP = 1.0  # a first-year step wider than its column is rare
LEFT_OVER_WIDE = 0.7
LEFT_OVER_STEP = 2.5  # a step of the first column belongs to somebody ...
LEFT_OVER_CHAINED = 0.3  # ... unless it continues the step printed before it, in much the same words
TORN_CHAIN = 1.0
SECOND_LINE = 1.0  # a ministry seldom has two lines of one measure
LATER_FIRST = 0.2  # displaced steps of a measure keep their order
UNLIKE_RELISTING = 6.0  # a relisted text repeats its measure's
OTHER_MINISTRIES = 0.8  # measures of much the same text have the same ministries, one by one ...
OTHER_ORDER = 0.5  # ... in the same order
SAME_MEASURE = 3.0  # above all a relisting and its measure
OTHER_OWNERS = 3.0  # the same step printed twice belongs to the same ministries
MOVED_MINISTRY = 0.5  # a ministry printed out of its place may stand anywhere in its column
MOVED_FAR = 0.01  # ... near rather than far
GIVEN_STEP = 1.0  # a step behind a run of ministries may belong to another of them than the last
MISSING_FOLLOW_UP = 0.8  # each row is followed up once
NO_ROOM = 3.0  # a measure with a follow-up on its number's source line has a row that leaves room for it
SURELY_RELISTED = 0.6
SISTERS = 0.6  # texts this alike belong to sister measures
NO_READING = 50.0
BEAM = 100
ALIKE = 3

FOLLOW_UP = "左記"


@dataclass(frozen=True)
class RowDraft:
    """Ministries that share a first-year step."""

    ministries: tuple[Cell, ...]
    action: Cell | None


@dataclass(frozen=True)
class MeasureDraft:
    """A measure or relisting as far as one page shows it; ``relists`` marks a relisting of ``number``."""

    number: int
    relists: bool
    label: Cell | None
    text: Cell
    rows: tuple[RowDraft, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(cell.text for row in self.rows for cell in row.ministries)


@dataclass(frozen=True)
class Reading:
    """One way to read a page, with its cost."""

    measures: tuple[MeasureDraft, ...] = ()
    used: frozenset[int] = frozenset()
    waiting: tuple[Cell, ...] = ()
    cost: float = 0.0


@dataclass(frozen=True)
class Knowledge:
    """What is known about the document when a page is read."""

    similarity: Similarity
    profiles: Mapping[str, Profile]
    others: frozenset[str]
    columns: Columns


Label = tuple[int, bool, Cell | None]


@dataclass
class PageProblem:
    page: Page
    known: Knowledge
    drafts: tuple[MeasureDraft, ...] = ()
    continued: int | None = None

    def __post_init__(self) -> None:
        self.known_texts = {draft.number: draft.text.text for draft in self.drafts if not draft.relists}
        self.ministries = self.page.of_kind("ministry")
        self.texts = self.page.of_kind("text")
        self.numbers = tuple(sorted(self.page.of_kind("number"), key=lambda cell: cell.value))
        self.references = self.page.of_kind("reference")
        self.is_continued = len(self.texts) > len(self.numbers) + len(self.references)
        self.inline = {cell.index: step for cell in self.ministries if (step := self._inline_step(cell))}
        self.inline_steps = {step.index for step in self.inline.values()}
        self.pool = [cell for cell in self.page.of_kind("step") if self._may_be_first(cell)]
        self.displaced = [cell for cell in self.pool if cell.index not in self.inline_steps]
        self.anchors = self._find_anchors()
        self.line_marks = self._find_line_marks()
        step_lines = {line for step in self.page.of_kind("step") for line in step.line_numbers}
        self.followed_labels = [number for number in self.numbers if number.line_numbers & step_lines]
        self.owners = self._find_owners()
        self.sisters = {text.index: self._find_sisters(text) for text in self.texts}

    def _cell(self, index: int) -> Cell | None:
        return self.page.cells[index] if 0 <= index < len(self.page.cells) else None

    def _inline_step(self, ministry: Cell) -> Cell | None:
        step = self._cell(ministry.index + 1)
        if step is None or step.kind != "step" or self.is_wide(step):
            return None
        is_follow_up = step.text.startswith(FOLLOW_UP) and len(step.widths) == 1
        return None if is_follow_up else step

    def _may_be_first(self, step: Cell) -> bool:
        return step.index in self.inline_steps or not step.text.startswith(FOLLOW_UP)

    def is_wide(self, step: Cell) -> bool:
        """Whether the step is wider than the first year's column."""
        return self.known.columns.exceeds_first(step)

    def _find_anchors(self) -> dict[int, Cell]:
        """The texts by the index of the ministry that stands in their line, where print order shows it."""
        anchors = {}
        for text in self.texts:
            ministry = self._cell(text.index + 1)
            if ministry and ministry.kind == "ministry":
                anchors[ministry.index] = text
        if self.ministries and len(anchors) == len(self.texts) and self.ministries[0].index not in anchors:
            # Somebody has to own the ministries above the first anchor: that one is out of its place.
            del anchors[min(anchors)]
        return anchors

    def _find_line_marks(self) -> dict[int, Cell]:
        """The number or 再掲 mark printed right before an anchored text, by the text's index."""
        before = {text.index: self._cell(text.index - 1) for text in self.anchors.values()}
        return {index: cell for index, cell in before.items() if cell and cell.kind in ("number", "relisting")}

    def _find_owners(self) -> dict[str, frozenset[str]]:
        """The ministries of the steps that other pages print in the same words, by text."""
        here = {cell.pieces for cell in self.pool}
        owners: dict[str, frozenset[str]] = {}
        for row in (row for draft in self.drafts for row in draft.rows):
            if row.action and row.action.pieces not in here:
                names = frozenset(cell.text for cell in row.ministries)
                owners[row.action.text] = owners.get(row.action.text, frozenset()) | names
        return owners

    @property
    def has_sisters(self) -> bool:
        """Whether other pages know anything of this one's measures or steps."""
        return any(self.sisters.values()) or any(step.text in self.owners for step in self.pool)

    # --- the search

    def solve(self) -> list[Reading]:
        """The best readings of the page, the best first."""
        return _best(found for order in self._orders() for found in self._solve_order(order))

    def _orders(self) -> Iterator[tuple[Cell, ...]]:
        """The orders that the ministries may have: as printed, or with the last one anywhere if printed apart."""
        yield self.ministries
        last = self.ministries[-1] if self.ministries else None
        before = self._cell(last.index - 1) if last else None
        if last and before and before.kind in ("step", "text") and last.index not in self.inline and last.index not in self.anchors:
            for place in range(len(self.ministries) - 1):
                yield (*self.ministries[:place], last, *self.ministries[place:-1])

    def _solve_order(self, order: tuple[Cell, ...]) -> list[Reading]:
        moved = next((len(order) - 1 - place for place, cell in enumerate(order) if cell is self.ministries[-1]), 0)
        beam = [Reading(cost=MOVED_MINISTRY * bool(moved) + MOVED_FAR * moved)]
        for place, ministry in enumerate(order):
            found = (found for reading in beam for found in self._extend(reading, ministry))
            beam = _best(reading for reading in found if self._can_end(reading, order[place + 1 :]))
        return _best(self._close(reading) for reading in beam)

    def _can_end(self, reading: Reading, rest: tuple[Cell, ...]) -> bool:
        """Whether enough ministries and steps are left for the measures that are still to come."""
        open_labels = sum(cell.index not in reading.used for cell in (*self.numbers, *self.references))
        open_numbers = sum(cell.index not in reading.used for cell in self.numbers)
        steps = sum(cell.index not in reading.used for cell in self.displaced)
        steps += sum(cell.index in self.inline for cell in rest)
        return open_labels <= len(rest) and open_numbers + bool(reading.waiting) <= steps

    def _extend(self, reading: Reading, ministry: Cell) -> Iterator[Reading]:
        anchored = self.anchors.get(ministry.index)
        if reading.measures and not anchored:
            yield from self._add_ministry(reading, ministry, self._continue_cost(reading, ministry))
        if not reading.waiting:
            for opened in self._open_measures(reading, ministry, anchored):
                yield from self._add_ministry(opened, ministry, 0.0)

    def _names(self, reading: Reading) -> tuple[str, ...]:
        return (*reading.measures[-1].names, *(cell.text for cell in reading.waiting))

    def _continue_cost(self, reading: Reading, ministry: Cell) -> float:
        names, measure = self._names(reading), reading.measures[-1]
        cost = REPEATED_MINISTRY * (ministry.text in names)
        cost += AFTER_OTHERS * (names[-1] in self.known.others)
        cost += MORE_THAN_LINE * (measure.text.index in self.line_marks)
        return cost + FOREIGN_TEXT * (1 - self._affinity(ministry, measure.text))

    def _affinity(self, ministry: Cell, cell: Cell) -> float:
        profile = self.known.profiles.get(ministry.text)
        return self.known.similarity.affinity(profile, cell.text) if profile else 0.5

    # --- opening a measure

    def _open_measures(self, reading: Reading, ministry: Cell, anchored: Cell | None) -> Iterator[Reading]:
        cost = self._break_cost(reading, ministry)
        texts = [anchored] if anchored else [text for text in self.texts if text not in self.anchors.values()]
        for label in self._next_labels(reading):
            for text in texts:
                if text.index in reading.used or not self._may_label(label, text, reading):
                    continue
                price = cost + self._label_cost(label, text)
                price += (FOREIGN_TEXT + FOREIGN_LEAD) * (1 - self._affinity(ministry, text))
                used = reading.used | {text.index} | ({label[2].index} if label[2] else set())
                draft = MeasureDraft(*label, text, ())
                yield Reading((*reading.measures, draft), used, (), reading.cost + price)

    def _may_label(self, label: Label, text: Cell, reading: Reading) -> bool:
        """Whether print order leaves the label to the text: number or 再掲, text and ministry in sequence are one line."""
        number, relists, cell = label
        mark = self.line_marks.get(text.index)
        if mark:
            return relists if mark.kind == "relisting" else mark is cell
        if not relists:
            return cell is None or cell not in self.line_marks.values()
        to_come = [index for index, other in self.line_marks.items() if other.kind == "relisting"]
        reserved = sum(index not in reading.used for index in to_come)
        return sum(other.index not in reading.used for other in self.references) > reserved

    def _break_cost(self, reading: Reading, ministry: Cell) -> float:
        if not reading.measures:
            return 0.0
        names = self._names(reading)
        early = ministry.text not in names and names[-1] not in self.known.others
        return EARLY_BREAK * early + self._ministries_cost(reading.measures[-1])

    def _ministries_cost(self, measure: MeasureDraft) -> float:
        """The cost of a finished measure that names other ministries than its sisters, or in another order."""
        sisters = [
            (likeness, sister)
            for likeness, sister in self.sisters[measure.text.index]
            if (sister.number, sister.relists) != (measure.number, measure.relists)
        ]
        total = sum(
            likeness * _difference(measure.names, sister.names) * (SAME_MEASURE if sister.number == measure.number else 1)
            for likeness, sister in sisters
        )
        return total / max(1, len(sisters))

    def _find_sisters(self, text: Cell) -> list[tuple[float, MeasureDraft]]:
        """The measures of other lines with much the same text, each with its likeness."""
        drafts = [draft for draft in self.drafts if draft.rows and draft.text.pieces != text.pieces]
        likenesses = (self.known.similarity.likeness(draft.text.text, text.text) for draft in drafts)
        return [pair for pair in zip(likenesses, drafts, strict=True) if pair[0] > SISTERS]

    def _next_labels(self, reading: Reading) -> Iterator[Label]:
        if self.is_continued and self.continued and not reading.measures:
            yield self.continued, False, None
            return
        for number in self.numbers:
            if number.index not in reading.used:
                yield number.value, False, number
                break
        for reference in self.references:
            if reference.index not in reading.used:
                yield reference.value, True, reference

    def _label_cost(self, label: Label, text: Cell) -> float:
        number, relists, cell = label
        if relists or cell is None:
            return UNLIKE_RELISTING * (1 - self._repeats(number, text))
        repeated = max((self._repeats(reference.value, text, 0.0) for reference in self.references), default=0.0)
        return UNLIKE_RELISTING * repeated * (repeated > SURELY_RELISTED) + self._number_cost(cell, text)

    def _repeats(self, number: int, text: Cell, unknown: float = 1.0) -> float:
        known = self.known_texts.get(number)
        return self.known.similarity.likeness(known, text.text) if known else unknown

    def _number_cost(self, number: Cell, text: Cell) -> float:
        """The cost of giving ``text`` this number against what is printed next to it."""
        before, behind = self._cell(text.index - 1), self._cell(text.index + 1)
        if before and before.kind in ("number", "relisting") and before is not number:
            return NUMBER_BEFORE * self._is_alone(text, before)
        is_other = behind is not None and behind.kind == "number" and behind is not number
        return NUMBER_BEHIND * bool(is_other and behind and self._is_alone(text, behind))

    def _is_alone(self, text: Cell, number: Cell) -> bool:
        """Whether a text and the number beside it are not part of a run of texts or of numbers."""
        step = text.index - number.index
        beyond, outside = self._cell(text.index + step), self._cell(number.index - step)
        return (beyond is None or beyond.kind != "text") and (outside is None or outside.kind != "number")

    # --- rows

    def _add_ministry(self, reading: Reading, ministry: Cell, cost: float) -> Iterator[Reading]:
        measure = reading.measures[-1]
        if measure.relists:
            if ministry.index in self.inline:
                return  # a relisting has no steps
            cost += FOREIGN_STEP * (1 - self._affinity(ministry, measure.text)) + SHARED_STEP * bool(measure.rows)
            names = measure.rows[0].ministries if measure.rows else ()
            rows = (RowDraft((*names, ministry), None),)
            yield _with_rows(reading, rows, cost)
            return
        own = self.inline.get(ministry.index)
        for action in [own] if own else self.displaced:
            if action.index not in reading.used:
                row = RowDraft((*reading.waiting, ministry), action)
                price = cost + self._action_cost(reading, row, action)
                taken = replace(_with_rows(reading, (*measure.rows, row), price), used=reading.used | {action.index})
                yield taken
                yield from self._add_line(taken, row, action)
        if own is None:
            price = cost + (SHARED_STEP if reading.waiting else SHARED_BELOW)
            yield replace(reading, waiting=(*reading.waiting, ministry), cost=reading.cost + price)
            yield from self._join_rows(reading, ministry, cost)
        elif reading.waiting and own.index not in reading.used:
            yield from self._give_step(reading, ministry, own, cost)

    def _add_line(self, reading: Reading, row: RowDraft, above: Cell) -> Iterator[Reading]:
        """The ministries of ``row`` have a second line, with the displaced step printed right behind ``above``."""
        below = self._cell(above.index + 1)
        if above in self.displaced and below in self.displaced and below and below.index not in reading.used:
            line = RowDraft(row.ministries, below)
            price = SECOND_LINE + self._action_cost(reading, line, below)
            yield replace(_with_rows(reading, (*reading.measures[-1].rows, line), price), used=reading.used | {below.index})

    def _give_step(self, reading: Reading, ministry: Cell, own: Cell, cost: float) -> Iterator[Reading]:
        """The step printed behind ``ministry`` is that of the ministries waiting above, and it joins another row."""
        row = RowDraft(reading.waiting, own)
        price = GIVEN_STEP + self._action_cost(reading, row, own)
        given = _with_rows(reading, (*reading.measures[-1].rows, row), price)
        yield from self._join_rows(replace(given, used=reading.used | {own.index}), ministry, cost)

    def _join_rows(self, reading: Reading, ministry: Cell, cost: float) -> Iterator[Reading]:
        rows = reading.measures[-1].rows
        for place, row in enumerate(() if reading.waiting else rows):
            if row.action is None:
                continue
            price = SHARED_ABOVE if row.action.index in self.inline_steps else SHARED_STEP
            price += SHARED_APART * (place < len(rows) - 1)
            price += cost + self._owner_cost(ministry, row.action)
            joined = RowDraft((*row.ministries, ministry), row.action)
            yield _with_rows(reading, (*rows[:place], joined, *rows[place + 1 :]), price)

    def _owner_cost(self, ministry: Cell, action: Cell) -> float:
        owners = self.owners.get(action.text)
        cost = OTHER_OWNERS * (owners is not None and ministry.text not in owners)
        return cost + FOREIGN_STEP * (1 - self._affinity(ministry, action))

    def _action_cost(self, reading: Reading, row: RowDraft, action: Cell) -> float:
        measure = reading.measures[-1]
        cost = UNLIKE_STEP * (1 - self.known.similarity.cosine(action.text, measure.text.text))
        cost += sum(self._owner_cost(ministry, action) for ministry in row.ministries)
        cost += WIDE_STEP * (self.is_wide(action) and action.index != row.ministries[-1].index + 1)
        if action.index in self.inline_steps:
            return cost
        before = self._cell(action.index - 1)
        cost += TORN_CHAIN * bool(before and before.index in self.inline_steps)
        displaced = [other.action for other in measure.rows if other.action and other.action in self.displaced]
        return cost + LATER_FIRST * sum(other.index > action.index for other in displaced)

    def _close(self, reading: Reading) -> Reading:
        labels = [cell for cell in (*self.numbers, *self.references, *self.texts) if cell.index not in reading.used]
        cost = NO_READING * (len(labels) + bool(reading.waiting))
        cost += self._ministries_cost(reading.measures[-1]) if reading.measures else 0.0
        cost += sum(self._left_over_cost(step) for step in self.pool if step.index not in reading.used)
        cost += self._follow_up_cost(reading) + self._room_cost(reading)
        return replace(reading, cost=reading.cost + cost)

    def _follow_up_cost(self, reading: Reading) -> float:
        """The cost of having another number of long rows than of follow-ups that are not wrapped into one year."""
        rows = sum(self._is_followed_up(measure, row) for measure in reading.measures for row in measure.rows)
        follow_ups = [step for step in self.page.of_kind("step") if step.index not in reading.used]
        return MISSING_FOLLOW_UP * abs(rows - sum(not self.known.columns.is_wrapped(step) for step in follow_ups))

    def _room_cost(self, reading: Reading) -> float:
        """The cost of measures whose number shares its source line with a follow-up, but which are complete."""
        complete = [
            measure
            for measure in reading.measures
            if measure.label in self.followed_labels
            and not any(self._is_followed_up(measure, row) for row in measure.rows)
        ]
        return NO_ROOM * len(complete)

    def _is_followed_up(self, measure: MeasureDraft, row: RowDraft) -> bool:
        years_left = len(self.page.fiscal_years) - (self.known.columns.first_span(row.action) if row.action else 0)
        return not measure.relists and len(measure.text.terms) > 1 and years_left > 1

    def _left_over_cost(self, step: Cell) -> float:
        if self.is_wide(step):
            return LEFT_OVER_WIDE
        before = self._cell(step.index - 1)
        if before is None or before.kind != "step":
            return LEFT_OVER_STEP
        likeness = self.known.similarity.cosine(before.text, step.text)
        return LEFT_OVER_CHAINED + (LEFT_OVER_STEP - LEFT_OVER_CHAINED) * (1 - likeness)


def _with_rows(reading: Reading, rows: tuple[RowDraft, ...], price: float) -> Reading:
    measure = replace(reading.measures[-1], rows=rows)
    return Reading((*reading.measures[:-1], measure), reading.used, (), reading.cost + price)


def _difference(names: tuple[str, ...], others: tuple[str, ...]) -> float:
    common = [name for name in names if name in others]
    reordered = common != [name for name in others if name in common]
    return OTHER_MINISTRIES * len(set(names) ^ set(others)) + OTHER_ORDER * reordered


def _best(readings: Iterable[Reading]) -> list[Reading]:
    """The cheapest readings, of those that leave the same cells to be read at most ``ALIKE``."""
    kept: list[Reading] = []
    counts: Counter[tuple[frozenset[int], int, int]] = Counter()
    for reading in sorted(readings, key=lambda reading: reading.cost):
        last = reading.measures[-1]
        key = (reading.used, last.text.index, len(reading.waiting))
        counts[key] += 1
        if counts[key] <= ALIKE:
            kept.append(reading)
        if len(kept) == BEAM:
            break
    return kept
