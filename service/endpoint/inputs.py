"""What the properties of search by meaning take: texts, numbers, and IRIs of the right kind of thing."""

import re

from ontology import BASE
from ontology.errors import QueryError
from service.endpoint.limits import Limits

INPUTS = {
    "query": "text",
    "limit": "limit",
    "ministry": "ministry",
    "fiscalYear": "fiscal_year",
    "theme": "theme",
    "term": "term",
    "chapter": "chapter",
    "exact": "exact",
    "ignore": "ignore",
    "like": "like",
}
"""The properties whose object is given, and the field of SearchRequest that each fills."""
_LARGEST = {"fiscalYear": 9999, "chapter": 999}
"""The largest number that each property takes; that of ``limit`` is a setting."""
_TEXTS = {"query", "ministry", "theme", "term", "ignore", "like"}
"""The properties that take a text."""
_IRIS = {
    "ministry": re.compile(".+"),
    "theme": re.compile(".+"),
    "term": re.compile(rf"{BASE}term/[^/]+"),
    "like": re.compile(rf"{BASE}[^/]+/measure/\d+"),
    "fiscalYear": re.compile(rf"{BASE}fiscal-year/(?P<number>\d+)"),
    "chapter": re.compile(rf"{BASE}[^/]+/chapter/(?P<number>\d+)"),
}
"""The properties that take an IRI, and how it looks."""
_NEEDED = {
    "query": "文字列が要る / a text is needed",
    "limit": "整数が要る / a whole number is needed",
    "ministry": "府省の IRI か名前が要る / the IRI or name of a ministry is needed",
    "fiscalYear": "年度の IRI か整数が要る / a fiscal year's IRI or a whole number is needed",
    "theme": "テーマの IRI か名前が要る / the IRI or name of a theme is needed",
    "term": "期の IRI か名前が要る / the IRI or name of a planning term is needed",
    "chapter": "章の IRI か整数が要る / a chapter's IRI or a whole number is needed",
    "exact": "true か false が要る / true or false is needed",
    "ignore": "文字列が要る / a text is needed",
    "like": "施策の IRI か文字列が要る / a measure's IRI or a text is needed",
}
"""What to say of a value that a property does not take."""


def read_input(name: str, kind: str, value: str, limits: Limits) -> str | int | bool:
    """What a constant means as the object of ``search:NAME``; ``kind`` is that of its token.

    Raises QueryError for one that the property does not take.
    """
    match = _IRIS[name].fullmatch(value) if kind in {"iri", "name"} and name in _IRIS else None
    largest = {**_LARGEST, "limit": limits.search_hits}
    if name in largest and (match or kind in {"string", "number"}):
        return _read_number(match["number"] if match else value, largest[name])
    if name == "exact" and value in {"true", "false"}:
        return value == "true"
    if match or (name in _TEXTS and kind == "string"):
        return _check_length(value, limits.search_draft if name == "like" else limits.search_text)
    raise QueryError(f"search:{name}: {_NEEDED[name]}")


def _check_length(value: str, most: int) -> str:
    if len(value) > most:
        raise QueryError(f"{most:,} 字まで / at most {most:,} characters")
    return value


def _read_number(value: str, largest: int) -> int:
    if not value.isascii() or not value.isdigit() or not 1 <= int(value[:9]) <= largest:
        raise QueryError(f"1 から {largest} の整数 / a whole number from 1 to {largest} is needed")
    return int(value)
