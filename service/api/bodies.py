"""Refuses request bodies that are too large or too slow, before anything reads them."""

import asyncio
from collections.abc import Callable

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BYTES = 256 * 1024
"""Bytes of a body: the longest draft in UTF-8, escaped in JSON, fits."""
MAX_SECONDS = 10.0
"""Time in which the whole body has to arrive."""

Refusal = Callable[[int, str], Response]
"""Makes the response for a status and a reason."""


class BodyLimit:
    """Reads each body within the limits and hands it on whole; otherwise answers 413 or 408."""

    def __init__(self, app: ASGIApp, refuse: Refusal, max_bytes: int = MAX_BYTES, seconds: float = MAX_SECONDS) -> None:
        self._app = app
        self._refuse = refuse
        self._max_bytes = max_bytes
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._seconds):
                body = await self._read(receive)
        except TimeoutError:
            await self._refuse(408, "本文が届かない / the body did not arrive in time.")(scope, receive, send)
            return
        if body is None:
            reason = f"大きすぎる / the body exceeds {self._max_bytes} bytes."
            await self._refuse(413, reason)(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)

    async def _read(self, receive: Receive) -> bytes | None:
        """The body; None when it is too large."""
        body, is_open = bytearray(), True
        while is_open:
            message = await receive()
            is_open = bool(message.get("more_body", False)) and message["type"] == "http.request"
            body += message.get("body", b"")
            if len(body) > self._max_bytes:
                return None
        return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Receives the body that was read, then what comes after it."""
    first: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return first.pop() if first else await receive()

    return replay
