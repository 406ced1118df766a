"""Measures how overlap detection grows: 10 000, 100 000 and 1 000 000 passages, each compared with all the others.

    python benchmarks/overlap_scale.py --corpora ../shared/corpora [--sizes 10000 100000]

Every size runs in a process of its own, so that its peak memory is its own; the smallest is held against brute force.
"""

import argparse
import itertools
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
from search.overlap.features import BACKGROUND_NEIGHBOURS, CLAUSE_MASS, pair_features
from search.overlap.model import PairModel, scores
from search.overlap.model import load_model as load_pair_model
from search.overlap.nearest import candidate_pairs
from search.overlap.profiles import Profiles
from search.thesaurus import compile_lexicon

SIZES = (10_000, 100_000, 1_000_000)
BRUTE_FORCE_LIMIT = 10_000
ROWS = 250
"""Rows of the full comparison that are held at a time."""

Block = NDArray[np.float64]


def main() -> None:
    """Print a line a size: seconds of each stage, pairs scored, peak memory, and the share of the best pairs found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.alone:
        print(measure(asked.corpora, asked.sizes[0]), flush=True)
        return
    print(
        "| passages | read and embed s | candidates s | score s | pairs | peak GB | recall |\n|" + "---|" * 7,
        flush=True,
    )
    for size in asked.sizes:
        command = [sys.executable, __file__, "--corpora", str(asked.corpora), "--alone", "--sizes", str(size)]
        subprocess.run(command, check=True)


def measure(corpora: Path, size: int) -> str:
    """One line of the table."""
    units = [Unit((text,)) for text in read_material(corpora, size, 0).passages]
    model, lexicon, pair_model = load_model(), compile_lexicon(), load_pair_model()
    times = [time.perf_counter()]
    corpus = make_corpus(units, model, lexicon)
    times.append(time.perf_counter())
    left, right = candidate_pairs(corpus)
    times.append(time.perf_counter())
    found = scores(pair_model.odds(pair_features(corpus, left, right)))
    np.argsort(-found, kind="stable")
    times.append(time.perf_counter())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    stages = [f"{end - begin:.1f}" for begin, end in itertools.pairwise(times)]
    recall = "–"
    if len(units) <= BRUTE_FORCE_LIMIT:
        best = best_pairs(corpus, pair_model, len(units))
        recall = f"{np.isin(best, left * len(units) + right).mean():.4f}"
    return f"| {len(units):,} | {' | '.join(stages)} | {len(left):,} | {peak:.1f} | {recall} |"


def best_pairs(corpus: Corpus, pair_model: PairModel, wanted: int) -> NDArray[np.int64]:
    """The keys (left x units + right) of the ``wanted`` best of all pairs, every one of them scored."""
    words, meaning = zip(
        *((_nearest_mean(w), _nearest_mean(m)) for w, m in _iter_words_and_meaning(corpus)), strict=True
    )
    background = np.concatenate(words), np.concatenate(meaning)
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


def _iter_words_and_meaning(corpus: Corpus) -> Iterator[tuple[Block, Block]]:
    for start in range(0, corpus.unit_count, ROWS):
        rows = slice(start, start + ROWS)
        yield np.sqrt(np.maximum(_products(corpus.words, rows), 0)), corpus.vectors[rows] @ corpus.vectors.T


def _nearest_mean(block: Block) -> Block:
    """The mean of each row's nearest others; its own value, the greatest, is left out."""
    nearest = np.sort(block, axis=1)[:, -BACKGROUND_NEIGHBOURS - 1 : -1]
    return np.asarray(nearest.mean(axis=1))


def _iter_features(corpus: Corpus, background: tuple[Block, Block]) -> Iterator[tuple[int, Block]]:
    """The features of ROWS passages with all others, [rows, passages, features], and the first row."""
    substance = np.minimum(corpus.masses / CLAUSE_MASS, 1)
    for at, (words, meaning) in enumerate(_iter_words_and_meaning(corpus)):
        rows = slice(at * ROWS, at * ROWS + len(words))
        near = corpus.clause_vectors[rows] @ corpus.clause_vectors.T
        lighter = np.minimum(corpus.masses[rows, np.newaxis], corpus.masses)
        yield (
            rows.start,
            np.stack(
                [
                    words - (background[0][rows, np.newaxis] + background[0]) / 2,
                    meaning - (background[1][rows, np.newaxis] + background[1]) / 2,
                    _products(corpus.shared, rows) / (lighter + CLAUSE_MASS),
                    near * np.minimum(substance[rows, np.newaxis], substance),
                    *(np.sqrt(np.maximum(_products(corpus.concepts[facet], rows), 0)) for facet in FACETS),
                    np.zeros_like(words),
                ],
                axis=2,
            ),
        )


def _products(profiles: Profiles, rows: slice) -> Block:
    return np.asarray((profiles.first[rows] @ profiles.second.T).toarray())


if __name__ == "__main__":
    main()
