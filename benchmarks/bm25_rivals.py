"""bm25s beside the project's BM25: the same terms, the same parameters, the same queries."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from search.bm25 import PARAGRAPHS, Bm25Index

try:
    import bm25s  # type: ignore[import-untyped]
except ImportError:
    sys.exit("bm25s is missing, which this benchmark compares with. Install it: pip install bm25s")

COMPARED_UP_TO = 100_000
"""Beyond, bm25s takes longer to build than everything else here."""

Terms = Sequence[Sequence[str]]


def compare_bm25(documents: Terms, queries: Terms, ours: Bm25Index, build_seconds: float) -> list[str]:
    """A table of Markdown: building, scoring all documents for a query, and how far the scores differ."""
    if len(documents) > COMPARED_UP_TO:
        return []
    started = time.process_time()
    other = bm25s.BM25(method="lucene", k1=PARAGRAPHS.saturation, b=PARAGRAPHS.length_norm)
    other.index(documents, show_progress=False)
    other_build = time.process_time() - started
    our_times = _times(lambda terms: ours.scores(Counter(terms)), queries)
    other_times = _times(lambda terms: other.get_scores(list(terms)), queries)
    factor = PARAGRAPHS.saturation + 1  # Lucene leaves k1 + 1 out, which changes no order
    differences = [
        float(np.abs(ours.scores(Counter(terms)) - factor * other.get_scores(list(terms))).max()) for terms in queries
    ]
    return [
        f"BM25 scores of all {len(documents):,} passages for a query:",
        "",
        "| BM25 | build, CPU s | p50 | p99 | p50 to bm25s's |",
        "|---|---|---|---|---|",
        _row("bm25s", other_build, other_times, other_times),
        _row("the project's", build_seconds, our_times, other_times),
        "",
        f"The scores differ by at most {max(differences):.1g}.",
    ]


def _times(score: Callable[[Sequence[str]], object], queries: Terms) -> list[float]:
    times = []
    for terms in queries:
        started = time.perf_counter()
        score(terms)
        times.append((time.perf_counter() - started) * 1000)
    return times


def _row(name: str, build: float, times: list[float], baseline: list[float]) -> str:
    middle, last = np.percentile(times, [50, 99])
    return f"| {name} | {build:.1f} | {middle:.2f} ms | {last:.2f} ms | {middle / float(np.median(baseline)):.2f} |"
