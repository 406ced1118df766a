"""Keeps finished pages while their build is in use: a build never changes, and so neither does what is said of it."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

QUESTIONS = ("/search", "/similar", "/sparql", "/mcp", "/api/search", "/api/similar")
"""What people ask in words of their own: seldom twice, so answers to it are not kept."""
FILES = ("/static", "/data/")
DECISIVE = ("host", "accept", "accept-language", "accept-encoding")
"""The headers that a page depends on."""
LARGEST = 512 * 1024
"""Bytes of a page that is kept."""
ROOM = 32 * 1024**2
"""Bytes of all pages that are kept; the ones not asked for longest make room."""

Key = tuple[str | bytes | None, ...]


@dataclass
class Page:
    """A response on its way to the client, or kept."""

    start: Message = field(default_factory=dict)
    body: bytes = b""

    async def collect(self, message: Message) -> None:
        """Takes one message of a response in."""
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body += message.get("body", b"")

    @property
    def is_keepable(self) -> bool:
        """Whether this is a finished answer of moderate size."""
        return self.start.get("status") == 200 and len(self.body) <= LARGEST

    async def send(self, send: Send, known: str | None, *, with_body: bool) -> None:
        """Answers with the page, or with 304 where the client knows its tag."""
        headers = Headers(scope=self.start)
        if is_known(headers.get("etag", ""), known):
            kept = [(name, value) for name, value in headers.raw if name != b"content-length"]
            await send({**self.start, "status": 304, "headers": kept})
            await send({"type": "http.response.body"})
            return
        await send(self.start)
        await send({"type": "http.response.body", "body": self.body if with_body else b""})


def is_known(tag: str, known: str | None) -> bool:
    """Whether an ETag (empty: none) is among those that an If-None-Match header names (RFC 9110, 13.1.2)."""
    return tag != "" and known is not None and (known == "*" or tag in known)


class PageCache:
    """Answers from the pages of the build that ``current`` names, and keeps new ones."""

    def __init__(self, app: ASGIApp, current: Callable[[], str]) -> None:
        self._app = app
        self._current = current
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        method = scope.get("method")
        if method not in {"GET", "HEAD"} or scope["path"].startswith((*QUESTIONS, *FILES)):
            await self._app(scope, receive, send)
            return
        key, known = await self._key(scope), Headers(scope=scope).get("if-none-match")
        page = self._pages.get(key)
        if page is None:
            page = Page()
            await self._app({**scope, "method": "GET"}, receive, page.collect)
            if page.is_keepable:
                self._keep(key, page)
        else:
            self._pages.move_to_end(key)
        await page.send(send, known, with_body=method == "GET")

    async def _key(self, scope: Scope) -> Key:
        headers = Headers(scope=scope)
        place = (scope["scheme"], scope.get("root_path"), scope["path"], scope["query_string"])
        return (await run_in_threadpool(self._current), *place, *map(headers.get, DECISIVE))

    def _keep(self, key: Key, page: Page) -> None:
        MutableHeaders(scope=page.start)["ETag"] = f'"{hashlib.sha256(page.body).hexdigest()[:32]}"'
        self._size += len(page.body) - len(self._pages.get(key, Page()).body)
        self._pages[key] = page
        while self._size > ROOM:
            self._size -= len(self._pages.popitem(last=False)[1].body)
