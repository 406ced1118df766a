"""Measures of one row and a model of letters, to make small indexes from."""

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from graph_builder.records import Heading, LineRange, Measure, Roadmap, Row, Step, Term

FOLLOW_UP = "左記の実施状況を踏まえ、必要な取組を実施。"


class LetterModel:
    """Counts the letters of a text in 64 buckets: texts alike have vectors alike."""

    name = "letters"
    digest = "1"

    def knows(self, word: str) -> bool:
        return word == "monkey"

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.full((len(texts), 64), 1e-6, dtype=np.float32)
        for row, text in enumerate(texts):
            for letter in text:
                vectors[row, zlib.crc32(letter.encode()) % 64] += 1
        unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    encode_passages = encode_queries


def make_measure(
    number: int | None,
    text: str,
    ministries: tuple[str, ...],
    years: tuple[int, ...] = (2023, 2024),
    *,
    chapter: str = "１．標準の戦略的活用",
    terms: tuple[Term, ...] = ("短期",),
    relists: int | None = None,
) -> Measure:
    """A measure of one row: its first step restates it, the second is the standing formula."""
    page, lines = number or 9, (LineRange(10, 12),)
    steps = (Step(years[:1], f"{text}を進める。", page, lines), Step(years[1:], FOLLOW_UP, page, lines))
    row = Row(ministries, tuple(step for step in steps if step.fiscal_years), page, lines)
    return Measure(number, relists, (page,), Heading(chapter, page, lines), None, text, terms, (row,), lines)


def make_roadmap(*measures: Measure) -> Roadmap:
    """A roadmap of FY2023 to FY2026."""
    return Roadmap("test", "試験工程表", 2023, (2023, 2024, 2025, 2026), 9, measures, (), ())
