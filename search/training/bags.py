"""Texts as bags of weighted term numbers, in flat arrays that a batch is cut from."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.static_model import saturated

Integers = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Bags:
    """Many bags end to end: bag ``i`` is ``ids[starts[i]:starts[i + 1]]``, with ``weights`` beside it."""

    ids: Integers
    weights: Floats
    starts: Integers

    def __len__(self) -> int:
        return len(self.starts) - 1

    def take(self, rows: Integers) -> "Bags":
        """Return the bags at these rows, in their order."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        within = np.arange(starts[-1]) - np.repeat(starts[:-1], lengths)
        places = np.repeat(self.starts[rows], lengths) + within
        return Bags(self.ids[places], self.weights[places], starts)

    def dropped(self, share: float, random: np.random.Generator) -> "Bags":
        """Return the bags with a share of the terms weighed nothing."""
        kept = random.random(len(self.ids)) >= share
        return Bags(self.ids, self.weights * kept, self.starts)


@dataclass(frozen=True)
class Substitutes:
    """For each term number, the terms that may stand for it: translations or synonyms."""

    ids: Integers
    starts: Integers

    def put_into(self, bags: Bags, share: float, random: np.random.Generator) -> Bags:
        """Return the bags with a share of the terms that have substitutes replaced by one of them, at random."""
        counts = self.starts[bags.ids + 1] - self.starts[bags.ids]
        chosen = (counts > 0) & (random.random(len(bags.ids)) < share)
        places = self.starts[bags.ids] + (random.random(len(bags.ids)) * counts).astype(np.int64)
        replaced = np.where(chosen, self.ids[np.minimum(places, len(self.ids) - 1)], bags.ids)
        return Bags(replaced, bags.weights, bags.starts)


def make_bags(texts: Iterable[Sequence[str]], numbers: dict[str, int], saturation: float) -> Bags:
    """Return the bags of tokenised texts; terms without a number are left out."""
    ids: list[int] = []
    weights: list[float] = []
    starts = [0]
    for terms in texts:
        counts = Counter(numbers[term] for term in terms if term in numbers)
        ids.extend(counts)
        weights.extend(saturated(count, saturation) for count in counts.values())
        starts.append(len(ids))
    return Bags(np.array(ids, np.int64), np.array(weights, np.float32), np.array(starts, np.int64))


def make_substitutes(pairs: Iterable[tuple[str, str]], numbers: dict[str, int]) -> Substitutes:
    """Return the table of (term, substitute) pairs whose terms both have a number."""
    table: dict[int, list[int]] = {}
    for term, substitute in pairs:
        if term in numbers and substitute in numbers and term != substitute:
            table.setdefault(numbers[term], []).append(numbers[substitute])
    lists = [table.get(number, []) for number in range(len(numbers))]
    starts = np.cumsum([0, *map(len, lists)])
    return Substitutes(np.array([number for row in lists for number in row] or [0], np.int64), starts)
