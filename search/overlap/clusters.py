"""Clusters of candidates: groups of measures that are, on average, alike one with another."""

from collections.abc import Sequence
from math import comb

from graph_builder.ministries import load_ministries
from search.overlap.bodies import organisations
from search.overlap.report import Candidate, Cluster, SharedConcept, Side

# The log-odds that stand for a pair that is no candidate, and the least mean log-odds of a cluster's pairs.
ABSENT = -4.0
LEAST_MEAN = -0.5
MOST_CONCEPTS = 4

Members = frozenset[int]


def find_clusters(candidates: Sequence[Candidate], sides: dict[int, Side]) -> tuple[Cluster, ...]:
    """Clusters of three measures or more, of two ministries or more, by average linkage; the strongest first.

    Units of one ministry are one.

    Cost: the square of the number of linked clusters; meant for the candidates of one document.
    """
    scores = {(each.left, each.right): each.score for each in candidates}
    found = [_describe(members, candidates, sides) for members in _link(scores) if len(members) > 2]
    ministries = load_ministries()
    across = [cluster for cluster in found if len(organisations(cluster.ministries, ministries)) > 1]
    ranked = sorted(across, key=lambda cluster: (-cluster.score, cluster.measures))
    return tuple(
        Cluster(rank, each.measures, each.ministries, each.score, each.pairs, each.concepts)
        for rank, each in enumerate(ranked, start=1)
    )


def _link(scores: dict[tuple[int, int], float]) -> list[Members]:
    """Average linkage: merge the two clusters with the greatest mean until none reaches LEAST_MEAN."""
    totals = {
        (frozenset([left]), frozenset([right])): score - ABSENT for (left, right), score in sorted(scores.items())
    }
    clusters: set[Members] = {members for pair in totals for members in pair}
    while totals:
        (one, other), mean = max(((pair, _mean(pair, total)) for pair, total in totals.items()), key=_preference)
        if mean < LEAST_MEAN:
            break
        totals = _merged(totals, one, other)
        clusters = (clusters - {one, other}) | {one | other}
    return sorted(clusters, key=min)


def _mean(pair: tuple[Members, Members], total: float) -> float:
    """The mean log-odds between two clusters, of whose pairs all but the candidates count as ABSENT."""
    return total / (len(pair[0]) * len(pair[1])) + ABSENT


def _preference(entry: tuple[tuple[Members, Members], float]) -> tuple[float, int, int]:
    (one, other), mean = entry
    return mean, -min(one), -min(other)


def _merged(
    totals: dict[tuple[Members, Members], float], one: Members, other: Members
) -> dict[tuple[Members, Members], float]:
    joined: dict[tuple[Members, Members], float] = {}
    for (left, right), total in totals.items():
        first = one | other if left in (one, other) else left
        second = one | other if right in (one, other) else right
        if first != second:
            pair = (first, second) if min(first) < min(second) else (second, first)
            joined[pair] = joined.get(pair, 0.0) + total
    return joined


def _describe(members: Members, candidates: Sequence[Candidate], sides: dict[int, Side]) -> Cluster:
    inside = [each for each in candidates if each.left in members and each.right in members]
    pairs = comb(len(members), 2)
    total = sum(each.score for each in inside) + ABSENT * (pairs - len(inside))
    ministries = dict.fromkeys(name for number in sorted(members) for name in sides[number].named_ministries)
    return Cluster(
        rank=0,
        measures=tuple(sorted(members)),
        ministries=tuple(ministries),
        score=round(total / pairs, 3),
        pairs=len(inside),
        concepts=_name(inside),
    )


def _name(candidates: Sequence[Candidate]) -> tuple[SharedConcept, ...]:
    """The concepts that most of the pairs share, the rarer first among equals."""
    counts: dict[SharedConcept, int] = {}
    for candidate in candidates:
        for concept in candidate.concepts:
            counts[concept] = counts.get(concept, 0) + 1
    ranked = sorted(counts, key=lambda concept: (-counts[concept] * concept.rarity, concept.slug))
    return tuple(ranked[:MOST_CONCEPTS])
