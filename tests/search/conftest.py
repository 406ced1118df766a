"""A roadmap of four measures, a model of letters, and a searcher over both."""

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from graph_builder.records import Heading, LineRange, Measure, Roadmap, Row, Step, Term
from search.index import write_index
from search.searcher import Searcher

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


@pytest.fixture(scope="session")
def model() -> LetterModel:
    return LetterModel()


@pytest.fixture(scope="session")
def roadmap() -> Roadmap:
    return make_roadmap(
        make_measure(1, "標準化人材の育成と国際標準の獲得", ("経済産業省",), terms=("短期", "中期")),
        make_measure(2, "海賊版サイトへの対策の強化", ("内閣府（知財）", "総務省"), (2023,), chapter="２．海賊版対策"),
        make_measure(3, "農泊の推進と日本酒の輸出", ("農林水産省",), chapter="３．クールジャパン"),
        make_measure(4, "標準必須特許の紛争解決", ("経済産業省", "内閣府"), (2023, 2025)),
        make_measure(None, "", ("経済産業省",), chapter="３．クールジャパン", relists=4),
    )


@pytest.fixture(scope="session")
def index_directory(roadmap: Roadmap, model: LetterModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("index")
    write_index(roadmap, directory, model=model, themes={2: ["https://w3id.org/sesaku/theme/piracy-and-counterfeits"]})
    return directory


@pytest.fixture(scope="session")
def searcher(index_directory: Path, model: LetterModel) -> Searcher:
    return Searcher.open(index_directory, model)
