"""Why a measure was found: the words that matched, those that the thesaurus added, and the passage that says it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.expansion import Probe
from search.passages import Passage
from search.stored_index import SearchIndex

# Concepts of the question that a hit names: those that stand in it first, then the nearest.
MOST_CONCEPTS = 5
# Of two passages alike the measure's own text is shown before a step, and a step before a heading.
_KIND_BONUS = {"text": 0.02, "step": 0.01, "relisting": 0.0, "heading": -0.2}


@dataclass(frozen=True)
class AddedWord:
    """A word of the thesaurus that stands in the measure, and the concept of the question that it came from."""

    word: str
    concept: str


@dataclass(frozen=True)
class Evidence:
    """The best passage and what speaks for it; the shares of words as written and of meaning sum to 1."""

    passage: Passage
    matched: tuple[str, ...]
    added: tuple[AddedWord, ...]
    concepts: tuple[str, ...]
    lexical_share: float
    semantic_share: float


def explain(
    index: SearchIndex, probe: Probe, measure: int, passage_scores: NDArray[np.float32], lexical: float
) -> Evidence:
    """The evidence for ``measure`` (its position), whose passages score as ``passage_scores`` [passages] says."""
    words, concepts, name = index.words_of[measure], index.concepts_of[measure], index.lexicon.name
    named = [match.concept for match in probe.concepts if match.concept in concepts]
    near = [slug for slug in probe.near_concepts if slug in concepts]
    return Evidence(
        passage=_best_passage(index, measure, passage_scores),
        matched=tuple(probe.surfaces.get(term, term) for term in probe.terms if term in words),
        added=tuple(AddedWord(added.term, name(added.concept)) for added in probe.added if added.term in words),
        concepts=tuple(dict.fromkeys(map(name, (*named, *near))))[:MOST_CONCEPTS],
        lexical_share=round(lexical, 3),
        semantic_share=round(1 - lexical, 3),
    )


def score_passages(index: SearchIndex, probe: Probe) -> NDArray[np.float32]:
    """How well each passage answers, float32 [passages]: the mean of its words' and its meaning's share of the best."""
    words = index.passage_words.scores(probe.weighted_terms)
    meaning = np.zeros(len(index.passages), dtype=np.float32)
    found, cosines = index.vectors.search(probe.vector, len(index.passages))
    meaning[found] = np.maximum(cosines, 0.0)
    return np.asarray(
        words / max(float(words.max()), 1e-9) + meaning / max(float(meaning.max()), 1e-9), dtype=np.float32
    )


def _best_passage(index: SearchIndex, measure: int, passage_scores: NDArray[np.float32]) -> Passage:
    positions = np.flatnonzero(index.owners == measure)
    scores = [float(passage_scores[place]) + _KIND_BONUS[index.passages[place].kind] for place in positions]
    return index.passages[int(positions[int(np.argmax(scores))])]
