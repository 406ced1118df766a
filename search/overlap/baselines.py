"""Plain ways to rank pairs of measures, to be measured beside ours: cosines, TF-IDF, BM25, style corrections."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.bm25 import build_bm25
from search.models import EmbeddingModel
from search.overlap.corpus import Unit, centre
from search.overlap.features import above_background
from search.overlap.profiles import cosine_profiles, count_terms, rarity
from search.tokenizer import content_terms

Scores = NDArray[np.float64]
"""The score of each pair of units, symmetric, [units, units]."""


def rank_by_words(units: Sequence[Unit]) -> dict[str, Scores]:
    """TF-IDF cosine and BM25 (mean of both directions) over whole measures, standing phrases included."""
    terms = [content_terms(" ".join(unit.clauses)) for unit in units]
    counts = count_terms(terms)
    rows = cosine_profiles(counts.matrix, rarity(counts.matrix)).first
    index = build_bm25(terms)
    bm25 = np.array([index.scores(Counter(each)) for each in terms], dtype=np.float64)
    return {"TF-IDF cosine": (rows @ rows.T).toarray().astype(np.float64), "BM25": (bm25 + bm25.T) / 2}


def rank_by_meaning(
    units: Sequence[Unit], ministries: Sequence[Sequence[str]], model: EmbeddingModel
) -> dict[str, Scores]:
    """The cosine of whole measures, raw and with each correction for what is style rather than subject."""
    vectors = model.encode_passages([" ".join(unit.clauses) for unit in units])
    centred = centre(vectors)
    by_ministry = centre(centred - _ministry_means(centred, ministries))
    return {
        "raw cosine": _cosines(vectors),
        "cosine, centred": _cosines(centred),
        "cosine, centred by ministry": _cosines(by_ministry),
        "cosine, above ministries' background": _above_ministries(_cosines(centred), ministries),
        "cosine, above each side's background": _above_sides(_cosines(centred)),
    }


def _cosines(vectors: NDArray[np.float32]) -> Scores:
    return (vectors @ vectors.T).astype(np.float64)


def _membership(ministries: Sequence[Sequence[str]]) -> Scores:
    """The share of each ministry in each measure, [units, ministries]."""
    names = sorted({name for bodies in ministries for name in bodies})
    shares = np.array([[name in bodies for name in names] for bodies in ministries], dtype=np.float64)
    return np.asarray(shares / np.maximum(shares.sum(axis=1, keepdims=True), 1))


def _ministry_means(vectors: NDArray[np.float32], ministries: Sequence[Sequence[str]]) -> NDArray[np.float32]:
    """For each measure the mean vector of its ministries."""
    shares = _membership(ministries)
    means = shares.T @ vectors / np.maximum(shares.sum(axis=0)[:, np.newaxis], 1e-9)
    return np.asarray(shares @ means, dtype=np.float32)


def _above_ministries(scores: Scores, ministries: Sequence[Sequence[str]]) -> Scores:
    """Scores less the mean score between measures of the two sides' ministries."""
    shares = _membership(ministries)
    others = scores * (1 - np.eye(len(scores)))
    weights = shares.T @ (1 - np.eye(len(scores))) @ shares
    means = shares.T @ others @ shares / np.maximum(weights, 1e-9)
    return np.asarray(scores - shares @ means @ shares.T)


def _above_sides(scores: Scores) -> Scores:
    left, right = np.triu_indices(len(scores), 1)
    above = np.zeros_like(scores)
    above[left, right] = above_background(scores[left, right].astype(np.float32), left, right, len(scores))
    return above + above.T
