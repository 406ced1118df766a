"""Candidate pairs without comparing all with all: near in meaning, or sharing rare phrases."""

import math
from collections.abc import Iterator
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]

from search.overlap.corpus import Corpus
from search.overlap.profiles import Positions

Vectors = NDArray[np.float32]

# Nearest clauses and nearest wholes looked up for each; with the rare phrases they find over 98 % of the best pairs.
NEIGHBOURS = 32
# So many more are fetched, so that which of equally near ones are taken does not hang on the order of threads.
SPARE = 16
# A term is a rare phrase while at most so many clauses have it; each clause looks at its rarest ones only.
RARE_LIMIT = 24
RARE_TERMS = 8
# Up to so many vectors an exact scan is quick; beyond, an inverted file over the leading dimensions.
EXACT_LIMIT = 20_000
LEADING_DIMENSIONS = 128
TRAINING_PER_LIST = 40
PROBED_LISTS = 8
QUERIES_AT_ONCE = 8_192
CLUSTERING_SEED = 20230609


def candidate_pairs(corpus: Corpus) -> tuple[Positions, Positions]:
    """The pairs of units worth scoring, each once with left < right, ascending: int64 [pairs] twice."""
    owners, count = corpus.owners, corpus.unit_count
    found = [_pair_keys(*near_pairs(corpus.vectors), count)]
    if len(owners) > count:
        firsts, seconds = near_pairs(corpus.clause_vectors)
        found.append(_pair_keys(owners[firsts], owners[seconds], count))
    for firsts, seconds in iter_rare_pairs(corpus.counts.matrix):
        found.append(_pair_keys(owners[firsts], owners[seconds], count))
    return np.divmod(_distinct(np.concatenate(found)), count)


def near_pairs(vectors: Vectors) -> tuple[Positions, Positions]:
    """Each vector with its NEIGHBOURS nearest others, of equally near ones the first, int64 [pairs] twice."""
    index, probe = _make_index(vectors)
    wanted = min(NEIGHBOURS + 1, len(vectors))
    firsts, seconds = [], []
    for start in range(0, len(vectors), QUERIES_AT_ONCE):
        block = probe[start : start + QUERIES_AT_ONCE]
        nearness, found = index.search(block, min(wanted + SPARE, len(vectors)))
        order = np.lexsort((found, -np.round(nearness, 4)))[:, :wanted]
        firsts.append(np.repeat(np.arange(start, start + len(block)), wanted))
        seconds.append(np.take_along_axis(found, order, axis=1).ravel())
    left, right = np.concatenate(firsts), np.concatenate(seconds)
    return left[right >= 0], right[right >= 0]


def iter_rare_pairs(matrix: sparse.csr_matrix) -> Iterator[tuple[Positions, Positions]]:
    """Pairs of clauses that share a rare term, by how many clauses have the term."""
    rare = _rarest_terms(matrix).tocsc()
    holders = np.diff(rare.indptr)
    for size in range(2, RARE_LIMIT + 1):
        begins = rare.indptr[:-1][holders == size]
        if len(begins):
            members = rare.indices[begins[:, np.newaxis] + np.arange(size)].astype(np.int64)
            first, second = np.triu_indices(size, 1)
            yield members[:, first].ravel(), members[:, second].ravel()


def _rarest_terms(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """The entries of each row's RARE_TERMS rarest terms among those that 2 to RARE_LIMIT rows have."""
    holders = np.bincount(matrix.indices, minlength=matrix.shape[1])
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    frequency = holders[matrix.indices]
    is_rare = (frequency >= 2) & (frequency <= RARE_LIMIT)
    rows, terms, frequency = rows[is_rare], matrix.indices[is_rare], frequency[is_rare]
    order = np.lexsort((terms, frequency, rows))
    rows, terms = rows[order], terms[order]
    begins = np.searchsorted(rows, np.arange(matrix.shape[0]))
    kept = np.arange(len(rows)) - begins[rows] < RARE_TERMS
    ones = np.ones(int(kept.sum()), dtype=np.float32)
    return sparse.csr_matrix((ones, (rows[kept], terms[kept])), shape=matrix.shape)


def _pair_keys(left: Positions, right: Positions, count: int) -> Positions:
    """One sorted number for each distinct pair of different units."""
    low, high = np.minimum(left, right), np.maximum(left, right)
    return _distinct(low[low < high] * count + high[low < high])


def _distinct(keys: Positions) -> Positions:
    """The keys once each, ascending; quicker than np.unique, which hashes whole numbers."""
    ordered = np.sort(keys)
    return ordered[np.diff(ordered, prepend=-1) > 0]


def _make_index(vectors: Vectors) -> tuple[Any, Vectors]:
    """An index over the vectors and the vectors as it wants them asked."""
    if len(vectors) <= EXACT_LIMIT:
        exact = faiss.IndexFlatIP(vectors.shape[1])
        exact.add(vectors)
        return exact, vectors
    leading = np.ascontiguousarray(vectors[:, :LEADING_DIMENSIONS])
    faiss.normalize_L2(leading)
    lists = round(4 * math.sqrt(len(leading)))
    index = faiss.IndexIVFFlat(faiss.IndexFlatIP(leading.shape[1]), leading.shape[1], lists, faiss.METRIC_INNER_PRODUCT)
    index.cp.seed, index.nprobe = CLUSTERING_SEED, PROBED_LISTS
    sample = np.random.default_rng(CLUSTERING_SEED).choice(
        len(leading), min(len(leading), lists * TRAINING_PER_LIST), replace=False
    )
    index.train(leading[np.sort(sample)])
    index.add(leading)
    return index, leading
