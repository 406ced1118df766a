"""The features of a pair of measures: named likenesses, each of one kind of evidence."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from search.overlap.corpus import Corpus
from search.overlap.facets import FACETS
from search.overlap.profiles import Positions, Profiles, Values

WHOLES = ("words", "meaning", "area")
FEATURES = (*WHOLES, "clause", "clause-meaning", "row", *FACETS, "heading")
"""WHOLES, that is ``words``, ``meaning`` and ``area`` (concepts with all above them): of the whole measures, against
the background of each; ``clause``: how nearly the best two clauses say the same, and how near they are in meaning;
``row``: the same of the best two clauses of one and the same body; the facets: shared concepts; ``heading``: where they
stand."""

Features = NDArray[np.float32]

# A likeness counts by how far it is above that of each side with so many nearest others: a measure that is a little
# like everything is less of a find (cross-domain similarity local scaling, Conneau et al. 2018, section 2.3).
BACKGROUND_NEIGHBOURS = 10
# Rarity that a clause must bring along before sharing most of it says much: about ten words of middling rarity.
CLAUSE_MASS = 40.0
PAIRS_AT_ONCE = 1_000_000
CLAUSE_PAIRS_AT_ONCE = 400_000
# So many pairs of vectors stay in the processor's cache: ten times faster than one great block.
COSINES_AT_ONCE = 2_048


def pair_features(corpus: Corpus, left: Positions, right: Positions) -> Features:
    """The features of each pair of units, float32 [pairs, features], in the order of FEATURES.

    The pairs have to include the nearest ones of each unit: they are the background that a likeness stands out from.
    """
    return np.concatenate([np.empty((0, len(FEATURES)), np.float32), *iter_features(corpus, left, right)])


def iter_features(corpus: Corpus, left: Positions, right: Positions) -> Iterator[Features]:
    """The same, PAIRS_AT_ONCE at a time."""
    alike = (_roots(corpus.words, left, right), cosines(corpus.vectors, left, right), _roots(corpus.area, left, right))
    wholes = [above_background(values, left, right, corpus.unit_count) for values in alike]
    for start in range(0, len(left), PAIRS_AT_ONCE):
        span = slice(start, start + PAIRS_AT_ONCE)
        columns = [
            *(values[span] for values in wholes),
            *best_clauses(corpus, left[span], right[span]),
            *(_roots(corpus.concepts[facet], left[span], right[span]) for facet in FACETS),
            corpus.headings.products(left[span], right[span]),
        ]
        yield np.stack(columns, axis=1).astype(np.float32)


def cosines(vectors: NDArray[np.float32], left: Positions, right: Positions) -> Values:
    """The cosine of each pair of rows of length 1, float32 [pairs]."""
    found = np.empty(len(left), dtype=np.float32)
    for start in range(0, len(left), COSINES_AT_ONCE):
        span = slice(start, start + COSINES_AT_ONCE)
        found[span] = np.einsum("ij,ij->i", vectors[left[span]], vectors[right[span]])
    return found


def above_background(values: Values, left: Positions, right: Positions, unit_count: int) -> Values:
    """How far each pair's value is above the mean of what its two units have with their nearest others."""
    background = _backgrounds(values, left, right, unit_count)
    return np.asarray(values - (background[left] + background[right]) / 2, dtype=np.float32)


def best_clauses(corpus: Corpus, left: Positions, right: Positions) -> tuple[Values, Values, Values]:
    """For each pair the best likeness of two clauses: in words, in [0, 1); in meaning, at most 1; in words of one body.

    The last is 0 where no body has clauses on both sides.
    """
    wording, meaning, row = np.zeros((3, len(left)), dtype=np.float32)
    substance = np.minimum(corpus.masses / CLAUSE_MASS, 1).astype(np.float32)
    for span, firsts, seconds, begins in _iter_clause_pairs(corpus, left, right):
        near = cosines(corpus.clause_vectors, firsts, seconds) * np.minimum(substance[firsts], substance[seconds])
        alike = clause_likeness(corpus, firsts, seconds)
        is_one = (corpus.bodies[firsts] & corpus.bodies[seconds]).any(axis=1)
        meaning[span] = np.maximum.reduceat(near, begins)
        wording[span] = np.maximum.reduceat(alike, begins)
        row[span] = np.maximum.reduceat(alike * is_one, begins)
    return wording, meaning, row


def clause_likeness(corpus: Corpus, firsts: Positions, seconds: Positions) -> Values:
    """The share of the lighter clause's rarity that the other has too, damped for light clauses, in [0, 1)."""
    shared = corpus.shared.products(firsts, seconds)
    lighter = np.minimum(corpus.masses[firsts], corpus.masses[seconds])
    return np.asarray(shared / (lighter + CLAUSE_MASS), dtype=np.float32)


def _roots(profiles: Profiles, left: Positions, right: Positions) -> Values:
    """The square root of each pair's cosine, float32 [pairs]."""
    return np.asarray(np.sqrt(np.maximum(profiles.products(left, right), 0)))


def _iter_clause_pairs(
    corpus: Corpus, left: Positions, right: Positions
) -> Iterator[tuple[slice, Positions, Positions, Positions]]:
    """Yield spans of unit pairs with all their clause pairs, and where those of each unit pair begin."""
    sizes = np.diff(corpus.offsets)
    grid = sizes[left] * sizes[right]
    begins = np.concatenate([[0], np.cumsum(grid)])
    start = 0
    while start < len(left):
        stop = max(start + 1, int(np.searchsorted(begins, begins[start] + CLAUSE_PAIRS_AT_ONCE, "right")) - 1)
        span = slice(start, stop)
        places = np.arange(begins[stop] - begins[start]) - np.repeat(begins[start:stop] - begins[start], grid[span])
        widths = np.repeat(sizes[right[span]], grid[span])
        firsts = np.repeat(corpus.offsets[left[span]], grid[span]) + places // widths
        seconds = np.repeat(corpus.offsets[right[span]], grid[span]) + places % widths
        yield span, firsts, seconds, begins[start:stop] - begins[start]
        start = stop


def _backgrounds(values: Values, left: Positions, right: Positions, unit_count: int) -> Values:
    """The mean of the greatest BACKGROUND_NEIGHBOURS values of each unit, float32 [units]; 0 for one without pairs."""
    units, both = np.concatenate([left, right]), np.concatenate([values, values])
    order = np.lexsort((-both, units))
    units, both = units[order], both[order]
    begins = np.searchsorted(units, np.arange(unit_count))
    is_near = np.arange(len(units)) - begins[units] < BACKGROUND_NEIGHBOURS
    sums = np.bincount(units[is_near], weights=both[is_near], minlength=unit_count)
    found = np.bincount(units[is_near], minlength=unit_count)
    return (sums / np.maximum(found, 1)).astype(np.float32)
