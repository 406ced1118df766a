"""Measures indexing and the hybrid's retrieval at 10 000, 100 000 and 1 000 000 passages made from the corpora.

    python benchmarks/search_scale.py --corpora ../shared/corpora [--sizes 10000 100000] [--write FILE.md]

Needs bm25s (pip install bm25s), two cores, about 9 GB of memory and ten minutes for the million.
"""

import argparse
import itertools
import math
import mmap
import multiprocessing
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import faiss
import numpy as np
from bm25_rivals import compare_bm25
from numpy.typing import NDArray
from scale_passages import read_material
from vector_rivals import LIMIT, compare_indexes, find_exact, recall

from search.bm25 import PARAGRAPHS, Bm25Index, build_bm25
from search.evaluation.paragraphs import PARAGRAPH_WEIGHTS
from search.hybrid import fuse
from search.static_model import StaticModel
from search.tokenizer import content_terms
from search.vectors import CodedVectors, ExactVectors, VectorIndex, build_vectors

SIZES = (10_000, 100_000, 1_000_000)
QUERIES = 500
CHUNK = 2_000
PROCESSES = 2
BARS = {"passages a second": 5_000, "query p99 ms": 60, "recall@10": 0.97}

Vectors = NDArray[np.float32]
Made = TypeVar("Made")
Asked = TypeVar("Asked")

_model = StaticModel.load()
_shared: dict[str, Any] = {}


class Cost(NamedTuple):
    """Wall and CPU seconds, those of the worker processes included."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class PassageIndex:
    """What is searched: words and meaning of the passages."""

    words: Bm25Index
    vectors: VectorIndex

    def search(self, question: str) -> list[int]:
        """The positions of the ten passages that the fused scores put first, as the hybrid ranks measures."""
        terms = content_terms(question)
        meaning = self.vectors.cosines(_model.encode_terms([terms])[0])
        fused = fuse({"words": self.words.scores(Counter(terms)), "meaning": meaning}, PARAGRAPH_WEIGHTS)
        best = np.argpartition(-fused, LIMIT)[:LIMIT]
        return [int(at) for at in best[np.argsort(-fused[best], kind="stable")]]


@dataclass(frozen=True)
class Measured:
    """The figures of one size; latencies in milliseconds, one a query."""

    size: int
    reading: Cost
    words: Cost
    vectors: Cost
    latencies: Vectors
    vector_latencies: Vectors
    word_latencies: Vectors
    recall: float
    vector_bytes: int
    word_bytes: int

    @property
    def indexing(self) -> Cost:
        """Everything from text to index."""
        return Cost(*(sum(part) for part in zip(self.reading, self.words, self.vectors, strict=True)))

    @property
    def two_core_seconds(self) -> float:
        """What indexing takes where two cores are free: reading in two processes, the rest in one."""
        return self.reading.cpu / PROCESSES + self.words.cpu + self.vectors.cpu


INTRODUCTION = """# Search at scale

Passages are the sentences, clauses and runs of clauses of budget projects, their inspections and JaQuAD's paragraphs,
each once; queries are half JaQuAD's questions, half project names. A query is the hybrid's retrieval: tokenise, embed,
BM25 over all passages, the 2,000 nearest vectors, fusion, the best ten. "At full CPU" is what the measured CPU seconds
give where two cores are free (reading in two processes, the rest in one): wall times suffer from what else runs.
Recall counts a passage as found when its cosine reaches the tenth exact one.

Chosen: an exact index up to 20,000 vectors; beyond it 4-bit codes scanned with SIMD, the best 500 ranked again by their
half-precision vectors. Half of a vector's weight tells which words a text holds; such vectors hardly cluster, so that
an inverted file loses neighbours even when it looks into a quarter of its lists, and HNSW costs most to build.
The project's own BM25 stays: it builds faster than bm25s and answers in about its time, without a dependency.
"""


def main() -> None:
    """Print the tables, and write them where --write says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    faiss.omp_set_num_threads(1)
    material = read_material(options.corpora, max(options.sizes), QUERIES)
    load = os.getloadavg()[0]
    measured, comparisons = [], []
    for size in options.sizes:
        figures, lines = measure(material.passages[:size], material.queries)
        measured.append(figures)
        comparisons += lines
        print("\n".join([*scale_table(measured[-1:]), *lines]), file=sys.stderr, flush=True)
    report = (
        "\n".join(
            [INTRODUCTION, *scale_table(measured), "", *growth_table(measured), "", *comparisons, *_machine(load)]
        )
        + "\n"
    )
    print(report, end="")
    if options.write:
        options.write.write_text(report, encoding="utf-8")


def measure(passages: Sequence[str], queries: Sequence[str]) -> tuple[Measured, list[str]]:
    """The figures for these passages, and the lines of the comparisons with other indexes."""
    (terms, vectors), reading = _timed(lambda: read_passages(passages))
    words, word_cost = _timed(lambda: build_bm25(terms, PARAGRAPHS))
    nearest, vector_cost = _timed(lambda: build_vectors(vectors))
    index = PassageIndex(words, nearest)
    query_terms = [content_terms(query) for query in queries]
    query_vectors = _model.encode_terms(query_terms)
    thresholds = find_exact(vectors, query_vectors)
    found = [nearest.search(vector, LIMIT)[0] for vector in query_vectors]
    figures = Measured(
        size=len(passages),
        reading=reading,
        words=word_cost,
        vectors=vector_cost,
        latencies=_latencies(index.search, queries),
        vector_latencies=_latencies(nearest.cosines, query_vectors),
        word_latencies=_latencies(lambda terms: words.scores(Counter(terms)), query_terms),
        recall=recall(vectors, query_vectors, found, thresholds),
        vector_bytes=stored_bytes(nearest),
        word_bytes=sum(array.nbytes for array in (words.documents, words.weights, words.offsets, words.idf)),
    )
    lines = [
        *compare_indexes(vectors, query_vectors, thresholds),
        "",
        *compare_bm25(terms, query_terms, words, word_cost.cpu),
        "",
    ]
    return figures, lines


def read_passages(passages: Sequence[str]) -> tuple[list[list[str]], Vectors]:
    """The terms of every passage, and the vectors [passages, dim], which worker processes write to shared memory."""
    shape = (len(passages), _model.dimensions)
    vectors = np.frombuffer(mmap.mmap(-1, math.prod(shape) * 4), dtype=np.float32).reshape(shape)
    terms: list[list[str]] = []
    with multiprocessing.get_context("fork").Pool(PROCESSES, _share, (passages, vectors)) as pool:
        for some_terms in pool.imap(_read_chunk, range(0, len(passages), CHUNK)):
            terms += ([*map(sys.intern, words)] for words in some_terms)
        pool.close()
        pool.join()
    return terms, vectors


def scale_table(measured: Sequence[Measured]) -> list[str]:
    """Speed, quality and size, a row of Markdown for each number of passages."""
    return [
        "| passages | indexing, passages/s | CPU µs a passage: read + BM25 + vectors"
        " | query p50 / p99 | vectors p99 | BM25 p99 | recall@10 | vectors | BM25 |",
        "|---|---|---|---|---|---|---|---|---|",
        *map(_scale_row, measured),
        f"| must reach | {BARS['passages a second']:,} | | p99 < {BARS['query p99 ms']} ms | | |"
        f" {BARS['recall@10']} | | |",
    ]


def growth_table(measured: Sequence[Measured]) -> list[str]:
    """How the cost of indexing and of a query grows from size to size, beside n log n."""
    return [
        "| from → to | n log n grows | indexing (CPU) grows | a query (median) grows |",
        "|---|---|---|---|",
        *(_growth_row(small, large) for small, large in itertools.pairwise(measured)),
    ]


def stored_bytes(vectors: VectorIndex) -> int:
    """What the vectors take, in bytes."""
    if isinstance(vectors, ExactVectors):
        return vectors.vectors.nbytes
    parts = (vectors.index.base_index, vectors.index.refine_index) if isinstance(vectors, CodedVectors) else ()
    return sum(int(part.sa_code_size()) for part in parts) * vectors.size


def _scale_row(one: Measured) -> str:
    costs = " + ".join(f"{cost.cpu / one.size * 1e6:.0f}" for cost in (one.reading, one.words, one.vectors))
    return (
        f"| {one.size:,} | {one.size / one.indexing.wall:,.0f} (at full CPU {one.size / one.two_core_seconds:,.0f})"
        f" | {costs} | {_at(one.latencies, 50)} / {_at(one.latencies, 99)} ms | {_at(one.vector_latencies, 99)} ms"
        f" | {_at(one.word_latencies, 99)} ms | {one.recall:.4f} | {one.vector_bytes / 1e6:,.0f} MB"
        f" | {one.word_bytes / 1e6:,.0f} MB |"
    )


def _growth_row(small: Measured, large: Measured) -> str:
    law = large.size * math.log(large.size) / (small.size * math.log(small.size))
    indexing = large.indexing.cpu / small.indexing.cpu
    query = float(np.median(large.latencies) / np.median(small.latencies))
    return f"| {small.size:,} → {large.size:,} | {law:.1f} × | {indexing:.1f} × | {query:.1f} × |"


def _machine(load: float) -> list[str]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return [
        f"{os.cpu_count()} cores, load average {load:.1f} before and {os.getloadavg()[0]:.1f} after the run,"
        f" peak memory of the whole benchmark {peak:.1f} GiB, faiss {faiss.__version__}, numpy {np.__version__}."
    ]


def _share(passages: Sequence[str], vectors: Vectors) -> None:
    """Keeps in a worker process what it reads and what it writes; both come with the fork, nothing is copied."""
    _shared["passages"], _shared["vectors"] = passages, vectors


def _read_chunk(start: int) -> list[list[str]]:
    terms = [content_terms(passage) for passage in _shared["passages"][start : start + CHUNK]]
    _shared["vectors"][start : start + len(terms)] = _model.encode_terms(terms)
    return terms


def _timed(work: Callable[[], Made]) -> tuple[Made, Cost]:
    cpu, wall = _cpu_seconds(), time.perf_counter()
    made = work()
    return made, Cost(time.perf_counter() - wall, _cpu_seconds() - cpu)


def _cpu_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _latencies(search: Callable[[Asked], object], queries: Iterable[Asked]) -> Vectors:
    latencies = []
    for query in queries:
        started = time.perf_counter()
        search(query)
        latencies.append((time.perf_counter() - started) * 1000)
    return np.array(latencies, dtype=np.float32)


def _at(latencies: Vectors, percent: int) -> str:
    return f"{float(np.percentile(latencies, percent)):.1f}"


if __name__ == "__main__":
    main()
