"""Search as every door offers it: the searcher's answer with summaries, facets and notes."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph_builder.ministries import load_ministries
from graph_builder.source import Bilingual
from ontology.names import TERMS
from search.bounds import RANKED
from search.filters import Filters
from search.searcher import Hit, Results
from service import equivalents
from service.asking import ask
from service.filter_names import FILTER_NAMES
from service.naming import check_source, find_body, slug_of
from service.narrowing import SEARCH_FILTERS, fill, iter_search_filters, note_printed
from service.opened import OpenBuild, with_ancestors
from service.question_notes import iter_question_notes
from service.views import Facet, FacetValue, MeasureSummary, SearchAnswer, SearchHit, SearchRequest

DOCUMENT_NOTE = Bilingual(
    "答えは「{ja}」に書かれていることだけから出しています。",
    "Answers come only from what “{en}” says.",
)
YEAR_NOTE = Bilingual(
    "年度の条件は、その年度に工程がある施策を残します。",
    "A fiscal year keeps the measures that have a step in it.",
)
CAP_NOTE = Bilingual(
    "近い順に上位{0}件までを答え、内訳もその中で数えています。条件で絞ると、その中の上位{0}件になります。",
    "These are the {0} nearest measures, and facets count those alone; a filter gives the {0} nearest that meet it.",
)


@dataclass(frozen=True)
class FacetIndex:
    """The values of a facet as requests name them: their labels, and those of each measure by its number."""

    labels: Mapping[str, Bilingual]
    of_measure: Mapping[int, tuple[str, ...]]


FACETS: Mapping[str, Bilingual] = {kind: FILTER_NAMES[kind] for kind in (*SEARCH_FILTERS, "source")}


def search(opened: OpenBuild, request: SearchRequest) -> SearchAnswer:
    """The answer to a question; without any, every measure.

    Raises NotFoundError for a filter that there is not.
    """
    check_source(opened, request.source)
    results = _ask(opened, request)
    most = RANKED if results.question.rest else len(opened.summaries)
    found = [(opened.summaries[hit.number], hit) for hit in results.hits]
    ranked: list[tuple[MeasureSummary, Hit | None]] = [*found]
    if not request.text.strip() and not results.filters:
        ranked = [(summary, None) for summary in opened.summaries.values()]
    is_capped = bool(results.question.rest) and len(ranked) == RANKED
    shown = ranked[request.offset : request.offset + request.limit]
    return SearchAnswer(
        request=request,
        pieces=results.question.pieces,
        filters=tuple(iter_search_filters(opened, request, results.question.pieces)),
        total=len(ranked),
        is_capped=is_capped,
        hits=tuple(_make_hit(rank, *entry) for rank, entry in enumerate(shown, start=request.offset + 1)),
        facets=tuple(_iter_facets(opened, [summary for summary, _ in ranked], request, results.filters)),
        corrections=results.corrections,
        concepts=results.concepts,
        confidence=results.confidence,
        is_off_topic=results.is_off_topic and not ranked,
        is_unsure=results.is_unsure and bool(found),
        relaxations=results.relaxations,
        remarks=tuple(iter_question_notes(results.question)),
        notes=tuple(_iter_notes(opened, request, results, is_capped=is_capped)),
        equivalents=equivalents.of_search(opened, request, most),
    )


def _make_hit(rank: int, summary: MeasureSummary, hit: Hit | None) -> SearchHit:
    return SearchHit(rank, hit.score if hit else None, summary, hit.evidence if hit else None)


def _ask(opened: OpenBuild, request: SearchRequest) -> Results:
    return ask(
        opened.searcher,
        request.text,
        len(opened.summaries),
        ministry=request.ministry,
        fiscal_year=request.fiscal_year,
        theme=request.theme,
        term=request.term,
        chapter=request.chapter,
        exact=request.exact,
        ignore=request.ignore,
    )


def _iter_notes(opened: OpenBuild, request: SearchRequest, results: Results, *, is_capped: bool) -> Iterator[Bilingual]:
    title = opened.thing(str(opened.iris.document)).label
    yield fill(DOCUMENT_NOTE, ja=title.ja, en=title.en or title.ja)
    if is_capped:
        yield fill(CAP_NOTE, RANKED)
    if results.filters.values("fiscal_year"):
        yield YEAR_NOTE
    for body in dict.fromkeys(_iter_bodies(request, results)):
        yield from note_printed(body, opened.print_body(body))


def _iter_bodies(request: SearchRequest, results: Results) -> Iterator[str]:
    """The IRIs of the bodies that the request names, and of those in its question that are looked for as words too."""
    if request.ministry:
        yield find_body(request.ministry)
    pieces = (piece for piece in results.question.pieces if piece.kind == "ministry" and piece.searched)
    found = (load_ministries().resolve(piece.searched) for piece in pieces)
    yield from (body.iri for body in found if body)


def _iter_facets(
    opened: OpenBuild, measures: Sequence[MeasureSummary], request: SearchRequest, filters: Filters
) -> Iterator[Facet]:
    for name, index in _index_facets(opened).items():
        counts = Counter(value for measure in measures for value in index.of_measure[measure.number])
        counted = sorted(counts.items(), key=lambda entry: _facet_order(name, *entry))
        chosen = {request.source} if name == "source" else _chosen(name, filters)
        values = (FacetValue(value, index.labels[value], count, value in chosen) for value, count in counted)
        yield Facet(name, FACETS[name], tuple(values))


@lru_cache(maxsize=2)
def _index_facets(opened: OpenBuild) -> Mapping[str, FacetIndex]:
    """The facets of a build, which every search counts in; one more build is kept while another one is opened."""
    found = {
        name: {number: dict(_facet_values(opened, name, one)) for number, one in opened.summaries.items()}
        for name in FACETS
    }
    return {
        name: FacetIndex(
            {value: label for values in by_number.values() for value, label in values.items()},
            {number: tuple(values) for number, values in by_number.items()},
        )
        for name, by_number in found.items()
    }


def _facet_values(opened: OpenBuild, name: str, measure: MeasureSummary) -> Sequence[tuple[str, Bilingual]]:
    match name:
        case "ministry":
            return [(slug_of(body.iri), body.label) for body in with_ancestors(measure.ministries)]
        case "fiscal_year":
            return [(str(year), Bilingual(f"{year}年度", f"FY{year}")) for year in measure.fiscal_years]
        case "theme":
            return [(slug_of(theme.iri), theme.label) for theme in measure.themes]
        case "term":
            return [(slug_of(term.iri), term.label) for term in measure.terms]
        case "source":
            return [(opened.iris.slug, opened.thing(str(opened.iris.document)).label)]
        case _:
            return [(slug_of(measure.chapter.iri), measure.chapter.label)]


def _facet_order(name: str, value: str, count: int) -> tuple[int, int, str]:
    """Years and chapters in their own order, all else by count."""
    is_number = name in {"fiscal_year", "chapter"}
    return (int(value) if is_number else 0, 0 if is_number else -count, value)


def _chosen(name: str, filters: Filters) -> set[str]:
    """The parameters that the request or its question asks for."""
    match name:
        case "ministry":
            return {slug_of(str(iri)) for iri in filters.values("ministry")}
        case "theme":
            return {slug_of(str(iri)) for iri in filters.values("theme")}
        case "fiscal_year":
            return set(map(str, filters.values("fiscal_year")))
        case "term":
            return {slug for slug, term in TERMS.items() if term in filters.values("term")}
        case _:
            return set(map(str, filters.values("chapter")))
