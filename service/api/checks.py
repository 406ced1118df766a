"""What every request is checked for by the description of its resource: its parameters and the type of its body."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError

from service.api.openapi import describe
from service.endpoint.protocol import RequestError, check_encoding

JSON_ONLY = "本文は application/json で / send the body as application/json."
UNKNOWN = "この引数はない / no such parameter; there are: {names}."
REPEATED = "一度だけ指定できる / may be given once only."


def check_parameters(request: Request) -> None:
    """Raises RequestValidationError for parameters that the resource does not take, or takes once and got again.

    Raises RequestError (400) for an address that is not UTF-8.
    """
    check_encoding(request.url.query.encode())
    found = [{"loc": ("query", name), "msg": problem, "type": "parameter"} for name, problem in _iter_problems(request)]
    if found:
        raise RequestValidationError(found)


def check_body_type(request: Request) -> None:
    """Raises RequestError (415) for a body that is not said to be JSON."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise RequestError(415, JSON_ONLY)


def operations_of(request: Request) -> Mapping[str, Any]:
    """The operations of the resource that a request is for, by method in small letters, from the OpenAPI document."""
    path: str = getattr(request.scope.get("route"), "path_format", "")
    operations: Mapping[str, Any] = describe(request.app)["paths"].get(path, {})
    return operations


def _iter_problems(request: Request) -> Iterator[tuple[str, str]]:
    """Each parameter that cannot be, and why."""
    described = operations_of(request).get(request.method.lower(), {}).get("parameters", [])
    schemas = {one["name"]: one["schema"] for one in described if one["in"] == "query"}
    is_open = any(schema.get("type") == "object" for schema in schemas.values())
    for name, count in Counter(name for name, _ in request.query_params.multi_items()).items():
        if name not in schemas and not is_open:
            yield name, UNKNOWN.format(names=", ".join(schemas) or "なし / none")
        elif count > 1 and schemas.get(name, {}).get("type") != "array":
            yield name, REPEATED
