"""The benchmarks of JGLUE: their arithmetic, and the floor that the shipped model must hold."""

import gzip
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ontology.errors import ModelError
from search.evaluation.jglue import JSQUAD_FILE, RetrievalFigures, evaluate_jsquad, evaluate_jsts, spearman
from search.static_model import StaticModel

AXES = {"梅雨 雨が多い。": 0, "台風 風が強い。": 1, "雨は？": 0, "風は？": 1, "嵐は？": 0}


def encode(texts: Sequence[str]) -> np.ndarray:
    return np.eye(2, dtype=np.float32)[[AXES[text] for text in texts]]


def test_spearman_gives_ties_their_mean_rank() -> None:
    assert spearman(np.array([1, 2, 2, 3]), np.array([1, 2, 3, 4])) == pytest.approx(0.9487, abs=1e-4)


def test_jsquad_counts_the_rank_of_the_right_paragraph(tmp_path: Path) -> None:
    articles = [
        {"paragraphs": [{"context": "梅雨 [SEP] 雨が多い。", "qas": [{"question": "雨は？"}]}]},
        {"paragraphs": [{"context": "台風 [SEP] 風が強い。", "qas": [{"question": "風は？"}, {"question": "嵐は？"}]}]},
    ]
    (tmp_path / "jglue").mkdir()
    with gzip.open(tmp_path / JSQUAD_FILE, "wt", encoding="utf-8") as file:
        json.dump({"data": articles}, file)
    found = evaluate_jsquad(tmp_path, encode)
    assert found == RetrievalFigures(pytest.approx(2 / 3), 1.0, pytest.approx(2.5 / 3))


def test_a_missing_benchmark_names_its_origin(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"github\.com/yahoojapan/JGLUE"):
        evaluate_jsts(tmp_path, encode)


@pytest.mark.slow
def test_the_shipped_model_holds_its_published_figures() -> None:
    shared = Path(os.environ.get("SESAKU_SHARED") or Path(__file__).parents[3] / "shared")
    if not (shared / "corpora" / JSQUAD_FILE).is_file():
        pytest.skip("JGLUE is not at hand: set SESAKU_SHARED to the folder that holds corpora/jglue")
    model = StaticModel.load()
    found = evaluate_jsquad(shared / "corpora", model.encode)
    alike = evaluate_jsts(shared / "corpora", model.encode)
    alike_in_meaning = evaluate_jsts(shared / "corpora", lambda texts: model.encode(texts, 256))
    published = (0.8064, 0.7511, 0.7570)
    assert (found.recall_at_1, alike, alike_in_meaning) == pytest.approx(published, abs=0.001)
