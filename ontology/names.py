"""How names are compared, and what was perhaps meant by one that nothing bears."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from ontology.errors import NotFoundError

ALIKE = 0.5
"""Share of letters in common (difflib's ratio) from which a name comes close; Japanese names are short."""

TERMS = {"short": "短期", "medium": "中期", "long": "長期"}
"""The planning terms by the last part of their IRI."""


def normalise_label(label: str) -> str:
    """``label`` as it is compared: NFKC, any case, without white space."""
    return "".join(unicodedata.normalize("NFKC", label).casefold().split())


def unknown_ministry(name: str, names: Iterable[str]) -> NotFoundError:
    """The error for a ministry that is none of ``names``."""
    ja, en = suggest(name, names, "経済産業省、METI")
    return NotFoundError(f"府省「{name}」はない。{ja}", f"no such ministry. {en}")


def unknown_theme(name: str, names: Iterable[str]) -> NotFoundError:
    """The error for a theme that is none of ``names``."""
    ja, en = suggest(name, names, "標準、standards")
    return NotFoundError(f"テーマ「{name}」はない。{ja}", f"no such theme. {en}")


def unknown_measure(number: int | str, last: int) -> NotFoundError:
    """The error for a measure other than 1 to ``last``, or what is none by its name."""
    return NotFoundError(
        f"施策 {number} はない。1 から {last} まで", f"there is no measure {number}. Give 1 to {last}."
    )


def unknown_chapter(number: int, last: int) -> NotFoundError:
    """The error for a chapter other than 1 to ``last``."""
    return NotFoundError(f"第{number}章はない。1 から {last} まで", f"there is no chapter {number}. Give 1 to {last}.")


def unknown_fiscal_year(year: int, years: Iterable[int]) -> NotFoundError:
    """The error for a fiscal year that is none of ``years``."""
    first, *_, last = sorted(years)
    return NotFoundError(
        f"{year}年度はない。{first} から {last} まで", f"there is no fiscal year {year}. Give {first} to {last}."
    )


def unknown_term(term: str) -> NotFoundError:
    """The error for a planning term that is none of TERMS."""
    return NotFoundError(
        f"期「{term}」はない。{'・'.join(TERMS.values())}のいずれか",
        f"there is no term {term!r}. Give one of {', '.join(TERMS)}.",
    )


def suggest(wanted: str, names: Iterable[str], example: str) -> tuple[str, str]:
    """A hint in both languages: up to three of the ``names`` that come close to ``wanted``, else an ``example``."""
    shown = {normalise_label(name): name for name in sorted(names)}
    near = [shown[match] for match in get_close_matches(normalise_label(wanted), shown, 3, ALIKE)]
    if near:
        return f"もしかして {'、'.join(near)}？", f"Did you mean {', '.join(near)}?"
    return f"例：{example}。", f"For example: {example}."
