"""The hybrid over plain paragraphs: the search's own BM25, n-grams, vectors and combination, without thesaurus."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.bm25 import PARAGRAPHS, Bm25Index, build_bm25
from search.hybrid import fuse
from search.models import EmbeddingModel
from search.ngrams import character_grams
from search.tokenizer import content_terms

Scores = NDArray[np.float32]

# Found on the questions of JaQuAD: questions repeat their paragraph's words, so that words as written say most.
PARAGRAPH_WEIGHTS: Mapping[str, float] = {"words": 0.5, "grams": 0.3, "meaning": 0.2}


@dataclass(frozen=True)
class ParagraphSearch:
    """Searches paragraphs; ``vectors`` are theirs, float32 [paragraphs, dim]."""

    words: Bm25Index
    grams: Bm25Index
    vectors: Scores
    model: EmbeddingModel
    weights: Mapping[str, float]

    def scores(self, questions: Sequence[str]) -> Scores:
        """The fused score of every paragraph for every question, float32 [questions, paragraphs]."""
        cosines = self.model.encode_queries(questions) @ self.vectors.T
        return np.stack([self._fused(question, row) for question, row in zip(questions, cosines, strict=True)])

    def _fused(self, question: str, cosines: Scores) -> Scores:
        parts = {
            "words": self.words.scores(Counter(content_terms(question))),
            "grams": self.grams.scores(Counter(character_grams(question))),
            "meaning": np.maximum(cosines, 0),
        }
        return fuse({name: parts[name] for name in self.weights}, self.weights)


def build_paragraph_search(
    paragraphs: Sequence[str], model: EmbeddingModel, weights: Mapping[str, float] = PARAGRAPH_WEIGHTS
) -> ParagraphSearch:
    """The search over ``paragraphs`` with those parts of the hybrid that ``weights`` names."""
    return ParagraphSearch(
        words=build_bm25(map(content_terms, paragraphs), PARAGRAPHS),
        grams=build_bm25(map(character_grams, paragraphs), PARAGRAPHS),
        vectors=model.encode_passages(paragraphs),
        model=model,
        weights=weights,
    )
