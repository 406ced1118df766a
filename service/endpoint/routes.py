"""The SPARQL endpoint as an ASGI application, to be one route of a web application."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ontology.errors import QuerySyntaxError, SesakuError
from service.endpoint.answers import Question, Reply
from service.endpoint.description import DescriptionJob
from service.endpoint.formats import accept_of
from service.endpoint.limits import Limits
from service.endpoint.meaning import SearchFunction, expand_search
from service.endpoint.negotiation import GRAPH_TYPES, RESULT_TYPES, choose
from service.endpoint.protocol import HttpRequest, QueryRequest, RequestError, parse_request
from service.endpoint.responses import error_response, preflight_response, reply_response
from service.endpoint.worker import Job
from service.endpoint.workers import RETRY_SECONDS, WorkerPool, busy


class Endpoint:
    """A SPARQL 1.1 endpoint, itself an ASGI application, over the store that ``current_store`` names.

    ``current_store`` is asked before every query, so a new build is used as soon as it is there. ``files_at`` describes
    what the server at an address has to take away. Call ``close`` at the end: it ends the workers.
    """

    def __init__(
        self,
        current_store: Callable[[], Path],
        search_function: SearchFunction | None = None,
        limits: Limits | None = None,
        files_at: Callable[[str], tuple[ox.Triple, ...]] = lambda root: (),
    ) -> None:
        self.limits = limits or Limits()
        self.pool = WorkerPool(current_store, self.limits)
        self._search_function = search_function
        self._files_at = files_at
        self._clients: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one HTTP request."""
        request = Request(scope, receive)
        try:
            response = await self.respond(request)
        except SesakuError as error:
            response = error_response(error, request.headers.get("accept", ""))
        if request.method == "HEAD":
            response.body = b""
        await response(scope, receive, send)

    async def respond(self, request: Request) -> Response:
        """The response to a request. Raises SesakuError."""
        if request.method == "OPTIONS":
            return preflight_response()
        accept = accept_of(request)
        query = await self.read(request)
        with self._client_place(client_of(request)):
            if query is None:
                return reply_response(await self._describe(request, accept))
            return reply_response(await self._answer(request, query, accept))

    async def read(self, request: Request) -> QueryRequest | None:
        """The query that a request carries; None when it asks for the description. Raises RequestError."""
        return parse_request(await self._read(request))

    def close(self) -> None:
        """Ends the worker processes."""
        self.pool.close()

    async def _answer(self, request: Request, query: QueryRequest, accept: str | None) -> Reply:
        expansion = await run_in_threadpool(expand_search, query.text, self._search_function, self.limits)
        result_type, graph_type = choose(accept, RESULT_TYPES), choose(accept, GRAPH_TYPES)
        question = Question(expansion.text, query.text, address_of(request), query.dataset, result_type, graph_type)
        try:
            return await self._ask(request, question)
        except QuerySyntaxError as error:
            raise expansion.at_written_place(error) from error

    async def _describe(self, request: Request, accept: str | None) -> Reply:
        address = address_of(request)
        files = await run_in_threadpool(self._files_at, root_of(request))
        return await self._ask(request, DescriptionJob(address, choose(accept, GRAPH_TYPES), files))

    async def _ask(self, request: Request, job: Job) -> Reply:
        """What the workers answer; the job is given up when the client goes away or no worker gets free in time."""
        ticket = self.pool.submit(job, client_of(request))
        answered = asyncio.wrap_future(ticket.future)
        gone = asyncio.ensure_future(_disconnection(request.receive))
        either: set[asyncio.Future[Any]] = {answered, gone}
        try:
            limits = self.limits
            await asyncio.wait(either, timeout=limits.patience_seconds, return_when="FIRST_COMPLETED")
            self.pool.make_room(ticket)
            rest = limits.queue_seconds - limits.patience_seconds
            await asyncio.wait(either, timeout=max(rest, 0), return_when="FIRST_COMPLETED")
            if ticket.is_waiting:
                raise busy()
            await asyncio.wait(either, return_when="FIRST_COMPLETED")
            if not answered.done():
                raise RequestError(503, "切断された / the client went away.")
            return answered.result()
        finally:
            gone.cancel()
            if not answered.done():
                ticket.cancel()
                answered.cancel()

    async def _read(self, request: Request) -> HttpRequest:
        """The request with its body, within the limits of size and time."""
        url_query = request.scope["query_string"]
        if len(url_query) > self.limits.body_bytes:
            raise RequestError(414, f"URL が長すぎる / longer than {self.limits.body_bytes} bytes. Use POST.")
        body = b""
        if request.method == "POST":
            try:
                async with asyncio.timeout(self.limits.body_seconds):
                    body = await self._read_body(request)
            except TimeoutError as error:
                raise RequestError(408, "本文が届かない / the body did not arrive in time.") from error
        return HttpRequest(request.method, url_query, request.headers.get("content-type"), body)

    async def _read_body(self, request: Request) -> bytes:
        body = bytearray()
        try:
            async for chunk in request.stream():
                body += chunk
                if len(body) > self.limits.body_bytes:
                    raise RequestError(413, f"大きすぎる / the body exceeds {self.limits.body_bytes} bytes.")
        except ClientDisconnect as error:
            raise RequestError(400, "切断された / the client went away.") from error
        return bytes(body)

    @contextmanager
    def _client_place(self, client: str) -> Iterator[None]:
        """Counts a client's queries while they wait or run. Raises RequestError (429) when there are too many."""
        if self._clients[client] >= self.limits.per_client:
            headers = {"Retry-After": str(RETRY_SECONDS)}
            raise RequestError(429, f"同時に {self.limits.per_client} 件まで / too many queries at once.", headers)
        self._clients[client] += 1
        try:
            yield
        finally:
            self._clients[client] -= 1
            if not self._clients[client]:
                del self._clients[client]


def client_of(request: Request) -> str:
    """The address that a request comes from."""
    return request.client.host if request.client else ""


def root_of(request: Request) -> str:
    """The address of the application that the endpoint is a route of, without a slash at its end."""
    return f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}".rstrip("/")


def address_of(request: Request) -> str:
    """The endpoint's own URL as the client sees it."""
    return str(request.url.replace(query="", fragment=""))


async def _disconnection(receive: Receive) -> None:
    """Returns once the client has hung up."""
    while (await receive())["type"] != "http.disconnect":
        pass
