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
        ("SELECT ?m { ?m a <http://x y> }", (1, 29), "near '>'"),
    ],
)
def test_the_place_is_that_of_the_fault(text: str, place: tuple[int, int], words: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        run_query(ox.Store(), text)
    assert ((caught.value.line, caught.value.column), words in str(caught.value)) == (place, True)


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
