"""Human corrections: data about one source text, each with its reason, kept beside the source."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph_builder.ministries import load_ministries
from graph_builder.records import LineRange
from graph_builder.source import Bilingual
from ontology.errors import SourceError


@dataclass(frozen=True)
class CorrectedStep:
    """A cell of the source, by its lines, and the fiscal years that it spans."""

    fiscal_years: tuple[int, ...]
    lines: tuple[LineRange, ...]


@dataclass(frozen=True)
class RowCorrection:
    """A row that a measure has on a page, ``instead_of`` what the reader gave to these ministries there.

    ``behind`` is the ministry below which it stands, empty where it stands in the place of the replaced rows; ``lines``
    are those of the ministries' names.
    """

    measure: int
    page: int
    ministries: tuple[str, ...]
    instead_of: tuple[str, ...]
    behind: str
    lines: tuple[LineRange, ...]
    steps: tuple[CorrectedStep, ...]
    reason: Bilingual

    @property
    def where(self) -> Bilingual:
        """What is corrected, in words."""
        names = load_ministries().list_printed(self.ministries)
        return Bilingual(
            f"施策{self.measure}、p.{self.page}、{names.ja}", f"measure {self.measure}, page {self.page}: {names.en}"
        )

    @property
    def all_lines(self) -> tuple[LineRange, ...]:
        """The source lines of its ministries and steps."""
        return (*self.lines, *(lines for step in self.steps for lines in step.lines))


@dataclass(frozen=True)
class SectionCorrection:
    """A measure, or the relisting of one on ``page``, stands in this section."""

    measure: int
    page: int | None
    section: str
    reason: Bilingual

    @property
    def where(self) -> Bilingual:
        """What is corrected, in words."""
        if self.page:
            return Bilingual(
                f"p.{self.page}の再掲{self.measure}、節", f"relisting of {self.measure} on page {self.page}, section"
            )
        return Bilingual(f"施策{self.measure}、節", f"measure {self.measure}, section")


@dataclass(frozen=True)
class Corrections:
    """The corrections of one source text, whose SHA-256 they name."""

    path: str
    sha256: str
    rows: tuple[RowCorrection, ...] = ()
    sections: tuple[SectionCorrection, ...] = ()

    def __len__(self) -> int:
        return len(self.rows) + len(self.sections)


def load_corrections(path: Path) -> Corrections:
    """The corrections in a TOML file; raises SourceError when it does not hold what it should."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
        rows = tuple(_make_row_correction(table) for table in document.get("row", ()))
        sections = tuple(_make_section_correction(table) for table in document.get("section", ()))
        return Corrections(str(path), document.get("sha256", ""), rows, sections)
    except (OSError, ValueError, KeyError, TypeError) as error:
        remedy = (
            "冒頭の説明にある項目を揃える / Each [[row]] and [[section]] needs the keys that the file's head describes"
        )
        raise SourceError(
            f"訂正のファイルではない / not a file of corrections ({error!r})", path=str(path), remedy=remedy
        ) from None


def _make_row_correction(table: Mapping[str, Any]) -> RowCorrection:
    return RowCorrection(
        measure=table["measure"],
        page=table["page"],
        ministries=tuple(table["ministries"]),
        instead_of=tuple(table.get("instead_of", table["ministries"])),
        behind=table.get("behind", ""),
        lines=_make_lines(table["lines"]),
        steps=tuple(CorrectedStep(tuple(step["years"]), _make_lines(step["lines"])) for step in table["steps"]),
        reason=Bilingual(**table["reason"]),
    )


def _make_lines(ranges: Iterable[Sequence[int]]) -> tuple[LineRange, ...]:
    return tuple(LineRange(*pair) for pair in ranges)


def _make_section_correction(table: Mapping[str, Any]) -> SectionCorrection:
    reason = Bilingual(**table["reason"])
    if "measure" in table:
        return SectionCorrection(table["measure"], None, table["section"], reason)
    return SectionCorrection(table["relisting"], table["page"], table["section"], reason)
