"""The vector index: exact cosines, codes re-ranked among many, and the way to disk and back."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from search.vectors import EXACT_LIMIT, VectorIndex, build_vectors

VECTORS = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
QUERY = np.array([1, 0], dtype=np.float32)


def test_the_nearest_come_first_with_their_cosines() -> None:
    found, cosines = build_vectors(VECTORS).search(QUERY, 2)
    assert found.tolist() == [0, 2]
    assert cosines.tolist() == pytest.approx([1.0, 0.6])


def test_an_index_comes_back_from_disk(tmp_path: Path) -> None:
    build_vectors(VECTORS).save(tmp_path / "vectors.faiss")
    found, _ = VectorIndex.load(tmp_path / "vectors.faiss").search(QUERY, 3)
    assert found.tolist() == [0, 2, 1]


@pytest.fixture(scope="module")
def many() -> NDArray[np.float32]:
    random = np.random.default_rng(1)
    centres = random.standard_normal((500, 64))
    vectors = centres[random.integers(0, 500, EXACT_LIMIT + 1)] + 0.3 * random.standard_normal((EXACT_LIMIT + 1, 64))
    unit: NDArray[np.float32] = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return unit


def test_many_vectors_are_searched_nearly_exactly(many: NDArray[np.float32]) -> None:
    index, queries = build_vectors(many), many[:50]
    exact = np.argsort(-(queries @ many.T), axis=1)[:, :10]
    found = [set(index.search(query, 10)[0]) for query in queries]
    assert np.mean([len(hits & set(best)) / 10 for hits, best in zip(found, exact, strict=True)]) >= 0.97


def test_the_cosines_among_many_are_those_of_the_whole_vectors(many: NDArray[np.float32]) -> None:
    found, cosines = build_vectors(many).search(many[7], 3)
    assert cosines.tolist() == pytest.approx((many[found] @ many[7]).tolist(), abs=1e-3)


def test_an_index_of_many_is_the_same_each_time_and_after_the_disk(many: NDArray[np.float32], tmp_path: Path) -> None:
    build_vectors(many).save(tmp_path / "one.faiss")
    build_vectors(many).save(tmp_path / "other.faiss")
    assert (tmp_path / "one.faiss").read_bytes() == (tmp_path / "other.faiss").read_bytes()
    loaded, built = VectorIndex.load(tmp_path / "one.faiss"), build_vectors(many)
    assert loaded.search(many[7], 5)[0].tolist() == built.search(many[7], 5)[0].tolist()
