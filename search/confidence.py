"""How sure it is that anything here answers: from how much of the question is found, to a calibrated share."""

import math

from search.expansion import Probe
from search.stored_index import SearchIndex

# A logistic regression over four figures, fitted on the project's own queries against questions that the roadmap does
# not answer (benchmarks/queries): the share of the question's words that the best measure holds, the cosine of its
# nearest passage, the share of nouns foreign to the roadmap, and how well the measure's concepts are those nearest to
# the question (BM25 in units of the rarest concept's idf, as a logarithm).
COVERAGE_WEIGHT = 6.3
PASSAGE_WEIGHT = 6.1
FOREIGN_WEIGHT = -2.65
CONCEPTS_WEIGHT = 3.9
BIAS = -8.3
# Below this the answer is that nothing here answers the question. Fitted on one half of the questions and asked the
# other, 20 times over, it refuses 87 % of those off the topic and 0.8 % of the own ones; twice as high it would refuse
# 93 %, but also more of the questions that nobody thought of (benchmarks/queries/README.md).
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
        + FOREIGN_WEIGHT * foreign_share(index, probe)
        + CONCEPTS_WEIGHT * math.log1p(concepts / index.concepts.rarity_of_share(0))
    )
    return 1 / (1 + math.exp(-evidence))


def foreign_share(index: SearchIndex, probe: Probe) -> float:
    """The share of the question's nouns that no measure holds, in [0, 1]; Latin ones may stand in the thesaurus."""
    foreign = [
        noun
        for noun in probe.nouns
        if noun not in index.words.vocabulary and not (noun.isascii() and noun in index.glosses.vocabulary)
    ]
    return len(foreign) / max(len(probe.nouns), 1)


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
