"""The filters in force, with labels in both languages, whether a request named them or a question was read so."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph_builder.ministries import load_ministries
from graph_builder.source import Bilingual
from search.pieces import Piece
from service.naming import find_body, find_iri, slug_of
from service.opened import OpenBuild
from service.overlaps import OverlapRequest
from service.views import NarrowedValue, Narrowing, SearchRequest

SEARCH_FILTERS = ("ministry", "fiscal_year", "theme", "term", "chapter")
"""The filters of a search that leave measures out, as its request calls them."""
OVERLAP_FILTERS = ("measure", "ministry", "partner", "theme", "kind")
"""The filters of overlap candidates."""

NUMBERED: Mapping[str, Bilingual] = {
    "fiscal_year": Bilingual("{}年度", "FY{}"),
    "chapter": Bilingual("第{}章", "Chapter {}"),
    "measure": Bilingual("施策{}", "Measure {}"),
}
"""What a number is called that the graph has no label in both languages for."""

PRINTED_NOTE = Bilingual("この文書は{ja[0]}を{ja[1]}として記しています。", "This document prints {en[0]} as {en[1]}.")
"""Said of a body that no measure names, but one above it."""

FACING = NarrowedValue("true", Bilingual("府省が向き合う組", "ministries that face each other"))
ACROSS = Narrowing("across", (FACING,), "request")


def iter_search_filters(opened: OpenBuild, request: SearchRequest, pieces: Iterable[Piece]) -> Iterator[Narrowing]:
    """The filters of a search: those of the request, then those read from its question."""
    yield from _iter_chosen(opened, request, (*SEARCH_FILTERS, "source"))
    if request.exact:
        yield Narrowing("phrase", (_name_value(opened, "phrase", request.text),), "request")
    for piece in pieces:
        values = tuple(_name_value(opened, piece.kind, value) for value in piece.values)
        yield Narrowing(piece.kind, values, "question", piece.is_excluded)


def iter_overlap_filters(opened: OpenBuild, request: OverlapRequest) -> Iterator[Narrowing]:
    """The filters of overlap candidates."""
    yield from _iter_chosen(opened, request, OVERLAP_FILTERS)
    if request.across:
        yield ACROSS


def _iter_chosen(
    opened: OpenBuild, request: SearchRequest | OverlapRequest, kinds: Sequence[str]
) -> Iterator[Narrowing]:
    for kind in kinds:
        value = getattr(request, kind)
        if value is not None:
            yield Narrowing(kind, (_name_value(opened, kind, value),), "request")


def _name_value(opened: OpenBuild, kind: str, value: str | int) -> NarrowedValue:
    """The value as a request names it, with its label; a phrase or a topic is its own label."""
    if kind in {"phrase", "topic"}:
        return NarrowedValue(str(value), Bilingual(str(value), str(value)))
    kind = kind.removeprefix("only_")
    iri = find_iri(opened, kind, value)
    label = opened.thing(iri).label
    if kind in {"ministry", "partner"} and (named := find_body(str(value))) != iri:
        label = _name_both(opened.thing(named).label, label)
    if kind in NUMBERED and not label.en:
        label = fill(NUMBERED[kind], value)
    return NarrowedValue(slug_of(iri), label)


def note_printed(body: str, printed: str) -> Iterator[Bilingual]:
    """That the document prints a body as another one, where it does; both by their IRIs."""
    if printed != body:
        one, other = (load_ministries().by_iri[iri] for iri in (body, printed))
        yield fill(PRINTED_NOTE, ja=(one.name, other.name), en=(one.name_en, other.name_en))


def iter_overlap_notes(opened: OpenBuild, request: OverlapRequest) -> Iterator[Bilingual]:
    """What to know of the bodies that a request for candidates names."""
    for name in filter(None, (request.ministry, request.partner)):
        yield from note_printed(find_body(name), opened.print_body(find_body(name)))


def _name_both(one: Bilingual, other: Bilingual) -> Bilingual:
    """The names of a body and of that which the document prints it as."""
    return Bilingual(f"{one.ja} → {other.ja}", f"{one.en or one.ja} → {other.en or other.ja}")


def fill(text: Bilingual, *values: object, **named: object) -> Bilingual:
    """The text of both languages with its gaps filled."""
    return Bilingual(text.ja.format(*values, **named), (text.en or text.ja).format(*values, **named))
