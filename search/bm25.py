"""BM25 over an inverted index held in four arrays: exact scores for every document from one pass over the postings."""

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Weighting:
    """BM25's two parameters: k1, how slowly repetition saturates, and b, how much length counts."""

    saturation: float
    length_norm: float


# The usual values (Robertson & Zaragoza 2009, section 3.5), right for whole measures, whose steps restate them.
MEASURES = Weighting(saturation=1.2, length_norm=0.75)
# A paragraph says a thing once and is no better for repeating it; found on the questions of JaQuAD.
PARAGRAPHS = Weighting(saturation=0.4, length_norm=0.5)

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Bm25Index:
    """The postings of term ``t`` are ``documents[offsets[t]:offsets[t + 1]]``, their BM25 weights stand beside them.

    ``idf`` is float32 [terms]; a weight is idf x saturated frequency, so it is at most idf x (k1 + 1).
    """

    vocabulary: Mapping[str, int]
    offsets: NDArray[np.int64]
    documents: NDArray[np.int32]
    weights: Scores
    idf: Scores
    document_count: int

    def scores(self, query_terms: Mapping[str, float]) -> Scores:
        """The BM25 score of every document, float32 [documents], for terms with their weight in the query."""
        found = [(self.vocabulary[term], weight) for term, weight in query_terms.items() if term in self.vocabulary]
        if not found:
            return np.zeros(self.document_count, dtype=np.float32)
        rows = np.array([row for row, _ in found])
        first, counts = self.offsets[rows], self.offsets[rows + 1] - self.offsets[rows]
        ends = np.cumsum(counts)
        postings = np.arange(ends[-1]) + np.repeat(first - ends + counts, counts)
        weights = np.repeat(np.array([weight for _, weight in found]), counts) * self.weights[postings]
        return np.bincount(self.documents[postings], weights, self.document_count).astype(np.float32)

    def holds(self, term: str, document: int) -> bool:
        """Whether ``document`` has ``term``."""
        postings = self.documents[self._postings(term)]
        place = int(np.searchsorted(postings, document))
        return place < len(postings) and int(postings[place]) == document

    def terms_by_document(self) -> tuple[frozenset[str], ...]:
        """For every document its terms."""
        found: list[list[str]] = [[] for _ in range(self.document_count)]
        for term, position in self.vocabulary.items():
            for document in self.documents[self.offsets[position] : self.offsets[position + 1]].tolist():
                found[document].append(term)
        return tuple(map(frozenset, found))

    def _postings(self, term: str) -> slice:
        found = self.vocabulary.get(term)
        return slice(0) if found is None else slice(int(self.offsets[found]), int(self.offsets[found + 1]))

    def rarity(self, term: str) -> float:
        """The idf of ``term``; one that no document holds counts as the rarest."""
        found = self.vocabulary.get(term)
        return self._rarest if found is None else self._rarities[found]

    @cached_property
    def _rarities(self) -> list[float]:
        rarities: list[float] = self.idf.tolist()  # Python's own numbers are read faster one by one
        return rarities

    @cached_property
    def _rarest(self) -> float:
        return _idf(0, self.document_count)

    def rarity_of_share(self, share: float) -> float:
        """The idf of a term that this share of the documents has."""
        return _idf(round(share * self.document_count), self.document_count)

    def save(self, directory: Path) -> None:
        """Write the arrays and the vocabulary into ``directory``, which must exist."""
        (directory / "vocabulary.txt").write_text("\n".join(self.vocabulary), encoding="utf-8")
        for name in ("offsets", "documents", "weights", "idf"):
            np.save(directory / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, directory: Path, document_count: int) -> "Bm25Index":
        """The index that `save` wrote; raises OSError or ValueError when a file is missing or damaged."""
        words = (directory / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
        arrays = {name: np.load(directory / f"{name}.npy") for name in ("offsets", "documents", "weights", "idf")}
        vocabulary = {word: position for position, word in enumerate(words)}
        return cls(vocabulary=vocabulary, document_count=document_count, **arrays)


@dataclass(frozen=True)
class _Postings:
    """How often which term stands in which document, sorted by term and document; ``count`` documents in all."""

    terms: NDArray[np.int64]
    documents: NDArray[np.int64]
    frequencies: NDArray[np.float64]
    count: int


def build_bm25(documents: Iterable[Iterable[str]], weighting: Weighting = MEASURES) -> Bm25Index:
    """The index over ``documents``, each given as its terms in any order. Cost: n log n in the number of terms."""
    vocabulary: dict[str, int] = {}
    term_ids, lengths = array("i"), array("i")
    for terms in documents:
        before = len(term_ids)
        term_ids.extend(vocabulary.setdefault(term, len(vocabulary)) for term in terms)
        lengths.append(len(term_ids) - before)
    count = max(len(lengths), 1)
    owners = np.repeat(np.arange(len(lengths)), lengths)
    pairs, frequencies = np.unique(np.asarray(term_ids, dtype=np.int64) * count + owners, return_counts=True)
    posting_terms, posting_documents = np.divmod(pairs, count)
    postings = _Postings(posting_terms, posting_documents, frequencies.astype(np.float64), len(lengths))
    return _weigh(vocabulary, postings, weighting)


def build_weighted_bm25(documents: Sequence[Mapping[str, float]]) -> Bm25Index:
    """The index over ``documents``, each given as its terms with their frequencies, which may be fractions."""
    vocabulary: dict[str, int] = {}
    postings = [
        (vocabulary.setdefault(term, len(vocabulary)), position, frequency)
        for position, document in enumerate(documents)
        for term, frequency in document.items()
    ]
    table = np.array(sorted(postings), dtype=np.float64).reshape(-1, 3)
    places = table[:, :2].astype(np.int64)
    return _weigh(vocabulary, _Postings(places[:, 0], places[:, 1], table[:, 2], len(documents)), MEASURES)


def _weigh(vocabulary: dict[str, int], postings: _Postings, weighting: Weighting) -> Bm25Index:
    terms, documents, frequencies, count = postings.terms, postings.documents, postings.frequencies, postings.count
    document_frequencies = np.bincount(terms, minlength=len(vocabulary))
    idf = _idf_array(document_frequencies, count)
    lengths = np.bincount(documents, weights=frequencies, minlength=count)
    relative = lengths / max(float(lengths.sum()) / max(count, 1), 1e-9)
    norm = weighting.saturation * (1 - weighting.length_norm + weighting.length_norm * relative)
    saturated = frequencies * (weighting.saturation + 1) / (frequencies + norm[documents])
    return Bm25Index(
        vocabulary=vocabulary,
        offsets=np.concatenate([[0], np.cumsum(document_frequencies)]).astype(np.int64),
        documents=documents.astype(np.int32),
        weights=(idf[terms] * saturated).astype(np.float32),
        idf=idf.astype(np.float32),
        document_count=count,
    )


def _idf_array(document_frequencies: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    return np.log1p((count - document_frequencies + 0.5) / (document_frequencies + 0.5))


def _idf(document_frequency: int, count: int) -> float:
    return math.log1p((count - document_frequency + 0.5) / (document_frequency + 0.5))
