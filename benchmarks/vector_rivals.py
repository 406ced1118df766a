"""Other ways to find the nearest vectors, measured beside the chosen one: numpy, and FAISS flat, HNSW, IVF and PQ."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import faiss
import numpy as np
from numpy.typing import NDArray

from search.vectors import EXACT_LIMIT, SHORTLIST, TRAINING_SAMPLE, build_vectors

Vectors = NDArray[np.float32]
Found = Sequence[NDArray[np.int64]]
Search = Callable[[Vectors], NDArray[np.int64]]

LIMIT = 10
COMPARED_UP_TO = 100_000
"""Beyond, building HNSW takes longer than all the rest: only the exact ways are compared."""

EXACT_QUERIES = 30
"""A scan of all takes so long that so few queries must do for its time."""

ROUNDING = 1e-6
BLOCK = 50_000


@dataclass(frozen=True)
class Rival:
    """An index as FAISS's factory names it, with its search parameters, in words and in bytes a vector."""

    name: str
    factory: str
    parameters: str
    bytes_each: float
    is_exact: bool = False

    def build(self, vectors: Vectors) -> Search:
        """The search over ``vectors``."""
        index = faiss.index_factory(vectors.shape[1], self.factory, faiss.METRIC_INNER_PRODUCT)
        index.train(vectors[: max(TRAINING_SAMPLE, 40 * _list_count(len(vectors)))])
        index.add(vectors)
        faiss.ParameterSpace().set_index_parameters(index, self.parameters)  # type: ignore[arg-type]
        return lambda query: np.asarray(index.search(query[np.newaxis], LIMIT)[1][0])


@dataclass(frozen=True)
class Numpy(Rival):
    """One product of a matrix and a vector."""

    def build(self, vectors: Vectors) -> Search:
        """The search over ``vectors``."""
        return lambda query: np.argpartition(-(vectors @ query), LIMIT)[:LIMIT]


@dataclass(frozen=True)
class Chosen(Rival):
    """What the project builds."""

    def build(self, vectors: Vectors) -> Search:
        """The search over ``vectors``."""
        index = build_vectors(vectors)
        return lambda query: index.search(query, LIMIT)[0]


def find_exact(vectors: Vectors, queries: Vectors) -> Vectors:
    """The cosine of the tenth nearest vector of each query, float32 [queries], found block by block."""
    best = np.full((len(queries), LIMIT), -2, dtype=np.float32)
    for start in range(0, len(vectors), BLOCK):
        both = np.hstack([best, queries @ vectors[start : start + BLOCK].T])
        best = np.partition(both, -LIMIT, axis=1)[:, -LIMIT:]
    thresholds: Vectors = best.min(axis=1)
    return thresholds


def recall(vectors: Vectors, queries: Vectors, found: Found, thresholds: Vectors) -> float:
    """The share of the found that are as near as the tenth nearest is; passages of the same words tie."""
    near = [
        int((vectors[positions[positions >= 0]] @ query >= threshold - ROUNDING).sum())
        for query, positions, threshold in zip(queries, found, thresholds, strict=True)
    ]
    return float(np.mean(near)) / LIMIT


def compare_indexes(vectors: Vectors, queries: Vectors, thresholds: Vectors) -> list[str]:
    """A table of Markdown, a row an index; ``thresholds`` are those of `find_exact`."""
    is_small = len(vectors) <= COMPARED_UP_TO
    rivals = [rival for rival in _rivals(*vectors.shape) if is_small or rival.is_exact]
    rows, baseline = [], 0.0
    for rival in rivals:
        asked = queries[:EXACT_QUERIES] if rival.is_exact else queries
        build, search = _built(rival, vectors)
        found, latencies = zip(*(_ask(search, query) for query in asked), strict=True)
        middle, last = np.percentile(latencies, [50, 99])
        baseline = baseline or middle
        quality = recall(vectors, asked, found, thresholds[: len(asked)])
        figures = f"{build:.1f} | {middle:.2f} ms | {last:.2f} ms | {middle / baseline:.3f} | {quality:.4f}"
        rows.append(f"| {rival.name} | {figures} | {rival.bytes_each:,.0f} |")
    return [
        f"The ten nearest of {len(vectors):,} vectors, one query at a time on one thread:",
        "",
        "| index | build, CPU s | p50 | p99 | p50 to numpy's | recall@10 | bytes a vector |",
        "|---|---|---|---|---|---|---|",
        *rows,
    ]


def _built(rival: Rival, vectors: Vectors) -> tuple[float, Search]:
    started = time.process_time()
    search = rival.build(vectors)
    return time.process_time() - started, search


def _ask(search: Search, query: Vectors) -> tuple[NDArray[np.int64], float]:
    started = time.perf_counter()
    found = search(query)
    return found, (time.perf_counter() - started) * 1000


def _list_count(count: int) -> int:
    return round(math.sqrt(count))


def _rivals(count: int, dimension: int) -> list[Rival]:
    lists, codes = _list_count(count), dimension // 4
    whole, half, code = 4 * dimension, 2 * dimension, codes / 2
    shortlist = SHORTLIST // LIMIT
    coded = f"PQ{codes}x4fs,Refine(SQfp16)"
    return [
        Numpy("numpy brute force", "", "", whole, is_exact=True),
        Rival("FAISS flat", "Flat", "", whole, is_exact=True),
        Rival("FAISS HNSW32, efSearch 256", "HNSW32", "efSearch=256", whole + 2 * 32 * 4),
        Rival(f"FAISS IVF-Flat, 1/16 of {lists} lists", f"IVF{lists},Flat", f"nprobe={lists // 16}", whole),
        Rival(f"FAISS IVF-Flat, 1/4 of {lists} lists", f"IVF{lists},Flat", f"nprobe={lists // 4}", whole),
        Rival(
            f"FAISS IVF-PQ, 1/4 of {lists} lists, {SHORTLIST} re-ranked",
            f"IVF{lists},{coded}",
            f"nprobe={lists // 4},k_factor_rf={shortlist}",
            half + code,
        ),
        Chosen("the project's", "", "", whole if count <= EXACT_LIMIT else half + code),
    ]
