"""Character n-grams: what two spellings share when no word of theirs meets."""

import re

from search.tokenizer import fold

# Pairs find kanji compounds, threes tell katakana and Latin words apart.
GRAM_SIZES = (2, 3)

_NOT_LETTERS = re.compile(r"[\W_]+")


def character_grams(text: str) -> list[str]:
    """The n-grams of the folded text in order, repeats kept; none crosses punctuation or white space."""
    runs = _NOT_LETTERS.split(fold(text))
    return [run[start : start + size] for run in runs for size in GRAM_SIZES for start in range(len(run) - size + 1)]
