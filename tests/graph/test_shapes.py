"""Every shape lets its good fixture pass and reports each of its properties on its bad one."""

from collections.abc import Mapping

import pyoxigraph as ox
import pytest
from rdflib import RDF, SH, Graph

from graph_builder.validation import validate_quads, validate_statements
from ontology.turtle import read_text

PREFIXES = (
    "\n".join(line for line in read_text("shapes.ttl").splitlines() if line.startswith("@prefix"))
    + """
@prefix : <https://example.org/> .
"""
)

SHARED = """
:roadmap a sesaku:Roadmap ; dcterms:title "工程表"@ja .
:measure-x a sesaku:Measure ; sesaku:number 9 ; dcterms:description "本文"@ja ; sesaku:responsibleBody :cao ;
    sesaku:chapter :chapter-x ; sesaku:onPage :page-x ; prov:wasDerivedFrom :lines-x ; sesaku:confidence 1.0 .
:chapter-x a skos:Concept ; skos:inScheme :contents ; skos:prefLabel "１．章"@ja ; sesaku:number 1 .
:year-x a sesaku:FiscalYear ; sesaku:year 2023 ; time:hasBeginning :begin ; time:hasEnd :end .
:begin time:inXSDDate "2023-04-01"^^xsd:date . :end time:inXSDDate "2024-03-31"^^xsd:date .
:theme-x a skos:Concept ; skos:inScheme <https://w3id.org/sesaku/theme> ; skos:prefLabel "主題"@ja, "theme"@en .
:evidence-x a sesaku:Evidence ; sesaku:matchedLabel "語"@ja ; sesaku:foundIn :measure-x ; sesaku:occurrences 1 .
:lines-x a oa:SpecificResource ; sesaku:firstLine 1 ; sesaku:lastLine 2 ; sesaku:onPage :page-x ;
    oa:hasSource :text ; oa:hasSelector :selector-x .
:clause-x a sesaku:QuotedClause ; sesaku:side :measure-x ; sesaku:quote "文"@ja ; sesaku:responsibleBody :cao ;
    prov:wasDerivedFrom :lines-x .
:cao a org:FormalOrganization ; skos:prefLabel "内閣府"@ja, "Cabinet Office"@en .
"""
"""Sound neighbours that fixtures may point to."""

FIXTURES = {
    "Activity": ("a prov:Activity ; prov:used :text", "a prov:Activity", 1),
    "AlignedPassages": (
        "a sesaku:AlignedPassages ; sesaku:leftClause :clause-x ; sesaku:rightClause :clause-x ; "
        "sesaku:likeness 0.5 ; sesaku:leftBody :cao ; sesaku:rightBody :other",
        "a sesaku:AlignedPassages ; sesaku:leftClause :clause-x, :other ; sesaku:likeness 1.0 ; "
        "sesaku:leftBody :cao ; sesaku:rightBody :cao",
        4,
    ),
    "Chapter": (
        ":m sesaku:chapter :node . :node skos:prefLabel '章'@ja ; sesaku:number 1",
        ":m sesaku:chapter :node . :node skos:broader :chapter-x",
        3,
    ),
    "Concept": (
        "a skos:Concept ; skos:inScheme :scheme ; skos:prefLabel '語'@ja",
        "a skos:Concept",
        2,
    ),
    "Correction": (
        "a sesaku:Correction ; sesaku:reason '結合'@ja, 'merged cell'@en ; prov:used :lines-x",
        "a sesaku:Correction ; prov:used :text",
        2,
    ),
    "CounterEvidence": (
        "a sesaku:CounterEvidence ; sesaku:counterKind :kind ; rdfs:label '同じ節'@ja, 'same section'@en",
        "a sesaku:CounterEvidence ; rdfs:label '同じ節'@ja",
        2,
    ),
    "Dataset": ("a void:Dataset ; dcterms:title 'x'@ja ; void:triples 3", "a void:Dataset ; void:triples 0", 2),
    "Doubt": (
        "a sesaku:Doubt ; sesaku:chosen 'a' ; sesaku:runnerUp 'b' ; sesaku:confidence 0.5",
        "a sesaku:Doubt ; sesaku:confidence 1.0",
        3,
    ),
    "Evidence": (
        "a sesaku:Evidence ; sesaku:matchedLabel '語'@ja ; sesaku:foundIn :measure-x ; sesaku:occurrences 2",
        "a sesaku:Evidence ; sesaku:occurrences 0",
        3,
    ),
    "FiscalYear": (
        "a sesaku:FiscalYear ; sesaku:year 2023 ; time:hasBeginning :begin ; time:hasEnd :end",
        "a sesaku:FiscalYear ; time:hasBeginning :end ; time:hasEnd :begin",
        3,
    ),
    "LineRange": (
        "a oa:SpecificResource ; sesaku:firstLine 1 ; sesaku:lastLine 1 ; sesaku:onPage :page-x ; "
        "oa:hasSource :text ; oa:hasSelector :selector-x",
        "a oa:SpecificResource ; sesaku:firstLine 9 ; sesaku:lastLine 2, 3",
        5,
    ),
    "Measure": (
        "a sesaku:Measure ; sesaku:number 1 ; dcterms:description '本文'@ja ; sesaku:responsibleBody :cao ; "
        "sesaku:chapter :chapter-x ; sesaku:onPage :page-x ; prov:wasDerivedFrom :lines-x ; sesaku:confidence 0.9",
        "a sesaku:Measure ; sesaku:number 0 ; dcterms:description 'text'@en ; sesaku:confidence 1.5 ; "
        "sesaku:section :section-x, :section-y",
        8,
    ),
    "Organisation": (
        "a org:FormalOrganization ; skos:prefLabel '省'@ja, 'Ministry'@en ; org:subOrganizationOf :cao",
        "a org:FormalOrganization ; skos:prefLabel '省'@ja ; org:subOrganizationOf :nobody",
        2,
    ),
    "OverlapCandidate": (
        "a sesaku:OverlapCandidate ; sesaku:side :measure-x, :measure-y ; sesaku:overlapKind :kind ; "
        "sesaku:likeness 2.5 ; prov:wasGeneratedBy :comparison . :measure-y a sesaku:Measure",
        "a sesaku:OverlapCandidate ; sesaku:side :measure-x ; sesaku:likeness 'x' ; "
        "sesaku:leftBody :cao ; sesaku:rightBody :cao",
        5,
    ),
    "OverlapCluster": (
        "a sesaku:OverlapCluster ; sesaku:side :measure-x, :measure-y, :measure-z ; "
        "prov:wasGeneratedBy :comparison . :measure-y a sesaku:Measure . :measure-z a sesaku:Measure",
        "a sesaku:OverlapCluster ; sesaku:side :measure-x",
        2,
    ),
    "OverlapVerdict": (
        "a sesaku:OverlapVerdict ; sesaku:judges :pair ; "
        "sesaku:verdict <https://w3id.org/sesaku/verdict-kind/unrelated> ; prov:wasAttributedTo :someone ; "
        "prov:generatedAtTime '2026-04-01T09:00:00Z'^^xsd:dateTime ; prov:wasDerivedFrom :build",
        "a sesaku:OverlapVerdict ; sesaku:verdict :good",
        5,
    ),
    "Page": (
        "a sesaku:Page ; sesaku:pageNumber 1 ; dcterms:isPartOf :roadmap",
        "a sesaku:Page ; sesaku:pageNumber 0 ; dcterms:isPartOf :cao",
        2,
    ),
    "QuotedClause": (
        "a sesaku:QuotedClause ; sesaku:side :measure-x ; sesaku:quote '甲'@ja ; sesaku:responsibleBody :cao ; "
        "prov:wasDerivedFrom :lines-x",
        "a sesaku:QuotedClause ; sesaku:side :measure-x, :measure-y ; sesaku:quote '甲'@ja, '乙'@ja",
        4,
    ),
    "Relisting": (
        "a sesaku:Relisting ; sesaku:relists :measure-x ; sesaku:onPage :page-x ; prov:wasDerivedFrom :lines-x",
        "a sesaku:Relisting ; sesaku:relists :nothing ; sesaku:number 3",
        4,
    ),
    "Repetition": (
        "a sesaku:Repetition ; sesaku:repeatedIn :measure-x ; sesaku:responsibleBody :cao, :meti ; "
        "sesaku:repetitionKind :kind",
        "a sesaku:Repetition ; sesaku:responsibleBody :cao",
        3,
    ),
    "Roadmap": (
        "a sesaku:Roadmap ; dcterms:title '工程表'@ja ; dcterms:issued '2023-06-09'^^xsd:date",
        "a sesaku:Roadmap ; dcterms:issued 'June'",
        2,
    ),
    "Row": (
        "a sesaku:Row ; sesaku:number 1 ; sesaku:responsibleBody :cao ; sesaku:hasStep :step-x ; "
        "dcterms:isPartOf :measure-x ; prov:wasDerivedFrom :lines-x",
        "a sesaku:Row ; sesaku:number 0",
        5,
    ),
    "Section": (
        ":m sesaku:section :node . :node skos:prefLabel '節'@ja ; skos:broader :chapter-x",
        ":m sesaku:section :node . :node skos:broader :chapter-x, :chapter-y",
        2,
    ),
    "Selector": (
        "a oa:FragmentSelector ; rdf:value 'line=0,2' ; dcterms:conformsTo <http://tools.ietf.org/rfc/rfc5147>",
        "a oa:FragmentSelector ; rdf:value 'lines 1 to 2'",
        2,
    ),
    "Step": (
        "a sesaku:Step ; sesaku:fiscalYear :year-x ; dcterms:description '工程'@ja ; dcterms:isPartOf :row-x ; "
        "prov:wasDerivedFrom :lines-x ; sesaku:confidence 0.8",
        "a sesaku:Step ; sesaku:fiscalYear 2023 ; dcterms:description ''@ja ; sesaku:confidence 0.0",
        5,
    ),
    "Theme": (
        ":a sesaku:theme :node . :node skos:inScheme <https://w3id.org/sesaku/theme> ; skos:prefLabel '題'@ja, 'x'@en",
        ":a sesaku:theme :node . :node skos:inScheme :other ; skos:prefLabel '題'@ja",
        2,
    ),
    "ThemeAssignment": (
        "a sesaku:ThemeAssignment ; sesaku:theme :theme-x ; sesaku:score 0.7 ; sesaku:evidence :evidence-x",
        "a sesaku:ThemeAssignment ; sesaku:score 1.1",
        3,
    ),
    "Unit": (
        "a org:OrganizationalUnit ; skos:prefLabel '課'@ja, 'Unit'@en ; org:unitOf :cao",
        "a org:OrganizationalUnit ; skos:prefLabel '課'@ja",
        2,
    ),
    "UnnamedBodies": (
        "a sesaku:UnnamedBodies ; skos:prefLabel '関係府省'@ja, 'others'@en",
        "a sesaku:UnnamedBodies ; org:subOrganizationOf :cao",
        2,
    ),
    "VocabularyTerm": (
        "a owl:Class ; rdfs:label '類'@ja, 'class'@en ; rdfs:comment 'c'@en ; "
        "rdfs:isDefinedBy <https://w3id.org/sesaku/ontology>",
        "a owl:ObjectProperty ; rdfs:label 'class'@en",
        3,
    ),
}
"""By shape: statements about ``:node`` that conform, such that do not, and how many properties these violate."""


def validate_all(fixtures: Mapping[str, str]) -> dict[str, set[str]]:
    """The violated properties of each fixture's node, by shape; all fixtures stand in one graph."""
    blocks = (
        (statements if statements.startswith(":") else f":node {statements}").replace(":node", f":node-{shape}")
        for shape, statements in fixtures.items()
    )
    graph = Graph().parse(data=PREFIXES + SHARED + " .\n".join([*blocks, ""]), format="turtle")
    violated: dict[str, set[str]] = {shape: set() for shape in fixtures}
    for result in validate_statements(graph).results:
        if result.shape in violated and result.focus == f"https://example.org/node-{result.shape}":
            violated[result.shape].add(result.path)
    return violated


@pytest.fixture(scope="module")
def violated_by_good() -> dict[str, set[str]]:
    return validate_all({shape: good for shape, (good, _, _) in FIXTURES.items()})


@pytest.fixture(scope="module")
def violated_by_bad() -> dict[str, set[str]]:
    return validate_all({shape: bad for shape, (_, bad, _) in FIXTURES.items()})


@pytest.mark.parametrize("shape", FIXTURES)
def test_good_fixture_passes(shape: str, violated_by_good: dict[str, set[str]]) -> None:
    assert violated_by_good[shape] == set()


@pytest.mark.parametrize("shape", FIXTURES)
def test_bad_fixture_violates_every_property(shape: str, violated_by_bad: dict[str, set[str]]) -> None:
    assert len(violated_by_bad[shape]) == FIXTURES[shape][2]


def test_every_shape_has_fixtures_that_violate_all_its_properties() -> None:
    shapes = Graph().parse(data=read_text("shapes.ttl"), format="turtle")
    properties = {
        str(shape).rpartition("/")[2]: len(list(shapes.objects(shape, SH.property)))
        for shape in shapes.subjects(RDF.type, SH.NodeShape)
    }
    assert properties == {shape: count for shape, (_, _, count) in FIXTURES.items()}


def test_every_property_has_a_message_in_both_languages() -> None:
    shapes = Graph().parse(data=read_text("shapes.ttl"), format="turtle")
    for node in shapes.objects(None, SH.property):
        assert sorted(message.language for message in shapes.objects(node, SH.message)) == ["en", "ja"]


def test_the_graph_conforms(quads: list[ox.Quad]) -> None:
    assert validate_quads(quads, "small roadmap").results == ()
