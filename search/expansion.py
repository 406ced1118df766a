"""From the words of a question to everything that is looked for: mended words, concepts, and the words they add."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search.concepts import ConceptMatch, find_kana, find_longest, find_scattered
from search.ngrams import character_grams
from search.spelling import Correction, Speller
from search.thesaurus import Lexicon
from search.tokenizer import Token, tokenize

# A word that the thesaurus adds counts for so much of one that the user wrote.
ADDED_WEIGHT = 0.4


def _nothing() -> NDArray[np.float32]:
    return np.zeros(0, dtype=np.float32)


@dataclass(frozen=True)
class AddedTerm:
    """A term that the question does not hold, from the label of a concept found in it."""

    term: str
    weight: float
    concept: str


@dataclass(frozen=True)
class Probe:
    """What all retrievers look for.

    ``tokens`` are the content words of ``text``, ``terms`` their normal forms with counts, ``grams`` its character
    n-grams; ``concepts`` stand in the text and ``glosses`` are their names. Where it is embedded, ``vector``
    is that of the text and its glosses, float32 [dim], ``cosines`` says how near it is to each passage, float32
    [passages], and ``near_concepts`` gives the concepts nearest by meaning, weights in (0, 1].
    """

    text: str
    terms: Mapping[str, float]
    added: tuple[AddedTerm, ...]
    grams: Mapping[str, float]
    concepts: tuple[ConceptMatch, ...]
    glosses: tuple[str, ...]
    tokens: tuple[Token, ...] = ()
    corrections: tuple[Correction, ...] = ()
    vector: NDArray[np.float32] = field(default_factory=_nothing, repr=False)
    cosines: NDArray[np.float32] = field(default_factory=_nothing, repr=False)
    near_concepts: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_asking(self) -> bool:
        """Whether anything is left to look for."""
        return bool(self.terms or self.concepts)

    @property
    def weighted_terms(self) -> dict[str, float]:
        """The user's terms and the added ones with their weights."""
        weights = dict(self.terms)
        for added in self.added:
            weights[added.term] = max(weights.get(added.term, 0.0), added.weight)
        return weights


def expand(
    text: str,
    lexicon: Lexicon,
    speller: Speller,
    *,
    rarity: Callable[[str], float],
    is_word: Callable[[str], bool],
) -> Probe:
    """The probe for ``text``: mended, its concepts found and their words added; ``rarity`` is the idf of a term.

    Words that ``is_word`` knows are not mended.
    """
    mended, corrections = speller.mend(text, is_word)
    tokens = tokenize(mended)
    content = tuple(token for token in tokens if token.is_content)
    terms = Counter(token.normal for token in content)
    matches = _strongest(
        [*find_longest(lexicon, tokens), *find_kana(lexicon, mended), *find_scattered(lexicon, tokens, rarity)]
    )
    return Probe(
        text=mended,
        terms=terms,
        added=tuple(_iter_added(lexicon, matches, terms)),
        grams=Counter(character_grams(mended)),
        concepts=matches,
        glosses=tuple(lexicon.name(match.concept) for match in matches),
        tokens=content,
        corrections=corrections,
    )


def _strongest(matches: list[ConceptMatch]) -> tuple[ConceptMatch, ...]:
    best: dict[str, ConceptMatch] = {}
    for match in matches:
        if match.concept not in best or best[match.concept].strength < match.strength:
            best[match.concept] = match
    return tuple(best.values())


def _iter_added(lexicon: Lexicon, matches: tuple[ConceptMatch, ...], terms: Mapping[str, float]) -> Iterator[AddedTerm]:
    """Each new term once, from the strongest concept whose shown labels hold it."""
    seen = set(terms)
    for match in sorted(matches, key=lambda match: -match.strength):
        for label in lexicon.shown(match.concept):
            for term in label.terms:
                if term not in seen:
                    seen.add(term)
                    yield AddedTerm(term, ADDED_WEIGHT * match.strength / len(label.terms) ** 0.5, match.concept)
