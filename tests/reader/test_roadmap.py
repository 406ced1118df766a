"""The shipped roadmap: everything is found, nothing is lost, and it agrees with records made by hand."""

import json
import os
import re
from collections import defaultdict
from pathlib import Path

import pytest
from record_scoring import score

from graph_builder.accounts import find_unplaced
from graph_builder.doubt_names import name_doubt
from graph_builder.ministries import Ministries
from graph_builder.reader import parse_roadmap
from graph_builder.reader.assemble import name_owner
from graph_builder.records import LineRange, Measure, Roadmap, Row, Step
from graph_builder.records_io import to_jsonl

# What the reader must reach on the hand-made sample, without any correction.
UNCORRECTED = {"text": 1.0, "terms": 1.0, "chapter": 1.0, "section": 1.0, "ministry": 1.0, "first": 0.98, "step": 0.95}


def find(roadmap: Roadmap, number: int) -> Measure:
    return next(measure for measure in roadmap.measures if measure.number == number)


def test_finds_every_measure_and_relisting(roadmap: Roadmap) -> None:
    assert [measure.number for measure in roadmap.measures if measure.number] == list(range(1, 187))
    relisted = [(measure.relists, measure.pages[0]) for measure in roadmap.measures if measure.relists]
    assert sorted(relisted) == [
        (11, 42), (12, 37), (16, 44), (17, 26), (19, 42), (30, 37), (44, 39), (59, 49), (60, 49), (62, 49), (65, 49),
        (66, 50), (67, 32), (74, 24), (106, 41), (143, 51), (146, 53), (170, 54),
    ]  # fmt: skip


def test_describes_the_document(roadmap: Roadmap) -> None:
    assert (roadmap.slug, roadmap.edition, roadmap.page_count) == ("ip2023", 2023, 56)
    assert roadmap.title == "工程表「知的財産推進計画２０２３」重点事項"
    assert roadmap.fiscal_years == (2023, 2024, 2025, 2026)
    assert len({measure.chapter for measure in roadmap.measures}) == 10


def test_reads_a_row_of_several_years(roadmap: Roadmap) -> None:
    """The three cells of measure 11: two wrapped in one column each, and the years that are left."""
    start = "個別の支援が特に必要なスタートアップ、大学、中小企業に対し、"
    first = Step(
        (2023,),
        f"{start}2024年度から特許審査官による審査段階でのプッシュ型支援を開始すべく、2023年度中に必要な検討を実施。",
        3,
        (LineRange(272, 277),),
    )
    second = Step((2024,), f"{start}特許審査官による審査段階でのプッシュ型支援を開始。", 3, (LineRange(279, 282),))
    rest = Step((2025, 2026), "左記の実施状況を踏まえ、必要な取組を実施。", 3, (LineRange(305, 305),))
    (row,) = find(roadmap, 11).rows
    assert (row.ministries, row.page, row.lines) == (("経済産業省",), 3, (LineRange(270, 270),))
    assert [(step.fiscal_years, step.text, step.lines) for step in row.steps] == [
        (step.fiscal_years, step.text, step.lines) for step in (first, second, rest)
    ]


def test_joins_a_measure_that_runs_over_pages(roadmap: Roadmap) -> None:
    measure = find(roadmap, 34)
    assert measure.pages == (10, 11, 12)
    assert [row.page for row in measure.rows] == [10] * 4 + [11] * 6 + [12]
    assert measure.lines == (LineRange(1014, 1020), LineRange(1107, 1113), LineRange(1139, 1145))


def test_corrected_rows_stand_in_table_order(roadmap: Roadmap) -> None:
    rows = [(row.ministries, *(step.lines[0].first for step in row.steps)) for row in find(roadmap, 103).rows]
    assert rows == [
        (("内閣府",), 3454, 3521),
        (("警察庁",), 3462, 3526),
        (("総務省",), 3473, 3528),
        (("法務省",), 3487, 3530),
        (("法務省",), 3494, 3524),
        (("外務省",), 3500, 3532),
        (("文部科学省",), 3545, 3645),
        (("経済産業省",), 3556, 3647),
    ]


def test_relistings_have_ministries_and_no_steps(roadmap: Roadmap) -> None:
    relisting = next(measure for measure in roadmap.measures if measure.relists == 106)
    assert relisting.rows == (
        Row(
            ("財務省", "経済産業省", "文部科学省"),
            (),
            41,
            (LineRange(4258, 4258), LineRange(4260, 4260), LineRange(4262, 4262)),
        ),
    )


@pytest.mark.parametrize("name", ["roadmap", "uncorrected"])
def test_loses_nothing(name: str, source: Path, request: pytest.FixtureRequest) -> None:
    fragments = request.getfixturevalue(name).fragments
    lines = source.read_text("utf-8").split("\n")
    assert all(lines[piece.line - 1][piece.start : piece.end] == piece.text for piece in fragments)
    assert "".join("".join(piece.text for piece in fragments).split()) == "".join("".join(lines).split())


def test_everything_but_furniture_and_headings_is_owned(roadmap: Roadmap) -> None:
    stray = [piece for piece in roadmap.fragments if not piece.owner and piece.kind not in ("furniture", "heading")]
    assert stray == []


def test_every_step_and_ministry_stands_in_a_row_of_its_owner_alone(roadmap: Roadmap) -> None:
    """A cell may be merged over several rows of one measure."""
    owners = defaultdict(set)
    for measure in roadmap.measures:
        owner = name_owner(measure.number or measure.relists or 0, None if measure.number else measure.pages[0])
        for row in measure.rows:
            cells = [("ministry", row.lines), *(("step", step.lines) for step in row.steps)]
            for kind, line in ((kind, line) for kind, ranges in cells for lines in ranges for line in lines):
                owners[kind, line].add(owner)
    pieces = [piece for piece in roadmap.fragments if piece.kind in ("step", "ministry")]
    assert len(pieces) > 2000
    assert {
        (piece.line, piece.text): found
        for piece in pieces
        if (found := owners[piece.kind, piece.line]) != {piece.owner}
    } == {}


def test_texts_are_their_fragments(roadmap: Roadmap) -> None:
    def join(lines: tuple[LineRange, ...], kind: str) -> str:
        numbers = {number for part in lines for number in part}
        return "".join(
            piece.text for piece in roadmap.fragments if piece.kind == kind and piece.line in numbers
        ).strip()

    steps = [step for measure in roadmap.measures for row in measure.rows for step in row.steps]
    assert [step.text for step in steps] == [join(step.lines, "step") for step in steps]
    whole = [measure for measure in roadmap.measures if len(measure.pages) == 1]
    assert [measure.text for measure in whole] == [join(measure.lines, "text") for measure in whole]


def test_doubts_name_their_runner_up(roadmap: Roadmap) -> None:
    assert all(0.5 <= doubt.confidence < 0.9 and doubt.chosen != doubt.runner_up for doubt in roadmap.doubts)
    assert all(name_doubt(doubt.fact).ja != doubt.fact for doubt in roadmap.doubts)
    doubtful = [measure for measure in roadmap.measures if measure.doubts]
    assert all(measure.confidence == min(doubt.confidence for doubt in measure.doubts) for measure in doubtful)


def test_says_which_step_has_no_row(uncorrected: Roadmap, roadmap: Roadmap) -> None:
    unplaced = [doubt for doubt in uncorrected.doubts if doubt.fact == "step without a row"]
    assert [(doubt.page, doubt.lines, doubt.runner_up[:10]) for doubt in unplaced] == [
        (34, (LineRange(3521, 3522),), "前年度までの進捗状況")
    ]
    assert not any(doubt.fact == "step without a row" for doubt in roadmap.doubts)
    assert (find_unplaced(uncorrected), find_unplaced(roadmap)) == ([LineRange(3521, 3522)], [])


def test_a_relisting_that_names_another_measure_is_doubted(
    source: Path, ministries: Ministries, uncorrected: Roadmap
) -> None:
    """Line 2544 says 74に記載, and the text there is 74's to the letter."""
    wrong = source.read_text("utf-8").replace("74に記載", "75に記載").encode()
    found = [measure for measure in parse_roadmap(wrong, source, ministries).measures if measure.relists]
    doubts = [(doubt.fact, doubt.chosen, doubt.runner_up) for measure in found for doubt in measure.doubts]
    assert ("relisted measure", "75", "74") in doubts
    assert next(measure for measure in found if measure.relists == 75).confidence == 0.5
    assert not any(doubt.fact == "relisted measure" for doubt in uncorrected.doubts)


def test_corrections_are_few_and_told(roadmap: Roadmap, uncorrected: Roadmap) -> None:
    assert uncorrected.corrections == ()
    assert 0 < len(roadmap.corrections) <= 30
    assert all(correction.reason.en and correction.lines for correction in roadmap.corrections)
    assert all(re.search("[ぁ-ん]", correction.reason.ja) for correction in roadmap.corrections)
    assert not any(re.match(r"See [^ ]*\.$", correction.reason.en or "") for correction in roadmap.corrections)


def load_gold() -> list[dict[str, object]]:
    shared = Path(os.environ.get("SESAKU_SHARED", Path(__file__).parents[3] / "shared"))
    path = shared / "gold" / "roadmap-sample.jsonl"
    if not path.is_file():
        pytest.skip(f"no hand-made records at {path}: set SESAKU_SHARED")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("name", "bars"), [("uncorrected", UNCORRECTED), ("roadmap", UNCORRECTED)])
def test_agrees_with_hand_made_records(name: str, bars: dict[str, float], request: pytest.FixtureRequest) -> None:
    gold = load_gold()
    found = map(json.loads, to_jsonl(request.getfixturevalue(name).measures).splitlines())
    scores = score(gold, found)
    assert {kind: value for kind, value in scores.items() if value < bars[kind]} == {}
