"""Reads requests of the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/): pure, no I/O."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from graph_builder.sparql import Dataset
from ontology.errors import QueryError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
METHODS = "GET, HEAD, POST, OPTIONS"
MAX_PARAMETERS = 1000
"""Far above any list of graphs, far below what would take long to read."""

_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*")


class RequestError(QueryError):
    """A request that cannot be served, with the HTTP status and headers that say so."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})

    def __reduce__(self) -> tuple[type, tuple[int, str, dict[str, str]]]:
        return type(self), (self.status, str(self), self.headers)


@dataclass(frozen=True)
class QueryRequest:
    """One query operation: the text, and the dataset when the protocol's parameters name one."""

    text: str
    dataset: Dataset | None = None


@dataclass(frozen=True)
class HttpRequest:
    """The parts of an HTTP request that the protocol looks at."""

    method: str
    url_query: bytes = b""
    content_type: str | None = None
    body: bytes = field(default=b"", repr=False)


def parse_request(request: HttpRequest) -> QueryRequest | None:
    """The query that a request carries; None for a GET without one, which asks for the service description.

    Raises RequestError: 400 for a malformed request, 403 for an update, 405 and 415 for a wrong method or body type.
    """
    in_url = _parameters(request.url_query)
    if request.method in {"GET", "HEAD"}:
        _refuse_update(in_url)
        return _read_query(in_url, in_url) if "query" in in_url else None
    if request.method != "POST":
        raise RequestError(405, f"{request.method}: GET か POST で / use GET or POST.", {"Allow": METHODS})
    return _parse_post(request, in_url)


def _parse_post(request: HttpRequest, in_url: dict[str, list[str]]) -> QueryRequest:
    media_type, charset = _content_type(request.content_type)
    if media_type not in {FORM, QUERY, UPDATE}:
        raise RequestError(
            415, f"Content-Type '{media_type}': use {QUERY} or {FORM}.", {"Accept-Post": f"{QUERY}, {FORM}"}
        )
    if charset not in {"utf-8", "utf8"}:
        raise RequestError(415, f"charset={charset}: UTF-8 だけ / only UTF-8 is read.")
    if media_type == UPDATE:
        _refuse_update({"update": [""]})
    if media_type == FORM:
        in_body = _parameters(request.body)
        _refuse_update(in_body)
        return _read_query(in_body, _merged(in_url, in_body))
    if "query" in in_url:
        raise RequestError(400, "問合せが二つある / one query in the URL and one in the body. Send one.")
    return QueryRequest(_decode(request.body), _read_dataset(in_url))


def _read_query(parameters: Mapping[str, list[str]], dataset: Mapping[str, list[str]]) -> QueryRequest:
    queries = parameters.get("query", [])
    if len(queries) != 1:
        raise RequestError(400, f"query パラメータは一つ / exactly one query parameter is needed, not {len(queries)}.")
    return QueryRequest(queries[0], _read_dataset(dataset))


def _read_dataset(parameters: Mapping[str, list[str]]) -> Dataset | None:
    """The dataset of section 2.1.4: once one parameter is there, what is not named is empty."""
    default_graphs = parameters.get("default-graph-uri", [])
    named_graphs = parameters.get("named-graph-uri", [])
    for iri in [*default_graphs, *named_graphs]:
        if not _ABSOLUTE_IRI.fullmatch(iri):
            raise RequestError(400, f"グラフ名が絶対 IRI でない / not an absolute graph IRI: '{iri[:80]}'.")
    if not default_graphs and not named_graphs:
        return None
    return Dataset(tuple(default_graphs), tuple(named_graphs))


def _refuse_update(parameters: Mapping[str, list[str]]) -> None:
    if "update" in parameters:
        raise RequestError(403, "更新は受け付けない / this endpoint is read-only: updates are refused.")


def _content_type(header: str | None) -> tuple[str, str]:
    """The media type and charset of a Content-Type header, in lower case; UTF-8 when it names none."""
    media_type, *parameters = (piece.strip().lower() for piece in (header or "").split(";"))
    charsets = [piece.removeprefix("charset=").strip('"') for piece in parameters if piece.startswith("charset=")]
    return media_type, charsets[0] if charsets else "utf-8"


def check_encoding(encoded: bytes) -> None:
    """Raises RequestError (400) for a query of an address that is not percent-encoded UTF-8."""
    _parameters(encoded)


def _parameters(encoded: bytes) -> dict[str, list[str]]:
    """The parameters of a URL or form, percent-decoded once."""
    parameters: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(
            encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS
        )
    except ValueError as error:
        raise RequestError(400, "パラメータが読めない / the parameters are not percent-encoded UTF-8.") from error
    for name, value in pairs:
        parameters.setdefault(name, []).append(value)
    return parameters


def _merged(first: Mapping[str, list[str]], second: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {name: [*first.get(name, []), *second.get(name, [])] for name in {**first, **second}}


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(400, f"UTF-8 でない / the body is not UTF-8 at byte {error.start}.") from error
