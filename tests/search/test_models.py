"""Embedding models: known prompts, and what cannot be loaded."""

from pathlib import Path

import pytest

from ontology.errors import ModelError
from search.models import PromptConvention, find_convention, load_model


@pytest.mark.parametrize(
    ("name", "query", "passage"),
    [
        ("cl-nagoya/ruri-v3-310m", "検索クエリ: ", "検索文書: "),
        ("intfloat/multilingual-e5-small", "query: ", "passage: "),
        ("BAAI/bge-m3", "", ""),
        ("BAAI/bge-base-en-v1.5", "Represent this sentence for searching relevant passages: ", ""),
        ("hotchpotch/static-embedding-japanese", "", ""),
        ("some/other", "", ""),
    ],
)
def test_a_known_model_has_its_prompts(name: str, query: str, passage: str) -> None:
    assert find_convention(name) == PromptConvention(query, passage)


@pytest.mark.slow
def test_a_model_that_is_not_here_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such model here"):
        load_model(str(tmp_path / "nowhere"))
