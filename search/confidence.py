"""How sure it is that anything here answers: from how much of the question is found, to a calibrated share."""

import math

from search.expansion import Probe
from search.stored_index import SearchIndex

# A logistic regression over three figures, fitted on 244 questions that the roadmap answers against 185 that it does
# not (benchmarks/queries): the share of the question's words that the best measure holds, the cosine of its nearest
# passage, and how well its concepts are those nearest to the question (BM25 in units of the rarest concept's idf, as a
# logarithm).
COVERAGE_WEIGHT = 7.15
PASSAGE_WEIGHT = 8.7
CONCEPTS_WEIGHT = 2.8
BIAS = -9.4
# Below this the answer is that nothing here answers the question. Fitted on one half of the questions and asked the
# other, 20 times over, it refuses 84 % of those off the topic and 0.9 % of the others; at 0.25 89 % and 2.4 %.
OFF_TOPIC_BELOW = 0.15
# Below this the hits are shown, but said to be doubtful.
UNSURE_BELOW = 0.5


def confidence(index: SearchIndex, probe: Probe, best: int, *, cosine: float, concepts: float) -> float:
    """The calibrated share, in (0, 1), of questions like this one that the measure at position ``best`` answers.

    ``cosine`` is that of the question and the measure's nearest passage, ``concepts`` the measure's BM25 score for the
    concepts nearest to the question.
    """
    evidence = (
        BIAS
        + COVERAGE_WEIGHT * coverage(index, probe, best)
        + PASSAGE_WEIGHT * cosine
        + CONCEPTS_WEIGHT * math.log1p(concepts / index.concepts.rarity_of_share(0))
    )
    return 1 / (1 + math.exp(-evidence))


def coverage(index: SearchIndex, probe: Probe, measure: int) -> float:
    """The share of the question's rarity that the measure holds, as its own word or the thesaurus's, in [0, 1]."""
    words, concepts = index.words_of[measure], index.concepts_of[measure]
    named = {term for match in probe.concepts if match.concept in concepts for term in match.label.terms}
    rarities = {term: index.words.rarity(term) for term in probe.terms}
    held = sum(
        rarity
        for term, rarity in rarities.items()
        if term in named or term in words or index.glosses.holds(term, measure)
    )
    return held / (sum(rarities.values()) or 1.0)
