"""Segments and classifies: the lines of a page become cells (numbers, texts, ministries, steps, …), in print order."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

from graph_builder.records import LineRange, Term

CellKind = Literal["number", "relisting", "reference", "text", "ministry", "step", "heading", "furniture"]

_TERM = r"(?:短期|中期|長期)"
TERMS_LINE = re.compile(rf"^\s*[（(]{_TERM}(?:[、・,]\s*{_TERM})*[）)](?:【再掲】)?\s*$")
HEADER_LINE = re.compile(r"^\s*\d{4}年度(?:\s+\d{4}年度)+\s*$")
COLUMN_TITLE = "施策内容"
_FURNITURE = re.compile(rf"^(?:\s|項目|番号|{COLUMN_TITLE}|担当府省|{_TERM})+$|^\s*工程表.*重点事項\s*$")
_NUMBER = re.compile(r"^\s*\d{1,3}\s*$")
_REFERENCE = re.compile(r"^\s*\d{1,3}に記載\s*$")
_MARK = re.compile(r"^\s*再掲\s*$")
PART_HEADING = re.compile(r"^\s*[Ⅰ-Ⅻ]+．\s*\S")
CHAPTER_HEADING = re.compile(r"^\s*[0-9０-９]{1,2}．\s*\S")
SECTION_HEADING = re.compile(r"^\s*[（(][0-9０-９]{1,2}[）)]\s*\S")
_HEADING = re.compile("|".join(pattern.pattern for pattern in (PART_HEADING, CHAPTER_HEADING, SECTION_HEADING)))
_LEADING_NUMBER = re.compile(r"^\s*\d{1,3}(?=\s+\D)")
_TRAILING_NUMBER = re.compile(r"(?<=。)\d{1,3}\s*$")
_FOLLOW_UP_SENTENCE = re.compile(r"^\s*左記[^。]*。")
# The longest ministry name is printed over this many lines of the narrow ministry column.
MOST_NAME_LINES = 4


@dataclass(frozen=True)
class Piece:
    """A part of one source line, from the first to behind the last character; ``line`` is 1-based."""

    line: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Cell:
    """Pieces that the table prints in one cell; ``index`` is its place in the page's order of print."""

    kind: CellKind
    pieces: tuple[Piece, ...]
    index: int = -1

    @cached_property
    def text(self) -> str:
        """The printed text with its line breaks taken out."""
        return "".join(piece.text for piece in self.pieces).strip()

    @cached_property
    def value(self) -> int:
        """The number that a number or reference cell prints."""
        return int("".join(re.findall(r"\d", unicodedata.normalize("NFKC", self.text))))

    @cached_property
    def lines(self) -> tuple[LineRange, ...]:
        """Its source lines."""
        return line_ranges(piece.line for piece in self.pieces)

    @cached_property
    def widths(self) -> tuple[float, ...]:
        """The width of each line, in full-width characters."""
        return tuple(display_width(piece.text.rstrip()) for piece in self.pieces)

    @cached_property
    def line_numbers(self) -> frozenset[int]:
        """Its source lines, one by one."""
        return frozenset(piece.line for piece in self.pieces)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that a text cell closes with, such as ``("短期", "中期")``."""
        known: tuple[Term, ...] = ("短期", "中期", "長期")
        return tuple(term for term in known if term in self.pieces[-1].text)


@dataclass(frozen=True)
class Page:
    """One page of the roadmap: its number from 1, its fiscal years from the header, its cells in print order."""

    number: int
    fiscal_years: tuple[int, ...]
    cells: tuple[Cell, ...]

    def of_kind(self, *kinds: CellKind) -> tuple[Cell, ...]:
        """Its cells of these kinds, in print order."""
        return tuple(cell for cell in self.cells if cell.kind in kinds)


def display_width(text: str) -> float:
    """The width of ``text`` in full-width characters (Unicode UAX #11, ambiguous counted as wide)."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def line_ranges(numbers: Iterable[int]) -> tuple[LineRange, ...]:
    """The line numbers as ascending runs without gaps."""
    ranges: list[LineRange] = []
    for number in sorted(set(numbers)):
        if ranges and ranges[-1].last == number - 1:
            ranges[-1] = LineRange(ranges[-1].first, number)
        else:
            ranges.append(LineRange(number, number))
    return tuple(ranges)


def find_lone_numbers(lines: Iterable[str]) -> frozenset[int]:
    """The numbers that stand on a line of their own: such a number inside another line is not a measure's."""
    return frozenset(int(line) for line in lines if _NUMBER.match(line))


def segment_page(
    number: int, lines: Sequence[tuple[int, str]], ministries: frozenset[str], lone_numbers: frozenset[int]
) -> Page:
    """The page made of ``lines`` (1-based number, text), one of which is the header with the fiscal years."""
    header = next(text for _, text in lines if HEADER_LINE.match(text))
    years = tuple(int(year) for year in re.findall(r"\d{4}", header))
    pieces = [
        piece for line, text in lines if text.strip() for piece in _split_line(line, text, ministries, lone_numbers)
    ]
    cells = [cell for block in _iter_blocks(pieces, ministries) for cell in _iter_cells(block, ministries)]
    return Page(number, years, tuple(replace(cell, index=index) for index, cell in enumerate(cells)))


def _make_piece(line: int, text: str, start: int, end: int) -> Piece:
    while text[start].isspace():
        start += 1
    return Piece(line, start, end, text[start:end])


def _split_line(line: int, text: str, ministries: frozenset[str], lone_numbers: frozenset[int]) -> Iterator[Piece]:
    """The pieces of a line that is not blank: cells that share it are cut apart."""
    cuts = {*_cut_numbers(text, lone_numbers), *_cut_ministry(text, ministries)}
    for start, end in pairwise([0, *sorted(cuts), len(text)]):
        yield _make_piece(line, text, start, end)


def _cut_numbers(text: str, lone_numbers: frozenset[int]) -> Iterator[int]:
    """Where a number is glued to the line: before it with a space, or behind its full stop."""
    leading, trailing = _LEADING_NUMBER.match(text), _TRAILING_NUMBER.search(text)
    if leading and int(leading.group()) not in lone_numbers:
        yield leading.end()
    if trailing and int(trailing.group()) not in lone_numbers:
        yield trailing.start()


def _cut_ministry(text: str, ministries: frozenset[str]) -> Iterator[int]:
    """Where a ministry's name ends that begins the line."""
    first_word = text.split(maxsplit=1)[0]
    if first_word in ministries and first_word != text.strip():
        yield text.index(first_word) + len(first_word)


def _iter_blocks(pieces: Sequence[Piece], ministries: frozenset[str]) -> Iterator[list[Piece]]:
    """Pieces without a blank line between them; a ministry's name stays together over blank lines."""
    block: list[Piece] = []
    position = 0
    while position < len(pieces):
        name_length = _name_length(pieces, position, ministries)
        if block and (pieces[position].line > block[-1].line + 1 or name_length):
            yield block
            block = []
        if name_length:
            yield list(pieces[position : position + name_length])
            position += name_length
            continue
        block.append(pieces[position])
        position += 1
    if block:
        yield block


def _name_length(pieces: Sequence[Piece], position: int, ministries: frozenset[str]) -> int:
    """How many pieces from ``position`` on spell a ministry's name; 0 when they do not."""
    for length in range(1, MOST_NAME_LINES + 1):
        if "".join(piece.text.strip() for piece in pieces[position : position + length]) in ministries:
            return length
    return 0


def _iter_cells(block: list[Piece], ministries: frozenset[str]) -> Iterator[Cell]:
    if "".join(piece.text.strip() for piece in block) in ministries:
        yield Cell("ministry", tuple(block))
        return
    if _HEADING.match(block[0].text) and not any("。" in piece.text for piece in block):
        yield Cell("heading", tuple(block))
        return
    run: list[Piece] = []
    for piece in block:
        kind = _kind_of_line(piece.text)
        if kind:
            yield from _close_run(run)
            run = []
            yield Cell(kind, (piece,))
        else:
            run.append(piece)
            if TERMS_LINE.match(piece.text):
                yield from _close_text(run)
                run = []
    yield from _close_run(run)


def _kind_of_line(text: str) -> CellKind | None:
    """What a line is that is a cell by itself; None for a line of a text or step."""
    if HEADER_LINE.match(text) or _FURNITURE.match(text):
        return "furniture"
    if _MARK.match(text):
        return "relisting"
    if _REFERENCE.match(text):
        return "reference"
    return "number" if _NUMBER.match(text) else None


def _close_run(run: list[Piece]) -> Iterator[Cell]:
    if run:
        yield Cell("step", tuple(run))


def _close_text(run: list[Piece]) -> Iterator[Cell]:
    """A measure's text; a follow-up sentence printed on the line before it, or before it on its line, is cut off."""
    head = run[0]
    if follow_up := _FOLLOW_UP_SENTENCE.match(head.text):
        cut = head.start + follow_up.end()
        yield Cell("step", (Piece(head.line, head.start, cut, head.text[: follow_up.end()]),))
        rest = head.text[follow_up.end() :]
        run = ([Piece(head.line, cut, head.end, rest)] if rest.strip() else []) + run[1:]
    yield Cell("text", tuple(run))
