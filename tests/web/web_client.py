"""Calls the web application in process, from ordinary functions."""

import asyncio

import httpx
from starlette.applications import Starlette

HTML = "text/html"


class Client:
    """A browser of one application: asks for HTML unless told otherwise, follows no redirect."""

    def __init__(self, app: Starlette) -> None:
        self._app = app

    def get(self, path: str, *, accept: str = HTML, language: str = "ja", **options: object) -> httpx.Response:
        """The response to GET."""
        return self.request("GET", path, accept=accept, language=language, **options)

    def request(
        self, method: str, path: str, *, accept: str = HTML, language: str = "ja", **options: object
    ) -> httpx.Response:
        """The response to any request."""
        headers = {"accept": accept, "accept-language": language, **options.pop("headers", {})}  # type: ignore[dict-item]
        return asyncio.run(self._send(method, path, headers=headers, **options))

    async def _send(self, method: str, path: str, **options: object) -> httpx.Response:
        transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=60) as client:
            return await client.request(method, path, **options)  # type: ignore[arg-type]
