"""How names are compared, and what was perhaps meant by one that nothing bears."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from ontology.errors import NotFoundError

ALIKE = 0.5
"""Share of letters in common (difflib's ratio) from which a name comes close; Japanese names are short."""


LISTED = "`sesaku describe` lists them."


def normalise_label(label: str) -> str:
    """``label`` as it is compared: NFKC, any case, without white space."""
    return "".join(unicodedata.normalize("NFKC", label).casefold().split())


def unknown_ministry(name: str, names: Iterable[str]) -> NotFoundError:
    """The error for a ministry that is none of ``names``."""
    return NotFoundError(f"府省「{name}」はない / no such ministry. {suggest(name, names, LISTED)}")


def unknown_theme(name: str, names: Iterable[str]) -> NotFoundError:
    """The error for a theme that is none of ``names``."""
    return NotFoundError(f"テーマ「{name}」はない / no such theme. {suggest(name, names, LISTED)}")


def suggest(wanted: str, names: Iterable[str], otherwise: str) -> str:
    """Up to three of the ``names`` that come close to ``wanted``, as a hint, or ``otherwise`` where none does."""
    shown = {normalise_label(name): name for name in sorted(names)}
    near = [shown[match] for match in get_close_matches(normalise_label(wanted), shown, 3, ALIKE)]
    return f"もしかして / Did you mean {', '.join(near)}?" if near else otherwise
