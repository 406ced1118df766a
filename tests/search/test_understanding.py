"""Reading questions: every way to name a filter, where it stands, and what is left to search for."""

import pytest

from search.understanding import NamedBody, Question, Vocabulary, understand

METI, MIC, GI = "meti", "mic", "theme/gi"
VOCABULARY = Vocabulary(
    bodies={
        "経済産業省": NamedBody(METI, "経済産業省"),
        "経産省": NamedBody(METI, "経済産業省"),
        "METI": NamedBody(METI, "経済産業省"),
        "特許庁": NamedBody(METI, "特許庁 → 経済産業省", is_mapped_up=True),
        "MIC": NamedBody(MIC, "総務省"),
    },
    themes={"地理的表示": (GI, "地理的表示"), "Geographical Indications": (GI, "地理的表示")},
    fiscal_years=(2023, 2024, 2025, 2026),
)


def read(text: str) -> Question:
    return understand(text, VOCABULARY)


@pytest.mark.parametrize(
    "text",
    ["2024年度の標準", "２０２４年度の標準", "2024年の標準", "令和6年度の標準", "令和六年度の標準", "R6の標準",
     "FY2024 標準", "FY24 標準", "標準 in 2024", "標準 2024", "fiscal year 2024 標準"],
)  # fmt: skip
def test_a_fiscal_year_has_many_names(text: str) -> None:
    assert read(text).filters.fiscal_years == (2024,)


@pytest.mark.parametrize("text", ["2023年3月に公表", "2030年代の導入", "R6X", "2030年", "第2024回"])
def test_other_numbers_are_no_fiscal_years(text: str) -> None:
    assert read(text).filters.fiscal_years == ()


def test_a_year_outside_the_roadmap_is_one_where_it_says_so() -> None:
    assert read("2019年度の標準").filters.fiscal_years == (2019,)


@pytest.mark.parametrize("text", ["経済産業省の標準", "経産省の標準", "METIの標準", "meti standards", "ＭＥＴＩの標準"])
def test_a_ministry_has_many_names(text: str) -> None:
    assert read(text).filters.ministries == (METI,)


@pytest.mark.parametrize("text", ["mic for singers", "経済産業大臣賞", "特許庁長官表彰", "METIS"])
def test_what_only_looks_like_a_ministry_is_none(text: str) -> None:
    assert read(text).filters.ministries == ()


def test_an_agency_becomes_its_ministry_shown_and_still_searched() -> None:
    question = read("特許庁の審査")
    assert [(piece.text, piece.shown) for piece in question.pieces] == [("特許庁", "特許庁 → 経済産業省")]
    assert question.rest == "特許庁の審査"


@pytest.mark.parametrize(
    ("text", "number"), [("施策17", 17), ("No.17", 17), ("#17", 17), ("17", 17), ("measure 17", 17), ("施策番号17", 17)]
)
def test_a_measure_has_a_number(text: str, number: int) -> None:
    assert read(text).filters.measures == (number,)


@pytest.mark.parametrize("text", ["10施策", "1,000社", "6G", "施策2023年"])
def test_other_numbers_are_no_measures(text: str) -> None:
    assert read(text).filters.measures == ()


@pytest.mark.parametrize("text", ["第3章の施策", "３章", "第三章", "chapter 3"])
def test_a_chapter_has_a_number(text: str) -> None:
    assert read(text).filters.chapters == (3,)


@pytest.mark.parametrize(
    ("text", "terms", "only"),
    [
        ("短期の標準", ("短期",), ()),
        ("medium-term standards", ("中期",), ()),
        ("短期のみの標準", (), ("短期",)),
        ("短期間で", (), ()),
    ],
)
def test_terms(text: str, terms: tuple[str, ...], only: tuple[str, ...]) -> None:
    filters = read(text).filters
    assert (filters.terms, filters.only_terms) == (terms, only)


def test_a_theme_is_a_filter_only_where_it_is_called_one() -> None:
    assert read("地理的表示の登録").filters.themes == ()
    assert read("テーマ：地理的表示").filters.themes == (GI,)
    assert read("theme: geographical indications").filters.themes == (GI,)


def test_a_quoted_phrase_is_a_filter_and_searched() -> None:
    question = read('"開放特許" の活用')
    assert question.filters.phrases == ("開放特許",)
    assert question.rest == '"開放特許" の活用'


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("生成AIに関連する施策は？", "生成AI"),
        ("海賊版について教えてください", "海賊版"),
        ("What measures on generative AI does METI take in 2025?", "generative AI"),
        ("標準化の取組", "標準化"),
    ],
)
def test_polite_words_are_not_searched(text: str, rest: str) -> None:
    assert read(text).rest == rest


def test_pieces_lie_where_they_say() -> None:
    question = read("経産省が２０２４年度に行う標準化の取組は？")
    assert [(piece.kind, question.text[piece.start : piece.end]) for piece in question.pieces] == [
        ("ministry", "経産省"),
        ("fiscal_year", "2024年度"),
    ]


def test_a_piece_can_be_taken_back_by_text_or_kind() -> None:
    text = "経産省の2024年度の標準"
    assert understand(text, VOCABULARY, ignore=["経産省"]).filters.ministries == ()
    assert understand(text, VOCABULARY, ignore=["fiscal_year"]).filters.fiscal_years == ()
    assert "経産省" in understand(text, VOCABULARY, ignore=["経産省"]).rest


@pytest.mark.parametrize("text", ["2023〜2025年度の標準", "2023年度から2025年度の標準", "2023～2025年度の標準"])
def test_a_range_of_years_asks_for_both_its_ends(text: str) -> None:
    assert read(text).filters.fiscal_years == (2023, 2025)


@pytest.mark.parametrize("text", ["経産省以外の標準化", "METI以外の標準化", "経済産業省を除く標準化"])
def test_a_ministry_named_to_be_left_out_is_no_filter(text: str) -> None:
    assert read(text).filters.ministries == ()
