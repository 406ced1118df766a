"""Applies human corrections to what the reader found, and tells what they change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from graph_builder.accounts import check_steps
from graph_builder.reader.corrections import CorrectedStep, Corrections, RowCorrection, SectionCorrection
from graph_builder.reader.doubts import UNPLACED
from graph_builder.records import Correction, Doubt, Fragment, Heading, LineRange, Measure, Roadmap, Row, Step
from graph_builder.source import Bilingual
from ontology.errors import SourceError


def correct_roadmap(roadmap: Roadmap, corrections: Corrections) -> Roadmap:
    """The roadmap with the corrections applied or, when they were made for another text, counted as unused.

    Raises SourceError for a correction that matches or changes nothing, and for corrections that leave a step to no
    row, or one to two measures.
    """
    if corrections.sha256 != roadmap.sha256:
        return replace(roadmap, unused_corrections=len(corrections), corrections_fit=_fits(roadmap, corrections))
    return _apply(roadmap, corrections)


def _fits(roadmap: Roadmap, corrections: Corrections) -> bool:
    """Whether all corrections apply to the text, with the ministries that they name on the lines that they name."""
    try:
        _apply(roadmap, corrections)
    except SourceError:
        return False
    names = {piece.line: piece.text.strip() for piece in roadmap.fragments if piece.kind == "ministry"}
    printed = ["".join(names.get(number, "") for lines in row.lines for number in lines) for row in corrections.rows]
    return all(name in text for text, row in zip(printed, corrections.rows, strict=True) for name in row.ministries)


def _apply(roadmap: Roadmap, corrections: Corrections) -> Roadmap:
    measures = list(roadmap.measures)
    done = _Corrector(corrections, measures, roadmap.fragments, roadmap.headings).apply()
    check_steps(roadmap.measures, measures, corrections.path)
    fragments = _own_corrected(roadmap.fragments, corrections)
    return replace(
        roadmap, measures=tuple(measures), fragments=fragments, corrections=done, uncorrected=roadmap.measures
    )


@dataclass
class _Corrector:
    """Applies corrections to what was read; raises SourceError for one that matches or changes nothing."""

    corrections: Corrections
    measures: list[Measure]
    fragments: Sequence[Fragment]
    headings: Sequence[Heading]

    def apply(self) -> tuple[Correction, ...]:
        """Corrects ``measures`` in place; what was done, in the order of the file."""
        done = []
        for before, row in zip((None, *self.corrections.rows), self.corrections.rows, strict=False):
            self._correct_row(row, before if before and _replaces_same(before, row) else None)
            done.append(Correction(row.where, row.reason, row.all_lines))
        for section in self.corrections.sections:
            done.append(Correction(section.where, section.reason, self._correct_section(section)))
        return tuple(done)

    def _find(self, number: int, relisting_page: int | None, where: Bilingual) -> int:
        for place, measure in enumerate(self.measures):
            if relisting_page is None and measure.number == number:
                return place
            if relisting_page and measure.relists == number and relisting_page in measure.pages:
                return place
        raise self._mismatch(where, "there is no such measure")

    def _mismatch(self, where: Bilingual, problem: str) -> SourceError:
        text = f"{where.ja} の訂正が当てはまらない / the correction of {where.en} matches nothing: {problem}"
        return SourceError(text, path=self.corrections.path, remedy="項目を直すか除く / Correct or remove the entry")

    def _correct_row(self, correction: RowCorrection, above: RowCorrection | None) -> None:
        """Puts the row where the first replaced one stood, or behind that of the correction ``above``."""
        place = self._find(correction.measure, None, correction.where)
        measure = self.measures[place]
        steps = tuple(self._make_step(step, correction) for step in correction.steps)
        row = Row(correction.ministries, steps, correction.page, correction.lines)
        if above:
            rows = list(measure.rows)
            position = 1 + max(index for index, found in enumerate(rows) if found.ministries == above.ministries)
        else:
            rows, position = self._without(measure.rows, correction)
        if correction.behind and not above:
            position = self._place_behind(rows, correction)
        rows.insert(position, row)
        if [_facts(found) for found in rows] == [_facts(found) for found in measure.rows]:
            raise self._mismatch(correction.where, "the reader finds the same")
        doubts = (doubt for doubt in measure.doubts if not _settles(correction, doubt))
        self.measures[place] = _with_doubts(replace(measure, rows=tuple(rows)), doubts)

    def _without(self, rows: Iterable[Row], correction: RowCorrection) -> tuple[list[Row], int]:
        """The rows without the replaced ministries on the page, and where the first of those stood."""
        kept: list[Row] = []
        positions = []
        for row in rows:
            left = tuple(name for name in row.ministries if name not in correction.instead_of)
            if row.page != correction.page or left == row.ministries:
                kept.append(row)
                continue
            positions.append(len(kept))
            if left:
                kept.append(replace(row, ministries=left))
        if not positions:
            raise self._mismatch(correction.where, "the measure has no such ministry there")
        return kept, positions[0]

    def _place_behind(self, rows: Sequence[Row], correction: RowCorrection) -> int:
        """The position below the last row that the ministry ``behind`` has on the page."""
        positions = [
            index
            for index, row in enumerate(rows, start=1)
            if row.page == correction.page and correction.behind in row.ministries
        ]
        if not positions:
            raise self._mismatch(correction.where, f"no row of {correction.behind} to stand behind")
        return positions[-1]

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
        measure = replace(self.measures[place], section=heading)
        self.measures[place] = _with_doubts(measure, (doubt for doubt in measure.doubts if doubt.fact != "section"))
        return heading.lines


def _with_doubts(measure: Measure, doubts: Iterable[Doubt]) -> Measure:
    left = tuple(doubts)
    return replace(measure, doubts=left, confidence=min((doubt.confidence for doubt in left), default=1.0))


def _settles(correction: RowCorrection, doubt: Doubt) -> bool:
    """Whether the doubt is about the ministries that the correction replaces, or about a cell that it places."""
    if doubt.page != correction.page:
        return False
    if doubt.fact == UNPLACED:
        return set(doubt.lines) <= set(correction.all_lines)
    names = doubt.fact.rpartition(" of ")[2].split("、")
    return not set(names).isdisjoint(correction.instead_of)


def _facts(row: Row) -> tuple[tuple[str, ...], list[tuple[tuple[int, ...], tuple[LineRange, ...]]]]:
    return row.ministries, [(step.fiscal_years, step.lines) for step in row.steps]


def _replaces_same(one: RowCorrection, other: RowCorrection) -> bool:
    same_place = (one.measure, one.page) == (other.measure, other.page)
    return same_place and one.instead_of == other.instead_of


def _own_corrected(fragments: Iterable[Fragment], corrections: Corrections) -> tuple[Fragment, ...]:
    """The fragments, those of corrected rows owned by the corrected measure."""
    owners = {number: row.measure for row in corrections.rows for lines in row.all_lines for number in lines}
    return tuple(
        replace(fragment, owner=f"measure {owners[fragment.line]}")
        if fragment.line in owners and fragment.kind in ("step", "ministry")
        else fragment
        for fragment in fragments
    )
