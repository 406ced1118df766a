"""From a pair's features to how probably people would call it related, alike or restated: three logistic models."""

import tomllib
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from search.overlap.features import FEATURES, Features
from search.overlap.report import KINDS, Kind

WEIGHTS_NAME = "weights.toml"
GAINS = (1.0, 2.0, 4.0)
"""What each grade adds to the gain 2 ** grade - 1 of a pair."""

Values = NDArray[np.float64]


@dataclass(frozen=True)
class PairModel:
    """One logistic model for each of KINDS: whether a pair has at least that grade.

    ``means`` and ``scales`` [features] standardise; ``weights`` [kinds, features] and ``biases`` [kinds] decide.
    """

    means: Values
    scales: Values
    weights: Values
    biases: Values

    def odds(self, features: Features) -> Values:
        """The log-odds that each pair has at least grade 1, 2, 3, float64 [pairs, kinds]."""
        found: Values = ((features - self.means) / self.scales) @ self.weights.T + self.biases
        return found

    def contributions(self, features: Features) -> Values:
        """What each feature adds to the log-odds that a pair is alike, compared with a mean pair, [pairs, features]."""
        added: Values = (features - self.means) / self.scales * self.weights[KINDS.index("overlap")]
        return added


def scores(odds: Values) -> Values:
    """The ranking score of each pair: log-odds of its expected share of the greatest gain, [pairs].

    Gain is 2 ** grade - 1, as in nDCG (Burges et al. 2005). Unbounded at both ends: no crowd of equals at the top.
    """
    weights = np.log(GAINS)
    for_it = np.logaddexp.reduce(log_probability(odds) + weights, axis=1)
    against = np.logaddexp.reduce(log_probability(-odds) + weights, axis=1)
    return np.asarray(for_it - against)


def kinds(odds: Values) -> list[Kind | None]:
    """The strongest kind that is more probable than not for each pair; None for a pair that is hardly related."""
    is_likely = odds > 0
    return [next((kind for at, kind in reversed(list(enumerate(KINDS))) if likely[at]), None) for likely in is_likely]


def load_model() -> PairModel:
    """The model shipped in ``weights.toml``, whose head says what it was trained on."""
    table = tomllib.loads(resources.files("search.overlap").joinpath(WEIGHTS_NAME).read_text(encoding="utf-8"))
    features = table["features"]
    return PairModel(
        means=np.array([features[name]["mean"] for name in FEATURES]),
        scales=np.array([features[name]["scale"] for name in FEATURES]),
        weights=np.array([[features[name][kind] for name in FEATURES] for kind in KINDS]),
        biases=np.array([table["bias"][kind] for kind in KINDS]),
    )


def log_probability(odds: Values) -> Values:
    """ln of the probability with these log-odds, exact at both ends."""
    return np.asarray(-np.logaddexp(0.0, -odds))
