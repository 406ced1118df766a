"""A verdict is durable outside the builds and at once in the store of a new build directory."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyoxigraph as ox
import pytest

from graph_builder.store import open_store, write_store
from ontology.errors import NotFoundError, SesakuError
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
    verdicts_path,
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
        add_verdicts(workspace, directory)
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


def test_a_damaged_file_of_verdicts_is_said_and_the_rest_answers(workspace: Workspace) -> None:
    said = list[str]()
    verdicts_path(workspace).write_text("<a> <b>", encoding="utf8")
    assert catch_up(workspace, current(workspace), said.append) == current(workspace)
    assert "verdicts.nq" in said[-1]


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ((5, 1), r"候補にない.* are no candidate.*candidates of measure 1"),
        ((99, 1), r"施策 99 はない / there is no measure 99"),
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
