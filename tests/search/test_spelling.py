"""Mended spellings: what becomes what, and what is left alone."""

import pytest

from search.spelling import Correction, count_slips, make_speller

SPELLER = make_speller(
    ["スタートアップの支援と農泊の推進", "メタバース上のコンテンツ", "generative artificial intelligence"]
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("スタートアプ", "スタートアップ"),
        ("コンテツ", "コンテンツ"),
        ("genarative", "generative"),
        ("のうはく", "農泊"),
        ("めたばーす", "メタバース"),
    ],
)
def test_a_misspelt_word_becomes_the_known_one(typed: str, meant: str) -> None:
    assert SPELLER.mend(typed, lambda _: False) == (meant, (Correction(typed, meant),))


@pytest.mark.parametrize("text", ["スタートアップ", "コンテンツスタートアップ", "ゲーム", "しかしながら", "zebra"])
def test_other_words_are_left_alone(text: str) -> None:
    assert SPELLER.mend(text, lambda _: False) == (text, ())


def test_words_beside_a_mended_one_stay_as_written() -> None:
    assert SPELLER.mend("Genarative AI と ＮＦＴ", lambda _: False)[0] == "generative AI と NFT"


@pytest.mark.parametrize("text", ["intelligences", "Generatives"])
def test_a_known_word_in_the_plural_is_no_slip(text: str) -> None:
    assert SPELLER.mend(text, lambda _: False) == (text, ())


def test_a_word_that_the_model_knows_is_no_slip() -> None:
    assert SPELLER.mend("generatives", lambda word: word == "generatives") == ("generatives", ())


@pytest.mark.parametrize(
    ("one", "other", "slips"), [("abcd", "abcd", 0), ("abcd", "abd", 1), ("abcd", "abdc", 1), ("abcd", "wxyz", 3)]
)
def test_slips_are_counted_up_to_the_limit(one: str, other: str, slips: int) -> None:
    assert count_slips(one, other, 2) == slips
