"""A measure for a terminal: lines broken where Japanese may be, pages of steps, a doubt about one cell told once."""

import pytest

from graph_builder.records import Doubt, Heading, LineRange, Measure, Row, Step
from service.measure_text import WIDTH, measure_lines, wrapped

FULL = "あ" * (WIDTH // 2 - 1)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"{FULL}い。う", [f"{FULL}", "い。う"]),
        (f"{FULL}い」。", [f"{FULL}", "い」。"]),
        (f"{FULL}「い", [FULL, "「い"]),
        (f"{FULL}い・う", [FULL, "い・う"]),
        (f"{FULL} standardization", [f"{FULL} ", "standardization"]),
        ("a" * (WIDTH + 1), ["a" * WIDTH, "a"]),
        ("", []),
    ],
)
def test_lines_break_where_they_may(text: str, lines: list[str]) -> None:
    assert wrapped(text, "") == lines


def test_lines_are_indented_and_lose_nothing() -> None:
    lines = wrapped(text := "国際標準（ISO/IEC 27001）の「活用」を、進める。" * 9, "  ")
    assert "".join(line[2:] for line in lines) == text
    assert {line[:2] for line in lines} == {"  "}


def test_steps_name_their_page_and_a_doubt_about_one_cell_all_its_bodies() -> None:
    step = Step((2024,), "調べる。", 10, (LineRange(21, 22),))
    row = Row(("環境省", "国土交通省"), (step,), 10, (LineRange(20, 20),))
    doubts = tuple(
        Doubt(f"first-year step of {name}", "調べる。", "直す。", 0.8, 10, (LineRange(21, 22),))
        for name in row.ministries
    )
    measure = Measure(
        1,
        None,
        (9, 10),
        Heading("１．水", 9, ()),
        None,
        "水。（短期）",
        ("短期",),
        (row,),
        (LineRange(3, 3),),
        0.8,
        doubts,
    )
    lines = list(measure_lines(measure, (), "工程表", {9: 1, 10: 15}))
    assert "  2024年度  p.10 [行 / lines 21–22]" in lines
    names = "環境省、国土交通省 / first-year step of Ministry of the Environment; Ministry of Land"
    assert [line for line in lines if "初年度の工程" in line] == [
        f"  初年度の工程：{names}, Infrastructure, Transport and Tourism (p.10 [行 / lines 21–22], 0.80)"
    ]
