"""Calls the doors for programs in process, from ordinary functions; a fault of the application is raised."""

import asyncio

import httpx
from starlette.applications import Starlette
from starlette.types import ASGIApp

from service.core import Core
from service.doors import program_doors


class Client:
    """An HTTP client of one application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def get(self, path: str, **options: object) -> httpx.Response:
        """The response to GET."""
        return self.request("GET", path, **options)

    def post(self, path: str, **options: object) -> httpx.Response:
        """The response to POST."""
        return self.request("POST", path, **options)

    def request(self, method: str, path: str, **options: object) -> httpx.Response:
        """The response to any request."""
        return self.gather([(method, path, options)])[0]

    def gather(self, requests: list[tuple[str, str, dict[str, object]]]) -> list[httpx.Response]:
        """The responses to many requests, one after the other."""
        return asyncio.run(self._gather(requests))

    async def _gather(self, requests: list[tuple[str, str, dict[str, object]]]) -> list[httpx.Response]:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=60) as client:
            return [await client.request(method, path, **options) for method, path, options in requests]  # type: ignore[arg-type]


def make_client(core: Core) -> Client:
    """A client of an application with the doors for programs only."""
    return Client(Starlette(routes=program_doors(core)))
