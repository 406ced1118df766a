"""How sure it is that anything here answers: from how much of the question is found, to a calibrated share."""

import math

from search.expansion import Probe
from search.stored_index import SearchIndex

# Logistic calibration over two figures of the best measure, set on queries that the roadmap answers and on everyday
# questions that it does not (benchmarks/queries): the found share of the question's words and concepts, and the cosine.
COVERAGE_WEIGHT = 7.0
COSINE_WEIGHT = 6.0
BIAS = -4.6
# Below this the answer is that nothing here answers the question.
OFF_TOPIC_BELOW = 0.35


def confidence(index: SearchIndex, probe: Probe, best: int, cosine: float) -> float:
    """The calibrated share, in (0, 1), of questions like this one that the measure at position ``best`` answers.

    ``cosine`` is that of the question and the measure's nearest passage.
    """
    return 1 / (1 + math.exp(-(COVERAGE_WEIGHT * coverage(index, probe, best) + COSINE_WEIGHT * cosine + BIAS)))


def coverage(index: SearchIndex, probe: Probe, measure: int) -> float:
    """The share of the question's rarity that the measure holds as a word or through a concept, in [0, 1]."""
    held_terms = {
        term
        for match in probe.concepts
        if _deals_with(index, probe, match.concept, measure)
        for term in match.label.terms
    }
    total = sum(index.words.rarity(term) for term in probe.terms)
    held = sum(
        index.words.rarity(term) for term in probe.terms if term in held_terms or index.words.holds(term, measure)
    )
    return held / total if total else 0.0


def _deals_with(index: SearchIndex, probe: Probe, concept: str, measure: int) -> bool:
    return any(index.concepts.holds(slug, measure) for slug in probe.neighbourhoods[concept])
