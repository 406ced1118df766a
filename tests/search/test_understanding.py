"""Reading questions: every way to name a filter, where it stands, and what is left to search for."""

import pytest

from search.understanding import Question, understand
from search.vocabulary import NamedBody, Vocabulary

METI, MIC, GI = "meti", "mic", "theme/gi"
VOCABULARY = Vocabulary(
    bodies={
        "経済産業省": NamedBody(METI, "経済産業省"),
        "経産省": NamedBody(METI, "経済産業省"),
        "METI": NamedBody(METI, "経済産業省"),
        "特許庁": NamedBody(METI, "特許庁 → 経済産業省", is_mapped_up=True),
        "JPO": NamedBody(METI, "特許庁 → 経済産業省", is_mapped_up=True),
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
     "FY2024 標準", "FY2024に進める標準", "FY24 標準", "標準 in 2024", "標準 2024",
     "fiscal year 2024 標準", "24年度の標準"],
)  # fmt: skip
def test_a_fiscal_year_has_many_names(text: str) -> None:
    assert read(text).filters.values("fiscal_year") == (2024,)


@pytest.mark.parametrize(
    "text", ["2023年3月に公表", "2030年代の導入", "R6X", "2030年", "第2024回", "2025年大阪・関西万博"]
)
def test_other_numbers_are_no_fiscal_years(text: str) -> None:
    assert read(text).filters.values("fiscal_year") == ()


def test_a_year_outside_the_roadmap_is_one_where_it_says_so() -> None:
    assert read("2019年度の標準").filters.values("fiscal_year") == (2019,)


@pytest.mark.parametrize(
    "text",
    [
        "経済産業省の標準",
        "経産省の標準",
        "経産の標準",
        "標準は経産？",
        "METIの標準",
        "meti standards",
        "ＭＥＴＩの標準",
        "經濟產業省の標準",
    ],
)
def test_a_ministry_has_many_names(text: str) -> None:
    assert read(text).filters.values("ministry") == (METI,)


@pytest.mark.parametrize(
    "text", ["mic for singers", "経済産業大臣賞", "特許庁長官表彰", "METIS", "経産局の標準", "農水の標準"]
)
def test_what_only_looks_like_a_ministry_is_none(text: str) -> None:
    assert read(text).filters.values("ministry") == ()


@pytest.mark.parametrize("name", ["特許庁", "JPO"])
def test_an_agency_becomes_its_ministry_shown_and_is_still_searched_by_its_own_name(name: str) -> None:
    question = read(f"{name}の審査")
    assert [(piece.text, piece.shown) for piece in question.pieces] == [(name, "特許庁 → 経済産業省")]
    assert question.rest == "特許庁の審査"


@pytest.mark.parametrize(
    ("text", "number"), [("施策17", 17), ("No.17", 17), ("#17", 17), ("17", 17), ("measure 17", 17), ("施策番号17", 17)]
)
def test_a_measure_has_a_number(text: str, number: int) -> None:
    assert read(text).filters.values("measure") == (number,)


@pytest.mark.parametrize("text", ["10施策", "1,000社", "6G", "施策2023年"])
def test_other_numbers_are_no_measures(text: str) -> None:
    assert read(text).filters.values("measure") == ()


@pytest.mark.parametrize(
    "text", ["5章から6章の標準", "第5章〜第6章", "第5〜6章の標準", "第五章から第六章まで", "chapters 5 to 6"]
)
def test_chapters_can_be_a_range(text: str) -> None:
    (piece,) = read(text).pieces
    assert (piece.kind, piece.values, piece.shown) == ("chapter", (5, 6), "第5〜6章")


@pytest.mark.parametrize("text", ["第3章の施策", "３章", "第三章", "chapter 3", "chapter 3の施策"])
def test_a_chapter_has_a_number(text: str) -> None:
    assert read(text).filters.values("chapter") == (3,)


@pytest.mark.parametrize(
    ("text", "terms", "only"),
    [
        ("短期の標準", ("短期",), ()),
        ("medium-term standards", ("中期",), ()),
        ("短期のみの標準", (), ("短期",)),
        ("短期間で", (), ()),
        ("中期と長期の標準", ("中期", "長期"), ()),
        ("short-term measures only", (), ("短期",)),
        ("長期ビジョンの検討", (), ()),
        ("長期的視点での人材育成", (), ()),
        ("中期経営計画の開示", (), ()),
        ("短期集中の支援", (), ()),
        ("long-term preservation of archives", (), ()),
    ],
)
def test_terms(text: str, terms: tuple[str, ...], only: tuple[str, ...]) -> None:
    filters = read(text).filters
    assert (filters.values("term"), filters.values("only_term")) == (terms, only)


def test_a_theme_is_a_filter_only_where_it_is_called_one() -> None:
    assert read("地理的表示の登録").filters.values("theme") == ()
    assert read("テーマ：地理的表示").filters.values("theme") == (GI,)
    assert read("theme: geographical indications").filters.values("theme") == (GI,)


def test_a_quoted_phrase_is_a_filter_and_searched() -> None:
    question = read('"開放特許" の活用')
    assert question.filters.values("phrase") == ("開放特許",)
    assert question.rest == '"開放特許" の活用'


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("生成AIに関連する施策は？", "生成AI"),
        ("海賊版について教えてください", "海賊版"),
        ("What measures on generative AI does METI take in 2025?", "generative AI"),
        ("標準化の取組", "標準化"),
        ("経産省とMICの施策", ""),
        ("経産省が関係する施策", ""),
        ("めたばーす", "めたばーす"),
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


@pytest.mark.parametrize("name", ["経産省", "METI", "経済産業省", "ministry"])
def test_a_piece_can_be_dropped_by_any_name_or_kind_and_is_gone(name: str) -> None:
    question = understand("経産省の2024年度の標準", VOCABULARY, ignore=[name])
    assert ([piece.text for piece in question.pieces], question.rest, question.unknown) == (
        ["2024年度"],
        "の の標準",
        (),
    )


def test_what_is_to_be_dropped_but_is_no_filter_is_told() -> None:
    assert understand("経産省の標準", VOCABULARY, ignore=["foo", "ministry"]).unknown == ("foo",)


@pytest.mark.parametrize(
    ("text", "years", "shown"),
    [
        ("2023〜2025年度の標準", (2023, 2024, 2025), "2023〜2025年度"),
        ("令和5年度から令和7年度の標準", (2023, 2024, 2025), "2023〜2025年度"),
        ("2023～2025年度の標準", (2023, 2024, 2025), "2023〜2025年度"),
        ("標準 from 2024 to 2025", (2024, 2025), "2024〜2025年度"),
        ("FY2023-2025 標準", (2023, 2024, 2025), "2023〜2025年度"),
        ("2025年度以降の標準", (2025, 2026), "2025年度以降"),
        ("標準 from FY2025", (2025, 2026), "2025年度以降"),
        ("2024年度までの標準", (2023, 2024), "2024年度まで"),
        ("標準 until 2024", (2023, 2024), "2024年度まで"),
        ("標準 before 2025", (2023, 2024), "2025年度より前"),
        ("標準 after 2024", (2025, 2026), "2024年度より後"),
        ("2025年度より前の標準", (2023, 2024), "2025年度より前"),
        ("2024年度か2026年度の標準", (2024, 2026), "2024年度または2026年度"),
        ("平成30年度の標準", (2018,), "2018年度"),
        ("2030年度以降の標準", (2030,), "2030年度以降"),
        ("令和6〜8年度の標準", (2024, 2025, 2026), "2024〜2026年度"),
        ("令和5年から6年の標準", (2023, 2024), "2023〜2024年度"),
        ("R6-R8の標準", (2024, 2025, 2026), "2024〜2026年度"),
        ("R5-6の標準", (2023, 2024), "2023〜2024年度"),
        ("FY24-26 標準", (2024, 2025, 2026), "2024〜2026年度"),
        ("標準 FY2023 to 25", (2023, 2024, 2025), "2023〜2025年度"),
        ("標準 2024-2026", (2024, 2025, 2026), "2024〜2026年度"),
        ("2024、2026年度の標準", (2024, 2026), "2024年度または2026年度"),
        ("24・25年度の標準", (2024, 2025), "2024年度または2025年度"),
        ("標準 2023/2024", (2023, 2024), "2023年度または2024年度"),
        ("令和5・6・7年度の標準", (2023, 2024, 2025), "2023年度または2024年度または2025年度"),
        ("R6、R8の標準", (2024, 2026), "2024年度または2026年度"),
    ],
)
def test_years_can_be_a_range(text: str, years: tuple[int, ...], shown: str) -> None:
    question = read(text)
    assert [(piece.values, piece.shown) for piece in question.pieces] == [(years, shown)]
    assert question.rest in ("標準", "の標準")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("令和6年度、5つの標準", {2024}),
        ("2024年度、25の標準", {2024}),
        ("2023、2024年3月の標準", set()),
        ("R6-123", set()),
    ],
)
def test_a_number_beside_a_year_is_not_always_one(text: str, years: set[int]) -> None:
    assert set(read(text).filters.values("fiscal_year")) == years


@pytest.mark.parametrize(
    ("text", "years", "shown"),
    [
        ("2026年度だけの標準", (2026,), "2026年度のみ"),
        ("令和7年度のみに行う標準", (2025,), "2025年度のみ"),
        ("R5年度限りの標準", (2023,), "2023年度のみ"),
        ("2024〜2025年度に限った標準", (2024, 2025), "2024〜2025年度のみ"),
        ("2024年度と2026年度だけの標準", (2024, 2026), "2024年度・2026年度のみ"),
        ("標準 only in FY2025", (2025,), "2025年度のみ"),
        ("標準 2025 only", (2025,), "2025年度のみ"),
    ],
)
def test_years_can_be_asked_for_alone(text: str, years: tuple[int, ...], shown: str) -> None:
    question = read(text)
    (piece,) = question.pieces
    assert (piece.kind, piece.values, piece.shown) == ("only_fiscal_year", years, shown)
    assert question.rest in ("標準", "の標準", "に行う標準")


def test_a_year_that_is_not_the_only_one_is_a_year() -> None:
    assert read("2024年度だけでなく2025年度も").filters.values("fiscal_year") == (2024, 2025)


def test_a_year_from_today_on_is_unclear_and_not_searched() -> None:
    question = read("昨年度の標準")
    assert (question.pieces, question.unclear, question.rest) == ((), ("昨年度",), "の標準")


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("経産省とMICの標準", [((METI,), "経済産業省"), ((MIC,), "総務省")]),
        ("経産省やMICの標準", [((METI, MIC), "経済産業省または総務省")]),
        ("METI or MIC 標準", [((METI, MIC), "経済産業省または総務省")]),
        ("施策17、18", [((17, 18), "施策17、18")]),
        ("measures 17 and 18", [((17, 18), "施策17 and 18")]),
        ("施策10から12", [((10, 11, 12), "施策10から12")]),
        ("施策 10, 12 and 15", [((10, 12, 15), "施策10, 12 and 15")]),
        ("施策3および8", [((3, 8), "施策3および8")]),
        ("第3章と第4章の標準", [((3, 4), "第3章または第4章")]),
    ],
)
def test_several_of_a_kind_are_all_or_any_as_the_question_joins_them(
    text: str, conditions: list[tuple[tuple[str | int, ...], str]]
) -> None:
    assert [(piece.values, piece.shown) for piece in read(text).pieces] == conditions


@pytest.mark.parametrize(
    ("text", "kind", "values", "rest"),
    [
        ("経産省以外の標準化", "ministry", (METI,), "標準化"),
        ("経済産業省を除く標準化", "ministry", (METI,), "標準化"),
        ("標準化 except METI", "ministry", (METI,), "標準化"),
        ("経産省やMIC以外の標準化", "ministry", (METI, MIC), "標準化"),
        ("経産省が入っていない標準化", "ministry", (METI,), "標準化"),
        ("経産省が担当しない標準化", "ministry", (METI,), "標準化"),
        ("経産省と関係ない標準化", "ministry", (METI,), "標準化"),
        ("経産省抜きの標準化", "ministry", (METI,), "標準化"),
        ("標準化 not METI", "ministry", (METI,), "標準化"),
        ("標準化 without METI", "ministry", (METI,), "標準化"),
        ("標準化 -METI", "ministry", (METI,), "標準化"),
        ("スタートアップの話ではない大学", "topic", ("スタートアップ",), "大学"),
        ("スタートアップを含まない中小企業支援", "topic", ("スタートアップ",), "中小企業支援"),
        ("AI (not copyright)", "topic", ("copyright",), "AI"),
        ("第3章以外の標準化", "chapter", (3,), "標準化"),
        ("著作権以外の施策", "topic", ("著作権",), ""),
        ("生成AIじゃない標準化", "topic", ("生成AI",), "標準化"),
        ("標準化 other than generative AI", "topic", ("generative AI",), "標準化"),
        ("標準化、ただし特許は除く", "topic", ("特許",), "標準化"),
        ("標準化（特許は含めない）", "topic", ("特許",), "標準化( )"),
        ("特許とは無関係な標準化", "topic", ("特許",), "標準化"),
        ("特許が含まれていない標準化", "topic", ("特許",), "標準化"),
        ("特許に関連しない標準化", "topic", ("特許",), "標準化"),
        ("標準化。特許は不要", "topic", ("特許",), "標準化。"),
        ("標準化 but not patents", "topic", ("patents",), "標準化"),
        ("標準化 apart from patents", "topic", ("patents",), "標準化"),
        ("標準化 -特許", "topic", ("特許",), "標準化"),
        ("標準化 NOT 特許", "topic", ("特許",), "標準化"),
    ],
)
def test_what_is_named_to_be_left_out_is_excluded(
    text: str, kind: str, values: tuple[str | int, ...], rest: str
) -> None:
    question = read(text)
    assert [(piece.kind, piece.values, piece.is_excluded) for piece in question.pieces] == [(kind, values, True)]
    assert question.pieces[0].shown.endswith("を除く")
    assert question.rest == rest


@pytest.mark.parametrize(
    ("text", "values", "rest"),
    [
        ("MICだけが担当する標準", (MIC,), "標準"),
        ("経産省単独の標準", (METI,), "の標準"),
        ("MICと経産省だけの標準", (MIC, METI), "の標準"),
        ("標準 by METI only", (METI,), "標準 by"),
        ("標準 only MIC", (MIC,), "標準"),
    ],
)
def test_ministries_can_be_asked_for_alone(text: str, values: tuple[str, ...], rest: str) -> None:
    question = read(text)
    (piece,) = question.pieces
    assert (piece.kind, piece.values, piece.shown[-2:], question.rest) == ("only_ministry", values, "のみ", rest)


@pytest.mark.parametrize(
    ("text", "left_out", "kept"),
    [
        ("経産省ではなくMICの標準", [(METI,)], [(MIC,)]),
        ("経産省とMICを除いた標準", [(METI,), (MIC,)], []),
        ("著作権とAIを除く標準", [("著作権",), ("AI",)], []),
        ("経産省だけでなくMICの標準", [], [(METI,), (MIC,)]),
    ],
)
def test_names_left_out_together_and_one_in_place_of_the_other(
    text: str, left_out: list[tuple[str, ...]], kept: list[tuple[str, ...]]
) -> None:
    pieces = sorted(read(text).pieces, key=lambda piece: piece.start)
    assert [piece.values for piece in pieces if piece.is_excluded] == left_out
    assert [piece.values for piece in pieces if not piece.is_excluded] == kept


@pytest.mark.parametrize(
    "text",
    [
        "それ以外の標準化",
        "問題ではないか",
        "without consent",
        "許諾なしの利用",
        "日本にない技術",
        "経産省エネ",
        "規模に関係なく使う",
        "許諾が不要な利用",
        "標準 - 特許",
        "known but not yet used",
    ],
)
def test_what_only_sounds_like_leaving_out_is_none(text: str) -> None:
    assert read(text).pieces == ()


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("標準化 without patents", ("without patents",)),
        ("アニメ抜きのゲーム", ("アニメ抜き",)),
        ("METIなしの標準", ()),
        ("標準化 except patents", ()),
    ],
)
def test_words_that_may_leave_something_out_but_do_not_are_told(text: str, unread: tuple[str, ...]) -> None:
    assert read(text).unread == unread


@pytest.mark.parametrize(
    ("text", "passed_over"),
    [
        ("経産省の仕事", "仕事"),
        ("経産省が進めていること", "進めていること"),
        ("METIのプロジェクト全般", "プロジェクト全般"),
        ("anything MIC is involved in", "anything is involved in"),
        ("経産省の全施策", ""),
        ("METI policies", ""),
        ("What are METI's initiatives in FY2024?", ""),
        ("経産省の取組を一覧にして", ""),
    ],
)
def test_words_beside_filters_that_name_no_subject_are_passed_over(text: str, passed_over: str) -> None:
    question = read(text).without_general_words()
    assert (question.rest, question.passed_over) == ("", passed_over)


@pytest.mark.parametrize("text", ["経産省の標準", "METI patents", "特許庁の仕事", '"一覧" METI'])
def test_a_subject_is_not_passed_over(text: str) -> None:
    question = read(text)
    assert question.without_general_words() == question


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("施策17に似たもの", 17),
        ("施策9と類似した取組", 9),
        ("similar to measure 4", 4),
        ("施策17", None),
        ("施策17、18に似たもの", None),
    ],
)
def test_a_measure_can_be_what_others_are_like(text: str, number: int | None) -> None:
    assert read(text).like == number
