"""Reads a question: which pieces of it are filters, which only polite, and what is left to search for."""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any, Literal

from search.filters import Filters

PieceKind = Literal["ministry", "fiscal_year", "term", "only_term", "chapter", "theme", "measure", "phrase", "filler"]

_NUMBER = r"(?:\d+|[一二三四五六七八九十]+)"
_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_REIWA_BEFORE = 2018
_CENTURY = 2000
# A Latin abbreviation of so few letters is a body only in capitals: MIC is a ministry, a mic is not.
_SHORT_ABBREVIATION = 3
# 文化庁長官, 経済産業大臣賞: the name of an office or a prize, not of a body that is asked for.
_NOT_A_BODY = "(?!長官|大臣|賞|令)"
# 経産省以外の: the body is named to be left out, which no filter can say; it stays a word of the question.
_LEFT_OUT = re.compile(r"\s*(?:以外|を除|でない|ではない)")


@dataclass(frozen=True)
class Piece:
    """A part of the question that was recognised: where it stands, what it means, and how to say so.

    ``start`` and ``end`` are offsets into `Question.text`; ``value`` is the IRI, year, number or phrase it stands for.
    """

    kind: PieceKind
    text: str
    start: int
    end: int
    value: str | int
    shown: str
    is_searched: bool = False


@dataclass(frozen=True)
class Question:
    """A question as understood: ``text`` in NFKC, its filters in order, its merely polite words, and the ``rest``."""

    text: str
    pieces: tuple[Piece, ...] = ()
    fillers: tuple[Piece, ...] = ()

    @cached_property
    def rest(self) -> str:
        """The words to search for: the text without fillers and without filters that are not searched for too."""
        characters = list(self.text)
        for piece in (*self.pieces, *self.fillers):
            if not piece.is_searched:
                characters[piece.start : piece.end] = " " * (piece.end - piece.start)
        return " ".join("".join(characters).split())

    @cached_property
    def filters(self) -> Filters:
        """What the pieces ask for."""
        return Filters(
            ministries=self._strings("ministry"),
            fiscal_years=self._integers("fiscal_year"),
            terms=self._strings("term"),
            only_terms=self._strings("only_term"),
            chapters=self._integers("chapter"),
            themes=self._strings("theme"),
            measures=self._integers("measure"),
            phrases=self._strings("phrase"),
        )

    def _strings(self, kind: PieceKind) -> tuple[str, ...]:
        values = (piece.value for piece in self.pieces if piece.kind == kind)
        return tuple(dict.fromkeys(value for value in values if isinstance(value, str)))

    def _integers(self, kind: PieceKind) -> tuple[int, ...]:
        values = (piece.value for piece in self.pieces if piece.kind == kind)
        return tuple(dict.fromkeys(value for value in values if isinstance(value, int)))


@dataclass(frozen=True)
class NamedBody:
    """A body that a question can name: what it counts as (its IRI, or the ministry above it) and how to show that."""

    iri: str
    shown: str
    is_mapped_up: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """The names that can stand in a question: ``bodies`` and ``themes`` (label -> IRI, name), and the years at hand."""

    bodies: Mapping[str, NamedBody] = field(repr=False)
    themes: Mapping[str, tuple[str, str]] = field(repr=False)
    fiscal_years: tuple[int, ...]

    @cached_property
    def theme_labels(self) -> str:
        """Any name of a theme as a regular expression, the longest first."""
        return "|".join(map(re.escape, sorted(self.themes, key=_by_length))) or "(?!)"

    @cached_property
    def bodies_folded(self) -> dict[str, NamedBody]:
        """The bodies by their names in any case."""
        return {name.casefold(): body for name, body in self.bodies.items()}

    @cached_property
    def themes_folded(self) -> dict[str, tuple[str, str]]:
        """The themes by their names in any case."""
        return {name.casefold(): theme for name, theme in self.themes.items()}


def understand(text: str, vocabulary: Vocabulary, ignore: Collection[str] = ()) -> Question:
    """The question in ``text``. Pieces whose kind or text is in ``ignore`` stay words to search for."""
    normal = unicodedata.normalize("NFKC", text).strip()
    pieces: list[Piece] = []
    for piece in _iter_pieces(normal, vocabulary):
        overlaps = any(piece.start < other.end and other.start < piece.end for other in pieces)
        if not overlaps and piece.kind not in ignore and piece.text not in ignore:
            pieces.append(piece)
    question = Question(normal, tuple(sorted(pieces, key=lambda piece: piece.start)))
    return replace(question, fillers=tuple(_iter_fillers(question)))


def _iter_pieces(text: str, vocabulary: Vocabulary) -> Iterator[Piece]:
    """The filters in the order of precedence: of two that overlap the first counts."""
    rules = _rules()
    for match in _matches(rules["phrase"]["patterns"], text):
        phrase = match["phrase"]
        yield Piece("phrase", match[0], *match.span(), phrase, f"「{phrase}」", is_searched=True)
    for match in _matches(rules["theme"]["patterns"], text, label=vocabulary.theme_labels):
        iri, name = vocabulary.themes_folded[match["label"].casefold()]
        yield Piece("theme", match[0], *match.span(), iri, name)
    for match in _matches(rules["measure"]["patterns"], text):
        yield Piece("measure", match[0], *match.span(), int(match["number"]), f"施策{match['number']}")
    for match in _matches(rules["chapter"]["patterns"], text):
        number = _integer(match["number"])
        yield Piece("chapter", match[0], *match.span(), number, f"第{number}章")
    yield from _iter_years(text, vocabulary)
    yield from _iter_terms(text)
    folded = text.casefold()
    names = sorted((name for name in vocabulary.bodies if name.casefold() in folded), key=_by_length)
    for match in _matches(map(_body_name, names), text):
        if _LEFT_OUT.match(text, match.end()):
            continue
        body = vocabulary.bodies_folded[match[0].casefold()]
        yield Piece("ministry", match[0], *match.span(), body.iri, body.shown, is_searched=body.is_mapped_up)


def _iter_terms(text: str) -> Iterator[Piece]:
    rules = _rules()
    for term, pattern in rules["term"].items():
        for match in _matches(rules["only_term"]["patterns"], text, term=pattern):
            yield Piece("only_term", match[0], *match.span(), term, f"{term}のみ")
        for match in _matches([pattern], text):
            yield Piece("term", match[0], *match.span(), term, term)


def _iter_years(text: str, vocabulary: Vocabulary) -> Iterator[Piece]:
    rules = _rules()["fiscal_year"]
    for match in _matches(rules["western"], text):
        year = int(match["year"]) % 100 + _CENTURY
        if "年度" in match[0] or year in vocabulary.fiscal_years:
            yield Piece("fiscal_year", match[0], *match.span(), year, f"{year}年度")
    for match in _matches(rules["reiwa"], text):
        year = _REIWA_BEFORE + (1 if match["year"] == "元" else _integer(match["year"]))
        if "年度" in match[0] or year in vocabulary.fiscal_years:
            yield Piece("fiscal_year", match[0], *match.span(), year, f"{year}年度")


def _iter_fillers(question: Question) -> Iterator[Piece]:
    """Polite words outside the filters, found one pattern after the other in what is left."""
    left = list(question.text)
    for piece in question.pieces:
        left[piece.start : piece.end] = "\0" * (piece.end - piece.start) if piece.is_searched else " " * len(piece.text)
    for pattern in _rules()["filler"]["patterns"]:
        for match in list(_matches([pattern], "".join(left))):
            if match[0].strip():
                left[match.start() : match.end()] = " " * len(match[0])
                yield Piece("filler", match[0], *match.span(), "", "")


def _matches(patterns: Iterable[str], text: str, **parts: str) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        for name, part in {"number": _NUMBER, **parts}.items():
            pattern = pattern.replace(f"{{{name}}}", part)  # noqa: PLW2901
        yield from _compiled(pattern).finditer(text)


@lru_cache(maxsize=100)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=1)
def _rules() -> dict[str, Any]:
    return tomllib.loads(resources.files("search").joinpath("questions.toml").read_text(encoding="utf-8"))


def _by_length(name: str) -> tuple[int, str]:
    return -len(name), name


def _body_name(name: str) -> str:
    if not name.isascii():
        return re.escape(name) + _NOT_A_BODY
    case = "" if len(name) <= _SHORT_ABBREVIATION else "i"
    return rf"(?{case}:(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9]))" if case else rf"\b{re.escape(name)}\b"


def _integer(text: str) -> int:
    """Arabic digits or kanji numerals below one hundred as a number."""
    if text.isdigit() and text.isascii():
        return int(text)
    tens, has_tens, units = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if has_tens else 0) + _DIGITS.get(units, 0)
