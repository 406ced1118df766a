"""The vector index: exact cosines, selection before ranking, and the way to disk and back."""

from pathlib import Path

import numpy as np
import pytest

from search.vectors import VectorIndex, build_vectors

VECTORS = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
QUERY = np.array([1, 0], dtype=np.float32)


def test_the_nearest_come_first_with_their_cosines() -> None:
    found, cosines = build_vectors(VECTORS).search(QUERY, 2)
    assert found.tolist() == [0, 2]
    assert cosines.tolist() == pytest.approx([1.0, 0.6])


def test_a_selection_is_made_before_ranking() -> None:
    found, _ = build_vectors(VECTORS).search(QUERY, 2, np.array([1, 2]))
    assert found.tolist() == [2, 1]


def test_an_empty_selection_finds_nothing() -> None:
    found, _ = build_vectors(VECTORS).search(QUERY, 2, np.array([], dtype=np.int64))
    assert found.tolist() == []


def test_an_index_comes_back_from_disk(tmp_path: Path) -> None:
    build_vectors(VECTORS).save(tmp_path / "vectors.faiss")
    found, _ = VectorIndex.load(tmp_path / "vectors.faiss").search(QUERY, 3)
    assert found.tolist() == [0, 2, 1]


@pytest.mark.slow
def test_many_vectors_are_searched_nearly_exactly() -> None:
    random = np.random.default_rng(1)
    centres = random.standard_normal((500, 32))
    vectors = (centres[random.integers(0, 500, 120_000)] + 0.3 * random.standard_normal((120_000, 32))).astype(
        np.float32
    )
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = build_vectors(vectors)
    queries = vectors[random.choice(120_000, 50)]
    exact = np.argsort(-(queries @ vectors.T), axis=1)[:, :10]
    found = [set(index.search(query, 10)[0]) for query in queries]
    assert np.mean([len(hits & set(best)) / 10 for hits, best in zip(found, exact, strict=True)]) >= 0.97
