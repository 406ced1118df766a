"""Word vectors from what stands near what: positive pointwise mutual information, factored (Levy & Goldberg, 2014)."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]
from sklearn.utils.extmath import randomized_svd  # type: ignore[import-untyped]

WINDOW = 6
CONTEXT_SMOOTHING = 0.75
CHUNK_TOKENS = 1_000_000
ITERATIONS = 3


def train_word_vectors(
    texts: Sequence[Sequence[str]], numbers: dict[str, int], dimensions: int, seed: int
) -> NDArray[np.float32]:
    """Return one vector of length 1 for each term, [terms, dimensions]; zeros for a term that no text holds."""
    counts = _cooccurrences(texts, numbers)
    left, values, _ = randomized_svd(_ppmi(counts), dimensions, n_iter=ITERATIONS, random_state=seed)
    vectors = left * np.sqrt(values)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float32] = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return unit


def _cooccurrences(texts: Sequence[Sequence[str]], numbers: dict[str, int]) -> sparse.csr_matrix:
    """Return how often two terms stand within the window, nearer ones counted more, [terms, terms]."""
    size = len(numbers)
    total = sparse.csr_matrix((size, size), dtype=np.float32)
    for ids, owners in _chunks(texts, numbers):
        for distance in range(1, WINDOW + 1):
            same = owners[distance:] == owners[:-distance]
            first, second = ids[:-distance][same], ids[distance:][same]
            weight = np.full(len(first), 1 / np.sqrt(distance), np.float32)
            total = total + sparse.coo_matrix((weight, (first, second)), shape=(size, size)).tocsr()
    return (total + total.T).tocsr()


def _chunks(
    texts: Sequence[Sequence[str]], numbers: dict[str, int]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    ids: list[int] = []
    owners: list[int] = []
    for owner, terms in enumerate(texts):
        known = [numbers[term] for term in terms if term in numbers]
        ids.extend(known)
        owners.extend([owner] * len(known))
        if len(ids) > CHUNK_TOKENS or owner == len(texts) - 1:
            yield np.array(ids, np.int64), np.array(owners, np.int64)
            ids, owners = [], []


def _ppmi(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    entries = counts.tocoo()
    sums = np.asarray(counts.sum(axis=1)).ravel()
    contexts = sums**CONTEXT_SMOOTHING
    expected = sums[entries.row] * contexts[entries.col] / contexts.sum()
    information = np.log(np.maximum(entries.data, 1e-12) / expected)
    positive = (np.maximum(information, 0), (entries.row, entries.col))
    matrix = sparse.csr_matrix(positive, shape=counts.shape, dtype=np.float32)
    matrix.eliminate_zeros()
    return matrix
