"""Which ministries work on like things: counts and strengths for each two of them."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from graph_builder.ministries import load_ministries
from search.overlap.report import OverlapReport, Side


@dataclass(frozen=True)
class MatrixCell:
    """Two ministries: in how many candidates they face each other, and how strongly for how much each does.

    Only candidates whose two sides differ in their bodies count; a ministry counts for those below it.
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
    bodies = _named_bodies(report.sides)
    totals = Counter(name for names in bodies.values() for name in names)
    ranked = sorted(totals, key=lambda name: (-totals[name], name))
    shares: dict[tuple[str, str], list[float]] = {}
    for candidate in report.candidates:
        facing = facing_ministries(bodies[candidate.left], bodies[candidate.right]) if candidate.is_across else ()
        for pair in facing:
            shares.setdefault(pair, []).append(probability(candidate.score) / len(facing))
    cells = []
    for pair, found in shares.items():
        one, other = sorted(pair, key=ranked.index)
        strength = sum(found) / math.sqrt(totals[one] * totals[other])
        cells.append(MatrixCell(one, other, len(found), round(strength, 4)))
    cells.sort(key=lambda cell: (-cell.strength, ranked.index(cell.one), ranked.index(cell.other)))
    return Matrix({name: totals[name] for name in ranked}, tuple(cells))


def facing_ministries(left: Iterable[str], right: Collection[str]) -> list[tuple[str, str]]:
    """The pairs of different ministries of which one is on each side, each once, sorted."""
    return sorted({(min(one, other), max(one, other)) for one in left for other in right if one != other})


def _named_bodies(sides: Sequence[Side]) -> dict[int, frozenset[str]]:
    """The named ministries of each side, and those above them that the document names somewhere, by measure."""
    ministries = load_ministries()
    named = frozenset(name for side in sides for name in side.named_ministries)
    return {
        side.number: named & {*side.named_ministries, *(ministries.by_iri[iri].name for iri in side.bodies)}
        for side in sides
    }


def probability(score: float) -> float:
    """The probability with these log-odds."""
    return 1 / (1 + math.exp(-score))
