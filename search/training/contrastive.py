"""Contrastive training: texts that belong together come near, all others in the batch and mined ones go away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import cross_entropy, normalize

from search.training.bags import Bags, Floats, Integers, Substitutes
from search.training.tables import SemanticTable, pool

TEMPERATURE = 0.04
COSENT_SCALE = 20.0
GROUP_SIZE = 32
"""Pairs of one group (article, ministry) in a batch: they are hard negatives for each other."""
MINED_NEAR = 20
"""A mined negative is drawn from this many nearest wrong texts."""
ENCODE_ROWS = 4096


@dataclass(frozen=True)
class PairBags:
    """A kind of pairs as bags, how often it is drawn, and how its left side is varied."""

    name: str
    left: Bags
    right: Bags
    rows: Integers
    groups: Integers
    keys: Integers
    share: float
    translated: bool = False
    mined: bool = False


@dataclass(frozen=True)
class ScoredBags:
    """Pairs with a degree of likeness, and how often they are drawn."""

    left: Bags
    right: Bags
    scores: Floats
    share: float


@dataclass(frozen=True)
class Schedule:
    """How long, how fast and on what sizes to train; ``sizes`` are the leading dimensions that must work alone."""

    steps: int
    batch_size: int
    rate: float
    sizes: tuple[int, ...]
    mine_at: tuple[int, ...]
    dropout: float
    synonym_share: float
    translation_share: float
    seed: int


@dataclass(frozen=True)
class Variations:
    """What may stand for a term on the left side of a pair."""

    translations: Substitutes
    synonyms: Substitutes


class Trainer:
    """Draws batches of one kind of pairs at a time and improves a table on them."""

    def __init__(
        self,
        table: SemanticTable,
        pairs: Sequence[PairBags],
        scored: ScoredBags,
        variations: Variations,
        schedule: Schedule,
    ) -> None:
        self.table = table
        self.pairs = pairs
        self.scored = scored
        self.variations = variations
        self.schedule = schedule
        self.random = np.random.default_rng(schedule.seed)
        self.mined: dict[str, Integers] = {}

    def run(self, report: Callable[[int, float], None]) -> None:
        """Train for the scheduled steps; ``report`` is told the step and the loss."""
        shares = np.array([*(kind.share for kind in self.pairs), self.scored.share])
        for step in range(self.schedule.steps):
            if step in self.schedule.mine_at:
                self._mine()
            rate = self.schedule.rate * max(1 - step / self.schedule.steps, 0.02)
            choice = self.random.choice(len(shares), p=shares / shares.sum())
            is_scored = choice == len(self.pairs)
            report(step, self._scored_step(rate) if is_scored else self._pair_step(self.pairs[choice], rate))

    def _pair_step(self, kind: PairBags, rate: float) -> float:
        chosen = self._draw(kind)
        left_rows, right_rows = kind.rows[chosen, 0], kind.rows[chosen, 1]
        if kind.name in self.mined:
            right_rows = np.concatenate([right_rows, self._draw_mined(kind, chosen)])
        keys = kind.keys[right_rows]
        same = torch.from_numpy(keys[None, :] == keys[: len(chosen), None])
        same.fill_diagonal_(False)
        left = self._varied(kind, kind.left.take(left_rows))
        return self._improve(
            left, kind.right.take(right_rows), rate, lambda one, other: contrastive_loss(one, other, same)
        )

    def _scored_step(self, rate: float) -> float:
        size = min(self.schedule.batch_size, len(self.scored.scores))
        chosen = self.random.choice(len(self.scored.scores), size, replace=False)
        scores = torch.from_numpy(self.scored.scores[chosen])
        left, right = self.scored.left.take(chosen), self.scored.right.take(chosen)
        return self._improve(left, right, rate, lambda one, other: cosent_loss(one, other, scores))

    def _improve(
        self, left: Bags, right: Bags, rate: float, loss_of: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
    ) -> float:
        """Take one step down the mean loss over all sizes, and return that loss."""
        ids, matrix = pool([left, right])
        vectors = torch.from_numpy(matrix @ self.table.gather(ids)).requires_grad_()
        one, other = vectors[: len(left)], vectors[len(left) :]
        loss = torch.stack([loss_of(one[:, :size], other[:, :size]) for size in self.schedule.sizes]).mean()
        loss.backward()  # type: ignore[no-untyped-call]
        assert vectors.grad is not None
        self.table.update(ids, matrix.T @ vectors.grad.numpy(), rate)
        return float(loss.detach())

    def _varied(self, kind: PairBags, left: Bags) -> Bags:
        """Return the left texts with synonyms put in, terms dropped and, for some kinds, now and then in English."""
        varied = self.variations.synonyms.put_into(left, self.schedule.synonym_share, self.random)
        if kind.translated and self.random.random() < self.schedule.translation_share:
            varied = self.variations.translations.put_into(varied, 0.9, self.random)
        return varied.dropped(self.schedule.dropout, self.random)

    def _draw(self, kind: PairBags) -> Integers:
        """Return the numbers of pairs for a batch: whole neighbourhoods where there are groups, else any."""
        size = min(self.schedule.batch_size, len(kind.rows))
        if not kind.groups.any():
            return self.random.choice(len(kind.rows), size, replace=False)
        drawn: dict[int, None] = {}
        while len(drawn) < size:
            one = kind.groups[self.random.integers(len(kind.rows))]
            members = self.random.permutation(np.flatnonzero(kind.groups == one))[:GROUP_SIZE]
            drawn.update(dict.fromkeys(members.tolist()))
        return np.array(list(drawn)[:size], np.int64)

    def _draw_mined(self, kind: PairBags, chosen: Integers) -> Integers:
        near = self.mined[kind.name][kind.rows[chosen, 0]]
        picked: Integers = near[np.arange(len(chosen)), self.random.integers(near.shape[1], size=len(chosen))]
        return picked

    def _mine(self) -> None:
        self.mined = {kind.name: self._nearest_wrong(kind) for kind in self.pairs if kind.mined}

    def _nearest_wrong(self, kind: PairBags) -> Integers:
        """Return for each left text its nearest right texts that are not its own, [left, MINED_NEAR]."""
        left, right = self.encode(kind.left), self.encode(kind.right)
        own = dict(zip(kind.rows[:, 0].tolist(), kind.keys[kind.rows[:, 1]].tolist(), strict=True))
        wanted = np.array([own.get(row, -1) for row in range(len(left))])
        nearest = []
        for start in range(0, len(left), ENCODE_ROWS):
            scores = left[start : start + ENCODE_ROWS] @ right.T
            scores[wanted[start : start + ENCODE_ROWS, None] == kind.keys[None, :]] = -1
            nearest.append(torch.from_numpy(scores).topk(MINED_NEAR, dim=1).indices.numpy())
        return np.concatenate(nearest)

    def encode(self, bags: Bags) -> NDArray[np.float32]:
        """Return the vectors of bags, each of length 1, [bags, dimensions]."""
        parts = []
        for start in range(0, len(bags), ENCODE_ROWS):
            ids, matrix = pool([bags.take(np.arange(start, min(start + ENCODE_ROWS, len(bags))))])
            parts.append(normalize(torch.from_numpy(matrix @ self.table.gather(ids))).numpy())
        return np.concatenate(parts)


def contrastive_loss(left: torch.Tensor, right: torch.Tensor, excluded: torch.Tensor) -> torch.Tensor:
    """Return the InfoNCE loss, both ways, of left ``i`` belonging to right ``i``; excluded pairs are no negatives."""
    scores = normalize(left) @ normalize(right).T / TEMPERATURE
    scores = scores.masked_fill(excluded, float("-inf"))
    target = torch.arange(len(left))
    return (cross_entropy(scores, target) + cross_entropy(scores[:, : len(left)].T, target)) / 2


def cosent_loss(left: torch.Tensor, right: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
    """Return the CoSENT loss (Su, 2022): a pair that people scored higher should have the higher cosine."""
    cosines = (normalize(left) * normalize(right)).sum(dim=1) * COSENT_SCALE
    differences = cosines[None, :] - cosines[:, None]
    wrong = differences.masked_fill(scores[:, None] <= scores[None, :], float("-inf")).flatten()
    return torch.logsumexp(torch.cat([torch.zeros(1), wrong]), dim=0)
