"""Verdicts keep through files, replace one another by time, and are refused in words when unusable."""

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_builder.validation import validate_statements
from search.overlap.verdict_graph import iter_statements, parse_rdf, read_verdicts, to_turtle, write_verdicts
from search.overlap.verdicts import Verdict, VerdictError, replace_verdicts

FIRST = Verdict("ip2023", 76, 88, "内閣府", "調整済", "2026-04-01T09:00:00+09:00", "abc", '経産省の行が"同文", 要確認')
SECOND = Verdict("ip2023", 76, 88, "経済産業省", "補完", "2026-04-02T00:00:00+00:00", "abc")


def test_every_form_gives_the_verdicts_back(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.nq"
    assert read_verdicts(path) == []
    write_verdicts([FIRST, SECOND], path)
    assert read_verdicts(path) == sorted([FIRST, SECOND])
    assert parse_rdf(to_turtle([FIRST, SECOND]), ox.RdfFormat.TURTLE, "v.ttl") == sorted([FIRST, SECOND])
    assert list(tmp_path.iterdir()) == [path]


def test_a_later_verdict_of_the_same_person_replaces_the_earlier() -> None:
    later = replace(FIRST, verdict="重複", at="2026-04-01T00:30:00+00:00")
    assert replace_verdicts([FIRST, SECOND], [later]) == sorted([later, SECOND])
    assert replace_verdicts([later, SECOND], [FIRST]) == sorted([later, SECOND])


def test_of_two_at_the_same_time_the_known_one_stays() -> None:
    other = replace(FIRST, note="書き換えた理由")
    assert replace_verdicts([FIRST], [other]) == [FIRST]
    assert replace_verdicts([other], [FIRST]) == [other]


@pytest.mark.parametrize("name", ["内閣府（知財）", "内閣府(知財)", "内閣府（知財\ufe00）", " 内閣府（知財） "])
def test_names_that_look_alike_are_one_person(name: str) -> None:
    known = replace(FIRST, by="内閣府（知財）")
    later = replace(FIRST, by=name, at="2026-04-02T09:00:00+09:00")
    assert replace_verdicts([known], [later]) == [later]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2026-04-01T09:00:00+09:00", "2026-04-01T00:00:00Z"),
        ("2026-04-01T00:00:00Z", "2026-04-01T00:00:00Z"),
        ("2026-04-01T00:00:10.1200004-00:30", "2026-04-01T00:30:10.12Z"),
    ],
)
def test_times_have_one_form(given: str, kept: str) -> None:
    assert replace(FIRST, at=given).at == kept


def test_a_note_has_one_kind_of_line_end() -> None:
    assert replace(FIRST, note=" 一\r\n二\r三\n四\r\n").note == "一\n二\n三\n四"


def test_verdicts_conform_to_their_shape() -> None:
    results = validate_statements(list(iter_statements(FIRST))).results
    assert [result for result in results if result.shape == "OverlapVerdict"] == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"verdict": "良い"}, "'良い' は判定でない.* / '良い' is no verdict. Use 重複、補完、調整済、無関係"),
        ({"by": " \u3000"}, "name of who gave it"),
        ({"by": "府" * 101}, "at most 100"),
        ({"by": "内閣\n府"}, r"U\+000A"),
        ({"by": "\u200b"}, r"U\+200B"),
        ({"by": "内閣府\u202e"}, r"見えない文字 U\+202E.* / the name has U\+202E"),
        ({"by": "内\u2029閣府"}, r"U\+2029"),
        ({"by": "内閣府\ue000"}, r"U\+E000"),
        ({"by": "内閣府\u0378"}, r"U\+0378"),
        ({"by": "\u3164"}, r"U\+3164"),
        ({"note": "字" * 2001}, "2000 characters; this one has 2001"),
        ({"note": "\x1b[2J"}, r"U\+001B"),
        ({"note": "安全\u202eです"}, r"U\+202E"),
        ({"note": "安全\u2067です"}, r"U\+2067"),
        ({"slug": "a/overlap/b"}, "names of a document"),
        ({"build": "x y>"}, "names of a document"),
        ({"left": 88}, "lower number first"),
        ({"at": "2026-04-01"}, "'2026-04-01': 日時でない.* / '2026-04-01' is no ISO 8601"),
        ({"at": "2026-04-01T09:00:00"}, "ISO 8601"),
        ({"at": "2026-01-01T00:00:00+09:00:30"}, "ISO 8601"),
        ({"at": "2026-W01-1T00:00:00+09:00"}, "ISO 8601"),
        ({"at": "2026-02-30T00:00:00Z"}, "ISO 8601"),
        ({"at": "0001-01-01T00:00:00+09:00"}, "ISO 8601"),
    ],
)
def test_unusable_verdicts_are_refused(change: dict[str, object], words: str) -> None:
    with pytest.raises(VerdictError, match=words):
        replace(FIRST, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize("note", ["👩\u200d💻 と確認", "متفق عليه", "見出し\n\t字下げ"])
def test_ordinary_text_may_stand_in_a_note(note: str) -> None:
    assert replace(FIRST, note=note).note == note


def test_the_longest_name_and_note_come_back_with_their_lines(tmp_path: Path) -> None:
    longest = replace(FIRST, by="府" * 100, note="字\r\n" + "字" * 1998)
    write_verdicts([longest], tmp_path / "verdicts.nq")
    assert read_verdicts(tmp_path / "verdicts.nq") == [longest]
    assert len(longest.note) == 2000


def test_unreadable_rdf_is_named() -> None:
    with pytest.raises(VerdictError, match=r"v\.ttl"):
        parse_rdf(b"not turtle", ox.RdfFormat.TURTLE, "v.ttl")
