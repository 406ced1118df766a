"""Turns replies and errors into HTTP responses with the endpoint's headers."""

from http import HTTPStatus

from starlette.responses import JSONResponse, PlainTextResponse, Response

from ontology.errors import QuerySyntaxError, SesakuError, StoreError
from service.endpoint.answers import Reply
from service.endpoint.protocol import METHODS, RequestError

PROBLEM = "application/problem+json"
TRUNCATED = "Sesaku-Truncated"
NOTES = "Sesaku-Notes"
MAX_HEADER = 1000
"""Characters of notes in a header; clients and proxies refuse long ones."""

COMMON_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": f"{TRUNCATED}, {NOTES}, Retry-After, Allow",
    "Vary": "Accept",
    "X-Content-Type-Options": "nosniff",
}
PREFLIGHT_HEADERS = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
}


def reply_response(reply: Reply) -> Response:
    """200 with the answer; headers say what was cut off and what a name was perhaps meant to be."""
    headers = dict(COMMON_HEADERS)
    if reply.is_truncated:
        headers[TRUNCATED] = f"rows={reply.rows}"
    if reply.notes:
        notes = "; ".join(f"{note.unknown} -> {' '.join(note.suggestions) or 'unknown'}" for note in reply.notes)
        headers[NOTES] = notes.encode("ascii", "backslashreplace").decode()[:MAX_HEADER]
    return Response(reply.body, headers={**headers, "Content-Type": reply.content_type})


def error_response(error: SesakuError, accept: str) -> Response:
    """The error as text, or as a problem document (RFC 9457) for clients that accept one."""
    status = error_status(error)
    headers = {**COMMON_HEADERS, **(error.headers if isinstance(error, RequestError) else {})}
    if PROBLEM not in accept:
        return PlainTextResponse(f"{error}\n", status, headers)
    problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": str(error)}
    place = {"line": error.line, "column": error.column} if isinstance(error, QuerySyntaxError) else {}
    return JSONResponse({**problem, **place}, status, headers, media_type=PROBLEM)


def error_status(error: SesakuError) -> int:
    """The HTTP status that an error means to a client."""
    if isinstance(error, RequestError):
        return error.status
    return HTTPStatus.SERVICE_UNAVAILABLE if isinstance(error, StoreError) else HTTPStatus.BAD_REQUEST


def preflight_response() -> Response:
    """The answer to OPTIONS, for CORS and for the curious."""
    return Response(status_code=204, headers={**COMMON_HEADERS, **PREFLIGHT_HEADERS})
