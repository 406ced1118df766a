"""Search by meaning as a SERVICE inside a query."""

from collections.abc import Callable

import pytest
from endpoint_client import Client, rows_of

from ontology.errors import NotFoundError, QueryError, QuerySyntaxError, SesakuError
from service.endpoint.meaning import SearchRequest, SearchRow, expand_search

BASE = "https://w3id.org/sesaku/"
SEARCH = "<https://w3id.org/sesaku/search>"
HEAD = f"SELECT * {{ SERVICE {SEARCH} {{"


def ask(pattern: str) -> tuple[str, list[SearchRequest]]:
    """The group that takes a call's place, and what was searched for."""
    requests: list[SearchRequest] = []

    def search(request: SearchRequest) -> list[SearchRow]:
        requests.append(request)
        return [SearchRow("urn:a", 0.5, ("x", "y"), 'say "no"'), SearchRow("urn:b", 0.25, (), "")]

    return expand_search(f"SERVICE {SEARCH} {{ {pattern} }}", search).text, requests


def test_hits_take_the_place_of_the_call() -> None:
    text, requests = ask(
        '?m search:query "海賊版\\n対策" ; search:score ?score ; search:matched ?w ; search:passage ?p'
    )
    decimal = "<http://www.w3.org/2001/XMLSchema#decimal>"
    assert text == (
        f'{{ VALUES (?m ?score ?w ?p) {{ (<urn:a> "0.5000"^^{decimal} "x, y" "say \\"no\\"") '
        f'(<urn:b> "0.2500"^^{decimal} "" "") }} }}'
    )
    assert requests == [SearchRequest("海賊版\n対策")]


@pytest.mark.parametrize(
    ("pattern", "request_"),
    [
        ('?m search:query "a"@ja ; search:limit 3', SearchRequest("a", 3)),
        ("?m search:query '''a''' . ?m search:fiscalYear 2024 .", SearchRequest("a", fiscal_year=2024)),
        (
            '?m search:query "a" ; search:fiscalYear <https://w3id.org/sesaku/fiscal-year/2024>',
            SearchRequest("a", fiscal_year=2024),
        ),
        (
            '?m search:query "a" ; search:ministry ministry:meti ; search:theme "生成AI" ;',
            SearchRequest("a", ministry="https://w3id.org/sesaku/ministry/meti", theme="生成AI"),
        ),
        (
            '?m <https://w3id.org/sesaku/search#query> "a" ; '
            '<https://w3id.org/sesaku/search#limit> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .',
            SearchRequest("a", 7),
        ),
        (
            '?m search:term "短期" ; search:chapter <https://w3id.org/sesaku/ip2023/chapter/9> ; search:exact true',
            SearchRequest(term="短期", chapter=9, exact=True),
        ),
        (
            f"?m search:query 'a' ; search:term <{BASE}term/short> ; search:ignore 'b' ; search:ignore 'c'",
            SearchRequest("a", term="https://w3id.org/sesaku/term/short", ignore=("b", "c")),
        ),
        (
            "?m search:like <https://w3id.org/sesaku/ip2023/measure/17>",
            SearchRequest(like="https://w3id.org/sesaku/ip2023/measure/17"),
        ),
    ],
)
def test_what_is_asked(pattern: str, request_: SearchRequest) -> None:
    assert ask(pattern)[1] == [request_]


def test_constants_keep_only_the_hits_that_equal_them() -> None:
    assert ask('<urn:b> search:query "a" ; search:rank ?r')[0] == (
        '{ VALUES (?r) { ("2"^^<http://www.w3.org/2001/XMLSchema#integer>) } }'
    )
    assert ask('?m search:query "a" ; search:passage "" ')[0] == "{ VALUES (?m) { (<urn:b>) } }"


def test_other_queries_are_left_as_they_are() -> None:
    text = f'# SERVICE {SEARCH}\nASK {{ ?service ?p "SERVICE {SEARCH}" . SERVICE <http://example.org/> {{ }} }}'
    assert expand_search(text, None).text == text


def test_joined_with_patterns_around_it(client: Client) -> None:
    response = client.query(
        f"""SELECT ?n ?score ?text {{
          ?m sesaku:number ?n .
          SERVICE {SEARCH} {{
            ?m search:query "海賊版対策" ; search:limit 1 ; search:score ?score ; search:passage ?text .
          }}
        }}"""
    )
    assert rows_of(response) == [{"n": "17", "score": "0.91", "text": '「海賊版対策」 in "17"'}]


def test_inside_optional_union_and_subselect(client: Client) -> None:
    call = f'SERVICE SILENT {SEARCH} {{ ?m search:query "a" ; search:rank ?r }}'
    text = f"""SELECT ?n ?r {{ ?m sesaku:number ?n
      OPTIONAL {{ {{ SELECT ?m ?r {{ {{ {call} }} UNION {{ VALUES (?m ?r) {{ }} }} }} ORDER BY ?r LIMIT 1 }} }}
    }} ORDER BY ?n"""
    assert rows_of(client.query(text)) == [{"n": "17", "r": "1"}, {"n": "33"}]


def test_no_hit_is_an_empty_answer(make_client: Callable[..., Client]) -> None:
    client = make_client(lambda _request: [])
    assert rows_of(client.query(f'SELECT ?m {{ SERVICE {SEARCH} {{ ?m search:query "天気予報" }} }}')) == []


@pytest.mark.parametrize(
    ("pattern", "culprit", "hint"),
    [
        ("?m search:query ?q", "?q", "written-out value"),
        ("?m search:score ?s", "} }", "needs a text"),
        ('?m search:qury "a"', "search:qury", "inside this SERVICE only search:query"),
        ('?m search:query "a" ; search:limit 201', "201", "whole number from 1 to 200"),
        ('?m search:query "a" ; search:ministry ministry:meti ; search:ministry "b"', 'search:ministry "b', "twice"),
        ('?m search:query "a" ; search:query "a"', 'search:query "a" }', "search:query is given twice"),
        ('?m search:query "a" ; search:rank ?r ; search:rank ?s', "search:rank ?s", "search:rank is given twice"),
        ("?m search:query 2024", "2024", "a text is needed"),
        ("?m search:query ministry:meti", "ministry:meti", "a text is needed"),
        ("?m search:ministry 1", "1", "name of a ministry is needed"),
        (f"?m search:chapter <{BASE}ip2023/chapter/9/section/3>", "<https://w3id.org/sesaku/ip", "a chapter's IRI"),
        (f"?m search:fiscalYear <{BASE}ip2023/step/2024>", "<https://w3id.org/sesaku/ip", "a fiscal year's IRI"),
        ("?m search:term <http://x/short>", "<http://x", "name of a planning term is needed"),
        ("?m search:like ministry:meti", "ministry:meti", "a measure's IRI or a text is needed"),
        (f"?m search:like <{BASE}ip2023/measure/17/row/1>", "<https://w3id.org/sesaku/ip", "a measure's IRI"),
        ('?m search:query "a" ; search:exact "x"', '"x"', "true or false is needed"),
        ("?m search:query 'a' . ?m search:limit search:limit", "search:limit }", "a whole number is needed"),
        (f"?m search:query '{'あ' * 1001}'", "'あ", "at most 1,000 characters"),
        (f"?m search:ignore '{'あ' * 1001}'", "'あ", "at most 1,000 characters"),
        (f"?m search:like '{'あ' * 20_001}'", "'あ", "at most 20,000 characters"),
        ("?m search:query 'a'" + " ; search:ignore 'b'" * 20 + " ; search:ignore 'c'", "search:ignore 'c'", "20 times"),
        ('?m search:query "a" . ?n search:rank ?r', "?n", "one variable"),
        ('?m search:query "a" . FILTER(?m)', "FILTER", "one variable"),
    ],
)
def test_errors_say_where(client: Client, pattern: str, culprit: str, hint: str) -> None:
    text = f"{HEAD} {pattern} }} }}"
    response = client.post(text)
    assert response.status_code == 400
    assert f"line 1, column {text.index(culprit, len(HEAD)) + 1}:" in response.text
    assert hint in response.text


def test_errors_after_a_call_keep_their_place(client: Client) -> None:
    text = f'SELECT * {{ SERVICE {SEARCH} {{ ?m search:query "a" ; search:passage ?p }} ?s ?p }}'
    assert f"line 1, column {len(text)}:" in client.query(text).text


def test_a_query_too_long_is_refused_before_a_search() -> None:
    requests: list[SearchRequest] = []
    call = f'SERVICE {SEARCH} {{ ?m search:query "a" }}'
    with pytest.raises(QueryError, match="too long"):
        expand_search(f"ASK {{ {call} {'?a ' * 50_000} }}", lambda request: requests.append(request) or [])
    assert requests == []
    assert expand_search(f"ASK {{ {call} {' # ?a' * 50_000} }}", lambda _request: []).text.startswith("ASK { { VALUES")


def test_too_many_searches_and_none_at_hand(make_client: Callable[..., Client]) -> None:
    call = f'SERVICE {SEARCH} {{ ?m search:query "a" }}'
    assert "at most 5" in make_client().query(f"ASK {{ {call * 6} }}").text
    assert "no search index" in make_client(None).query(f"ASK {{ {call} }}").text


@pytest.mark.parametrize("error", [NotFoundError, QueryError])
def test_what_cannot_be_searched_is_an_error_at_its_call(error: type[SesakuError]) -> None:
    def refuse(request: SearchRequest) -> list[SearchRow]:
        raise error(f"no {request.ministry}")

    with pytest.raises(QuerySyntaxError, match="line 2, column 2: no nobody"):
        expand_search(f'ASK {{\n SERVICE {SEARCH} {{ ?m search:query "a" ; search:ministry "nobody" }} }}', refuse)


def test_the_bounds_of_a_search_are_limits(make_client: Callable[..., Client]) -> None:
    client = make_client(search_ignores=1, search_text=3, search_draft=4)
    call = f"ASK {{ SERVICE {SEARCH} {{ ?m %s }} }}"
    refused = (
        "search:query 'abc' ; search:ignore 'b' ; search:ignore 'c'",
        "search:query 'abcd'",
        "search:like 'abcde'",
    )
    taken = ("search:query 'abc' ; search:ignore 'b'", "search:like 'abcd'")
    assert [client.query(call % pattern).status_code for pattern in (*refused, *taken)] == [400, 400, 400, 200, 200]
