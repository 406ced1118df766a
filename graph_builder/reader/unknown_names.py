"""Finds cells that name a body nobody knows: the table has nothing else to print in them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from graph_builder.reader.cells import MOST_NAME_LINES, Cell, Page

# What a body is called that stands alone on a line: a short name that ends like an authority's, perhaps with its unit.
_BODY_NAME = re.compile(r"[^\s。、・]{1,20}[省庁府院局課室館会房部](?:（[^。]*）)?")
# A name without a word of grammar, which no sentence is: kanji, katakana and Latin letters.
_BARE_NAME = re.compile(r"[\u4e00-\u9fff々ァ-ヺーA-Za-z()]{3,20}")
_JOINTS = re.compile(r"[、・,/]|\s+")
# How a noun goes on that a step may end with, as in 公表する and 公表。
_AS_VERB = "(?:す|し|さ|せ|。)"


def iter_unknown_names(pages: Sequence[Page], names: frozenset[str]) -> Iterator[Cell]:
    """The cells that name somebody who is none of ``names``.

    Such a cell is a line that ends as authorities do (月面開発省); a list with a known body in it; or a bare name that
    stands among the ministries, unless it may be a step: one that ends in a noun which the document uses as a verb
    (制度検討), or an event that its page speaks of (大阪・関西万博).
    """
    document = "".join(cell.text for page in pages for cell in page.of_kind("text", "step"))
    known = frozenset(map(_fold, names))
    for page in pages:
        for cell in page.of_kind("step"):
            if _is_body_name(cell) or _lists_bodies(cell, known) or _is_bare_name(cell, page, document):
                yield cell


def _is_body_name(cell: Cell) -> bool:
    return len(cell.pieces) == 1 and bool(_BODY_NAME.fullmatch(cell.text))


def _lists_bodies(cell: Cell, known: frozenset[str]) -> bool:
    parts = _parts(cell)
    return not known.isdisjoint(parts) and all(part in known or _BARE_NAME.fullmatch(part) for part in parts)


def _is_bare_name(cell: Cell, page: Page, document: str) -> bool:
    if len(cell.pieces) > MOST_NAME_LINES or not all(map(_BARE_NAME.fullmatch, _parts(cell))):
        return False
    is_verb = re.search(re.escape(cell.text[-2:]) + _AS_VERB, document)
    return _stands_among_ministries(cell, page) and not is_verb and not _is_told_of(cell, page)


def _stands_among_ministries(cell: Cell, page: Page) -> bool:
    """Whether a measure's text is printed right before the cell, or a ministry right before or behind it."""
    before, behind = page.cells[max(0, cell.index - 1)], page.cells[cell.index + 1 : cell.index + 2]
    return before.kind in ("text", "ministry") or any(one.kind == "ministry" for one in behind)


def _is_told_of(cell: Cell, page: Page) -> bool:
    return any(cell.text in other.text for other in page.of_kind("text", "step") if other.index != cell.index)


def _parts(cell: Cell) -> list[str]:
    return [part for part in _JOINTS.split(_fold(cell.text)) if part]


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
