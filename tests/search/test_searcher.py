"""Searching: filters before ranking, evidence, off-topic questions, what to relax, similar measures."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from small_index import LetterModel, make_measure, make_roadmap

from graph_builder.records import LineRange, Row, Step
from ontology.errors import ModelError, NotFoundError, QueryError, StoreError
from search.index import write_index
from search.searcher import Relaxation, Results, Searcher
from search.stored_index import FORMAT, load_index

LINES = (LineRange(10, 12),)


def numbers(results: Results) -> list[int]:
    return [hit.number for hit in results.hits]


def searcher_over(texts: tuple[str, ...], model: LetterModel, directory: Path) -> Searcher:
    """Over measures of these texts, numbered from 1, all of one ministry."""
    measures = (make_measure(number, text, ("経済産業省",)) for number, text in enumerate(texts, start=1))
    write_index(make_roadmap(*measures), directory, model=model, themes={})
    return Searcher.open(directory, model)


def test_the_best_measure_comes_first_with_its_evidence(searcher: Searcher) -> None:
    hit = searcher.search("海賊版対策").hits[0]
    assert (hit.number, hit.iri) == (2, "https://w3id.org/sesaku/test/measure/2")
    assert hit.evidence.passage.number == 2
    assert hit.evidence.matched == ("海賊版対策",)
    assert hit.evidence.lexical_share + hit.evidence.semantic_share == pytest.approx(1)
    assert 0 < hit.score <= 1


def test_scores_fall(searcher: Searcher) -> None:
    scores = [hit.score for hit in searcher.search("標準化人材").hits]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("経産省の標準", {1, 4}),
        ("経産省だけの標準", {1}),
        ("経産省と内閣府だけの標準", {4}),
        ("内閣府の対策", {2, 4}),
        ("2025年度の標準", {4}),
        ("特許庁の標準", {1, 4}),
        ("第3章", {3}),
        ("施策2", {2}),
        ("短期のみの標準", {2, 3, 4}),
        ('"日本酒の輸出"', {3}),
        ("テーマ：海賊版・模倣品", {2}),
        ("経産省以外の対策", {2, 3}),
        ("農水省か総務省の対策", {2, 3}),
        ("標準以外の施策", {2, 3}),
        ("海賊版を除く施策", {1, 3, 4}),
        ("except standards", {2, 3}),
        ("2025年度以降の標準", {4}),
        ("施策2、3", {2, 3}),
        ("2023年度だけの対策", {2}),
        ("2024、2025年度の標準", {1, 3, 4}),
        ("海賊版は除く施策", {1, 3, 4}),
    ],
)
def test_filters_in_the_question_select_before_ranking(searcher: Searcher, question: str, found: set[int]) -> None:
    assert set(numbers(searcher.search(question))) == found


def test_words_beside_filters_that_name_no_subject_do_not_rank(searcher: Searcher) -> None:
    results = searcher.search("経産省の仕事の一覧")
    assert (numbers(results), results.question.passed_over, results.is_unsure) == ([1, 4], "仕事の一覧", False)


def test_a_question_of_polite_words_alone_asks_for_every_measure(searcher: Searcher) -> None:
    assert numbers(searcher.search("全ての施策を見せてください")) == [1, 2, 3, 4]


def test_results_run_over_their_hits(searcher: Searcher) -> None:
    results = searcher.search("標準")
    assert (list(results), len(results)) == (list(results.hits), len(results.hits))


def test_given_filters_add_to_those_in_the_question(searcher: Searcher) -> None:
    assert numbers(searcher.search("経産省の標準", fiscal_year=2025)) == [4]
    assert numbers(searcher.search("標準", ministry="METI", term="中期")) == [1]
    assert numbers(searcher.search("対策", theme="海賊版・模倣品")) == [2]
    assert set(numbers(searcher.search("標準", chapter=1))) == {1, 4}


@pytest.mark.parametrize(
    ("ministry", "found"),
    [("内閣府", {2, 4}), ("cao-ip", {2}), ("https://w3id.org/sesaku/ministry/mof", set()), ("特許庁", {1, 4})],
)
def test_a_given_body_takes_in_those_below_it_alone(searcher: Searcher, ministry: str, found: set[int]) -> None:
    assert set(numbers(searcher.search("", ministry=ministry))) == found


def test_an_exact_search_finds_the_words_as_they_stand(searcher: Searcher) -> None:
    assert numbers(searcher.search("標準化人材", exact=True)) == [1]
    assert numbers(searcher.search("人材の標準化", exact=True)) == []


def test_a_limit_is_kept(searcher: Searcher) -> None:
    assert len(searcher.search("標準", limit=1).hits) == 1


def test_an_unknown_ministry_or_theme_is_refused_in_words(searcher: Searcher) -> None:
    with pytest.raises(NotFoundError, match="魔法省"):
        searcher.search("標準", ministry="魔法省")
    with pytest.raises(NotFoundError, match="魔法"):
        searcher.search("標準", theme="魔法")


def test_no_hits_come_with_what_to_relax(searcher: Searcher) -> None:
    results = searcher.search("農水省の2025年度の標準")
    assert results.hits == ()
    assert results.relaxations == (Relaxation("ministry", 1), Relaxation("fiscal_year", 1))


@pytest.mark.parametrize(
    ("asked", "dropped"),
    [
        ({"text": "農水省の2025年度の標準"}, {"ministry": {"ignore": ["ministry"]}}),
        (
            {"text": "標準", "chapter": 3, "ministry": "METI"},
            {"chapter": {"chapter": None}, "ministry": {"ministry": None}},
        ),
        ({"text": "海賊版 献立", "exact": True}, {"phrase": {"exact": False}}),
        ({"text": "献立", "chapter": 2, "term": "中期"}, {"term": {"term": None}}),
    ],
)
def test_dropping_a_filter_finds_as_many_as_was_said(
    searcher: Searcher, asked: dict[str, object], dropped: dict[str, dict[str, object]]
) -> None:
    results = searcher.search(**asked)  # type: ignore[arg-type]
    said = {relaxation.dropped: relaxation.remaining for relaxation in results.relaxations}
    assert results.hits == ()
    for kind, changes in dropped.items():
        found = searcher.search(**{**asked, **changes})  # type: ignore[arg-type]
        assert said.get(kind, 0) == len(found.hits)  # type: ignore[call-overload]


def test_filters_alone_give_no_score(searcher: Searcher) -> None:
    hits = searcher.search("", ministry="METI").hits
    assert [(hit.number, hit.score, hit.evidence.lexical_share, hit.evidence.semantic_share) for hit in hits] == [
        (1, None, None, None),
        (4, None, None, None),
    ]


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"chapter": 99}, "there is no chapter 99. Give 1 to 3."),
        ({"fiscal_year": 1990}, "there is no fiscal year 1990. Give 2023 to 2026."),
        ({"term": "x"}, "Give one of short, medium, long."),
    ],
)
def test_a_filter_that_there_is_not_is_told_with_those_there_are(
    searcher: Searcher, given: dict[str, object], complaint: str
) -> None:
    with pytest.raises(NotFoundError, match=complaint):
        searcher.search("標準", **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("term", ["中期", "medium", "https://w3id.org/sesaku/term/medium"])
def test_a_term_goes_by_any_of_its_names(searcher: Searcher, term: str) -> None:
    assert numbers(searcher.search("標準", term=term)) == [1]


@pytest.mark.parametrize("question", ["夕食の献立", "犬の散歩", "あああ", ""])
def test_a_question_off_the_topic_has_no_answer(searcher: Searcher, question: str) -> None:
    results = searcher.search(question)
    assert (results.is_off_topic, results.hits) == (True, ())


def test_spelling_is_mended_and_shown(searcher: Searcher) -> None:
    results = searcher.search("のうはく")
    assert numbers(results)[0] == 3
    assert [(correction.typed, correction.meant) for correction in results.corrections] == [("のうはく", "農泊")]


def test_english_finds_japanese_through_the_thesaurus(searcher: Searcher) -> None:
    hit = searcher.search("standard essential patents").hits[0]
    assert hit.number == 4
    assert "標準必須特許" in hit.evidence.concepts


def test_a_similar_measure_is_another_one(searcher: Searcher) -> None:
    near = searcher.similar(1)
    assert near[0].number == 4
    assert near[0].shared_ministries == ("経済産業省",)
    assert (near[0].years_only_here, near[0].years_only_there) == ((2024,), (2025,))
    assert near[0].nearest is not None
    assert near[0].nearest.number == 4
    assert 1 not in [likeness.number for likeness in near]


@pytest.mark.parametrize(
    "text", ["左記の実施状況を踏まえ、必要な取組を推進する。", "関係省庁と連携しつつ検討を進める。", "。"]
)
def test_nothing_is_near_a_draft_of_standing_phrases_alone(searcher: Searcher, text: str) -> None:
    bold = replace(searcher, refuses=False)
    assert bold.similar(text) == ()
    assert bold.similar(f"{text}標準化人材を育成する。")


def test_single_characters_are_no_common_words(searcher: Searcher) -> None:
    words = [word for found in searcher.similar("標準化人材の育成と国際標準の獲得") for word in found.shared_words]
    assert "標準" in words
    assert "化" not in words


def test_a_draft_finds_the_measure_it_repeats(searcher: Searcher) -> None:
    near = searcher.similar("海賊版サイトの対策を強化する。国際標準も獲得する。")
    assert near[0].number == 2
    assert near[0].only_here
    with pytest.raises(NotFoundError, match=r"施策 999 はない。.* / there is no measure 999\."):
        searcher.similar(999)


def test_what_the_other_side_names_by_a_relative_or_in_parts_is_no_difference(tmp_path: Path) -> None:
    texts = (
        "外国出願補助と農泊の推進",
        "海外出願に必要な費用の補助金と地理的表示の登録",
        "漫画の海外展開",
        "豪州での公演",
        "標準化人材の育成",
        "美術館の公開",
        "放送番組の海外展開",
        "種苗の登録",
        "営業秘密の保護",
    )
    near = {one.number: one for one in searcher_over(texts, LetterModel(), tmp_path).similar(1)}
    assert "農泊" in near[2].only_here
    assert "地理的表示" in near[2].only_there
    assert not {"外国出願補助", "補助金", "外国出願"} & {*near[2].only_here, *near[2].only_there}
    assert "外国出願補助" in near[8].only_here
    assert not [one for one in near.values() if "中南米・中東・アフリカ" in one.only_there]


def test_an_index_of_another_model_is_refused(index_directory: Path) -> None:
    other = LetterModel()
    other.digest = "2"  # type: ignore[misc]
    with pytest.raises(ModelError, match="made with the model 'letters'"):
        load_index(index_directory, other)


def test_a_missing_foreign_or_damaged_index_is_refused(index_directory: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no search index"):
        load_index(tmp_path, LetterModel())
    manifest = (index_directory / "manifest.json").read_text(encoding="utf-8")
    (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(StoreError, match="damaged"):
        load_index(tmp_path, LetterModel())
    (tmp_path / "manifest.json").write_text(manifest.replace(f'"format":{FORMAT}', '"format":999'), encoding="utf-8")
    with pytest.raises(StoreError, match="format 999"):
        load_index(tmp_path, LetterModel())


def test_a_query_needs_neither_torch_nor_rdflib() -> None:
    code = (
        "import sys, search.searcher; print([name for name in ('torch', 'rdflib', 'sklearn') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize(
    ("question", "matched"),
    [
        ("標準を進める", ("標準",)),
        ("メタサイトの標準", ("標準",)),
        ("標準のうちなかったもの", ("標準",)),
        ("2021年11月の標準", ("標準",)),
        ("12の標準", ("標準",)),
        ("街づくりの標準", ("標準",)),
        ("p標準", ("標準",)),
    ],
)
def test_a_verb_and_part_of_a_word_or_date_are_no_match_worth_naming(
    searcher: Searcher, question: str, matched: tuple[str, ...]
) -> None:
    assert {word for hit in searcher.search(question).hits for word in hit.evidence.matched} <= set(matched)


@pytest.fixture(scope="module")
def dated(model: LetterModel, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    texts = ("中小企業の国際標準、第10回、2021年10月にp11のまちづくりを発表", "海賊版サイトへの対策の強化")
    return searcher_over(texts, model, tmp_path_factory.mktemp("dated"))


@pytest.mark.parametrize(
    ("question", "matched"),
    [
        ("中小企業の標準", "中小企業"),
        ("2021年10月の標準", "2021年10月"),
        ("標準p11", "p11"),
        ("第10回の標準", "第10回"),
    ],
)
def test_a_prefix_and_a_whole_date_are_named(question: str, matched: str, dated: Searcher) -> None:
    assert matched in dated.search(question).hits[0].evidence.matched


@pytest.fixture(scope="module")
def lettered(model: LetterModel, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    texts = ("ＧＩと日本酒の輸出", "ＧＩＦとＰａｔｅｎｔｓの利用")
    return searcher_over(texts, model, tmp_path_factory.mktemp("lettered"))


@pytest.mark.parametrize(("phrase", "found"), [("GI", [1]), ("gi", [1]), ("GIF", [2]), ("GIと", [1]), ("IF", [])])
def test_a_phrase_in_letters_is_no_part_of_a_longer_word(phrase: str, found: list[int], lettered: Searcher) -> None:
    assert numbers(lettered.search(phrase, exact=True)) == numbers(lettered.search(f'"{phrase}"')) == found


@pytest.fixture(scope="module")
def stepped(model: LetterModel, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """Over one measure with a step of each of three bodies, each in a year of its own."""
    rows = (
        Row((ministry,), (Step((year,), text, 1, LINES),), 1, LINES)
        for ministry, year, text in (
            ("経済産業省", 2023, "標準の獲得"),
            ("文部科学省", 2024, "国際標準の獲得を図る"),
            ("内閣府（知財）", 2025, "標準の獲得を各国で進める"),
        )
    )
    measure = replace(make_measure(1, "規格をつくる人材の育成", ()), rows=tuple(rows))
    directory = tmp_path_factory.mktemp("stepped")
    write_index(make_roadmap(measure), directory, model=model, themes={})
    return Searcher.open(directory, model)


@pytest.mark.parametrize(
    ("question", "step"),
    [
        ("標準の獲得", ("step", ("経済産業省",), (2023,))),
        ("文科省の標準の獲得", ("step", ("文部科学省",), (2024,))),
        ("2024年度の標準の獲得", ("step", ("文部科学省",), (2024,))),
        ("内閣府の標準の獲得", ("step", ("内閣府（知財）",), (2025,))),
        ("文科省の2025年度の標準の獲得", ("text", ("経済産業省", "文部科学省", "内閣府（知財）"), ())),
    ],
)
def test_the_passage_shown_is_of_a_body_and_year_asked_for(
    question: str, step: tuple[str, tuple[str, ...], tuple[int, ...]], stepped: Searcher
) -> None:
    passage = stepped.search(question).hits[0].evidence.passage
    assert (passage.kind, passage.ministries, passage.fiscal_years) == step


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"limit": 0}, "limit must .* not 0"),
        ({"fiscal_year": "2024"}, "fiscal_year must .* not '2024'"),
        ({"chapter": -1}, "chapter must .* not -1"),
        ({"text": "あ" * 1_001}, "1,000 characters"),
        ({"ignore": ["x"] * 21}, "at most 20 pieces"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_words(
    searcher: Searcher, values: dict[str, object], complaint: str
) -> None:
    with pytest.raises(QueryError, match=complaint):
        searcher.search(**{"text": "標準", **values})  # type: ignore[arg-type]


def test_quotation_marks_around_an_exact_phrase_are_no_part_of_it(searcher: Searcher) -> None:
    for text in ("海賊版対策", '"海賊版対策"', "「海賊版対策」", '"海賊版" 対策', "“海賊版対策”"):
        assert numbers(searcher.search(text, exact=True)) == [2], text
