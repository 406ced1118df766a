"""Refuses a document that cannot be read as a roadmap, in one line that names the place and the remedy."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from graph_builder.reader.cells import COLUMN_TITLE, HEADER_LINE, Cell, Page
from graph_builder.reader.drafts import MeasureDraft
from graph_builder.reader.headings import Place
from graph_builder.reader.source import HEADER_REMEDY
from graph_builder.reader.unknown_names import iter_unknown_names
from ontology.errors import SourceError


def check_headers(pages: Sequence[Page], path: Path) -> None:
    """Raises SourceError where two pages have run together, for want of a header between them."""
    for page in pages:
        titles = [cell for cell in page.of_kind("furniture") if COLUMN_TITLE in cell.text]
        if len(titles) > 1:
            raise _wrong_header(
                f"年度のないページが始まる / a page without fiscal years begins inside page {page.number}",
                titles[1],
                path,
            )


def check_years(pages: Sequence[Page], path: Path) -> None:
    """Raises SourceError unless all pages have the same fiscal years, one after the other."""
    expected = pages[0].fiscal_years
    for page in pages:
        years = page.fiscal_years
        header = next(cell for cell in page.of_kind("furniture") if HEADER_LINE.match(cell.text))
        if years != tuple(range(years[0], years[0] + len(years))):
            problem = (
                f"p.{page.number} の年度が続いていない / "
                f"the fiscal years of page {page.number} do not follow each other: {header.text}"
            )
            raise _wrong_header(problem, header, path)
        if years != expected:
            problem = f"p.1 と年度が違う / page {page.number} has other fiscal years than page 1: {header.text}"
            raise _wrong_header(problem, header, path)


def _wrong_header(problem: str, cell: Cell, path: Path) -> SourceError:
    return SourceError(problem, path=str(path), line=cell.pieces[0].line, remedy=HEADER_REMEDY)


def check_ministries(pages: Sequence[Page], path: Path, names: frozenset[str]) -> None:
    """Raises SourceError where a cell names a body that is none of ``names``."""
    for cell in iter_unknown_names(pages, names):
        raise SourceError(
            f"知らない府省 / unknown ministry {cell.text}",
            path=str(path),
            line=cell.pieces[0].line,
            remedy="一行に一つの名にして、加えるか名を直す / "
            "Give each name a line, and add it to ontology/ministries.ttl or correct it",
        )


def check_numbers(pages: Sequence[Page], path: Path) -> None:
    """Raises SourceError unless the measures are numbered without gap or repeat."""
    numbered = [(page, cell) for page in pages for cell in page.of_kind("number")]
    numbered.sort(key=lambda pair: pair[1].value)
    if not numbered:
        raise SourceError(
            "番号のある施策がない / no measure has a number",
            path=str(path),
            remedy="項目番号の列があるか確かめる / Check that the 項目番号 column was extracted",
        )
    for (first_page, one), (last_page, other) in pairwise(numbered):
        if other.value == one.value + 1:
            continue
        line, remedy = other.pieces[0].line, "そこの項目番号を確かめる / Check the numbers of the 項目番号 column there"
        misfit = _find_misfit(pages[first_page.number - 1 :], other.value, last_page.number)
        if other.value == one.value:
            problem = f"番号の重複 / measure {other.value} comes twice (first on line {one.pieces[0].line})"
        elif misfit:
            line = misfit.pieces[0].line
            problem = (
                f"{one.value + 1} のあるべき所の番号 / "
                f"measure {misfit.value} stands where {one.value + 1} should, between {one.value} and {other.value}"
            )
        else:
            problem = f"番号が欠けている / measure {other.value} follows {one.value}: a number is missing between them"
        raise SourceError(problem, path=str(path), line=line, remedy=remedy)


def _find_misfit(pages: Sequence[Page], number: int, last: int) -> Cell | None:
    """The cell up to page ``last`` with more than ``number``, and more than a number on a page behind it."""
    for place, page in enumerate(pages[: last - pages[0].number + 1], start=1):
        behind = [cell.value for other in pages[place:] for cell in other.of_kind("number")]
        for cell in page.of_kind("number"):
            if cell.value > number and cell.value > min(behind, default=cell.value):
                return cell
    return None


def check_relistings(pages: Sequence[Page], path: Path) -> None:
    """Raises SourceError where a 再掲 row points to a measure that the document does not have, or to none."""
    numbers = {cell.value for page in pages for cell in page.of_kind("number")}
    for page in pages:
        references, marks = page.of_kind("reference"), page.of_kind("relisting")
        for reference in references:
            if reference.value not in numbers:
                raise _dangling(
                    f"再掲先がない / relists measure {reference.value}, which does not exist", reference, path
                )
        if len(references) != len(marks):
            problem = (
                f"再掲と参照の数が合わない / "
                f"page {page.number} has {len(marks)} 再掲 marks but {len(references)} references such as 17に記載"
            )
            raise _dangling(problem, (*marks, *references)[0], path)


def _dangling(problem: str, cell: Cell, path: Path) -> SourceError:
    remedy = "そこの再掲を確かめる / Check the 再掲 row there"
    return SourceError(problem, path=str(path), line=cell.pieces[0].line, remedy=remedy)


def check_texts(pages: Sequence[Page], path: Path) -> None:
    """Raises SourceError where a page has fewer texts than numbers and references, or texts without ministries."""
    for page in pages:
        labels = (*page.of_kind("number"), *page.of_kind("reference"))
        texts = page.of_kind("text")
        if len(texts) < len(labels):
            problem = f"施策文が足りない / page {page.number} has {len(labels)} measures but {len(texts)} texts"
            remedy = "文の終わりを確かめる / Check that each text ends with its terms, such as （短期、中期）"
        elif len(texts) > len(labels) + 1:
            problem = f"番号が足りない / page {page.number} has {len(texts)} texts but {len(labels)} measures"
            remedy = "そこの項目番号を確かめる / Check the numbers of the 項目番号 column there"
        elif texts and len(page.of_kind("ministry")) < len(texts):
            problem = f"府省が足りない / page {page.number} has {len(texts)} texts but fewer ministries"
            remedy = "ontology/ministries.ttl に足りない名を加える / Add the missing names to ontology/ministries.ttl"
        else:
            continue
        raise SourceError(problem, path=str(path), line=page.cells[0].pieces[0].line, remedy=remedy)


def check_places(measures: Iterable[tuple[MeasureDraft, Place]], path: Path) -> None:
    """Raises SourceError at the first measure that comes before the first chapter."""
    for measure, place in measures:
        if place.chapter is None:
            raise SourceError(
                "最初の章より前に施策がある / measures stand before the first chapter",
                path=str(path),
                line=measure.text.pieces[0].line,
                remedy="最初のページに章の見出しが要る / "
                "A chapter heading such as １．大学の知財 must stand on the first page",
            )


def name_puzzle(page: Page, path: Path) -> SourceError:
    """The error for a page whose cells make up no table."""
    problem = (
        f"p.{page.number} が表にならない / "
        f"the cells of page {page.number} do not make up rows of number, text, ministries and first-year step"
    )
    remedy = "各施策に四つともあるか確かめる / Check that each measure of the page has all four"
    return SourceError(problem, path=str(path), line=page.cells[0].pieces[0].line, remedy=remedy)
