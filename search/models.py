"""Embedding models behind one contract: the shipped static one, or any other that sentence-transformers can load."""

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ontology.errors import ModelError
from search.static_model import StaticModel, default_model_path

Vectors = NDArray[np.float32]

DEFAULT_MODEL = "default"


class EmbeddingModel(Protocol):
    """Turns texts into L2-normalised vectors, float32 [n, dimension].

    ``name`` is what the user calls it, ``digest`` tells two models of one name apart.
    """

    @property
    def name(self) -> str:
        """The id or path that loads this model again."""

    @property
    def digest(self) -> str:
        """A fingerprint of the model's content."""

    def knows(self, word: str) -> bool:
        """Whether ``word`` is surely a word, not a slip; a model of word pieces knows of none."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """The vectors of questions."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages."""


@dataclass(frozen=True)
class OwnModel:
    """A static model of this project, the shipped one or another trained here: a vector a word, no torch."""

    static: StaticModel
    name: str = DEFAULT_MODEL

    @property
    def digest(self) -> str:
        """The digest of its arrays and settings."""
        return self.static.settings.digest

    def knows(self, word: str) -> bool:
        """Whether the word has a vector of its own."""
        return word in self.static

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """The vectors of questions; a static model knows no prompts."""
        return self.static.encode(list(texts))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages."""
        return self.static.encode(list(texts))


@dataclass(frozen=True)
class PromptConvention:
    """The prompts of a family of models."""

    query: str = ""
    passage: str = ""


@dataclass(frozen=True)
class TransformerModel:
    """A model of sentence-transformers with its prompts."""

    encoder: Any
    name: str
    prompts: PromptConvention
    digest: str

    def knows(self, word: str) -> bool:
        """Nothing: its vocabulary is of word pieces."""
        return False

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """The vectors of questions, each behind the query prompt."""
        return self._encode(texts, self.prompts.query)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages, each behind the passage prompt."""
        return self._encode(texts, self.prompts.passage)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        vectors = self.encoder.encode(
            list(texts), prompt=prompt, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)


def load_model(name: str = DEFAULT_MODEL, *, allow_download: bool = False) -> EmbeddingModel:
    """The model ``name``: the shipped one, a path, or a Hugging Face id.

    Nothing is fetched unless ``allow_download``. A model trained here opens without torch, any other through
    sentence-transformers. Raises ModelError when it cannot be loaded.
    """
    if name == DEFAULT_MODEL:
        return OwnModel(StaticModel.load(default_model_path()))
    if (Path(name) / "identity_weights.npy").is_file():
        return OwnModel(StaticModel.load(name), name)
    return _load_transformer(name, allow_download)


def find_convention(name: str) -> PromptConvention:
    """The prompts for the model ``name`` from ``prompts.toml``; none for an unknown one."""
    table = tomllib.loads(resources.files("search").joinpath("prompts.toml").read_text(encoding="utf-8"))
    for entry in table["convention"]:
        if entry["name"] in name.lower():
            return PromptConvention(entry["query"], entry["passage"])
    return PromptConvention()


def _load_transformer(name: str, allow_download: bool) -> TransformerModel:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - imports torch, which takes seconds

    try:
        encoder = SentenceTransformer(name, local_files_only=not allow_download)
    except Exception as problem:
        reason = str(problem).partition("\n")[0] or type(problem).__name__
        remedy = "Give a folder with a sentence-transformers model, or allow the download (--download)."
        raise ModelError(f"{name}: no such model here ({reason}). {remedy}") from problem
    digest = _fingerprint(Path(name)) if Path(name).is_dir() else hashlib.sha256(name.encode()).hexdigest()
    return TransformerModel(encoder, name, find_convention(name), digest)


def _fingerprint(path: Path) -> str:
    """The SHA-256 over names and content of the files in ``path``."""
    digest = hashlib.sha256()
    for file in sorted(file for file in path.rglob("*") if file.is_file()):
        digest.update(file.relative_to(path).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()
