"""Marks words and spans inside a text for HTML; everything is escaped."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

Span = tuple[int, int]

_BACKTICKS = re.compile("`([^`]+)`")
_CJK = r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]+"
_JAPANESE = re.compile(f"({_CJK}(?:[A-Za-z0-9]+{_CJK})*)")


def mark_words(text: str, words: Iterable[str]) -> Markup:
    """The text with every occurrence of the words marked, whatever their case and width."""
    folded = "".join(map(_fold, text))
    found = [word for word in map(str.casefold, words) if word]
    pattern = "|".join(re.escape(word) for word in sorted(found, key=len, reverse=True))
    return mark_spans(text, [match.span() for match in re.finditer(pattern, folded)] if pattern else [])


def mark_spans(text: str, spans: Sequence[Span]) -> Markup:
    """The text with the spans (offsets, end excluded) marked; touching ones become one."""
    pieces, end = [], 0
    for first, last in _merged(spans):
        pieces += [escape(text[end:first]), Markup("<mark>{}</mark>").format(text[first:last])]
        end = last
    return Markup("").join([*pieces, escape(text[end:])])


def mark_code(text: str) -> Markup:
    """The text with what stands between backticks as code."""
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(_BACKTICKS.split(text))
    )


def mark_japanese(text: str) -> Markup:
    """The text with every run of Japanese marked as such, for pages in another language."""
    return Markup("").join(
        Markup('<span lang="ja">{}</span>').format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(_JAPANESE.split(text))
    )


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for first, last in sorted(span for span in spans if span[0] < span[1]):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _fold(character: str) -> str:
    """The character as it is compared, one for one so that offsets stay."""
    folded = unicodedata.normalize("NFKC", character).casefold()
    return folded if len(folded) == 1 else character
