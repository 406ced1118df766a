"""Reads a question: which pieces of it are filters, which only polite, and what is left to search for."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from search.filters import Filters
from search.joining import around, exclude, join, narrow
from search.pieces import Piece, iter_pieces
from search.question_rules import general_words, matches, rules
from search.tokenizer import tokenize
from search.vocabulary import Vocabulary, normal

# 全, 第, 2, ゆっくり: alone they name no subject.
_NO_SUBJECT = ("接頭辞", "接尾辞", "名詞-数詞", "副詞")


@dataclass(frozen=True)
class Question:
    """A question as understood: ``text`` in NFKC, its filters in order, and the places of words not to search for.

    ``unclear`` are its words that name a year only from today on (来年度), ``unread`` those that may be meant to leave
    something out but are searched for (アニメ抜き), ``unknown`` those that were to be ignored but are no filter of it.
    ``like`` is the number of the measure that others are to be like, ``passed_over`` what is left beside the filters
    but names no subject.
    """

    text: str
    pieces: tuple[Piece, ...] = ()
    silent: tuple[tuple[int, int], ...] = ()
    unclear: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    like: int | None = None
    passed_over: str = ""

    @cached_property
    def rest(self) -> str:
        """The words to search for: the text without polite words and without filters that are not searched for too."""
        characters = list(self.text)
        for start, end in self.silent:
            characters[start:end] = " " * (end - start)
        for piece in self.pieces:
            characters[piece.start : piece.end] = [piece.searched or " ", *[""] * (piece.end - piece.start - 1)]
        return " ".join("".join(characters).split())

    def without_general_words(self) -> "Question":
        """The question with what is left of it passed over, where no word there names a subject."""
        content = [token for token in tokenize(self.rest) if token.is_content and not token.pos.startswith(_NO_SUBJECT)]
        has_subject = any(token.normal not in general_words() for token in content)
        if has_subject or any(piece.searched for piece in self.pieces):
            return self
        passed_over = self.rest[content[0].start :] if content else ""
        return replace(self, silent=(*self.silent, (0, len(self.text))), passed_over=passed_over)

    @cached_property
    def filters(self) -> Filters:
        """What the pieces ask for."""
        return Filters(tuple(dict.fromkeys(piece.condition for piece in self.pieces)))


def understand(text: str, vocabulary: Vocabulary, ignore: Collection[str] = ()) -> Question:
    """The question in ``text``.

    Of pieces whose kind, text or name is in ``ignore`` only those stay words to search for that would be searched for
    anyway or were excluded: a ministry or a year that is dropped is gone.
    """
    asked = normal(text)
    found: list[Piece] = []
    for piece in iter_pieces(asked, vocabulary):
        if not any(piece.start < other.end and other.start < piece.end for other in found):
            found.append(piece)
    joined = join(asked, sorted(found, key=lambda piece: piece.start), vocabulary)
    pieces = tuple(exclude(asked, narrow(asked, joined)))
    dropped = {name: [piece for piece in pieces if _is_named(piece, name, vocabulary)] for name in ignore}
    gone = [piece for named in dropped.values() for piece in named]
    like, places = _find_likeness(asked, pieces)
    question = Question(
        text=asked,
        pieces=tuple(piece for piece in pieces if piece not in gone),
        silent=(*_silent(piece for piece in gone if not piece.is_excluded), *places),
        unclear=tuple(match[0] for match in matches(rules()["relative_year"]["patterns"], asked)),
        unread=tuple(_iter_unread(asked, pieces)),
        unknown=tuple(name for name, named in dropped.items() if not named),
        like=like,
    )
    return replace(question, silent=(*question.silent, *_iter_fillers(question)))


def _find_likeness(text: str, pieces: Sequence[Piece]) -> tuple[int | None, tuple[tuple[int, int], ...]]:
    """The number of the one measure that others are to be like (施策17に似たもの), and where the question says so."""
    words = rules()["likeness"]
    for piece in pieces:
        start, end = around(text, piece, words)
        if piece.kind == "measure" and len(piece.values) == 1 and (start, end) != (piece.start, piece.end):
            return int(piece.value), ((start, piece.start), (piece.end, end))
    return None, ()


def _iter_unread(text: str, pieces: Sequence[Piece]) -> Iterator[str]:
    """The words that sound like leaving something out and are none of the pieces."""
    for match in matches(rules()["excluded"]["unread"], text):
        if not any(match.start() < piece.end and piece.start < match.end() for piece in pieces):
            yield match[0]


def _is_named(piece: Piece, name: str, vocabulary: Vocabulary) -> bool:
    body = vocabulary.bodies_folded.get(name.casefold())
    return name in (piece.kind, piece.text, piece.shown) or (body is not None and body.iri in piece.values)


def _silent(pieces: Iterable[Piece]) -> tuple[tuple[int, int], ...]:
    """The places of those pieces that are not searched for."""
    return tuple((piece.start, piece.end) for piece in pieces if not piece.searched)


def _iter_fillers(question: Question) -> Iterator[tuple[int, int]]:
    """The places of polite words outside the filters, found one pattern after the other in what is left."""
    left = list(question.text)
    for piece in question.pieces:
        length = piece.end - piece.start
        left[piece.start : piece.end] = ("\0" if piece.searched else " ") * length
    for start, end in question.silent:
        left[start:end] = " " * (end - start)
    for pattern in (*rules()["relative_year"]["patterns"], *rules()["filler"]["patterns"]):
        for match in list(matches([pattern], "".join(left))):
            if match[0].strip():
                left[match.start() : match.end()] = " " * len(match[0])
                yield match.span()
