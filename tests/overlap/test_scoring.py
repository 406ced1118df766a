"""Features, candidate generation and the pair model on small numbers that can be worked out by hand."""

import numpy as np
import pytest

from graph_builder.records import Roadmap
from search.overlap.corpus import Unit, list_units, make_corpus
from search.overlap.features import FEATURES, WHOLES, above_background, pair_features
from search.overlap.model import kinds, load_model, scores
from search.overlap.nearest import NEIGHBOURS, candidate_pairs, iter_rare_pairs, near_pairs
from search.overlap.profiles import count_terms, mass_profiles, rarity
from search.overlap.report import KINDS
from search.overlap.training import train_model
from search.thesaurus import compile_lexicon
from tests.overlap.conftest import FORMULA, WordModel


def test_shared_mass_is_the_summed_rarity_of_common_terms() -> None:
    counts = count_terms([["a", "b", "b"], ["b", "c"], ["a"]])
    weights = rarity(counts.matrix)
    profiles, masses = mass_profiles(counts.matrix, weights)
    by_term = dict(zip(counts.terms, weights, strict=True))
    shared = profiles.products(np.array([0, 0, 1]), np.array([1, 2, 2]))
    assert shared == pytest.approx([by_term["b"], by_term["a"], 0.0])
    assert masses == pytest.approx([by_term["a"] + by_term["b"], by_term["b"] + by_term["c"], by_term["a"]])


def test_a_unit_near_to_everything_stands_out_less() -> None:
    left, right = np.array([0, 0, 1, 3]), np.array([1, 2, 2, 4])
    values = np.array([0.6, 0.6, 0.6, 0.6], dtype=np.float32)
    assert above_background(values, left, right, 5) == pytest.approx([0.0, 0.0, 0.0, 0.0])
    values = np.array([0.9, 0.1, 0.1, 0.9], dtype=np.float32)
    assert above_background(values, left, right, 5)[0] == pytest.approx(0.9 - 0.5)


def test_rare_pairs_share_a_term_that_few_have() -> None:
    matrix = count_terms([["x", "w"], ["x", "w"], ["w"], ["y"]]).matrix
    pairs = {tuple(pair) for block in iter_rare_pairs(matrix) for pair in np.sort(np.array(block).T, axis=1).tolist()}
    assert pairs == {(0, 1), (0, 2), (1, 2)}


def test_a_restated_row_is_the_most_alike_clause(roadmap: Roadmap, model: WordModel) -> None:
    corpus = make_corpus(list(list_units(roadmap).values()), model, compile_lexicon())
    left, right = candidate_pairs(corpus)
    features = pair_features(corpus, left, right)
    clause = features[:, FEATURES.index("clause")]
    best = int(np.argmax(clause))
    assert (left[best], right[best]) == (0, 1)


def test_concepts_and_headings_are_features_of_their_own(model: WordModel) -> None:
    units = [
        Unit(("生成AIの著作権を整理する。",), ("見出し",)),
        Unit(("生成AIを使う。",), ("見出し",)),
        Unit(("酒を売る。",)),
    ]
    corpus = make_corpus(units, model, compile_lexicon())
    features = pair_features(corpus, np.array([0, 0]), np.array([1, 2]))
    for name in ("subject", "heading"):
        near, far = features[:, FEATURES.index(name)]
        assert near > far == 0


def test_a_row_counts_as_restated_only_between_clauses_of_one_body(model: WordModel) -> None:
    text = "メタバース空間における文化芸術の発信を進める。"
    meti, mext = frozenset(["meti"]), frozenset(["mext"])
    units = [Unit((text,), bodies=(meti,)), Unit((text,), bodies=(mext,)), Unit((text,), bodies=(meti | mext,))]
    features = pair_features(make_corpus(units, model, compile_lexicon()), np.array([0, 0]), np.array([1, 2]))
    clause, row = (features[:, FEATURES.index(name)] for name in ("clause", "row"))
    assert row.tolist() == [0, clause[1]]


def test_concepts_below_one_concept_are_of_one_field(model: WordModel) -> None:
    units = [Unit(("生成AIを使う。",)), Unit(("機械学習を使う。",)), Unit(("酒を売る。",))]
    features = pair_features(make_corpus(units, model, compile_lexicon()), np.array([0, 0]), np.array([1, 2]))
    near, far = features[:, FEATURES.index("area")]
    assert near > far


def test_clauses_of_standing_phrases_alone_are_not_compared(roadmap: Roadmap) -> None:
    assert not [text for unit in list_units(roadmap).values() for text in unit.clauses if text == FORMULA]


def test_training_finds_what_decides() -> None:
    generator = np.random.default_rng(1)
    features = generator.normal(size=(2000, len(FEATURES))).astype(np.float32)
    grades = np.digitize(features[:, 2], [0.5, 1.0, 1.5])
    model = train_model(features, grades)
    assert np.abs(model.weights).argmax(axis=1).tolist() == [2, 2, 2]
    found = [0 if kind is None else KINDS.index(kind) + 1 for kind in kinds(model.odds(features))]
    assert np.mean(np.array(found) == grades) > 0.95


def test_no_likeness_speaks_against_another() -> None:
    generator = np.random.default_rng(1)
    features = generator.normal(size=(2000, len(FEATURES))).astype(np.float32)
    grades = np.digitize(features[:, 2] - features[:, 3], [0.5, 1.0, 1.5])
    weights = train_model(features, grades).weights
    assert weights[:, 2].min() > 0
    assert weights[:, 3].tolist() == [0, 0, 0]
    shipped = load_model().weights
    assert shipped[: KINDS.index("duplication")].min() >= 0
    assert shipped[:, len(WHOLES) :].min() >= 0


def test_one_clause_may_be_restated_in_measures_that_differ() -> None:
    generator = np.random.default_rng(1)
    features = generator.normal(size=(2000, len(FEATURES))).astype(np.float32)
    clause, whole = FEATURES.index("clause"), FEATURES.index("words")
    weights = train_model(features, np.where(features[:, clause] - features[:, whole] > 1, 3, 0)).weights
    assert weights[KINDS.index("duplication"), whole] < 0 < weights[KINDS.index("duplication"), clause]
    assert weights[: KINDS.index("duplication"), whole].tolist() == [0, 0]


def test_equally_near_vectors_are_taken_in_order() -> None:
    vectors = np.ones((100, 4), dtype=np.float32) / 2
    first, second = near_pairs(vectors)
    assert second[first == 7].tolist() == list(range(NEIGHBOURS + 1))


def test_scores_do_not_saturate() -> None:
    odds = np.array([[50.0, 50.0, 50.0], [60.0, 60.0, 60.0], [700.0, 700.0, 700.0], [-700.0, -700.0, -700.0]])
    assert scores(odds) == pytest.approx([50.0, 60.0, 700.0, -700.0])


def test_the_strongest_likely_kind_wins() -> None:
    odds = np.array([[3.0, 2.0, 1.0], [3.0, 2.0, -1.0], [1.0, -1.0, -2.0], [-1.0, -2.0, -3.0]])
    assert kinds(odds) == ["duplication", "overlap", "fragmentation", None]


def test_shipped_weights_have_every_feature() -> None:
    model = load_model()
    assert model.weights.shape == (len(KINDS), len(FEATURES))
    assert (model.scales > 0).all()
