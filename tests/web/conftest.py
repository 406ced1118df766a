"""The web application over the build of the shipped roadmap, called in process."""

import pytest
from web_client import Client

from service.core import Core
from service.web.app import create_app


@pytest.fixture(scope="session")
def client(core: Core) -> Client:
    return Client(create_app(core))
