"""A draft beside the measures of a build that it is near to."""

from collections.abc import Iterable, Mapping
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
    own = _names_of(own_ministry, compared.measures.values()) if own_ministry else []
    near = searcher.similar(text, len(compared.measures) if own else limit)
    reader = Reader(searcher.index.words.rarity, compared.page_starts)
    found = near_draft(text, near, compared.measures, reader, own)
    return [each for each, _ in zip(found, range(limit), strict=False)]


def _names_of(name: str, measures: Iterable[Measure]) -> list[str]:
    """The names of the body that the measures print the one called ``name`` as, and of those below it."""
    ministries = load_ministries()
    named = (body for measure in measures for body in map(ministries.resolve, measure.ministries) if body)
    at_work = {iri for body in named for iri in ministries.lineage(body.iri)}
    own = ministries.printed(ministries.find(name).iri, at_work)
    return [body.name for body in ministries if own in ministries.lineage(body.iri)]
