"""Turns replies and errors into HTTP responses with the endpoint's headers."""

from http import HTTPStatus

from starlette.responses import JSONResponse, PlainTextResponse, Response

from ontology.errors import QuerySyntaxError, SesakuError
from service.endpoint.answers import Reply
from service.endpoint.protocol import METHODS, RequestError
from service.problems import status_of, words_of

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
    status, detail = status_of(error), words_of(error)
    headers = {**COMMON_HEADERS, **(error.headers if isinstance(error, RequestError) else {})}
    if PROBLEM not in accept:
        return PlainTextResponse(f"{detail}\n", status, headers)
    problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    place = {"line": error.line, "column": error.column} if isinstance(error, QuerySyntaxError) else {}
    return JSONResponse({**problem, **place}, status, headers, media_type=PROBLEM)


def preflight_response() -> Response:
    """The answer to OPTIONS, for CORS and for the curious."""
    return Response(status_code=204, headers={**COMMON_HEADERS, **PREFLIGHT_HEADERS})
