"""Vectors searched by cosine: exactly while that is quick, by FAISS's short codes with exact re-ranking beyond it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import faiss

Vectors = NDArray[np.float32]

# An exact scan of so many 768-dimensional vectors takes about 5 ms on one core (benchmarks/search_scale.md).
EXACT_LIMIT = 20_000
# Of many vectors the cosines of so many nearest are asked for; those of the others count as 0.
NEAREST = 2_000
# A code of 4 bits for so many dimensions: a code list of a million passages takes 96 MB and is scanned in 10 ms.
DIMENSIONS_PER_CODE = 4
CODE_BITS = 4
# So many vectors teach the codes; more changes nothing that can be measured.
TRAINING_SAMPLE = 20_000
# So many of the nearest codes are ranked again by their whole vectors: recall@10 is above 0.99 at a million passages.
SHORTLIST = 500
SAMPLING_SEED = 20230609

_EXACT_FILE, _CODED_FILE = "vectors.npy", "vectors.faiss"


class VectorIndex(Protocol):
    """L2-normalised vectors to be searched by inner product, that is by cosine."""

    @property
    def size(self) -> int:
        """The number of vectors."""

    def search(self, query: Vectors, limit: int) -> tuple[NDArray[np.int64], Vectors]:
        """The positions and cosines of at most ``limit`` nearest vectors to ``query`` [dim], the nearest first."""

    def cosines(self, query: Vectors) -> Vectors:
        """The cosine of every vector with ``query`` [dim], float32 [n]; at least 0, and 0 for those not looked at."""

    def save(self, directory: Path) -> None:
        """Write the vectors into ``directory``."""


@dataclass(frozen=True)
class ExactVectors:
    """All vectors, float32 [n, dim], compared one by one: what FAISS's flat index does, without FAISS to import."""

    vectors: Vectors

    @property
    def size(self) -> int:
        """The number of vectors."""
        return len(self.vectors)

    def search(self, query: Vectors, limit: int) -> tuple[NDArray[np.int64], Vectors]:
        """See `VectorIndex`."""
        cosines = self.vectors @ query
        wanted = min(limit, self.size)
        nearest = np.sort(np.argpartition(-cosines, wanted - 1)[:wanted]) if wanted else np.empty(0, np.int64)
        found = nearest[np.argsort(-cosines[nearest], kind="stable")]
        return found, cosines[found]

    def cosines(self, query: Vectors) -> Vectors:
        """See `VectorIndex`."""
        cosines: Vectors = np.maximum(self.vectors @ query, np.float32(0))
        return cosines

    def save(self, directory: Path) -> None:
        """See `VectorIndex`."""
        np.save(directory / _EXACT_FILE, self.vectors)


@dataclass(frozen=True)
class CodedVectors:
    """Vectors as codes of 4-bit product quantisation laid out for SIMD, those in half precision beside them.

    PQ Fast Scan, André et al. 2015, https://doi.org/10.14778/2856318.2856324.
    """

    index: Any

    @property
    def size(self) -> int:
        """The number of vectors."""
        return int(self.index.ntotal)

    def search(self, query: Vectors, limit: int) -> tuple[NDArray[np.int64], Vectors]:
        """See `VectorIndex`."""
        import faiss  # noqa: PLC0415 - 70 ms that a search in few vectors need not pay

        wanted = min(limit, self.size)
        parameters = faiss.IndexRefineSearchParameters(k_factor=max(1.0, SHORTLIST / wanted))  # type: ignore[call-arg]
        cosines, found = self.index.search(query[np.newaxis], wanted, params=parameters)
        is_found = found[0] >= 0
        return found[0][is_found], cosines[0][is_found]

    def cosines(self, query: Vectors) -> Vectors:
        """See `VectorIndex`."""
        every = np.zeros(self.size, dtype=np.float32)
        found, cosines = self.search(query, NEAREST)
        every[found] = np.maximum(cosines, 0)
        return every

    def save(self, directory: Path) -> None:
        """See `VectorIndex`."""
        import faiss  # noqa: PLC0415

        faiss.write_index(self.index, str(directory / _CODED_FILE))


def build_vectors(vectors: Vectors) -> VectorIndex:
    """An index over L2-normalised ``vectors``, float32 [n, dim]: exact up to `EXACT_LIMIT`, else codes re-ranked.

    Seeded: the same vectors give the same index. Cost: linear in n.
    """
    contiguous = np.ascontiguousarray(vectors, dtype=np.float32)
    if len(vectors) <= EXACT_LIMIT:
        return ExactVectors(contiguous)
    index = _trained_codes(contiguous)
    index.add(contiguous)
    return CodedVectors(index)


def load_vectors(directory: Path) -> VectorIndex:
    """The index that `VectorIndex.save` wrote; raises OSError, ValueError or RuntimeError when missing or damaged."""
    if (directory / _EXACT_FILE).exists():
        return ExactVectors(np.load(directory / _EXACT_FILE))
    import faiss  # noqa: PLC0415

    return CodedVectors(faiss.read_index(str(directory / _CODED_FILE)))


def _trained_codes(vectors: Vectors) -> "faiss.IndexRefine":
    import faiss  # noqa: PLC0415

    count, dimension = vectors.shape
    codes = faiss.IndexPQFastScan(dimension, dimension // DIMENSIONS_PER_CODE, CODE_BITS, faiss.METRIC_INNER_PRODUCT)
    whole = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    index = faiss.IndexRefine(codes, whole)
    sample = np.random.default_rng(SAMPLING_SEED).choice(count, min(count, TRAINING_SAMPLE), replace=False)
    index.train(vectors[np.sort(sample)])
    return index
