"""The overlaps of a build's measures as every door answers them: candidates with people's verdicts, and the matrix."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph_builder.ministries import load_ministries
from graph_builder.source import Bilingual
from ontology.errors import NotFoundError, QueryError
from ontology.names import unknown_measure
from search.overlap.matrix import make_matrix
from search.overlap.report import Candidate, Cluster, Kind, OverlapReport, Repetition
from search.overlap.verdicts import Verdict
from service.naming import find_body, find_theme
from service.opened import OpenBuild
from service.views import Counted, MeasureSummary, Thing
from service.workspace import Build

Verdicts = Mapping[tuple[int, int], Sequence[Verdict]]
"""The verdicts on the measures of one document, by the two numbers, the lower first."""


@dataclass(frozen=True)
class OverlapRequest:
    """Which candidates: with that measure, of a body, in which it faces a partner, of a kind or theme.

    ``across``: in which any two bodies face each other; with a ministry those in which it faces another.
    Bodies and theme by any name or by the last part of their IRI.
    """

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
    """A candidate with both of its measures, and what people found about them."""

    candidate: Candidate
    left: MeasureSummary
    right: MeasureSummary
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True)
class OverlapAnswer:
    """One page of ``total`` candidates, the strongest first; in ``facing`` of them ministries face each other."""

    total: int
    facing: int
    pairs: tuple[OverlapPair, ...]


@dataclass(frozen=True)
class NamedCell:
    """Two bodies, the one with more measures first: their candidates, and the strength of `search.overlap.matrix`."""

    ministry: Thing
    partner: Thing
    count: int
    strength: float


@dataclass(frozen=True)
class OverlapMatrix:
    """The named bodies, each with its number of measures, and every two of them that have candidates, strongest first.

    A body counts for those below it. The number of a cell is that of the candidates in which the two face each other:
    those that an OverlapRequest with ministry and partner finds.
    """

    ministries: tuple[Counted, ...]
    cells: tuple[NamedCell, ...]


def open_overlaps(build: Build) -> OverlapReport:
    """The overlap report of a build; raises StoreError when it is missing or damaged."""
    from search.overlap.stored import load_overlaps

    return load_overlaps(build.directory)


def find_candidates(report: OverlapReport, request: OverlapRequest) -> list[Candidate]:
    """Every candidate that meets a request, whatever its page.

    Raises NotFoundError for what is not there, QueryError for bodies that cannot face each other.
    """
    check_measures(report, [request.measure] if request.measure is not None else [])
    bodies = [print_body(report, iri) for iri in _find_bodies(request)]
    theme = find_theme(request.theme) if request.theme else None
    return [
        candidate
        for candidate in report.candidates
        if request.measure in (None, candidate.left, candidate.right)
        and request.kind in (None, candidate.kind)
        and (_is_facing(candidate, bodies) if request.across or len(bodies) > 1 else _is_of(report, candidate, bodies))
        and _is_on(report, candidate, theme)
    ]


def count_facing(candidates: Iterable[Candidate]) -> int:
    """In how many of the candidates ministries face each other."""
    return sum(bool(candidate.facing_pairs) for candidate in candidates)


def print_body(report: OverlapReport, iri: str) -> str:
    """The IRI of the body that the document prints a body as: itself, or the nearest above it."""
    at_work = {body for measure in report.by_number.values() for body in measure.bodies}
    return load_ministries().printed(iri, at_work)


def check_measures(report: OverlapReport, numbers: Iterable[int]) -> None:
    """Raises NotFoundError for a number that no measure of the report has."""
    for number in numbers:
        if number not in report.by_number:
            raise unknown_measure(number, max(report.by_number))


def find_candidate(report: OverlapReport, pair: tuple[int, int]) -> Candidate:
    """The candidate of two measures, in either order. Raises NotFoundError when they are none, or no measures."""
    check_measures(report, pair)
    left, right = min(pair), max(pair)
    for candidate in report.candidates:
        if (candidate.left, candidate.right) == (left, right):
            return candidate
    raise NotFoundError(
        f"施策 {left} と {right} の組は候補にない。施策 {left} の候補から選ぶ / "
        f"measures {left} and {right} are no candidate. Choose among the candidates of measure {left}."
    )


def select_clusters(report: OverlapReport, request: OverlapRequest) -> list[Cluster]:
    """The clusters with the measure and with a measure of the body asked for. Raises NotFoundError."""
    body = print_body(report, find_body(request.ministry)) if request.ministry else None
    return [
        cluster
        for cluster in report.clusters
        if (request.measure is None or request.measure in cluster.measures)
        and (body is None or any(body in report.by_number[number].bodies for number in cluster.measures))
    ]


def select_repetitions(report: OverlapReport, request: OverlapRequest) -> list[Repetition]:
    """The repetitions in the measure and by the body asked for, or one below it. Raises NotFoundError."""
    body = print_body(report, find_body(request.ministry)) if request.ministry else None
    return [
        repetition
        for repetition in report.repetitions
        if request.measure in (None, repetition.number) and (body is None or _has_body(repetition.ministries, body))
    ]


def select_overlaps(
    opened: OpenBuild, report: OverlapReport, verdicts: Verdicts, request: OverlapRequest
) -> OverlapAnswer:
    """The page of candidates that a request asks for. Raises what `find_candidates` does."""
    found = find_candidates(report, request)
    shown = found[request.offset : request.offset + request.limit]
    pairs = tuple(_make_pair(opened, verdicts, one) for one in shown)
    return OverlapAnswer(len(found), count_facing(found), pairs)


def read_pair(opened: OpenBuild, report: OverlapReport, verdicts: Verdicts, pair: tuple[int, int]) -> OverlapPair:
    """The candidate of two measures, in either order. Raises NotFoundError when they are none."""
    return _make_pair(opened, verdicts, find_candidate(report, pair))


def read_matrix(report: OverlapReport) -> OverlapMatrix:
    """Who has how many candidates with whom, and how strong they are for how much each body does."""
    matrix = make_matrix(report)
    things = {name: _thing_of(name) for name in matrix.measures}
    cells = (NamedCell(things[cell.one], things[cell.other], cell.count, cell.strength) for cell in matrix.cells)
    return OverlapMatrix(
        tuple(Counted(things[name], count) for name, count in matrix.measures.items()),
        tuple(cells),
    )


def _has_body(names: Sequence[str], wanted: str) -> bool:
    """Whether one of the printed names is that body's or of one below it."""
    ministries = load_ministries()
    bodies = (body for body in map(ministries.resolve, names) if body)
    return any(wanted in ministries.lineage(body.iri) for body in bodies)


def _make_pair(opened: OpenBuild, verdicts: Verdicts, candidate: Candidate) -> OverlapPair:
    left, right = candidate.left, candidate.right
    summaries = opened.summaries
    return OverlapPair(candidate, summaries[left], summaries[right], tuple(verdicts.get((left, right), ())))


def _find_bodies(request: OverlapRequest) -> list[str]:
    """The IRIs of the body and of the partner asked for.

    Raises NotFoundError for an unknown one, QueryError for a partner without a body or one that cannot face it.
    """
    if request.partner and not request.ministry:
        raise QueryError(
            "相手の府省だけでは探せない。府省も指定する / a partner needs the ministry that it faces. Name both."
        )
    bodies = [find_body(name) for name in (request.ministry, request.partner) if name]
    ministries = load_ministries()
    if len(bodies) == 2 and (bodies[0] in ministries.lineage(bodies[1]) or bodies[1] in ministries.lineage(bodies[0])):
        names = [ministries.by_iri[iri].name for iri in bodies]
        raise QueryError(
            f"{names[0]}と{names[1]}は同じ組織か上下の組織で、向き合わない。ほかの府省を選ぶ / "
            "a body does not face itself or one above or below it. Choose another partner."
        )
    return bodies


def _is_facing(candidate: Candidate, bodies: Sequence[str]) -> bool:
    """Whether any two bodies face each other; the one or two that are asked for among them."""
    return any(tuple(bodies) == pair[: len(bodies)] for pair in candidate.facing_pairs)


def _is_of(report: OverlapReport, candidate: Candidate, bodies: Iterable[str]) -> bool:
    """Whether the bodies asked for are on a side."""
    sides = report.by_number[candidate.left].bodies, report.by_number[candidate.right].bodies
    return all(any(body in side for side in sides) for body in bodies)


def _is_on(report: OverlapReport, candidate: Candidate, theme: str | None) -> bool:
    """Whether the theme, if any is asked for, is one of a side's."""
    sides = (report.by_number[candidate.left], report.by_number[candidate.right])
    return theme is None or any(theme in side.themes for side in sides)


def _thing_of(name: str) -> Thing:
    """The body that the document prints as ``name``."""
    body = load_ministries().resolve(name)
    return Thing(body.iri, Bilingual(body.name, body.name_en)) if body else Thing("", Bilingual(name))
