"""The integrity questions find nothing in the real graph, and each finds the fault that it is there for."""

import pyoxigraph as ox
import pytest

from graph_builder.integrity import find_faults, integrity_queries
from graph_builder.query_library import ask, find_query
from graph_builder.sparql import PREFIXES

VIOLATIONS = [query.name for query in integrity_queries()]

FAULTS = {
    "violation-evidence-not-in-text": (
        """:e a sesaku:Evidence ; sesaku:matchedLabel "著作権"@ja ; sesaku:foundIn :here, :there .
           :here dcterms:description "著作権を守る"@ja . :there dcterms:description "特許を守る"@ja .""",
        [("e", "著作権", "there")],
    ),
    "violation-fact-without-source-lines": (
        ":good a sesaku:Step ; prov:wasDerivedFrom [ sesaku:firstLine 3 ] . :bad a sesaku:Step .",
        [("bad",)],
    ),
    "violation-fiscal-year-interval": (
        """:good a sesaku:FiscalYear ; sesaku:year 2023 ; time:hasBeginning [ time:inXSDDate "2023-04-01"^^xsd:date ] ;
             time:hasEnd [ time:inXSDDate "2024-03-31"^^xsd:date ] .
           :bad a sesaku:FiscalYear ; sesaku:year 2023 ; time:hasBeginning [ time:inXSDDate "2023-01-01"^^xsd:date ] ;
             time:hasEnd [ time:inXSDDate "2023-12-31"^^xsd:date ] .""",
        [("bad",)],
    ),
    "violation-line-range-reversed": (
        ":good sesaku:firstLine 3 ; sesaku:lastLine 3 . :bad sesaku:firstLine 4 ; sesaku:lastLine 3 .",
        [("bad",)],
    ),
    "violation-lines-on-other-page": (
        """:good a sesaku:Step ; sesaku:onPage :p1 ; prov:wasDerivedFrom :l1 .
           :bad a sesaku:Step ; sesaku:onPage :p2 ; prov:wasDerivedFrom :l1 . :l1 sesaku:onPage :p1 .""",
        [("bad", "l1")],
    ),
    "violation-measure-number-gap": (
        """:m1 a sesaku:Measure ; dcterms:isPartOf :d ; sesaku:number 1 .
           :m2 a sesaku:Measure ; dcterms:isPartOf :other ; sesaku:number 2 .
           :m3 a sesaku:Measure ; dcterms:isPartOf :d ; sesaku:number 3 .""",
        [("m2", "1"), ("m3", "2")],
    ),
    "violation-measure-number-repeated": (
        """:m1 a sesaku:Measure ; dcterms:isPartOf :d ; sesaku:number 1 .
           :m2 a sesaku:Measure ; dcterms:isPartOf :d ; sesaku:number 1 .
           :m3 a sesaku:Measure ; dcterms:isPartOf :other ; sesaku:number 1 .
           :m4 a sesaku:Measure ; dcterms:isPartOf :d ; sesaku:number 4, 5 .""",
        [("m1", "1"), ("m2", "1"), ("m4", "4"), ("m4", "5")],
    ),
    "violation-measure-without-chapter": (
        """:good a sesaku:Measure ; sesaku:chapter :c1 ; sesaku:section :s1 .
           :plain a sesaku:Measure ; sesaku:chapter :c2 .
           :bad a sesaku:Measure ; sesaku:chapter :c2 ; sesaku:section :s1 . :none a sesaku:Relisting .
           :s1 skos:broader :c1 .""",
        [("bad",), ("none",)],
    ),
    "violation-measure-without-ministry": (
        ":good a sesaku:Measure ; sesaku:responsibleBody :b . :bad a sesaku:Measure . :row a sesaku:Row .",
        [("bad",), ("row",)],
    ),
    "violation-measure-without-step": (
        ":good a sesaku:Measure ; sesaku:hasRow [ sesaku:hasStep :s ] . :bad a sesaku:Measure ; sesaku:hasRow :r .",
        [("bad",)],
    ),
    "violation-page-out-of-range": (
        """:good sesaku:onPage :p1 . :bad sesaku:onPage :p9 . :zero sesaku:onPage :p0 . :d a sesaku:Roadmap .
           :p1 a sesaku:Page ; sesaku:pageNumber 1 ; dcterms:isPartOf :d .
           :p0 a sesaku:Page ; sesaku:pageNumber 0 ; dcterms:isPartOf :d .""",
        [("bad", "p9"), ("zero", "p0")],
    ),
    "violation-relisting-by-others": (
        ":r sesaku:relists :m ; sesaku:responsibleBody :a, :b . :m sesaku:responsibleBody :a .",
        [("r", "b")],
    ),
    "violation-relisting-counted-as-measure": (
        ":good a sesaku:Relisting . :bad a sesaku:Relisting, sesaku:Measure .",
        [("bad",)],
    ),
    "violation-relisting-of-nothing": (
        """:good a sesaku:Relisting ; sesaku:relists :m . :m a sesaku:Measure .
           :bad a sesaku:Relisting ; sesaku:relists :gone . :worse a sesaku:Relisting .""",
        [("bad",), ("worse",)],
    ),
    "violation-row-body-not-of-measure": (
        ":m sesaku:hasRow :r ; sesaku:responsibleBody :a . :r sesaku:responsibleBody :a, :b .",
        [("r", "b")],
    ),
    "violation-step-cell-in-two-measures": (
        """:m1 sesaku:hasRow [ sesaku:hasStep :a ], [ sesaku:hasStep :merged ] .
           :m2 sesaku:hasRow [ sesaku:hasStep :b, :beside ] .
           :a dcterms:description "実施" ; prov:wasDerivedFrom :l1 .
           :merged dcterms:description "実施" ; prov:wasDerivedFrom :l1 .
           :b dcterms:description "実施" ; prov:wasDerivedFrom :l1 .
           :beside dcterms:description "検討" ; prov:wasDerivedFrom :l2 .
           :m3 sesaku:hasRow [ sesaku:hasStep [ dcterms:description "公表" ; prov:wasDerivedFrom :l2 ] ] .""",
        [("l1", "m1", "m2")],
    ),
    "violation-step-cell-without-row": (
        ":p1 a sesaku:Page ; sesaku:unplacedStep :l1 . :p2 a sesaku:Page .",
        [("p1", "l1")],
    ),
    "violation-step-off-page": (
        """:m sesaku:onPage :p1 ; sesaku:hasRow [ sesaku:hasStep :good, :bad ] .
           :good sesaku:onPage :p1 . :bad sesaku:onPage :p2 .""",
        [("bad", "p2")],
    ),
    "violation-step-outside-timetable": (
        """:s a sesaku:Step ; sesaku:fiscalYear :y2023, :y2024, :y2032 . :y2023 time:intervalMeets :y2024 .""",
        [("s", "y2032")],
    ),
    "violation-step-repeated": (
        """:r sesaku:hasStep :s1, :s2, :s3 . :s1 dcterms:description "実施" ; sesaku:fiscalYear :y2023 .
           :s2 dcterms:description "実施" ; sesaku:fiscalYear :y2023, :y2024 .
           :s3 dcterms:description "実施" ; sesaku:fiscalYear :y2025 .""",
        [("s1", "s2")],
    ),
    "violation-step-without-text-or-year": (
        """:good a sesaku:Step ; dcterms:description "実施" ; sesaku:fiscalYear :y2023 .
           :empty a sesaku:Step ; dcterms:description "" ; sesaku:fiscalYear :y2023 .
           :undated a sesaku:Step ; dcterms:description "実施" .""",
        [("empty",), ("undated",)],
    ),
    "violation-step-years-with-gap": (
        """:y2023 sesaku:year 2023 . :y2024 sesaku:year 2024 . :y2025 sesaku:year 2025 .
           :good a sesaku:Step ; sesaku:fiscalYear :y2023, :y2024, :y2025 .
           :bad a sesaku:Step ; sesaku:fiscalYear :y2023, :y2025 .""",
        [("bad",)],
    ),
    "violation-theme-without-assignment": (
        """:m1 a sesaku:Measure ; dcterms:subject :t1, :t2 ; sesaku:hasThemeAssignment [ sesaku:theme :t1 ] .
           :m2 a sesaku:Measure ; sesaku:hasThemeAssignment [ sesaku:theme :t1 ] .""",
        [("m1", "t2"), ("m2", "t1")],
    ),
    "violation-theme-without-evidence": (
        """:good a sesaku:ThemeAssignment ; sesaku:evidence [ sesaku:matchedLabel "GI" ; sesaku:foundIn :m ] .
           :bad a sesaku:ThemeAssignment ; sesaku:evidence [ sesaku:matchedLabel "GI" ] .""",
        [("bad",)],
    ),
    "violation-thing-without-label": (
        """:good a sesaku:Page ; rdfs:label "1ページ"@ja, "page 1"@en . :bad a sesaku:Page ; rdfs:label "2ページ"@ja .
           :other a skos:Concept .""",
        [("bad",)],
    ),
    "violation-unknown-ministry": (
        ':m sesaku:responsibleBody :good, :bad . :good skos:prefLabel "経済産業省"@ja .',
        [("bad",)],
    ),
    "violation-value-out-of-range": (
        ":good sesaku:confidence 1.0 . :bad sesaku:confidence 1.2 . :none sesaku:score 0.0 .",
        [("bad", "1.2"), ("none", "0")],
    ),
}
"""A small graph with the fault that each question looks for, beside what must not be taken for it, and the answer."""


@pytest.mark.parametrize("name", VIOLATIONS)
def test_real_graph_has_no_fault(name: str, store: ox.Store) -> None:
    assert ask(store, find_query(name), {}).rows == []


@pytest.mark.parametrize("name", VIOLATIONS)
def test_fault_is_found(name: str) -> None:
    turtle, rows = FAULTS[name]
    assert ask_turtle(turtle, name) == rows


def test_doubts_below_a_confidence() -> None:
    turtle = """
        :m1 sesaku:hasDoubt :d1, :d2 .
        :d1 sesaku:fact "府省"@ja, "ministries"@en ; sesaku:chosen "内閣府" ;
          sesaku:runnerUp "経済産業省" ; sesaku:confidence 0.6 ;
          sesaku:onPage [ sesaku:pageNumber 7 ] .
        :d2 sesaku:fact "節"@ja, "section"@en ; sesaku:chosen "（１）" ;
          sesaku:runnerUp "（２）" ; sesaku:confidence 0.75 ;
          sesaku:onPage [ sesaku:pageNumber 8 ] ."""
    assert ask_turtle(turtle, "doubtful-readings", {"below": "0.75"}) == [
        ("m1", "府省", "ministries", "内閣府", "経済産業省", "0.6", "7")
    ]


def test_corrections_with_their_lines() -> None:
    turtle = """
        :c1 a sesaku:Correction ; rdfs:label "訂正1：施策1"@ja, "Correction 1"@en ;
          sesaku:reason "結合"@ja, "merged cell"@en ; prov:used :l1, :l2 .
        :l1 sesaku:firstLine 12 ; sesaku:lastLine 13 . :l2 sesaku:firstLine 5 ; sesaku:lastLine 5 .
        :c2 a sesaku:Correction ; rdfs:label "訂正2：施策2"@ja ; sesaku:reason "入替"@ja, "swapped"@en ."""
    assert ask_turtle(turtle, "corrections") == [
        ("c1", "訂正1：施策1", "結合", "merged cell", "5、12–13"),
        ("c2", "訂正2：施策2", "入替", "swapped", None),
    ]


def test_faults_are_counted_by_question(store: ox.Store) -> None:
    assert find_faults(store) == ()
    faulty = load_turtle(":d sesaku:unplacedStep :l1, :l2 . :l1 sesaku:firstLine 4 ; sesaku:lastLine 3 .")
    counted = {fault.query.name: fault.rows for fault in find_faults(faulty)}
    assert (counted["violation-step-cell-without-row"], counted["violation-line-range-reversed"]) == (2, 1)


def ask_turtle(turtle: str, name: str, values: dict[str, str] | None = None) -> list[tuple[str | None, ...]]:
    rows = ask(load_turtle(turtle), find_query(name), values or {}).rows
    return [tuple(term.value.removeprefix("http://test/") if term else None for term in row) for row in rows]


def load_turtle(turtle: str) -> ox.Store:
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in {**PREFIXES, "": "http://test/"}.items())
    store = ox.Store()
    store.load(prefixes + turtle, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("http://test/graph"))
    return store
