"""How alike two cells are: shared character bigrams, each weighted by how rare it is in the document."""

import math
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache

# Pseudo-count: a body with this many bigrams of its own counts as much as the whole document.
SMOOTHING = 1000.0
# Maps a mean log ratio to a likelihood; +-0.5 is a clear case.
SHARPNESS = 4.0


@cache
def bigrams(text: str) -> frozenset[str]:
    """The character bigrams of ``text``, after NFKC and without white space."""
    normal = "".join(unicodedata.normalize("NFKC", text).split())
    return frozenset(normal[start : start + 2] for start in range(len(normal) - 1))


class Similarity:
    """Compares texts of one document; a bigram weighs the logarithm of how few of the ``texts`` hold it."""

    def __init__(self, texts: Collection[str]) -> None:
        counts = Counter(gram for text in texts for gram in bigrams(text))
        self._weights = {gram: math.log((1 + len(texts)) / count) for gram, count in counts.items()}
        self._pairs: dict[tuple[str, str], float] = {}
        self._likenesses: dict[tuple[str, str], float] = {}

    def weight(self, grams: Iterable[str]) -> float:
        return sum(self._weights.get(gram, 0.0) for gram in grams)

    def cosine(self, one: str, other: str) -> float:
        """The weight that both share over the geometric mean of their weights: 1 only for the same text."""
        key = (one, other)
        if key not in self._pairs:
            grams, others = bigrams(one), bigrams(other)
            product = self.weight(grams) * self.weight(others)
            self._pairs[key] = self.weight(grams & others) / math.sqrt(product) if product else 0.0
        return self._pairs[key]

    def likeness(self, one: str, other: str) -> float:
        """The weight that both share over the weight of the heavier one: 1 only for the same text."""
        key = (one, other)
        if key not in self._likenesses:
            shared = self.weight(bigrams(one) & bigrams(other))
            self._likenesses[key] = shared / max(self.weight(bigrams(one)), self.weight(bigrams(other)), 1e-9)
        return self._likenesses[key]

    def affinity(self, profile: "Profile", text: str) -> float:
        """How likely ``text`` is the business of the body behind ``profile``: 0 to 1, 0.5 when nothing is known."""
        grams = bigrams(text)
        ratio = sum(self._weights.get(gram, 0.0) * profile.log_ratio(gram) for gram in grams)
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
