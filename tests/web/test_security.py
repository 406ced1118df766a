"""What strangers may try: scripts in parameters, paths out of the folder, oversized and odd values, foreign forms."""

import re

import pytest
from test_pages import PAGES
from web_client import Client

from service.csv_tables import write_csv

SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    "path",
    [
        "/search?q={0}",
        "/search?q=AI&ignore={0}",
        "/search?q=AI&ministry={0}",
        "/similar?text={0}",
        "/thesaurus?q={0}",
        "/queries/measures-in-chapter?chapter={0}",
        "/queries/{0}",
        "/sparql?query={0}",
        "/overlap?ministry={0}",
        "/{0}",
        "/?lang={0}&x={0}",
    ],
)
def test_nothing_that_a_stranger_writes_becomes_markup(client: Client, path: str) -> None:
    page = client.get(path.format(SCRIPT)).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("path", [*PAGES, "/nothing", "/search?year=x", "/static/sesaku.css", "/sparql?query=x"])
def test_no_response_takes_scripts_inline_or_anything_from_another_host(client: Client, path: str) -> None:
    response = client.get(path)
    policy = response.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe-inline" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    loaded = re.findall(r'<(?:script|link|img|iframe|source)[^>]*(?:src|href)="(https?:[^"]*)"', response.text)
    assert [address for address in loaded if "w3id.org" not in address] == []
    inline = re.findall(r"<script(?![^>]*(?:src=|application/ld\+json))|<style|\sstyle=|\son\w+=", response.text)
    assert "html" not in response.headers["content-type"] or inline == []


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e%2f%2e%2e%2fcore.py",
        "/data/latest/..%2f..%2fmanifest.json",
        "/data/x/../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%5c..%5cetc",
    ],
)
def test_no_path_leads_out(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code in {302, 404}
    assert "root:" not in response.text
    assert "import " not in response.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/search?year=abc", 400),
        ("/search?page=99999999999", 400),
        ("/search?q=" + "あ" * 3000, 400),
        ("/search?ministry=nobody", 404),
        ("/ip2023/measure/0", 404),
        ("/ip2023/measure/99999999999999999999", 404),
        ("/fiscal-year/1999", 404),
        ("/data/0.0.0/ip2023.nq", 404),
        ("/overlap?kind=nonsense", 400),
        ("/search?q=%00%01", 200),
        ("/%00", 404),
        ("/%ff%fe", 404),
    ],
)
def test_odd_values_end_in_a_page_that_helps(client: Client, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert "Traceback" not in response.text
    assert "<h1" in response.text


@pytest.mark.parametrize(
    ("path", "ja", "en"),
    [
        ("/overlap?kind=x", "kind は ", "kind must be one of "),
        ("/overlap?format=x", "format は html、", "format must be one of html, json, csv."),
        (
            "/overlap?measure=x",
            "measure は 1 以上の整数で",
            "measure must be a whole number from 1 on, not &#39;x&#39;.",
        ),
        ("/search?term=x", "期「x」はない。短期・", "there is no term &#39;x&#39;. Give one of short, medium, long."),
        (
            "/search?q=" + "あ" * 1001,
            "文が 1,000 字を超える。短くする",
            "the text is longer than 1,000 characters. Shorten it.",
        ),
        ("/nothing", "https://w3id.org/sesaku/nothing はこの", "https://w3id.org/sesaku/nothing is not in the graph."),
        ("/queries/nothing", "nothing: この名前の問いはない。", "there is no such query as nothing."),
    ],
)
def test_an_error_is_a_whole_sentence_in_each_language(client: Client, path: str, ja: str, en: str) -> None:
    text = client.get(path).text
    assert f'<p class="lead" lang="ja">{ja}' in text
    assert f'<p class="lead" lang="en">{en}' in text


def test_errors_are_problem_documents_for_programs(client: Client) -> None:
    response = client.get("/ip2023/measure/999", accept="application/json")
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == 404


def test_only_reading_methods_are_taken(client: Client) -> None:
    assert [client.request(method, "/search").status_code for method in ("POST", "PUT", "DELETE")] == [405, 405, 405]


def test_cells_that_spreadsheets_would_run_are_quoted(client: Client) -> None:
    assert write_csv(["a"], [["=1+1"], ["-0.5"], ["@x"]]).splitlines()[1:] == ["'=1+1", "-0.5", "'@x"]
