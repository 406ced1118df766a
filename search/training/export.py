"""Writes a trained model as the files that ``StaticModel`` and sentence-transformers open."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.static_model import FORMAT, Settings, digest_model

MODULES = [{"idx": 0, "name": "0", "path": "", "type": "search.static_model_torch.StaticEmbedding"}]
SENTENCE_TRANSFORMERS = {
    "model_type": "SentenceTransformer",
    "prompts": {"query": "", "document": ""},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def save_model(
    folder: Path,
    settings: Settings,
    terms: Sequence[str],
    semantic: NDArray[np.float32],
    identity_weights: NDArray[np.float32],
) -> None:
    """Write a model: ``semantic`` holds the terms' rows, then the n-gram buckets'; rows become int8 with a scale."""
    folder.mkdir(parents=True, exist_ok=True)
    scales = np.maximum(np.abs(semantic).max(axis=1) / 127, 1e-8).astype(np.float32)
    np.save(folder / "semantic.npy", np.round(semantic / scales[:, None]).astype(np.int8))
    np.save(folder / "scales.npy", scales)
    np.save(folder / "identity_weights.npy", identity_weights.astype(np.float32))
    (folder / "vocab.txt").write_text("".join(f"{term}\n" for term in terms), encoding="utf-8")
    digest = digest_model(folder, settings)
    _write_json(folder / "config.json", {"format": FORMAT, **asdict(settings), "digest": digest})
    _write_json(folder / "modules.json", MODULES)
    _write_json(folder / "config_sentence_transformers.json", SENTENCE_TRANSFORMERS)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
