"""Measures how overlap detection grows: 10 000, 100 000 and 1 000 000 passages, each compared with all the others.

    python benchmarks/overlap_scale.py --corpora ../shared/corpora [--sizes 10000 100000]

Every size runs in a process of its own, so that its peak memory is its own; the smallest is held against brute force.
"""

import argparse
import itertools
import math
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scale_passages import read_material

from search.models import load_model
from search.overlap.corpus import Corpus, Unit, make_corpus
from search.overlap.facets import FACETS
from search.overlap.features import BACKGROUND_NEIGHBOURS, CLAUSE_MASS, FEATURES
from search.overlap.find import score_pairs
from search.overlap.model import PairModel, scores
from search.overlap.model import load_model as load_pair_model
from search.overlap.nearest import candidate_pairs
from search.overlap.profiles import Profiles
from search.thesaurus import compile_lexicon

SIZES = (10_000, 100_000, 1_000_000)
BRUTE_FORCE_LIMIT = 10_000
ROWS = 250
"""Rows of the full comparison that are held at a time."""
WHOLES = ("words", "meaning", "area")
"""The features that count above the background of both sides."""
COLUMNS = (
    "passages",
    "read and embed, CPU s",
    "candidates, CPU s",
    "score, CPU s",
    "wall s",
    "pairs",
    "found and scored, CPU µs / n log₂ n",
    "peak GB",
    "recall",
)

Block = NDArray[np.float64]


def main() -> None:
    """Print a line a size: CPU seconds of each stage, pairs scored, peak memory, and the share of best pairs found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.alone:
        print(measure(asked.corpora, asked.sizes[0]), flush=True)
        return
    print(f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}", flush=True)
    for size in asked.sizes:
        command = [sys.executable, __file__, "--corpora", str(asked.corpora), "--alone", "--sizes", str(size)]
        subprocess.run(command, check=True)


def measure(corpora: Path, size: int) -> str:
    """One line of the table."""
    units = [Unit((text,)) for text in read_material(corpora, size, 0).passages]
    model, lexicon, pair_model = load_model(), compile_lexicon(), load_pair_model()
    begun, times = time.perf_counter(), [time.process_time()]
    corpus = make_corpus(units, model, lexicon)
    times.append(time.process_time())
    left, right = candidate_pairs(corpus)
    times.append(time.process_time())
    score_pairs(corpus, left, right, pair_model)
    times.append(time.process_time())
    wall = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    stages = [f"{end - begin:.1f}" for begin, end in itertools.pairwise(times)]
    growth = (times[3] - times[1]) * 1e6 / (len(units) * math.log2(len(units)))
    recall = "–"
    if len(units) <= BRUTE_FORCE_LIMIT:
        best = best_pairs(corpus, pair_model, len(units))
        recall = f"{np.isin(best, left * len(units) + right).mean():.4f}"
    figures = (f"{len(units):,}", *stages, f"{wall:.1f}", f"{len(left):,}", f"{growth:.1f}", f"{peak:.1f}", recall)
    return f"| {' | '.join(figures)} |"


def best_pairs(corpus: Corpus, pair_model: PairModel, wanted: int) -> NDArray[np.int64]:
    """The keys (left x units + right) of the ``wanted`` best of all pairs, every one of them scored."""
    nearest = [{name: _nearest_mean(block) for name, block in blocks.items()} for blocks in _iter_wholes(corpus)]
    background = {name: np.concatenate([means[name] for means in nearest]) for name in WHOLES}
    kept_scores, kept_keys = np.empty(0), np.empty(0, dtype=np.int64)
    for start, features in _iter_features(corpus, background):
        block = scores(pair_model.odds(features.reshape(-1, features.shape[-1]))).reshape(features.shape[:2])
        rows = np.arange(start, start + len(block))[:, np.newaxis]
        columns = np.arange(corpus.unit_count)[np.newaxis]
        above = columns > rows
        kept_scores = np.concatenate([kept_scores, block[above]])
        kept_keys = np.concatenate([kept_keys, (rows * corpus.unit_count + columns)[above]])
        best = np.argsort(-kept_scores, kind="stable")[:wanted]
        kept_scores, kept_keys = kept_scores[best], kept_keys[best]
    return kept_keys


def _iter_wholes(corpus: Corpus) -> Iterator[dict[str, Block]]:
    for start in range(0, corpus.unit_count, ROWS):
        rows = slice(start, start + ROWS)
        yield {
            "words": _roots(corpus.words, rows),
            "meaning": corpus.vectors[rows] @ corpus.vectors.T,
            "area": _roots(corpus.area, rows),
        }


def _nearest_mean(block: Block) -> Block:
    """The mean of each row's nearest others; its own value, the greatest, is left out."""
    nearest = np.sort(block, axis=1)[:, -BACKGROUND_NEIGHBOURS - 1 : -1]
    return np.asarray(nearest.mean(axis=1))


def _iter_features(corpus: Corpus, background: dict[str, Block]) -> Iterator[tuple[int, Block]]:
    """The features of ROWS passages with all others, [rows, passages, features], and the first row.

    Passages are one clause each, of no body and under no heading.
    """
    substance = np.minimum(corpus.masses / CLAUSE_MASS, 1)
    for at, wholes in enumerate(_iter_wholes(corpus)):
        rows = slice(at * ROWS, at * ROWS + len(wholes["words"]))
        lighter = np.minimum(corpus.masses[rows, np.newaxis], corpus.masses)
        columns: dict[str, Block] = {
            name: block - (background[name][rows, np.newaxis] + background[name]) / 2 for name, block in wholes.items()
        }
        columns["clause"] = _products(corpus.shared, rows) / (lighter + CLAUSE_MASS)
        columns["clause-meaning"] = wholes["meaning"] * np.minimum(substance[rows, np.newaxis], substance)
        columns |= {facet: _roots(corpus.concepts[facet], rows) for facet in FACETS}
        columns["row"] = columns["heading"] = np.zeros_like(lighter)
        yield rows.start, np.stack([columns[name] for name in FEATURES], axis=2)


def _roots(profiles: Profiles, rows: slice) -> Block:
    return np.asarray(np.sqrt(np.maximum(_products(profiles, rows), 0)))


def _products(profiles: Profiles, rows: slice) -> Block:
    return np.asarray((profiles.first[rows] @ profiles.second.T).toarray())


if __name__ == "__main__":
    main()
