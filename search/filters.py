"""What narrows a search before it ranks: ministries, years, terms, chapters, themes, numbers, exact phrases."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from search.tokenizer import fold

Mask = NDArray[np.bool_]


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
class Filters:
    """Conditions that all must hold: every ministry, year, term, theme and phrase, and one of the chapters and numbers.

    ``only_terms`` are the only terms that it may have.
    """

    ministries: tuple[str, ...] = ()
    fiscal_years: tuple[int, ...] = ()
    terms: tuple[str, ...] = ()
    only_terms: tuple[str, ...] = ()
    chapters: tuple[int, ...] = ()
    themes: tuple[str, ...] = ()
    measures: tuple[int, ...] = ()
    phrases: tuple[str, ...] = ()

    def __or__(self, other: "Filters") -> "Filters":
        """Both sets of conditions at once."""
        both = {name: (*getattr(self, name), *getattr(other, name)) for name in _names()}
        return Filters(**{name: tuple(dict.fromkeys(values)) for name, values in both.items()})

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in _names())

    def iter_relaxed(self) -> Iterator[tuple[str, "Filters"]]:
        """Each way to drop one kind of condition: its name, and the filters without it."""
        for name in _names():
            if getattr(self, name):
                yield name, replace(self, **{name: ()})


def select(cards: Sequence[MeasureCard], filters: Filters) -> Mask:
    """Which measures meet the filters, bool [measures]."""
    if not filters:
        return np.ones(len(cards), dtype=np.bool_)
    phrases = tuple(map(squeeze, filters.phrases))
    return np.fromiter((_meets(card, filters, phrases) for card in cards), dtype=np.bool_, count=len(cards))


def squeeze(text: str) -> str:
    """The text as phrases are looked for in it: folded, without white space."""
    return "".join(fold(text).split())


def _meets(card: MeasureCard, filters: Filters, phrases: Sequence[str]) -> bool:
    return (
        set(filters.ministries) <= set(card.bodies)
        and set(filters.fiscal_years) <= set(card.fiscal_years)
        and set(filters.terms) <= set(card.terms)
        and (not filters.only_terms or set(filters.only_terms) == set(card.terms))
        and set(filters.themes) <= set(card.themes)
        and (not filters.chapters or card.chapter in filters.chapters)
        and (not filters.measures or card.number in filters.measures)
        and all(phrase in card.squeezed for phrase in phrases)
    )


def _names() -> tuple[str, ...]:
    return tuple(field.name for field in fields(Filters))
