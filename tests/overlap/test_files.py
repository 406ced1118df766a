"""Files of verdicts that cannot be read are named with what to do, whatever is in them."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from search.overlap.verdict_graph import to_turtle
from search.overlap.verdicts import Verdict, VerdictError
from service.csv_tables import write_csv
from service.verdict_files import of_verdicts, parse_table, read_verdict_file

GIVEN = Verdict("test", 1, 2, "内閣府", "調整済", "2026-04-01T09:00:00+09:00", "f00d", '=SUM(A1), "同文"\n二行目')


def to_csv(verdicts: Iterable[Verdict]) -> str:
    return write_csv(*of_verdicts(verdicts))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("v.csv", to_csv([GIVEN]).encode()),
        ("v.csv", to_csv([GIVEN]).encode("utf-8-sig")),
        ("v.ttl", to_turtle([GIVEN])),
        ("v.TTL", to_turtle([GIVEN])),
    ],
    ids=["csv", "csv of a spreadsheet", "turtle", "turtle in capitals"],
)
def test_every_form_is_known_by_its_ending(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert read_verdict_file(path) == [GIVEN]


@pytest.mark.parametrize(
    "text",
    [
        "- 同じ行\n- 別の行",
        "=1+1",
        "'=1+1",
        "''=1+1",
        "'",
        "'同じ'",
        "-1",
        "'-1",
        "+81",
        "@内閣府",
        "一\n\n二",
        '"',
        ",",
        "=\t",
    ],
)
def test_a_table_gives_back_what_spreadsheets_would_run(text: str) -> None:
    given = replace(GIVEN, by=text.partition("\n")[0], note=text)
    written = to_csv([given])
    assert parse_table(written, "v.csv") == [given]
    assert to_csv(parse_table(written, "v.csv")) == written


def test_a_table_needs_no_notes_and_may_have_more_columns() -> None:
    columns, rows = of_verdicts([replace(GIVEN, note="")])
    more = write_csv([*columns[:-1], "部署"], [[*row[:-1], "知財"] for row in rows])
    assert parse_table(more, "v.csv") == [replace(GIVEN, note="")]


def test_csv_may_name_the_two_measures_in_either_order(tmp_path: Path) -> None:
    path = tmp_path / "v.csv"
    path.write_text(to_csv([GIVEN]).replace("test,1,2", "test,2,1"), encoding="utf8")
    assert read_verdict_file(path) == [GIVEN]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("v.csv", to_csv([GIVEN]).encode("shift_jis"), "UTF-8"),
        ("v.csv", b"", "the file is empty"),
        ("v.csv", b"slug,left\n", r"v\.csv:1: 列 right.* / missing columns right"),
        ("v.csv", to_csv([GIVEN]).replace("slug,", "by,slug,").encode(), "two columns by"),
        (
            "v.csv",
            to_csv([GIVEN]).replace("test,1,2", "test,one,2").encode(),
            r"v\.csv:2: 'one' は.* / 'one' is no num",
        ),
        ("v.csv", to_csv([GIVEN]).replace("test,1,2", "test,１,2").encode(), "'１' is no number"),
        ("v.csv", to_csv([GIVEN]).replace("test,1,2", "test,1_1,2").encode(), "'1_1' is no number"),
        ("v.csv", to_csv([GIVEN]).replace("内閣府", "内閣府,知財").encode(), r"v\.csv:2: .*9 fields for 8 columns"),
        ("v.csv", to_csv([GIVEN]).replace(',"', ',""').encode(), r"v\.csv:2: .*引用符.*quotation mark"),
        ("v.csv", to_csv([GIVEN])[:-3].encode(), r"v\.csv:2: .*引用符.*quotation mark"),
        ("v.csv", to_csv([GIVEN]).replace("2026-04-01T00:00:00Z", "yesterday").encode(), "ISO 8601"),
        (
            "v.csv",
            to_csv([GIVEN]).replace("同文", "字" * 300_000).encode(),
            r"v\.csv:2: CSV として読めない.*field larger",
        ),
        ("v.ttl", b"<a> <b>", r"v\.ttl"),
        ("v.ttl", to_turtle([GIVEN]).replace(b"measure/2>", b"measure/3>"), "contradict"),
        ("v.ttl", to_turtle([GIVEN]).replace(b"overlap/1-2>", b"overlap/1-3>"), "contradict"),
        ("v.ttl", to_turtle([GIVEN]).replace(b"verdict/test/1-2/", b"verdict/test/1-3/"), "contradict"),
        ("v.ttl", to_turtle([GIVEN, replace(GIVEN, left=2, right=3)]).replace(b"/2-3/", b"/1-2/"), r"v\.ttl"),
        ("v.ttl", to_turtle([GIVEN])[:-200], r"v\.ttl"),
        ("v.nq", "施策".encode("utf-16"), r"v\.nq"),
    ],
    ids=[
        "not UTF-8",
        "empty",
        "no columns",
        "a column twice",
        "no number",
        "full-width number",
        "number with a line",
        "shifted",
        "badly quoted",
        "open quotation",
        "no time",
        "long note",
        "no turtle",
        "other side",
        "other candidate",
        "other subject",
        "two in one",
        "cut off",
        "no text",
    ],
)
def test_a_bad_file_is_named_with_the_reason(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(VerdictError, match=words):
        read_verdict_file(path)
