"""The combination of retrievers."""

import numpy as np
import pytest

from search.hybrid import fuse, lexical_shares

WEIGHTS = {"words": 0.5, "grams": 0.2, "meaning": 0.3}


def scores(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.array(values, dtype=np.float32)


def test_each_part_is_measured_by_its_own_best() -> None:
    parts = {"words": scores(10, 5), "meaning": scores(0.2, 0.4)}
    assert fuse(parts, WEIGHTS).tolist() == pytest.approx([(0.5 + 0.3 * 0.5) / 0.8, (0.5 * 0.5 + 0.3) / 0.8])


def test_a_part_that_found_nothing_has_no_say() -> None:
    assert fuse({"words": scores(0, 0), "meaning": scores(0.2, 0.4)}, WEIGHTS).tolist() == pytest.approx([0.5, 1.0])


def test_nothing_found_is_nothing() -> None:
    assert fuse({"words": scores(0, 0)}, WEIGHTS).tolist() == [0, 0]


def test_the_lexical_share_is_that_of_words_as_written() -> None:
    parts = {"words": scores(10, 5), "grams": scores(0, 0), "meaning": scores(0.2, 0.4)}
    assert lexical_shares(parts, [1, 0], WEIGHTS) == pytest.approx([0.25 / 0.55, 0.5 / 0.65])
