"""Clauses are the sentences of text and steps; standing phrases count for nothing."""

import pytest

from graph_builder.records import Roadmap
from search.overlap.clauses import list_clauses, split_clauses
from search.overlap.phrases import common_spans
from search.overlap.wording import blank_standing, narrow, read_words
from tests.overlap.conftest import FORMULA, RESTATED


def test_clauses_put_together_are_the_text() -> None:
    text = "調査を行う。その結果を公表し、農林水産物・食品の輸出を促進する。実施。"
    pieces = split_clauses(text)
    assert pieces == ["調査を行う。", "その結果を公表し、農林水産物・食品の輸出を促進する。実施。"]
    assert "".join(pieces) == text


def test_a_clause_said_by_several_rows_comes_once_with_all_ministries(roadmap: Roadmap) -> None:
    found = {clause.text: clause.ministries for clause in list_clauses(roadmap.measures[4])}
    assert found["標準戦略を策定・推進する。"] == ("内閣府", "環境省")


def test_narrowing_and_blanking_keep_offsets() -> None:
    text = "ＧＩの保護について、関係省庁と連携し、必要に応じて所要の検討を実施。"
    assert narrow(text).startswith("GIの保護")
    assert len(blank_standing(text)) == len(text)


def test_standing_phrases_have_no_words() -> None:
    assert read_words(FORMULA) == ((), ())
    assert read_words("関係省庁と連携し、必要に応じて所要の検討を実施。") == ((), ())
    assert "周知" not in read_words("制度周知及び普及啓発を実施。")[0]


def test_standing_phrases_are_no_common_phrase() -> None:
    assert common_spans(FORMULA, FORMULA) == []


def test_common_phrases_begin_with_a_word() -> None:
    left, right = "ルール作り、データ連携実証を支援。", "ルールづくり、データ連携実証を支援。"
    assert [left[slice(*span)] for span, _ in common_spans(left, right)] == ["データ連携実証を支援"]


@pytest.mark.parametrize(
    "text",
    [
        "海外展開（現地での支援を含む。以下同じ。）を進める。",
        "「作って、売る。」を合い言葉に登録を進める。",
        "産地（登録（審査を含む。）を待つもの。）の申請を支援する。",
    ],
)
def test_a_clause_is_not_cut_inside_brackets(text: str) -> None:
    assert split_clauses(f"{text}次の基準を定める。") == [text, "次の基準を定める。"]


def test_a_bracket_that_never_closes_hides_no_full_stop() -> None:
    assert split_clauses("産地（登録の申請を支援する。審査の基準を定める。") == [
        "産地（登録の申請を支援する。",
        "審査の基準を定める。",
    ]


def _phrases(left: str, right: str) -> list[str]:
    return [left[slice(*span)] for span, _ in common_spans(left, right)]


def test_phrases_in_another_order_are_marked_too() -> None:
    left = "相談窓口の設置等と、劇場での研修会の実施を支援する。"
    right = "劇場での研修会の実施に加え、相談窓口の設置等を行う。"
    assert _phrases(left, right) == ["相談窓口の設置等", "劇場での研修会の実施"]
    assert _phrases(right, left) == ["劇場での研修会の実施", "相談窓口の設置等"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("基準などの必要な措置を講じる。", "登録などの必要な措置を講ずる。"),
        ("基準を検討する。", "登録を検討する。"),
        ("基準を推進するとともに進める。", "登録を推進するとともに示す。"),
        ("審査の効率化を図る。", "業務の効率化を図る。"),
        ("各国と協力する。", "業界と協力する。"),
        ("広げる取組を支援する。", "始める取組を支援する。"),
        ("2025年度から2026年度まで", "2025年度から2026年度まで"),
    ],
)
def test_pieces_of_words_and_boilerplate_are_no_phrase(left: str, right: str) -> None:
    assert _phrases(left, right) == []


def test_three_words_in_common_are_marked_where_no_phrase_is() -> None:
    left, right = "劇場の公演を撮影する。", "公演の後で、撮影の機材を劇場に置く。"
    assert _phrases(left, right) == ["劇場", "公演", "撮影"]
    assert _phrases(right, left) == ["公演", "撮影", "劇場"]
    assert _phrases(left, "撮影の機材を劇場に置く。") == []


def test_common_phrases_have_their_offsets_in_both_texts() -> None:
    left, right = f"また、{RESTATED}", RESTATED
    (first, second), *others = common_spans(left, right)
    assert others == []
    assert left[slice(*first)] == right[slice(*second)] == RESTATED.rstrip("。")
