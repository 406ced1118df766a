"""Prices a reading of a page's rows: what each choice costs against the evidence."""

from graph_builder.reader.cells import Cell
from graph_builder.reader.clues import Clues
from graph_builder.reader.drafts import Label, MeasureDraft, Reading, RowDraft

# Costs in arbitrary units. Evidence of print order that the document never breaks is dear, evidence that it sometimes
# breaks is cheap, likeness of texts lies between.
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
LEFT_OVER_WIDE = 0.7  # but then it is not a later year's either
LEFT_OVER_STEP = 2.5  # a step of the first column belongs to somebody ...
LEFT_OVER_CHAINED = 0.3  # ... unless it continues the step printed before it, in much the same words
TORN_CHAIN = 1.0  # one printed right behind a step with a line of its own does continue it
SECOND_LINE = 1.0  # a ministry seldom has two lines of one measure
LATER_FIRST = 0.2  # displaced steps of a measure keep their order
UNLIKE_RELISTING = 6.0  # a relisted text repeats its measure's ...
SURELY_RELISTED = 0.6  # ... and is this much like it
OTHER_MINISTRIES = 0.8  # measures of much the same text have the same ministries, one by one ...
OTHER_ORDER = 0.5  # ... in the same order
SAME_MEASURE = 3.0  # above all a relisting and its measure
OTHER_OWNERS = 3.0  # the same step printed twice belongs to the same ministries
GIVEN_STEP = 1.0  # a step behind a run of ministries may belong to another of them than the last
MISSING_FOLLOW_UP = 0.8  # each row is followed up once
NO_ROOM = 3.0  # a measure with a follow-up on its number's source line has a row that leaves room for it
NO_READING = 50.0  # every number, text and ministry has a place


class Prices:
    """The prices of the choices that a search can make on a page."""

    def __init__(self, clues: Clues) -> None:
        self.clues, self.known = clues, clues.known

    # --- measures

    def continue_measure(self, reading: Reading, ministry: Cell) -> float:
        """That the last measure has this ministry too."""
        names, text = reading.names, reading.measures[-1].text
        cost = REPEATED_MINISTRY * (ministry.text in names)
        cost += AFTER_OTHERS * (names[-1] in self.known.others)
        cost += MORE_THAN_LINE * (text.index in self.clues.line_marks)
        return cost + FOREIGN_TEXT * (1 - self.known.affinity(ministry, text))

    def break_measure(self, reading: Reading, ministry: Cell) -> float:
        """That the last measure ends before this ministry."""
        if not reading.measures:
            return 0.0
        names = reading.names
        early = ministry.text not in names and names[-1] not in self.known.others
        return EARLY_BREAK * early + self.end_measure(reading.measures[-1])

    def open_measure(self, label: Label, text: Cell, ministry: Cell) -> float:
        """That a measure with this label and text begins at this ministry."""
        cost = (FOREIGN_TEXT + FOREIGN_LEAD) * (1 - self.known.affinity(ministry, text))
        if label.relists or label.cell is None:
            return cost + UNLIKE_RELISTING * (1 - self._repeats(label.number, text, unknown=1.0))
        repeated = (self._repeats(reference.value, text, unknown=0.0) for reference in self.clues.references)
        relisted = max(repeated, default=0.0)
        return cost + UNLIKE_RELISTING * relisted * (relisted > SURELY_RELISTED) + self._number(label.cell, text)

    def end_measure(self, measure: MeasureDraft) -> float:
        """That the measure names other ministries than its sisters, or in another order."""
        label = measure.label
        sisters = [
            (likeness * (SAME_MEASURE if sister.label.number == label.number else 1), sister)
            for likeness, sister in self.clues.sisters[measure.text.index]
            if (sister.label.number, sister.label.relists) != (label.number, label.relists)
        ]
        total = sum(weight * _difference(measure.names, sister.names) for weight, sister in sisters)
        return total / max(1, len(sisters))

    def _repeats(self, number: int, text: Cell, *, unknown: float) -> float:
        known = self.clues.known_texts.get(number)
        return self.known.similarity.likeness(known, text.text) if known else unknown

    def _number(self, number: Cell, text: Cell) -> float:
        """That ``text`` has this number and not the one printed next to it."""
        before, behind = self.clues.cell(text.index - 1), self.clues.cell(text.index + 1)
        if before and before.kind in ("number", "relisting") and before is not number:
            return NUMBER_BEFORE * self._is_alone(text, before)
        if behind and behind.kind == "number" and behind is not number:
            return NUMBER_BEHIND * self._is_alone(text, behind)
        return 0.0

    def _is_alone(self, text: Cell, number: Cell) -> bool:
        """Whether a text and the number beside it are not part of a run of texts or of numbers."""
        step = text.index - number.index
        beyond, outside = self.clues.cell(text.index + step), self.clues.cell(number.index - step)
        return (beyond is None or beyond.kind != "text") and (outside is None or outside.kind != "number")

    # --- rows

    def join_relisting(self, measure: MeasureDraft, ministry: Cell) -> float:
        """That the relisting has this ministry: priced as for a row with a step, so that no kind is favoured."""
        return FOREIGN_STEP * (1 - self.known.affinity(ministry, measure.text)) + SHARED_STEP * bool(measure.rows)

    def wait(self, reading: Reading) -> float:
        """That the ministry shares a step with the one below it."""
        return SHARED_STEP if reading.waiting else SHARED_BELOW

    def join_row(self, ministry: Cell, action: Cell, *, is_last: bool) -> float:
        """That the ministry shares the step of a row above it."""
        cost = SHARED_ABOVE if action.index in self.clues.inline_steps else SHARED_STEP
        return cost + SHARED_APART * (not is_last) + self._owner(ministry, action)

    def take_step(self, measure: MeasureDraft, row: RowDraft, action: Cell) -> float:
        """That the ministries of the row have this first-year step."""
        cost = UNLIKE_STEP * (1 - self.known.similarity.cosine(action.text, measure.text.text))
        cost += sum(self._owner(ministry, action) for ministry in row.ministries)
        cost += WIDE_STEP * (self.clues.is_wide(action) and action.index != row.ministries[-1].index + 1)
        if action.index in self.clues.inline_steps:
            return cost
        cost += TORN_CHAIN * (action.index - 1 in self.clues.inline_steps)
        above = [other.action for other in measure.rows if other.action and other.action in self.clues.displaced]
        return cost + LATER_FIRST * sum(other.index > action.index for other in above)

    def _owner(self, ministry: Cell, action: Cell) -> float:
        owners = self.clues.owners.get(action.text)
        cost = OTHER_OWNERS * (owners is not None and ministry.text not in owners)
        return cost + FOREIGN_STEP * (1 - self.known.affinity(ministry, action))

    # --- the whole page

    def close(self, reading: Reading) -> float:
        """That the page ends here: what is left over, and what does not fit together."""
        clues = self.clues
        labels = clues.left((*clues.numbers, *clues.references, *clues.texts), reading.used)
        cost = NO_READING * (len(labels) + bool(reading.waiting))
        cost += self.end_measure(reading.measures[-1]) if reading.measures else 0.0
        cost += sum(self._leave_over(step) for step in clues.left(clues.pool, reading.used))
        return cost + self._follow_ups(reading) + self._room(reading)

    def _leave_over(self, step: Cell) -> float:
        if self.clues.is_wide(step):
            return LEFT_OVER_WIDE
        before = self.clues.cell(step.index - 1)
        if before is None or before.kind != "step":
            return LEFT_OVER_STEP
        likeness = self.known.similarity.cosine(before.text, step.text)
        return LEFT_OVER_CHAINED + (LEFT_OVER_STEP - LEFT_OVER_CHAINED) * (1 - likeness)

    def _follow_ups(self, reading: Reading) -> float:
        """That there are not as many long rows as follow-ups that are not wrapped into one year."""
        rows = sum(self._is_followed_up(measure, row) for measure in reading.measures for row in measure.rows)
        steps = self.clues.left(self.clues.steps, reading.used)
        return MISSING_FOLLOW_UP * abs(rows - sum(not self.known.columns.is_wrapped(step) for step in steps))

    def _room(self, reading: Reading) -> float:
        """That measures are complete whose number shares its source line with a follow-up."""
        followed = [measure for measure in reading.measures if measure.label.cell in self.clues.followed_labels]
        return NO_ROOM * sum(
            not any(self._is_followed_up(measure, row) for row in measure.rows) for measure in followed
        )

    def _is_followed_up(self, measure: MeasureDraft, row: RowDraft) -> bool:
        span = self.known.columns.first_span(row.action) if row.action else 0
        years_left = len(self.clues.page.fiscal_years) - span
        return not measure.label.relists and len(measure.text.terms) > 1 and years_left > 1


def _difference(names: tuple[str, ...], others: tuple[str, ...]) -> float:
    common = [name for name in names if name in others]
    reordered = common != [name for name in others if name in common]
    return OTHER_MINISTRIES * len(set(names) ^ set(others)) + OTHER_ORDER * reordered
