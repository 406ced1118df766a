"""Building: bad input and sudden death leave the last good build in use."""

import gc
import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph_builder.sparql import select
from graph_builder.store import open_store
from ontology.errors import SourceError
from service.building import RARE_COLLECTIONS, ensure_build, make_build
from service.workspace import SHIPPED_SOURCE, Build, Workspace

STAGES = ["reading", "graph", "overlap", "validating"]


@pytest.fixture
def own_home(build: Build, home: Path, tmp_path: Path) -> Path:
    """A copy of the session's home that a test may damage."""
    return Path(shutil.copytree(home, tmp_path / "home"))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "no such file"),
        (b"", "empty"),
        (b"%PDF-1.7\n\x00\x01", "PDF"),
        ("知的財産推進計画".encode("shift_jis"), "UTF-8"),
        ("ただの文章\n".encode(), "2023年度"),
    ],
)
def test_bad_input_is_one_clear_error_and_leaves_the_last_good_build(
    own_home: Path, tmp_path: Path, content: bytes | None, problem: str
) -> None:
    workspace = Workspace(own_home)
    before = workspace.current()
    source = tmp_path / "bad.txt"
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        make_build(workspace, source, lambda stage: None)
    assert str(source) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert problem in str(caught.value)
    assert workspace.current() == before
    assert len(list(workspace.builds.iterdir())) == 1


@pytest.mark.slow
def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    pipe, workspace = tmp_path / "pipe", Workspace(tmp_path / "home")
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        pool.submit(pipe.write_bytes, SHIPPED_SOURCE.read_bytes())
        build = make_build(workspace, pipe, lambda said: None)
    assert (build.manifest.source, build.manifest.corrections) == (str(pipe), 28)
    assert build.source.read_bytes() == SHIPPED_SOURCE.read_bytes()


def test_a_fresh_build_is_used_as_it_is(build: Build, home: Path) -> None:
    said: list[str] = []
    assert ensure_build(said.append, Workspace(home)) == build
    assert said == []


@pytest.mark.slow
def test_a_build_of_another_version_is_made_anew_and_says_so(own_home: Path) -> None:
    workspace = Workspace(own_home)
    old = workspace.current()
    assert old is not None
    manifest = old.directory / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf8").replace(old.manifest.version, "0.0.0"), encoding="utf8")
    said: list[str] = []
    renewed = ensure_build(said.append, workspace)
    assert "0.0.0" in said[0]
    assert renewed.directory != old.directory
    assert renewed.nquads.read_bytes() == old.nquads.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("stage", STAGES)
def test_killing_a_build_at_any_stage_leaves_the_last_good_one_answering(own_home: Path, stage: str) -> None:
    workspace = Workspace(own_home)
    before = workspace.current()
    assert before is not None
    _kill_build_at(stage, own_home)
    after = workspace.current()
    assert after == before
    counted = select(open_store(after.store), "SELECT (COUNT(?m) AS ?n) WHERE { ?m a sesaku:Measure }")
    assert [term.value for term in counted.rows[0] if term] == ["186"]
    make_build(workspace, SHIPPED_SOURCE, lambda said: None)
    assert workspace.current() != before


def _kill_build_at(stage: str, home: Path) -> None:
    """Runs ``sesaku build`` and kills it without warning once it announces ``stage``."""
    command = [str(Path(sys.executable).with_name("sesaku")), "build"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "SESAKU_HOME": str(home)})
    assert process.stderr is not None
    for line in process.stderr:
        if stage in line:
            process.send_signal(signal.SIGKILL)
            break
    assert process.wait() == -signal.SIGKILL


def test_a_build_leaves_the_collector_of_its_process_as_it_was(tmp_path: Path) -> None:
    before, during = gc.get_threshold(), []
    with pytest.raises(SourceError):
        make_build(Workspace(tmp_path), None, lambda _: during.append(gc.get_threshold()), data=b"")
    assert (set(during), gc.get_threshold()) == ({RARE_COLLECTIONS}, before)
