"""One core: the same question has the same answer in Python, on the command line, over REST, SPARQL, MCP, the web."""

import asyncio
import json
import re
import shlex
from collections.abc import Callable
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from mcp import Client as Agent
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from rest_client import Client

from graph_builder.ministries import Ministry, load_ministries
from graph_builder.query_library import load_queries
from ontology.errors import ModelError, QueryError, SesakuError, StoreError
from search.bounds import RANKED
from search.searcher import Searcher
from service.cli import group
from service.core import Core
from service.doors import program_doors
from service.mcp.server import create_server
from service.mcp.tools import Tools
from service.overlaps import OverlapRequest
from service.problems import UNAVAILABLE
from service.views import SearchRequest
from service.web.app import create_app

Answer = list[tuple[int, float]]
"""Numbers of measures with their scores, in the order of the answer."""

QUESTIONS = [
    SearchRequest("生成AIに関連する施策は？"),
    SearchRequest("経済産業省が2024年度に行う標準化の取組は？"),
    SearchRequest("stop counterfeits sold abroad"),
    SearchRequest("人材", ministry="mext"),
    SearchRequest("大学", theme="startups", fiscal_year=2025),
    SearchRequest("海賊版", term="short"),
    SearchRequest("データ", chapter=5),
    SearchRequest("標準必須特許", exact=True),
    SearchRequest("経産省の標準化", ignore=("経産省",)),
    SearchRequest("", ministry="meti"),
    SearchRequest("-x", theme="standards"),
    SearchRequest("標準化", limit=10, offset=5),
    SearchRequest("標準化", limit=10, offset=45),
    SearchRequest("標準化", limit=10, offset=60),
    SearchRequest("", chapter=5, limit=3, offset=4),
    SearchRequest("", ministry="関係府省"),
    SearchRequest("", limit=3, offset=100),
    SearchRequest("審査", ministry="特許庁"),
    SearchRequest("", theme="generative-ai", limit=3),
]

ALIKE = [
    SearchRequest("標準化", limit=10, offset=5),
    SearchRequest("", chapter=5, limit=3, offset=4),
    SearchRequest("", ministry="meti"),
    SearchRequest("人材", ministry="mext"),
    SearchRequest("データ", chapter=5),
    SearchRequest("", theme="generative-ai", limit=3),
]
"""Those that go the way of another one."""

BY_DEFAULT = [pytest.param(one, marks=pytest.mark.slow) if one in ALIKE else one for one in QUESTIONS]

NO_COMMAND = [SearchRequest("標準化", limit=10, offset=60), SearchRequest("", limit=3, offset=100)]
"""Those that no command line has the same answer to: beyond the hits that are ranked, and every measure by number."""


@pytest.fixture(scope="session")
def whole(core: Core) -> Client:
    """A client of the application with all doors."""
    return Client(create_app(core, mounts=program_doors(core)))


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Runs a command line as written, and gives what it says."""
    monkeypatch.setenv("SESAKU_HOME", str(home))

    def invoke(line: str) -> str:
        result = CliRunner().invoke(group, shlex.split(line)[1:], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout

    return invoke


@cache
def server_over(core: Core) -> MCPServer[Any]:
    return create_server(core)


def call_tool(core: Core, name: str, values: dict[str, Any]) -> dict[str, Any]:
    async def ask() -> dict[str, Any]:
        async with Agent(server_over(core)) as agent:
            found = (await agent.call_tool(name, values)).structured_content
            assert found is not None
            return found

    return asyncio.run(ask())


def from_python(core: Core, asked: SearchRequest) -> Answer:
    return [(hit.measure.number, hit.score or 0.0) for hit in core.search(asked).hits]


def numbers_in(core: Core, query: str) -> list[int]:
    """The numbers of the measures in the first column of an answer."""
    return [int(row[0].text.rpartition("/")[2]) for row in core.ask(query).rows if row[0]]


def parameters_of(asked: SearchRequest) -> dict[str, Any]:
    values = {name: getattr(asked, name) for name in ("ministry", "fiscal_year", "theme", "term", "chapter")}
    return {name: value for name, value in values.items() if value is not None}


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.text)
def test_search_is_the_same_over_rest(core: Core, whole: Client, asked: SearchRequest) -> None:
    parameters = {"q": asked.text, "ignore": asked.ignore, "exact": asked.exact, **parameters_of(asked)}
    parameters |= {"limit": asked.limit, "offset": asked.offset}
    hits = whole.get("/api/search", params=parameters).json()["data"]["hits"]
    assert [(hit["measure"]["number"], hit["score"] or 0.0) for hit in hits] == from_python(core, asked)


@pytest.mark.parametrize("asked", [one for one in QUESTIONS if not one.offset], ids=lambda asked: asked.text)
def test_search_is_the_same_in_the_pages(core: Core, whole: Client, asked: SearchRequest) -> None:
    parameters = parameters_of(asked)
    if "fiscal_year" in parameters:
        parameters["year"] = parameters.pop("fiscal_year")
    parameters |= {"q": asked.text, "ignore": asked.ignore, "format": "json"} | ({"exact": "1"} if asked.exact else {})
    hits = whole.get("/search", params=parameters).json()["hits"]
    assert [(hit["measure"]["number"], hit["score"] or 0.0) for hit in hits] == from_python(core, asked)


@pytest.mark.slow
@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.text)
def test_search_is_the_same_on_the_command_line(core: Core, run: Callable[[str], str], asked: SearchRequest) -> None:
    line = core.search(asked).equivalents.get("cli")
    assert (line is None) == (asked in NO_COMMAND)
    if line:
        hits = json.loads(run(line.replace("sesaku search", "sesaku search --json")))["hits"]
        assert [(hit["number"], hit["score"] or 0.0) for hit in hits] == from_python(core, asked)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("環境省の仕事", "passed over: 仕事"),
        ("games without copyright", "not left out: without copyright"),
        ("施策17に似た取組", "/api/similar?number=17"),
        ("来年度の標準", "which year? 来年度"),
    ],
)
def test_every_door_says_what_was_made_of_the_question(
    core: Core, whole: Client, run: Callable[[str], str], text: str, said: str
) -> None:
    (remark,) = core.search(SearchRequest(text)).remarks
    assert said in (remark.en or "")
    assert f"{remark.ja} / {remark.en}\n" in run(f"sesaku search {shlex.quote(text)}")
    answer = whole.get("/api/search", params={"q": text}).json()
    assert ({"ja": remark.ja, "en": remark.en} in answer["notes"], "remarks" in answer["data"]) == (True, False)
    assert f"{remark.ja} / {remark.en}" in call_tool(core, "search_measures", {"question": text})["notes"]
    for language, words in (("ja", remark.ja), ("en", remark.en)):
        page = whole.get("/search", params={"q": text, "lang": language}).text
        shown = re.findall('<p class="caution">(.*?)</p>', page)
        assert words in [unescape(re.sub("<[^>]*>", "", paragraph)) for paragraph in shown]


@pytest.mark.parametrize("asked", BY_DEFAULT, ids=lambda asked: asked.text)
def test_search_is_the_same_for_an_agent(core: Core, asked: SearchRequest) -> None:
    answer = call_tool(
        core,
        "search_measures",
        {
            "question": asked.text,
            **parameters_of(asked),
            "exact": asked.exact,
            "ignore": list(asked.ignore),
            "limit": asked.limit,
            "offset": asked.offset,
        },
    )
    assert [(hit["measure"]["number"], hit["score"] or 0.0) for hit in answer["hits"]] == from_python(core, asked)


@pytest.mark.parametrize("asked", BY_DEFAULT, ids=lambda asked: asked.text)
def test_search_is_the_same_inside_sparql(core: Core, whole: Client, asked: SearchRequest) -> None:
    query = core.search(asked).equivalents["sparql"]
    response = whole.get("/sparql", params={"query": query}, headers={"accept": "application/sparql-results+json"})
    rows = response.json()["results"]["bindings"]
    scores = [float(row["score"]["value"]) if "score" in row else 0.0 for row in rows]
    numbers = [int(row["measure"]["value"].rpartition("/")[2]) for row in rows]
    assert list(zip(numbers, scores, strict=True)) == from_python(core, asked)


@pytest.mark.parametrize("query", ["", "?ministry=meti", "?chapter=7&ministry=文科省&term=short&offset=5"])
def test_a_list_of_measures_is_the_same_in_sparql(core: Core, whole: Client, query: str) -> None:
    body = whole.get(f"/api/measures{query}").json()
    assert set(body["equivalents"]) == {"sparql"}
    assert numbers_in(core, body["equivalents"]["sparql"]) == [measure["number"] for measure in body["data"]]


@pytest.mark.parametrize("path", ["ministries/meti", "ministries/related-fusho", "themes/standards", "chapters/7"])
def test_the_page_of_a_things_measures_is_the_same_in_sparql(core: Core, whole: Client, path: str) -> None:
    body = whole.get(f"/api/{path}?limit=3&offset=2").json()
    assert numbers_in(core, body["equivalents"]["sparql"]) == [one["number"] for one in body["data"]["measures"]]


BODIES = {"cao", "cao-ip", "jpo", "meti", "npa", "related-fusho", "related-shocho"}
"""Bodies of every kind: printed, above and below others, printed as another, and groups."""


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(body, marks=() if body.slug in BODIES else pytest.mark.slow, id=body.slug)
        for body in load_ministries()
    ],
)
def test_every_body_has_the_same_measures_by_slug_name_and_iri(core: Core, body: Ministry) -> None:
    view = core.ministry(body.slug)
    printed = core.ministry(view.printed_as.iri.rpartition("/")[2]) if view.printed_as else view
    expected = {measure.number for measure in printed.measures}
    assert (view.printed_as is None) or not view.measures
    for name in (body.slug, body.name, body.name_en, body.iri):
        answer = core.search(SearchRequest(ministry=name, limit=200))
        assert ({hit.measure.number for hit in answer.hits}, answer.total) == (expected, len(expected)), name


@pytest.mark.parametrize(
    "name",
    [
        "cao",
        "国家公安委員会",
        "関係府省",
        *(pytest.param(name, marks=pytest.mark.slow) for name in ("npsc", "related-shocho", "cao-disaster")),
    ],
)
def test_a_body_has_one_number_of_measures_at_every_door(core: Core, whole: Client, name: str) -> None:
    body = load_ministries().find(name)
    printed = core.ministry(body.slug).printed_as
    total = len(core.ministry(printed.iri.rpartition("/")[2] if printed else body.slug).measures)
    page = whole.get("/search", params={"ministry": name, "format": "json"}).json()
    for path in ("/api/measures", "/api/search"):
        over_rest = whole.get(path, params={"ministry": name, "limit": 100}).json()
        assert over_rest["page"]["total"] == page["total"] == total
    service = f"SERVICE <https://w3id.org/sesaku/search> {{ ?m search:ministry <{body.iri}> ; search:limit 200 }}"
    assert len(core.ask(f"SELECT ?m {{ {service} }}").rows) == total


NOTHING_SUCH = [
    ({"chapter": 99}, "第99章はない。1 から 10 まで", "there is no chapter 99. Give 1 to 10."),
    ({"fiscal_year": 1990}, "1990年度はない。2023 から", "there is no fiscal year 1990. Give 2023 to"),
    ({"ministry": "魔法省"}, "府省「魔法省」はない。", "no such ministry."),
    ({"theme": "魔法"}, "テーマ「魔法」はない。", "no such theme."),
]


@pytest.mark.parametrize("case", NOTHING_SUCH, ids=lambda case: case[2])
def test_a_filter_that_there_is_not_is_the_same_error(
    core: Core, whole: Client, run: Callable[[str], str], case: tuple[dict[str, Any], str, str]
) -> None:
    given, ja, en = case
    name, value = next(iter(given.items()))
    over_rest = whole.get("/api/search", params={"q": "標準", **given})
    page = whole.get("/search", params={"q": "標準", name.replace("fiscal_", ""): value})
    written = json.dumps(value, ensure_ascii=False)
    call = f'?m search:query "標準" ; search:{name.replace("fiscal_year", "fiscalYear")} {written}'
    sparql = whole.get("/sparql", params={"query": f"ASK {{ SERVICE <https://w3id.org/sesaku/search> {{ {call} }} }}"})
    assert (over_rest.status_code, page.status_code, sparql.status_code) == (404, 404, 400)
    with pytest.raises(SesakuError) as printed:
        run(f"sesaku search 標準 --{name.replace('fiscal_', '')} {value}")
    with pytest.raises(ToolError) as refusal:
        Tools(core).search_measures("標準", **given)
    told = [over_rest.json()["detail"], unescape(page.text), sparql.text, str(printed.value), str(refusal.value)]
    assert [(ja in text, en in text) for text in told] == [(True, True)] * len(told)


def test_an_agency_that_is_not_printed_stands_for_its_ministry(
    core: Core, whole: Client, run: Callable[[str], str]
) -> None:
    meti = {one.number for one in core.ministry("meti").measures}
    for asked in (SearchRequest("特許庁", limit=200), SearchRequest(ministry="特許庁", limit=200)):
        answer = core.search(asked)
        assert {hit.measure.number for hit in answer.hits} <= meti
        assert [note.ja for note in answer.notes if "特許庁" in note.ja] == [
            "この文書は特許庁を経済産業省として記しています。"
        ]
    assert "特許庁 → 経済産業省" in whole.get("/search?ministry=jpo").text
    assert "特許庁 → 経済産業省" in run("sesaku search 審査 --ministry 特許庁")
    listed = whole.get("/api/measures?ministry=jpo&limit=100").json()
    assert listed["page"]["total"] == len(meti)
    view = whole.get("/api/ministries/jpo").json()
    assert (view["data"]["printed_as"]["label"]["ja"], view["data"]["measures"]) == ("経済産業省", [])
    pages = ("/ministry/jpo", "/overlap?ministry=jpo", "/queries/measures-of-ministry?ministry=jpo")
    for page in (*map(whole.get, pages), whole.get("/ministry/jpo?lang=en")):
        assert 'class="caution"' in page.text
        assert "経済産業省" in page.text or "Ministry of Economy, Trade and Industry" in page.text
    assert "テーマ</h2>" not in whole.get("/ministry/jpo?lang=ja").text
    for path in ("overlaps?ministry=jpo", "queries/measures-of-ministry?ministry=jpo"):
        assert any("特許庁" in note["ja"] for note in whole.get(f"/api/{path}").json()["notes"])
    faced = [core.find_overlaps(OverlapRequest(ministry=name)).total for name in ("jpo", "meti")]
    assert faced[0] == faced[1] > 0
    tool = call_tool(core, "run_library_query", {"name": "measures-of-ministry", "parameters": {"ministry": "特許庁"}})
    assert any("特許庁" in note for note in tool["notes"])


@pytest.mark.parametrize("slug", ["meti", "cao", "ndl", "npa"])
def test_whom_a_ministry_works_with_is_the_same_in_the_library(core: Core, slug: str) -> None:
    view = core.ministry(slug)
    rows = core.run_query("partners-of-ministry", {"ministry": slug}).rows
    found = {row[0].iri: int(row[2].text) for row in rows if row[0] and row[2]}
    assert found == {one.thing.iri: one.count for one in view.partners}
    pairs = core.run_query("ministries-working-together", {"minimum": "1"}).rows
    together = {(row[0].text, row[1].text): int(row[2].text) for row in pairs if row[0] and row[1] and row[2]}
    name, named = view.thing.label.ja, {body.name for body in load_ministries() if body.is_named}
    counted = {other: count for pair, count in together.items() if name in pair for other in pair if other != name}
    assert counted == {one.thing.label.ja: one.count for one in view.partners if one.thing.label.ja in named}


def test_a_question_has_the_same_bounds_at_every_door(core: Core, whole: Client, run: Callable[[str], str]) -> None:
    hits = json.loads(run("sesaku search 標準化 -n 300 --json"))["hits"]
    service = 'SERVICE <https://w3id.org/sesaku/search> { ?m search:query "標準化" ; search:limit 200 }'
    total = whole.get("/api/search?q=標準化").json()["page"]["total"]
    assert len(hits) == len(core.ask(f"SELECT ?m {{ {service} }}").rows) == total == RANKED
    long = "あ" * 1001
    assert whole.get("/search", params={"q": long}).status_code == 400
    with pytest.raises(QueryError, match="1,000"):
        run(f"sesaku search {long}")


def test_relaxations_hold_what_they_promise(core: Core, whole: Client) -> None:
    for asked in (
        {"q": "外務省の種苗", "theme": "startups"},
        {"q": '"海賊版" 種苗', "exact": "1"},
        {"q": "標準", "chapter": "1", "ministry": "npa"},
    ):
        page = unescape(whole.get("/search", params={**asked, "lang": "ja"}).text)
        promised = re.findall(r'<a href="(/search[^"]*)">[^<]*の条件を外すと (\d+) 件', page)
        assert promised, asked
        for address, count in promised:
            assert whole.get(f"{address}&format=json").json()["total"] == int(count), address


@pytest.mark.parametrize("number", [17, *(pytest.param(number, marks=pytest.mark.slow) for number in (1, 74, 186))])
def test_similar_measures_are_the_same(core: Core, whole: Client, run: Callable[[str], str], number: int) -> None:
    expected = [(one.measure.number, one.likeness.score) for one in core.similar(number, 5)]
    over_rest = whole.get(f"/api/similar?number={number}&limit=5").json()
    assert [(one["measure"]["number"], one["likeness"]["score"]) for one in over_rest["data"]] == expected
    assert numbers_in(core, over_rest["equivalents"]["sparql"]) == [one for one, _ in expected]
    printed = json.loads(run(f"sesaku similar {number} --limit 5 --json"))
    assert [(one["number"], one["score"]) for one in printed] == expected


@pytest.mark.parametrize("own", ["総務省", *(pytest.param(own, marks=pytest.mark.slow) for own in (None, "外務省"))])
def test_a_draft_finds_the_same(core: Core, whole: Client, run: Callable[[str], str], own: str | None) -> None:
    draft = "海賊版サイトの取締りを国際的に強める"
    near = core.compare_draft(draft, 5, own)
    expected = [one.measure.number for one in near]
    assert all(one.is_joint == any(own == body.label.ja for body in one.measure.ministries) for one in near)
    body = whole.post("/api/similar", json={"text": draft, "limit": 5, "own_ministry": own}).json()
    assert body["data"][0]["passages"][0]["right"]["text"] == near[0].passages[0].right.text
    page = whole.get(f"/similar?text={draft}&from={own or ''}&format=json").json()
    assert [one["measure"]["number"] for one in page][:5] == expected
    assert [one["measure"]["number"] for one in body["data"]] == expected
    assert [one["number"] for one in json.loads(run(body["equivalents"]["cli"] + " --json"))] == expected
    assert numbers_in(core, body["equivalents"]["sparql"]) == expected
    tool = call_tool(core, "similar_to_draft", {"text": draft, "limit": 5, "own_ministry": own})["near"]
    assert [one["measure"]["number"] for one in tool] == expected
    joint = [one.is_joint for one in near]
    printed = json.loads(run(body["equivalents"]["cli"] + " --json"))
    assert [[one["is_joint"] for one in found] for found in (body["data"], page[:5], printed, tool)] == [joint] * 4


@pytest.mark.parametrize("number", [17, 74])
def test_a_measure_has_the_same_steps(core: Core, whole: Client, run: Callable[[str], str], number: int) -> None:
    expected = [(step.text, list(step.fiscal_years)) for row in core.measure(number).rows for step in row.steps]
    rest = whole.get(f"/api/measures/{number}").json()["data"]["rows"]
    page = whole.get(f"/ip2023/measure/{number}?format=json").json()["rows"]
    tool = call_tool(core, "get_measure", {"number": number})["rows"]
    printed = json.loads(run(f"sesaku show {number} --json"))["rows"]
    for rows in (rest, page, tool, printed):
        assert [(step["text"], step["fiscal_years"]) for row in rows for step in row["steps"]] == expected
    query = f"SELECT DISTINCT ?text {{ <https://w3id.org/sesaku/ip2023/measure/{number}> sesaku:hasRow/sesaku:hasStep/dcterms:description ?text }}"  # noqa: E501
    rows = core.ask(query).rows
    assert {row[0].text for row in rows if row[0]} == {text for text, _ in expected}


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(OverlapRequest(), marks=pytest.mark.slow),
        pytest.param(OverlapRequest(measure=64), marks=pytest.mark.slow),
        pytest.param(OverlapRequest(ministry="meti", across=True), marks=pytest.mark.slow),
        OverlapRequest(ministry="経産省", partner="総務省", kind="fragmentation"),
        OverlapRequest(theme="生成AI", offset=3, limit=4),
    ],
    ids=["all", "measure", "ministry", "partners", "theme"],
)
def test_overlaps_are_the_same(core: Core, whole: Client, run: Callable[[str], str], asked: OverlapRequest) -> None:
    answer = core.find_overlaps(asked)
    expected = [(pair.left.number, pair.right.number) for pair in answer.pairs]
    given = {name: value for name, value in vars(asked).items() if value not in (None, False, 0)}
    rest = whole.get("/api/overlaps", params=given).json()
    assert [(pair["left"]["number"], pair["right"]["number"]) for pair in rest["data"]] == expected
    printed = json.loads(run(rest["equivalents"]["cli"] + " --format json"))
    assert [(pair["left"], pair["right"]) for pair in printed] == expected
    assert [pair["verdicts"] for pair in printed] == [pair["verdicts"] for pair in rest["data"]]
    tool = call_tool(core, "find_overlaps", given)
    assert [(pair["left"]["number"], pair["right"]["number"]) for pair in tool["overlaps"]] == expected
    rows = core.ask(rest["equivalents"]["sparql"]).rows
    assert [(int(row[2].text), int(row[3].text)) for row in rows if row[2] and row[3]] == expected


@pytest.mark.parametrize("name", ["measures-per-ministry", "measures-of-ministry", "ministries-working-together"])
def test_library_queries_are_the_same(core: Core, whole: Client, run: Callable[[str], str], name: str) -> None:
    expected = [[value.text if value else None for value in row] for row in core.run_query(name, {}).rows]
    body = whole.get(f"/api/queries/{name}?limit=100").json()
    assert [[value and value["text"] for value in row] for row in body["data"]["rows"]] == expected[:100]
    tool = call_tool(core, "run_library_query", {"name": name, "max_rows": 200})
    assert tool["rows"] == expected[:200]
    columns = body["data"]["columns"]
    written = core.ask(body["equivalents"]["sparql"])
    kept = [written.columns.index(column) for column in columns]
    assert [[row[at].text if row[at] else None for at in kept] for row in written.rows] == expected[:100]
    assert ("cli" in body["equivalents"]) == (len(expected) <= 100)
    line = body["equivalents"].get("cli", f"sesaku query {name}")
    bindings = json.loads(run(f"{line} --format json"))["results"]["bindings"]
    assert [[row[column]["value"] if column in row else None for column in columns] for row in bindings] == expected


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(name, marks=pytest.mark.slow if number % 6 else ())
        for number, name in enumerate(sorted(load_queries()))
    ],
)
def test_a_part_of_a_library_answer_is_the_same_in_sparql(core: Core, whole: Client, query: str) -> None:
    body = whole.get(f"/api/queries/{query}?limit=3&offset=1").json()
    assert "cli" not in body["equivalents"]
    written = core.ask(body["equivalents"]["sparql"])
    kept = [written.columns.index(column) for column in body["data"]["columns"]]
    found = [[row[at].text if row[at] else None for at in kept] for row in written.rows]
    assert found == [[value and value["text"] for value in row] for row in body["data"]["rows"]]


@pytest.mark.parametrize("path", ["ministries", "themes", "chapters"])
def test_counts_are_those_of_their_sparql(core: Core, whole: Client, path: str) -> None:
    body = whole.get(f"/api/{path}?limit=100").json()
    counted = {entry["thing"]["iri"]: entry["count"] for entry in body["data"]}
    answer = core.ask(body["equivalents"]["sparql"])
    at = answer.columns.index("measures")
    found = {value.iri: int(row[at].text) for row in answer.rows if row[at] for value in row if value and value.iri}
    assert found == counted
    part = whole.get(f"/api/{path}?limit=2&offset=1").json()
    assert "cli" not in part["equivalents"]
    named = [row[0].iri for row in core.ask(part["equivalents"]["sparql"]).rows if row[0]]
    assert named == [entry["thing"]["iri"] for entry in part["data"]]


@pytest.mark.parametrize("kind", [ModelError, StoreError])
def test_data_out_of_use_is_the_same_error(
    core: Core, whole: Client, monkeypatch: pytest.MonkeyPatch, kind: type[SesakuError]
) -> None:
    def fail(*values: object, **options: object) -> None:
        raise kind("/secret/folder: damaged")

    monkeypatch.setattr(Searcher, "search", fail)
    service = 'SERVICE <https://w3id.org/sesaku/search> { ?m search:query "a" }'
    addresses = ("/api/search?q=a", "/search?q=a", f"/sparql?query=ASK {{ {service} }}")
    for response in map(whole.get, addresses):
        words = unescape(re.sub("</?code>", "`", response.text))
        told = [part in words for part in UNAVAILABLE.split(" / ")]
        assert (response.status_code, told) == (503, [True, True]), response.text
        assert "secret" not in response.text
    with pytest.raises(ToolError, match=re.escape(UNAVAILABLE)):
        Tools(core).search_measures("a")
