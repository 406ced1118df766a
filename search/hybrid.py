"""Combines what the retrievers found into one score a measure; it retrieves nothing itself."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

# How much each retriever says, found on the project's own queries (benchmarks/queries/own.jsonl).
WEIGHTS: Mapping[str, float] = {"words": 0.1, "grams": 0.1, "glosses": 0.25, "concepts": 0.25, "meaning": 0.3}
# The parts that compare words as written, against those that compare what they mean.
LEXICAL_PARTS = ("words", "grams")


def fuse(parts: Mapping[str, Scores], weights: Mapping[str, float] = WEIGHTS) -> Scores:
    """The weighted mean of the parts, each measured by its own best, float32 in [0, 1] as long as the parts.

    A part that found nothing has no say, so that its weight goes to the others (convex combination of scores,
    Bruch et al. 2023, https://doi.org/10.1145/3596512).
    """
    speaking = {name: part for name, part in parts.items() if part.size and part.max() > 0}
    if not speaking:
        return np.zeros(next((len(part) for part in parts.values()), 0), dtype=np.float32)
    total = sum(weights[name] for name in speaking)
    fused = sum(weights[name] / total * part / part.max() for name, part in speaking.items())
    return np.asarray(fused, dtype=np.float32)


def lexical_shares(
    parts: Mapping[str, Scores], measures: Iterable[int], weights: Mapping[str, float] = WEIGHTS
) -> list[float]:
    """For each of ``measures`` the share of its fused score that comes from words as written, in [0, 1]."""
    peaks = {name: part.max() for name, part in parts.items()}
    speaking = [name for name, peak in peaks.items() if peak > 0]
    shares = []
    for measure in measures:
        each = {name: weights[name] * parts[name][measure] / peaks[name] for name in speaking}
        total = float(sum(each.values()))
        shares.append(float(sum(each.get(name, 0.0) for name in LEXICAL_PARTS)) / total if total else 0.0)
    return shares
