"""What narrows a search before it ranks: ministries, years, terms, chapters, themes, numbers, exact phrases."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graph_builder.ministries import load_ministries
from search.passages import Passage
from search.tokenizer import fold

Mask = NDArray[np.bool_]
Values = tuple[str | int, ...]

FilterKind = Literal[
    "ministry",
    "only_ministry",
    "fiscal_year",
    "only_fiscal_year",
    "term",
    "only_term",
    "chapter",
    "theme",
    "measure",
    "phrase",
    "topic",
]


@dataclass(frozen=True)
class MeasureCard:
    """What search knows of a measure beside its passages.

    ``bodies`` are the IRIs of its responsible bodies and of all above them; ``themes`` are IRIs; ``squeezed`` is the
    text of all its passages as phrases are looked for in it (see `squeeze`).
    """

    number: int
    iri: str
    text: str
    page: int
    ministries: tuple[str, ...]
    bodies: tuple[str, ...]
    fiscal_years: tuple[int, ...]
    terms: tuple[str, ...]
    chapter: int
    themes: tuple[str, ...]
    squeezed: str


@dataclass(frozen=True)
class Condition:
    """A filter: the measure must have one of ``values``, or none of them; ``shown`` says so to the user.

    Of the kind ``only_ministry`` it must have them all, and no other; of ``only_fiscal_year`` some, and no other.
    """

    kind: FilterKind
    values: Values
    shown: str
    is_excluded: bool = False


@dataclass(frozen=True)
class Filters:
    """Conditions that all must hold."""

    conditions: tuple[Condition, ...] = ()

    def __or__(self, other: "Filters") -> "Filters":
        """Both sets of conditions at once."""
        return Filters(tuple(dict.fromkeys((*self.conditions, *other.conditions))))

    def __bool__(self) -> bool:
        return bool(self.conditions)

    def values(self, kind: FilterKind) -> tuple[str | int, ...]:
        """What is asked for, not excluded, of one kind."""
        asked = (one for one in self.conditions if one.kind == kind and not one.is_excluded)
        return tuple(dict.fromkeys(value for condition in asked for value in condition.values))

    def admit(self, passage: Passage) -> bool:
        """Whether the passage may stand for a measure that meets them: not a step of other bodies or years alone."""
        return passage.kind == "text" or all(
            not named.isdisjoint(asked) for asked, named in self._compared(passage) if named
        )

    def name(self, passage: Passage) -> bool:
        """Whether the passage is a step of a body and a year that are asked for, where any is."""
        compared = [] if passage.kind == "text" else list(self._compared(passage))
        return bool(compared) and all(not named.isdisjoint(asked) for asked, named in compared)

    def _compared(self, passage: Passage) -> Iterator[tuple[Values, frozenset[str | int]]]:
        """The bodies and the years that are asked for, each beside those of the passage; none that is not asked for."""
        bodies = self.values("ministry") + self.values("only_ministry")
        years = self.values("fiscal_year") + self.values("only_fiscal_year")
        if bodies:
            yield bodies, frozenset(iri for name in passage.ministries for iri in _lineage_of(name))
        if years:
            yield years, frozenset(passage.fiscal_years)


@lru_cache(maxsize=200)
def _lineage_of(name: str) -> Values:
    """The IRIs of the body that is printed so and of those above it; none where nobody is called that."""
    body = load_ministries().resolve(name)
    return load_ministries().lineage(body.iri) if body else ()


Reads = Mapping[FilterKind, Callable[[MeasureCard, str], bool]]
"""How the kinds of filters are met that a card alone does not tell: by what a measure says."""


def select(cards: Sequence[MeasureCard], filters: Filters, reads: Reads) -> Mask:
    """Which measures meet the filters, bool [measures]."""
    has_one: Mapping[FilterKind, Callable[..., bool]] = {**_HAS, **reads}
    mask = np.ones(len(cards), dtype=np.bool_)
    for condition in filters.conditions:
        meets = _HAS_ONLY.get(condition.kind) or _has_any(has_one[condition.kind])
        found = (meets(card, condition.values) for card in cards)
        mask &= np.fromiter(found, dtype=np.bool_, count=len(cards)) != condition.is_excluded
    return mask


def _has_any(has: Callable[..., bool]) -> Callable[[MeasureCard, Values], bool]:
    return lambda card, values: any(has(card, value) for value in values)


def _is_of_only(card: MeasureCard, iris: Values) -> bool:
    """Whether all the bodies, and nobody but them and those below and above them, are responsible."""
    lineage = load_ministries().lineage
    others = (
        body for body in card.bodies if not any(iri in lineage(body) or body in lineage(str(iri)) for iri in iris)
    )
    return set(iris) <= set(card.bodies) and not any(others)


def _is_in_only(card: MeasureCard, years: Values) -> bool:
    """Whether the measure has steps, and all of them in these fiscal years."""
    return bool(card.fiscal_years) and set(card.fiscal_years) <= set(years)


def squeeze(text: str) -> str:
    """The text as phrases are looked for in it: folded, without white space."""
    return "".join(fold(text).split())


_HAS: Mapping[FilterKind, Callable[..., bool]] = {
    "ministry": lambda card, iri: iri in card.bodies,
    "fiscal_year": lambda card, year: year in card.fiscal_years,
    "term": lambda card, term: term in card.terms,
    "only_term": lambda card, term: card.terms == (term,),
    "chapter": lambda card, number: number == card.chapter,
    "theme": lambda card, iri: iri in card.themes,
    "measure": lambda card, number: number == card.number,
}
_HAS_ONLY: Mapping[FilterKind, Callable[[MeasureCard, Values], bool]] = {
    "only_ministry": _is_of_only,
    "only_fiscal_year": _is_in_only,
}
