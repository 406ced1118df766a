"""Vectors in FAISS: an exact index while that is fast enough, an inverted file beyond, by one named threshold."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

# An exact scan of this many 256-dimensional vectors still takes about 10 ms on one core.
EXACT_LIMIT = 100_000
# Rules of thumb of FAISS for an inverted file: so many lists, and so many training vectors for each of them.
LISTS_PER_ROOT = 4
TRAINING_PER_LIST = 40
# The share of lists that a query looks into: recall@10 against the exact index stays above 0.97.
PROBED_SHARE = 1 / 64
CLUSTERING_SEED = 20230609


@dataclass(frozen=True)
class VectorIndex:
    """L2-normalised vectors to be searched by inner product, that is by cosine."""

    index: Any

    @property
    def size(self) -> int:
        """The number of vectors."""
        return int(self.index.ntotal)

    def search(
        self, query: Vectors, limit: int, allowed: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], Vectors]:
        """The positions and cosines of at most ``limit`` nearest vectors to ``query`` [dim], the nearest first.

        With ``allowed`` (positions) only those count: they are selected before, not dropped after.
        """
        selector = None if allowed is None else faiss.IDSelectorBatch(allowed)
        wanted = min(limit, self.size if allowed is None else len(allowed))
        if wanted == 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        cosines, found = self.index.search(query[np.newaxis], wanted, params=self._parameters(selector))
        is_found = found[0] >= 0
        return found[0][is_found], cosines[0][is_found]

    def vector(self, position: int) -> Vectors:
        """The vector at ``position``, float32 [dim]."""
        found: Vectors = self.index.reconstruct(position)
        return found

    def save(self, path: Path) -> None:
        """Write the index to ``path``."""
        faiss.write_index(self.index, str(path))

    @classmethod
    def load(cls, path: Path) -> "VectorIndex":
        """The index that `save` wrote; raises RuntimeError when it is missing or damaged."""
        return cls(faiss.read_index(str(path)))

    def _parameters(self, selector: object) -> object:
        if isinstance(self.index, faiss.IndexIVF):
            probed = max(1, round(self.index.nlist * PROBED_SHARE))
            return faiss.SearchParametersIVF(sel=selector, nprobe=probed)  # type: ignore[call-arg]
        return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]


def build_vectors(vectors: Vectors) -> VectorIndex:
    """An index over L2-normalised ``vectors``, float32 [n, dim]: exact up to `EXACT_LIMIT`, else an inverted file.

    The inverted file keeps half-precision vectors; its clustering is seeded: the same vectors give the
    same index.
    """
    count, dimension = vectors.shape
    index = faiss.IndexFlatIP(dimension) if count <= EXACT_LIMIT else _trained_lists(vectors)
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return VectorIndex(index)


def _trained_lists(vectors: Vectors) -> Any:
    count, dimension = vectors.shape
    lists = round(LISTS_PER_ROOT * math.sqrt(count))
    coarse = faiss.IndexFlatIP(dimension)
    kind = faiss.ScalarQuantizer.QT_fp16
    index = faiss.IndexIVFScalarQuantizer(coarse, dimension, lists, kind, faiss.METRIC_INNER_PRODUCT)
    index.cp.seed = CLUSTERING_SEED
    sample = np.random.default_rng(CLUSTERING_SEED).choice(count, min(count, lists * TRAINING_PER_LIST), replace=False)
    index.train(np.ascontiguousarray(vectors[np.sort(sample)], dtype=np.float32))
    index.make_direct_map()
    return index
