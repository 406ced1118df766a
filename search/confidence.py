"""How sure it is that anything here answers: from how much of the question is found, to a calibrated share."""

import math

from search.expansion import Probe
from search.stored_index import SearchIndex

# A logistic regression over four figures, fitted on the project's own queries against everyday questions that the
# roadmap does not answer (benchmarks/queries): the share of the question's words that the best measure holds, the
# cosine of its nearest passage, that of the thesaurus's nearest concept, and the share of nouns foreign to the roadmap.
COVERAGE_WEIGHT = 10.2
PASSAGE_WEIGHT = 3.7
CONCEPT_WEIGHT = 5.8
FOREIGN_WEIGHT = -3.7
BIAS = -5.8
# Below this the answer is that nothing here answers the question. Low on purpose, since a wrong refusal costs more than
# a doubtful list: of the own queries 1 % fall below, of the everyday questions four fifths.
OFF_TOPIC_BELOW = 0.12
# Below this the hits are shown, but said to be doubtful.
UNSURE_BELOW = 0.5


def confidence(index: SearchIndex, probe: Probe, best: int, cosine: float) -> float:
    """The calibrated share, in (0, 1), of questions like this one that the measure at position ``best`` answers.

    ``cosine`` is that of the question and the measure's nearest passage.
    """
    evidence = (
        BIAS
        + COVERAGE_WEIGHT * coverage(index, probe, best)
        + PASSAGE_WEIGHT * cosine
        + CONCEPT_WEIGHT * probe.nearness
        + FOREIGN_WEIGHT * foreign_share(index, probe)
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
