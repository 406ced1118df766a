"""Which ministries work on like things: counts and strengths for each two of them."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from search.overlap.report import Candidate, OverlapReport, Side


@dataclass(frozen=True)
class MatrixCell:
    """Two ministries: in how many candidates they face each other, and how strongly for how much each does.

    ``strength`` is the summed probability that the candidates are alike or restated, shared out among the pairs of
    ministries of each candidate, over the geometric mean of both ministries' numbers of measures.
    """

    one: str
    other: str
    count: int
    strength: float


@dataclass(frozen=True)
class Matrix:
    """The ministries, those with most measures first, each with its number of measures; cells of facing ones."""

    measures: dict[str, int]
    cells: tuple[MatrixCell, ...]

    def cell(self, one: str, other: str) -> MatrixCell:
        """The cell of two ministries in either order; an empty one where they never face each other."""
        for each in self.cells:
            if {each.one, each.other} == {one, other}:
                return each
        return MatrixCell(one, other, 0, 0.0)


def make_matrix(report: OverlapReport, candidates: Iterable[Candidate] | None = None) -> Matrix:
    """The matrix of the candidates (by default all); unnamed bodies such as 関係府省 are left out."""
    totals = Counter(name for side in report.sides for name in side.named_ministries)
    counts: Counter[tuple[str, str]] = Counter()
    weights: dict[tuple[str, str], float] = {}
    for candidate in report.candidates if candidates is None else candidates:
        facing = facing_ministries(report.by_number[candidate.left], report.by_number[candidate.right])
        for pair in facing:
            counts[pair] += 1
            weights[pair] = weights.get(pair, 0.0) + probability(candidate.score) / len(facing)
    ranked = sorted(totals, key=lambda name: (-totals[name], name))
    cells = [
        MatrixCell(one, other, counts[one, other], _normalised(weights[one, other], totals[one], totals[other]))
        for one, other in sorted(counts, key=lambda pair: (ranked.index(pair[0]), ranked.index(pair[1])))
    ]
    return Matrix({name: totals[name] for name in ranked}, tuple(cells))


def facing_ministries(left: Side, right: Side) -> list[tuple[str, str]]:
    """The pairs of different named ministries of which one is on each side, each once, sorted."""
    return sorted(
        {
            (min(one, other), max(one, other))
            for one in left.named_ministries
            for other in right.named_ministries
            if one != other
        }
    )


def probability(score: float) -> float:
    """The probability with these log-odds."""
    return 1 / (1 + math.exp(-score))


def _normalised(weight: float, one: int, other: int) -> float:
    return round(weight / math.sqrt(one * other), 4)
