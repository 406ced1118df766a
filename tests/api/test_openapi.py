"""The OpenAPI document: valid, complete, and kept by the answers."""

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rest_client import Client

DOCS = Path(__file__).parents[2] / "docs" / "api.md"
EXAMPLES = {
    "/search": "/search?q=生成AIに関連する施策&fiscal_year=2024",
    "/measures": "/measures?theme=generative-ai",
    "/measures/{number}": "/measures/74",
    "/similar": "/similar?number=17",
    "/overview": "/overview",
    "/ministries": "/ministries",
    "/ministries/{slug}": "/ministries/mext",
    "/themes": "/themes",
    "/themes/{slug}": "/themes/standards",
    "/chapters": "/chapters",
    "/chapters/{number}": "/chapters/7",
    "/overlaps": "/overlaps",
    "/overlaps/matrix": "/overlaps/matrix",
    "/queries": "/queries?limit=100",
    "/queries/{name}": "/queries/measures-of-ministry-in-year?year=2024",
}


@cache
def document_of(client: Client) -> dict[str, Any]:
    document: dict[str, Any] = client.get("/api/openapi.json").json()
    return document


def conforms(client: Client, answer: object, schema: dict[str, Any]) -> None:
    whole = {**schema, "components": document_of(client)["components"]}
    jsonschema.Draft202012Validator(whole).validate(answer)


def test_the_document_is_openapi_3_1_and_names_every_resource(client: Client) -> None:
    document = document_of(client)
    assert document["openapi"].startswith("3.1.")
    assert set(document["paths"]) == set(EXAMPLES)
    assert document["servers"] == [{"url": "/api"}]


@pytest.mark.parametrize("path", EXAMPLES)
def test_answers_keep_to_the_document(client: Client, path: str) -> None:
    response = client.get(f"/api{EXAMPLES[path]}")
    operation = document_of(client)["paths"][path]["get"]
    assert response.status_code == 200
    conforms(client, response.json(), operation["responses"]["200"]["content"]["application/json"]["schema"])


@pytest.mark.parametrize("path", ["/measures/999", "/search?limit=x", "/similar"])
def test_problems_keep_to_the_document(client: Client, path: str) -> None:
    response = client.get(f"/api{path}")
    operation = document_of(client)["paths"][path.partition("?")[0].replace("999", "{number}")]["get"]
    content = operation["responses"][str(response.status_code)]["content"]
    conforms(client, response.json(), content["application/problem+json"]["schema"])


def test_every_error_that_a_resource_answers_with_is_in_the_document(client: Client) -> None:
    paths = document_of(client)["paths"]
    every = {"200", "400", "404", "405", "422", "503"}
    assert all(set(operations["get"]["responses"]) - {"307"} == every for operations in paths.values())
    assert set(paths["/similar"]["post"]["responses"]) == every | {"408", "413", "415"}


def test_a_wrong_answer_would_not_keep_to_the_document(client: Client) -> None:
    body = client.get("/api/measures/17").json()
    body["data"]["measure"]["page"] = "five"
    schema = document_of(client)["paths"]["/measures/{number}"]["get"]["responses"]["200"]["content"]
    with pytest.raises(jsonschema.ValidationError):
        conforms(client, body, schema["application/json"]["schema"])


@pytest.mark.parametrize("path", EXAMPLES)
def test_every_resource_is_documented(path: str) -> None:
    assert f"`/api{path}`" in DOCS.read_text(encoding="utf8")
