"""The losses of the contrastive training; slow, as importing torch is."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

Losses = tuple[Any, Callable[..., Any], Callable[..., Any]]


@pytest.fixture(scope="module")
def losses() -> Losses:
    """Torch, the contrastive loss and the CoSENT loss."""
    training = import_module("search.training.contrastive")
    return import_module("torch"), training.contrastive_loss, training.cosent_loss


@pytest.mark.slow
def test_contrastive_loss_falls_when_pairs_are_near(losses: Losses) -> None:
    torch, contrastive_loss, _ = losses
    vectors, none = torch.eye(3), torch.zeros(3, 3, dtype=torch.bool)
    assert contrastive_loss(vectors, vectors, none) < contrastive_loss(vectors, vectors.roll(1, 0), none)


@pytest.mark.slow
def test_excluded_pairs_are_no_negatives(losses: Losses) -> None:
    torch, contrastive_loss, _ = losses
    left, right = torch.eye(2), torch.tensor([[1.0, 0.0], [1.0, 0.0]])
    excluded = torch.tensor([[False, True], [True, False]])
    assert contrastive_loss(left, right, excluded) == pytest.approx(0.0)


@pytest.mark.slow
def test_cosent_wants_the_order_of_the_scores(losses: Losses) -> None:
    torch, _, cosent_loss = losses
    left, right = torch.eye(2), torch.tensor([[1.0, 0.0], [1.0, 0.0]])
    assert cosent_loss(left, right, torch.tensor([5.0, 1.0])) < cosent_loss(left, right, torch.tensor([1.0, 5.0]))
