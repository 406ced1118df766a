"""Refuses a document whose chapters or sections do not follow one another: a heading is missing, or out of place."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from graph_builder.reader.cells import CHAPTER_HEADING, SECTION_HEADING, Cell, Page
from graph_builder.reader.headings import find_headings, printed_number
from ontology.errors import SourceError
from ontology.names import normalise_label


def check_headings(pages: Sequence[Page], path: Path) -> None:
    """Raises SourceError unless chapters, and the sections of each, are numbered without gap or repeat.

    A chapter begins on a page of its own, its sections with 1; a heading may be printed again on later pages.
    """
    for page in pages:
        if len(found := find_headings(page, CHAPTER_HEADING)) > 1:
            raise _misplaced(f"p.{page.number} に章が二つ / two chapters begin on page {page.number}", found[1], path)
    chapters = _distinct(cell for page in pages for cell in find_headings(page, CHAPTER_HEADING))
    if chapters:
        _check_sequence(chapters, printed_number(chapters[0]), "章 / chapter", path)
    for sections in _iter_sections(pages):
        _check_sequence(_distinct(sections), 1, "節 / section", path)


def _iter_sections(pages: Iterable[Page]) -> Iterator[list[Cell]]:
    """The section headings of each chapter, page by page in the order of their numbers."""
    sections: list[Cell] = []
    for page in pages:
        if find_headings(page, CHAPTER_HEADING):
            yield sections
            sections = []
        sections += sorted(find_headings(page, SECTION_HEADING), key=printed_number)
    yield sections


def _distinct(headings: Iterable[Cell]) -> list[Cell]:
    """The headings without those that say the same as one before."""
    seen: dict[str, Cell] = {}
    for cell in headings:
        seen.setdefault(normalise_label(cell.text), cell)
    return list(seen.values())


def _check_sequence(headings: Iterable[Cell], first: int, kind: str, path: Path) -> None:
    for expected, cell in enumerate(headings, start=first):
        ja, en = kind.split(" / ")
        if (number := printed_number(cell)) != expected:
            problem = f"{ja}の番号が続かない / {en} {number} stands where {en} {expected} should: {cell.text}"
            raise _misplaced(problem, cell, path)


def _misplaced(problem: str, cell: Cell, path: Path) -> SourceError:
    remedy = "見出しの抜けと番号を確かめる / Check whether a heading is missing before it, and its number"
    return SourceError(problem, path=str(path), line=cell.pieces[0].line, remedy=remedy)
