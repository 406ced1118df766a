"""What programs get beside every answer: where it comes from, what it was narrowed to, its limits, and other ways."""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from graph_builder.ministries import load_ministries
from graph_builder.source import Bilingual
from ontology.terms import BASE
from service.downloads import version_of
from service.opened import OpenBuild
from service.overlaps import OverlapRequest
from service.searching import DOCUMENT_NOTE, FACETS, TERMS
from service.views import MeasureView, Overview, QueryView, SearchAnswer, SimilarMeasure, TableAnswer, Thing

DERIVED_NOTE = Bilingual(
    "テーマと、意味による近さの値は、資料の記載ではなく、このソフトが付けたものです。",
    "Themes and scores of likeness are this software's work; the source does not state them.",
)
DOUBT_NOTE = Bilingual(
    "この施策の読み取りには、ほかの読み方もありうる箇所が{count}つあります（doubts）。",
    "The source allows another reading in {count} places of this measure; see doubts.",
)
OVERLAP_NOTE = Bilingual(
    "重なりは、文面の近さから見つけた候補であり、無駄や重複の認定ではありません。",
    "Overlaps are candidates found by how near the texts are; none is a finding of waste or of duplicate work.",
)
GAP_NOTE = Bilingual("{ja}: {count}件", "{en}: {count}")

Data = TypeVar("Data")


@dataclass(frozen=True)
class Provenance:
    """The document that an answer comes from, its licence, and the version of the data it was read from."""

    document: Thing
    licence: Thing | None
    version: str


@dataclass(frozen=True)
class Narrowing:
    """A filter in force: its kind, the value a request names it by, its label, and where it was read from."""

    kind: str
    value: str
    label: Bilingual
    source: str


@dataclass(frozen=True)
class Cited(Generic[Data]):
    """An answer with all that is needed to quote, check and repeat it."""

    data: Data
    provenance: Provenance
    filters: tuple[Narrowing, ...] = ()
    notes: tuple[Bilingual, ...] = ()
    equivalents: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=1)
def provenance_of(opened: OpenBuild) -> Provenance:
    """Where the answers of a build come from."""
    document = opened.thing(str(opened.iris.document))
    licences = opened.objects(document.iri, "http://purl.org/dc/terms/license")
    return Provenance(document, opened.thing(licences[0].value) if licences else None, version_of(opened))


def cite(
    opened: OpenBuild,
    data: Data,
    equivalents: Mapping[str, str],
    notes: tuple[Bilingual, ...] = (),
    filters: tuple[Narrowing, ...] = (),
) -> Cited[Data]:
    """Any answer of the build, with the notes that hold for all of them before its own."""
    provenance = provenance_of(opened)
    every = (document_note(provenance.document.label), DERIVED_NOTE, *notes)
    return Cited(data, provenance, filters, tuple(dict.fromkeys(every)), equivalents)


def cite_search(opened: OpenBuild, answer: SearchAnswer) -> Cited[SearchAnswer]:
    """A search's answer."""
    return cite(opened, answer, answer.equivalents, answer.notes, tuple(iter_narrowings(opened, answer)))


def cite_measure(opened: OpenBuild, view: MeasureView) -> Cited[MeasureView]:
    """One measure."""
    doubts = [_fill(DOUBT_NOTE, count=len(view.doubts))] if view.doubts else []
    return cite(opened, view, view.equivalents, tuple(doubts))


def cite_similar(
    opened: OpenBuild, found: tuple[SimilarMeasure, ...], wanted: int | str, limit: int
) -> Cited[tuple[SimilarMeasure, ...]]:
    """The measures near a measure or a draft."""
    words = ["--text", wanted] if isinstance(wanted, str) else [str(wanted)]
    return cite(opened, found, {"cli": shlex.join(["sesaku", "similar", *words, "--limit", str(limit)])})


def cite_query(
    opened: OpenBuild, query: QueryView, answer: TableAnswer, values: Mapping[str, str]
) -> Cited[TableAnswer]:
    """The answer to a question of the library, asked with ``values``."""
    options = [word for name, value in values.items() for word in (f"--{name.replace('_', '-')}", value)]
    equivalents = {"cli": shlex.join(["sesaku", "query", query.name, *options])}
    return cite(opened, answer, equivalents if query.parameters else equivalents | {"sparql": query.text})


def cite_overview(opened: OpenBuild, overview: Overview) -> Cited[Overview]:
    """What is in the graph, with its known gaps as notes."""
    gaps = (_fill(GAP_NOTE, ja=label.ja, en=label.en or label.ja, count=count) for label, count in overview.gaps)
    return cite(opened, overview, {"cli": "sesaku describe", "sparql": CLASSES}, tuple(gaps))


def cite_overlaps(opened: OpenBuild, found: Data, request: OverlapRequest) -> Cited[Data]:
    """Overlap candidates that meet a request."""
    return cite(opened, found, _ask_for_overlaps(opened, request), (OVERLAP_NOTE,))


def cite_matrix(opened: OpenBuild, matrix: Data) -> Cited[Data]:
    """Counts of overlap candidates."""
    return cite(opened, matrix, {"cli": "sesaku overlap matrix"}, (OVERLAP_NOTE,))


def _ask_for_overlaps(opened: OpenBuild, request: OverlapRequest) -> dict[str, str]:
    """The candidates as a command and, where only a measure is asked for, in SPARQL."""
    named = {
        "--measure": request.measure,
        "--ministry": _label(opened, "ministry", request.ministry),
        "--partner": _label(opened, "ministry", request.partner),
        "--theme": _label(opened, "theme", request.theme),
        "--kind": request.kind,
    }
    words = [word for option, value in named.items() if value is not None for word in (option, str(value))]
    words += ["--across"] if request.across else []
    command = shlex.join(["sesaku", "overlap", *words, "--limit", str(request.offset + request.limit)])
    is_plain = request == OverlapRequest(request.measure, limit=request.limit, offset=request.offset)
    return {"cli": command} | ({"sparql": _overlap_query(opened, request)} if is_plain else {})


def _overlap_query(opened: OpenBuild, request: OverlapRequest) -> str:
    side = f" ; sesaku:side <{opened.iris.measure(request.measure)}>" if request.measure is not None else ""
    return (
        "SELECT ?rank ?kind ?left ?right WHERE {\n"
        f"  ?candidate a sesaku:OverlapCandidate ; sesaku:rank ?rank ; sesaku:overlapKind ?kind{side} .\n"
        "  ?candidate sesaku:side/sesaku:number ?left, ?right . FILTER(?left < ?right)\n"
        f"}} ORDER BY ?rank LIMIT {request.limit} OFFSET {request.offset}\n"
    )


def _label(opened: OpenBuild, kind: str, value: str | None) -> str | None:
    """The name of what a request calls by the last part of its IRI; any other value as it is."""
    label = opened.labels.get(f"{BASE}{kind}/{value}")
    return label.ja if label else value


CLASSES = """\
SELECT ?class (COUNT(?thing) AS ?count) WHERE {
  ?thing a ?class FILTER(STRSTARTS(STR(?class), STR(sesaku:)))
} GROUP BY ?class ORDER BY DESC(?count) ?class
"""


def document_note(title: Bilingual) -> Bilingual:
    """That nothing but the document was asked."""
    return _fill(DOCUMENT_NOTE, ja=title.ja, en=title.en or title.ja)


def iter_narrowings(opened: OpenBuild, answer: SearchAnswer) -> Iterator[Narrowing]:
    """The filters that a search applied: those of the request, then those read from its question."""
    for kind in FACETS:
        value = getattr(answer.request, kind)
        if value is not None:
            yield _of_request(opened, kind, str(value))
    for piece in answer.pieces:
        yield Narrowing(piece.kind, _slug(str(piece.value)), Bilingual(piece.shown), "question")


def _of_request(opened: OpenBuild, kind: str, value: str) -> Narrowing:
    body = load_ministries().resolve(value) if kind == "ministry" else None
    iri = body.iri if body else _iri(opened, kind, value)
    return Narrowing(kind, _slug(iri), opened.thing(iri).label if iri in opened.labels else Bilingual(value), "request")


def _iri(opened: OpenBuild, kind: str, value: str) -> str:
    """The IRI that a value of a request stands for, or the value where there is none."""
    terms = {label: slug for slug, label in TERMS.items()}
    last = terms.get(value, value)
    candidates = [f"{BASE}{kind.replace('_', '-')}/{last}", f"{opened.iris.document}/{kind}/{last}"]
    return next((iri for iri in candidates if iri in opened.labels), value)


def _slug(value: str) -> str:
    return value.rpartition("/")[2] if value.startswith(BASE) else value


def _fill(text: Bilingual, **values: object) -> Bilingual:
    return Bilingual(text.ja.format(**values), (text.en or text.ja).format(**values))
