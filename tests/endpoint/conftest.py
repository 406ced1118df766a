"""An endpoint over a small store, called in process."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from endpoint_client import DATA, Client, build_store, search_stub

from service.endpoint.limits import Limits
from service.endpoint.meaning import SearchFunction
from service.endpoint.routes import Endpoint


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_store(tmp_path_factory.mktemp("store"), DATA)


@pytest.fixture(scope="session")
def client(store_path: Path) -> Iterator[Client]:
    with closing(Endpoint(lambda: store_path, search_stub, Limits(seconds=10))) as endpoint:
        yield Client(endpoint)


@pytest.fixture
def make_client(store_path: Path) -> Iterator[Callable[..., Client]]:
    """Makes clients of endpoints with limits of their own."""
    endpoints: list[Endpoint] = []

    def make(search: SearchFunction | None = search_stub, **limits: float) -> Client:
        endpoints.append(Endpoint(lambda: store_path, search, Limits(**limits)))  # type: ignore[arg-type]
        return Client(endpoints[-1])

    yield make
    for endpoint in endpoints:
        endpoint.close()
