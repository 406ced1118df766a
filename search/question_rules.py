"""How filters and polite words are written in a question: the patterns of ``questions.toml``."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources
from typing import Any

from search.tokenizer import content_terms

_NUMBER = r"(?:(?<!\d)\d{1,4}(?!\d)|[一二三四五六七八九十]{1,3})"


def matches(patterns: Iterable[str], text: str, **parts: str) -> Iterator[re.Match[str]]:
    """Every match of the patterns in ``text``, one pattern after the other; ``{name}`` in one stands for a part."""
    for pattern in patterns:
        yield from compiled(pattern, **parts).finditer(text)


@lru_cache(maxsize=200)
def compiled(pattern: str, **parts: str) -> re.Pattern[str]:
    """The pattern with its parts in place, compiled once."""
    for name, part in {"number": _NUMBER, **parts}.items():
        pattern = pattern.replace(f"{{{name}}}", part)
    return re.compile(pattern)


@lru_cache(maxsize=1)
def rules() -> dict[str, Any]:
    """The patterns by what they find."""
    return tomllib.loads(resources.files("search").joinpath("questions.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def general_words() -> frozenset[str]:
    """The words that name no subject, in normal form."""
    return frozenset(content_terms(rules()["general"]["words"]))
