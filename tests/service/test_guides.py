"""The Python examples of README and docs run, and the figures that docs take from the code are the code's."""

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from search.confidence import OFF_TOPIC_BELOW, UNSURE_BELOW
from search.hybrid import WEIGHTS
from search.thesaurus import compile_lexicon
from service.cli import group
from service.workspace import Build

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SEARCH = (ROOT / "docs" / "search.md").read_text(encoding="utf-8")
EXAMPLES = [
    pytest.param(example, id=f"{path.name}-{number}", marks=pytest.mark.slow if "build_graph" in example else ())
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    for number, example in enumerate(re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL))
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_python_example_runs(
    build: Build, home: Path, example: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SESAKU_HOME", os.fspath(home))
    exec(compile(example, "example", "exec"), {})
    assert capsys.readouterr().out


def test_the_first_hit_in_the_readme_is_what_its_command_prints(
    build: Build, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SESAKU_HOME", os.fspath(home))
    (question,) = re.findall('sesaku search "(生成AI[^"]*)"', README)
    (shown,) = re.findall("```text\n(.*?)```", README, re.DOTALL)
    assert shown in CliRunner().invoke(group, ["search", question]).output


def test_the_guide_to_search_gives_the_weights_and_bounds_in_force() -> None:
    weights = re.findall(r"^\| (\w+) \|.*\| (0\.\d\d) \|$", SEARCH, re.MULTILINE)
    assert {name: float(weight) for name, weight in weights} == WEIGHTS
    assert f"a confidence of {OFF_TOPIC_BELOW:g} nothing" in SEARCH
    assert f"below {UNSURE_BELOW:g} the hits" in SEARCH


def test_the_guides_count_the_concepts_of_the_thesaurus() -> None:
    count = f"{len(compile_lexicon().by_concept):,}"
    assert f"{count} SKOS" in SEARCH
    assert f"thesaurus of {count} concepts" in README
