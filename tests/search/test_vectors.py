"""The vector index: exact cosines, codes re-ranked among many, and the way to disk and back."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from search.vectors import EXACT_LIMIT, NEAREST, VectorIndex, build_vectors, load_vectors

VECTORS = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
QUERY = np.array([1, 0], dtype=np.float32)


def test_the_nearest_come_first_with_their_cosines() -> None:
    found, cosines = build_vectors(VECTORS).search(QUERY, 2)
    assert found.tolist() == [0, 2]
    assert cosines.tolist() == pytest.approx([1.0, 0.6])


def test_cosines_of_all_are_given_at_once_and_none_is_below_zero() -> None:
    assert build_vectors(VECTORS).cosines(-QUERY).tolist() == [0, 0, 0]
    assert build_vectors(VECTORS).cosines(QUERY).tolist() == pytest.approx([1, 0, 0.6])


def test_an_index_comes_back_from_disk(tmp_path: Path) -> None:
    build_vectors(VECTORS).save(tmp_path)
    found, _ = load_vectors(tmp_path).search(QUERY, 3)
    assert found.tolist() == [0, 2, 1]


@pytest.fixture(scope="module")
def many() -> NDArray[np.float32]:
    random = np.random.default_rng(1)
    centres = random.standard_normal((500, 64))
    vectors = centres[random.integers(0, 500, EXACT_LIMIT + 1)] + 0.3 * random.standard_normal((EXACT_LIMIT + 1, 64))
    unit: NDArray[np.float32] = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return unit


@pytest.fixture(scope="module")
def coded(many: NDArray[np.float32]) -> VectorIndex:
    return build_vectors(many)


@pytest.mark.slow
def test_many_vectors_are_searched_nearly_exactly(many: NDArray[np.float32], coded: VectorIndex) -> None:
    queries = many[:50]
    exact = np.argsort(-(queries @ many.T), axis=1)[:, :10]
    found = [set(coded.search(query, 10)[0]) for query in queries]
    assert np.mean([len(hits & set(best)) / 10 for hits, best in zip(found, exact, strict=True)]) >= 0.97


@pytest.mark.slow
def test_the_cosines_among_many_are_those_of_the_whole_vectors(many: NDArray[np.float32], coded: VectorIndex) -> None:
    found, cosines = coded.search(many[7], 3)
    assert cosines.tolist() == pytest.approx((many[found] @ many[7]).tolist(), abs=1e-3)


@pytest.mark.slow
def test_an_index_of_many_is_the_same_each_time_and_after_the_disk(
    many: NDArray[np.float32], coded: VectorIndex, tmp_path: Path
) -> None:
    for name, index in {"one": coded, "other": build_vectors(many)}.items():
        (tmp_path / name).mkdir()
        index.save(tmp_path / name)
    one, other = ((tmp_path / name / "vectors.faiss").read_bytes() for name in ("one", "other"))
    assert one == other
    loaded = load_vectors(tmp_path / "one")
    assert loaded.search(many[7], 5)[0].tolist() == coded.search(many[7], 5)[0].tolist()


@pytest.mark.slow
def test_cosines_among_many_are_zero_but_for_the_nearest(many: NDArray[np.float32], coded: VectorIndex) -> None:
    cosines = coded.cosines(many[7])
    assert (len(cosines), int(cosines.argmax())) == (len(many), 7)
    assert np.count_nonzero(cosines) <= NEAREST
