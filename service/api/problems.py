"""Errors as problem documents (RFC 9457): what is wrong, where, and what to do next; never a traceback."""

import logging
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ontology.errors import QuerySyntaxError, SesakuError
from service.api.checks import operations_of
from service.api.models import FieldProblem, Problem
from service.api.parameters import Draft
from service.endpoint.protocol import RequestError
from service.endpoint.responses import PROBLEM
from service.problems import status_of, words_of
from service.value_problems import words_of_value

UNUSABLE = "使えない値がある / some values cannot be used: see errors, and openapi.json for what is allowed."
UNEXPECTED = "思わぬ誤り / something unexpected happened; the server's log says more."
UNREADABLE = "本文が JSON として読めない / the body is not readable as JSON."
NO_RESOURCE = "この住所には何もない / there is nothing at this address. See openapi.json."

_log = logging.getLogger(__name__)


def add_handlers(app: FastAPI) -> None:
    """Answers every error of the application with a problem document."""
    app.add_exception_handler(SesakuError, show_error)
    app.add_exception_handler(RequestValidationError, show_unusable)
    app.add_exception_handler(HTTPException, show_http_error)
    app.add_exception_handler(Exception, show_failure)


def show_error(request: Request, error: Exception) -> Response:
    """An error of the request or of the data."""
    if not isinstance(error, SesakuError):
        return show_failure(request, error)
    place = {"line": error.line, "column": error.column} if isinstance(error, QuerySyntaxError) else {}
    headers = error.headers if isinstance(error, RequestError) else {}
    return problem_response(status_of(error), words_of(error), headers, **place)


def show_unusable(request: Request, error: Exception) -> Response:
    """Values that do not fit the description of the resource, without repeating them."""
    found = error.errors() if isinstance(error, RequestValidationError) else []
    errors = [
        FieldProblem(where=".".join(map(str, one["loc"])), problem=words_of_value(one, Draft.model_fields))
        for one in found
    ]
    return problem_response(422, UNUSABLE, errors=[one.model_dump() for one in errors])


def show_http_error(request: Request, error: Exception) -> Response:
    """An address or a method that is not there."""
    if not isinstance(error, HTTPException):
        return show_failure(request, error)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = ", ".join(_iter_methods(request))
        return problem_response(405, f"使えるのは {allowed} / the methods here are {allowed}.", {"Allow": allowed})
    told: dict[int, str] = {HTTPStatus.NOT_FOUND: NO_RESOURCE, HTTPStatus.BAD_REQUEST: UNREADABLE}
    return problem_response(error.status_code, told.get(error.status_code, str(error.detail)), error.headers or {})


def show_failure(request: Request, error: Exception) -> Response:
    """A fault of ours: logged with its traceback, shown without."""
    _log.error("%s failed", request.url.path, exc_info=error)
    return problem_response(500, UNEXPECTED)


def problem_response(status: int, detail: str, headers: Mapping[str, str] | None = None, **members: Any) -> Response:
    """A problem document with further members."""
    problem = Problem(title=HTTPStatus(status).phrase, status=status, detail=_encodable(detail))
    body = problem.model_dump(exclude_none=True) | members
    return JSONResponse(body, status, dict(headers or {}), media_type=PROBLEM)


def _iter_methods(request: Request) -> Iterator[str]:
    """The methods of a resource; HEAD goes wherever GET does."""
    for method in operations_of(request) or ("get",):
        yield from ("GET", "HEAD") if method == "get" else (method.upper(),)


def _encodable(text: str) -> str:
    """The text without halves of characters, which UTF-8 cannot write."""
    return text.encode("utf8", "replace").decode("utf8")
