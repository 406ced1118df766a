"""The training's parts: bags, substitutes, word vectors, n-gram vectors and the corpora's reading."""

from pathlib import Path

import numpy as np
import pytest

from ontology.errors import ModelError
from search.static_model import subword_buckets
from search.training.bags import make_bags, make_substitutes
from search.training.corpora import Paragraph, catalogue, glosses, require_corpora
from search.training.material import group_pairs, question_pairs
from search.training.subwords import fit_subwords
from search.training.tables import SemanticTable, pool

NUMBERS = {"標準": 0, "規格": 1, "standard": 2, "特許": 3}


def test_missing_corpora_are_named_with_their_origin(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as refusal:
        require_corpora(tmp_path)
    text = str(refusal.value)
    assert all(corpus.path in text and corpus.address in text for corpus in catalogue().values())


def test_glosses_lose_their_notes() -> None:
    meaning = "〈U〉(商品の)『標準』,規格 / 《米》=norm / standard"
    assert list(glosses(meaning)) == ["標準", "規格"]


def test_bags_weigh_repeats_less_and_are_cut_by_row() -> None:
    bags = make_bags([["標準", "標準", "未知"], [], ["特許"]], NUMBERS, 1.2)
    part = bags.take(np.array([2, 0]))
    assert (part.ids.tolist(), part.starts.tolist()) == ([3, 0], [0, 1, 2])
    np.testing.assert_allclose(part.weights, [1, 1.375])


def test_substitutes_stand_in_for_their_terms_only() -> None:
    bags = make_bags([["標準", "特許"]], NUMBERS, 1.2)
    table = make_substitutes([("標準", "standard"), ("標準", "unknown")], NUMBERS)
    assert table.put_into(bags, 1.0, np.random.default_rng(0)).ids.tolist() == [2, 3]


def test_pooling_sums_the_weighted_rows() -> None:
    table = SemanticTable(np.array([[1, 0], [0, 1], [1, 1]], np.float32))
    ids, matrix = pool([make_bags([["標準", "規格"], ["特許"]], NUMBERS, 1.2)])
    assert (matrix @ table.gather(ids)).tolist() == [[1, 1], [0, 0]]


def test_a_table_moves_against_the_gradient_and_leaves_other_rows() -> None:
    table = SemanticTable(np.zeros((3, 2), np.float32))
    table.update(np.array([1, 9]), np.array([[1, -1], [1, 1]], np.float32), rate=0.1)
    np.testing.assert_allclose(table.vectors, [[0, 0], [-0.1, 0.1], [0, 0]], atol=1e-5)


def test_word_vectors_bring_words_of_like_company_together() -> None:
    from search.training.word_vectors import train_word_vectors  # noqa: PLC0415 - loads scikit-learn

    texts = [["標準", "会議", "国際"], ["規格", "会議", "国際"], ["特許", "出願", "審査"], ["発明", "出願", "審査"]] * 5
    numbers = {term: number for number, term in enumerate(sorted({term for text in texts for term in text}))}
    vectors = train_word_vectors(texts, numbers, 3, seed=1)
    near, far = vectors[numbers["標準"]] @ vectors[numbers["規格"]], vectors[numbers["標準"]] @ vectors[numbers["特許"]]
    assert near > far + 0.5


def test_n_gram_vectors_rebuild_their_words() -> None:
    words, vectors = ["標準", "規格", "特許"], np.eye(3, dtype=np.float32)
    buckets = fit_subwords(words, vectors, 512)
    rebuilt = np.array([buckets[subword_buckets(word, 512)].mean(axis=0) for word in words])
    assert rebuilt.argmax(axis=1).tolist() == [0, 1, 2]


def test_questions_of_one_article_are_grouped() -> None:
    pairs = question_pairs([Paragraph("梅雨", "雨。", ("雨は？", "時期は？")), Paragraph("台風", "海。", ("海は？",))])
    assert (pairs.rows, pairs.groups) == ([(0, 0), (1, 0), (2, 1)], [0, 0, 1])
    assert pairs.right == [["梅雨", "雨"], ["台風", "海"]]


def test_words_of_a_group_pair_with_each_other_only() -> None:
    pairs = group_pairs("synonyms", [[["標準"], ["規格"]], [["特許"]]])
    assert pairs.rows == [(0, 1), (1, 0)]
