"""The OpenAPI 3.1 document of the interface."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from service.api.models import Problem
from service.endpoint.responses import PROBLEM

TITLE = "sesaku"
DESCRIPTION = """\
施策のナレッジグラフ / Measures of Japanese policy: search by meaning, provenance, overlaps and the query library.
Every answer carries `provenance`, the `filters` in force, `notes` on what the data cannot say, and `equivalents`:
the same question as a command or in SPARQL. Lists are paged by `limit` and `offset`, and are CSV with `format=csv`.
Free SPARQL is asked at `/sparql`.
"""
ERRORS = {
    "400": "The request makes no sense.",
    "404": "There is no such thing.",
    "405": "The method does not fit.",
    "422": "A value cannot be used.",
    "503": "Not available just now.",
}
BODY_ERRORS = {
    "408": "The body did not arrive in time.",
    "413": "The body is too large.",
    "415": "The body is not JSON.",
}
"""What can be wrong where a body is sent."""


def describe(app: FastAPI) -> dict[str, Any]:
    """The document, in which every error is a problem document; made once."""
    if app.openapi_schema is None:
        document = get_openapi(title=TITLE, version=app.version, description=DESCRIPTION, routes=app.routes)
        document["servers"] = [{"url": "/api"}]
        schemas = document["components"]["schemas"]
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= schemas["Problem"].pop("$defs")
        for path in document["paths"].values():
            for operation in path.values():
                errors = ERRORS | (BODY_ERRORS if "requestBody" in operation else {})
                operation["responses"] |= {status: _problem(text) for status, text in sorted(errors.items())}
        app.openapi_schema = document
    return app.openapi_schema


def _problem(text: str) -> dict[str, Any]:
    return {"description": text, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
