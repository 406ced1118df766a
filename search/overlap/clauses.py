"""The clauses of a measure: the pieces that are compared, each with its ministries, years and place in the source."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from graph_builder.records import LineRange, Measure

ClauseKind = Literal["text", "step"]

# Shorter pieces ("実施する。") say nothing by themselves: they stay with the clause before them.
SHORTEST_CLAUSE = 8

BRACKETS = {"）": "（", ")": "(", "」": "「", "』": "『", "】": "【", "］": "［"}
"""Closing brackets with their opening ones: what stands between them is not cut."""


@dataclass(frozen=True)
class Clause:
    """A sentence of a measure's text or of a step; ``lines`` are those of the whole cell."""

    kind: ClauseKind
    text: str
    ministries: tuple[str, ...]
    fiscal_years: tuple[int, ...]
    lines: tuple[LineRange, ...]


def list_clauses(measure: Measure) -> tuple[Clause, ...]:
    """The clauses of ``measure`` as printed; one that several rows or years repeat comes once."""
    merged: dict[str, Clause] = {}
    for clause in _iter_clauses(measure):
        known = merged.get(clause.text)
        merged[clause.text] = clause if known is None else _merge(known, clause)
    return tuple(merged.values())


def split_clauses(text: str) -> list[str]:
    """The sentences of ``text``, brackets in one piece; put together again they are the text."""
    pieces: list[str] = []
    for piece in _iter_sentences(text):
        if pieces and len(piece) < SHORTEST_CLAUSE:
            pieces[-1] += piece
        elif piece:
            pieces.append(piece)
    return pieces


def _iter_sentences(text: str) -> Iterator[str]:
    """The pieces that end in a full stop outside brackets, and what is left."""
    bracketed = _bracketed(text)
    start = 0
    for end, letter in enumerate(text, start=1):
        if letter == "。" and end - 1 not in bracketed:
            yield text[start:end]
            start = end
    yield text[start:]


def _bracketed(text: str) -> frozenset[int]:
    """The offsets between brackets that open and close again."""
    inside: set[int] = set()
    opened: list[int] = []
    for at, letter in enumerate(text):
        if letter in BRACKETS.values():
            opened.append(at)
        elif letter in BRACKETS:
            starts = [start for start in opened if text[start] == BRACKETS[letter]]
            if starts:
                inside.update(range(starts[-1], at))
                opened = [start for start in opened if start < starts[-1]]
    return frozenset(inside)


def fiscal_years_of(measure: Measure) -> tuple[int, ...]:
    """The years in which the measure has a step, ascending."""
    return tuple(sorted({year for row in measure.rows for step in row.steps for year in step.fiscal_years}))


def _iter_clauses(measure: Measure) -> Iterator[Clause]:
    for text in split_clauses(measure.text):
        yield Clause("text", text, measure.ministries, (), measure.lines)
    for row in measure.rows:
        for step in row.steps:
            for text in split_clauses(step.text):
                yield Clause("step", text, row.ministries, step.fiscal_years, step.lines)


def _merge(clause: Clause, other: Clause) -> Clause:
    if clause.kind != other.kind:
        return replace(clause, fiscal_years=tuple(sorted({*clause.fiscal_years, *other.fiscal_years})))
    return replace(
        clause,
        ministries=tuple(dict.fromkeys(clause.ministries + other.ministries)),
        fiscal_years=tuple(sorted({*clause.fiscal_years, *other.fiscal_years})),
        lines=tuple(dict.fromkeys(clause.lines + other.lines)),
    )
