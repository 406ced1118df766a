"""A phrase as a regular expression that finds it in any width and case, whatever white space stands between."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache

from ontology.names import normalise_label

_SPACE = "[\\s\u3000]*"
_SPECIAL = frozenset(r"\.|?*+()[]{}^$-")
# Where Unicode has the characters that NFKC or case folding turns into others: up to the CJK compatibility block, and
# from the compatibility ideographs to the half- and full-width forms.
_SYMBOLS, _FORMS = range(0x20, 0x3400), range(0xF900, 0xFFF0)


def phrase_pattern(phrase: str) -> str:
    """The pattern, for SPARQL's REGEX, of every text that `normalise_label` does not tell from ``phrase``.

    Empty for a phrase of white space.
    """
    return _SPACE.join(
        _any_of(dict.fromkeys(character + _spellings().get(character, ""))) for character in normalise_label(phrase)
    )


@cache
def _spellings() -> Mapping[str, str]:
    """By a character of compared labels, the single ones that it stands for."""
    spellings: dict[str, str] = defaultdict(str)
    for code in (*_SYMBOLS, *_FORMS):
        spellings[normalise_label(chr(code))] += chr(code)
    return spellings


def _any_of(characters: Collection[str]) -> str:
    escaped = "".join(f"\\{one}" if one in _SPECIAL else one for one in characters)
    return escaped if len(characters) == 1 else f"[{escaped}]"
