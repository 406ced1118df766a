"""Theme tagging: which phrases count where, and what must not count."""

from dataclasses import replace

import pytest
from small_roadmap import MEASURE

from graph_builder.records import Heading, Measure
from graph_builder.themes import MINIMUM_SCORE, Place, Theme, assign_themes, load_themes

NEUTRAL_CHAPTER = Heading("９．基盤の強化", 1, ())

GI = Theme(
    "theme/gi", "地理的表示", "GI", frozenset(), {"政府のGI文書": 0.0, "地理的表示": 1.0, "GI": 1.0, "産地": 0.6}
)
AI = Theme("theme/ai", "AI", "AI", frozenset(), {"AI": 1.0})
GENERATIVE = Theme("theme/generative", "生成AI", "generative AI", frozenset({"theme/ai"}), {"生成AI": 1.0})
STARTUPS = Theme("theme/startups", "スタートアップ", "startups", frozenset(), {"スタートアップ": 1.0})


def make_measure(text: str, chapter: str = NEUTRAL_CHAPTER.text) -> Measure:
    return replace(MEASURE, text=text, chapter=Heading(chapter, 1, ()), section=None, rows=())


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("地理的表示（GI）の登録", ["地理的表示", "GI"]),
        ("GI登録を推進", ["GI"]),
        ("GIF（Government Interoperability Framework）", []),
        ("PGIとGI2とGI", ["GI"]),
        ("政府のGI文書とGI", ["GI"]),
        ("産地の産地", ["産地", "産地"]),
    ],
)
def test_phrases_are_whole_tokens_and_not_excluded(text: str, phrases: list[str]) -> None:
    assert list(GI.iter_phrases(text)) == phrases


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("産地を守る。", None),  # suggested once: 0.6 x 0.6
        ("GIを守る。", 0.6),
        ("ＧＩを守る。", 0.6),
        ("産地と産地を守る。", 0.59),  # 1 - (1 - 0.36)^2
        ("GI、GI、GI、GI、GI。", 0.936),  # no more than three count
    ],
)
def test_score_grows_with_every_find(text: str, score: float | None) -> None:
    assert [assignment.score for assignment in assign_themes(make_measure(text), (GI,))] == ([score] if score else [])


def test_heading_divides_its_weight_between_the_themes_it_names() -> None:
    alone = make_measure("AIを学ぶ。", "１．AI")
    shared = make_measure("AIを学ぶ。", "１．AIとスタートアップ")
    nested = make_measure("AIを学ぶ。", "１．生成AI")
    scores = [
        {assignment.theme: assignment.score for assignment in assign_themes(measure, (AI, GENERATIVE, STARTUPS))}[
            "theme/ai"
        ]
        for measure in (alone, shared, nested)
    ]
    assert scores == [0.72, 0.66, 0.72]  # 1 - 0.4 x (1 - 0.3 / number of themes)


def test_heading_divides_its_weight_between_the_items_it_lists() -> None:
    (assignment,) = assign_themes(make_measure("AIを学ぶ。", "１．メタバース・NFT、AI"), (AI,))
    assert assignment.score == 0.64  # 1 - 0.4 x (1 - 0.3 / 3)


def test_step_that_repeats_the_text_is_no_evidence() -> None:
    steps = tuple(replace(step, text="産地を守る。") for step in MEASURE.rows[0].steps)
    measure = replace(make_measure("産地を守る。"), rows=(replace(MEASURE.rows[0], steps=steps),))
    assert assign_themes(measure, (GI,)) == ()


def test_finds_name_their_places() -> None:
    measure = replace(MEASURE, text="論点", section=None)
    assert assign_themes(measure, (AI,)) == ()
    row = measure.rows[0]
    stepped = replace(row, steps=tuple(replace(step, text="AIとAIとAI") for step in row.steps))
    assignment = assign_themes(replace(measure, rows=(stepped,)), (AI,))[0]
    assert {(find.phrase, find.place, find.occurrences) for find in assignment.finds} == {
        ("AI", Place("chapter"), 1),
        ("AI", Place("step", 0, 0), 3),
        ("AI", Place("step", 0, 1), 3),
    }


def test_gif_is_no_geographical_indication() -> None:
    text = "GIF（Government Interoperability Framework）、政府相互運用性フレームワーク（GIF）を参照したデータ設計"
    themes = {assignment.theme.rpartition("/")[2] for assignment in assign_themes(make_measure(text), load_themes())}
    assert "geographical-indications" not in themes


def test_every_theme_has_names_in_both_languages_and_a_usable_minimum() -> None:
    assert len(load_themes()) >= 17
    assert all(theme.name and theme.name_en and 1.0 in theme.weights.values() for theme in load_themes())
    assert 0 < MINIMUM_SCORE < 1
