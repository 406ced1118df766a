"""A roadmap of four measures, a model of letters, and a searcher over both."""

from pathlib import Path

import pytest
from small_index import LetterModel, make_measure, make_roadmap

from graph_builder.records import Roadmap
from search.index import write_index
from search.searcher import Searcher


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
