"""Files of verdicts that cannot be read are named with what to do, whatever is in them."""

from dataclasses import replace
from pathlib import Path

import pytest

from search.overlap.verdicts import Verdict, VerdictError, to_csv, to_turtle
from service.overlap_files import read_verdict_file

GIVEN = Verdict("test", 1, 2, "内閣府", "調整済", "2026-04-01T09:00:00+09:00", "f00d", '=SUM(A1), "同文"\n二行目')


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


def test_csv_may_name_the_two_measures_in_either_order(tmp_path: Path) -> None:
    path = tmp_path / "v.csv"
    path.write_text(to_csv([GIVEN]).replace("test,1,2", "test,2,1"), encoding="utf8")
    assert read_verdict_file(path) == [GIVEN]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("v.csv", to_csv([GIVEN]).encode("shift_jis"), "UTF-8"),
        ("v.csv", b"", "missing columns"),
        ("v.csv", to_csv([GIVEN]).replace("test,1,2", "test,one,2").encode(), r"v\.csv:"),
        ("v.csv", to_csv([GIVEN]).replace("2026-04-01T09:00:00+09:00", "yesterday").encode(), "ISO 8601"),
        (
            "v.csv",
            to_csv([GIVEN]).replace("同文", "字" * 300_000).encode(),
            r"v\.csv:2: CSV として読めない .*field larger",
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
        "no number",
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
