"""A draft beside the measures of a build that it is near to."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph_builder.ministries import load_ministries
from graph_builder.records import Measure
from search.overlap.draft import NearDraft, near_draft
from search.overlap.evidence import Reader
from search.searcher import Searcher


@dataclass(frozen=True)
class Compared:
    """What drafts are compared with: the measures, the searcher over them, and the first line of each source page."""

    measures: Mapping[int, Measure]
    searcher: Searcher
    page_starts: Mapping[int, int]


def compare_draft(compared: Compared, text: str, own_ministry: str | None, limit: int) -> list[NearDraft]:
    """The ``limit`` measures nearest to a draft; with ``own_ministry`` (any name) not those of its own alone.

    Measures that it, or a body below it, is responsible for together with others are there, and said to be joint.

    Raises NotFoundError for a ministry that nobody knows.
    """
    searcher = compared.searcher
    own = _names_of(searcher.index.find_body(own_ministry)[0]) if own_ministry else []
    near = searcher.similar(text, len(compared.measures) if own else limit)
    reader = Reader(searcher.index.words.rarity, compared.page_starts)
    found = near_draft(text, near, compared.measures, reader, own)
    return [each for each, _ in zip(found, range(limit), strict=False)]


def _names_of(iri: str) -> list[str]:
    """The printed names of a body and of those below it."""
    ministries = load_ministries()
    return [body.name for body in ministries if iri in ministries.lineage(body.iri)]
