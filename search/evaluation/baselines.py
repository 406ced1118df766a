"""What the search is measured against: plain BM25 over words, and the cosine of character n-grams."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.bm25 import Bm25Index
from search.evaluation.metrics import CUTOFF
from search.ngrams import character_grams
from search.tokenizer import content_terms

Weights = dict[str, float]


@dataclass(frozen=True)
class PlainBm25:
    """BM25 over the words of whole measures: no filters, no thesaurus, nothing mended."""

    index: Bm25Index
    numbers: Sequence[int]

    def rank(self, text: str) -> list[int]:
        """The best measures by number."""
        scores = self.index.scores(Counter(content_terms(text)))
        best = np.argsort(-scores, kind="stable")[:CUTOFF]
        return [self.numbers[position] for position in best if scores[position] > 0]


@dataclass(frozen=True)
class CharacterTfIdf:
    """The cosine of TF-IDF vectors of character n-grams."""

    idf: Weights
    vectors: Sequence[Weights]
    numbers: Sequence[int]

    @classmethod
    def over(cls, texts: Sequence[str], numbers: Sequence[int]) -> "CharacterTfIdf":
        """The baseline over whole texts of measures."""
        counts = [Counter(character_grams(text)) for text in texts]
        documents = Counter(gram for count in counts for gram in count)
        idf = {gram: float(np.log((1 + len(texts)) / (1 + holders)) + 1) for gram, holders in documents.items()}
        return cls(idf, [_unit(count, idf) for count in counts], numbers)

    def rank(self, text: str) -> list[int]:
        """The best measures by number."""
        query = _unit(Counter(character_grams(text)), self.idf)
        scores = np.array(
            [sum(weight * vector.get(gram, 0.0) for gram, weight in query.items()) for vector in self.vectors]
        )
        best = np.argsort(-scores, kind="stable")[:CUTOFF]
        return [self.numbers[position] for position in best if scores[position] > 0]


def _unit(counts: Counter[str], idf: Weights) -> Weights:
    weights = {gram: count * idf[gram] for gram, count in counts.items() if gram in idf}
    length = float(np.sqrt(sum(weight**2 for weight in weights.values()))) or 1.0
    return {gram: weight / length for gram, weight in weights.items()}
