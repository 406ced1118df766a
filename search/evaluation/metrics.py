"""Figures of ranked retrieval."""

import math
from collections.abc import Mapping, Sequence

CUTOFF = 10


def ndcg(ranked: Sequence[int], relevant: Mapping[int, int], cutoff: int = CUTOFF) -> float:
    """The normalised discounted cumulative gain of the first ``cutoff``, in [0, 1]; gains are the grades themselves.

    Järvelin & Kekäläinen 2002, https://doi.org/10.1145/582415.582418, with the logarithm to base 2 as in trec_eval.
    """
    ideal = _gain(sorted(relevant.values(), reverse=True)[:cutoff])
    return _gain([relevant.get(number, 0) for number in ranked[:cutoff]]) / ideal if ideal else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))
