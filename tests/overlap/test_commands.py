"""``sesaku overlap`` and its verdicts as a user sees them, on a small report."""

import csv
import io
import json
import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph_builder.records import Roadmap
from search.overlap.find import find_overlaps
from search.overlap.report import OverlapReport
from search.overlap.stored import write_overlaps
from service.cli.overlap import CAUTION, command
from service.csv_tables import write_csv
from service.overlap_names import CONTRIBUTIONS
from service.overlap_tables import CANDIDATES, MATRIX, of_matrix
from service.overlaps import read_matrix
from service.workspace import Workspace
from tests.overlap.conftest import RESTATED, WordModel, make_measure

Run = Callable[..., Result]


@pytest.fixture
def run(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs ``sesaku overlap`` with the rest of a command line."""
    monkeypatch.setenv("SESAKU_HOME", str(workspace.home))
    monkeypatch.setattr("service.building.ensure_build", lambda announce: workspace.current())
    return lambda line: CliRunner().invoke(command, shlex.split(line))


def pairs_of(result: Result) -> list[tuple[int, int]]:
    return [(one["left"], one["right"]) for one in json.loads(result.stdout)]


def test_a_candidate_shows_both_sides_the_shared_words_and_where_they_stand(run: Run) -> None:
    lines = run("--measure 2 -n 1").stdout.splitlines()
    assert lines[3].startswith("  1. 施策 1 × 2")
    assert "      [2] 総務省  p.2 行 / lines 21" in lines
    assert any(line.strip().startswith(f"〔{RESTATED[:20]}") for line in lines)
    assert lines[-1] == CAUTION


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        ("--ministry 総務省", [(1, 2)]),
        ("--ministry MAFF --partner 外務省", [(3, 4)]),
        ("--theme GI", [(3, 4)]),
        ("--measure 5", []),
    ],
)
def test_candidates_are_narrowed_by_any_name(run: Run, narrowed: str, expected: list[tuple[int, int]]) -> None:
    assert pairs_of(run(f"{narrowed} --format json")) == expected


@pytest.mark.parametrize(
    ("line", "head"),
    [
        ("", ["3 組、うち府省が向き合う 2 組（--across）、見る価値の高い順に 1〜3 組目",
              "3 pairs, in 2 of which ministries face each other (--across), most worth a look first: 1 to 3"]),
        ("--across -n 1 --offset 1", ["府省が向き合う 2 組、見る価値の高い順に 2〜2 組目",
              "2 pairs in which ministries face each other, most worth a look first: 2 to 2"]),
        ("--offset 9", ["3 組しかない / there are 3 pairs only: --offset"]),
        ("--measure 5", ["該当する候補はありません / No candidate."]),
    ],
)  # fmt: skip
def test_the_head_says_how_many_pairs_there_are_and_in_how_many_ministries_face_each_other(
    run: Run, workspace: Workspace, report: OverlapReport, line: str, head: list[str]
) -> None:
    within = replace(report.candidates[0], left=3, right=5, rank=3, facing=())
    build = workspace.current()
    assert build
    write_overlaps(replace(report, candidates=(*report.candidates[:2], within)), build.directory)
    assert run(line.replace("--measure 5", "--theme 人材")).stdout.splitlines()[: len(head)] == head


def test_a_pair_shows_all_that_its_page_has(run: Run) -> None:
    run("judge 1 2 --verdict 補完 --by 内閣府 --note 行が違う")
    lines = run("pair 2 1").stdout.splitlines()
    assert lines[0].startswith("  1. 施策 1 × 2")
    assert any(line.startswith("      判定 / verdict: 補完") for line in lines)
    assert lines[-1] == CAUTION
    told = [line.split("  ")[-1] for line in lines[lines.index("      強さの内訳 / what makes the score") + 1 : -2]]
    assert sorted(told) == sorted(f"{name.ja} / {name.en}" for name in CONTRIBUTIONS.values())
    assert pairs_of(run("pair 1 2 --format json")) == [(1, 2)]
    assert "no candidate" in str(run("pair 1 5").exception)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("--partner 総務省", "needs the ministry"),
        ("--ministry 総務省 --partner MIC", "does not face itself"),
        ("--ministry 内閣府 --partner 知財事務局", "above or below"),
        ("--ministry 特許庁 --partner 経済産業省", "above or below"),
    ],
)
def test_bodies_that_cannot_face_each_other_are_refused(run: Run, line: str, words: str) -> None:
    assert words in str(run(line).exception)


def test_every_format_holds_the_same_candidates(run: Run) -> None:
    pairs = pairs_of(run("--format json"))
    table = list(csv.DictReader(io.StringIO(run("--format csv").stdout)))
    assert [(int(line["left"]), int(line["right"])) for line in table] == pairs
    assert tuple(table[0]) == CANDIDATES
    turtle = run("--format ttl").stdout
    assert all(f"<https://w3id.org/sesaku/test/overlap/{left}-{right}> a sesaku:OverlapCandidate" in turtle
               for left, right in pairs)  # fmt: skip


def test_a_verdict_shows_wherever_its_candidate_shows(run: Run) -> None:
    given = run("judge 2 1 --verdict 補完 --by 内閣府 --note 行が違う")
    assert given.stdout.startswith("施策 1 × 2: 補完 — 内閣府")
    assert "判定 / verdict: 補完 — 内閣府" in run("--measure 1").stdout
    assert json.loads(run("--measure 1 --format json").stdout)[0]["verdicts"][0]["note"] == "行が違う"
    assert next(csv.DictReader(io.StringIO(run("--measure 1 --format csv").stdout)))["verdicts"] == "補完（内閣府）"
    assert "sesaku:verdict <https://w3id.org/sesaku/verdict-kind/complementary>" in run("--format ttl").stdout
    assert "行が違う" in run("verdicts").stdout


@pytest.mark.parametrize("name", ["verdicts.csv", "verdicts.ttl"])
def test_exported_verdicts_come_back(run: Run, workspace: Workspace, tmp_path: Path, name: str) -> None:
    run("judge 1 2 --verdict 調整済 --by 内閣府 --note '\"同じ\", 行'")
    before = run("verdicts").stdout
    path = tmp_path / name
    run(f"verdicts export --format {path.suffix[1:]} -o {path}")
    (workspace.home / "verdicts.nq").unlink()
    assert "No verdict yet" in run("verdicts").stdout
    assert "1 件を読み、1 件を取り込んだ" in run(f"verdicts import {path}").stdout
    assert "1 件を読み、0 件を取り込んだ" in run(f"verdicts import {path}").stdout
    assert run("verdicts").stdout == before


def test_a_withdrawn_verdict_shows_nowhere(run: Run) -> None:
    run("judge 1 2 --verdict 調整済 --by 内閣府")
    assert "内閣府 の判定を取り下げた" in run("verdicts withdraw 2 1 --by 内閣府").stdout
    assert "No verdict yet" in run("verdicts").stdout
    assert json.loads(run("--measure 1 --format json").stdout)[0]["verdicts"] == []
    assert "there is no verdict by 内閣府" in str(run("verdicts withdraw 2 1 --by 内閣府").exception)


def test_a_damaged_file_of_verdicts_keeps_nobody_from_the_candidates(run: Run, workspace: Workspace) -> None:
    run("judge 1 2 --verdict 補完 --by 内閣府")
    with (workspace.home / "verdicts.nq").open("a") as stream:
        stream.write("garbage")
    asked = run("--measure 1")
    assert asked.exit_code == 0
    assert "判定 / verdict: 補完 — 内閣府" in asked.stdout
    assert "Put the file aside" in str(run("verdicts").exception)


def test_verdicts_on_measures_that_are_not_there_stay_out(run: Run, tmp_path: Path) -> None:
    run("judge 1 2 --verdict 重複 --by 内閣府")
    text = run("verdicts export").stdout.replace("test,1,2", "test,1,99")
    (tmp_path / "bad.csv").write_text(text, encoding="utf8")
    before = run("verdicts").stdout
    assert "施策 99 はない" in str(run(f"verdicts import {tmp_path}/bad.csv").exception)
    assert run("verdicts").stdout == before


def test_the_matrix_comes_as_table_csv_json_and_pictures(run: Run, report: OverlapReport, tmp_path: Path) -> None:
    matrix = read_matrix(report)
    assert len(run("matrix").stdout.splitlines()) == len(matrix.cells)
    assert run("matrix --format csv").stdout.splitlines() == write_csv(*of_matrix(matrix)).splitlines()
    assert run("matrix --format csv").stdout.startswith(",".join(MATRIX))
    assert len(json.loads(run("matrix --format json").stdout)["cells"]) == len(matrix.cells)
    assert run("matrix --format svg --network").stdout.startswith("<?xml")
    assert run(f"matrix --format png -o {tmp_path}/heat.png").exit_code == 0
    assert (tmp_path / "heat.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("line", "name", "begins"),
    [
        ("matrix", "mx.png", b"\x89PNG"),
        ("matrix --network", "net.SVG", b"<?xml"),
        ("matrix", "mx.csv", b"\xef\xbb\xbfministry,partner"),
        ("matrix --format json", "mx.csv", b"{"),
        ("verdicts export", "v.ttl", b"@prefix"),
        ("verdicts export", "v.csv", b"\xef\xbb\xbfslug,left"),
    ],
)
def test_a_file_is_written_as_its_name_ends(run: Run, tmp_path: Path, line: str, name: str, begins: bytes) -> None:
    run("judge 1 2 --verdict 調整済 --by 内閣府")
    assert run(f"{line} -o {tmp_path}/{name}").exit_code == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("matrix --format png", "png needs -o FILE"),
        ("matrix --network", "--format svg or png"),
        ("--clusters --format csv", "table or json"),
        ("--clusters --inside", "either --clusters or --inside"),
        ("--clusters --theme GI", "--measure and --ministry alone"),
        ("--kind waste", "duplication"),
        ("judge 1 2 --verdict 良い --by 内閣府", "調整済"),
    ],
)
def test_what_cannot_be_asked_is_said(run: Run, line: str, words: str) -> None:
    result = run(line)
    assert result.exit_code == 2
    assert words in result.stderr


@pytest.mark.parametrize("line", ["--ministry 大蔵省", "--theme ほげ", "--measure 99"])
def test_what_is_not_there_is_named(run: Run, line: str) -> None:
    assert line.split()[1] in str(run(line).exception)


def test_repetition_in_words_of_their_own_comes_first(
    run: Run, workspace: Workspace, roadmap: Roadmap, model: WordModel
) -> None:
    shared = [(["総務省", "外務省"], "放送を調べる。")]
    measures = (make_measure(4, "放送。", shared), make_measure(5, "放送の海外展開。", shared))
    report = find_overlaps(replace(roadmap, measures=(*measures, replace(roadmap.measures[4], number=6))), model)
    build = workspace.current()
    assert build
    write_overlaps(report, build.directory)
    assert [(one["number"], one["kind"]) for one in json.loads(run("--inside --format json").stdout)] == [
        (6, "same-wording"),
        (4, "shared-row"),
        (5, "shared-row"),
    ]
    assert run("--inside --limit 2").stdout.endswith("3 件のうち 2 件 / 2 of 3: --limit\n")


def test_repetition_inside_a_measure_is_narrowed_by_body(run: Run) -> None:
    lines = run("--inside --ministry 環境省").stdout.splitlines()
    assert lines[0].startswith("施策 5  同文")
    assert lines[1].strip() == "p.5 行 / lines 51, 52"
    assert run("--inside --ministry 外務省").stdout == "該当なし / none.\n"
