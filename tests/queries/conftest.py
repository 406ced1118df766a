"""The graph that the library is asked about."""

import pyoxigraph as ox
import pytest

from graph_builder.store import open_store
from service.workspace import Build


@pytest.fixture(scope="session")
def store(build: Build) -> ox.Store:
    """The store of the shipped roadmap."""
    return open_store(build.store)
