"""Overlap is ranked no worse than the published figures say."""

from pathlib import Path

import pytest

from search.models import load_model
from search.overlap.evaluation import evaluate
from search.overlap.training import read_judgements
from service.reading import read_source
from service.workspace import SHIPPED_SOURCE

ROOT = Path(__file__).parents[2]
ROUNDING = 0.001


@pytest.mark.slow
def test_the_cross_validated_figures_are_not_below_the_published_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.overlap.evaluation.RESAMPLES", 10)
    lines = (ROOT / "docs" / "overlap.md").read_text(encoding="utf8").splitlines()
    fields = next(line for line in lines if line.startswith("| sesaku, cross-validated |")).split("|")
    published = [float(field.split()[0]) for field in fields[2:9]]
    grades = read_judgements(ROOT / "benchmarks" / "overlap" / "own.jsonl")
    ours = evaluate(read_source(SHIPPED_SOURCE), load_model(), grades, cross_validate=True)[0]
    assert ours.kappa is not None
    all_pairs = (ours.restated_recall, ours.alike_recall, ours.precision)
    across = (ours.across_restated_recall, ours.across_alike_recall, ours.across_precision)
    measured = [figure.value for figure in (*all_pairs, *across, ours.kappa)]
    assert all(ours >= theirs - ROUNDING for ours, theirs in zip(measured, published, strict=True)), measured
