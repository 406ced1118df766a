"""The retrievers behind one contract: each scores every measure for a probe in its own way."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search.bm25 import Bm25Index
from search.expansion import Probe

Scores = NDArray[np.float32]


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
    """BM25 over the concepts that measures deal with, for the concepts nearest to the question by meaning."""

    index: Bm25Index

    def scores(self, probe: Probe) -> Scores:
        """BM25 scores, each concept weighted by its nearness."""
        return self.index.scores(probe.near_concepts)


@dataclass(frozen=True)
class MeaningRetriever:
    """The nearest passage of each measure by the cosine of embeddings; ``starts`` are the measures' first ones."""

    starts: NDArray[np.int64]

    def scores(self, probe: Probe) -> Scores:
        """Cosines of the best passages, at least 0."""
        return np.maximum.reduceat(probe.cosines, self.starts)
