"""Mends misspelt words: a run of katakana or Latin letters that nothing here contains becomes its nearest neighbour."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from search.tokenizer import fold

# Shorter words have too many neighbours to guess from.
SHORTEST_MENDED = 4
# From this length on two slips are still nearer to the meant word than to any other.
TWO_SLIPS_LENGTH = 8

_RUNS = re.compile(r"[ァ-ヺー]+|[a-z]+")


@dataclass(frozen=True)
class Correction:
    """What was typed, and the known word that was searched for instead."""

    typed: str
    meant: str


@dataclass(frozen=True)
class Speller:
    """The runs of katakana and Latin letters that stand in the passages and labels, with how often."""

    known: Mapping[str, int]

    @cached_property
    def by_length(self) -> dict[int, list[str]]:
        """The known runs by their length."""
        found: dict[int, list[str]] = {}
        for run in sorted(self.known):
            found.setdefault(len(run), []).append(run)
        return found

    def mend(self, text: str, is_word: frozenset[str] = frozenset()) -> tuple[str, tuple[Correction, ...]]:
        """The folded text with unknown runs replaced, and what was replaced; runs in ``is_word`` are left alone."""
        folded = fold(text)
        corrections = tuple(
            Correction(run, meant)
            for run in dict.fromkeys(_RUNS.findall(folded))
            if run not in is_word and (meant := self._nearest(run))
        )
        for correction in corrections:
            folded = folded.replace(correction.typed, correction.meant)
        return folded, corrections

    def _nearest(self, run: str) -> str | None:
        if len(run) < SHORTEST_MENDED or run in self.known or self._is_compound(run):
            return None
        slips = 2 if len(run) >= TWO_SLIPS_LENGTH else 1
        near = [(count_slips(run, other, slips), -self.known[other], other) for other in self._candidates(run, slips)]
        best = min((entry for entry in near if entry[0] <= slips), default=None)
        return best[2] if best else None

    def _is_compound(self, run: str) -> bool:
        """Whether the run is made of two known ones (デジタルコンテンツ)."""
        return any(run[:cut] in self.known and run[cut:] in self.known for cut in range(2, len(run) - 1))

    def _candidates(self, run: str, slips: int) -> Iterator[str]:
        for length in range(max(SHORTEST_MENDED, len(run) - slips), len(run) + slips + 1):
            yield from (other for other in self.by_length.get(length, ()) if _is_katakana(other) == _is_katakana(run))


def make_speller(texts: Iterable[str]) -> Speller:
    """The speller that knows every run of ``texts``."""
    return Speller(Counter(run for text in texts for run in _RUNS.findall(fold(text)) if len(run) > 1))


def count_slips(one: str, other: str, limit: int) -> int:
    """The letters to insert, drop, change or swap (Damerau-Levenshtein); ``limit`` + 1 stands for more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        above, row = row, [at]
        for column, counterpart in enumerate(other, start=1):
            cost = min(above[column] + 1, row[-1] + 1, above[column - 1] + (letter != counterpart))
            if at > 1 and column > 1 and letter == other[column - 2] and one[at - 2] == counterpart:
                cost = min(cost, before[column - 2] + 1)
            row.append(cost)
        before = above
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def _is_katakana(run: str) -> bool:
    return not run.isascii()
