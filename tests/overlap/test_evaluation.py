"""The figures on rankings whose answer is known."""

from pathlib import Path

import numpy as np
import pytest

from graph_builder.records import Roadmap
from search.overlap.evaluation import average_precisions, cohen_kappa, evaluate
from search.overlap.training import read_judgements
from tests.overlap.conftest import WordModel


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    """The intervals are not looked at here."""
    monkeypatch.setattr("search.overlap.evaluation.RESAMPLES", 10)


def test_average_precision_of_a_known_ranking() -> None:
    ranking = np.array([0.9, 0.8, 0.7, 0.6])
    relevant = np.array([True, False, True, False])
    assert average_precisions(ranking, relevant).tolist() == [1.0, 2 / 3]


def test_kappa_of_known_gradings() -> None:
    assert cohen_kappa(np.array([0, 1, 2]), np.array([0, 1, 2])) == pytest.approx(1.0)
    assert cohen_kappa(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])) == pytest.approx(0.0)


def test_judgements_are_read_with_the_lower_number_first(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"a": 4, "b": 3, "grade": 2}\n\n{"a": 1, "b": 2, "grade": 3}\n', encoding="utf8")
    assert read_judgements(path) == {(3, 4): 2, (1, 2): 3}


def test_evaluation_names_every_baseline(roadmap: Roadmap, model: WordModel) -> None:
    rows = evaluate(roadmap, model, {(1, 2): 3, (3, 4): 2})
    assert [row.name for row in rows] == [
        "sesaku",
        "TF-IDF cosine",
        "BM25",
        "raw cosine",
        "cosine, centred",
        "cosine, centred by ministry",
        "cosine, above ministries' background",
        "cosine, above each side's background",
    ]
    assert (rows[0].restated_recall.value, rows[0].alike_recall.value, rows[0].precision.value) == (1.0, 1.0, 1.0)
    assert rows[0].kappa is not None
    assert rows[1].kappa is None


def test_pairs_that_nobody_judged_do_not_count(roadmap: Roadmap, model: WordModel) -> None:
    rows = evaluate(roadmap, model, {(1, 2): 3, (3, 4): 2}, judged=[3, 4, 5])
    assert np.isnan(rows[0].restated_recall.value)
    assert rows[0].precision.value == 1.0
