"""Which measures are near a measure or a draft, of which ministries, what they share and what differs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.concepts import find_all
from search.stored_index import SearchIndex
from search.thesaurus import naming_terms
from search.tokenizer import content_terms

# So many concepts and words are named, the rarest first: the common ones say nothing about this pair.
MOST_NAMED = 8
# A concept that more measures than this share deal with is no likeness worth naming.
COMMON_SHARE = 0.25


@dataclass(frozen=True)
class Likeness:
    """A measure near the given text, with score in [0, 1]: concepts by name, words as the tokeniser writes them.

    ``only_here`` are concepts of the given text alone, ``only_there`` of this measure alone.
    """

    number: int
    iri: str
    score: float
    text: str
    ministries: tuple[str, ...]
    shared_ministries: tuple[str, ...]
    shared: tuple[str, ...]
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]
    shared_words: tuple[str, ...]


@dataclass(frozen=True)
class Comparer:
    """The given text as it is compared: its concepts, its words and, where it is a measure, its ministries."""

    index: SearchIndex
    concepts: frozenset[str]
    words: frozenset[str]
    ministries: frozenset[str] = frozenset()

    def compare(self, measure: int, score: float) -> Likeness:
        """The likeness of the measure at position ``measure``."""
        card = self.index.cards[measure]
        theirs = self.index.concepts_of[measure]
        return Likeness(
            number=card.number,
            iri=card.iri,
            score=round(score, 4),
            text=card.text,
            ministries=card.ministries,
            shared_ministries=tuple(name for name in card.ministries if name in self.ministries),
            shared=self._names(self.concepts & theirs),
            only_here=self._names(self.concepts - theirs),
            only_there=self._names(theirs - self.concepts),
            shared_words=self._rarest(self.words & self.index.words_of[measure]),
        )

    def _names(self, concepts: Iterable[str]) -> tuple[str, ...]:
        rarity, lexicon = self.index.concepts.rarity, self.index.lexicon
        common = self.index.concepts.rarity_of_share(COMMON_SHARE)
        rare = sorted((slug for slug in concepts if rarity(slug) > common), key=lambda slug: (-rarity(slug), slug))
        return tuple(dict.fromkeys(map(lexicon.name, rare)))[:MOST_NAMED]

    def _rarest(self, words: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(words, key=lambda word: (-self.index.words.rarity(word), word))[:MOST_NAMED])


def comparer_of_measure(index: SearchIndex, measure: int) -> Comparer:
    """Compares with the measure at position ``measure``."""
    card = index.cards[measure]
    return Comparer(index, index.concepts_of[measure], frozenset(content_terms(card.text)), frozenset(card.ministries))


def comparer_of_text(index: SearchIndex, text: str) -> Comparer:
    """Compares with a draft."""
    concepts = frozenset(label.concept for label in find_all(index.lexicon, naming_terms(text)))
    return Comparer(index, concepts, frozenset(content_terms(text)))


def rank(scores: NDArray[np.float32], limit: int, without: Sequence[int] = ()) -> list[int]:
    """The positions of the ``limit`` highest scores above 0, ties in order, those in ``without`` left out."""
    order = np.argsort(-scores, kind="stable")
    return [int(at) for at in order if scores[at] > 0 and at not in without][:limit]
