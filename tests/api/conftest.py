"""The REST interface over the build of the shipped roadmap, called in process."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from rest_client import Client, make_client

from service.core import Core
from service.workspace import Build, Workspace


@pytest.fixture(scope="session")
def core(home: Path, build: Build) -> Iterator[Core]:
    with closing(Core(Workspace(home))) as opened:
        yield opened


@pytest.fixture(scope="session")
def client(core: Core) -> Client:
    return make_client(core)
