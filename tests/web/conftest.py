"""The web application over the build of the shipped roadmap, called in process."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from web_client import Client

from service.core import Core
from service.web.app import create_app
from service.workspace import Build, Workspace


@pytest.fixture(scope="session")
def core(home: Path, build: Build) -> Iterator[Core]:
    with closing(Core(Workspace(home))) as opened:
        yield opened


@pytest.fixture(scope="session")
def client(core: Core) -> Client:
    return Client(create_app(core))
