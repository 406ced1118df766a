"""Where a query that does not parse is said to be wrong."""

import pyoxigraph as ox
import pytest

from graph_builder.query_library import load_queries
from graph_builder.sparql import run_query
from graph_builder.sparql_faults import find_fault
from graph_builder.sparql_tokens import tokenize
from ontology.errors import QuerySyntaxError


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("SELCT ?m { ?m ?p ?o }", (1, 1), "Did you mean: SELECT"),
        ("SELECT ?m { FILTR(?m) }", (1, 13), "Did you mean: FILTER"),
        ("SELECT * { ?s ?p ?o } LIMT 3", (1, 23), "Did you mean: LIMIT"),
        ("SELECT ?a { ?x ?y ?z BIND(foo(?x) AS ?a) }", (1, 27), "'foo'"),
        ("SELECT ?m { ?m a measure }", (1, 18), "'measure'"),
        ('SELECT ?m { ?m a "abc def }', (1, 18), "closing quote"),
        ("SELECT ?m {\n ?m a sesaku:Measure\n ?m sesaku:number ?n .\n}", (3, 2), "missing before it"),
        ("SELECT ?m {\n ?m a sesaku:Measure ;\n sesaku:number ?n\n sesaku:text ?t }", (4, 2), "missing"),
        ("SELECT ?m { ?m sesaku:a/sesaku:b ?x FILTER regex(?x, 'a') ?m a (1 2) ?m ?p 3 }", (1, 70), "missing"),
        ("SELECT ?x { ?m ?p ?x } GROUP BY ?m", (1, 8), "'?x'"),
        ("SELECT (COUNT(?x) AS ?n) ?m { ?m ?p ?x }", (1, 26), "'?m'"),
        ("SELECT ?m { ?m ?p }", (1, 19), "near '}'"),
        ("SELECT ?a ?b ?a { ?a ?b ?c }", (1, 14), "'?a'"),
        ("SELECT ?a { SELECT ?b (1 AS ?b) { ?a ?b ?c } }", (1, 29), "selected twice"),
        ("SELECT * {\n ?s a sesaku:Measure　.\n}", (2, 21), "全角の空白 U+3000"),
        ("SELECT * {\n ?s a sesaku:Measure　.\n ?s rdfs:label ?l }", (2, 21), "Put an ordinary space"),
        ("SELECT * {\u00a0?s ?p ?o }", (1, 11), "NO-BREAK SPACE U+00A0"),
        ("SELECT * ｛\n ?s a sesaku:Measure\n｝", (1, 10), "Did you mean: {"),
        ("SELECT ？s { ?s ?p ?o }", (1, 8), "Did you mean: ?"),
        ("SELECT * { ?s ?p ?o ｝", (1, 21), "Did you mean: }"),
        ("SELECT * { ?s a sesaku：Measure }", (1, 23), "Did you mean: :"),
        ("SELECT * { ?s rdfs:label “海賊版” }", (1, 26), 'Did you mean: "'),
        ("SELECT * { ?s a sesaku:Measure； sesaku:number ?n }", (1, 31), "Did you mean: ;"),
        ("SELECT * { ?s ?p ?o。 ?s ?p ?q }", (1, 20), "Did you mean: ."),
        ("SELECT * { ?s ?p ?o } LIMIT １０", (1, 29), "Did you mean: 10"),
        ("ＳＥＬＥＣＴ * { ?s ?p ?o }", (1, 1), "Did you mean: SELECT"),
        ('SELECT ?m { ?m a "海賊版、対策 }', (1, 18), "closing quote"),
        ("SELECT * { BIND(<foo> AS ?x) }", (1, 17), "the relative IRI"),
        ("PREFIX x: <x#> SELECT * { ?s x:a <foo> }", (1, 11), "the relative IRI <x#>"),
        ("BASE <urn:x> SELECT * { ?s ?p <foo> , }", (1, 39), "near '}'"),
        ("SELECT ?m { ?m a <http://x y> }", (1, 29), "near '>'"),
    ],
)
def test_the_place_is_that_of_the_fault(text: str, place: tuple[int, int], words: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        run_query(ox.Store(), text)
    assert ((caught.value.line, caught.value.column), words in str(caught.value)) == (place, True)


def test_with_a_base_a_relative_iri_is_none() -> None:
    with pytest.raises(QuerySyntaxError, match="column 24: '}'"):
        run_query(ox.Store(), "SELECT * { ?s ?p <foo>,}", base="http://a.example/")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?a ?b ?c ?d FROM <urn:a> { ?a a ?b ; ?p 1 , '2'^^<urn:t> , 'x'@en ; !^<urn:p>|(<urn:q>/<urn:r>)+ ?c }",
        "SELECT * { ?a ?b _:c.\n _:c ?d [ ?e ?f ] OPTIONAL { ?g a ?i } FILTER EXISTS { ?j ?k ?l } FILTER <urn:f>(?a) }",
        "SELECT * { VALUES ?a { 1 2 3 4 } VALUES (?b ?c) { (1 2) (3 4) } BIND(1 AS ?d) ?e a true GRAPH ?g { ?h a 1 } }",
        *(query.text for query in load_queries().values()),
    ],
)
def test_nothing_is_found_in_what_parses(text: str) -> None:
    assert find_fault(tokenize(text), len(text)) is None
