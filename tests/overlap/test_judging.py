"""A verdict is durable outside the builds and at once in the store of a new build directory."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_builder.store import open_store, write_store
from ontology.errors import NotFoundError, SesakuError, StoreError
from search.overlap.verdict_graph import write_verdicts
from search.overlap.verdicts import Verdict, VerdictError
from service.judging import (
    Opinion,
    add_verdicts,
    catch_up,
    import_verdicts,
    judge,
    list_verdicts,
    store_verdicts,
    stored_verdicts,
    usable_verdicts,
    verdicts_path,
    withdraw,
)
from service.workspace import Build, Workspace
from tests.overlap.conftest import MANIFEST

COUNT = """
SELECT (COUNT(*) AS ?n) {
  GRAPH <https://w3id.org/sesaku/graph/verdicts> { ?verdict <https://w3id.org/sesaku/ontology#judges> ?pair }
}"""


def current(workspace: Workspace) -> Build:
    build = workspace.current()
    assert build is not None
    return build


def _list_files(build: Build) -> list[str]:
    files = (path.relative_to(build.directory) for path in build.directory.rglob("*") if path.is_file())
    return sorted(str(path) for path in files if path.parts[0] != "store")


def count_verdicts(build: Build) -> int:
    solutions = open_store(build.store).query(COUNT)
    assert isinstance(solutions, ox.QuerySolutions)
    return int(next(solutions)["n"].value)


def test_a_verdict_is_in_the_next_store_and_the_old_one_stays_as_it_was(workspace: Workspace) -> None:
    before = current(workspace)
    given = judge(workspace, before, (2, 1), Opinion("補完", "内閣府", "確認済み"))
    after = current(workspace)
    assert (given.left, given.right, given.build) == (1, 2, "f00d" * 16)
    assert list_verdicts(workspace) == [given]
    assert (count_verdicts(before), count_verdicts(after)) == (0, 1)
    assert _list_files(after) == sorted([*_list_files(before), "verdicts.nq"])
    assert (after.directory / "graph.nq").read_text() == (before.directory / "graph.nq").read_text()
    assert replace(after.manifest, files={}) == replace(before.manifest, files={})


def test_the_same_person_has_one_verdict_on_a_pair(workspace: Workspace) -> None:
    judge(workspace, current(workspace), (1, 2), Opinion("補完", "内閣府"))
    judge(workspace, current(workspace), (1, 2), Opinion("無関係", "内閣府"))
    assert [verdict.verdict for verdict in list_verdicts(workspace)] == ["無関係"]
    assert count_verdicts(current(workspace)) == 1


def _dated(workspace: Workspace, ahead: timedelta) -> Verdict:
    """A verdict whose time is ahead of the clock."""
    given = Verdict(
        "test", 1, 2, "内閣府", "重複", "2026-04-01T09:00:00+09:00", current(workspace).manifest.fingerprint
    )
    return replace(given, at=(datetime.now(UTC) + ahead).isoformat(timespec="seconds"))


def test_a_verdict_from_the_future_is_refused(workspace: Workspace) -> None:
    words = r"施策 1 × 2（内閣府）: .*未来.* / the verdict of 内閣府 on measures 1 × 2 .*, in the future"
    with pytest.raises(VerdictError, match=words):
        import_verdicts(workspace, current(workspace), [_dated(workspace, timedelta(hours=1))])
    assert list_verdicts(workspace) == []
    assert import_verdicts(workspace, current(workspace), [_dated(workspace, timedelta(seconds=30))]) == 1


def test_a_verdict_that_was_not_stored_is_not_confirmed(workspace: Workspace) -> None:
    stored = _dated(workspace, timedelta(days=1))
    store_verdicts(workspace, [stored])
    with pytest.raises(VerdictError, match=r"not stored.*later time"):
        judge(workspace, current(workspace), (1, 2), Opinion("無関係", "内閣府"))
    assert list_verdicts(workspace) == [stored]


def test_verdicts_survive_a_new_build(workspace: Workspace) -> None:
    judge(workspace, current(workspace), (1, 2), Opinion("重複", "内閣府"))
    with workspace.new_build() as directory:
        (directory / "graph.nq").write_text("", encoding="utf8")
        write_store(directory / "graph.nq", directory / "store")
        add_verdicts(directory, usable_verdicts(workspace, str))
        build = workspace.publish(directory, MANIFEST)
    assert count_verdicts(build) == 1


def test_a_verdict_that_did_not_reach_the_store_is_taken_in(workspace: Workspace) -> None:
    before, said = current(workspace), list[str]()
    given = _dated(workspace, timedelta(0))
    assert catch_up(workspace, before, said.append) == before
    write_verdicts([given], verdicts_path(workspace))
    after = catch_up(workspace, before, said.append)
    assert (count_verdicts(before), count_verdicts(after)) == (0, 1)
    assert catch_up(workspace, after, said.append) == after
    assert said == ["判定をグラフに入れます / Taking verdicts into the graph …"]


def _damage(workspace: Workspace) -> bytes:
    with verdicts_path(workspace).open("ab") as stream:
        stream.write(b"<a> <b>")
    return verdicts_path(workspace).read_bytes()


def test_a_damaged_file_of_verdicts_is_said_once_and_the_rest_answers(workspace: Workspace) -> None:
    said = list[str]()
    given = judge(workspace, current(workspace), (1, 2), Opinion("補完", "内閣府"))
    build, damaged = current(workspace), _damage(workspace)
    assert catch_up(workspace, build, said.append) == build
    copy = build.directory / "verdicts.nq"
    assert len(said) == 1
    assert f"{copy} を写して代わりに置く / " in said[0]
    assert f"Put the file aside, and copy {copy} in its place." in said[0]
    assert list_verdicts(workspace) == [given]
    assert usable_verdicts(workspace, said.append) == [given]
    assert verdicts_path(workspace).read_bytes() == damaged
    copy.replace(verdicts_path(workspace))
    assert stored_verdicts(workspace) == [given]


def test_a_damaged_file_of_verdicts_is_never_replaced(workspace: Workspace) -> None:
    given = judge(workspace, current(workspace), (1, 2), Opinion("補完", "内閣府"))
    damaged, build = _damage(workspace), current(workspace)
    with pytest.raises(StoreError, match="Put the file aside"):
        judge(workspace, build, (1, 2), Opinion("重複", "経済産業省"))
    with pytest.raises(StoreError, match="Put the file aside"):
        import_verdicts(workspace, build, [replace(given, by="経済産業省")])
    with pytest.raises(StoreError, match="Put the file aside"):
        withdraw(workspace, build, (1, 2), "内閣府")
    assert (verdicts_path(workspace).read_bytes(), current(workspace)) == (damaged, build)


def test_without_a_build_a_damaged_file_asks_for_an_export(tmp_path: Path) -> None:
    said = list[str]()
    _damage(Workspace(tmp_path))
    assert usable_verdicts(Workspace(tmp_path), said.append) == []
    assert "sesaku overlap verdicts import" in said[0]


def test_a_withdrawn_verdict_is_gone_from_file_and_graph(workspace: Workspace) -> None:
    judge(workspace, current(workspace), (1, 2), Opinion("補完", "内閣府（知財）"))
    kept = judge(workspace, current(workspace), (1, 2), Opinion("補完", "経済産業省"))
    withdraw(workspace, current(workspace), (2, 1), "内閣府(知財)")
    assert (stored_verdicts(workspace), list_verdicts(workspace)) == ([kept], [kept])
    assert count_verdicts(current(workspace)) == 1
    assert "内閣府" not in verdicts_path(workspace).read_text(encoding="utf8")


@pytest.mark.parametrize(("pair", "name"), [((1, 2), "経済産業省"), ((1, 3), "内閣府")])
def test_what_nobody_found_cannot_be_withdrawn(workspace: Workspace, pair: tuple[int, int], name: str) -> None:
    given = judge(workspace, current(workspace), (1, 2), Opinion("補完", "内閣府"))
    build = current(workspace)
    with pytest.raises(
        NotFoundError, match=f"施策 1 × {pair[1]} に {name} の判定はない.* / there is no verdict by {name}"
    ):
        withdraw(workspace, build, pair, name)
    assert (stored_verdicts(workspace), current(workspace)) == ([given], build)


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ((5, 1), r"候補にない.* are no candidate.*candidates of measure 1"),
        ((99, 1), r"施策 99 はない.* / there is no measure 99\. Give 1 to"),
    ],
)
def test_a_pair_that_is_no_candidate_cannot_be_judged(workspace: Workspace, pair: tuple[int, int], words: str) -> None:
    with pytest.raises(NotFoundError, match=words):
        judge(workspace, current(workspace), pair, Opinion("重複", "内閣府"))
    assert list_verdicts(workspace) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"slug": "zzz"}, "文書 zzz の判定.*here is test.*Build that document"),
        ({"build": "f00d"}, "f00d は版の指紋でない.*f00d, which is no fingerprint"),
        ({"at": "2021-12-31T23:59:59Z"}, "文書より前.*before there was the document"),
        ({"right": 998}, "施策 998 はない"),
    ],
)
def test_verdicts_on_what_is_not_here_are_refused(workspace: Workspace, change: dict[str, object], words: str) -> None:
    given = _dated(workspace, timedelta(0))
    with pytest.raises(SesakuError, match=words):
        import_verdicts(workspace, current(workspace), [given, replace(given, **change)])  # type: ignore[arg-type]
    assert list_verdicts(workspace) == []


def test_verdicts_on_other_documents_that_are_known_stay(workspace: Workspace) -> None:
    other = replace(_dated(workspace, timedelta(0)), slug="ip2022")
    store_verdicts(workspace, [other])
    assert import_verdicts(workspace, current(workspace), [other]) == 0
    assert list_verdicts(workspace) == [other]


def test_a_verdict_on_what_is_a_candidate_no_more_is_kept(workspace: Workspace) -> None:
    earlier = Verdict("test", 1, 5, "内閣府", "無関係", "2026-04-01T09:00:00+09:00", "01d" + "0" * 61)
    assert import_verdicts(workspace, current(workspace), [earlier]) == 1
    given = judge(workspace, current(workspace), (1, 2), Opinion("重複", "内閣府"))
    assert list_verdicts(workspace) == [given, earlier]
    assert count_verdicts(current(workspace)) == 2
