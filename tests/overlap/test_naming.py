"""Concepts are named by their labels, but not by one inside a longer word for something else."""

import pytest

from search.overlap.corpus import Unit
from search.overlap.facets import Facets
from search.overlap.naming import name_concepts
from search.thesaurus import compile_lexicon, naming_tokens
from search.tokenizer import tokenize


@pytest.fixture(scope="module")
def facets() -> Facets:
    return Facets(compile_lexicon())


@pytest.mark.parametrize(
    ("text", "named", "others"),
    [
        ("国際交流基金を通じて紹介する。", "japan-foundation", ["funds-and-programmes"]),
        ("基金を設立する。", "funds-and-programmes", []),
        ("日本映画の劇場での上映を行う。", "film", ["exhibition-and-fair-participation"]),
        ("育成者権の取得を支援する。", "plant-breeders-rights", ["training-measure"]),
        ("生産者団体と関係団体の連携で地理的表示を広める。", "geographical-indications", ["copyright-organisations"]),
        ("欧米の制度を参考に著作権制度を検討する。", "copyright", ["united-states"]),
        ("制作・流通基盤の強化とアニメの海外展開を図る。", "animation", ["recovery-and-resilience"]),
        ("海外のアーカイブ機関と交流する。", "museums-and-libraries-as-beneficiary", ["archives-and-records"]),
        ("公文書を電子化する。", "archives-and-records", []),
        ("国際会議の日程、首脳会議成果文書を調べる。", "international-conferences", ["g7-g20"]),
        ("ASEAN、豪州、インドで劇場を開く。", "india", ["other-regions"]),
        ("取引の場を提供するプラットフォーマーを調べる。", "platform-business", ["platform-building"]),
    ],
)
def test_words_of_something_else_name_nothing(facets: Facets, text: str, named: str, others: list[str]) -> None:
    found = facets.find_named(naming_tokens(tokenize(text)))
    assert named in found
    assert not found & {*others}


def test_a_longer_name_also_names_what_is_above_it(facets: Facets) -> None:
    assert {"generative-ai", "artificial-intelligence"} <= facets.find_named(naming_tokens(tokenize("生成AIを使う。")))


def test_a_word_of_a_longer_phrase_names_what_it_means(facets: Facets) -> None:
    found = facets.find_named(naming_tokens(tokenize("国際見本市への出展を支援する。")))
    assert {"international-content-trade-fair", "exhibition-and-fair-participation"} <= found


def test_what_many_measures_name_is_not_worth_naming() -> None:
    units = {
        number: Unit(("著作権を調べる。", "国際交流基金を通じて紹介する。" if number < 3 else ""))
        for number in range(1, 9)
    }
    found = name_concepts(units, compile_lexicon())
    assert "japan-foundation" in {concept.slug for concept in found[1]}
    assert "copyright" not in {concept.slug for concept in found[1]}
