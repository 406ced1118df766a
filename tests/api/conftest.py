"""The REST interface over the build of the shipped roadmap, called in process."""

import pytest
from rest_client import Client, make_client

from service.core import Core


@pytest.fixture(scope="session")
def client(core: Core) -> Client:
    return make_client(core)
