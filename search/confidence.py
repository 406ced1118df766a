"""How sure it is that anything here answers: from how much of the question is found, to a calibrated share."""

import math

from search.expansion import Probe
from search.stored_index import SearchIndex

# Logistic calibration over two figures of the best measure, set on queries that the roadmap answers and on everyday
# questions that it does not (benchmarks/queries): the found share of the question's words and concepts, and the cosine.
COVERAGE_WEIGHT = 9.0
COSINE_WEIGHT = 5.5
BIAS = -6.6
# Below this the answer is that nothing here answers the question.
OFF_TOPIC_BELOW = 0.25


def confidence(index: SearchIndex, probe: Probe, best: int, cosine: float) -> float:
    """The calibrated share, in (0, 1), of questions like this one that the measure at position ``best`` answers.

    ``cosine`` is that of the question and the measure's nearest passage.
    """
    return 1 / (1 + math.exp(-(COVERAGE_WEIGHT * coverage(index, probe, best) + COSINE_WEIGHT * cosine + BIAS)))


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
