"""The lexicon of a small thesaurus: labels, links, recognition in texts and questions."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from search.concepts import find_all, find_kana, find_longest, find_scattered
from search.expansion import expand
from search.spelling import make_speller
from search.thesaurus import Lexicon, make_lexicon, naming_terms
from search.tokenizer import tokenize

TURTLE = """
@prefix concept: <https://w3id.org/sesaku/concept/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
concept:ai a skos:Concept ; skos:prefLabel "人工知能"@ja, "artificial intelligence"@en ; skos:altLabel "AI"@en .
concept:generative-ai skos:prefLabel "生成AI"@ja, "generative AI"@en ; skos:broader concept:ai ;
    skos:related concept:copyright ; skos:hiddenLabel "文章を作る機械"@ja .
concept:copyright skos:prefLabel "著作権"@ja, "copyright"@en ; skos:hiddenLabel "ちょさくけん"@ja .
concept:small-company skos:prefLabel "中小企業"@ja ; skos:hiddenLabel "小さな会社"@ja .
"""


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return make_lexicon((quad.subject, quad.predicate, quad.object) for quad in parse(TURTLE, RdfFormat.TURTLE))  # type: ignore[misc]


def find(lexicon: Lexicon, text: str) -> list[str]:
    return [match.concept for match in find_longest(lexicon, tokenize(text))]


def test_the_longest_label_counts_in_a_question(lexicon: Lexicon) -> None:
    assert find(lexicon, "生成ＡＩと著作権") == ["generative-ai", "copyright"]


def test_inner_labels_count_in_a_passage_too(lexicon: Lexicon) -> None:
    assert {label.concept for label in find_all(lexicon, naming_terms("生成AIの利用"))} == {"generative-ai", "ai"}


def test_part_of_a_label_is_not_the_label(lexicon: Lexicon) -> None:
    assert find(lexicon, "会社の設立") == []
    assert find(lexicon, "小さな会社の設立") == ["small-company"]


def test_a_match_lies_where_it_says(lexicon: Lexicon) -> None:
    text = "新しい 生成AI"
    match = find_longest(lexicon, tokenize(text))[0]
    assert text[match.start : match.end] == "生成AI"


def test_kana_are_found_as_written(lexicon: Lexicon) -> None:
    assert [match.concept for match in find_kana(lexicon, "ちょさくけんとは")] == ["copyright"]


def test_scattered_words_of_a_label_are_a_weaker_sign(lexicon: Lexicon) -> None:
    matches = find_scattered(lexicon, tokenize("機械が自分で作る文章"), lambda _: 1.0)
    assert [match.concept for match in matches] == ["generative-ai"]
    assert matches[0].strength < 1


@pytest.mark.parametrize(
    ("text", "found"), [("小中学校", []), ("中小の学校", []), ("企業の多くは中小企業", ["small-company"])]
)
def test_a_prefix_counts_with_its_noun_alone(lexicon: Lexicon, text: str, found: list[str]) -> None:
    def rarity(term: str) -> float:
        return 1.0 if term == "企業" else 5.0

    assert [match.concept for match in find_scattered(lexicon, tokenize(text), rarity)] == found


def test_a_probe_holds_what_the_thesaurus_adds(lexicon: Lexicon) -> None:
    probe = expand("生成AI", lexicon, make_speller([]), rarity=lambda _: 1.0, is_word=lambda _: True)
    assert probe.glosses == ("生成AI",)
    assert {added.concept for added in probe.added} == {"generative-ai"}
    assert "generative" in {added.term for added in probe.added}
    assert set(probe.terms) == {"生成", "ai"}


def test_a_lexicon_comes_back_from_disk(lexicon: Lexicon, tmp_path: Path) -> None:
    lexicon.save(tmp_path / "lexicon.json")
    assert Lexicon.load(tmp_path / "lexicon.json") == lexicon
