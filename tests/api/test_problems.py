"""Errors of the REST interface: problem documents that say what to do, and bounds that hold."""

import asyncio
import json
from pathlib import Path

import pytest
from rest_client import Client, make_client
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from service.api.bodies import BodyLimit
from service.api.problems import problem_response
from service.core import Core
from service.workspace import Workspace


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/measures/999", 404, "Give 1 to"),
        ("/api/ministries/nobody", 404, "nobody"),
        ("/api/themes/nothing", 404, "nothing"),
        ("/api/chapters/99", 404, "第99章はない。1 から 10 まで / there is no chapter 99. Give 1 to 10."),
        ("/api/search?ministry=nobody", 404, "nobody"),
        ("/api/search?source=ip2024", 404, "There is ip2023"),
        ("/api/measures?chapter=99", 404, "Give 1 to"),
        ("/api/overlaps?ministry=nobody", 404, "nobody"),
        ("/api/overlaps?measure=999", 404, "Give 1 to 186"),
        ("/api/overlaps?partner=mic", 400, "Name both"),
        ("/api/overlaps?ministry=mic&partner=mic", 400, "does not face itself"),
        ("/api/queries/measures-of-minstry", 404, "Did you mean"),
        ("/api/queries/measures-of-ministry?ministry=nobody", 404, "nobody"),
        ("/api/queries/measures-of-ministry?minstry=meti", 400, "no parameter 'minstry'"),
        ("/api/nowhere", 404, "openapi.json"),
        ("/api/similar", 400, "either number or text"),
        ("/api/similar?number=1&text=a", 400, "either number or text"),
        ("/api/similar?number=9999", 404, "施策 9999 はない。1 から 186 まで / there is no measure 9999"),
        ("/api/search?fiscal_year=1990", 404, "Give 2023 to"),
        ("/api/search?q=%ff", 400, "percent-encoded UTF-8"),
        ("/api/similar?text=%20", 422, "query.text"),
        ("/api/search?limit=1000", 422, "query.limit"),
        ("/api/search?offset=-1", 422, "query.offset"),
        ("/api/search?minstry=meti", 422, "query.minstry"),
        ("/api/search?term=soon", 422, "query.term"),
        ("/api/measures/seventeen", 422, "path.number"),
        ("/api/search?q=" + "あ" * 1001, 422, "query.q"),
    ],
)
def test_an_unusable_request_is_a_problem_document(client: Client, path: str, status: int, words: str) -> None:
    response = client.get(path)
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert (response.status_code, problem["status"], problem["type"]) == (status, status, "about:blank")
    assert words in json.dumps(problem, ensure_ascii=False)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST"])
def test_other_methods_are_refused_with_those_that_work(client: Client, method: str) -> None:
    response = client.request(method, "/api/measures")
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD"
    assert client.request("PUT", "/api/similar").headers["allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize("path", ["measures", "measures/17", "search?q=AI", "similar?number=17", "", "openapi.json"])
def test_head_answers_as_get_without_the_content(client: Client, path: str) -> None:
    whole, head = (client.request(method, f"/api/{path}") for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == whole.headers


@pytest.mark.parametrize(
    "path", ["", "openapi.json", "measures/17", "overview", "overlaps/matrix", "search", "measures", "similar?number=1"]
)
def test_an_unknown_parameter_is_refused_everywhere(client: Client, path: str) -> None:
    response = client.get(f"/api/{path}{'&' if '?' in path else '?'}x=1")
    assert (response.status_code, response.json()["errors"][0]["where"]) == (422, "query.x")


@pytest.mark.parametrize(
    "path",
    ["search?ministry=meti&ministry=mext", "overlaps?limit=1&limit=2", "queries/measures-on-theme?theme=AI&theme=GI"],
)
def test_a_parameter_given_twice_is_refused(client: Client, path: str) -> None:
    response = client.get(f"/api/{path}")
    assert response.status_code == 422
    assert "once only" in response.json()["errors"][0]["problem"]


def test_only_what_may_be_repeated_is_repeated(client: Client) -> None:
    assert client.get("/api/search?q=経産省の2024年度の標準&ignore=ministry&ignore=fiscal_year").status_code == 200


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", None])
def test_a_body_that_is_not_json_is_of_an_unsupported_type(client: Client, content_type: str | None) -> None:
    headers = {"content-type": content_type} if content_type else {}
    response = client.post("/api/similar", content=b'{"text": "a"}', headers=headers)
    assert response.status_code == 415
    assert "application/json" in response.json()["detail"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("search?limit=1000", "100 以下で / at most 100."),
        ("search?term=soon", "次のどれかで / one of 'short'"),
        ("search?x=1", "この引数はない / no such parameter; there are: limit, offset"),
        ("measures/17?x=1", "there are: なし / none."),
        ("measures/seventeen", "整数で / a whole number."),
        ("search?ministry=%00", "制御文字は使えない / no control characters."),
        ("search?q=" + "あ" * 1001, "1000 字まで / at most 1000 characters."),
    ],
)
def test_an_unusable_value_is_told_in_both_languages(client: Client, path: str, words: str) -> None:
    assert words in client.get(f"/api/{path}").json()["errors"][0]["problem"]


def test_an_unknown_field_of_a_draft_is_told_with_those_there_are(client: Client) -> None:
    problem = client.post("/api/similar", json={"text": "a", "x": 1}).json()["errors"][0]
    assert problem == {
        "where": "body.x",
        "problem": "この項目はない / no such field; there are: text, own_ministry, limit.",
    }


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"text": ""}', b'{"text": 3}', b'{"text": "a", "x": 1}', b'{"text": "\\ud800"}', b"\xff"],
)
def test_an_unusable_draft_is_refused(client: Client, body: bytes) -> None:
    response = client.post("/api/similar", content=body, headers={"content-type": "application/json"})
    assert response.status_code in {400, 422}
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert all(" / " in words for words in (problem["detail"], *(one["problem"] for one in problem.get("errors", []))))


def test_a_draft_beyond_the_limit_is_refused_before_it_is_read(client: Client) -> None:
    response = client.post("/api/similar", content=b"x" * 300_000, headers={"content-type": "application/json"})
    assert response.status_code == 413


def test_nested_json_is_refused(client: Client) -> None:
    response = client.post("/api/similar", content=b"[" * 100_000, headers={"content-type": "application/json"})
    assert response.status_code in {400, 422}


def test_a_slow_body_is_given_up() -> None:
    async def never() -> dict[str, object]:
        await asyncio.sleep(60)
        return {}

    sent: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    app = BodyLimit(Starlette(routes=[Route("/", PlainTextResponse("read"))]), problem_response, seconds=0.05)
    scope = {"type": "http", "method": "POST", "path": "/", "headers": [], "query_string": b""}
    asyncio.run(app(scope, never, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == 408


def test_without_data_the_server_says_so_and_names_no_folder(tmp_path: Path) -> None:
    core = Core(Workspace(tmp_path / "empty"))
    response = make_client(core).get("/api/measures/1")
    core.close()
    assert response.status_code == 503
    assert str(tmp_path) not in response.text
    assert "sesaku build" in response.json()["detail"]


def test_a_fault_of_ours_is_told_without_a_traceback(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Core) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(Core, "overview", fail)
    with pytest.raises(RuntimeError):
        make_client(core).get("/api/overview")
    sent: list[dict[str, object]] = []

    async def ask() -> None:
        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": "/api/overview", "headers": [], "query_string": b""}
        scope |= {"root_path": "", "scheme": "http", "server": ("localhost", 80), "http_version": "1.1"}
        with pytest.raises(RuntimeError):
            await make_client(core).app(scope, receive, send)  # type: ignore[arg-type]

    asyncio.run(ask())
    assert sent[0]["status"] == 500
    assert b"secret" not in sent[1]["body"]  # type: ignore[operator]
    assert json.loads(sent[1]["body"])["title"] == "Internal Server Error"  # type: ignore[arg-type]


def test_scripts_of_other_sites_may_read(client: Client) -> None:
    response = client.get("/api/themes", headers={"origin": "https://example.org"})
    assert response.headers["access-control-allow-origin"] == "*"
    asked = {"origin": "https://example.org", "access-control-request-method": "POST"}
    assert client.request("OPTIONS", "/api/similar", headers=asked).status_code == 200
