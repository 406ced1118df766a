"""What print order and other pages tell about a page before it is solved."""

from collections.abc import Iterator, Sequence

from graph_builder.reader.cells import Cell, Page
from graph_builder.reader.drafts import Knowledge, MeasureDraft

FOLLOW_UP = "左記"
# Texts this alike belong to sister measures.
SISTERS = 0.6


class Clues:
    """The cells of a page by their part in the puzzle.

    ``inline`` are the steps printed right behind a ministry, by its index; ``pool`` all steps that may be a first
    year's, ``displaced`` those of them that are not inline; ``anchors`` the texts by the index of the ministry of their
    line; ``line_marks`` the number or 再掲 mark of an anchored text's line, by its index; ``sisters`` the measures of
    other pages with much the same text, each with its likeness; ``owners`` the ministries that have the same step
    elsewhere, by its text.
    """

    def __init__(self, page: Page, known: Knowledge, drafts: Sequence[MeasureDraft]) -> None:
        self.page, self.known, self.drafts = page, known, drafts
        self.ministries = page.of_kind("ministry")
        self.texts = page.of_kind("text")
        self.steps = page.of_kind("step")
        self.numbers = tuple(sorted(page.of_kind("number"), key=lambda cell: cell.value))
        self.references = page.of_kind("reference")
        self.inline = {cell.index: step for cell in self.ministries if (step := self._inline_step(cell))}
        self.inline_steps = {step.index for step in self.inline.values()}
        self.pool = [cell for cell in self.steps if self._may_be_first(cell)]
        self.displaced = [cell for cell in self.pool if cell.index not in self.inline_steps]
        self.anchors = self._find_anchors()
        self.line_marks = dict(self._iter_line_marks())
        self.known_texts = {draft.label.number: draft.text.text for draft in drafts if not draft.label.relists}
        self.sisters = {text.index: self._find_sisters(text) for text in self.texts}
        self.owners = self._find_owners()

    @property
    def is_continued(self) -> bool:
        """Whether the page begins with the rest of a measure of the page before: a text has no number."""
        return len(self.texts) > len(self.numbers) + len(self.references)

    @property
    def has_sisters(self) -> bool:
        """Whether other pages know anything of this one's measures or steps."""
        return any(self.sisters.values()) or any(step.text in self.owners for step in self.pool)

    @property
    def followed_labels(self) -> list[Cell]:
        """The numbers that share their source line with a follow-up."""
        step_lines = {line for step in self.steps for line in step.line_numbers}
        return [number for number in self.numbers if number.line_numbers & step_lines]

    @property
    def stray_ministry(self) -> Cell | None:
        """The last ministry when it is printed apart from all others, behind the table's texts or steps."""
        last = self.ministries[-1] if self.ministries else None
        before = self.cell(last.index - 1) if last else None
        if last is None or before is None or before.kind not in ("step", "text"):
            return None
        return None if last.index in self.inline or last.index in self.anchors else last

    def cell(self, index: int) -> Cell | None:
        """The cell in that place of the print order, if there is one."""
        return self.page.cells[index] if 0 <= index < len(self.page.cells) else None

    def is_wide(self, step: Cell) -> bool:
        """Whether the step is wider than the first year's column."""
        return self.known.columns.exceeds_first(step)

    def left(self, cells: Sequence[Cell], used: frozenset[int]) -> list[Cell]:
        """Those of the cells that are not in ``used``."""
        return [cell for cell in cells if cell.index not in used]

    def _inline_step(self, ministry: Cell) -> Cell | None:
        step = self.cell(ministry.index + 1)
        if step is None or step.kind != "step" or self.is_wide(step):
            return None
        is_follow_up = step.text.startswith(FOLLOW_UP) and len(step.widths) == 1
        return None if is_follow_up else step

    def _may_be_first(self, step: Cell) -> bool:
        return step.index in self.inline_steps or not step.text.startswith(FOLLOW_UP)

    def _find_anchors(self) -> dict[int, Cell]:
        behind = {text.index: self.cell(text.index + 1) for text in self.texts}
        anchors = {cell.index: text for text in self.texts if (cell := behind[text.index]) and cell.kind == "ministry"}
        if anchors and self.ministries and len(anchors) == len(self.texts) and self.ministries[0].index not in anchors:
            # Somebody has to own the ministries above the first anchor: that one is out of its place.
            del anchors[min(anchors)]
        return anchors

    def _iter_line_marks(self) -> Iterator[tuple[int, Cell]]:
        for text in self.anchors.values():
            before = self.cell(text.index - 1)
            if before and before.kind in ("number", "relisting"):
                yield text.index, before

    def _find_sisters(self, text: Cell) -> list[tuple[float, MeasureDraft]]:
        drafts = [draft for draft in self.drafts if draft.rows and draft.text.pieces != text.pieces]
        likenesses = (self.known.similarity.likeness(draft.text.text, text.text) for draft in drafts)
        return [pair for pair in zip(likenesses, drafts, strict=True) if pair[0] > SISTERS]

    def _find_owners(self) -> dict[str, frozenset[str]]:
        here = {cell.pieces for cell in self.pool}
        owners: dict[str, frozenset[str]] = {}
        for row in (row for draft in self.drafts for row in draft.rows):
            if row.action and row.action.pieces not in here:
                names = frozenset(cell.text for cell in row.ministries)
                owners[row.action.text] = owners.get(row.action.text, frozenset()) | names
        return owners
