"""How alike two cells are: shared character bigrams, each weighted by how rare it is in the document."""

import math
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache

import numpy

# Pseudo-count: a body with this many bigrams of its own counts as much as the whole document.
SMOOTHING = 1000.0
# Maps a mean log ratio to a likelihood; +-0.5 is a clear case.
SHARPNESS = 4.0


@cache
def bigrams(text: str) -> frozenset[str]:
    """The character bigrams of ``text``, after NFKC and without white space."""
    normal = "".join(unicodedata.normalize("NFKC", text).split())
    return frozenset(normal[start : start + 2] for start in range(len(normal) - 1))


class Weights:
    """Bigrams weighted by the logarithm of how few of ``texts`` hold them."""

    def __init__(self, texts: Collection[str]) -> None:
        counts = Counter(gram for text in texts for gram in bigrams(text))
        self.by_gram = {gram: math.log((1 + len(texts)) / count) for gram, count in counts.items()}

    def __call__(self, grams: Iterable[str]) -> float:
        """The weight of all ``grams``; those that no text holds weigh nothing."""
        return sum(self.by_gram.get(gram, 0.0) for gram in sorted(grams))


class Similarity:
    """Compares any two of the texts of one document."""

    def __init__(self, texts: Iterable[str]) -> None:
        distinct = sorted(set(texts))
        self.weight = Weights(distinct)
        self._places = {text: place for place, text in enumerate(distinct)}
        columns = {gram: column for column, gram in enumerate(sorted(self.weight.by_gram))}
        roots = numpy.sqrt([self.weight.by_gram[gram] for gram in columns])
        vectors = numpy.zeros((len(distinct), len(columns)))
        for place, text in enumerate(distinct):
            held = [columns[gram] for gram in bigrams(text)]
            vectors[place, held] = roots[held]
        shared = vectors @ vectors.T
        own = numpy.maximum(numpy.diagonal(shared), 1e-9)
        self._cosines: list[list[float]] = (shared / numpy.sqrt(own[:, None] * own)).tolist()
        self._likenesses: list[list[float]] = (shared / numpy.maximum(own[:, None], own)).tolist()
        self._affinities: dict[tuple[Profile, str], float] = {}
        self._alike: dict[tuple[str, float], list[str]] = {}

    def cosine(self, one: str, other: str) -> float:
        """The weight that both share over the geometric mean of their weights: 1 only for the same text."""
        return self._cosines[self._places[one]][self._places[other]]

    def likeness(self, one: str, other: str) -> float:
        """The weight that both share over the weight of the heavier one: 1 only for the same text."""
        return self._likenesses[self._places[one]][self._places[other]]

    def alike(self, text: str, cosine: float) -> list[str]:
        """The texts whose cosine with ``text`` is above ``cosine``, itself included."""
        key = (text, cosine)
        if key not in self._alike:
            cosines = self._cosines[self._places[text]]
            self._alike[key] = [other for other, place in self._places.items() if cosines[place] > cosine]
        return self._alike[key]

    def affinity(self, profile: "Profile", text: str) -> float:
        """How likely ``text`` is the business of the body behind ``profile``: 0 to 1, 0.5 when nothing is known."""
        key = (profile, text)
        if key not in self._affinities:
            self._affinities[key] = self._affinity(profile, bigrams(text))
        return self._affinities[key]

    def _affinity(self, profile: "Profile", grams: frozenset[str]) -> float:
        ratio = sum(self.weight.by_gram.get(gram, 0.0) * profile.log_ratio(gram) for gram in sorted(grams))
        return 1 / (1 + math.exp(-SHARPNESS * ratio / max(self.weight(grams), 1e-9)))


class Profile:
    """The words of one body against those of all: naive Bayes over bigrams, smoothed towards the document."""

    def __init__(self, own: Counter[str], everybody: Counter[str]) -> None:
        self._own, self._everybody = own, everybody
        self._own_total, self._total = own.total(), everybody.total()

    def log_ratio(self, gram: str) -> float:
        """The logarithm of how much oftener the body uses ``gram`` than everybody does."""
        usual = (self._everybody[gram] + 1) / (self._total + 1)
        return math.log((self._own[gram] + SMOOTHING * usual) / (self._own_total + SMOOTHING) / usual)
