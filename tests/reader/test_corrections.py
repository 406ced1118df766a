"""Corrections are data: applied to their own text only, and never silently useless."""

import hashlib
import re
from pathlib import Path

import pytest
from test_bad_input import GOOD

from graph_builder.ministries import Ministries, load_ministries
from graph_builder.reader import read_roadmap
from graph_builder.reader.correcting import correct_roadmap
from graph_builder.reader.corrections import load_corrections
from graph_builder.reader.effect import CorrectionEffect, weigh_corrections
from graph_builder.records import LineRange, Roadmap, Step
from graph_builder.source import Bilingual
from ontology.errors import SourceError
from service.reading import read_source
from service.workspace import SHIPPED_SOURCE

SHA = f"sha256 = '{hashlib.sha256(GOOD.encode()).hexdigest()}'\n"
ROW = """
[[row]]
measure = 2
page = 1
ministries = ["国土交通省", "環境省"]
instead_of = ["国土交通省"]
lines = [[20, 20]]
steps = [{ years = [2024, 2025], lines = [[22, 23]] }, { years = [2026], lines = [[34, 34]] }]
reason = {ja = "一行に二つの名", en = "two names share the line"}
"""


def read(corrections: str, folder: Path, ministries: Ministries, source: bytes = GOOD.encode()) -> Roadmap:
    text, path = folder / "plan.txt", folder / "corrections.toml"
    text.write_bytes(source)
    path.write_text(SHA + corrections, "utf-8")
    return correct_roadmap(read_roadmap(text, ministries), load_corrections(path))


def test_a_row_is_corrected(tmp_path: Path, ministries: Ministries) -> None:
    roadmap = read(ROW, tmp_path, ministries)
    (row,) = roadmap.measures[1].rows
    assert row.ministries == ("国土交通省", "環境省")
    assert row.steps == (
        Step((2024, 2025), "港湾の強靭化に向けて点検を行う。", 1, (LineRange(22, 23),), 1.0, corrected=True),
        Step((2026,), "左記の進捗を踏まえ、必要な施策を継続。", 1, (LineRange(34, 34),), 1.0, corrected=True),
    )
    (correction,) = roadmap.corrections
    assert (correction.where, correction.reason) == (
        Bilingual(
            "施策2、p.1、国土交通省、環境省",
            "measure 2, page 1: Ministry of Land, Infrastructure, Transport and Tourism; Ministry of the Environment",
        ),
        Bilingual("一行に二つの名", "two names share the line"),
    )


def test_a_second_row_stands_behind_the_first(tmp_path: Path, ministries: Ministries) -> None:
    first = ROW.replace('ministries = ["国土交通省", "環境省"]', 'ministries = ["国土交通省"]')
    second = ROW.replace("[2024, 2025]", "[2024]")
    roadmap = read(first + second, tmp_path, ministries)
    assert [(row.ministries, row.steps[0].fiscal_years) for row in roadmap.measures[1].rows] == [
        (("国土交通省",), (2024, 2025)),
        (("国土交通省", "環境省"), (2024,)),
    ]


def test_a_row_stands_behind_the_ministry_it_names(tmp_path: Path, ministries: Ministries) -> None:
    first = ROW.replace('ministries = ["国土交通省", "環境省"]', 'ministries = ["国土交通省"]')
    second = ROW.replace('ministries = ["国土交通省", "環境省"]', 'ministries = ["総務省"]')
    moved = ROW.replace('instead_of = ["国土交通省"]', 'instead_of = ["国土交通省", "環境省"]\nbehind = "総務省"')
    rows = read(first + second + moved, tmp_path, ministries).measures[1].rows
    assert [row.ministries for row in rows] == [("総務省",), ("国土交通省", "環境省")]


def test_a_row_behind_nobody_is_refused(tmp_path: Path, ministries: Ministries) -> None:
    row = ROW.replace("lines = [[20, 20]]", 'behind = "総務省"\nlines = [[20, 20]]')
    with pytest.raises(SourceError, match="no row of 総務省 to stand behind"):
        read(row, tmp_path, ministries)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("[[22, 23]]", "the corrections leave a step to no row: 行 / lines 34"),
        ("[[34, 34], [32, 32]]", "the corrections give a step to two measures: 行 / lines 32"),
    ],
)
def test_a_step_stands_in_one_measure(lines: str, problem: str, tmp_path: Path, ministries: Ministries) -> None:
    with pytest.raises(SourceError, match=problem):
        read(ROW.replace("[[34, 34]]", lines), tmp_path, ministries)


ONE_NAME = ROW.replace('["国土交通省", "環境省"]', '["国土交通省"]')
OTHER_TITLE = GOOD.replace("水と緑", "水")


@pytest.mark.parametrize(
    ("corrections", "source", "fit"),
    [(ONE_NAME, OTHER_TITLE, True), (ONE_NAME, f"\n{OTHER_TITLE}", False), (ROW, OTHER_TITLE, False)],
    ids=["fit", "other lines", "other names on them"],
)
def test_another_text_is_left_alone_and_told(
    corrections: str, source: str, fit: bool, tmp_path: Path, ministries: Ministries
) -> None:
    roadmap = read(corrections, tmp_path, ministries, source.encode())
    assert (roadmap.corrections, roadmap.unused_corrections, roadmap.corrections_fit) == ((), 1, fit)


@pytest.mark.parametrize(
    "source",
    [
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.rstrip("\n").encode(),
        f"{GOOD}\n \n".encode(),
    ],
    ids=["CRLF", "CR", "BOM", "no last line end", "more line ends"],
)
def test_line_ends_and_bom_change_nothing(source: bytes, tmp_path: Path, ministries: Ministries) -> None:
    assert read(ROW, tmp_path, ministries, source) == read(ROW, tmp_path, ministries)


def test_shipped_corrections_follow_their_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped, elsewhere = tmp_path / "ip2024", tmp_path / "plan.txt"
    shipped.mkdir()
    (shipped / "corrections.toml").write_text(SHA + ROW, "utf-8")
    elsewhere.write_text(GOOD, "utf-8", newline="\r\n")
    monkeypatch.setattr("service.workspace.DATA", tmp_path)
    assert [correction.reason for correction in read_source(elsewhere).corrections] == [
        Bilingual("一行に二つの名", "two names share the line")
    ]


def test_english_reasons_name_bodies_in_english() -> None:
    """In brackets they may quote the document."""
    corrections = load_corrections(SHIPPED_SOURCE.with_name("corrections.toml"))
    names = load_ministries().names
    for correction in (*corrections.rows, *corrections.sections):
        said = re.sub(r"\([^)]*\)", "", f"{correction.where.en}: {correction.reason.en}")
        assert [name for name in names if name in said] == []


def test_what_a_correction_changes(tmp_path: Path, ministries: Ministries) -> None:
    roadmap = read(ROW, tmp_path, ministries)
    assert weigh_corrections(roadmap) == CorrectionEffect(steps=4, changed_steps=2, changed=("2",), settled_doubts=0)


def test_without_corrections_nothing_changes(tmp_path: Path, ministries: Ministries) -> None:
    roadmap = read("", tmp_path, ministries)
    assert weigh_corrections(roadmap) == CorrectionEffect(steps=4, changed_steps=0, changed=(), settled_doubts=0)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("measure = 2", "measure = 7", "there is no such measure"),
        ('instead_of = ["国土交通省"]', 'instead_of = ["総務省"]', "the measure has no such ministry there"),
        ("lines = [[22, 23]]", "lines = [[2, 2]]", r"no step stands on the lines \[2\]"),
    ],
)
def test_a_row_that_matches_nothing(old: str, new: str, problem: str, tmp_path: Path, ministries: Ministries) -> None:
    with pytest.raises(
        SourceError, match=f"matches nothing: {problem}. 項目を直すか除く / Correct or remove the entry"
    ):
        read(ROW.replace(old, new), tmp_path, ministries)


def test_a_row_that_changes_nothing(tmp_path: Path, ministries: Ministries) -> None:
    same = ROW.replace('["国土交通省", "環境省"]', '["国土交通省"]')
    same = same.replace("[2024, 2025]", "[2024]").replace("[2026]", "[2025, 2026, 2027]")
    with pytest.raises(SourceError, match="matches nothing: the reader finds the same"):
        read(same, tmp_path, ministries)


def test_a_section_that_does_not_exist(tmp_path: Path, ministries: Ministries) -> None:
    section = '\n[[section]]\nmeasure = 1\nsection = "（１）港"\nreason = {ja = "なし", en = "none"}\n'
    with pytest.raises(SourceError, match="measure 1, section matches nothing: there is no such heading"):
        read(section, tmp_path, ministries)


def test_a_file_that_holds_something_else(tmp_path: Path) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text("[[row]]\nmeasure = 1\n", "utf-8")
    with pytest.raises(SourceError, match="not a file of corrections"):
        load_corrections(path)
