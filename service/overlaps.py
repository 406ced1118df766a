"""The overlaps of a build's measures as the core answers them."""

from graph_builder.records import Roadmap
from search.overlap.report import OverlapReport
from service.opened import OpenBuild


def read_overlaps(opened: OpenBuild) -> OverlapReport:
    """Every candidate, cluster and repetition in the build's document, strongest first; a matter of seconds."""
    from search.models import load_model
    from search.overlap.find import find_overlaps

    themes = {number: tuple(theme.iri for theme in one.themes) for number, one in opened.summaries.items()}
    return find_overlaps(_roadmap_of(opened), load_model(), themes=themes)


def _roadmap_of(opened: OpenBuild) -> Roadmap:
    """The records of the build as the comparison takes them: it reads the measures alone."""
    manifest = opened.build.manifest
    years = sorted({year for one in opened.summaries.values() for year in one.fiscal_years})
    return Roadmap(
        slug=manifest.slug,
        title=manifest.title,
        edition=years[0],
        fiscal_years=tuple(years),
        page_count=len(opened.page_starts),
        measures=opened.records,
        headings=(),
        fragments=(),
    )
