"""The facet of each thesaurus concept: what a measure is about, what for, by what means, for whom."""

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Literal, get_args

from search.thesaurus import Label, Lexicon
from search.tokenizer import Token

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

    def is_naming(self, label: Label) -> bool:
        """Whether the label in a text says that the text is about its concept.

        A hidden name of a subject only helps to find it (豪州 for other regions). Goals, means and beneficiaries have
        everyday words as hidden names, since those are shown names of subjects.
        """
        return label.is_shown or self.of(label.concept) != "subject"

    def find_named(self, tokens: Sequence[Token]) -> frozenset[str]:
        """The concepts that a text of these naming tokens names (see `is_naming`).

        A label inside a longer one that is a single word (基金 in 国際交流基金) is none, unless its concept is above.
        """
        places = [
            (start, end, label)
            for start in range(len(tokens))
            for end in range(start + 1, min(start + self._lexicon.longest, len(tokens)) + 1)
            for label in self._lexicon.by_terms.get(tuple(token.normal for token in tokens[start:end]), ())
        ]
        words = [(start, end, label.concept) for start, end, label in places if _is_one_word(tokens[start:end])]
        return frozenset(
            label.concept
            for start, end, label in places
            if self.is_naming(label)
            and not any(
                first <= start
                and end <= last
                and end - start < last - first
                and label.concept not in self.with_above(longer)
                for first, last, longer in words
            )
        )

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


def _is_one_word(tokens: Sequence[Token]) -> bool:
    """Whether nothing, not even a particle, stands between the tokens."""
    return all(token.end == following.start for token, following in pairwise(tokens))
