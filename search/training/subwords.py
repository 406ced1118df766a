"""Vectors of character n-grams, fitted to the words that hold them, for words outside the vocabulary."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]

from search.static_model import subword_buckets

RIDGE = 2.0
ROUNDS = 30


def fit_subwords(terms: Sequence[str], vectors: NDArray[np.float32], buckets: int) -> NDArray[np.float32]:
    """Return one vector for each bucket, [buckets, dimensions]; their mean over a term's n-grams is near its vector.

    Solves the ridge regression by conjugate gradients, all dimensions at once.
    """
    design = _design(terms, buckets)
    wanted = design.T @ vectors
    solution = np.zeros_like(wanted)
    residual = wanted.copy()
    direction = residual.copy()
    energy = (residual**2).sum(axis=0)
    for _ in range(ROUNDS):
        step_image = design.T @ (design @ direction) + RIDGE / len(terms) * direction
        step = energy / np.maximum((direction * step_image).sum(axis=0), 1e-12)
        solution += step * direction
        residual -= step * step_image
        next_energy = (residual**2).sum(axis=0)
        direction = residual + next_energy / np.maximum(energy, 1e-12) * direction
        energy = next_energy
    fitted: NDArray[np.float32] = solution.astype(np.float32)
    return fitted


def _design(terms: Sequence[str], buckets: int) -> sparse.csr_matrix:
    """Return the matrix that takes the mean over each term's buckets, [terms, buckets]."""
    lists = [subword_buckets(term, buckets) for term in terms]
    rows = np.repeat(np.arange(len(terms)), [len(row) for row in lists])
    columns = np.concatenate([np.array(row) for row in lists])
    shares = np.concatenate([np.full(len(row), 1 / len(row), np.float32) for row in lists])
    return sparse.coo_matrix((shares, (rows, columns)), shape=(len(terms), buckets)).tocsr()
