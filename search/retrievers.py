"""The retrievers behind one contract: each scores every measure for a probe in its own way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search.bm25 import SATURATION, Bm25Index
from search.expansion import Probe
from search.models import EmbeddingModel
from search.vectors import VectorIndex

Scores = NDArray[np.float32]

# Of a large index only so many nearest passages are looked at.
NEAREST_PASSAGES = 2_000
# The question itself counts for so much of its vector, the names of its concepts for the rest.
OWN_WORDS_SHARE = 0.6


class Retriever(Protocol):
    """Scores measures; 0 means that nothing in the measure answers the probe."""

    def scores(self, probe: Probe) -> Scores:
        """One score >= 0 for every measure, float32 [measures], on the retriever's own scale."""


@dataclass(frozen=True)
class WordRetriever:
    """BM25 over the words of whole measures, those that the thesaurus adds included."""

    index: Bm25Index

    def scores(self, probe: Probe) -> Scores:
        """BM25 scores."""
        return self.index.scores(probe.weighted_terms)


@dataclass(frozen=True)
class GramRetriever:
    """BM25 over character n-grams: unknown words, other spellings, parts of compounds."""

    index: Bm25Index

    def scores(self, probe: Probe) -> Scores:
        """BM25 scores."""
        return self.index.scores(probe.grams)


@dataclass(frozen=True)
class GlossRetriever:
    """BM25 over what the thesaurus calls the things that a measure deals with: everyday words and English included."""

    index: Bm25Index

    def scores(self, probe: Probe) -> Scores:
        """BM25 scores of the user's own words."""
        return self.index.scores(probe.terms)


@dataclass(frozen=True)
class ConceptRetriever:
    """The concepts of the question in the measures: each at best through itself, else through a neighbour."""

    index: Bm25Index

    def scores(self, probe: Probe) -> Scores:
        """The sum over the found concepts of strength x rarity x how much the measure deals with it."""
        total = np.zeros(self.index.document_count, dtype=np.float32)
        for match in probe.concepts:
            total += np.float32(match.strength) * self.concept_scores(probe.neighbourhoods[match.concept])
        return total

    def concept_scores(self, neighbours: Mapping[str, float]) -> Scores:
        """For every measure its best evidence for one concept, times the rarity of the concept and its neighbours."""
        best = np.zeros(self.index.document_count, dtype=np.float32)
        for slug, weight in neighbours.items():
            found = self.index.vocabulary.get(slug)
            if found is not None:
                postings = slice(self.index.offsets[found], self.index.offsets[found + 1])
                owners, scale = self.index.documents[postings], (SATURATION + 1) * self.index.idf[found]
                best[owners] = np.maximum(best[owners], weight * self.index.weights[postings] / scale)
        holders = np.count_nonzero(best)
        rarity = np.log1p((len(best) - holders + 0.5) / (holders + 0.5))
        return np.asarray(best * rarity, dtype=np.float32)


@dataclass(frozen=True)
class MeaningRetriever:
    """The nearest passage of each measure by the cosine of embeddings."""

    vectors: VectorIndex
    owners: NDArray[np.int32]
    measure_count: int

    def scores(self, probe: Probe) -> Scores:
        """Cosines of the best passages, at least 0."""
        best = np.zeros(self.measure_count, dtype=np.float32)
        found, cosines = self.vectors.search(probe.vector, min(self.vectors.size, NEAREST_PASSAGES))
        np.maximum.at(best, self.owners[found], cosines)
        return best


def embed(probe: Probe, model: EmbeddingModel) -> Scores:
    """The probe's vector, float32 [dim]: that of its text, drawn towards the names of its concepts."""
    if not probe.glosses:
        return np.asarray(model.encode_queries([probe.text])[0], dtype=np.float32)
    own, glossed = model.encode_queries([probe.text, "、".join(probe.glosses)])
    mixed = OWN_WORDS_SHARE * own + (1 - OWN_WORDS_SHARE) * glossed
    return np.asarray(mixed / max(float(np.linalg.norm(mixed)), 1e-9), dtype=np.float32)
