"""What two texts are compared by: their words and noun compounds, standing phrases blanked out."""

import re
import unicodedata
from functools import lru_cache
from importlib import resources

from search.tokenizer import Token, compounds, tokenize

BLANK = "　"

# Two wordings are nearly the same when the one has this share of the other's words.
NEAR_SHARE = 0.8
# Fewer words than these turn up in a longer text by chance.
LEAST_WORDS = 8


def narrow(text: str) -> str:
    """Return the text in NFKC character by character, so that every offset stays that of the text as printed."""
    return text.translate(_NARROWED)


class _Narrowed(dict[int, str]):
    """Characters in NFKC where that is one character, found when first asked for."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code))
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


_NARROWED = _Narrowed()


@lru_cache(maxsize=8192)
def blank_standing(text: str) -> str:
    """Return the narrowed text with its standing phrases blanked out; its length is that of ``text``."""
    blanked = narrow(text)
    for phrase in _standing_phrases():
        blanked = phrase.sub(lambda match: BLANK * len(match[0]), blanked)
    return blanked


@lru_cache(maxsize=8192)
def read_words(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the content terms and the noun compounds of the text in order, standing phrases left out."""
    blanked = blank_standing(text)
    tokens = tokenize(blanked)
    words = tuple(token.normal for token in tokens if token.is_content)
    return words, tuple(token.normal for token in compounds(tokens, blanked))


def is_standing(text: str) -> bool:
    """Whether the text consists of standing phrases alone."""
    return not any(read_words(text))


def is_near(first: str, second: str) -> bool:
    """Whether two texts are the same, or the one has nearly all words of the other, which are LEAST_WORDS or more."""
    one, other = set(read_words(first)[0]), set(read_words(second)[0])
    fewer = min(len(one), len(other))
    return narrow(first) == narrow(second) or (fewer >= LEAST_WORDS and len(one & other) >= NEAR_SHARE * fewer)


@lru_cache(maxsize=8192)
def telling_words(text: str) -> frozenset[str]:
    """Return the words that tell what the text is about, in normal form, standing phrases left out."""
    return frozenset(token.normal for token in tokenize(blank_standing(text)) if is_telling(token))


def is_telling(token: Token) -> bool:
    """Whether a word tells what a text is about: no single character, no number, no word of measures of any subject."""
    return (
        token.is_content
        and len(token.surface) > 1
        and not token.surface.isnumeric()
        and token.normal not in _standing_words()
    )


@lru_cache(maxsize=1)
def _standing_phrases() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, _lines("standing_phrases.txt")))


@lru_cache(maxsize=1)
def _standing_words() -> frozenset[str]:
    return frozenset(word for line in _lines("standing_words.txt") for word in line.split())


def _lines(name: str) -> list[str]:
    lines = resources.files("search.overlap").joinpath(name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
