"""The default embedding model at work: learned word vectors and hashed word identities, pooled with numpy alone."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import data
from ontology.errors import ModelError
from search.tokenizer import content_terms

FORMAT = 1
FILES = ("config.json", "vocab.txt", "semantic.npy", "scales.npy", "identity_weights.npy")
CACHE_LIMIT = 50_000
"""Terms whose vectors are kept in memory: 150 MB at 768 dimensions."""

Vectors = NDArray[np.float32]


def default_model_path() -> Path:
    """Return the folder of the model that is shipped with the project."""
    return Path(data.__file__).parent / "model"


def identity_vectors(terms: Sequence[str], dimensions: int) -> Vectors:
    """Return one vector of ±1/√dimensions for each term, [terms, dimensions], made from the term's BLAKE2b digest.

    Any two are nearly orthogonal, so that a sum of them still tells which words are in it; none needs to be stored.
    """
    digests = (hashlib.blake2b(term.encode(), digest_size=dimensions // 8).digest() for term in terms)
    bits = np.unpackbits(np.frombuffer(b"".join(digests), dtype=np.uint8)).reshape(len(terms), dimensions)
    return (bits.astype(np.float32) * 2 - 1) / np.float32(np.sqrt(dimensions))


def subword_buckets(term: str, buckets: int) -> list[int]:
    """Return the bucket of each character n-gram (1 to 3) of a term, its ends marked."""
    marked = f"<{term}>"
    grams = {marked[start : start + size] for size in (1, 2, 3) for start in range(len(marked) - size + 1)}
    codes = (hashlib.blake2b(gram.encode(), digest_size=4).digest() for gram in sorted(grams - {"<", ">"}))
    return [int.from_bytes(code, "big") % buckets for code in codes]


def saturated(count: int, saturation: float) -> float:
    """Return the weight of a term that occurs ``count`` times: 1 for one, at most ``saturation`` + 1 (as in BM25)."""
    return count * (saturation + 1) / (count + saturation)


@dataclass(frozen=True)
class Settings:
    """What ``config.json`` of a model says.

    ``identity_share`` is the part of the cosine of two texts that their shared words make up;
    ``saturation`` is how soon a repeated word stops counting; ``matryoshka_dimensions`` were trained to work alone;
    ``digest`` tells two models apart (see `digest_model`).
    """

    semantic_dimensions: int
    identity_dimensions: int
    identity_share: float
    subword_buckets: int
    saturation: float
    matryoshka_dimensions: tuple[int, ...]
    digest: str = ""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return self.semantic_dimensions + self.identity_dimensions


def digest_model(folder: Path, settings: Settings) -> str:
    """Return the SHA-256 over settings, vocabulary and arrays of the model in a folder, as ``config.json`` says it."""
    facts = json.dumps({**asdict(settings), "digest": ""}, sort_keys=True)
    digest = hashlib.sha256(facts.encode())
    for name in FILES[1:]:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


class StaticModel:
    """A bag-of-words embedding model.

    The first dimensions of a vector say what its text means: the sum of its words' learned vectors, at length 1.
    The others say which words it holds: the sum of their identities, weighted by rarity, at length 1.
    Both are scaled so that the cosine of two texts is a fixed mixture of the two likenesses.
    """

    def __init__(
        self,
        settings: Settings,
        terms: Sequence[str],
        semantic: NDArray[np.int8],
        scales: Vectors,
        identity_weights: Vectors,
    ) -> None:
        self.settings = settings
        self._rows = {term: row for row, term in enumerate(terms)}
        self._semantic = semantic
        self._scales = scales
        self._identity_weights = identity_weights
        self._cache: dict[str, Vectors] = {}

    @classmethod
    def load(cls, path: Path | str | None = None) -> "StaticModel":
        """Return the model in a folder (the shipped one by default); its matrix stays on disk until used.

        Raises ModelError when the folder holds no model of this format.
        """
        folder = Path(path) if path else default_model_path()
        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            terms = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1]
            semantic = np.load(folder / "semantic.npy", mmap_mode="r")
            scales, weights = np.load(folder / "scales.npy"), np.load(folder / "identity_weights.npy")
        except (OSError, ValueError) as error:
            raise ModelError(f"{folder}: no static model can be read here ({error}). Train or install one.") from error
        if config.pop("format", None) != FORMAT:
            raise ModelError(f"{folder}: not a static model of format {FORMAT}. Train it again.")
        settings = Settings(**{**config, "matryoshka_dimensions": tuple(config["matryoshka_dimensions"])})
        return cls(settings, terms, semantic, scales.astype(np.float32), weights.astype(np.float32))

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return self.settings.dimensions

    def __contains__(self, term: object) -> bool:
        return term in self._rows

    def encode(self, texts: Sequence[str], dimensions: int | None = None) -> Vectors:
        """Return one vector of length 1 for each text, [texts, dimensions]; a text without content gets zeros.

        ``dimensions`` keeps only the first ones (Matryoshka), which are the semantic ones.
        """
        return self.encode_terms([content_terms(text) for text in texts], dimensions)

    def encode_terms(self, texts: Iterable[Sequence[str]], dimensions: int | None = None) -> Vectors:
        """Return the vectors of texts that are tokenised already, as ``encode`` does."""
        bags = [Counter(terms) for terms in texts]
        rows = {term: row for row, term in enumerate(dict.fromkeys(chain.from_iterable(bags)))}
        vectors = self.term_vectors(list(rows))
        sums = [self._pool(bag, vectors[[rows[term] for term in bag]]) for bag in bags]
        pooled = np.array(sums, dtype=np.float32).reshape(-1, self.dimensions)
        split = self.settings.semantic_dimensions
        pooled[:, :split] = _unit(pooled[:, :split]) * np.sqrt(1 - self.settings.identity_share)
        pooled[:, split:] = _unit(pooled[:, split:]) * np.sqrt(self.settings.identity_share)
        return _unit(pooled[:, :dimensions])

    def term_vectors(self, terms: Sequence[str]) -> Vectors:
        """Return what each term adds to the sums of a text, [terms, dimensions]: learned vector, then identity."""
        cache = self._cache if len(self._cache) <= CACHE_LIMIT else {}
        missing = [term for term in dict.fromkeys(terms) if term not in cache]
        if missing:
            cache.update(zip(missing, self._read_vectors(missing), strict=True))
        self._cache = cache  # swapped, never cleared: another thread may be reading the old one
        return np.array([cache[term] for term in terms], dtype=np.float32).reshape(-1, self.dimensions)

    def _pool(self, bag: Counter[str], vectors: Vectors) -> Vectors:
        if not bag:
            return np.zeros(self.dimensions, dtype=np.float32)
        weights = [saturated(count, self.settings.saturation) for count in bag.values()]
        pooled: Vectors = np.array(weights, dtype=np.float32) @ vectors
        return pooled

    def _read_vectors(self, terms: list[str]) -> Vectors:
        rows = [self._rows.get(term) for term in terms]
        weights = [1.0 if row is None else float(self._identity_weights[row]) for row in rows]
        semantic = np.empty((len(terms), self.settings.semantic_dimensions), dtype=np.float32)
        known = [place for place, row in enumerate(rows) if row is not None]
        semantic[known] = self._dequantised([row for row in rows if row is not None])
        for place in (place for place, row in enumerate(rows) if row is None):
            semantic[place] = self._missing_semantic(terms[place])
        identities = identity_vectors(terms, self.settings.identity_dimensions)
        return np.hstack([semantic, identities * np.array(weights, dtype=np.float32)[:, None]])

    def _missing_semantic(self, term: str) -> Vectors:
        buckets = subword_buckets(term, self.settings.subword_buckets)
        rows = [len(self._rows) + bucket for bucket in buckets]
        mean: Vectors = self._dequantised(rows).mean(axis=0)
        return mean

    def _dequantised(self, rows: list[int]) -> Vectors:
        return self._semantic[rows].astype(np.float32) * self._scales[rows, None]


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return unit
