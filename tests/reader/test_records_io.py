"""Records written and read again are the same; the flat exports have one line a step."""

import csv
import io

import pyarrow.parquet

from graph_builder.records import Doubt, Heading, LineRange, Measure, Roadmap, Row, Step
from graph_builder.records_io import from_jsonl, to_jsonl
from graph_builder.records_tables import FLAT_COLUMNS, to_csv, to_parquet

LINES = (LineRange(3, 4), LineRange(9, 9))
MEASURE = Measure(
    number=7,
    relists=None,
    pages=(2, 3),
    chapter=Heading("１．水と緑", 2, (LineRange(1, 1),)),
    section=None,
    text="湿原を守る。（短期、中期）",
    terms=("短期", "中期"),
    rows=(
        Row(
            ("環境省", "関係府省"),
            (Step((2024,), "調べる。", 2, LINES, 0.7, corrected=True), Step((2025, 2026), "続ける。", 2, LINES)),
            2,
            LINES,
        ),
    ),
    lines=LINES,
    confidence=0.7,
    doubts=(Doubt("text", "湿原を守る。", "港を守る。", 0.7, 2, LINES),),
)
RELISTING = Measure(
    None, 7, (5,), MEASURE.chapter, MEASURE.chapter, MEASURE.text, ("短期",), (Row(("環境省",), (), 5, LINES),), LINES
)


def test_round_trip(roadmap: Roadmap) -> None:
    assert from_jsonl(to_jsonl([MEASURE, RELISTING])) == (MEASURE, RELISTING)
    assert from_jsonl(to_jsonl(roadmap.measures)) == roadmap.measures


def test_csv_has_a_line_for_each_step() -> None:
    lines = list(csv.DictReader(io.StringIO(to_csv([MEASURE, RELISTING]))))
    assert tuple(lines[0]) == FLAT_COLUMNS
    assert [(line["number"], line["relists"], line["fiscal_years"], line["step"]) for line in lines] == [
        ("7", "", "2024", "調べる。"),
        ("7", "", "2025,2026", "続ける。"),
        ("", "7", "", ""),
    ]
    assert (lines[2]["step_page"], lines[2]["step_lines"]) == ("", "")
    assert (lines[0]["ministries"], lines[0]["step_lines"], lines[0]["confidence"]) == (
        "環境省,関係府省",
        "3-4,9-9",
        "0.7",
    )


def test_parquet_keeps_lists() -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(to_parquet([MEASURE, RELISTING])))
    assert tuple(table.column_names) == FLAT_COLUMNS
    assert table.column("fiscal_years").to_pylist() == [[2024], [2025, 2026], []]
    assert table.column("number").to_pylist() == [7, 7, None]


def test_the_same_measures_give_the_same_bytes(roadmap: Roadmap) -> None:
    assert to_parquet(roadmap.measures) == to_parquet(from_jsonl(to_jsonl(roadmap.measures)))
