"""A small roadmap with a restated row, a shared subject and a bystander, and a model that knows words only."""

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from graph_builder.records import Heading, LineRange, Measure, Roadmap, Row, Step
from graph_builder.store import write_store
from search.overlap.find import find_overlaps
from search.overlap.report import OverlapReport
from search.overlap.stored import write_overlaps
from search.tokenizer import content_terms
from service.workspace import FORMAT, Manifest, Workspace

FORMULA = "左記の実施状況を踏まえ、必要な取組を引き続き実施。"
THEMES = {3: ["https://w3id.org/sesaku/theme/geographical-indications"]}
MANIFEST = Manifest(FORMAT, "0", "test", "t", "shipped", "f00d" * 16, 5, 0, 0, 0, 0, 0, 0, [], 0, 1, 1, 0.1)
RESTATED = "ライブエンタメ業界における次世代デジタル環境を活用した新たな取組を支援する。"


class WordModel:
    """A vector a text, the sum of a random vector for each of its words."""

    name = "words"
    digest = "0"

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([sum(map(_vector, content_terms(text)), np.zeros(32)) for text in texts], dtype=np.float32)

    encode_queries = encode_passages


def _vector(term: str) -> NDArray[np.float64]:
    seed = int.from_bytes(hashlib.blake2b(term.encode(), digest_size=4).digest(), "big")
    return np.random.default_rng(seed).normal(size=32)


def make_measure(
    number: int, text: str, rows: Sequence[tuple[Sequence[str], str]], section: str = "（１）節"
) -> Measure:
    line = number * 10
    places = (LineRange(line, line),)
    return Measure(
        number=number,
        relists=None,
        pages=(number,),
        chapter=Heading("１．章", 1, (LineRange(1, 1),)),
        section=Heading(section, 1, (LineRange(2, 2),)),
        text=text,
        terms=("短期",),
        rows=tuple(
            Row(
                tuple(bodies),
                (
                    Step((2023,), step, number, (LineRange(line + at, line + at),)),
                    Step((2024, 2025), FORMULA, number, (LineRange(line + 9, line + 9),)),
                ),
                number,
                places,
            )
            for at, (bodies, step) in enumerate(rows, start=1)
        ),
        lines=places,
    )


@pytest.fixture(scope="session")
def roadmap() -> Roadmap:
    measures = (
        make_measure(
            1,
            "ライブエンタメ産業の新たなビジネスモデルへの転換に向けたコンテンツ創出を支援する。",
            [(["経済産業省"], RESTATED), (["文部科学省"], "劇場における公演を支援する。")],
        ),
        make_measure(2, "メタバース空間における文化芸術の発信を進める。", [(["総務省"], RESTATED)], "（２）節"),
        make_measure(
            3, "地理的表示の登録を推進し、模倣品対策を行う。", [(["農林水産省"], "地理的表示の登録審査を進める。")]
        ),
        make_measure(
            4,
            "海外における地理的表示の模倣品対策を推進する。",
            [(["外務省"], "在外公館で地理的表示の模倣品対策を進める。")],
        ),
        make_measure(
            5,
            "総合的な標準戦略を策定する。",
            [(["内閣府"], "標準戦略を策定・推進する。"), (["環境省"], "標準戦略を策定・推進する。")],
            "（３）節",
        ),
    )
    return Roadmap("test", "工程表", 2023, (2023, 2024, 2025), 5, measures, (), ())


@pytest.fixture(scope="session")
def model() -> WordModel:
    return WordModel()


@pytest.fixture(scope="session")
def report(roadmap: Roadmap, model: WordModel) -> OverlapReport:
    return find_overlaps(roadmap, model, themes=THEMES)


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory, report: OverlapReport) -> Path:
    """A workspace whose build holds the report and next to nothing else; to be copied."""
    workspace = Workspace(tmp_path_factory.mktemp("overlap"))
    with workspace.new_build() as directory:
        (directory / "graph.nq").write_text("<https://a/> <https://b/> <https://c/> <https://g/> .\n", encoding="utf8")
        write_store(directory / "graph.nq", directory / "store")
        write_overlaps(report, directory)
        (directory / "index").mkdir()
        (directory / "index" / "manifest.json").write_text("{}", encoding="utf8")
        workspace.publish(directory, MANIFEST)
    return workspace.home


@pytest.fixture
def workspace(tmp_path: Path, made_home: Path) -> Workspace:
    """A workspace of the test's own."""
    shutil.copytree(made_home, tmp_path / "home", symlinks=True)
    return Workspace(tmp_path / "home")
