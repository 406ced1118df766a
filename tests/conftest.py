"""What every test may use: the build of the shipped roadmap, made once a session in a folder of its own."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from service.building import make_build
from service.core import Core
from service.workspace import Build, Workspace


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SESAKU_HOME of the session."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def build(home: Path) -> Build:
    """The build of the shipped roadmap; tests read it and never write to it."""
    return make_build(Workspace(home), None, progress=lambda stage: None)


@pytest.fixture(scope="session")
def core(home: Path, build: Build) -> Iterator[Core]:
    """The core over that build, which all doors of the session share."""
    with closing(Core(Workspace(home))) as opened:
        yield opened
