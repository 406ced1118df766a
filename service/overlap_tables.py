"""Overlap candidates and the ministry matrix as tables, the same CSV at every door."""

from collections.abc import Iterable, Iterator, Sequence

from graph_builder.pages import cite_places
from search.overlap.report import Candidate, OverlapReport
from search.overlap.verdicts import Verdict
from service.csv_tables import Table
from service.overlaps import OverlapMatrix

Judged = tuple[Candidate, Sequence[Verdict]]
"""A candidate and what people found about it."""

CANDIDATES = (
    "rank",
    "kind",
    "score",
    "left",
    "right",
    "left_text",
    "right_text",
    "left_ministries",
    "right_ministries",
    "left_places",
    "right_places",
    "shared_ministries",
    "fiscal_years",
    "passages",
    "phrases",
    "concepts",
    "counter_evidence",
    "verdicts",
)
MATRIX = ("ministry", "partner", "candidates", "strength", "ministry_measures", "partner_measures")


def of_candidates(report: OverlapReport, judged: Iterable[Judged]) -> Table:
    """One line a candidate; several values in one field stand between bars.

    The places are those of the two texts; ``passages`` those of the clauses side by side.
    """
    return CANDIDATES, _iter_rows(report, judged)


def of_matrix(matrix: OverlapMatrix) -> Table:
    """One line two ministries."""
    measures = {counted.thing: counted.count for counted in matrix.ministries}
    rows = (
        (
            cell.ministry.label.ja,
            cell.partner.label.ja,
            cell.count,
            cell.strength,
            measures[cell.ministry],
            measures[cell.partner],
        )
        for cell in matrix.cells
    )
    return MATRIX, rows


def _iter_rows(report: OverlapReport, judged: Iterable[Judged]) -> Iterator[Sequence[object]]:
    for candidate, verdicts in judged:
        left, right = report.by_number[candidate.left], report.by_number[candidate.right]
        yield (
            candidate.rank,
            candidate.kind,
            candidate.score,
            left.number,
            right.number,
            left.text,
            right.text,
            _join(left.ministries),
            _join(right.ministries),
            cite_places(left.places),
            cite_places(right.places),
            _join(candidate.shared_ministries),
            _join(candidate.fiscal_years),
            _join(f"{cite_places(each.left.places)} × {cite_places(each.right.places)}" for each in candidate.passages),
            _join(phrase for passages in candidate.passages for phrase in passages.phrases),
            _join(concept.name for concept in candidate.concepts),
            _join(counter.text for counter in candidate.counter_evidence),
            _join(f"{each.verdict}（{each.by}）" for each in verdicts),
        )


def _join(values: Iterable[object]) -> str:
    return "|".join(map(str, values))
