"""Compares records with an answer, fact by fact."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

Fact = tuple[Any, ...]


def normalise(text: str | None) -> str:
    """``text`` as it is compared: NFKC, without white space."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def score(answer: Iterable[Mapping[str, Any]], found: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """The F1 of each kind of fact, over the records of ``answer``."""
    expected, given = _collect(answer), _collect(found)
    known = {fact[0] for facts in expected.values() for fact in facts}
    scores = {}
    for kind, facts in expected.items():
        got = {fact for fact in given[kind] if fact[0] in known}
        scores[kind] = 2 * len(facts & got) / (len(facts) + len(got))
    return scores


def _collect(records: Iterable[Mapping[str, Any]]) -> dict[str, set[Fact]]:
    facts: dict[str, set[Fact]] = {
        kind: set() for kind in ("text", "terms", "chapter", "section", "ministry", "first", "step")
    }
    for record in records:
        key = (record["number"], record["relists"], record["relists"] and min(record["pages"]))
        facts["text"].add((key, normalise(record["text"])))
        facts["terms"].add((key, tuple(record["terms"])))
        facts["chapter"].add((key, normalise(record["chapter"])))
        facts["section"].add((key, normalise(record["section"])))
        for row in record["rows"]:
            _collect_row(key, row, facts)
    return facts


def _collect_row(key: Fact, row: Mapping[str, Any], facts: dict[str, set[Fact]]) -> None:
    for name in row["ministries"]:
        facts["ministry"].add((key, normalise(name)))
        for place, step in enumerate(row["steps"]):
            text, years = normalise(step["text"]), tuple(step["fiscal_years"])
            facts["step"].add((key, normalise(name), text, years))
            if place == 0:
                facts["first"].add((key, normalise(name), text))
