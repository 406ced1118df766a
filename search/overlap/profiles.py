"""Texts as sparse rows of weighted terms: what two of them share, by how rare it is."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]

Values = NDArray[np.float32]
Positions = NDArray[np.int64]

ROWS_AT_ONCE = 200_000
"""Pairs whose rows are multiplied in one go: about 100 MB of work space."""


@dataclass(frozen=True)
class Counts:
    """How often each of ``terms`` stands in each text, csr [texts, terms]."""

    terms: tuple[str, ...]
    matrix: sparse.csr_matrix


@dataclass(frozen=True)
class Profiles:
    """Rows that are multiplied pair by pair: ``first`` of one text with ``second`` of the other, csr [texts, terms]."""

    first: sparse.csr_matrix
    second: sparse.csr_matrix

    def products(self, left: Positions, right: Positions) -> Values:
        """The product of each pair of rows, float32 [pairs]."""
        found = np.empty(len(left), dtype=np.float32)
        for start in range(0, len(left), ROWS_AT_ONCE):
            span = slice(start, start + ROWS_AT_ONCE)
            found[span] = self.first[left[span]].multiply(self.second[right[span]]).sum(axis=1).A1
        return found


class TermCounter:
    """Counts the terms of one text after another, terms numbered as they first come."""

    def __init__(self) -> None:
        self._vocabulary: dict[str, int] = {}
        self._columns, self._ends = array("i"), array("q", [0])

    def add(self, terms: Iterable[str]) -> None:
        """Counts the terms of the next text."""
        vocabulary = self._vocabulary
        self._columns.extend(vocabulary.setdefault(term, len(vocabulary)) for term in terms)
        self._ends.append(len(self._columns))

    def counts(self) -> Counts:
        """The counts of the texts so far."""
        values = np.ones(len(self._columns), np.float32)
        shape = (len(self._ends) - 1, len(self._vocabulary))
        matrix = sparse.csr_matrix((values, np.asarray(self._columns), np.asarray(self._ends)), shape=shape)
        matrix.sum_duplicates()
        return Counts(tuple(self._vocabulary), matrix)


def count_terms(texts: Iterable[Iterable[str]]) -> Counts:
    """The counts of the texts' terms, terms numbered as they first come."""
    counter = TermCounter()
    for terms in texts:
        counter.add(terms)
    return counter.counts()


def pool_rows(matrix: sparse.csr_matrix, owners: Positions, owner_count: int) -> sparse.csr_matrix:
    """The sum of the rows of each owner, csr [owners, terms]."""
    ones = np.ones(len(owners), dtype=np.float32)
    return sparse.csr_matrix((ones, (owners, np.arange(len(owners)))), shape=(owner_count, len(owners))) @ matrix


def rarity(matrix: sparse.csr_matrix) -> Values:
    """The idf of each term, ln((texts + 1) / (texts with the term + 1/2)), float32 [terms]."""
    holders = np.bincount(matrix.indices, minlength=matrix.shape[1])
    return np.asarray(np.log((matrix.shape[0] + 1) / (holders + 0.5)), dtype=np.float32)


def cosine_profiles(matrix: sparse.csr_matrix, weights: Values) -> Profiles:
    """Rows whose product is their cosine, counts damped as 1 + ln and weighted."""
    damped = matrix.copy()
    damped.data = (1 + np.log(damped.data)).astype(np.float32)
    weighted = damped @ sparse.diags(weights)
    lengths = np.sqrt(weighted.multiply(weighted).sum(axis=1).A1)
    unit = sparse.csr_matrix(sparse.diags(1 / np.where(lengths > 0, lengths, 1)) @ weighted, dtype=np.float32)
    return Profiles(unit, unit)


def mass_profiles(matrix: sparse.csr_matrix, weights: Values) -> tuple[Profiles, Values]:
    """Rows whose product is the summed rarity of the terms that both have, and each row's own sum, float32 [texts]."""
    presence = matrix.copy()
    presence.data = np.ones_like(presence.data)
    weighted = sparse.csr_matrix(presence @ sparse.diags(weights), dtype=np.float32)
    return Profiles(weighted, presence), weighted.sum(axis=1).A1.astype(np.float32)
