"""The pages: what they show, their languages, their JSON and CSV, and that no link on them is dead."""

import csv
import hashlib
import io
import json
import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from web_client import Client

from graph_builder.ministries import load_ministries
from graph_builder.sparql import PREFIXES
from service.core import Core
from service.overlaps import OverlapRequest
from service.partners import list_partners
from service.web.overlap_pages import SHOWN

PAGES = [
    "/",
    "/search",
    "/search?q=生成AIに関連する施策は？",
    "/similar?text=生成AIの著作権",
    "/ministry",
    "/ministry/meti",
    "/theme",
    "/theme/standards",
    "/concept/generative-ai",
    "/ip2023",
    "/ip2023/chapter/3",
    "/ip2023/measure/17",
    "/ip2023/page/5",
    "/fiscal-year",
    "/fiscal-year/2024",
    "/term/short",
    "/thesaurus",
    "/thesaurus?q=AI",
    "/ontology",
    "/overlap",
    "/overlap/matrix",
    "/overlap/clusters",
    "/overlap/inside",
    "/overlap/verdicts",
    "/queries",
    "/queries/measures-in-chapter",
    "/sparql",
    "/data/",
    "/about",
]
SWEPT = ["/", "/ip2023/measure/17", "/ministry/npa", "/concept/generative-ai", "/overlap?measure=17", "/data/"]
CRAWLED = ["/about", *(pytest.param(path, marks=pytest.mark.slow) for path in SWEPT)]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_in_both_languages(client: Client, path: str, language: str) -> None:
    response = client.get(path, language=language)
    assert response.status_code == 200
    assert "set-cookie" not in response.headers
    assert f'<html lang="{language}">' in response.text
    assert response.text.count("<h1") == 1
    assert response.text.rstrip().endswith("</html>")


@pytest.mark.parametrize("path", CRAWLED)
def test_no_link_is_dead(client: Client, path: str) -> None:
    page = client.get(path).text
    targets = {unescape(target).partition("#")[0] for target in re.findall(r'(?:href|src|action)="([^"]+)"', page)}
    local = sorted(target for target in targets if target.startswith("/"))
    assert local
    dead = {target: status for target in local if (status := client.get(target).status_code) not in {200, 302, 303}}
    assert dead == {}


def test_a_chosen_language_stays_in_every_link(client: Client) -> None:
    page = client.get("/?lang=en").text
    links = [unescape(link) for link in re.findall(r'<a [^>]*href="(/[^"]*)"', page)]
    switch = [link for link in links if "lang=ja" in link]
    assert '<html lang="en">' in page
    assert len(switch) == 1
    endings = (".ttl", ".jsonld", ".nt", ".rdf")
    lost = [link for link in links if "lang=" not in link and not urlsplit(link).path.endswith(endings)]
    assert lost == []


@pytest.mark.parametrize(
    "path",
    [
        "/overlap/matrix",
        "/overlap/inside",
        "/overlap/clusters",
        "/ip2023/overlap/64-175",
        "/search?q=international standards",
        "/ip2023/measure/66",
        "/ip2023/measure/106",
    ],
)
def test_english_pages_name_ministries_in_english(client: Client, path: str) -> None:
    page = client.get(path, language="en").text
    own = re.sub(r'<(\w+)[^>]* lang="ja".*?</\1>', "", page.partition("<main")[2], flags=re.DOTALL)
    names = (body.name for body in load_ministries())
    assert [name for name in names if f">{name}<" in own or f"{name}、" in own] == []
    assert re.search(r"Ministry|Agency|METI", own)


def test_english_says_one_measure(client: Client, core: Core) -> None:
    single = next(one.thing.iri for one in core.overview().ministries if one.count == 1)
    assert "1 measure<" in client.get(f"/ministry/{single.rpartition('/')[2]}", language="en").text.replace(",", "<")


def test_english_reasons_name_concepts_in_english(client: Client) -> None:
    page = client.get("/search?q=generative AI and copyright", language="en").text
    assert re.search(r"concepts <strong>[^<]*generative AI", page, re.IGNORECASE)


def test_a_question_shows_its_filters_and_how_to_remove_them(client: Client) -> None:
    page = client.get("/search?q=経産省が2024年度に行う標準化の取組は？").text
    assert "「経産省」→" in page
    assert "「2024年度」を条件から外す" in page
    without = client.get("/search?q=経産省が2024年度に行う標準化の取組は？&ignore=2024年度&format=json").json()
    assert [piece["text"] for piece in without["pieces"]] == ["経産省"]


def test_results_name_measure_source_and_reason(client: Client) -> None:
    answer = client.get("/search?q=生成AIと著作権&format=json").json()
    first = answer["hits"][0]
    assert first["measure"]["number"] == 17
    assert first["evidence"]["matched"]
    assert first["measure"]["page"] == 5
    page = client.get("/search?q=生成AIと著作権").text
    assert "<mark>" in page
    assert '<a class="place" href="/ip2023/page/5#L' in page


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/ip2023/measure/017?format=json", "/ip2023/measure/17?format=json"),
        ("/ip2023/chapter/03/section/01", "/ip2023/chapter/3/section/1"),
        ("/ip2023/overlap/175-064?lang=en", "/ip2023/overlap/64-175?lang=en"),
        ("/ip2023/measure/17/", "/ip2023/measure/17"),
        ("/ministry/meti/?partner=mic", "/ministry/meti?partner=mic"),
        ("/ip2023/measure/017.ttl", "/ip2023/measure/17.ttl"),
        ("/ip2023/overlap/175-64.nt", "/ip2023/overlap/64-175.nt"),
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_other_spellings_of_an_address_lead_to_its_own(client: Client, path: str, canonical: str, accept: str) -> None:
    response = client.get(path, accept=accept)
    assert (response.status_code, response.headers["Location"]) == (308, canonical)


def test_overlap_lists_all_pairs_unless_asked_for_those_across(client: Client, core: Core) -> None:
    for address, asked in [("/overlap", OverlapRequest()), ("/overlap?across=1", OverlapRequest(across=True))]:
        answer = client.get(f"{address}{'&' if '?' in address else '?'}format=json").json()
        assert answer["total"] == core.find_overlaps(asked).total
    page, across = client.get("/overlap").text, client.get("/overlap?across=1").text
    total, facing = (core.find_overlaps(asked).total for asked in (OverlapRequest(), OverlapRequest(across=True)))
    assert f'{total} 組、うち<a href="/overlap?across=1">府省が向き合う {facing} 組</a>、見る価値の高い順' in page
    assert f"府省が向き合う {facing} 組、見る価値の高い順" in across
    assert 'href="/overlap?across=1" aria-current="page"' in across
    assert 'name="across" value="1" checked' in across


def test_the_kind_of_a_candidate_is_called_an_estimate(client: Client) -> None:
    assert "重複候補（言い直しと推定）" in client.get("/ip2023/overlap/129-132").text


def test_overlap_as_csv_has_every_candidate_that_meets_the_filters(client: Client, core: Core) -> None:
    lines = list(csv.DictReader(io.StringIO(client.get("/overlap?ministry=meti&page=2&format=csv").text)))
    assert len(lines) == core.find_overlaps(OverlapRequest(ministry="meti")).total > SHOWN


def test_an_unknown_kind_of_overlap_is_refused(client: Client) -> None:
    response = client.get("/overlap?kind=waste")
    assert response.status_code == 400
    assert "duplication" in response.text


def test_repetition_is_narrowed_by_measure_and_body(client: Client) -> None:
    found = client.get("/overlap/inside?measure=33&format=json").json()
    assert {one["number"] for one in found} == {33}
    found = client.get("/overlap/inside?ministry=maff&format=json").json()
    assert found
    assert all("農林水産省" in one["ministries"] for one in found)


def test_a_text_that_goes_over_a_page_is_cited_page_by_page(client: Client) -> None:
    page = client.get("/ip2023/measure/33").text
    first = '<a class="place" href="/ip2023/page/9#L900">p.9 行 900–907</a>'
    assert f'{first}、<a class="place" href="/ip2023/page/10#L1005">p.10 行 1005–1012</a>' in page
    assert "施策33（p.9、p.10）" in page


def test_facets_narrow_down(client: Client) -> None:
    whole = client.get("/search?format=json").json()
    counts = {value["parameter"]: value["count"] for facet in whole["facets"] for value in facet["values"]
              if facet["name"] == "ministry"}  # fmt: skip
    narrowed = client.get("/search?ministry=maff&format=json").json()
    assert whole["total"] == 186
    assert narrowed["total"] == counts["maff"]


@pytest.mark.parametrize(
    ("language", "count", "facets"),
    [("ja", "近い順に上位50件", "上位50件の内訳"), ("en", "The 50 nearest measures", "Among the 50 nearest")],
)
def test_a_cut_off_answer_says_so(client: Client, language: str, count: str, facets: str) -> None:
    cut, whole = client.get(f"/search?q=標準化&lang={language}").text, client.get(f"/search?lang={language}").text
    assert (count in cut, facets in cut) == (True, True)
    assert (count in whole, facets in whole) == (False, False)


def test_pages_of_results_do_not_overlap(client: Client) -> None:
    pages = [client.get(f"/search?page={page}&format=json").json()["hits"] for page in (1, 2)]
    numbers = [hit["measure"]["number"] for hits in pages for hit in hits]
    assert numbers == list(range(1, 21))


def test_an_off_topic_question_says_so(client: Client) -> None:
    page = client.get("/search?q=明日の天気予報").text
    assert "この文書に答えは見当たりません" in page
    assert "絞り込む" not in page


def test_filters_that_nothing_meets_say_what_to_drop(client: Client) -> None:
    page = client.get("/search?q=&ministry=npa&chapter=3").text
    assert "すべての条件を満たす施策はありません" in page
    assert '<a href="/search?q=&amp;ministry=npa">章の条件を外すと' in page
    asked = client.get("/search?q=警察庁の施策&chapter=3").text
    assert "&amp;ignore=ministry" in asked


def test_filters_show_their_names_even_where_nothing_meets_them(client: Client) -> None:
    for language, labels in (("ja", ["警察庁", "長期"]), ("en", ["National Police Agency", "long term"])):
        page = client.get(f"/search?ministry=npa&term=long&chapter=3&lang={language}").text
        assert [label for label in labels if f"<strong>{label}</strong>" not in page] == []


def test_filters_read_from_a_question_show_in_the_language_of_the_page(client: Client) -> None:
    page = client.get("/search?q=経産省や文科省以外の標準&lang=en").text
    meti, mext = (
        "Ministry of Economy, Trade and Industry",
        "Ministry of Education, Culture, Sports, Science and Technology",
    )
    assert f"<strong>not {meti} or {mext}</strong>" in page


def test_a_facet_value_that_the_question_chose_can_be_let_go(client: Client) -> None:
    page = client.get("/search?q=経産省の標準").text
    target = unescape(re.findall(r'<a href="([^"]*)" aria-current="true">経済産業省', page)[0])
    assert client.get(f"{target}&format=json").json()["pieces"] == []


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/search?q=AI&page=99", 404, "there is no page 99. The last is 5."),
        ("/overlap?page=9999", 404, "there is no page 9999"),
        ("/search?page=0", 400, "a whole number from 1 on"),
        ("/search?page=-1", 400, "a whole number from 1 on"),
        ("/search?page=x", 400, "a whole number from 1 on"),
        ("/search?term=x", 404, "short, medium, long"),
        ("/search?year=1990", 404, "Give 2023 to"),
        ("/search?q=%ff", 400, "percent-encoded UTF-8"),
        ("/search?q=" + "a" * 1001, 400, "1,000 characters"),
        ("/search?chapter=99", 404, "there is no chapter 99"),
        ("/search?source=x", 404, "There is ip2023"),
        ("/search?format=xml", 400, "html, json, csv"),
        ("/concept/generative-ai?format=csv", 400, "html, json"),
        ("/overlap?kind=x", 400, "duplication"),
        ("/overlap?partner=mic", 400, "Name both"),
        ("/overlap?ministry=cao&partner=cao-ip", 400, "does not face itself"),
        ("/search?ministry=meti&ministry=mext", 400, "ministry may be given once only"),
        ("/similar?text=a&text=b", 400, "text may be given once only"),
        ("/overlap?measure=1&measure=2", 400, "measure may be given once only"),
        ("/queries/measures-in-chapter?chapter=1&chapter=3", 400, "chapter may be given once only"),
        ("/thesaurus?q=AI&q=IP", 400, "q may be given once only"),
        ("/sparql?question=documents&question=documents", 400, "question may be given once only"),
        ("/ministry/meti?partner=mic&partner=mext", 400, "partner may be given once only"),
        ("/about?lang=ja&lang=en", 400, "lang may be given once only"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_words(client: Client, path: str, status: int, words: str) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert words in unescape(response.text)


@pytest.mark.parametrize(
    ("path", "ja", "en"),
    [
        ("/search?source=ip2024", "資料「ip2024」はない。ここにあるのは ip2023", "there is no document 'ip2024'."),
        (
            "/queries/measures-of-ministry?ministry=zz",
            "府省「zz」は見つからない。例：金融庁。",
            "there is no ministry 'zz'. For",
        ),
        (
            "/queries/measures-with-many-steps?minimum=x",
            "minimum=x: 最少の工程数には",
            "minimum must be a whole number",
        ),
        ("/sparql?query=SELECT", "SPARQL 1 行 1 桁: ", "SPARQL line 1, column 1: "),
        ("/ip2023/chapter/11", "第11章はない。1 から 10 まで", "there is no chapter 11. Give 1 to 10."),
        ("/ip2023/chapter/1/section/99", "第1章に節 99 はない。", "chapter 1 has no section 99."),
        ("/fiscal-year/1999", "1999年度はない。2023 から", "there is no fiscal year 1999. Give 2023 to"),
    ],
)
def test_each_language_of_an_error_is_marked(client: Client, path: str, ja: str, en: str) -> None:
    page = unescape(client.get(path).text)
    marked = re.findall(r'<(?:p|span)[^>]* lang="(ja|en)">([^<]*)', page)
    assert [code for code, line in marked if line.startswith(ja)] == ["ja"], marked
    assert [code for code, line in marked if line.startswith(en)] == ["en"], marked


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_error_stands_in_both_languages_that_of_the_page_first(client: Client, language: str) -> None:
    page = unescape(client.get("/search?ministry=経産産業省", language=language).text)
    lines = {
        "ja": '<p class="lead" lang="ja">府省「経産産業省」はない。もしかして 経済産業省、経産省？</p>',
        "en": '<p class="lead" lang="en">no such ministry. Did you mean 経済産業省, 経産省?</p>',
    }
    assert all(line in page for line in lines.values())
    assert min(lines, key=lambda code: page.index(lines[code])) == language


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/search?q=経産省の標準化", "経産省"),
        ("/search?q=AI&ignore=経産省", "経産省"),
        ("/search?q=標準", "標準"),
        ("/ministry/meti", "経産省"),
        ("/queries/measures-of-ministry?ministry=経産省", "経産省"),
        ("/ip2023/overlap/24-31", "左記の実施状況を踏まえ、必要な取組を実施"),
        ("/search?q=環境省の仕事", "仕事"),
    ],
)
def test_english_pages_mark_japanese_as_japanese(client: Client, path: str, words: str) -> None:
    main = client.get(path, language="en").text.partition('<main id="main"')[2].partition("</main>")[0]
    bare = re.sub(r'<(\w+)[^>]* lang="ja"[^>]*>.*?</\1>', "", main, flags=re.DOTALL)
    assert words in main
    assert words not in re.sub(r"<[^>]*>", "", bare)


def test_commands_in_prose_are_shown_as_code(client: Client) -> None:
    assert "<code>sesaku serve --edit</code>" in client.get("/overlap/verdicts").text
    assert "<code>sesaku serve --edit</code>" in client.get("/ip2023/overlap/64-175").text


def test_help_tells_what_marks_a_phrase(client: Client) -> None:
    assert '"著作権" のように二重引用符' in unescape(client.get("/about").text)
    hits = {quoted: client.get(f"/search?q={quoted}&format=json").json() for quoted in ('"著作権"', "「著作権」")}
    assert [any(piece["kind"] == "phrase" for piece in one["pieces"]) for one in hits.values()] == [True, False]


def test_the_vocabulary_as_csv_has_every_term(client: Client, core: Core) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/ontology?format=csv").text.lstrip("\ufeff"))))
    measure = next(row for row in rows if row["iri"].endswith("#Measure"))
    assert len(rows) == len(core.vocabulary())
    assert (measure["label_ja"], measure["label_en"]) == ("施策", "measure")
    assert [row["iri"] for row in rows if not row["comment"]] == []


def test_strengths_are_told_apart_from_none(client: Client) -> None:
    table = client.get("/ministry/meti").text.partition('<table class="data matrix">')[2].partition("</table>")[0]
    strengths = re.findall(r">(\d\.\d+)<svg", table)
    assert len(strengths) > 5
    assert [one for one in strengths if float(one) == 0] == []


def test_a_draft_is_sent_by_a_form_and_a_short_one_gets_an_address(client: Client) -> None:
    draft = "海賊版サイトの取締りを国際的に強める。"
    sent = client.request("POST", "/similar", data={"text": draft, "from": "mic", "lang": "en"})
    assert sent.status_code == 303
    short = client.get(f"{sent.headers['location']}&format=json").json()
    long = client.request("POST", "/similar", data={"text": draft * 100, "from": "mic", "format": "json"})
    assert (long.status_code, bool(long.json()), bool(short)) == (200, True, True)
    assert client.request("POST", "/similar", data={"text": draft * 100, "format": "csv"}).text.count("\n") > 1
    page = client.request("POST", "/similar", data={"text": f"{draft}\r\n" * 900})
    assert (page.status_code, '<ol class="measures">' in page.text) == (200, True)
    assert client.request("POST", "/similar", data={"text": draft * 1100}).status_code == 400
    assert client.request("POST", "/similar", data={"text": "x" * 300_000}).status_code == 413
    assert client.request("POST", "/similar", json={"text": draft}).status_code == 415


def test_a_year_goes_by_any_of_its_names(client: Client) -> None:
    found = [client.get(f"/search?year={year}&format=json").json()["total"] for year in ("2024", "令和6", "FY2024")]
    assert found[0] == found[1] == found[2] > 0


def test_a_hint_is_no_error(client: Client) -> None:
    page = client.get("/sparql?query=SELECT ?m { ?m a sesaku:Mesure }").text
    assert '<p class="caution">' in page
    assert '<p class="problem">' not in page


def test_parameters_of_others_are_passed_over(client: Client) -> None:
    assert client.get("/search?q=AI&utm_source=x&utm_source=y").status_code == 200


def test_a_measure_shows_its_timetable_and_source_lines(client: Client) -> None:
    view = client.get("/ip2023/measure/17?format=json").json()
    page = client.get("/ip2023/measure/17").text
    steps = [step for row in view["rows"] for step in row["steps"]]
    assert len(steps) >= 4
    assert [step["text"] for step in steps if step["text"] not in unescape(page)] == []
    assert [line["text"] for line in view["source"] if line["text"] not in unescape(page)] == []


def test_csv_and_json_hold_what_the_page_shows(client: Client) -> None:
    table = list(csv.reader(io.StringIO(client.get("/search?format=csv&ministry=npa").text.removeprefix("\ufeff"))))
    answer = client.get("/search?format=json&ministry=npa").json()
    assert [int(row[2]) for row in table[1:]] == [hit["measure"]["number"] for hit in answer["hits"]]


def test_schema_org_is_json_that_names_the_measure(client: Client) -> None:
    page = client.get("/ip2023/measure/17").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    document = json.loads(found[1])
    assert (document["@id"], document["identifier"]) == ("https://w3id.org/sesaku/ip2023/measure/17", 17)


def embedded_in(client: Client, path: str) -> list[dict[str, object]]:
    """The schema.org documents of a page."""
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text, re.DOTALL)
    return [json.loads(script) for script in scripts]


def test_schema_org_takes_unnamed_bodies_for_no_organisation(client: Client, core: Core) -> None:
    bodies = load_ministries().by_iri
    measure = next(one for one in core.measures() if any(not bodies[body.iri].is_named for body in one.ministries))
    named = [body.iri for body in measure.ministries if bodies[body.iri].is_named]
    (document,) = embedded_in(client, f"/ip2023/measure/{measure.number}")
    contributors = document["contributor"]
    assert isinstance(contributors, list)
    assert [one["@id"] for one in contributors] == named
    assert embedded_in(client, "/ministry/related-fusho") == []
    assert [one["@type"] for one in embedded_in(client, "/ministry/meti")] == ["GovernmentOrganization"]


def test_the_start_page_counts_the_bodies_that_the_document_names(client: Client, core: Core) -> None:
    rows = core.ask(
        "SELECT DISTINCT ?body { ?m a sesaku:Measure ; sesaku:responsibleBody ?body "
        "FILTER NOT EXISTS { ?body a sesaku:UnnamedBodies } }"
    ).rows
    assert f"<dt>担当の府省・部局</dt><dd>{len(rows)}</dd>" in client.get("/").text


@pytest.mark.parametrize("path", ["ip2023/chapter/9", "ip2023/chapter/7"])
def test_a_chapter_shows_what_it_lists_again(client: Client, core: Core, path: str) -> None:
    rows = core.ask(
        f"SELECT ?number {{ ?again a sesaku:Relisting ; sesaku:chapter <https://w3id.org/sesaku/{path}> ; "
        "sesaku:relists/sesaku:number ?number } ORDER BY ?number"
    ).rows
    shown = client.get(f"/{path}").text.partition("ここに再掲されている施策")[2]
    assert len(rows) >= 3
    assert sorted(map(int, re.findall(r">施策(\d+)<", shown))) == [int(row[0].text) for row in rows if row[0]]


def test_library_questions_answer_and_take_parameters(client: Client) -> None:
    first = client.get("/queries/measures-in-chapter?chapter=1&format=json").json()
    third = client.get("/queries/measures-in-chapter?chapter=3&format=json").json()
    assert len(third["rows"]) == 3
    assert first["rows"] != third["rows"]
    wrong = client.get("/queries/measures-in-chapter?chapter=どこにもない章")
    assert (wrong.status_code, 'role="alert"' in wrong.text) == (404, True)
    odd = client.get("/queries/measures-with-many-steps?minimum=abc")
    assert (odd.status_code, 'role="alert"' in odd.text, 'value="abc"' in odd.text) == (400, True, True)


def test_sparql_page_answers_without_scripts(client: Client) -> None:
    page = client.get("/sparql?query=SELECT (COUNT(*) AS ?n) { ?m a sesaku:Measure }").text
    assert "<td><span>186</span></td>" in page


def test_sparql_page_lists_the_prefixes_with_their_iris(client: Client) -> None:
    page = client.get("/sparql").text
    listed = dict(re.findall(r"<li><code>(\w+):</code> <span>([^<]+)</span>", page))
    assert listed == PREFIXES


def test_sparql_page_shows_where_the_error_is(client: Client) -> None:
    response = client.get("/sparql?query=SELECT * WHERE {%0A ?s ?p }")
    assert response.status_code == 400
    assert 'data-place="2:8"' in response.text


def test_sparql_stays_an_endpoint_for_machines(client: Client) -> None:
    query = "ASK { ?m a sesaku:Measure }"
    answer = client.get("/sparql", accept="application/sparql-results+json", params={"query": query})
    assert answer.json() == {"head": {}, "boolean": True}
    named = client.get("/sparql", params={"query": query, "format": "csv"})
    assert (named.headers["content-type"], named.text) == ("text/csv; charset=utf-8", "true\r\n")


GRAPH = "https://w3id.org/sesaku/graph/ip2023"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def test_an_address_has_one_answer_for_people_and_machines(client: Client) -> None:
    asked = {"query": COUNT, "default-graph-uri": GRAPH}
    count = client.get("/sparql", accept="text/csv", params=asked).text.split()[1]
    page = client.get("/sparql", params=asked).text
    assert f"<td><span>{count}</span></td>" in page
    assert f'<input type="hidden" name="default-graph-uri" value="{GRAPH}">' in page
    assert count not in client.get("/sparql", params={"query": COUNT}).text
    links = re.findall(r'<a href="([^"]+)">CSV</a>', page)
    assert [client.get(unescape(link)).text.split()[1] for link in links] == [count]


def test_relative_iris_are_resolved_as_at_the_endpoint(client: Client) -> None:
    asked = {"query": "SELECT * { BIND(<foo> AS ?x) }"}
    assert client.get("/sparql", accept="text/csv", params=asked).text == "x\r\nhttp://localhost/foo\r\n"
    assert "http://localhost/foo" in client.get("/sparql", params=asked).text


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("query=ASK {}&update=DROP ALL", 403),
        ("query=ASK {}&query=ASK {}", 400),
        ("query=%ff", 400),
        ("query=ASK {}&default-graph-uri=x", 400),
        ("query=ASK {}&format=foo", 400),
        ("query=ASK {}&format=foo&format=foo", 400),
    ],
)
def test_people_and_machines_are_refused_alike(client: Client, question: str, status: int) -> None:
    for accept in ("text/html", "*/*"):
        response = client.get(f"/sparql?{question}", accept=accept)
        kind = {"text/html": "text/html", "*/*": "text/plain"}[accept]
        assert (response.status_code, response.headers["content-type"]) == (status, f"{kind}; charset=utf-8")


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("ASK {}", {"JSON": "application/sparql-results+json", "CSV": "text/csv; charset=utf-8",
                    "TSV": "text/tab-separated-values; charset=utf-8", "XML": "application/sparql-results+xml"}),
        ("PREFIX x: <urn:x> CONSTRUCT WHERE { ?s a sesaku:Measure }",
         {"Turtle": "text/turtle; charset=utf-8", "N-Triples": "application/n-triples",
          "JSON-LD": "application/ld+json", "RDF/XML": "application/rdf+xml"}),
        ("DESCRIBE ministry:meti", {"Turtle": "text/turtle; charset=utf-8", "N-Triples": "application/n-triples",
                                    "JSON-LD": "application/ld+json", "RDF/XML": "application/rdf+xml"}),
    ],
)  # fmt: skip
def test_an_answer_is_offered_in_the_formats_that_suit_it(client: Client, query: str, offered: dict[str, str]) -> None:
    page = client.get("/sparql", params={"query": query}).text
    links = re.findall(r'<a href="([^"]+&amp;format=[^"]+)">([^<]+)</a>', page)
    sent = {label: client.get(unescape(address)) for address, label in links}
    assert {label: response.headers["content-type"] for label, response in sent.items()} == offered
    assert {response.status_code for response in sent.values()} == {200}


@pytest.mark.parametrize("name", ["nt", "ttl", "rdf", "html"])
def test_formats_have_the_names_of_files_too(client: Client, name: str) -> None:
    response = client.get("/sparql", accept="*/*", params={"query": "DESCRIBE ministry:meti", "format": name})
    types = {"nt": "application/n-triples", "ttl": "text/turtle", "rdf": "application/rdf+xml", "html": "text/html"}
    assert response.headers["content-type"].partition(";")[0] == types[name]


def test_an_answer_says_how_many_rows_it_has_and_shows(client: Client) -> None:
    page = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 1234"}).text
    assert '<span class="count">1,234 行（表には最初の 1,000 行）</span>' in page
    assert page.count("<tr>") == 1001


def test_a_download_is_not_sent_twice(client: Client) -> None:
    address = f"/data/{client.get('/data/?format=json').json()['version']}/measures.csv"
    tag = client.get(address).headers["etag"]
    for known, status in ((tag, 304), (f'"x", {tag}', 304), ("*", 304), ('"x"', 200)):
        response = client.get(address, headers={"if-none-match": known})
        assert (response.status_code, response.headers["etag"], bool(response.content)) == (status, tag, status == 200)
    assert client.get(address.replace("measures.csv", "nothing.csv")).status_code == 404


def test_downloads_match_their_checksums(client: Client) -> None:
    catalogue = client.get("/data/?format=json").json()
    assert f"<code>{catalogue['build'][:12]}</code>" in client.get("/data/").text
    names = [file["name"] for file in catalogue["files"]]
    assert {"ip2023.nq", "ip2023.ttl", "measures.csv", "measures.parquet"} <= set(names)
    for file in catalogue["files"]:
        content = client.get(f"/data/{catalogue['version']}/{file['name']}").content
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (file["sha256"], file["size"])
    sums = client.get(f"/data/{catalogue['version']}/SHA256SUMS").text.splitlines()
    assert sums == [f"{file['sha256']}  {file['name']}" for file in catalogue["files"]]


def test_latest_leads_to_the_version_in_use(client: Client) -> None:
    version = client.get("/data/?format=json").json()["version"]
    response = client.get("/data/latest/ip2023.nq")
    assert (response.status_code, response.headers["location"]) == (302, f"/data/{version}/ip2023.nq")


def test_sitemap_lists_pages_that_answer(client: Client, core: Core) -> None:
    places = re.findall(r"<loc>http://localhost(.*?)</loc>", client.get("/sitemap.xml").text)
    wanted = {
        "/ip2023/chapter/3/section/1",
        "/concept/generative-ai",
        "/overlap/matrix",
        "/queries/documents",
        "/ontology",
    }
    assert len(places) == len(set(places)) > 1500
    assert wanted <= set(places)
    assert sum("/overlap/" in place and place.startswith("/ip2023/") for place in places) == len(
        core.overlaps().candidates
    )
    assert [place for place in places[::40] if client.get(place or "/").status_code != 200] == []
    assert [place for place in places if place.startswith(("/sparql", "/similar"))] == []
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text


@pytest.mark.parametrize("slug", ["meti", "npa", "cao-ip"])
def test_each_number_of_a_ministrys_row_leads_to_as_many(client: Client, slug: str) -> None:
    page = client.get(f"/ministry/{slug}").text
    table = page.partition('<table class="data matrix">')[2].partition("</table>")[0]
    links = {unescape(target): int(number) for target, number in re.findall(r'<a href="(/[^"]*=[^"]*)">(\d+)<', table)}
    answers = {target: client.get(target.replace("#measures", "") + "&format=json").json() for target in links}
    assert len(links) > 5
    assert {target: one.get("total", len(one.get("measures", ()))) for target, one in answers.items()} == links


def test_a_ministrys_row_is_that_of_the_matrix(core: Core) -> None:
    meti = next(one.thing for one in core.overview().ministries if one.thing.iri.endswith("/meti"))
    cells = [cell for cell in core.overlap_matrix().cells if meti in {cell.ministry, cell.partner}]
    partners = list_partners(core.ministry("meti"), core.overlap_matrix())
    faced = [one for one in partners if one.candidates]
    assert [(one.candidates, one.strength) for one in faced] == [(cell.count, cell.strength) for cell in cells]
    assert {one.body for one in partners if one.together} < {one.thing for one in core.ministry("meti").partners}


@pytest.mark.parametrize("path", ["/fiscal-year/2024", "/ministry/meti", "/term/short"])
def test_a_long_list_has_a_table_of_contents_by_chapter(client: Client, path: str) -> None:
    page = client.get(path).text
    contents = page.partition('<nav class="toc"')[2].partition("</nav>")[0]
    targets = re.findall(r'href="#([\w-]+)"', contents)
    assert len(targets) > 5
    assert [target for target in targets if page.count(f'id="{target}"') != 1] == []
    counts = sum(map(int, re.findall(r'<span class="count">(\d+)<', contents)))
    answer = client.get(path + "?format=json").json()
    assert counts == len(answer["steps"] if "steps" in answer else answer["measures"])


def test_a_short_list_has_none(client: Client) -> None:
    assert 'class="toc"' not in client.get("/ministry/npa").text


def test_a_step_of_a_year_says_of_which_measure_it_is(client: Client, core: Core) -> None:
    page = unescape(client.get("/fiscal-year/2024").text)
    begun = [one.text[:20] for one in core.measures() if 2024 in one.fiscal_years]
    assert [start for start in begun if start not in page] == []


def test_every_passage_of_a_pair_names_its_measure(client: Client) -> None:
    page = client.get("/ip2023/overlap/64-175").text
    heads = re.findall(r'<div class="quote"><p class="who"><a href="/ip2023/measure/(\d+)">施策(\d+)<', page)
    assert set(heads) == {("64", "64"), ("175", "175")}
    assert len(heads) == page.count('class="quote"')
    assert "オッズ" not in page


@pytest.mark.parametrize(("question", "is_ranked"), [("環境省の仕事", False), ("環境省の国立公園", True)])
def test_only_what_words_rank_is_said_to_be_near(client: Client, question: str, is_ranked: bool) -> None:
    page = client.get(f"/search?q={question}").text
    assert ("近い順に" in page, "<span>条件に合う</span>" in page) == (is_ranked, not is_ranked)
