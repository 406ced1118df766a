"""What programs get beside every answer: where it comes from, what it was narrowed to, its limits, and other ways."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from graph_builder.source import Bilingual
from service import equivalents
from service.downloads import version_of
from service.equivalents import Part
from service.library import notes_on
from service.narrowing import fill, iter_overlap_filters, iter_overlap_notes, note_printed
from service.opened import OpenBuild
from service.overlaps import OverlapAnswer, OverlapPair, OverlapRequest
from service.searching import DOCUMENT_NOTE
from service.views import (
    MeasureView,
    MinistryView,
    Narrowing,
    Overview,
    SearchAnswer,
    SimilarMeasure,
    TableAnswer,
    Thing,
)

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
FACING_NOTE = Bilingual(
    "{total} 組、うち府省が向き合う {facing} 組（across）。",
    "{total} pairs; in {facing} of them ministries face each other (across).",
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
    return cite(opened, answer, answer.equivalents, (*answer.remarks, *answer.notes), answer.filters)


def cite_unprinted(opened: OpenBuild, view: MinistryView) -> Cited[MinistryView]:
    """A body that the document prints as another one: what the graph says of it, and as which."""
    iri = view.thing.iri
    return cite(opened, view, {"sparql": f"DESCRIBE <{iri}>\n"}, tuple(note_printed(iri, opened.print_body(iri))))


def cite_measure(opened: OpenBuild, view: MeasureView) -> Cited[MeasureView]:
    """One measure."""
    doubts = [fill(DOUBT_NOTE, count=len(view.doubts))] if view.doubts else []
    return cite(opened, view, view.equivalents, tuple(doubts))


def cite_similar(
    opened: OpenBuild, found: tuple[SimilarMeasure, ...], number: int, limit: int
) -> Cited[tuple[SimilarMeasure, ...]]:
    """The measures near a measure."""
    return cite(opened, found, equivalents.of_similar(opened, number, limit))


def cite_draft(
    opened: OpenBuild, found: tuple[SimilarMeasure, ...], text: str, limit: int, own_ministry: str | None
) -> Cited[tuple[SimilarMeasure, ...]]:
    """The measures near a draft."""
    return cite(opened, found, equivalents.of_draft(opened, text, limit, own_ministry))


def cite_query(
    opened: OpenBuild, answer: TableAnswer, name: str, values: Mapping[str, str], part: Part
) -> Cited[TableAnswer]:
    """A part of the answer to a question of the library, asked with ``values``."""
    return cite(opened, answer, equivalents.of_query(opened, name, values, part), notes_on(opened, name, values))


def cite_overview(opened: OpenBuild, overview: Overview) -> Cited[Overview]:
    """What is in the graph, with its known gaps as notes."""
    gaps = (fill(GAP_NOTE, ja=label.ja, en=label.en or label.ja, count=count) for label, count in overview.gaps)
    return cite(opened, overview, {"cli": "sesaku describe", "sparql": CLASSES}, tuple(gaps))


def cite_overlaps(opened: OpenBuild, answer: OverlapAnswer, request: OverlapRequest) -> Cited[tuple[OverlapPair, ...]]:
    """Overlap candidates that meet a request."""
    filters = tuple(iter_overlap_filters(opened, request))
    facing = fill(FACING_NOTE, total=answer.total, facing=answer.facing)
    notes = (facing, OVERLAP_NOTE, *iter_overlap_notes(opened, request))
    return cite(opened, answer.pairs, equivalents.of_overlaps(opened, request), notes, filters)


def cite_matrix(opened: OpenBuild, matrix: Data) -> Cited[Data]:
    """Counts of overlap candidates."""
    return cite(opened, matrix, {"cli": "sesaku overlap matrix"}, (OVERLAP_NOTE,))


CLASSES = """\
SELECT ?class (COUNT(?thing) AS ?count) WHERE {
  ?thing a ?class FILTER(STRSTARTS(STR(?class), STR(sesaku:)))
} GROUP BY ?class ORDER BY DESC(?count) ?class
"""


def document_note(title: Bilingual) -> Bilingual:
    """That nothing but the document was asked."""
    return fill(DOCUMENT_NOTE, ja=title.ja, en=title.en or title.ja)
