"""Verdicts on overlap candidates: durable outside the builds, and at once in the store that answers SPARQL."""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.source import Bilingual
from ontology.errors import NotFoundError, StoreError
from service.workspace import Build, Workspace

if TYPE_CHECKING:
    from search.overlap.report import OverlapReport
    from search.overlap.verdicts import Verdict

VERDICTS_NAME = "verdicts.nq"

FINGERPRINT = re.compile("[0-9a-f]{64}")
"""What the version of a build looks like (`service.workspace.fingerprint`)."""

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far the clock that dated an imported verdict may be ahead of ours."""


@dataclass(frozen=True)
class Opinion:
    """What somebody thinks of a pair: one of the verdicts, who says so, and why."""

    verdict: str
    by: str
    note: str = ""


def verdicts_path(workspace: Workspace) -> Path:
    """The one file of verdicts, outside the builds, so that it outlives them."""
    return workspace.home / VERDICTS_NAME


def stored_verdicts(workspace: Workspace) -> "list[Verdict]":
    """Every verdict of the file, sorted by pair and person. Raises StoreError, with the remedy, when it is damaged."""
    from search.overlap.verdict_graph import read_verdicts
    from search.overlap.verdicts import VerdictError

    path = verdicts_path(workspace)
    try:
        return read_verdicts(path)
    except VerdictError as problem:
        raise StoreError(*_with_remedy(workspace, problem.ja, problem.en)) from problem
    except OSError as problem:
        words = f"{path}: 読めない（{problem.strerror}）。", f"{path} cannot be read ({problem.strerror})."
        raise StoreError(*_with_remedy(workspace, *words)) from problem


def _with_remedy(workspace: Workspace, ja: str, en: str) -> tuple[str, str]:
    """What is wrong with the file of verdicts, and from where they can be had again, in both languages."""
    build = workspace.current()
    copy = build.directory / VERDICTS_NAME if build else None
    if copy and _read_bytes(copy):
        return (
            f"{ja} このファイルを別の所に取っておき、{copy} を写して代わりに置く",
            f"{en} Put the file aside, and copy {copy} in its place.",
        )
    return (
        f"{ja} このファイルを別の所に取っておき、最後に書き出した判定を取り込む（sesaku overlap verdicts import）",
        f"{en} Put the file aside, and take in your last export (`sesaku overlap verdicts import`).",
    )


def list_verdicts(workspace: Workspace) -> "list[Verdict]":
    """Every verdict that the build in use knows, as its graph does, whatever became of the file since.

    Raises StoreError when the build is damaged.
    """
    from search.overlap.verdict_graph import read_verdicts
    from search.overlap.verdicts import VerdictError

    build = workspace.current()
    try:
        return read_verdicts(build.directory / VERDICTS_NAME) if build else []
    except VerdictError as problem:
        raise StoreError(f"{problem} Run `sesaku build`.") from problem


def usable_verdicts(workspace: Workspace, progress: Callable[[str], None]) -> "list[Verdict]":
    """Those of the file; where it is damaged, which is said, those that the build in use knows."""
    try:
        return stored_verdicts(workspace)
    except StoreError as problem:
        progress(str(problem))
    with suppress(StoreError):
        return list_verdicts(workspace)
    return []


def group_verdicts(verdicts: "Iterable[Verdict]", slug: str) -> "dict[tuple[int, int], Sequence[Verdict]]":
    """The verdicts on the document ``slug`` by the two measures, the lower number first."""
    grouped: dict[tuple[int, int], Sequence[Verdict]] = {}
    for verdict in verdicts:
        if verdict.slug == slug:
            pair = (verdict.left, verdict.right)
            grouped[pair] = [*grouped.get(pair, ()), verdict]
    return grouped


def judge(workspace: Workspace, build: Build, pair: tuple[int, int], opinion: Opinion) -> "Verdict":
    """Stores a verdict of now on a candidate of ``build``; it replaces the same person's earlier one.

    Raises NotFoundError for a number without measure or a pair that is no candidate, VerdictError for a verdict that
    cannot be used, and where the one stored is dated later, so that it would stay; StoreError when the file of verdicts
    is damaged.
    """
    from search.overlap.verdicts import Verdict, VerdictError
    from service.overlaps import find_candidate, open_overlaps

    report = open_overlaps(build)
    candidate = find_candidate(report, pair)
    given = Verdict(
        slug=report.slug,
        left=candidate.left,
        right=candidate.right,
        by=opinion.by,
        verdict=opinion.verdict,
        at=datetime.now(UTC).isoformat(),
        build=build.manifest.fingerprint,
        note=opinion.note,
    )
    if given not in store_verdicts(workspace, [given]):
        raise VerdictError(
            f"{given.by} の、より新しい日時の判定があり、今の判定は入っていない。時計と判定の一覧を確かめる / "
            f"not stored: there is a verdict by {given.by} with a later time. Check the clock and the verdicts."
        )
    return given


def import_verdicts(workspace: Workspace, build: Build, verdicts: "Sequence[Verdict]") -> int:
    """Adds verdicts from elsewhere and says how many are new; older ones than those known stay out.

    A pair need be no candidate any more: what people found on an earlier build is kept.
    Those known already are passed over. Raises, and adds none, NotFoundError when one is on a measure that the build's
    document does not have, VerdictError when one is on another document, dated before it or in the future, or names
    its build by what is no fingerprint.
    """
    from service.overlaps import open_overlaps

    report, known = open_overlaps(build), set(stored_verdicts(workspace))
    for verdict in set(verdicts) - known:
        _check_import(report, verdict)
    return len(set(store_verdicts(workspace, verdicts)) - known)


def _check_import(report: "OverlapReport", verdict: "Verdict") -> None:
    from search.overlap.verdicts import VerdictError
    from service.overlaps import check_measures

    fault = _find_fault(report, verdict)
    if fault:
        pair = f"{verdict.left} × {verdict.right}"
        raise VerdictError(
            f"施策 {pair}（{verdict.by}）: {fault.ja} / the verdict of {verdict.by} on measures {pair} {fault.en}"
        )
    check_measures(report, (verdict.left, verdict.right))


def _find_fault(report: "OverlapReport", verdict: "Verdict") -> Bilingual | None:
    """Why a verdict from elsewhere cannot be one on the report, if it cannot."""
    moment = datetime.fromisoformat(verdict.at)
    if verdict.slug != report.slug:
        return Bilingual(
            f"文書 {verdict.slug} の判定で、いまの文書は {report.slug}。その文書を先に構築する",
            f"is on the document {verdict.slug}; here is {report.slug}. Build that document first.",
        )
    if moment > datetime.now(UTC) + CLOCK_TOLERANCE:
        return Bilingual(
            f"日時 {verdict.at} が未来。日時を直す", f"is dated {verdict.at}, in the future. Correct the time."
        )
    if moment.year < _earliest_year(report):
        return Bilingual(
            f"日時 {verdict.at} が文書より前。日時を直す",
            f"is dated {verdict.at}, before there was the document. Correct the time.",
        )
    if not FINGERPRINT.fullmatch(verdict.build):
        return Bilingual(
            f"{verdict.build} は版の指紋でない。`sesaku overlap verdicts export` の 64 桁にする",
            f"names its build {verdict.build}, which is no fingerprint. "
            "Give the 64 hexadecimal digits of `sesaku overlap verdicts export`.",
        )
    return None


def _earliest_year(report: "OverlapReport") -> int:
    """The calendar year before the first fiscal year of the document: nobody plans it, or judges the plan, earlier."""
    return min((year for side in report.sides for year in side.fiscal_years), default=1) - 1


def withdraw(workspace: Workspace, build: Build, pair: tuple[int, int], by: str) -> None:
    """Takes back what ``by`` found about two measures of the build's document, be they a candidate still or not.

    It is gone from the file, the graph and every export. Raises NotFoundError where there is no such verdict.
    """
    from search.overlap.verdicts import LONGEST_NAME, fold_name

    left, right = min(pair), max(pair)
    key = (build.manifest.slug, left, right, fold_name(by))

    def drop(known: "list[Verdict]") -> "list[Verdict]":
        kept = [verdict for verdict in known if verdict.key != key]
        if len(kept) == len(known):
            name = by[:LONGEST_NAME]
            raise NotFoundError(
                f"施策 {left} × {right} に {name} の判定はない。判定の一覧で組と名を確かめる / "
                f"there is no verdict by {name} on measures {left} and {right}. Look it up among the verdicts."
            )
        return kept

    _change_verdicts(workspace, drop)


def store_verdicts(workspace: Workspace, verdicts: "Iterable[Verdict]") -> "list[Verdict]":
    """Adds verdicts to the file and the build in use. Raises StoreError when the file is damaged, and leaves it so.

    Returns all that are in the file then: of two by one person on one pair the later.
    """
    from search.overlap.verdicts import replace_verdicts

    return _change_verdicts(workspace, lambda known: replace_verdicts(known, verdicts))


def _change_verdicts(workspace: Workspace, change: "Callable[[list[Verdict]], list[Verdict]]") -> "list[Verdict]":
    """Changes the verdicts in the file, then puts a copy of the current build in use whose store knows them.

    The file is replaced first and durably: whatever stops this later, the next build takes the verdicts from it, as
    after a build that is damaged. A new build directory, not a changed one, because readers may have the current store
    open.
    """
    from search.overlap.verdict_graph import write_verdicts

    with workspace.new_build() as directory:
        kept = change(stored_verdicts(workspace))
        write_verdicts(kept, verdicts_path(workspace))
        build = workspace.current()
        if build is None or build.damaged:
            shutil.rmtree(directory)
            return kept
        _clone(build.directory, directory)
        add_verdicts(directory, kept)
        workspace.publish(directory, build.manifest)
        return kept


def catch_up(workspace: Workspace, build: Build, progress: Callable[[str], None]) -> Build:
    """A build whose store knows every verdict of the file: ``build`` itself, or a copy made now and put in use.

    They differ where a process was killed between writing the file and putting the copy in use. A damaged file of
    verdicts is said, and keeps nobody from the rest of the data.
    """
    if _knows_all(workspace, build):
        return build
    try:
        with workspace.locked():
            if not _knows_all(workspace, workspace.current() or build):
                stored_verdicts(workspace)  # says what is wrong before it says what it does
                progress("判定をグラフに入れます / Taking verdicts into the graph …")
                store_verdicts(workspace, [])
    except StoreError as problem:
        progress(str(problem))
    return workspace.current() or build


def _knows_all(workspace: Workspace, build: Build) -> bool:
    """Whether the build took its verdicts from the file as it is now."""
    now, then = (_read_bytes(path) for path in (verdicts_path(workspace), build.directory / VERDICTS_NAME))
    return now == then


def _read_bytes(path: Path) -> bytes | None:
    """What is in a file: nothing in one that is not there, None where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError:
        return None


def add_verdicts(directory: Path, verdicts: "Sequence[Verdict]") -> None:
    """Replaces the verdicts in the store of a build that is not yet in use, and keeps a copy of them there."""
    import pyoxigraph as ox

    from search.overlap.verdict_graph import VERDICT_GRAPH, make_quads, write_verdicts

    store = ox.Store(str(directory / "store"))
    store.remove_graph(ox.NamedNode(str(VERDICT_GRAPH)))
    store.extend(make_quads(verdicts))
    store.flush()
    write_verdicts(verdicts, directory / VERDICTS_NAME)


def _clone(source: Path, target: Path) -> None:
    """Copies a build but for its manifest: files that never change as hard links, the store as files of its own."""
    shutil.copytree(source / "store", target / "store")
    for entry in source.iterdir():
        if entry.is_dir() and entry.name != "store":
            shutil.copytree(entry, target / entry.name, copy_function=_link)
        elif entry.is_file() and entry.name != "manifest.json":
            _link(str(entry), str(target / entry.name))


def _link(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target
