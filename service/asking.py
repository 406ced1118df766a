"""A question to the searcher, within the bounds that hold at every door."""

from typing import TYPE_CHECKING, Any

from search.bounds import RANKED

if TYPE_CHECKING:
    from search.searcher import Results, Searcher


def ask(searcher: "Searcher", text: str, limit: int, **filters: Any) -> "Results":
    """The best ``limit`` measures: of those that words rank RANKED at most, of those that filters alone leave all.

    ``filters`` are those of `Searcher.search`, which says what is raised.
    """
    results = searcher.search(text, min(limit, RANKED), **filters)
    if limit <= RANKED or results.question.rest:
        return results
    return searcher.search(text, limit, **filters)
