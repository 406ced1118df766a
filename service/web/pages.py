"""The pages for reading: one for each kind of thing that has more to show than its statements."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from graph_builder.doubt_names import name_doubt
from graph_builder.source import Bilingual
from ontology.errors import SesakuError
from service.browsing import sections_of
from service.core import Core
from service.naming import find_body
from service.overlap_names import KINDS
from service.overlaps import OverlapMatrix, OverlapRequest
from service.partners import list_partners, select_shared
from service.views import SearchRequest
from service.web import schema_org, tables
from service.web.overlap_pages import VERDICT_NAMES, show_pair
from service.web.parameters import core_of, value_of
from service.web.rendering import respond
from service.web.timetable import lay_out

OVERLAPS = 5
"""Overlap candidates that the page of a measure names."""


def show_measure(request: Request, number: str) -> Response:
    """One measure."""
    core = core_of(request)
    view = core.measure(int(number))
    years = sorted({year for counted in core.overview().fiscal_years for year in [int(counted.thing.iri[-4:])]})
    return respond(
        request,
        "measure.html",
        view,
        lambda: tables.of_measure(view),
        similar=_similar(core, int(number)),
        overlaps=_overlaps(core, int(number)),
        kinds=KINDS,
        verdict_names=VERDICT_NAMES,
        lanes=lay_out(view.rows, years),
        years=years,
        doubted=name_doubt,
        json_ld=schema_org.embed(schema_org.of_measure(view)),
    )


def show_ministry(request: Request, slug: str) -> Response:
    """One responsible body; only its measures with ``partner`` where the address names one."""
    view = core_of(request).ministry(slug)
    with_whom = value_of(request, "partner")
    partner = core_of(request).opened.thing(find_body(with_whom)) if with_whom else None
    total = len(view.measures)
    embedded = schema_org.embed(schema_org.of_ministry(view)) if schema_org.is_organisation(view.thing) else None
    if partner:
        view = replace(view, measures=select_shared(view.measures, partner))
    return respond(
        request,
        "ministry.html",
        view,
        lambda: tables.of_measures(view.measures),
        partners=list_partners(view, _matrix(core_of(request))),
        partner=partner,
        total=total,
        json_ld=embedded,
    )


def show_theme(request: Request, slug: str) -> Response:
    """One theme."""
    view = core_of(request).theme(slug)
    embedded = schema_org.embed(schema_org.of_concept(view))
    return respond(request, "concept.html", view, lambda: tables.of_measures(view.measures), json_ld=embedded)


def show_concept(request: Request, slug: str) -> Response:
    """One concept of the thesaurus, with the measures that search finds for it."""
    core = core_of(request)
    view = core.concept(slug)
    found = core.search(SearchRequest(view.thing.label.ja, ignore=("theme", "ministry"), limit=5)).hits
    embedded = schema_org.embed(schema_org.of_concept(view))
    return respond(request, "concept.html", view, None, json_ld=embedded, found=found)


def show_chapter(request: Request, number: str, section: str | None = None) -> Response:
    """One chapter or section."""
    view = core_of(request).chapter(int(number), int(section) if section else None)
    return respond(request, "concept.html", view, lambda: tables.of_measures(view.measures))


def show_term(request: Request, slug: str) -> Response:
    """One planning term."""
    view = core_of(request).term(slug)
    return respond(request, "concept.html", view, lambda: tables.of_measures(view.measures))


def show_fiscal_year(request: Request, year: str) -> Response:
    """One fiscal year."""
    view = core_of(request).fiscal_year(int(year))
    return respond(request, "fiscal_year.html", view, lambda: tables.of_fiscal_year(view))


def show_page(request: Request, number: str) -> Response:
    """One page of the source."""
    view = core_of(request).page(int(number))
    return respond(request, "page.html", view, lambda: tables.of_page(view))


def show_document(request: Request) -> Response:
    """The document: its chapters, sections and pages."""
    core = core_of(request)
    overview = core.overview()
    return respond(
        request,
        "document.html",
        overview,
        lambda: tables.of_counts(overview.chapters),
        description=core.describe(overview.document.iri.rpartition("/")[2]),
        sections=sections_of(core.opened),
    )


def show_ministries(request: Request) -> Response:
    """Every responsible body."""
    overview = core_of(request).overview()
    return respond(
        request,
        "list.html",
        overview.ministries,
        lambda: tables.of_counts(overview.ministries),
        title=Bilingual("担当府省", "Ministries"),
        lead=Bilingual(
            "施策の数には、下にある庁や部局の施策も含みます。", "Counts include measures of the bodies below each."
        ),
    )


def show_themes(request: Request) -> Response:
    """Every theme."""
    overview = core_of(request).overview()
    return respond(
        request,
        "list.html",
        overview.themes,
        lambda: tables.of_counts(overview.themes),
        title=Bilingual("テーマ", "Themes"),
        lead=Bilingual(
            "施策の文面に現れる語から付けたものです。各施策のページに根拠の語句を示しています。",
            "Assigned from the words of each measure; its page shows the phrases that say so.",
        ),
    )


def show_years(request: Request) -> Response:
    """Every fiscal year."""
    overview = core_of(request).overview()
    return respond(
        request,
        "list.html",
        overview.fiscal_years,
        lambda: tables.of_counts(overview.fiscal_years),
        title=Bilingual("年度", "Fiscal years"),
        lead=Bilingual("その年度に工程がある施策の数です。", "Measures with a step in the year."),
    )


def show_vocabulary(request: Request) -> Response:
    """The terms of the vocabulary."""
    terms = core_of(request).vocabulary()
    return respond(request, "vocabulary.html", terms, lambda: tables.of_terms(terms))


def show_thesaurus(request: Request) -> Response:
    """The thesaurus: its top concepts, or those whose names hold what is looked for."""
    core = core_of(request)
    wanted = (value_of(request, "q") or "").strip()[:100]
    concepts = core.find_concepts(wanted)
    return respond(request, "thesaurus.html", concepts, lambda: (("iri", "ja", "en"), (
        (one.iri, one.label.ja, one.label.en) for one in concepts)), wanted=wanted)  # fmt: skip


def show_about(request: Request) -> Response:
    """What this is, how to ask, and what to keep in mind."""
    return respond(request, "about.html", core_of(request).overview())


@dataclass(frozen=True)
class Kind:
    """A kind of IRI with a page of its own: the pattern of its path, and what shows it."""

    pattern: re.Pattern[str]
    show: Callable[..., Response]


def kinds_of(slug: str) -> tuple[Kind, ...]:
    """The kinds of pages for a document ``slug``, the first match counts."""
    patterns: Mapping[str, Callable[..., Response]] = {
        slug: show_document,
        f"{slug}/contents": show_document,
        rf"{slug}/measure/(?P<number>\d{{1,6}})": show_measure,
        rf"{slug}/overlap/(?P<left>\d{{1,6}})-(?P<right>\d{{1,6}})": show_pair,
        rf"{slug}/page/(?P<number>\d{{1,6}})": show_page,
        rf"{slug}/chapter/(?P<number>\d{{1,6}})(?:/section/(?P<section>\d{{1,6}}))?": show_chapter,
        r"ministry/(?P<slug>[a-z0-9-]+)": show_ministry,
        r"theme/(?P<slug>[a-z0-9-]+)": show_theme,
        r"concept/(?P<slug>[a-z0-9-]+)": show_concept,
        r"term/(?P<slug>[a-z0-9-]+)": show_term,
        r"fiscal-year/(?P<year>\d{4})": show_fiscal_year,
        "ministry": show_ministries,
        "theme": show_themes,
        "fiscal-year": show_years,
        "ontology": show_vocabulary,
        "thesaurus": show_thesaurus,
        "concept": show_thesaurus,
    }
    return tuple(Kind(re.compile(pattern), show) for pattern, show in patterns.items())


def _similar(core: Core, number: int) -> object:
    """Measures like that one; none where the index is out of use, so that the measure itself still shows."""
    try:
        return core.similar(number)
    except SesakuError:
        return ()


def _matrix(core: Core) -> OverlapMatrix:
    """The matrix of ministries; an empty one where the overlaps cannot be found."""
    try:
        return core.overlap_matrix()
    except SesakuError:
        return OverlapMatrix((), ())


def _overlaps(core: Core, number: int) -> object:
    """The strongest overlap candidates of that measure, with the other sides; none where they cannot be found."""
    try:
        return core.find_overlaps(OverlapRequest(measure=number, limit=OVERLAPS)).pairs
    except SesakuError:
        return ()
