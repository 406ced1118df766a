"""Tables of word vectors that are trained: which rows a batch needs, and Adam on those rows alone."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse  # type: ignore[import-untyped]

from search.training.bags import Bags, Floats, Integers

BETA_MEAN = 0.9
BETA_SQUARE = 0.999
EPSILON = 1e-8


class LazyAdam:
    """Adam (Kingma & Ba, 2015) that touches only the rows it is given."""

    def __init__(self, values: Floats) -> None:
        self.values = values
        self._mean = np.zeros_like(values)
        self._square = np.zeros_like(values)
        self._steps = 0

    def update(self, rows: Integers, gradients: Floats, rate: float) -> None:
        """Take one step on these rows."""
        self._steps += 1
        mean = BETA_MEAN * self._mean[rows] + (1 - BETA_MEAN) * gradients
        square = BETA_SQUARE * self._square[rows] + (1 - BETA_SQUARE) * gradients**2
        self._mean[rows], self._square[rows] = mean, square
        size = rate * np.sqrt(1 - BETA_SQUARE**self._steps) / (1 - BETA_MEAN**self._steps)
        self.values[rows] -= (size * mean / (np.sqrt(square) + EPSILON)).astype(np.float32)


class SemanticTable:
    """Learned vectors of the vocabulary; a term outside it has none (zeros)."""

    def __init__(self, vectors: Floats) -> None:
        self.vectors = vectors
        self._adam = LazyAdam(vectors)

    def gather(self, ids: Integers) -> Floats:
        """Return the vectors of terms, [ids, dimensions]."""
        known = ids < len(self.vectors)
        rows = self.vectors[np.where(known, ids, 0)]
        return rows * known[:, None].astype(np.float32)

    def update(self, ids: Integers, gradients: Floats, rate: float) -> None:
        """Move the vectors of the terms in the vocabulary."""
        known = ids < len(self.vectors)
        self._adam.update(ids[known], gradients[known], rate)


def pool(parts: Sequence[Bags]) -> tuple[Integers, sparse.csr_matrix]:
    """Return the distinct term numbers of some bags, and the matrix [bags, distinct terms] of their weights."""
    ids, places = np.unique(np.concatenate([bags.ids for bags in parts]), return_inverse=True)
    lengths = np.concatenate([np.diff(bags.starts) for bags in parts])
    starts = np.concatenate([[0], np.cumsum(lengths)])
    weights = np.concatenate([bags.weights for bags in parts])
    return ids, sparse.csr_matrix((weights, places, starts), shape=(len(lengths), len(ids)))
