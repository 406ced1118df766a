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

UNUSABLE = "使えない値がある / some values cannot be used: see errors, and openapi.json for what is allowed."
UNEXPECTED = "思わぬ誤り / something unexpected happened; the server's log says more."
NO_RESOURCE = "この住所には何もない / there is nothing at this address. See openapi.json."

WORDS = {
    "bool_parsing": "true か false / true or false.",
    "extra_forbidden": f"この項目はない / no such field; there are: {', '.join(Draft.model_fields)}.",
    "greater_than_equal": "{ge} 以上で / at least {ge}.",
    "int_parsing": "整数で / a whole number.",
    "int_type": "整数で / a whole number.",
    "json_invalid": "JSON として読めない / not readable as JSON.",
    "less_than_equal": "{le} 以下で / at most {le}.",
    "literal_error": "次のどれかで / one of {expected}.",
    "missing": "要る / required.",
    "model_attributes_type": "JSON のオブジェクトで / a JSON object.",
    "string_pattern_mismatch": "制御文字は使えない / no control characters.",
    "string_too_long": "{max_length} 字まで / at most {max_length} characters.",
    "string_too_short": "{min_length} 字以上で / at least {min_length} characters.",
    "string_type": "文字列で / a text.",
    "too_long": "{max_length} 個まで / at most {max_length} values.",
}
"""What is wrong with a value, by pydantic's name for it."""

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
    errors = [FieldProblem(where=".".join(map(str, one["loc"])), problem=_words_of(one)) for one in found]
    return problem_response(422, UNUSABLE, errors=[one.model_dump() for one in errors])


def show_http_error(request: Request, error: Exception) -> Response:
    """An address or a method that is not there."""
    if not isinstance(error, HTTPException):
        return show_failure(request, error)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = ", ".join(_iter_methods(request))
        return problem_response(405, f"使えるのは {allowed} / the methods here are {allowed}.", {"Allow": allowed})
    detail = NO_RESOURCE if error.status_code == HTTPStatus.NOT_FOUND else str(error.detail)
    return problem_response(error.status_code, detail, error.headers or {})


def show_failure(request: Request, error: Exception) -> Response:
    """A fault of ours: logged with its traceback, shown without."""
    _log.error("%s failed", request.url.path, exc_info=error)
    return problem_response(500, UNEXPECTED)


def problem_response(status: int, detail: str, headers: Mapping[str, str] | None = None, **members: Any) -> Response:
    """A problem document with further members."""
    problem = Problem(title=HTTPStatus(status).phrase, status=status, detail=_encodable(detail))
    body = problem.model_dump(exclude_none=True) | members
    return JSONResponse(body, status, dict(headers or {}), media_type=PROBLEM)


def _words_of(problem: Mapping[str, Any]) -> str:
    """What is wrong with one value, in both languages; as pydantic has it where that is not known here."""
    return WORDS.get(problem["type"], "{msg}").format(msg=problem["msg"], **problem.get("ctx", {}))


def _iter_methods(request: Request) -> Iterator[str]:
    """The methods of a resource; HEAD goes wherever GET does."""
    for method in operations_of(request) or ("get",):
        yield from ("GET", "HEAD") if method == "get" else (method.upper(),)


def _encodable(text: str) -> str:
    """The text without halves of characters, which UTF-8 cannot write."""
    return text.encode("utf8", "replace").decode("utf8")
