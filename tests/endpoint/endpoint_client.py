"""Calls an endpoint in process, from ordinary functions."""

import asyncio

import httpx
from starlette.applications import Starlette

from service.endpoint.routes import Endpoint, sparql_routes


class Client:
    """An HTTP client of one endpoint at ``/sparql``."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.app = Starlette(routes=list(sparql_routes(endpoint)))

    def request(self, method: str, url: str = "/sparql", **options: object) -> httpx.Response:
        """One response."""
        return self.gather((method, url, options))[0]

    def gather(self, *requests: tuple[str, str, dict[str, object]]) -> list[httpx.Response]:
        """The responses to requests made at the same time."""
        return asyncio.run(self._gather(requests))

    def query(self, text: str, accept: str = "*/*") -> httpx.Response:
        """The response to a query sent by GET."""
        return self.request("GET", params={"query": text}, headers={"accept": accept})

    def post(self, body: bytes | str, content_type: str | None = "application/sparql-query", url: str = "/sparql",
             **headers: str) -> httpx.Response:  # fmt: skip
        """The response to a body sent by POST."""
        typed = {"content-type": content_type} if content_type else {}
        return self.request("POST", url, content=body, headers={**typed, **headers})

    async def _gather(self, requests: tuple[tuple[str, str, dict[str, object]], ...]) -> list[httpx.Response]:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=60) as client:
            calls = [client.request(method, url, **options) for method, url, options in requests]  # type: ignore[arg-type]
            return await asyncio.gather(*calls)
