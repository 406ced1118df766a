"""The facet of each thesaurus concept: what a measure is about, what for, by what means, for whom."""

from functools import cached_property
from typing import Literal, get_args

from search.thesaurus import Lexicon

Facet = Literal["subject", "goal", "means", "beneficiary"]
FACETS: tuple[Facet, ...] = get_args(Facet)

_TOPS: dict[str, Facet] = {"policy-goal": "goal", "policy-means": "means", "beneficiary": "beneficiary"}


class Facets:
    """Tells the facet of a concept by the top concept above it; all else is a subject."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._above: dict[str, tuple[str, ...]] = {}

    def of(self, concept: str) -> Facet:
        """The facet of the concept with this slug."""
        return self._facets.get(concept, "subject")

    def is_top(self, concept: str) -> bool:
        """Whether the concept only names a facet, or has nothing above it: too broad to be shared by two measures."""
        return concept not in self._lexicon.broader

    def with_above(self, concept: str) -> tuple[str, ...]:
        """The concept and every concept above it, each once."""
        if concept not in self._above:
            broader = self._lexicon.broader.get(concept, ())
            above = (each for parent in broader for each in self.with_above(parent))
            self._above[concept] = tuple(dict.fromkeys((concept, *above)))
        return self._above[concept]

    @cached_property
    def _facets(self) -> dict[str, Facet]:
        found: dict[str, Facet] = {}
        for top, facet in _TOPS.items():
            waiting = [top]
            while waiting:
                concept = waiting.pop()
                if concept not in found:
                    found[concept] = facet
                    waiting.extend(self._lexicon.narrower.get(concept, ()))
        return found
