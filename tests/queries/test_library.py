"""The library itself: headers that agree with the queries, parameters by any name, errors that say what to do."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_builder.phrases import phrase_pattern
from graph_builder.query_library import GROUPS, Query, ask, find_query, load_queries, read_query
from graph_builder.query_parameters import Parameter, bind_parameters, make_term
from graph_builder.source import Bilingual
from graph_builder.sparql import run_query, select
from ontology.errors import NotFoundError, QueryError
from service.core import Core
from service.overview import describe_build
from service.query_reference import write_reference
from service.workspace import Build

QUERIES = list(load_queries().values())
MINISTRY = Parameter("ministry", "ministry", "経済産業省", Bilingual("府省", "ministry"))


@pytest.mark.parametrize("query", QUERIES, ids=[query.name for query in QUERIES])
def test_declared_columns_and_parameters_are_those_of_the_query(query: Query, store: ox.Store) -> None:
    answer = run_query(store, query.text, bind_parameters(store, query.name, query.parameters, {}))
    assert isinstance(answer, ox.QuerySolutions)
    assert {variable.value for variable in answer.variables} == {
        *query.columns,
        *(parameter.name for parameter in query.parameters),
    }


@pytest.mark.parametrize("query", QUERIES, ids=[query.name for query in QUERIES])
def test_header_is_complete(query: Query) -> None:
    assert re.fullmatch("[a-z]+(-[a-z]+)*", query.name)
    assert query.group in GROUPS
    labels = [query.question, *query.columns.values(), *(parameter.label for parameter in query.parameters)]
    assert all(label.ja and label.en for label in labels)
    assert not {parameter.name for parameter in query.parameters} & {
        "format",
        "format_name",
        "show",
        "shows_text",
        "help",
    }
    assert query.name.startswith("violation-") == (query.group == "integrity")
    assert "\nORDER BY " in query.text


def test_library_is_large_enough() -> None:
    assert len([query for query in QUERIES if query.group != "integrity"]) >= 28


@pytest.mark.parametrize(
    ("kind", "name", "iri"),
    [
        ("ministry", "経産省", "ministry/meti"),
        ("ministry", "meti", "ministry/meti"),
        ("ministry", "Ministry of Economy, Trade and Industry", "ministry/meti"),
        ("ministry", "https://w3id.org/sesaku/ministry/meti", "ministry/meti"),
        ("ministry", "内閣府(知財)", "ministry/cao-ip"),
        ("ministry", "関係府省", "ministry/related-fusho"),
        ("theme", "ＧＩ", "theme/geographical-indications"),
        ("theme", "generative-ai", "theme/generative-ai"),
        ("concept", "ChatGPT", "concept/generative-ai"),
        ("fiscal-year", "２０２４", "fiscal-year/2024"),
        ("fiscal-year", "令和6年度", "fiscal-year/2024"),
        ("fiscal-year", "fy2024", "fiscal-year/2024"),
        ("fiscal-year", "R6", "fiscal-year/2024"),
        ("fiscal-year", "令和6", "fiscal-year/2024"),
        ("chapter", "第3章", "ip2023/chapter/3"),
        ("measure", "№17", "ip2023/measure/17"),
        ("chapter", "Chapter 10", "ip2023/chapter/10"),
        ("chapter", "10．クールジャパン戦略の本格稼動と進化", "ip2023/chapter/10"),
        ("measure", "Measure 17", "ip2023/measure/17"),
        ("measure", "施策17", "ip2023/measure/17"),
        ("measure", "施策 １７", "ip2023/measure/17"),
        ("term", "short", "term/short"),
    ],
)
def test_things_go_by_any_of_their_names(kind: str, name: str, iri: str, store: ox.Store) -> None:
    parameter = Parameter("thing", kind, "", Bilingual("もの", "thing"))  # type: ignore[arg-type]
    assert make_term(store, parameter, name) == ox.NamedNode("https://w3id.org/sesaku/" + iri)


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("integer", "12", ox.Literal(12)),
        ("integer", "１２", ox.Literal(12)),
        ("integer", "1e2", ox.Literal(100)),
        ("integer", "-3", ox.Literal(-3)),
        ("decimal", "0.75", ox.Literal("0.75", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))),
        ("phrase", "第 1", ox.Literal("第[\\s\u3000]*[1¹₁①１]")),
    ],
)
def test_values_become_terms(kind: str, value: str, term: ox.Literal) -> None:
    parameter = Parameter("value", kind, "1", Bilingual("値", "value"))  # type: ignore[arg-type]
    assert make_term(ox.Store(), parameter, value) == term


@pytest.mark.parametrize(
    ("kind", "value"),
    [("integer", "1.5"), ("integer", "many"), ("integer", "NaN"), ("integer", "9" * 40), ("decimal", "0.12345"),
     ("decimal", "inf"), ("phrase", "\udcff"), ("phrase", " ")],
)  # fmt: skip
def test_unusable_values_are_refused(kind: str, value: str) -> None:
    parameter = Parameter("value", kind, "1", Bilingual("値", "value"))  # type: ignore[arg-type]
    with pytest.raises(QueryError, match="value"):
        make_term(ox.Store(), parameter, value)


def test_unknown_name_says_what_comes_close(store: ox.Store) -> None:
    words = (
        r"「経済産業局」は見つからない。もしかして .*経済産業省.* / there is no ministry '経済産業局'\. Did you mean"
    )
    with pytest.raises(NotFoundError, match=words):
        make_term(store, MINISTRY, "経済産業局")
    with pytest.raises(NotFoundError, match="For example: 経済産業省"):
        make_term(store, MINISTRY, "xyzzy")


def test_ambiguous_name_says_which_things_bear_it() -> None:
    store = ox.Store()
    for slug in ("one", "two"):
        subject = ox.NamedNode(f"http://test/{slug}")
        for predicate, value in [
            (
                "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
                ox.NamedNode("http://www.w3.org/ns/org#FormalOrganization"),
            ),
            ("http://www.w3.org/2000/01/rdf-schema#label", ox.Literal("知財局")),
        ]:
            store.add(ox.Quad(subject, ox.NamedNode(predicate), value, ox.NamedNode("http://test/graph")))
    with pytest.raises(NotFoundError, match="Give one of http://test/one, http://test/two"):
        make_term(store, MINISTRY, "知財局")


def test_unknown_parameter_says_which_there_are(store: ox.Store) -> None:
    with pytest.raises(QueryError, match=r"no parameter 'minister'\. It takes: ministry, year\."):
        ask(store, find_query("measures-of-ministry-in-year"), {"minister": "METI"})
    with pytest.raises(QueryError, match="It takes: none"):
        ask(store, find_query("documents"), {"year": "2024"})


def test_unknown_query_says_what_was_meant() -> None:
    with pytest.raises(NotFoundError, match="Did you mean relisted-measures"):
        find_query("relisted-measure")
    with pytest.raises(NotFoundError, match="For example: "):
        find_query("xyzzy")


@pytest.mark.parametrize(
    "text",
    ["SELECT * {}", "# group = ministries\nSELECT * {}", '# group = "years"\n# question = "なに？"\nSELECT * {}'],
)
def test_malformed_header_names_the_file(text: str) -> None:
    with pytest.raises(QueryError, match=r"queries/broken\.rq: .*malformed header"):
        read_query("broken", text)


def test_text_parameter_is_data_not_query(store: ox.Store) -> None:
    answer = ask(store, find_query("measures-mentioning"), {"phrase": '"@ja) } UNION { ?measure ?p ?o } #'})
    assert answer.rows == []


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("ADR", "ＡＤＲの"),
        ("ＧＩ", "gi"),
        ("2023年3月", "2023 年３月"),
        ("beyond5g", "Beyond　\n5G"),
        ("a.b(c", "A．b（c"),
    ],
)
def test_phrase_is_found_in_any_width_case_and_spacing(phrase: str, text: str, store: ox.Store) -> None:
    pattern, found = phrase_pattern(phrase), ox.Literal(text)
    bound = {"pattern": ox.Literal(pattern), "text": found}
    (row,) = select(store, "SELECT ?pattern ?text (REGEX(?text, ?pattern) AS ?found) {}", bound).rows
    assert row[2] == ox.Literal(True)


@pytest.mark.parametrize(("phrase", "text"), [("a.b", "axb"), ("A|B", "a"), ("GI", "G1")])
def test_phrase_is_no_pattern_of_its_own(phrase: str, text: str) -> None:
    assert re.search(phrase_pattern(phrase), text) is None


def test_reference_is_current() -> None:
    page = Path(__file__).parents[2] / "docs" / "queries.md"
    assert page.read_text(encoding="utf8") == write_reference(), "run `sesaku query --markdown > docs/queries.md`"


def test_the_title_is_the_same_at_every_door(build: Build, core: Core) -> None:
    assert describe_build(build).title == build.manifest.title == core.overview().title.ja
