"""Embeds a probe: its vector, and the concepts of the thesaurus that are nearest to it by meaning."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from search.expansion import Probe
from search.models import EmbeddingModel

Vectors = NDArray[np.float32]

# The question itself counts for so much of its vector, the names of the concepts in it for the rest.
OWN_WORDS_SHARE = 0.6
# A question is about a few concepts and touches more; cubed cosines let the nearest speak loudest.
NEAR_CONCEPTS = 30
NEARNESS_POWER = 3


@dataclass(frozen=True)
class Embedder:
    """A model, and with it the vectors of the thesaurus's concepts ``slugs``, float [concepts, dim], length 1."""

    model: EmbeddingModel
    slugs: Sequence[str]
    vectors: Vectors

    def embed(self, probe: Probe) -> Probe:
        """The probe with its vector and its near concepts."""
        own, *glossed = self.model.encode_queries([probe.text, "、".join(probe.glosses)][: 1 + bool(probe.glosses)])
        vector = _unit(OWN_WORDS_SHARE * own + (1 - OWN_WORDS_SHARE) * glossed[0]) if glossed else own
        return replace(probe, vector=np.asarray(vector, dtype=np.float32), near_concepts=self.near(own))

    def near(self, vector: Vectors) -> dict[str, float]:
        """The concepts nearest to ``vector`` [dim], weights in (0, 1]; none for zeros."""
        cosines = self.vectors @ vector
        floor = np.partition(cosines, -NEAR_CONCEPTS)[-NEAR_CONCEPTS] if len(cosines) > NEAR_CONCEPTS else 0
        nearest = np.flatnonzero((cosines >= floor) & (cosines > 0))
        ordered = [(float(cosines[at]), self.slugs[at]) for at in nearest[np.argsort(-cosines[nearest], kind="stable")]]
        return {slug: (cosine / ordered[0][0]) ** NEARNESS_POWER for cosine, slug in ordered}


def _unit(vector: Vectors) -> Vectors:
    return vector / np.float32(max(float(np.linalg.norm(vector)), 1e-9))
