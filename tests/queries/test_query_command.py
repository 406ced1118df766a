"""The command ``sesaku query``."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph_builder.query_library import load_queries
from ontology.errors import NotFoundError
from service.cli import group
from service.workspace import Build


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["query", *arguments])


@pytest.fixture
def built(build: Build, home: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    monkeypatch.setenv("SESAKU_HOME", str(home))
    return build


def test_list_needs_no_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SESAKU_HOME", str(tmp_path / "none"))
    result = run()
    assert result.exit_code == 0
    assert [name for name, query in load_queries().items() if query.question.ja not in result.stdout] == []
    assert not (tmp_path / "none").exists()


def test_text_needs_no_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SESAKU_HOME", str(tmp_path / "none"))
    assert run("fiscal-years", "--show").stdout == load_queries()["fiscal-years"].text
    assert not (tmp_path / "none").exists()


def test_help_of_a_question_names_its_parameters() -> None:
    text = run("measures-of-ministry-in-year", "--help").stdout
    assert [option in text for option in ("--ministry MINISTRY", "--year FISCAL-YEAR", "--format", "--show")] == [
        True
    ] * 4


@pytest.mark.parametrize("arguments", [[], ["--theme", "ＧＩ"]])
def test_answer_as_csv(arguments: Sequence[str], built: Build) -> None:
    assert run("ministries-on-theme", *arguments, "--format", "csv").stdout == (
        "ministry,name,measures\n"
        "https://w3id.org/sesaku/ministry/maff,農林水産省,4\n"
        "https://w3id.org/sesaku/ministry/mof,財務省,1\n"
    )


def test_answer_as_json_leaves_out_the_parameters(built: Build) -> None:
    document = json.loads(run("ministry-hierarchy", "--ministry", "MEXT", "--format", "json").stdout)
    assert document["head"]["vars"] == ["body", "name", "name_en", "kind"]
    assert [binding["name"]["value"] for binding in document["results"]["bindings"]] == ["文化庁", "スポーツ庁"]


def test_table_has_headings_in_both_languages(built: Build) -> None:
    text = run("fiscal-years").stdout
    assert "年度 / fiscal year" in text
    assert "fiscal-year/2023" in text
    assert text.endswith("4 行 / rows\n")


def test_unknown_name_is_not_found() -> None:
    assert isinstance(run("relisted-measure").exception, NotFoundError)


def test_unknown_option_is_a_usage_error() -> None:
    result = run("measures-of-ministry", "--minstry", "METI")
    assert result.exit_code == 2
    assert "--ministry" in result.stderr
