"""Applies human corrections: data about one source file, each with its reason, kept beside the source."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from graph_builder.reader.cells import line_ranges
from graph_builder.records import Correction, Fragment, Heading, LineRange, Measure, Row, Step
from ontology.errors import SourceError


@dataclass(frozen=True)
class CorrectedStep:
    """A cell of the source, by its lines, and the fiscal years that it spans."""

    fiscal_years: tuple[int, ...]
    lines: tuple[LineRange, ...]


@dataclass(frozen=True)
class RowCorrection:
    """The ministries of a measure on a page have this row, instead of those that the reader gave them."""

    measure: int
    page: int
    ministries: tuple[str, ...]
    steps: tuple[CorrectedStep, ...]
    reason: str

    @property
    def where(self) -> str:
        return f"measure {self.measure}, page {self.page}, {'、'.join(self.ministries)}"

    @property
    def lines(self) -> tuple[LineRange, ...]:
        return tuple(lines for step in self.steps for lines in step.lines)


@dataclass(frozen=True)
class SectionCorrection:
    """A measure, or the relisting of one on ``page``, stands in this section."""

    measure: int
    page: int | None
    section: str
    reason: str

    @property
    def where(self) -> str:
        return f"{'relisting of' if self.page else 'measure'} {self.measure}, section"


@dataclass(frozen=True)
class Corrections:
    """The corrections of one source file, whose SHA-256 they name."""

    path: str
    sha256: str
    rows: tuple[RowCorrection, ...] = ()
    sections: tuple[SectionCorrection, ...] = ()

    def are_for(self, data: bytes) -> bool:
        """Whether ``data`` is the very file that was corrected."""
        return hashlib.sha256(data).hexdigest() == self.sha256


def load_corrections(path: Path) -> Corrections:
    """The corrections in a TOML file; raises SourceError when it does not hold what it should."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
        rows = tuple(_make_row_correction(table) for table in document.get("row", ()))
        sections = tuple(_make_section_correction(table) for table in document.get("section", ()))
        return Corrections(str(path), document.get("sha256", ""), rows, sections)
    except (OSError, ValueError, KeyError, TypeError) as error:
        remedy = "Each [[row]] and [[section]] needs the keys that the file's head describes"
        raise SourceError(f"not a file of corrections ({error})", path=str(path), remedy=remedy) from None


def _make_row_correction(table: Mapping[str, Any]) -> RowCorrection:
    steps = tuple(
        CorrectedStep(tuple(step["fiscal_years"]), tuple(LineRange(*lines) for lines in step["lines"]))
        for step in table["steps"]
    )
    return RowCorrection(table["measure"], table["page"], tuple(table["ministries"]), steps, table["reason"])


def _make_section_correction(table: Mapping[str, Any]) -> SectionCorrection:
    if "measure" in table:
        return SectionCorrection(table["measure"], None, table["section"], table["reason"])
    return SectionCorrection(table["relisting"], table["page"], table["section"], table["reason"])


@dataclass
class Corrector:
    """Applies corrections to what was read; raises SourceError for one that matches or changes nothing."""

    corrections: Corrections
    measures: list[Measure]
    fragments: Sequence[Fragment]
    headings: Sequence[Heading]

    def apply(self) -> tuple[Correction, ...]:
        """Corrects ``measures`` and ``fragments`` in place; what was done, in the order of the file."""
        done = []
        for place, row in enumerate(self.corrections.rows):
            is_first = not any(_shares_ministries(row, other) for other in self.corrections.rows[:place])
            self._correct_row(row, clear=is_first)
            done.append(Correction(row.where, row.reason, row.lines))
        for section in self.corrections.sections:
            done.append(Correction(section.where, section.reason, self._correct_section(section)))
        return tuple(done)

    def _find(self, number: int, relisting_page: int | None, where: str) -> int:
        for place, measure in enumerate(self.measures):
            if relisting_page is None and measure.number == number:
                return place
            if relisting_page and measure.relists == number and relisting_page in measure.pages:
                return place
        raise self._mismatch(where, "there is no such measure")

    def _mismatch(self, where: str, problem: str) -> SourceError:
        remedy = "Correct or remove the entry"
        return SourceError(f"the correction of {where} matches nothing: {problem}", path=self.corrections.path, remedy=remedy)

    def _correct_row(self, correction: RowCorrection, *, clear: bool) -> None:
        place = self._find(correction.measure, None, correction.where)
        measure = self.measures[place]
        rows = list(measure.rows)
        if clear:
            rows, position = self._without(rows, correction)
        else:
            position = max(index for index, row in enumerate(rows) if set(row.ministries) & set(correction.ministries)) + 1
        steps = tuple(self._make_step(step, correction) for step in correction.steps)
        lines = line_ranges(
            number
            for row in measure.rows
            if row.page == correction.page and set(row.ministries) & set(correction.ministries)
            for found in row.lines
            for number in found
        )
        rows.insert(position, Row(correction.ministries, steps, correction.page, lines))
        if tuple(rows) == measure.rows:
            raise self._mismatch(correction.where, "the reader finds the same")
        self.measures[place] = replace(measure, rows=tuple(rows))

    def _without(self, rows: Iterable[Row], correction: RowCorrection) -> tuple[list[Row], int]:
        """The rows without the correction's ministries on its page, and where the first of those stood."""
        kept: list[Row] = []
        position: int | None = None
        for row in rows:
            left = tuple(name for name in row.ministries if name not in correction.ministries)
            if row.page != correction.page or left == row.ministries:
                kept.append(row)
                continue
            position = len(kept) if position is None else position
            if left:
                kept.append(replace(row, ministries=left))
        if position is None:
            raise self._mismatch(correction.where, "the measure has no such ministry there")
        return kept, position

    def _make_step(self, step: CorrectedStep, correction: RowCorrection) -> Step:
        numbers = {number for lines in step.lines for number in lines}
        pieces = [piece.text for piece in self.fragments if piece.line in numbers and piece.kind == "step"]
        if not pieces:
            raise self._mismatch(correction.where, f"no step stands on the lines {sorted(numbers)}")
        return Step(step.fiscal_years, "".join(pieces).strip(), correction.page, step.lines, 1.0, corrected=True)

    def _correct_section(self, correction: SectionCorrection) -> tuple[LineRange, ...]:
        place = self._find(correction.measure, correction.page, correction.where)
        heading = next((found for found in self.headings if found.text == correction.section), None)
        if heading is None or self.measures[place].section == heading:
            problem = "the reader finds the same" if heading else "there is no such heading"
            raise self._mismatch(correction.where, problem)
        self.measures[place] = replace(self.measures[place], section=heading)
        return heading.lines


def _shares_ministries(one: RowCorrection, other: RowCorrection) -> bool:
    same_place = (one.measure, one.page) == (other.measure, other.page)
    return same_place and bool(set(one.ministries) & set(other.ministries))


def own_corrected(fragments: Iterable[Fragment], corrections: Corrections) -> tuple[Fragment, ...]:
    """The fragments, those of corrected steps owned by the corrected measure."""
    owners = {number: row.measure for row in corrections.rows for lines in row.lines for number in lines}
    return tuple(
        replace(fragment, owner=f"measure {owners[fragment.line]}")
        if fragment.kind == "step" and fragment.line in owners
        else fragment
        for fragment in fragments
    )
