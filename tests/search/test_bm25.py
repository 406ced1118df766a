"""BM25: its formula, its two ways to build, and the way to disk and back."""

import math
from pathlib import Path

import numpy as np
import pytest

from search.bm25 import Bm25Index, build_bm25, build_weighted_bm25

DOCUMENTS = [["標準", "標準", "人材"], ["標準"], ["輸出", "人材"]]


def test_a_score_is_idf_times_saturated_frequency() -> None:
    scores = build_bm25(DOCUMENTS).scores({"標準": 1.0})
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    expected = [idf * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 3 / 2)), idf * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 1 / 2)), 0]
    assert scores.tolist() == pytest.approx(expected, rel=1e-5)


def test_weights_of_query_terms_multiply() -> None:
    index = build_bm25(DOCUMENTS)
    doubled, once = index.scores({"人材": 2.0}), index.scores({"人材": 1.0})
    assert doubled.tolist() == pytest.approx((2 * once).tolist())


def test_whole_frequencies_weigh_as_repeated_terms() -> None:
    index = build_weighted_bm25([{"標準": 2, "人材": 1}, {"標準": 1}, {"輸出": 1, "人材": 1}])
    query = {"標準": 1.0, "人材": 1.0}
    assert index.scores(query).tolist() == pytest.approx(build_bm25(DOCUMENTS).scores(query).tolist())


def test_a_term_knows_its_documents() -> None:
    index = build_bm25(DOCUMENTS)
    assert [index.holds("人材", document) for document in range(3)] == [True, False, True]
    assert not index.holds("ない", 0)
    assert index.terms_by_document() == (frozenset({"標準", "人材"}), frozenset({"標準"}), frozenset({"輸出", "人材"}))


def test_an_unknown_term_is_the_rarest() -> None:
    index = build_bm25(DOCUMENTS)
    assert index.rarity("ない") > index.rarity("輸出") > index.rarity("標準")


def test_an_index_comes_back_from_disk(tmp_path: Path) -> None:
    index = build_bm25(DOCUMENTS)
    index.save(tmp_path)
    loaded = Bm25Index.load(tmp_path, 3)
    assert loaded.vocabulary == index.vocabulary
    assert np.array_equal(loaded.scores({"輸出": 1.0}), index.scores({"輸出": 1.0}))


def test_no_documents_give_no_scores() -> None:
    assert build_bm25([]).scores({"標準": 1.0}).tolist() == []
