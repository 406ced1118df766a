"""The static model: its format, its vectors, and what it makes of words that it never saw."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ontology.errors import ModelError
from search import static_model
from search.models import load_model
from search.static_model import (
    Settings,
    StaticModel,
    default_model_path,
    digest_model,
    identity_vectors,
    saturated,
    subword_buckets,
)
from search.training.export import save_model

SETTINGS = Settings(
    semantic_dimensions=4,
    identity_dimensions=64,
    identity_share=0.5,
    subword_buckets=16,
    saturation=1.2,
    matryoshka_dimensions=(2, 4),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    semantic = np.zeros((2 + 16, 4), np.float32)
    semantic[0] = [1, 0, 0, 0]
    semantic[1] = [0.5, 0.5, 0, 0]
    semantic[2:] = [0, 0, 0, 1]
    save_model(tmp_path, SETTINGS, ["標準", "規格"], semantic, np.array([1, 0.5], np.float32))
    return tmp_path


def test_vectors_have_length_one(folder: Path) -> None:
    vectors = StaticModel.load(folder).encode(["標準", "標準と規格", "未知"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 1, 1], rtol=1e-6)
    assert vectors.dtype == np.float32


def test_a_text_without_content_gets_zeros(folder: Path) -> None:
    assert not StaticModel.load(folder).encode(["", "のは、"]).any()


def test_cosine_is_the_mixture_of_meaning_and_identity(folder: Path) -> None:
    model = StaticModel.load(folder)
    one, other = model.encode(["標準", "規格"])
    identities = identity_vectors(["標準", "規格"], 64)
    assert one @ other == pytest.approx(0.5 * np.sqrt(0.5) + 0.5 * identities[0] @ identities[1], abs=0.01)


def test_leading_dimensions_stand_alone(folder: Path) -> None:
    one, other = StaticModel.load(folder).encode(["標準", "規格"], dimensions=4)
    assert one.shape == (4,)
    assert one @ other == pytest.approx(np.sqrt(0.5), abs=0.01)


def test_a_repeated_word_counts_less_each_time() -> None:
    assert [round(saturated(count, 1.2), 2) for count in (1, 2, 100)] == [1, 1.38, 2.17]


def test_a_word_outside_the_vocabulary_is_made_of_its_n_grams(folder: Path) -> None:
    model = StaticModel.load(folder)
    assert "種苗" not in model
    np.testing.assert_allclose(model.term_vectors(["種苗"])[0, :4], [0, 0, 0, 1], rtol=1e-6)


def test_identities_are_fixed_and_nearly_orthogonal() -> None:
    vectors = identity_vectors(["標準", "規格"], 512)
    np.testing.assert_allclose(vectors @ vectors.T, np.eye(2), atol=0.15)
    assert vectors[0, :8].tolist() == identity_vectors(["標準"], 512)[0, :8].tolist()


def test_subwords_of_like_words_overlap() -> None:
    shared = set(subword_buckets("スタートアップ", 8192)) & set(subword_buckets("スタートアプ", 8192))
    assert len(shared) >= 10


def test_a_full_cache_changes_no_vector(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = StaticModel.load(folder)
    before = model.encode(["標準", "標準と規格", "未知の規格"])
    monkeypatch.setattr(static_model, "CACHE_LIMIT", 1)
    np.testing.assert_array_equal(model.encode(["標準", "標準と規格", "未知の規格"]), before)


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no static model can be read here"):
        StaticModel.load(tmp_path / "none")


def test_another_format_is_refused(folder: Path) -> None:
    config = folder / "config.json"
    config.write_text(config.read_text(encoding="utf-8").replace('"format": 1', '"format": 0'), encoding="utf-8")
    with pytest.raises(ModelError, match="not a static model of format 1"):
        StaticModel.load(folder)


def test_the_shipped_model_says_which_arrays_it_was_trained_to() -> None:
    settings = StaticModel.load().settings
    assert settings.digest == digest_model(default_model_path(), settings)
    assert settings.digest != digest_model(default_model_path(), replace(settings, identity_share=0.5))


def test_a_model_trained_here_opens_by_its_folder(folder: Path) -> None:
    model = load_model(str(folder))
    assert (model.name, model.digest) == (str(folder), model.static.settings.digest)
    np.testing.assert_array_equal(model.encode_queries(["標準"]), StaticModel.load(folder).encode(["標準"]))


@pytest.mark.slow
def test_sentence_transformers_gives_the_same_vectors() -> None:
    sentence_transformers = pytest.importorskip("sentence_transformers")
    path, texts = str(default_model_path()), ["生成AIと著作権", "measures against pirate sites", "スタートアプ支援", ""]
    if sentence_transformers.__version__.startswith("5."):
        model = sentence_transformers.SentenceTransformer(path)
    else:
        with pytest.raises(ValueError, match="trust_remote_code=True"):
            sentence_transformers.SentenceTransformer(path)
        model = sentence_transformers.SentenceTransformer(path, trust_remote_code=True)
    np.testing.assert_allclose(model.encode(texts), StaticModel.load().encode(texts), atol=1e-6)
