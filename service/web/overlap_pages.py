"""Overlap between ministries: ranked candidates side by side, clusters, repetition, the matrix and the network."""

from dataclasses import dataclass, replace
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from graph_builder.pages import cite_places
from graph_builder.source import Bilingual
from search.overlap.report import Candidate, Cluster, Kind, Quote
from search.overlap.verdicts import LONGEST_NAME, LONGEST_NOTE, VERDICTS
from service.core import Core
from service.csv_tables import Table
from service.endpoint.protocol import RequestError
from service.judging import Opinion
from service.narrowing import iter_overlap_notes
from service.overlap_names import CONTRIBUTIONS, FACETS, KINDS, REPETITIONS
from service.overlap_tables import of_candidates, of_matrix
from service.overlaps import OverlapRequest, select_repetitions
from service.views import MeasureSummary
from service.web import pictures
from service.web.language import Code
from service.web.parameters import core_of, count_pages, number_of, value_of
from service.web.rendering import respond

SHOWN = 10
"""Candidates on one page."""

VERDICT_NAMES = {name: Bilingual(name, slug) for name, slug in VERDICTS.items()}
"""The verdicts that can be given."""


@dataclass(frozen=True)
class ClusterView:
    """A cluster with its measures."""

    cluster: Cluster
    measures: tuple[MeasureSummary, ...]


@dataclass(frozen=True)
class Entered:
    """What the form for a verdict holds when it is shown, and what was wrong with it, a line a language."""

    opinion: Opinion
    fault: tuple[tuple[Code, str], ...] = ()
    status: int = 200


NOTHING = Entered(Opinion("", ""))
"""A form that nobody has filled in."""


def routes() -> list[BaseRoute]:
    """The pages of this part."""
    return [
        Route("/overlap", show_overlaps),
        Route("/overlap/clusters", show_clusters),
        Route("/overlap/inside", show_repetitions),
        Route("/overlap/matrix", show_matrix),
    ]


def show_overlaps(request: Request) -> Response:
    """Ranked candidates, narrowed by measure, bodies, theme, kind; as CSV all of them, whatever the page."""
    core, read = core_of(request), partial(value_of, request)
    page = number_of(read("page"), "page") or 1
    asked = replace(
        _read_filters(request),
        partner=read("partner"),
        kind=_kind_of(read("kind")),
        across=bool(read("across")),
        theme=read("theme"),
        offset=(page - 1) * SHOWN,
    )
    answer = core.find_overlaps(asked)
    return respond(
        request,
        "overlap.html",
        answer,
        lambda: _list_all(core, asked),
        asked=asked,
        page=page,
        pages=count_pages(page, answer.total, SHOWN),
        notes=tuple(iter_overlap_notes(core.opened, asked)),
        overview=core.overview(),
        kinds=KINDS,
        verdict_names=VERDICT_NAMES,
        facets=FACETS,
    )


def _read_filters(request: Request) -> OverlapRequest:
    """The measure and the body that candidates or repetitions are narrowed to."""
    measure = number_of(value_of(request, "measure"), "measure")
    return OverlapRequest(measure=measure, ministry=value_of(request, "ministry"), limit=SHOWN)


def _kind_of(text: str | None) -> Kind | None:
    """A kind of candidates. Raises RequestError (400) for any other text."""
    if text and text not in KINDS:
        raise RequestError(400, f"kind は {'、'.join(KINDS)} のどれか / kind must be one of {', '.join(KINDS)}.")
    return next((kind for kind in KINDS if kind == text), None)


def _list_all(core: Core, asked: OverlapRequest) -> Table:
    """Every candidate that meets the filters."""
    report = core.overlaps()
    answer = core.find_overlaps(replace(asked, offset=0, limit=len(report.candidates)))
    return of_candidates(report, [(pair.candidate, pair.verdicts) for pair in answer.pairs])


def show_pair(request: Request, left: str, right: str, entered: Entered = NOTHING) -> Response:
    """One candidate: both measures side by side with all the evidence, what people found, and the form for more."""
    core = core_of(request)
    pair = core.overlap(int(left), int(right))
    return respond(
        request,
        "overlap_pair.html",
        pair,
        lambda: of_passages(pair.candidate),
        verdict_names=VERDICT_NAMES,
        token=request.app.state.guard.token,
        entered=entered,
        longest_name=LONGEST_NAME,
        longest_note=LONGEST_NOTE,
        status=entered.status,
        kinds=KINDS,
        facets=FACETS,
        contributions=CONTRIBUTIONS,
    )


def show_clusters(request: Request) -> Response:
    """Groups of measures that are alike one with another."""
    core = core_of(request)
    summaries = core.opened.summaries
    views = tuple(
        ClusterView(cluster, tuple(summaries[number] for number in cluster.measures))
        for cluster in core.overlaps().clusters
    )
    rows = [(view.cluster.rank, one.number, one.text, view.cluster.score) for view in views for one in view.measures]
    return respond(request, "overlap_clusters.html", views, lambda: (("cluster", "number", "text", "score"), rows))


def show_repetitions(request: Request) -> Response:
    """Ministries inside one measure whose steps are the same or nearly so, narrowed by measure and body."""
    core, asked = core_of(request), _read_filters(request)
    found = select_repetitions(core.overlaps(), asked)
    rows = [
        (one.number, one.kind, "、".join(one.ministries), " / ".join(one.texts), cite_places(one.places))
        for one in found
    ]
    return respond(
        request,
        "overlap_inside.html",
        found,
        lambda: (("number", "kind", "ministries", "texts", "places"), rows),
        repetitions=REPETITIONS,
        asked=asked,
        overview=core.overview(),
    )


def show_matrix(request: Request) -> Response:
    """Ministry by ministry, as heat map, network and table."""
    matrix = core_of(request).overlap_matrix()
    return respond(
        request,
        "overlap_matrix.html",
        matrix,
        lambda: of_matrix(matrix),
        heat=pictures.draw_heat_map(matrix),
        network=pictures.draw_network(matrix),
        likely=pictures.LIKELY,
    )


def of_passages(candidate: Candidate) -> Table:
    """One line a pair of passages."""
    columns = ("likeness", "left", "left_places", "right", "right_places", "phrases")
    rows = ((one.likeness, *_cite(one.left), *_cite(one.right), "、".join(one.phrases)) for one in candidate.passages)
    return columns, rows


def _cite(quote: Quote) -> tuple[str, str]:
    return quote.text, cite_places(quote.places)
