"""Mends spellings: an unknown run of katakana or Latin letters becomes its nearest neighbour, kana their kanji."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from search.tokenizer import fold, modern, read_aloud, tagged_terms, tokenize

# Shorter words have too many neighbours to guess from.
SHORTEST_MENDED = 4
# From this length on two slips are still nearer to the meant word than to any other.
TWO_SLIPS_LENGTH = 8

# Shorter readings are those of too many words.
SHORTEST_READING = 4

_RUNS = re.compile(r"[ァ-ヺー]+|[a-z]+")
_HIRAGANA = re.compile(r"[ぁ-んー]+")
_KANJI_WORD = re.compile(r"[一-鿿々]{2,8}")
_TO_KATAKANA = {hiragana: hiragana + 0x60 for hiragana in range(ord("ぁ"), ord("ゖ") + 1)}
_PARTICLE_AT_END = re.compile(r"(?:の|を|は|が|に|で|と|も|や|へ)$")


@dataclass(frozen=True)
class Correction:
    """What was typed, and the known word that was searched for instead."""

    typed: str
    meant: str


@dataclass(frozen=True)
class Speller:
    """What passages and labels hold: runs of katakana and Latin letters with how often, and words by their reading."""

    known: Mapping[str, int]
    readings: Mapping[str, str]

    @cached_property
    def by_pair(self) -> dict[str, list[str]]:
        """The known runs that hold a pair of letters."""
        found: dict[str, list[str]] = {}
        for run in sorted(self.known):
            for pair in _pairs(run):
                found.setdefault(pair, []).append(run)
        return found

    def mend(self, text: str, is_word: Callable[[str], bool]) -> tuple[str, tuple[Correction, ...]]:
        """The text with unknown runs replaced; what ``is_word`` knows is left alone."""
        folded = fold(text)
        corrections = (
            *_iter_corrections((run for run in _RUNS.findall(folded) if not is_word(run)), self._nearest),
            *_iter_corrections(_HIRAGANA.findall(folded), self._as_written),
        )
        mended = modern(text) if corrections else text
        for correction in corrections:
            mended = re.sub(re.escape(correction.typed), correction.meant, mended, flags=re.IGNORECASE)
        return mended, corrections

    def _as_written(self, run: str) -> str | None:
        """The run as it is written here, in kanji or katakana, with or without a particle behind it."""
        stem = _PARTICLE_AT_END.sub("", run)
        return self._word_read(run) or ((word := self._word_read(stem)) and word + run[len(stem) :])

    def _word_read(self, reading: str) -> str | None:
        in_katakana = reading.translate(_TO_KATAKANA)
        is_known = len(reading) >= SHORTEST_READING and in_katakana in self.known
        return self.readings.get(reading) or (in_katakana if is_known else None)

    def _nearest(self, run: str) -> str | None:
        if len(run) < SHORTEST_MENDED or run in self.known or self._is_inflected(run) or self._is_compound(run):
            return None
        slips = 2 if len(run) >= TWO_SLIPS_LENGTH else 1
        near = [(count_slips(run, other, slips), -self.known[other], other) for other in self._candidates(run, slips)]
        best = min((entry for entry in near if entry[0] <= slips), default=None)
        return best[2] if best else None

    def _is_inflected(self, run: str) -> bool:
        """Whether the run is a known one in the plural (changes), which the tokeniser takes for the same word."""
        return run.isascii() and all(normal in self.known for normal, _ in tagged_terms(run))

    def _is_compound(self, run: str) -> bool:
        """Whether the run is made of two known ones (デジタルコンテンツ)."""
        return any(run[:cut] in self.known and run[cut:] in self.known for cut in range(2, len(run) - 1))

    def _candidates(self, run: str, slips: int) -> Iterator[str]:
        """The known runs that share as many pairs of letters as words so few slips apart must."""
        shared = Counter(other for pair in _pairs(run) for other in self.by_pair.get(pair, ()))
        needed = max(1, len(_pairs(run)) - 3 * slips)
        for other, count in shared.items():
            if count >= needed and abs(len(other) - len(run)) <= slips:
                yield other


def make_speller(texts: Iterable[str]) -> Speller:
    """The speller that knows every run and every word of ``texts``; of words with one reading the commonest."""
    folded = [fold(text) for text in texts]
    known = Counter(run for text in folded for run in _RUNS.findall(text) if len(run) > 1)
    words = Counter(word for text in folded for word in _iter_words(text))
    readings: dict[str, str] = {}
    for word, _ in sorted(words.items(), key=lambda entry: (-entry[1], entry[0])):
        readings.setdefault(read_aloud(word), word)
    return Speller(known, {reading: word for reading, word in readings.items() if len(reading) >= SHORTEST_READING})


def _iter_words(text: str) -> Iterator[str]:
    """The words of two kanji and more: runs of kanji, and the words that a run is made of."""
    runs = _KANJI_WORD.findall(text)
    yield from runs
    if runs:
        yield from (token.surface for token in tokenize(text) if _KANJI_WORD.fullmatch(token.surface))


def _iter_corrections(runs: Iterable[str], mend: Callable[[str], str | None]) -> Iterator[Correction]:
    for run in dict.fromkeys(runs):
        meant = mend(run)
        if meant:
            yield Correction(run, meant)


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


def _pairs(run: str) -> set[str]:
    return {run[start : start + 2] for start in range(len(run) - 1)}
