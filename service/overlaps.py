"""The overlaps of a build's measures as every door answers them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.ministries import load_ministries
from graph_builder.records import Roadmap
from graph_builder.source import Bilingual
from ontology.errors import NotFoundError
from ontology.terms import BASE
from search.overlap.model import Kind
from search.overlap.report import Candidate, OverlapReport, Side
from service.opened import OpenBuild, count_things
from service.views import Counted, MeasureSummary, Thing
from service.workspace import Build

if TYPE_CHECKING:
    from rdflib import Dataset


@dataclass(frozen=True)
class OverlapRequest:
    """Which candidates: with that measure, between a body and a partner (slugs or names), of a kind or theme."""

    measure: int | None = None
    ministry: str | None = None
    partner: str | None = None
    kind: Kind | None = None
    across: bool = False
    theme: str | None = None
    limit: int = 10
    offset: int = 0


@dataclass(frozen=True)
class OverlapPair:
    """A candidate with both of its measures."""

    candidate: Candidate
    left: MeasureSummary
    right: MeasureSummary


@dataclass(frozen=True)
class OverlapAnswer:
    """One page of ``total`` candidates, the strongest first."""

    total: int
    pairs: tuple[OverlapPair, ...]


@dataclass(frozen=True)
class MatrixCell:
    """How many candidates have a measure of one body on one side and of the other on the other side."""

    ministry: Thing
    partner: Thing
    count: int


@dataclass(frozen=True)
class OverlapMatrix:
    """The named bodies with their candidates, and every pair of bodies that has any, the most frequent first."""

    ministries: tuple[Counted, ...]
    cells: tuple[MatrixCell, ...]


def find_in_roadmap(roadmap: Roadmap) -> OverlapReport:
    """Every candidate, cluster and repetition of ``roadmap``, strongest first; a matter of seconds."""
    from search.models import load_model
    from search.overlap.find import find_overlaps
    from service.indexes import theme_iris

    return find_overlaps(roadmap, load_model(), themes=theme_iris(roadmap))


def add_overlaps(report: OverlapReport, dataset: "Dataset", directory: Path) -> None:
    """Writes the report into ``directory`` and its statements into ``dataset``."""
    from search.overlap.statements import iter_overlap_statements, overlap_graph_iri
    from search.overlap.stored import write_overlaps

    write_overlaps(report, directory)
    graph = dataset.graph(overlap_graph_iri(report.slug))
    graph.addN((*statement, graph) for statement in iter_overlap_statements(report, load_ministries()))


def open_overlaps(build: Build) -> OverlapReport:
    """The overlap report of a build; raises StoreError when it is missing or damaged."""
    from search.overlap.stored import load_overlaps

    return load_overlaps(build.directory)


def select_overlaps(opened: OpenBuild, report: OverlapReport, request: OverlapRequest) -> OverlapAnswer:
    """The candidates that meet a request. Raises NotFoundError for an unknown ministry or measure."""
    if request.measure is not None and request.measure not in report.by_number:
        raise NotFoundError(f"施策 {request.measure} はない / there is no measure {request.measure}.")
    bodies = [_find_body(name) for name in (request.ministry, request.partner) if name is not None]
    found = [
        candidate
        for candidate in report.candidates
        if request.measure in (None, candidate.left, candidate.right)
        and request.kind in (None, candidate.kind)
        and (candidate.is_across or not request.across)
        and _is_between(report, candidate, bodies)
        and _is_on(report, candidate, request.theme)
    ]
    shown = found[request.offset : request.offset + request.limit]
    summaries = opened.summaries
    pairs = (OverlapPair(one, summaries[one.left], summaries[one.right]) for one in shown)
    return OverlapAnswer(len(found), tuple(pairs))


def count_overlaps(report: OverlapReport) -> OverlapMatrix:
    """Who has how many candidates with whom; a body and those below it are told apart as printed."""
    groups = [(_named(report.by_number[one.left]), _named(report.by_number[one.right])) for one in report.candidates]
    counts = Counter(pair for left, right in groups for pair in _pairs(left, right))
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0][0].iri, entry[0][1].iri))
    cells = tuple(MatrixCell(*pair, count) for pair, count in ordered)
    return OverlapMatrix(count_things([*left, *right] for left, right in groups), cells)


def _pairs(left: Iterable[Thing], right: Iterable[Thing]) -> set[tuple[Thing, Thing]]:
    """Each pair of bodies once, the one whose IRI comes first before the other."""
    return {(one, other) if one.iri <= other.iri else (other, one) for one, other in product(left, right)}


def _is_between(report: OverlapReport, candidate: Candidate, bodies: list[str]) -> bool:
    """Whether one body, if any is asked for, is on one side, and the second on the other."""
    left, right = report.by_number[candidate.left].bodies, report.by_number[candidate.right].bodies
    if len(bodies) < 2:
        return all(body in left or body in right for body in bodies)
    one, other = bodies
    return (one in left and other in right) or (other in left and one in right)


def _is_on(report: OverlapReport, candidate: Candidate, theme: str | None) -> bool:
    """Whether the theme (the last part of its IRI), if any is asked for, is one of a side's."""
    sides = (report.by_number[candidate.left], report.by_number[candidate.right])
    return theme is None or any(f"{BASE}theme/{theme}" in side.themes for side in sides)


def _find_body(name: str) -> str:
    """The IRI of the body that a request names. Raises NotFoundError."""
    ministries = load_ministries()
    body = ministries.by_iri.get(f"{BASE}ministry/{name}") or ministries.resolve(name)
    if body is None:
        raise NotFoundError(f"府省「{name}」はない / there is no body {name!r}. Name one as the document prints it.")
    return body.iri


def _named(side: Side) -> list[Thing]:
    found = (load_ministries().resolve(name) for name in side.named_ministries)
    return [Thing(body.iri, Bilingual(body.name, body.name_en)) for body in found if body]
