"""Writes and reads records as JSON Lines."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from graph_builder.records import Doubt, Heading, LineRange, Measure, Row, Step


def to_jsonl(measures: Iterable[Measure]) -> str:
    """One JSON object a line, in table order; headings stand as their text, with their lines beside them."""
    return "".join(json.dumps(_to_json(measure), ensure_ascii=False) + "\n" for measure in measures)


def from_jsonl(text: str) -> tuple[Measure, ...]:
    """The measures that ``to_jsonl`` wrote."""
    return tuple(_from_json(json.loads(line)) for line in text.splitlines() if line.strip())


def _to_json(measure: Measure) -> dict[str, Any]:
    fields = asdict(measure)
    chapter, section = fields.pop("chapter"), fields.pop("section")
    fields |= {"chapter": chapter["text"], "section": section and section["text"]}
    return fields | {"chapter_heading": chapter, "section_heading": section}


def _from_json(fields: dict[str, Any]) -> Measure:
    return Measure(
        number=fields["number"],
        relists=fields["relists"],
        pages=tuple(fields["pages"]),
        chapter=_make_heading(fields["chapter_heading"]),
        section=_make_heading(fields["section_heading"]) if fields["section_heading"] else None,
        text=fields["text"],
        terms=tuple(fields["terms"]),
        rows=tuple(_make_row(row) for row in fields["rows"]),
        lines=_make_lines(fields["lines"]),
        confidence=fields["confidence"],
        doubts=tuple(Doubt(**doubt | {"lines": _make_lines(doubt["lines"])}) for doubt in fields["doubts"]),
    )


def _make_lines(ranges: list[dict[str, int]]) -> tuple[LineRange, ...]:
    return tuple(LineRange(**lines) for lines in ranges)


def _make_heading(fields: dict[str, Any]) -> Heading:
    return Heading(fields["text"], fields["page"], _make_lines(fields["lines"]))


def _make_row(fields: dict[str, Any]) -> Row:
    steps = tuple(_make_step(step) for step in fields["steps"])
    return Row(tuple(fields["ministries"]), steps, fields["page"], _make_lines(fields["lines"]))


def _make_step(fields: dict[str, Any]) -> Step:
    return Step(**fields | {"fiscal_years": tuple(fields["fiscal_years"]), "lines": _make_lines(fields["lines"])})
