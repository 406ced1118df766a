"""A draft beside the measures of a build that it is near to."""

from collections.abc import Mapping

from graph_builder.ministries import load_ministries
from graph_builder.records import Measure
from search.overlap.draft import NearDraft, near_draft
from search.searcher import Searcher
from service.naming import find_body


def compare_draft(
    measures: Mapping[int, Measure], searcher: Searcher, text: str, own_ministry: str | None, limit: int
) -> list[NearDraft]:
    """The ``limit`` measures nearest to a draft; with ``own_ministry`` (any name) others' ones alone.

    Measures that it, or a body below it, is responsible for together with others are left out too.

    Raises NotFoundError for a ministry that nobody knows.
    """
    own = _names_of(own_ministry) if own_ministry else []
    near = searcher.similar(text, len(measures) if own else limit)
    found = near_draft(text, near, measures, searcher.index.words.rarity, own)
    return [each for each, _ in zip(found, range(limit), strict=False)]


def _names_of(name: str) -> list[str]:
    """The printed names of a body and of those below it."""
    ministries, wanted = load_ministries(), find_body(name)
    return [body.name for body in ministries if wanted in ministries.lineage(body.iri)]
