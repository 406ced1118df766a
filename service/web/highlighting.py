"""Marks words and spans inside a text for HTML; everything is escaped."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

Span = tuple[int, int]


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
