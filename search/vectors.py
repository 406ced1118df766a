"""Vectors in FAISS: an exact index while that is fast enough, short codes with exact re-ranking beyond it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

# An exact scan of so many 768-dimensional vectors takes about 5 ms on one core (benchmarks/search_scale.md).
EXACT_LIMIT = 20_000
# A code of 4 bits for so many dimensions: a code list of a million passages takes 96 MB and is scanned in 10 ms.
DIMENSIONS_PER_CODE = 4
CODE_BITS = 4
# So many vectors teach the codes; more changes nothing that can be measured.
TRAINING_SAMPLE = 20_000
# So many of the nearest codes are ranked again by their whole vectors: recall@10 is above 0.99 at a million passages.
SHORTLIST = 500
SAMPLING_SEED = 20230609


@dataclass(frozen=True)
class VectorIndex:
    """L2-normalised vectors to be searched by inner product, that is by cosine."""

    index: Any

    @property
    def size(self) -> int:
        """The number of vectors."""
        return int(self.index.ntotal)

    def search(self, query: Vectors, limit: int) -> tuple[NDArray[np.int64], Vectors]:
        """The positions and cosines of at most ``limit`` nearest vectors to ``query`` [dim], the nearest first."""
        wanted = min(limit, self.size)
        if wanted == 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        cosines, found = self.index.search(query[np.newaxis], wanted, params=self._parameters(wanted))
        is_found = found[0] >= 0
        return found[0][is_found], cosines[0][is_found]

    def save(self, path: Path) -> None:
        """Write the index to ``path``."""
        faiss.write_index(self.index, str(path))

    @classmethod
    def load(cls, path: Path) -> "VectorIndex":
        """The index that `save` wrote; raises RuntimeError when it is missing or damaged."""
        return cls(faiss.read_index(str(path)))

    def _parameters(self, wanted: int) -> object:
        if not isinstance(self.index, faiss.IndexRefine):
            return None
        return faiss.IndexRefineSearchParameters(k_factor=max(1.0, SHORTLIST / wanted))  # type: ignore[call-arg]


def build_vectors(vectors: Vectors) -> VectorIndex:
    """An index over L2-normalised ``vectors``, float32 [n, dim]: exact up to `EXACT_LIMIT`, else codes re-ranked.

    The codes are of 4-bit product quantisation laid out for SIMD (PQ Fast Scan, André et al. 2015,
    https://doi.org/10.14778/2856318.2856324); beside them stand the vectors in half precision.
    Seeded: the same vectors give the same index. Cost: linear in n.
    """
    count, dimension = vectors.shape
    index = faiss.IndexFlatIP(dimension) if count <= EXACT_LIMIT else _trained_codes(vectors)
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return VectorIndex(index)


def _trained_codes(vectors: Vectors) -> Any:
    count, dimension = vectors.shape
    codes = faiss.IndexPQFastScan(dimension, dimension // DIMENSIONS_PER_CODE, CODE_BITS, faiss.METRIC_INNER_PRODUCT)
    whole = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    index = faiss.IndexRefine(codes, whole)
    sample = np.random.default_rng(SAMPLING_SEED).choice(count, min(count, TRAINING_SAMPLE), replace=False)
    index.train(np.ascontiguousarray(vectors[np.sort(sample)], dtype=np.float32))
    return index
