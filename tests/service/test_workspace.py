"""The workspace of builds: what is current, what a failed or killed build leaves, what is swept away."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from ontology.errors import StoreError
from service.workspace import FORMAT, Build, Manifest, Workspace, fingerprint, staleness

MANIFEST = Manifest(
    format=FORMAT,
    version="0",
    slug="ip2024",
    title="工程表",
    source="shipped",
    fingerprint="f",
    records=1,
    relistings=0,
    doubts=0,
    corrections=0,
    unused_corrections=0,
    steps=1,
    steps_changed_by_corrections=0,
    corrected_measures=[],
    settled_doubts=0,
    triples=1,
    passages=1,
    seconds=0.1,
)


def publish(workspace: Workspace, content: str) -> Build:
    with workspace.new_build() as directory:
        (directory / "graph.nq").write_text(content, encoding="utf8")
        (directory / "store").mkdir()
        return workspace.publish(directory, MANIFEST)


def test_an_empty_workspace_has_no_build(tmp_path: Path) -> None:
    assert Workspace(tmp_path).current() is None


def test_the_last_published_build_is_current(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    publish(workspace, "one")
    second = publish(workspace, "two")
    assert workspace.current() == second
    assert second.nquads.read_text(encoding="utf8") == "two"


def test_a_failed_build_leaves_the_last_one_and_nothing_else(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    good = publish(workspace, "good")
    with pytest.raises(RuntimeError), workspace.new_build() as directory:  # noqa: PT012
        (directory / "graph.nq").write_text("half", encoding="utf8")
        raise RuntimeError
    assert workspace.current() == good
    assert [path.name for path in workspace.builds.iterdir()] == [good.directory.name]


def test_what_a_killed_build_left_is_swept_by_the_next(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    good = publish(workspace, "good")
    (workspace.builds / "build-killed").mkdir()
    newer = publish(workspace, "newer")
    assert {path.name for path in workspace.builds.iterdir()} == {good.directory.name, newer.directory.name}


def test_the_build_before_the_current_one_stays_for_its_readers(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    builds = [publish(workspace, str(number)) for number in range(4)]
    assert not builds[0].directory.exists()
    assert builds[2].directory.exists()
    assert builds[3].directory.exists()


@pytest.mark.parametrize("damage", ["", "{", '{"format": 1}', json.dumps({"format": FORMAT + 1})])
def test_a_damaged_manifest_counts_as_no_build(tmp_path: Path, damage: str) -> None:
    workspace = Workspace(tmp_path)
    good = publish(workspace, "good")
    (good.directory / "manifest.json").write_text(damage, encoding="utf8")
    assert workspace.current() is None


def test_a_build_of_another_version_is_stale(tmp_path: Path) -> None:
    reason = staleness(publish(Workspace(tmp_path), "old"))
    assert reason is not None
    assert "version 0" in reason


def test_the_fingerprint_follows_the_source(tmp_path: Path) -> None:
    source = tmp_path / "roadmap.txt"
    source.write_text("one", encoding="utf8")
    first = fingerprint(source)
    source.write_text("two", encoding="utf8")
    assert fingerprint(source) != first


def test_the_fingerprint_follows_the_arrays_of_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, model = tmp_path / "roadmap.txt", tmp_path / "model"
    source.write_text("one", encoding="utf8")
    model.mkdir()
    (model / "semantic.npy").write_bytes(b"one")
    monkeypatch.setattr("service.workspace.MODEL", model)
    first = fingerprint(source)
    (model / "semantic.npy").write_bytes(b"two")
    assert fingerprint(source) != first


def test_a_build_that_lost_a_byte_is_stale_and_says_which_file(tmp_path: Path) -> None:
    good = publish(Workspace(tmp_path), "good")
    assert good.damaged == []
    good.nquads.write_text("goo", encoding="utf8")
    assert good.damaged == ["graph.nq"]
    good.nquads.unlink()
    assert good.damaged == ["graph.nq"]
    good.store.rmdir()
    assert good.damaged == ["graph.nq", "store"]


def test_who_waits_for_another_build_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    holder = FileLock(tmp_path / "build.lock")
    holder.acquire()
    with Workspace(tmp_path).locked(lambda: (said.append("waiting"), holder.release())[0]):
        said.append("in")
    assert said == ["waiting", "in"]


def test_an_unreadable_build_still_tells_what_it_was_made_from(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert workspace.left_behind() is None
    with workspace.new_build() as directory:
        (directory / "source").mkdir()
        (directory / "source" / "source.txt").write_text("表", encoding="utf8")
        build = workspace.publish(directory, replace(MANIFEST, source="/own.txt"))
    manifest = directory / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf8").replace(f'"format": {FORMAT}', '"format": 0'))
    assert workspace.current() is None
    assert workspace.left_behind() == (build.source, "/own.txt")
    manifest.unlink()
    with workspace.new_build():
        assert workspace.left_behind() == (build.source, "")


def test_a_pointer_that_cannot_be_read_is_an_error_and_no_first_use(tmp_path: Path) -> None:
    (tmp_path / "current").mkdir()
    with pytest.raises(StoreError, match="current: 読めない"):
        Workspace(tmp_path).current()


def lock_in_vain(home: Path) -> str:
    """Why no build can be kept in ``home``."""
    assert Workspace(home).current() is None
    with pytest.raises(StoreError) as caught, Workspace(home).locked():
        pass
    return str(caught.value)


REMEDY = "書ける場所を SESAKU_HOME に指定する / Set SESAKU_HOME to a folder you may write to."


def test_a_home_that_is_a_file_says_what_to_do(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.touch()
    problem = "データを置けない / built data cannot be kept here (Not a directory)"
    assert lock_in_vain(home) == f"{home}: {problem}. {REMEDY}"


def test_a_home_that_may_not_be_written_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(lock: FileLock, timeout: float | None = None) -> None:
        raise PermissionError(13, "Permission denied", lock.lock_file)

    monkeypatch.setattr(FileLock, "acquire", refuse)  # as root may write everywhere
    problem = "データを置けない / built data cannot be kept here (Permission denied)"
    assert lock_in_vain(tmp_path) == f"{tmp_path}: {problem}. {REMEDY}"
