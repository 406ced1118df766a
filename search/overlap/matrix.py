"""Which ministries work on like things: counts and strengths for each two of them."""

import math
from collections import Counter
from dataclasses import dataclass
from itertools import product

from graph_builder.ministries import Ministries, load_ministries
from search.overlap.report import Candidate, OverlapReport


@dataclass(frozen=True)
class MatrixCell:
    """Two ministries: in how many candidates they face each other, and how strongly for how much each does.

    They do where one is on the left and the other on the right of its passages (see `search.overlap.report.Facing`);
    a ministry counts for those below it.
    ``strength`` is the summed credit of `credit_bodies` over the geometric mean of both numbers of measures.
    """

    one: str
    other: str
    count: int
    strength: float


@dataclass(frozen=True)
class Matrix:
    """The ministries, those with most measures first, each with its number of measures; facing ones, strongest first.

    Of the two ministries of a cell ``one`` stands earlier among the ministries.
    """

    measures: dict[str, int]
    cells: tuple[MatrixCell, ...]


def make_matrix(report: OverlapReport) -> Matrix:
    """The matrix of the report's candidates; unnamed bodies such as 関係府省 are left out."""
    ministries = load_ministries()
    named = frozenset(name for side in report.sides for name in side.named_ministries)
    totals = Counter(
        name for side in report.sides for name in {ministries.by_iri[iri].name for iri in side.bodies} & named
    )
    ranked = sorted(totals, key=lambda name: (-totals[name], name))
    shares: dict[tuple[str, str], list[float]] = {}
    for candidate in report.candidates:
        for bodies, credit in credit_bodies(candidate, ministries).items():
            one, other = (ministries.by_iri[iri].name for iri in bodies)
            if named.issuperset((one, other)) and ranked.index(one) < ranked.index(other):
                shares.setdefault((one, other), []).append(credit)
    cells = []
    for (one, other), found in shares.items():
        strength = sum(found) / math.sqrt(totals[one] * totals[other])
        cells.append(MatrixCell(one, other, len(found), round(strength, 4)))
    cells.sort(key=lambda cell: (-cell.strength, ranked.index(cell.one), ranked.index(cell.other)))
    return Matrix({name: totals[name] for name in ranked}, tuple(cells))


def credit_bodies(candidate: Candidate, ministries: Ministries) -> dict[tuple[str, str], float]:
    """What the candidate counts for every two bodies that face each other in it, in either order.

    The probability that the pair is alike or restated, shared out equally among the ministries that face each other (a
    body below one of them has its ministry's share), each share times the likeness of the best passage in which the two
    do, as a part of the likeness of the candidate's best.
    """
    weights: dict[tuple[str, str], float] = {}
    for at, facing in enumerate(candidate.facing):
        likeness = candidate.passages[at].likeness / candidate.passages[0].likeness if candidate.passages else 1.0
        for one, other in product(facing.left, facing.right):
            for pair in ((one, other), (other, one)):
                weights[pair] = max(weights.get(pair, 0.0), likeness)
    highest = [
        (one, other)
        for one, other in weights
        if weights.keys() & {*product(ministries.lineage(one), ministries.lineage(other))} == {(one, other)}
    ]
    share = 2 * probability(candidate.score) / max(len(highest), 1)
    return {pair: share * weight for pair, weight in weights.items()}


def probability(score: float) -> float:
    """The probability with these log-odds."""
    return 1 / (1 + math.exp(-score))
