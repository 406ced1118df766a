"""Which ministries work on like things: counts and strengths for each two of them."""

import math
from collections import Counter
from dataclasses import dataclass

from graph_builder.ministries import load_ministries
from search.overlap.report import OverlapReport


@dataclass(frozen=True)
class MatrixCell:
    """Two ministries: in how many candidates they face each other, and how strongly for how much each does.

    They do where one is on the left and the other on the right of its passages (see `search.overlap.report.Facing`);
    a ministry counts for those below it.
    ``strength`` is the summed probability that the candidates are alike or restated, shared out among the pairs of
    ministries of each candidate, over the geometric mean of both ministries' numbers of measures.
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
        names = {(ministries.by_iri[one].name, ministries.by_iri[other].name) for one, other in candidate.facing_pairs}
        facing = [pair for pair in names if named.issuperset(pair) and ranked.index(pair[0]) < ranked.index(pair[1])]
        for pair in facing:
            shares.setdefault(pair, []).append(probability(candidate.score) / len(facing))
    cells = []
    for (one, other), found in shares.items():
        strength = sum(found) / math.sqrt(totals[one] * totals[other])
        cells.append(MatrixCell(one, other, len(found), round(strength, 4)))
    cells.sort(key=lambda cell: (-cell.strength, ranked.index(cell.one), ranked.index(cell.other)))
    return Matrix({name: totals[name] for name in ranked}, tuple(cells))


def probability(score: float) -> float:
    """The probability with these log-odds."""
    return 1 / (1 + math.exp(-score))
