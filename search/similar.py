"""Which measures are near a measure or a draft, of which ministries, what they share and what differs."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.concepts import find_all
from search.explain import Explainer
from search.overlap.facets import Facets
from search.passages import Passage
from search.pieces import iter_years
from search.stored_index import SearchIndex
from search.thesaurus import Lexicon, naming_terms
from search.tokenizer import content_terms
from search.vocabulary import normal

# So many concepts and words are named, the rarest first: the common ones say nothing about this pair.
MOST_NAMED = 8
# A concept that more measures than this share deal with is no likeness worth naming.
COMMON_SHARE = 0.25


@dataclass(frozen=True)
class Likeness:
    """A measure near the given text, with score in [0, 1]: concepts by name, words as the tokeniser writes them.

    ``only_here`` are concepts of the given text alone, ``only_there`` of this measure alone, of which the other has no
    relative either (see `Comparer`), and so with the fiscal years, where the text has any; ``nearest`` is the passage
    of this measure that says most of it.
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
    years_only_here: tuple[int, ...] = ()
    years_only_there: tuple[int, ...] = ()
    nearest: Passage | None = None


@dataclass(frozen=True)
class Comparer:
    """The given text as it is compared: its concepts, its words and years and, of a measure, its ministries.

    A concept is no difference where the other side names one directly above or below it, or has all words of a name of
    it, in its text or in a name of one of its concepts.
    """

    explainer: Explainer
    concepts: frozenset[str]
    words: frozenset[str]
    years: frozenset[int]
    ministries: frozenset[str] = frozenset()

    @property
    def index(self) -> SearchIndex:
        """The index that holds the measures."""
        return self.explainer.index

    def compare(self, measure: int, score: float) -> Likeness:
        """The likeness of the measure at position ``measure``."""
        card = self.index.cards[measure]
        theirs, years = _concepts(self.index, measure), frozenset(card.fiscal_years)
        their_words = self.index.words_of[measure]
        return Likeness(
            number=card.number,
            iri=card.iri,
            score=round(score, 4),
            text=card.text,
            ministries=card.ministries,
            shared_ministries=tuple(name for name in card.ministries if name in self.ministries),
            shared=self._names(self.concepts & theirs),
            only_here=self._names(self._missing(self.concepts, theirs, their_words)),
            only_there=self._names(self._missing(theirs, self.concepts, self.words)),
            shared_words=self._rarest(self.words & their_words),
            years_only_here=tuple(sorted(self.years - years)),
            years_only_there=tuple(sorted(years - self.years)) if self.years else (),
            nearest=self.explainer.best_passage(measure),
        )

    def _missing(self, concepts: Iterable[str], others: Iterable[str], words: Set[str]) -> Iterator[str]:
        """Those of ``concepts`` that a text with the concepts ``others`` and these words says nothing of."""
        lexicon = self.index.lexicon
        links = (lexicon.broader, lexicon.narrower)
        near = {*others} | {kin for other in others for link in links for kin in link.get(other, ())}
        said = [words, *(frozenset(label.terms) for other in others for label in lexicon.shown(other))]
        every = frozenset().union(*said)
        for concept in concepts:
            names = [frozenset(label.terms) for label in lexicon.shown(concept) if every.issuperset(label.terms)]
            if concept not in near and not any(one >= name for name in names if name for one in said):
                yield concept

    def _names(self, concepts: Iterable[str]) -> tuple[str, ...]:
        rarity, lexicon = self.index.concepts.rarity, self.index.lexicon
        common = self.index.concepts.rarity_of_share(COMMON_SHARE)
        rare = sorted((slug for slug in concepts if rarity(slug) > common), key=lambda slug: (-rarity(slug), slug))
        return tuple(dict.fromkeys(map(lexicon.name, rare)))[:MOST_NAMED]

    def _rarest(self, words: Iterable[str]) -> tuple[str, ...]:
        """The rarest words; a single character is no common ground."""
        longer = (word for word in words if len(word) > 1)
        return tuple(sorted(longer, key=lambda word: (-self.index.words.rarity(word), word))[:MOST_NAMED])


def comparer_of_measure(explainer: Explainer, measure: int) -> Comparer:
    """Compares with the measure at position ``measure``."""
    index = explainer.index
    card = index.cards[measure]
    concepts, words = _concepts(index, measure), frozenset(content_terms(card.text))
    return Comparer(explainer, concepts, words, frozenset(card.fiscal_years), frozenset(card.ministries))


def comparer_of_text(explainer: Explainer, text: str) -> Comparer:
    """Compares with a draft."""
    concepts = _named_in([text], explainer.index.lexicon)
    years = {piece.value for piece in iter_years(normal(text), explainer.index.vocabulary)}
    named = frozenset(year for year in years if isinstance(year, int))
    return Comparer(explainer, concepts, frozenset(content_terms(text)), named)


def _concepts(index: SearchIndex, measure: int) -> frozenset[str]:
    """The concepts that the measure itself names: not those of the headings above it and its relistings."""
    passages = index.passages[int(index.starts[measure]) : int(index.starts[measure + 1])]
    return _named_in(dict.fromkeys(passage.text for passage in passages if not passage.is_heading), index.lexicon)


def _named_in(texts: Iterable[str], lexicon: Lexicon) -> frozenset[str]:
    facets = Facets(lexicon)
    labels = (label for text in texts for label in find_all(lexicon, naming_terms(text)))
    return frozenset(label.concept for label in labels if facets.is_naming(label))


def rank(scores: NDArray[np.float32], limit: int, without: Sequence[int] = ()) -> list[int]:
    """The positions of the ``limit`` highest scores above 0, ties in order, those in ``without`` left out."""
    order = np.argsort(-scores, kind="stable")
    return [int(at) for at in order if scores[at] > 0 and at not in without][:limit]
