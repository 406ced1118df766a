"""The names that can stand in a question: bodies, themes, and the fiscal years at hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ontology.names import unknown_theme
from search.tokenizer import modern


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
    themes: dict[str, tuple[str, str]] = field(repr=False)
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
        return {name.casefold(): theme for name, theme in reversed(self.themes.items())}

    def find_theme(self, name: str) -> tuple[str, str]:
        """The IRI and the name to show of a theme, by any name of it or its IRI; raises NotFoundError."""
        theme = dict(self.themes.values()).get(name)
        found = (name, theme) if theme else self.themes_folded.get(normal(name).casefold())
        if found is None:
            raise unknown_theme(name, self.themes)
        return found


def normal(text: str) -> str:
    """The text in NFKC and new character forms, without white space at its ends: how names are compared."""
    return modern(text).strip()
