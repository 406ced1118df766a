"""What every test may use: the build of the shipped roadmap, made once a session in a folder of its own."""

import gc
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from service.building import make_build
from service.core import Core
from service.workspace import Build, Workspace

# What the session opens stays in memory to its end: the collector need not look through it after every few objects.
gc.set_threshold(40_000, 20, 50)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SESAKU_HOME of the session, which all its processes share."""
    shared = tmp_path_factory.getbasetemp()
    return (shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared) / "home"


@pytest.fixture(scope="session")
def build(home: Path) -> Build:
    """The build of the shipped roadmap; tests read it and never write to it."""
    with FileLock(home.with_suffix(".lock")):
        return Workspace(home).current() or make_build(Workspace(home), None, progress=lambda stage: None)


@pytest.fixture(scope="session")
def core(home: Path, build: Build) -> Iterator[Core]:
    """The core over that build, which all doors of the session share."""
    with closing(Core(Workspace(home))) as opened:
        yield opened
