"""What the resources answer, beside what the core answers to the same question."""

import csv
import io
from typing import Any

import pytest
from rest_client import Client

from service.core import Core
from service.serialisation import to_plain
from service.views import SearchRequest


def numbers_of(answer: dict[str, Any]) -> list[int]:
    return [entry["number"] for entry in answer["data"]]


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_search_answers_as_the_core_with_provenance_filters_notes_and_equivalents(client: Client, core: Core) -> None:
    body = client.get("/api/search", params={"q": "経産省の標準化の取組", "fiscal_year": 2024, "limit": 3}).json()
    expected = core.search(SearchRequest("経産省の標準化の取組", fiscal_year=2024, limit=3))
    assert body["data"]["hits"] == to_plain(expected.hits)
    assert body["equivalents"] == to_plain(expected.equivalents)
    assert body["notes"][0] == to_plain(expected.notes[0])
    assert [(one["kind"], one["values"][0]["value"], one["source"]) for one in body["filters"]] == [
        ("fiscal_year", "2024", "request"),
        ("ministry", "meti", "question"),
    ]
    assert body["provenance"]["document"]["iri"] == "https://w3id.org/sesaku/ip2023"
    assert body["provenance"]["version"] == core.data().version
    assert body["page"]["total"] == expected.total


@pytest.mark.parametrize(
    ("parameters", "kind", "values", "labels"),
    [
        ({"q": "経産省や文科省の人材"}, "ministry", ["meti", "mext"], ["Ministry of Economy, Trade and Industry",
         "Ministry of Education, Culture, Sports, Science and Technology"]),
        ({"q": "2025年度以降の標準"}, "fiscal_year", ["2025", "2026"], ["FY2025", "FY2026"]),
        ({"q": "経産省以外の対策"}, "ministry", ["meti"], ["Ministry of Economy, Trade and Industry"]),
        ({"q": "短期のみの標準"}, "only_term", ["short"], ["short term"]),
        ({"q": "2026年度だけの標準"}, "only_fiscal_year", ["2026"], ["FY2026"]),
        ({"q": '"日本酒の輸出"'}, "phrase", ["日本酒の輸出"], ["日本酒の輸出"]),
        ({"q": "施策2"}, "measure", ["2"], ["Measure 2"]),
        ({"q": "標準", "exact": True}, "phrase", ["標準"], ["標準"]),
        ({"ministry": "関係府省"}, "ministry", ["related-fusho"], ["related ministries (not named)"]),
        ({"fiscal_year": 2026}, "fiscal_year", ["2026"], ["FY2026"]),
        ({"q": "第99章の標準"}, "chapter", ["99"], ["Chapter 99"]),
        ({"source": "ip2023"}, "source", ["ip2023"],
         ["Roadmap of the Intellectual Property Promotion Plan 2023: priority measures"]),
    ],
    ids=str,
)  # fmt: skip
def test_a_filter_names_all_its_values_in_both_languages(
    client: Client, parameters: dict[str, Any], kind: str, values: list[str], labels: list[str]
) -> None:
    body = client.get("/api/search", params=parameters).json()
    found = next(one for one in body["filters"] if one["kind"] == kind)
    assert [one["value"] for one in found["values"]] == values
    assert [one["label"]["en"] for one in found["values"]] == labels
    assert all(one["label"]["ja"] for one in found["values"])
    assert found["is_excluded"] is ("以外" in parameters.get("q", ""))


@pytest.mark.parametrize(
    ("query", "is_capped"), [("q=標準化", True), ("q=経産省の施策", False), ("q=第3章の標準", False)]
)
def test_an_answer_says_when_it_is_the_nearest_measures_only(client: Client, query: str, is_capped: bool) -> None:
    body = client.get(f"/api/search?{query}").json()
    notes = [note["en"] for note in body["notes"] if "50 nearest measures" in note["en"]]
    assert (body["data"]["is_capped"], len(notes)) == (is_capped, int(is_capped))
    assert not is_capped or body["page"]["total"] == 50


def test_the_document_is_a_facet_and_a_filter(client: Client) -> None:
    whole, narrowed = (client.get(f"/api/search?q=標準{more}").json() for more in ("", "&source=ip2023"))
    source = next(facet for facet in whole["data"]["facets"] if facet["name"] == "source")["values"]
    assert [(one["parameter"], one["count"], one["is_chosen"]) for one in source] == [("ip2023", 50, False)]
    assert source[0]["label"]["ja"].startswith("工程表")
    assert narrowed["data"]["hits"] == whole["data"]["hits"]
    assert next(facet for facet in narrowed["data"]["facets"] if facet["name"] == "source")["values"][0]["is_chosen"]
    assert client.get("/api/measures?source=ip2023").json()["page"]["total"] == 186


def test_pages_of_measures_add_up_to_all_and_link_to_each_other(client: Client, core: Core) -> None:
    found, path, pages = [], "/api/measures?ministry=meti&limit=40", 0
    while path:
        body = client.get(path).json()
        found += numbers_of(body)
        path, pages = body["page"]["links"].get("next"), pages + 1
    assert found == [measure.number for measure in core.ministry("meti").measures]
    assert pages == -(-len(found) // 40)
    assert body["page"]["links"] == {
        "first": "/api/measures?ministry=meti&limit=40&offset=0",
        "last": f"/api/measures?ministry=meti&limit=40&offset={(pages - 1) * 40}",
        "previous": f"/api/measures?ministry=meti&limit=40&offset={(pages - 2) * 40}",
    }


def test_a_page_beyond_the_end_is_empty_and_links_back(client: Client) -> None:
    body = client.get("/api/measures?limit=100&offset=1000").json()
    assert body["data"] == []
    assert body["page"]["links"]["previous"] == "/api/measures?limit=100&offset=100"


def test_a_measure_has_its_timetable_with_source_lines(client: Client, core: Core) -> None:
    body = client.get("/api/measures/17").json()
    view = to_plain(core.measure(17))
    equivalents = view.pop("equivalents")
    assert body["data"] == view
    assert body["equivalents"] == equivalents
    assert body["data"]["measure"]["page"] == 5


@pytest.mark.parametrize("accept", [{"params": {"format": "csv"}}, {"headers": {"accept": "text/csv"}}])
def test_lists_are_csv_by_parameter_or_accept(client: Client, accept: dict[str, Any]) -> None:
    response = client.get("/api/measures", **accept)
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert [row["number"] for row in rows_of(response.text)] == [str(number) for number in range(1, 21)]


@pytest.mark.parametrize(
    "path",
    ["search?q=AI", "similar?number=17", "ministries", "themes", "chapters", "overlaps", "queries", "themes/content",
     "ministries/meti", "chapters/3", "queries/measures-per-theme"],
)  # fmt: skip
def test_every_list_is_csv_too(client: Client, path: str) -> None:
    mark = "&" if "?" in path else "?"
    text = client.get(f"/api/{path}{mark}format=csv").text
    assert len(rows_of(text)) > 1


def test_similar_takes_a_number_a_text_or_a_draft(client: Client, core: Core) -> None:
    by_number = client.get("/api/similar", params={"number": 17, "limit": 3}).json()
    text = "海賊版サイトの取締りを強める"
    by_text = client.get("/api/similar", params={"text": text, "limit": 3}).json()
    by_draft = client.post("/api/similar", json={"text": text, "limit": 3}).json()
    assert by_number["data"] == to_plain(core.similar(17, 3))
    assert by_text == by_draft
    assert by_text["data"] == to_plain(core.compare_draft(text, 3))
    assert by_text["equivalents"]["cli"] == f"sesaku similar --text '{text}' --limit 3"


@pytest.mark.parametrize("kind", ["ministries", "themes", "chapters"])
def test_things_are_counted_as_in_the_overview(client: Client, core: Core, kind: str) -> None:
    assert client.get(f"/api/{kind}?limit=100").json()["data"] == to_plain(getattr(core.overview(), kind))


@pytest.mark.parametrize("path", ["ministries/meti", "themes/content", "chapters/7"])
def test_a_thing_has_one_page_of_its_measures(client: Client, path: str) -> None:
    body = client.get(f"/api/{path}?limit=2&offset=1").json()
    assert len(body["data"]["measures"]) == 2
    every = client.get(f"/api/{path}?limit=100").json()["data"]["measures"]
    assert body["data"]["measures"] == every[1:3]
    assert body["page"]["total"] == len(every)


@pytest.mark.parametrize(
    ("path", "slug"),
    [("ministries/METI", "meti"), ("ministries/経産省", "meti"), ("ministries/関係府省", "related-fusho"),
     ("themes/コンテンツ", "content"), ("themes/CONTENT", "content")],
)  # fmt: skip
def test_a_name_leads_to_the_address_of_its_slug(client: Client, path: str, slug: str) -> None:
    response = client.get(f"/api/{path}?limit=2&format=json")
    kind = path.partition("/")[0]
    assert (response.status_code, response.headers["location"]) == (307, f"/api/{kind}/{slug}?limit=2&format=json")
    assert client.get(response.headers["location"]).json()["data"]["thing"]["iri"].endswith(f"/{slug}")


def test_overlaps_are_narrowed_to_both_sides(client: Client) -> None:
    every = client.get("/api/overlaps?limit=100").json()
    narrow = client.get("/api/overlaps?ministry=meti&partner=mext&across=true&limit=100").json()
    assert 0 < narrow["page"]["total"] < every["page"]["total"]
    for pair in narrow["data"]:
        sides = [{body["iri"].rpartition("/")[2] for body in pair[side]["ministries"]} for side in ("left", "right")]
        assert any(sides), pair
    assert "candidates" in every["notes"][-1]["en"]
    facing = client.get("/api/overlaps?across=true&limit=1").json()["page"]["total"]
    assert every["notes"][-2]["ja"] == f"{every['page']['total']} 組、うち府省が向き合う {facing} 組（across）。"
    assert [pair["candidate"]["rank"] for pair in every["data"][:3]] == [1, 2, 3]


def test_overlaps_of_a_measure_all_have_it(client: Client) -> None:
    strongest = client.get("/api/overlaps?limit=1").json()["data"][0]["candidate"]
    found = client.get(f"/api/overlaps?measure={strongest['left']}").json()["data"]
    assert all(strongest["left"] in (pair["left"]["number"], pair["right"]["number"]) for pair in found)
    assert found[0]["candidate"] == strongest


def test_the_matrix_counts_the_candidates_between_two_bodies(client: Client) -> None:
    cells = client.get("/api/overlaps/matrix").json()["data"]["cells"]
    assert [cell["strength"] for cell in cells] == sorted((cell["strength"] for cell in cells), reverse=True)
    assert all(cell["count"] > 0 and cell["ministry"] != cell["partner"] for cell in cells)


def test_a_library_query_takes_its_parameters_from_the_address(client: Client, core: Core) -> None:
    body = client.get("/api/queries/measures-of-ministry?ministry=METI&limit=100").json()
    answer = core.run_query("measures-of-ministry", {"ministry": "METI"})
    assert body["data"]["rows"] == to_plain(answer.rows[:100])
    assert body["equivalents"]["cli"] == "sesaku query measures-of-ministry --ministry METI"
    assert "VALUES (?ministry) { (ministry:meti) }" in body["equivalents"]["sparql"]


def test_the_overview_names_the_known_gaps(client: Client, core: Core) -> None:
    body = client.get("/api/overview").json()
    assert body["data"] == to_plain(core.overview())
    gaps = [f"{label.ja}: {count}件" for label, count in core.overview().gaps]
    assert [note["ja"] for note in body["notes"]][-len(gaps) :] == gaps


def test_the_root_leads_to_everything(client: Client) -> None:
    links = client.request("GET", "/api", follow_redirects=True).json()
    assert links["openapi"] == "/api/openapi.json"
    assert links["sparql"] == "/sparql"
    del links["openapi"], links["sparql"]
    assert {client.get(path, params={"q": "AI", "number": 1}).status_code for path in links.values()} <= {200, 422}
