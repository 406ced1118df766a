"""The small pure parts: marking, timetables, languages."""

import pytest
from starlette.requests import Request

from service.views import RowView, StepView
from service.web.highlighting import mark_code, mark_japanese, mark_spans, mark_words
from service.web.language import Language, language_of
from service.web.timetable import lay_out


def make_request(query: str = "", accept: str = "") -> Request:
    headers = [(b"accept-language", accept.encode())] if accept else []
    return Request({"type": "http", "method": "GET", "path": "/", "query_string": query.encode(), "headers": headers})


@pytest.mark.parametrize(
    ("query", "accept", "language"),
    [
        ("", "", Language("ja")),
        ("", "en-GB,en;q=0.9", Language("en")),
        ("", "en;q=0.5, ja", Language("ja")),
        ("", "fr", Language("ja")),
        ("", "en;q=x", Language("ja")),
        ("lang=en", "ja", Language("en", is_chosen=True)),
        ("lang=ja", "en", Language("ja", is_chosen=True)),
        ("lang=xx", "", Language("ja")),
    ],
)
def test_language(query: str, accept: str, language: Language) -> None:
    assert language_of(make_request(query, accept)) == language


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("生成AIと著作権", ["生成", "ai"], "<mark>生成AI</mark>と著作権"),
        ("ＡＩの活用", ["ai"], "<mark>ＡＩ</mark>の活用"),
        ("a<b> & c", ["b"], "a&lt;<mark>b</mark>&gt; &amp; c"),
        ("文", [], "文"),
        ("文", [""], "文"),
    ],
)
def test_mark_words(text: str, words: list[str], marked: str) -> None:
    assert str(mark_words(text, words)) == marked


def test_code_between_backticks_is_shown_as_code() -> None:
    assert str(mark_code("run `a <b>` now, not `this")) == "run <code>a &lt;b&gt;</code> now, not `this"


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("“経産省” → METI", '“<span lang="ja">経産省</span>” → METI'),
        (
            "search '生成AIと<著作権>'",
            'search &#39;<span lang="ja">生成AIと</span>&lt;<span lang="ja">著作権</span>&gt;&#39;',
        ),
        ("plain", "plain"),
    ],
)
def test_japanese_inside_another_language_is_marked(text: str, marked: str) -> None:
    assert str(mark_japanese(text)) == marked


def test_mark_spans_joins_what_touches() -> None:
    assert str(mark_spans("abcdef", [(3, 4), (1, 3)])) == "a<mark>bcd</mark>ef"


def make_step(*years: int) -> StepView:
    return StepView(f"step/{years[0]}", years, "text", 1, (), (), 1.0, False)


def test_steps_span_their_years_and_share_a_row_only_apart() -> None:
    row = RowView("row/1", (), (make_step(2023), make_step(2024, 2025), make_step(2024)))
    lanes = lay_out([row], [2023, 2024, 2025, 2026])
    assert [[(cell.step.iri if cell.step else "", cell.span) for cell in lane.cells] for lane in lanes] == [
        [("step/2023", 1), ("step/2024", 2), ("", 1)],
        [("", 1), ("step/2024", 1), ("", 1), ("", 1)],
    ]
    assert [lane.height for lane in lanes] == [2, 0]
