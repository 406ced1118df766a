"""What the tools and resources answer, beside what the core answers to the same question."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from mcp_client import Agent

from ontology.errors import QueryError
from service.core import WAITING, Core
from service.overlaps import OverlapRequest
from service.views import SearchRequest

DOCS = Path(__file__).parents[2] / "docs" / "agents.md"
TOOLS = {
    "search_measures",
    "get_measure",
    "find_overlaps",
    "similar_to_draft",
    "run_sparql",
    "run_library_query",
    "list_ministries",
    "list_themes",
}
LONGEST_ANSWER = 60_000
"""Characters that an agent's context can take in; the largest pages stay below."""


def test_the_tools_are_listed_read_only_described_and_documented(agent: Agent) -> None:
    tools = agent.ask(lambda client: client.list_tools()).tools
    assert {tool.name for tool in tools} == TOOLS
    assert all(tool.annotations.read_only_hint and tool.description and tool.output_schema for tool in tools)
    documented = DOCS.read_text(encoding="utf8")
    assert [name for name in TOOLS if f"`{name}`" not in documented] == []


def test_search_answers_as_the_core_and_cites(agent: Agent, core: Core) -> None:
    answer = agent.call("search_measures", question="経産省の標準化の取組", fiscal_year=2024, limit=3)
    expected = core.search(SearchRequest("経産省の標準化の取組", fiscal_year=2024, limit=3))
    assert [hit["measure"]["number"] for hit in answer["hits"]] == [hit.measure.number for hit in expected.hits]
    assert [hit["score"] for hit in answer["hits"]] == [hit.score for hit in expected.hits]
    assert answer["filters"] == ["fiscal_year=2024 (2024年度; request)", "ministry=meti (経済産業省; question)"]
    first, found = answer["hits"][0]["measure"], expected.hits[0].measure
    assert first["iri"] == found.iri
    assert first["places"] == [{"page": found.page, "lines": [[span.first, span.last] for span in found.lines]}]
    assert answer["source"]["iri"] == "https://w3id.org/sesaku/ip2023"
    assert answer["equivalents"]["cli"].startswith("sesaku search")


def test_a_search_says_when_it_is_the_nearest_measures_only(agent: Agent) -> None:
    assert any("50 nearest" in note for note in agent.call("search_measures", question="標準化")["notes"])


def test_a_misread_filter_can_be_dropped_and_words_taken_as_given(agent: Agent) -> None:
    kept, dropped = (
        agent.call("search_measures", question="経産省の標準化", ignore=names) for names in ([], ["経産省"])
    )
    assert kept["filters"] == ["ministry=meti (経済産業省; question)"]
    assert dropped["filters"] == []
    exact = agent.call("search_measures", question="標準必須特許", exact=True, source="ip2023")["filters"]
    assert [one.partition(" ")[0] for one in exact] == ["source=ip2023", "phrase=標準必須特許"]
    assert "There is ip2023" in agent.complaint("search_measures", question="標準", source="ip2024")


def test_a_filter_names_alternatives_and_what_is_left_out(agent: Agent) -> None:
    either = agent.call("search_measures", question="経産省や文科省の人材")["filters"]
    assert either == ["ministry=meti|mext (経済産業省、文部科学省; question)"]
    assert agent.call("search_measures", question="経産省以外の対策")["filters"] == [
        "ministry!=meti (経済産業省; question)"
    ]


def test_a_text_that_goes_over_a_page_is_cited_page_by_page(agent: Agent) -> None:
    places = agent.call("get_measure", number=33)["measure"]["places"]
    assert places == [{"page": 9, "lines": [[900, 907]]}, {"page": 10, "lines": [[1005, 1012]]}]


def test_pages_of_a_search_go_on_where_the_last_ended(agent: Agent) -> None:
    first = agent.call("search_measures", question="人材", limit=3)
    second = agent.call("search_measures", question="人材", limit=3, offset=first["next_offset"])
    assert [hit["rank"] for hit in first["hits"] + second["hits"]] == [1, 2, 3, 4, 5, 6]


def test_a_measure_has_its_timetable_with_lines(agent: Agent, core: Core) -> None:
    answer = agent.call("get_measure", number=17)
    view = core.measure(17)
    assert [[step["text"] for step in row["steps"]] for row in answer["rows"]] == [
        [step.text for step in row.steps] for row in view.rows
    ]
    assert answer["equivalents"]["sparql"] == "DESCRIBE <https://w3id.org/sesaku/ip2023/measure/17>\n"


def test_overlaps_are_the_cores_with_both_sides_cited(agent: Agent, core: Core) -> None:
    answer = agent.call("find_overlaps", ministry="meti", across=True, limit=3)
    request = OverlapRequest(ministry="meti", across=True, limit=3)
    expected = core.find_overlaps(request)
    assert [one["rank"] for one in answer["overlaps"]] == [pair.candidate.rank for pair in expected.pairs]
    assert (answer["total"], answer["facing"]) == (expected.total, expected.total)
    assert [len(one["passages"]) for one in answer["overlaps"]] == [
        len(pair.candidate.passages) for pair in expected.pairs
    ]
    assert any("candidates" in note for note in answer["notes"])
    assert all(clause["places"][0]["lines"] for one in answer["overlaps"] for found in one["passages"] for clause in
               (found["left"], found["right"]))  # fmt: skip


def test_a_draft_finds_the_measures_near_it(agent: Agent, core: Core) -> None:
    draft = "海賊版サイトの取締りを国際的に強める"
    near = agent.call("similar_to_draft", text=draft, limit=4)["near"]
    assert [one["measure"]["number"] for one in near] == [one.measure.number for one in core.compare_draft(draft, 4)]


def test_sparql_is_answered_within_the_rows_asked_for(agent: Agent) -> None:
    query = "SELECT ?measure ?number { ?measure a sesaku:Measure ; sesaku:number ?number } ORDER BY ?number"
    answer = agent.call("run_sparql", query=query, max_rows=2)
    base = "https://w3id.org/sesaku/ip2023/measure/"
    assert answer["rows"] == [[f"{base}1", "1"], [f"{base}2", "2"]]
    assert set(answer["labels"]) == {f"{base}1", f"{base}2"}
    assert (answer["total"], answer["is_truncated"]) == (None, True)


def test_a_query_of_few_rows_is_whole(agent: Agent) -> None:
    answer = agent.call("run_sparql", query="SELECT (COUNT(?m) AS ?count) { ?m a sesaku:Measure }")
    assert (answer["rows"], answer["total"], answer["is_truncated"]) == ([["186"]], 1, False)


def test_more_queries_than_may_wait_are_told_to_come_back(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended = threading.Semaphore(0), threading.Event()

    def wait(job: object, client: str) -> None:
        begun.release()
        ended.wait(timeout=30)
        raise QueryError("ended")

    monkeypatch.setattr(core.endpoint.pool, "ask", wait)
    with ThreadPoolExecutor(WAITING) as threads:
        waiting = [threads.submit(core.ask, "ASK { }") for _ in range(WAITING)]
        assert all(begun.acquire(timeout=30) for _ in waiting)
        with pytest.raises(QueryError, match="Try again later"):
            core.ask("ASK { }")
        ended.set()
        assert {str(one.exception()) for one in waiting} == {"ended"}


def test_a_query_with_an_unknown_name_gets_a_hint(agent: Agent) -> None:
    answer = agent.call("run_sparql", query="SELECT ?m { ?m a sesaku:Mesure }")
    assert answer["rows"] == []
    assert "sesaku:Measure" in answer["hints"][0]


def test_the_library_answers_with_parameters(agent: Agent, core: Core) -> None:
    answer = agent.call("run_library_query", name="measures-of-ministry", parameters={"ministry": "金融庁"})
    expected = core.run_query("measures-of-ministry", {"ministry": "金融庁"})
    assert answer["rows"] == [[value.text if value else None for value in row] for row in expected.rows]


@pytest.mark.parametrize(("tool", "kind"), [("list_ministries", "ministries"), ("list_themes", "themes")])
def test_lists_are_those_of_the_overview(agent: Agent, core: Core, tool: str, kind: str) -> None:
    entries = agent.call(tool)["entries"]
    assert [(entry["iri"], entry["measures"]) for entry in entries] == [
        (one.thing.iri, one.count) for one in getattr(core.overview(), kind)
    ]


@pytest.mark.parametrize(
    ("tool", "values", "words"),
    [
        ("get_measure", {"number": 999}, "Give 1 to"),
        ("get_measure", {}, "number: 要る / required."),
        ("search_measures", {"question": "AI", "ministry": "nobody"}, "nobody"),
        (
            "search_measures",
            {"question": "AI", "year": 2024},
            "year: この引数はない / search_measures has no such argument; it takes question, ministry, fiscal",
        ),
        ("list_themes", {"limit": 3}, "limit: この引数はない / list_themes has no such argument; it takes none."),
        ("search_measures", {"question": "AI", "limit": 1000}, "limit: 20 以下で / at most 20."),
        ("find_overlaps", {"measure": 999}, "999"),
        ("find_overlaps", {"partner": "mic"}, "Name both"),
        ("run_sparql", {"query": "SELECT ?m { ?m a"}, "line 1, column"),
        ("run_sparql", {"query": "INSERT DATA { <x:a> <x:b> 1 }"}, "read-only"),
        ("run_sparql", {"query": "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"}, "SERVICE"),
        ("run_library_query", {"name": "measures-of-minstry"}, "Did you mean"),
        ("run_library_query", {"name": "../../etc/passwd"}, "no such query"),
        ("no_such_tool", {}, "no_such_tool"),
    ],
)
def test_errors_come_in_words(agent: Agent, tool: str, values: dict[str, object], words: str) -> None:
    complaint = agent.complaint(tool, **values)
    assert words in complaint
    assert "Traceback" not in complaint
    assert "validation error" not in complaint


@pytest.mark.parametrize(
    ("tool", "values"),
    [
        ("search_measures", {"question": "", "limit": 20}),
        ("find_overlaps", {"limit": 10}),
        ("similar_to_draft", {"text": "標準", "limit": 20}),
        ("run_sparql", {"query": "SELECT * { ?s ?p ?o }", "max_rows": 200}),
        ("list_ministries", {}),
    ],
)
def test_the_largest_answers_fit_an_agents_context(agent: Agent, tool: str, values: dict[str, object]) -> None:
    assert len(json.dumps(agent.call(tool, **values), ensure_ascii=False)) < LONGEST_ANSWER


def test_resources_are_the_schema_the_library_and_the_overview(agent: Agent) -> None:
    listed = agent.ask(lambda client: client.list_resources()).resources
    assert {str(one.uri) for one in listed} == {"sesaku://schema", "sesaku://queries", "sesaku://overview"}
    texts = {str(one.uri): read(agent, str(one.uri)) for one in listed}
    assert "sesaku:Measure a owl:Class" in texts["sesaku://schema"]
    assert "### measures-of-ministry" in texts["sesaku://queries"]
    assert json.loads(texts["sesaku://overview"])["data"]["measures"] == 186


def test_a_question_of_the_library_is_a_resource(agent: Agent, core: Core) -> None:
    assert read(agent, "sesaku://queries/measures-of-ministry") == core.query("measures-of-ministry").text


@pytest.mark.parametrize("name", ["nothing", "..%2F..%2Fpyproject.toml", "%00"])
def test_what_is_not_in_the_library_is_no_resource(agent: Agent, name: str) -> None:
    words = agent.refusal(f"sesaku://queries/{name}")
    assert "no such query" in words or "Unknown resource" in words


def read(agent: Agent, uri: str) -> str:
    text: str = agent.ask(lambda client: client.read_resource(uri)).contents[0].text
    return text
