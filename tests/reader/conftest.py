"""The shipped roadmap as the reader reads it, alone and corrected."""

from pathlib import Path

import pytest

import data
from graph_builder.ministries import Ministries, load_ministries
from graph_builder.reader import read_roadmap
from graph_builder.reader.correcting import correct_roadmap
from graph_builder.reader.corrections import load_corrections
from graph_builder.records import Roadmap

FOLDER = Path(data.__file__).parent / "ip2023"


@pytest.fixture(scope="session")
def ministries() -> Ministries:
    return load_ministries()


@pytest.fixture(scope="session")
def source() -> Path:
    return FOLDER / "roadmap.txt"


@pytest.fixture(scope="session")
def uncorrected(source: Path, ministries: Ministries) -> Roadmap:
    """What the algorithm reads by itself."""
    return read_roadmap(source, ministries)


@pytest.fixture(scope="session")
def roadmap(uncorrected: Roadmap) -> Roadmap:
    """What the reader hands to the rest."""
    return correct_roadmap(uncorrected, load_corrections(FOLDER / "corrections.toml"))
