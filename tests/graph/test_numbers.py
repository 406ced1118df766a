"""How the names of numbered things are read."""

import pytest

from ontology.errors import QueryError
from ontology.numbers import Numbered, read_fiscal_year, read_number


@pytest.mark.parametrize(
    "name", ["2024", "24", "令和6", "令和六年", "R6", "r.6", "FY2024", "ＦＹ24", "２０２４年度", "fiscal year 2024"]
)
def test_a_fiscal_year_is_read(name: str) -> None:
    assert read_fiscal_year(name) == 2024


@pytest.mark.parametrize(("name", "year"), [("1990", 1990), ("令和元年度", 2019), ("平成30年度", 2018)])
def test_a_year_need_not_be_in_the_document(name: str, year: int) -> None:
    assert read_fiscal_year(name) == year


@pytest.mark.parametrize("name", ["", "六", "2023 2024", "令和2024", "標準"])
def test_what_names_no_one_fiscal_year_is_refused(name: str) -> None:
    with pytest.raises(QueryError, match=r"年度が分からない.* / .*names no one fiscal year"):
        read_fiscal_year(name)


@pytest.mark.parametrize(
    ("kind", "name", "number"),
    [
        *(
            ("measure", name, 17)
            for name in ("17", "１７", "施策17", "施策 １７番", "№17", "No. 17", "#17", "Measure 17")
        ),
        *(("chapter", name, 3) for name in ("3", "第3章", "第三章", "３章", "Chapter 3")),
        ("chapter", "第十章", 10),
        ("measure", "17条", None),
        ("measure", "-17", None),
        ("chapter", "施策3", None),
        ("chapter", "章", None),
    ],
)
def test_a_number_is_read_from_a_name(kind: Numbered, name: str, number: int | None) -> None:
    assert read_number(kind, name) == number
