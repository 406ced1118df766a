"""Corrections are data: applied to their own file only, and never silently useless."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from test_bad_input import GOOD

from graph_builder.ministries import Ministries
from graph_builder.reader import load_corrections, read_roadmap
from graph_builder.reader.corrections import Corrections
from graph_builder.records import LineRange, Roadmap, Step
from ontology.errors import SourceError

SHA = "sha256 = '{sha}'\n"
ROW = """
[[row]]
measure = 2
page = 1
ministries = ["国土交通省", "環境省"]
instead_of = ["国土交通省"]
lines = [[20, 20]]
steps = [{ years = [2024, 2025], lines = [[22, 23]] }]
reason = "two names share the line"
"""


def read(corrections: str, folder: Path, ministries: Ministries) -> Roadmap:
    source, path = folder / "plan.txt", folder / "corrections.toml"
    source.write_text(GOOD, "utf-8")
    path.write_text(SHA + corrections, "utf-8")
    return read_roadmap(source, ministries, made_for(source, load_corrections(path)))


def made_for(source: Path, corrections: Corrections) -> Corrections:
    return replace(corrections, sha256=hashlib.sha256(source.read_bytes()).hexdigest())


def test_a_row_is_corrected(tmp_path: Path, ministries: Ministries) -> None:
    roadmap = read(ROW, tmp_path, ministries)
    (row,) = roadmap.measures[1].rows
    assert row.ministries == ("国土交通省", "環境省")
    assert row.steps == (
        Step((2024, 2025), "港湾の強靭化に向けて点検を行う。", 1, (LineRange(22, 23),), 1.0, corrected=True),
    )
    (correction,) = roadmap.corrections
    assert (correction.where, correction.reason) == (
        "measure 2, page 1, 国土交通省、環境省",
        "two names share the line",
    )


def test_another_file_is_left_alone(tmp_path: Path, ministries: Ministries) -> None:
    source, path = tmp_path / "plan.txt", tmp_path / "corrections.toml"
    source.write_text(GOOD, "utf-8")
    path.write_text(SHA + ROW, "utf-8")
    assert read_roadmap(source, ministries, load_corrections(path)).corrections == ()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("measure = 2", "measure = 7", "there is no such measure"),
        ('instead_of = ["国土交通省"]', 'instead_of = ["総務省"]', "the measure has no such ministry there"),
        ("lines = [[22, 23]]", "lines = [[2, 2]]", r"no step stands on the lines \[2\]"),
    ],
)
def test_a_row_that_matches_nothing(old: str, new: str, problem: str, tmp_path: Path, ministries: Ministries) -> None:
    with pytest.raises(SourceError, match=f"matches nothing: {problem}. Correct or remove the entry"):
        read(ROW.replace(old, new), tmp_path, ministries)


def test_a_row_that_changes_nothing(tmp_path: Path, ministries: Ministries) -> None:
    same = ROW.replace('["国土交通省", "環境省"]', '["国土交通省"]').replace(
        "{ years = [2024, 2025], lines = [[22, 23]] }",
        "{ years = [2024], lines = [[22, 23]] }, { years = [2025, 2026, 2027], lines = [[34, 34]] }",
    )
    with pytest.raises(SourceError, match="matches nothing: the reader finds the same"):
        read(same, tmp_path, ministries)


def test_a_section_that_does_not_exist(tmp_path: Path, ministries: Ministries) -> None:
    section = '\n[[section]]\nmeasure = 1\nsection = "（１）港"\nreason = "none"\n'
    with pytest.raises(SourceError, match="measure 1, section matches nothing: there is no such heading"):
        read(section, tmp_path, ministries)


def test_a_file_that_holds_something_else(tmp_path: Path) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text("[[row]]\nmeasure = 1\n", "utf-8")
    with pytest.raises(SourceError, match="not a file of corrections"):
        load_corrections(path)
