"""The names that can stand in a question: bodies, themes, and the fiscal years at hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from ontology.names import TERMS, normalise_label, unknown_term, unknown_theme
from search.tokenizer import modern

ThemeNames = Mapping[str, tuple[str, str]]
"""Names of themes, each with the theme's IRI and the name to show."""


@dataclass(frozen=True)
class NamedBody:
    """A body that a question can name: what it counts as (its IRI, or the ministry above it) and how to show that."""

    iri: str
    shown: str
    is_mapped_up: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """The names that can stand in a question: ``bodies`` and ``themes`` (label -> IRI, name), and the years at hand.

    Of two names of themes that differ in case alone the first counts.
    """

    bodies: Mapping[str, NamedBody] = field(repr=False)
    themes: ThemeNames = field(repr=False)
    fiscal_years: tuple[int, ...]

    @cached_property
    def bodies_folded(self) -> dict[str, NamedBody]:
        """The bodies by their names in any case."""
        return {name.casefold(): body for name, body in self.bodies.items()}

    @cached_property
    def body_names(self) -> tuple[tuple[str, str], ...]:
        """Every name of a body, the longest first, in small letters and as written."""
        return tuple((name.casefold(), name) for name in sorted(self.bodies, key=lambda name: (-len(name), name)))

    @cached_property
    def themes_folded(self) -> dict[str, tuple[str, str]]:
        """The themes by their names in any case."""
        return {name.casefold(): theme for name, theme in reversed(list(self.themes.items()))}

    def find_theme(self, name: str) -> tuple[str, str]:
        """The theme of that name, as `find_theme` has it."""
        return find_theme(name, self.themes)


def normal(text: str) -> str:
    """The text in NFKC and new character forms, without white space at its ends: how names are compared."""
    return modern(text).strip()


def find_theme(name: str, themes: ThemeNames) -> tuple[str, str]:
    """The IRI and the name to show of a theme, by any name of it, its IRI or the last part of that.

    Of names that differ in case or spelling alone the first counts. Raises NotFoundError.
    """
    wanted = _compared(name)
    parts = ((part, theme) for theme in themes.values() for part in (theme[0], theme[0].rpartition("/")[2]))
    for label, theme in (*parts, *themes.items()):
        if _compared(label) == wanted:
            return theme
    raise unknown_theme(name, themes)


def find_term(name: str) -> tuple[str, str]:
    """The planning term as the document prints it, twice: to filter by and to show.

    It goes by its name, its IRI or the last part of that. Raises NotFoundError.
    """
    term = TERMS.get(name.rpartition("/")[2], name)
    if term not in TERMS.values():
        raise unknown_term(name)
    return term, term


@lru_cache(maxsize=2000)
def _compared(name: str) -> str:
    return normalise_label(modern(name))
