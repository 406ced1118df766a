"""Measures, chapters and fiscal years by the names of their numbers: 施策17, №17, 第3章, 令和6年度, FY2024."""

import re
from typing import Literal

from ontology.errors import QueryError
from ontology.names import normalise_label

Numbered = Literal["measure", "chapter", "fiscal-year"]

YEAR_BEFORE = {"令和": 2018, "平成": 1988, "r": 2018}
"""The year before the first of an era."""
CENTURY = 2000
"""What a year of two digits counts from."""

_KANJI = "[一二三四五六七八九十]{1,3}"
_NAMES = {
    "measure": r"(?:施策|項目|measure)?(?:番号|number|no\.?|#)?(?P<number>\d{1,4})番?",
    "chapter": rf"(?:第|chapter)?(?P<number>\d{{1,4}}|{_KANJI})章?",
    "fiscal-year": rf"(?:(?P<era>令和|平成|r)\.?(?P<of_era>元|\d{{1,2}}|{_KANJI})|(?:fy|fiscalyear)?"
    r"(?P<number>\d{4}|\d\d))(?:年度?)?",
}
"""How the things of each kind are called, compared as `normalise_label` makes them."""
_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}


def read_number(kind: Numbered, name: str) -> int | None:
    """The number of the thing that is called so, which need not be there; None where it is no name of that kind."""
    match = re.fullmatch(_NAMES[kind], normalise_label(name))
    if match is None:
        return None
    parts = match.groupdict()
    if parts.get("of_era"):
        return year_of_era(parts["era"], parts["of_era"])
    number = integer(match["number"])
    return number + CENTURY if kind == "fiscal-year" and number < 100 else number


def read_fiscal_year(name: str) -> int:
    """The fiscal year that is called so, one of the document's or not. Raises QueryError for another name."""
    year = read_number("fiscal-year", name)
    if year is None:
        raise QueryError(
            f"{name[:40]!r}: 年度が分からない。2024、令和6、FY2024 のように",
            f"{name[:40]!r} names no one fiscal year. Give it as 2024 or FY2024.",
        )
    return year


def year_of_era(era: str, year: str) -> int:
    """The year in our reckoning of one of an era (元 is the first)."""
    return YEAR_BEFORE[era] + (1 if year == "元" else integer(year))


def integer(text: str) -> int:
    """Arabic digits or kanji numerals below one hundred as a number."""
    if text.isdigit() and text.isascii():
        return int(text)
    tens, has_tens, units = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if has_tens else 0) + _DIGITS.get(units, 0)
