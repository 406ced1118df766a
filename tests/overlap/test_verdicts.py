"""Verdicts keep through files, replace one another by time, and are refused in words when unusable."""

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_builder.validation import validate_statements
from search.overlap.verdicts import (
    Verdict,
    VerdictError,
    iter_statements,
    parse_csv,
    parse_rdf,
    read_verdicts,
    replace_verdicts,
    to_csv,
    to_turtle,
    write_verdicts,
)

FIRST = Verdict("ip2023", 76, 88, "内閣府", "調整済", "2026-04-01T09:00:00+09:00", "abc", '経産省の行が"同文", 要確認')
SECOND = Verdict("ip2023", 76, 88, "経済産業省", "補完", "2026-04-02T00:00:00+00:00", "abc")


def test_every_form_gives_the_verdicts_back(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.nq"
    assert read_verdicts(path) == []
    write_verdicts([FIRST, SECOND], path)
    assert read_verdicts(path) == sorted([FIRST, SECOND])
    assert parse_csv(to_csv([FIRST, SECOND]), "v.csv") == sorted([FIRST, SECOND])
    assert parse_rdf(to_turtle([FIRST, SECOND]), ox.RdfFormat.TURTLE, "v.ttl") == sorted([FIRST, SECOND])
    assert list(tmp_path.iterdir()) == [path]


def test_a_later_verdict_of_the_same_person_replaces_the_earlier() -> None:
    later = replace(FIRST, verdict="重複", at="2026-04-01T00:30:00+00:00")
    assert replace_verdicts([FIRST, SECOND], [later]) == sorted([later, SECOND])
    assert replace_verdicts([later, SECOND], [FIRST]) == sorted([later, SECOND])


def test_verdicts_conform_to_their_shape() -> None:
    results = validate_statements(list(iter_statements(FIRST))).results
    assert [result for result in results if result.shape == "OverlapVerdict"] == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"verdict": "良い"}, "重複、補完、調整済、無関係"),
        ({"by": " "}, "name of who gave it"),
        ({"by": "府" * 101}, "at most 100"),
        ({"by": "内閣府\n"}, "control characters"),
        ({"note": "字" * 2001}, "a note 2000"),
        ({"note": "\x1b[2J"}, "control characters"),
        ({"slug": "a/overlap/b"}, "names of a document"),
        ({"build": "x y>"}, "names of a document"),
        ({"left": 88}, "lower number first"),
        ({"at": "2026-04-01"}, "ISO 8601"),
    ],
)
def test_unusable_verdicts_are_refused(change: dict[str, object], words: str) -> None:
    with pytest.raises(VerdictError, match=words):
        replace(FIRST, **change)  # type: ignore[arg-type]


def test_the_longest_name_and_note_come_back_with_their_lines(tmp_path: Path) -> None:
    longest = replace(FIRST, by="府" * 100, note="字\r\n" + "字" * 1997)
    write_verdicts([longest], tmp_path / "verdicts.nq")
    assert read_verdicts(tmp_path / "verdicts.nq") == [longest]
    assert parse_csv(to_csv([longest]), "v.csv") == [longest]


def test_a_bad_line_is_named() -> None:
    text = to_csv([FIRST]).replace("調整済", "良い")
    with pytest.raises(VerdictError, match=r"v\.csv:2"):
        parse_csv(text, "v.csv")
    with pytest.raises(VerdictError, match="missing columns"):
        parse_csv("a,b\n1,2\n", "v.csv")
    with pytest.raises(VerdictError, match=r"v\.ttl"):
        parse_rdf(b"not turtle", ox.RdfFormat.TURTLE, "v.ttl")
