"""What crawlers look for: the sitemap, and what they had better leave alone."""

from collections.abc import Iterator
from contextlib import suppress
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ontology import BASE
from ontology.errors import SesakuError
from search.overlap.statements import candidate_iri
from service.browsing import sections_of
from service.core import Core
from service.endpoint.routes import root_of
from service.web.parameters import core_of

FIXED = (
    "", "search", "ministry", "theme", "fiscal-year", "thesaurus", "ontology", "overlap", "overlap/matrix",
    "overlap/clusters", "overlap/inside", "overlap/verdicts", "queries", "data/", "about",
)  # fmt: skip
"""The pages that are no things of the graph."""


def show_sitemap(request: Request) -> Response:
    """The pages with content of their own as a sitemap (sitemaps.org 0.9); each names its other language itself."""
    root = root_of(request)
    entries = "\n".join(f"<url><loc>{escape(f'{root}/{path}')}</loc></url>" for path in _iter_paths(core_of(request)))
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{namespace}">\n{entries}\n</urlset>\n'
    return Response(body, media_type="application/xml")


def show_robots(request: Request) -> Response:
    """Crawlers may read pages and data, and leave the endpoint and the results alone."""
    root = root_of(request)
    return PlainTextResponse(
        f"User-agent: *\nDisallow: /sparql\nDisallow: /search?\nDisallow: /similar\n\nSitemap: {root}/sitemap.xml\n"
    )


def _iter_paths(core: Core) -> Iterator[str]:
    yield from FIXED
    yield from (f"queries/{query.name}" for query in core.queries())
    yield from (iri.removeprefix(BASE) for iri in _iter_things(core))


def _iter_things(core: Core) -> Iterator[str]:
    """The IRIs of the things that have a page made for their kind."""
    overview, opened = core.overview(), core.opened
    groups = (overview.chapters, overview.ministries, overview.themes, overview.terms, overview.fiscal_years)
    yield overview.document.iri
    yield from (counted.thing.iri for group in (*groups, *sections_of(opened).values()) for counted in group)
    yield from (summary.iri for summary in opened.summaries.values())
    yield from (str(opened.iris.page(page)) for page in opened.page_starts)
    yield from (iri for iri in sorted(opened.labels) if iri.startswith(f"{BASE}concept/"))
    with suppress(SesakuError):  # without overlaps the other pages still are there
        yield from (str(candidate_iri(opened.iris.slug, one.left, one.right)) for one in core.overlaps().candidates)
