"""The tokeniser: spellings of one word meet, and every token lies where it says in the text as given."""

import pytest

from search.tokenizer import compounds, content_terms, fold, tokenize


def test_function_words_and_stop_terms_are_left_out() -> None:
    assert content_terms("知的財産権の保護に関することを行う") == ["知的", "財産", "権", "保護"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("取組", "取り組み"),
        ("取組を進める", "取り組みを進める"),
        ("サーバ", "サーバー"),
        ("ﾕｰｻﾞ", "ユーザー"),
        ("學校", "学校"),
        ("あいまい", "曖昧"),
        ("ＡＩ", "ai"),
        ("二〇二四年", "2024年"),
        ("二十三日", "23日"),
        ("1,145円", "1145円"),
        ("studies", "study"),
        ("走った", "走る"),
    ],
)
def test_spellings_of_one_word_meet(one: str, other: str) -> None:
    assert content_terms(one) == content_terms(other)


def test_latin_words_with_digits_stay_whole() -> None:
    assert content_terms("Beyond 5GとWeb3.0") == ["beyond", "5g", "web3.0"]


@pytest.mark.parametrize("text", ["㈱ﾊﾞｽのＡＩ、二〇二四年。\n学校", "が (か+U+3099) は が", "", "\x00標準", "İ ǅ ﬁ"])
def test_places_are_offsets_into_the_text_as_given(text: str) -> None:
    tokens = tokenize(text)
    assert [text[token.start : token.end] for token in tokens] == [token.surface for token in tokens]
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)


def test_content_tokens_are_the_content_terms() -> None:
    text = "スタートアップが、ﾃﾞｰﾀを2024年度に取り扱う。"
    assert [token.normal for token in tokenize(text) if token.is_content] == content_terms(text)


def test_compounds_join_nouns_that_touch() -> None:
    text = "知的財産権と、日本 酒"
    assert [(part.surface, part.start, part.end) for part in compounds(tokenize(text), text)] == [("知的財産権", 0, 5)]


def test_fold_unites_width_case_and_old_forms() -> None:
    assert fold("ＡＩ 國語ｶﾞｸ") == "ai 国語ガク"
