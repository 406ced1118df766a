"""From a source text to the build in use: read, graph, store, validate, index, swap in."""

import gc
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.records import Roadmap
from ontology.errors import StoreError, ValidationError
from service.workspace import (
    FORMAT,
    SHIPPED,
    SHIPPED_SOURCE,
    SOURCE_COPY,
    Build,
    Manifest,
    Workspace,
    companions,
    fingerprint,
    open_workspace,
    software_version,
    staleness,
)

if TYPE_CHECKING:
    from concurrent.futures import Future

    from loky import ProcessPoolExecutor
    from pyoxigraph import Quad

    from graph_builder.source import SourceDescription
    from search.overlap.report import OverlapReport

Progress = Callable[[str], None]
"""Called with a short bilingual line at the start of each stage of a build."""

RARE_COLLECTIONS = (50_000, 20, 50)
"""Thresholds of the collector while a build runs: a fifth less time than with Python's own (700, 10, 10)."""

ORPHAN_SECONDS = 20
"""How long the second process waits for work: what ends it when this one is killed."""


def ensure_build(progress: Progress, workspace: Workspace | None = None) -> Build:
    """The build in use, made (again) first where there is none or it was made from other data or by another version.

    Its store knows every verdict. Raises what :func:`make_build` raises.
    """
    from service.judging import catch_up

    workspace = workspace or open_workspace()
    build = workspace.current()
    if build is not None and staleness(build) is None:
        return catch_up(workspace, build, progress)
    with workspace.locked(
        lambda: progress("別の処理がデータを作り終えるのを待ちます / Waiting for another build to end …")
    ):
        return _renew(workspace, progress)


def _renew(workspace: Workspace, progress: Progress) -> Build:
    """The build that another process may have made meanwhile, or a new one."""
    build = workspace.current()
    if build is None:
        return _make_first(workspace, progress)
    reason = staleness(build)
    if reason is None:
        return build
    progress(f"データを作り直します / Building the data anew: {reason}")
    if build.manifest.source == SHIPPED:
        return make_build(workspace, None, progress)
    if SOURCE_COPY in build.damaged:
        raise StoreError(
            f"{build.source}: 壊れている / damaged. "
            f"もとの工程表から作り直す / Run `sesaku build {build.manifest.source}`."
        )
    return make_build(workspace, build.source, progress, build.manifest.source)


def _make_first(workspace: Workspace, progress: Progress) -> Build:
    """A build of the roadmap that an unreadable build was made from; of the shipped one where there was none."""
    left = workspace.left_behind()
    if left is None:
        progress("初回のデータを作ります / Building the data for the first time …")
        return make_build(workspace, None, progress)
    copy, origin = left
    progress("データを作り直します / Building the data anew: 目録が壊れたか古い / manifest damaged or older")
    if origin == SHIPPED or copy.read_bytes() == SHIPPED_SOURCE.read_bytes():
        return make_build(workspace, None, progress)
    return make_build(workspace, copy, progress, origin or None)


def make_build(
    workspace: Workspace,
    source: Path | None,
    progress: Progress,
    origin: str | None = None,
    *,
    data: bytes | None = None,
) -> Build:
    """Builds from the text at ``source`` (None: the shipped roadmap) and puts the new build in use.

    ``origin`` says where the text came from when ``source`` is a build's own copy of it; ``data`` is the text where it
    has been read already. It is read once, so that a pipe will do. Raises SourceError for a text that is no roadmap,
    ValidationError for a graph that does not conform; the build in use so far then stays.
    """
    from graph_builder.integrity import find_faults
    from graph_builder.reader.effect import weigh_corrections
    from graph_builder.reader.source import load_bytes
    from graph_builder.source import describe_source
    from graph_builder.store import open_store
    from service.indexes import theme_iris
    from service.judging import add_verdicts, usable_verdicts
    from service.reading import read_source

    start = time.perf_counter()
    path = source or SHIPPED_SOURCE
    before = workspace.current()
    with _rare_collections(), workspace.new_build() as directory, _helper() as helper:
        helper.submit(_prepare)
        progress(f"読み取り / reading {path.name} …")
        data = load_bytes(path) if data is None else data
        roadmap = read_source(path, data)
        _keep_source(path, data, directory)
        themes = theme_iris(roadmap)
        overlaps = helper.submit(_find_overlaps, roadmap, themes)
        index = helper.submit(_write_index, roadmap, themes, directory / "index")
        progress("グラフ / graph …")
        description = describe_source(path, data, roadmap.slug, roadmap.title)
        quads = _build_graph(roadmap, description, overlaps, directory, progress)
        _write_graph(quads, directory, progress)
        faults = find_faults(open_store(directory / "store"))
        add_verdicts(directory, usable_verdicts(workspace, progress))
        progress("索引 / index …")
        passages = index.result()
        effect = weigh_corrections(roadmap)
        manifest = Manifest(
            format=FORMAT,
            version=software_version(),
            slug=roadmap.slug,
            title=description.title.ja,
            source=origin or (os.path.abspath(path) if source else SHIPPED),
            fingerprint=fingerprint(directory / SOURCE_COPY),
            records=sum(measure.number is not None for measure in roadmap.measures),
            relistings=sum(measure.relists is not None for measure in roadmap.measures),
            doubts=len(roadmap.doubts),
            corrections=len(roadmap.corrections),
            unused_corrections=roadmap.unused_corrections,
            steps=effect.steps,
            steps_changed_by_corrections=effect.changed_steps,
            corrected_measures=list(effect.changed),
            settled_doubts=effect.settled_doubts,
            corrections_fit=roadmap.corrections_fit,
            faults={fault.query.name: fault.rows for fault in faults},
            breaks_off=roadmap.breaks_off,
            measures_before=before.manifest.records if before and before.manifest.slug == roadmap.slug else 0,
            triples=len(quads),
            passages=passages,
            seconds=round(time.perf_counter() - start, 2),
        )
        return workspace.publish(directory, manifest)


def report_of(build: Build) -> dict[str, str | int | float | Sequence[str] | Mapping[str, int]]:
    """The closing report of a build: what was read, how sure the reader was, what was made of it.

    Without the ``corrections``, ``steps_changed_by_corrections`` of the ``steps``, in the ``corrected_measures``, are
    read otherwise; ``faults`` are the rows of the integrity questions that have any.
    """
    manifest = build.manifest
    return {
        "title": manifest.title,
        "measures": manifest.records,
        "relistings": manifest.relistings,
        "doubts": manifest.doubts,
        "corrections": manifest.corrections,
        "unused_corrections": manifest.unused_corrections,
        "steps": manifest.steps,
        "steps_changed_by_corrections": manifest.steps_changed_by_corrections,
        "corrected_measures": manifest.corrected_measures,
        "settled_doubts": manifest.settled_doubts,
        "corrections_fit": manifest.corrections_fit,
        "faults": manifest.faults,
        "breaks_off": manifest.breaks_off,
        "measures_before": manifest.measures_before,
        "triples": manifest.triples,
        "passages": manifest.passages,
        "seconds": manifest.seconds,
        "directory": str(build.directory),
    }


def _keep_source(path: Path, data: bytes, directory: Path) -> None:
    """Keeps the source text and what stands beside it, so that the build can be made anew without the original."""
    copy = directory / SOURCE_COPY
    copy.parent.mkdir()
    copy.write_bytes(data)
    for companion in companions(path):
        shutil.copyfile(companion, copy.with_name(companion.name))


def _build_graph(
    roadmap: Roadmap,
    source: "SourceDescription",
    overlaps: "Future[OverlapReport]",
    directory: Path,
    progress: Progress,
) -> "list[Quad]":
    """Writes the records, and makes the graph of what the document says and of the overlaps inferred from it."""
    from graph_builder.ministries import load_ministries
    from graph_builder.rdf import build_graph, describe_graph
    from graph_builder.records_io import to_jsonl
    from graph_builder.serialisation import canonical_quads
    from graph_builder.themes import load_themes
    from search.overlap.statements import iter_overlap_quads
    from search.overlap.stored import write_overlaps

    (directory / "records.jsonl").write_text(to_jsonl(roadmap.measures), encoding="utf8")
    quads = build_graph(roadmap, source, load_ministries(), load_themes(), software_version())
    progress("重なりの候補 / overlap candidates …")
    write_overlaps(overlaps.result(), directory)
    quads.update(iter_overlap_quads(overlaps.result(), load_ministries()))
    return canonical_quads(describe_graph(quads, source, roadmap.slug))


def _write_graph(quads: "list[Quad]", directory: Path, progress: Progress) -> None:
    """Writes the graph, its dumps and the store, and validates it."""
    from graph_builder.serialisation import serialize_nquads, write_dumps
    from graph_builder.store import write_store
    from graph_builder.validation import validate_quads

    nquads = directory / "graph.nq"
    nquads.write_bytes(serialize_nquads(quads))
    write_dumps(quads, directory / "dumps")
    write_store(nquads, directory / "store")
    progress("検証 / validating …")
    report = validate_quads(quads, str(nquads))
    if not report.conforms:
        first = report.results[0]
        raise ValidationError(
            f"SHACL に {len(report.results)} 箇所で適合しない / "
            f"the graph does not conform in {len(report.results)} places; "
            f"最初のもの / first: {first.focus}: {first.message}"
        )


@contextmanager
def _helper() -> "Iterator[ProcessPoolExecutor]":
    """A second process, which finds overlaps and writes the index beside this one; killed when the build fails."""
    from loky import ProcessPoolExecutor

    executor = ProcessPoolExecutor(max_workers=1, timeout=ORPHAN_SECONDS)
    try:
        yield executor
    finally:
        executor.shutdown(kill_workers=True)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Lets the collector of reference cycles look but rarely: a build makes much, keeps most of it, and soon ends."""
    before = gc.get_threshold()
    gc.set_threshold(*RARE_COLLECTIONS)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _prepare() -> None:
    """Loads what finding overlaps and indexing need of any roadmap, while that is still being read."""
    gc.set_threshold(*RARE_COLLECTIONS)
    from search.models import load_model
    from search.thesaurus import compile_lexicon

    for module in ("search.index", "search.overlap.find"):
        import_module(module)
    compile_lexicon()
    load_model()


def _find_overlaps(roadmap: Roadmap, themes: Mapping[int, Sequence[str]]) -> "OverlapReport":
    """Every candidate, cluster and repetition, strongest first."""
    from search.models import load_model
    from search.overlap.find import find_overlaps

    return find_overlaps(roadmap, load_model(), themes=themes)


def _write_index(roadmap: Roadmap, themes: Mapping[int, Sequence[str]], directory: Path) -> int:
    """Writes the search index for the shipped model. Returns the number of its passages."""
    from search.index import write_index
    from search.models import load_model

    return write_index(roadmap, directory, model=load_model(), themes=themes).passages
