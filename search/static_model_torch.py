"""The static model as a sentence-transformers module, so that ``SentenceTransformer`` opens the same folder."""

import shutil
from pathlib import Path
from typing import Any, Self

import torch
from sentence_transformers.base.modules.input_module import InputModule

from search.static_model import FILES, StaticModel


class StaticEmbedding(InputModule):
    """Wraps a StaticModel; named in ``modules.json``, so that sentence-transformers loads it."""

    def __init__(self, model: StaticModel, folder: Path) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.model = model
        self.folder = folder

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", **_: Any) -> Self:  # type: ignore[override]
        """Return the module of a local folder; raises ModelError when no static model is there."""
        folder = Path(model_name_or_path) / subfolder
        return cls(StaticModel.load(folder), folder)

    def preprocess(  # type: ignore[override]
        self, inputs: list[str], prompt: str | None = None, **_: Any
    ) -> dict[str, torch.Tensor]:
        """Return the vectors of the texts under the name that ``forward`` passes on."""
        texts = self._prepend_prompt(inputs, prompt) if prompt else inputs
        return {"sentence_embedding": torch.from_numpy(self.model.encode(texts))}

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        """Return the features as they are: pooling is done in ``preprocess``."""
        return features

    def get_embedding_dimension(self) -> int:
        """Return the length of a vector."""
        return self.model.dimensions

    @property
    def max_seq_length(self) -> float:
        """There is no limit."""
        return float("inf")

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Copy the model's files into a folder."""
        for name in FILES:
            shutil.copyfile(self.folder / name, Path(output_path) / name)
