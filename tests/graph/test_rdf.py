"""What the graph says about a small roadmap."""

from dataclasses import replace

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, TIME, XSD, BNode, Dataset, Literal, URIRef
from rdflib.namespace import ORG, VOID
from small_roadmap import MEASURE, RELISTING, ROADMAP, SOURCE

from graph_builder.ministries import load_ministries
from graph_builder.rdf import build_graph
from graph_builder.records import Fragment, Row
from graph_builder.themes import load_themes
from ontology import BASE
from ontology.errors import NotFoundError
from ontology.terms import OA, SESAKU, TERM, THEME

TEST = BASE + "test/"
STEP = URIRef(TEST + "measure/1/row/1/step/2024")


def iri(path: str) -> URIRef:
    return URIRef(TEST + path)


def test_measure(dataset: Dataset) -> None:
    measure = iri("measure/1")
    own = {SESAKU.number, DCTERMS.description, SESAKU.chapter, SESAKU.section, SESAKU.term, SESAKU.responsibleBody}
    facts = {(predicate, value) for predicate, value in dataset.predicate_objects(measure) if predicate in own}
    assert facts == {
        (SESAKU.number, Literal(1)),
        (DCTERMS.description, Literal(MEASURE.text, lang="ja")),
        (SESAKU.chapter, iri("chapter/3")),
        (SESAKU.section, iri("chapter/3/section/1")),
        (SESAKU.term, TERM.short),
        (SESAKU.term, TERM.medium),
        (SESAKU.responsibleBody, URIRef(BASE + "ministry/mext")),
        (SESAKU.responsibleBody, URIRef(BASE + "ministry/related-fusho")),
    }


def test_step_has_years_text_source_and_correction(dataset: Dataset) -> None:
    assert {(predicate, value) for predicate, value in dataset.predicate_objects(STEP) if predicate != RDFS.label} == {
        (RDF.type, SESAKU.Step),
        (DCTERMS.isPartOf, iri("measure/1/row/1")),
        (DCTERMS.description, Literal("左記の実施状況を踏まえ、必要な取組を実施。", lang="ja")),
        (SESAKU.fiscalYear, URIRef(BASE + "fiscal-year/2024")),
        (SESAKU.fiscalYear, URIRef(BASE + "fiscal-year/2025")),
        (SESAKU.onPage, iri("page/1")),
        (SESAKU.confidence, Literal("0.75", datatype=XSD.decimal)),
        (PROV.wasDerivedFrom, iri("lines/12-12")),
        (PROV.wasGeneratedBy, iri("correction/1")),
    }


def test_a_step_that_no_row_takes_is_told() -> None:
    fragments = tuple(Fragment(line, 0, 3, "実施。", "step") for line in (10, 11, 12, 16, 17, 24))
    quads = build_graph(replace(ROADMAP, fragments=fragments), SOURCE, load_ministries(), load_themes(), "1.0")
    found = {(str(quad.subject), str(quad.object)) for quad in quads if str(SESAKU.unplacedStep) in str(quad.predicate)}
    lines = {f"<{iri('page/1')}>": f"<{iri('lines/16-17')}>", f"<{iri('page/2')}>": f"<{iri('lines/24-24')}>"}
    assert found == set(lines.items())


def test_everything_has_a_name_in_japanese(dataset: Dataset) -> None:
    named = {subject for subject, label in dataset.subject_objects(RDFS.label) if label.language == "ja"}
    assert set(dataset.subjects()) - named == set()


def test_source_lines_are_selected_as_rfc_5147_says(dataset: Dataset) -> None:
    lines = iri("lines/10-11")
    assert (lines, OA.hasSource, iri("source")) in dataset
    assert (lines, SESAKU.firstLine, Literal(10)) in dataset
    assert (lines, SESAKU.onPage, iri("page/1")) in dataset
    assert dataset.value(iri("lines/10-11/selector"), RDF.value) == Literal("line=9,11", datatype=XSD.string)


def test_relisting_points_to_its_measure_and_is_none(dataset: Dataset) -> None:
    relisting = iri("relisting/2-1")
    assert set(dataset.objects(relisting, RDF.type)) == {SESAKU.Relisting}
    assert dataset.value(relisting, SESAKU.relists) == iri("measure/1")
    assert set(dataset.subjects(RDF.type, SESAKU.Measure)) == {iri("measure/1")}
    assert set(dataset.subjects(RDF.type, SESAKU.Row)) == {iri("measure/1/row/1")}


def test_second_relisting_on_a_page_has_its_own_iri() -> None:
    roadmap = replace(ROADMAP, measures=(MEASURE, RELISTING, RELISTING))
    triples = {quad.triple for quad in build_graph(roadmap, SOURCE, load_ministries(), load_themes(), "1.0")}
    kind = ox.NamedNode(RDF.type), ox.NamedNode(SESAKU.Relisting)
    relistings = {triple.subject.value for triple in triples if (triple.predicate, triple.object) == kind}
    assert relistings == {str(iri("relisting/2-1")), str(iri("relisting/2-1-2"))}


def test_fiscal_year_is_an_interval(dataset: Dataset) -> None:
    year = URIRef(BASE + "fiscal-year/2023")
    days = [dataset.value(dataset.value(year, end), TIME.inXSDDate) for end in (TIME.hasBeginning, TIME.hasEnd)]
    assert days == [Literal("2023-04-01", datatype=XSD.date), Literal("2024-03-31", datatype=XSD.date)]
    assert set(dataset.objects(year, RDFS.label)) == {Literal("2023年度", lang="ja"), Literal("FY2023", lang="en")}
    assert dataset.value(year, SKOS.altLabel) == Literal("令和5年度", lang="ja")
    assert dataset.value(year, TIME.intervalMeets) == URIRef(BASE + "fiscal-year/2024")


def test_headings_keep_their_printed_numbers(dataset: Dataset) -> None:
    numbers = {chapter: dataset.value(chapter, SESAKU.number) for chapter in dataset.objects(None, SESAKU.chapter)}
    assert numbers == {iri("chapter/3"): Literal(3), iri("chapter/10"): Literal(10)}
    assert dataset.value(iri("chapter/3/section/1"), SKOS.broader) == iri("chapter/3")


def test_theme_is_assigned_with_score_and_evidence(dataset: Dataset) -> None:
    assignment = iri("measure/1/theme/generative-ai")
    assert (iri("measure/1"), DCTERMS.subject, THEME["generative-ai"]) in dataset
    assert dataset.value(assignment, SESAKU.theme) == THEME["generative-ai"]
    places = {
        place
        for evidence in dataset.objects(assignment, SESAKU.evidence)
        for place in dataset.objects(evidence, SESAKU.foundIn)
    }
    assert places == {iri("measure/1"), iri("chapter/3"), iri("chapter/3/section/1")}


def test_publisher_is_the_ministry_unit(dataset: Dataset) -> None:
    assert dataset.value(URIRef(BASE + "test"), DCTERMS.publisher) == URIRef(BASE + "ministry/cao-ip")


def test_the_dataset_counts_all_its_graphs_and_itself(dataset: Dataset, quads: list[ox.Quad]) -> None:
    assert dataset.value(iri("dataset"), VOID.triples) == Literal(len(quads))


def test_graphs_and_licence_have_names_in_both_languages(dataset: Dataset) -> None:
    graphs = [f"{BASE}graph/{name}" for name in (ROADMAP.slug, f"{ROADMAP.slug}/overlap", "ontology", "verdicts")]
    named = {
        node: {label.language for label in dataset.objects(URIRef(node), RDFS.label) if isinstance(label, Literal)}
        for node in (*graphs, SOURCE.licence or "")
    }
    assert named == {node: {"ja", "en"} for node in named}


def test_counts_of_classes_are_named_after_them(dataset: Dataset) -> None:
    named = {str(label) for label in dataset.objects(iri("dataset/class/Measure"), RDFS.label)}
    assert named == {"施策の数", "Number of instances: measure"}


def test_a_phrase_found_once_is_said_to_be_found_once(dataset: Dataset) -> None:
    labels = {
        str(label): dataset.value(evidence, SESAKU.occurrences)
        for evidence in dataset.subjects(RDF.type, SESAKU.Evidence)
        for label in dataset.objects(evidence, RDFS.label)
        if isinstance(label, Literal) and label.language == "en"
    }
    assert labels
    assert {label: label.endswith("found once") for label in labels} == {
        label: count == Literal(1) for label, count in labels.items()
    }


def test_units_belong_to_their_ministry_without_a_reasoner(dataset: Dataset) -> None:
    assert (URIRef(BASE + "ministry/cao-ip"), ORG.subOrganizationOf, URIRef(BASE + "ministry/cao")) in dataset


def test_every_subject_has_a_type_and_no_node_is_blank(dataset: Dataset) -> None:
    subjects = set(dataset.subjects())
    assert not any(isinstance(node, BNode) for statement in dataset.quads() for node in statement[:3])
    untyped = {subject for subject in subjects if (subject, RDF.type, None) not in dataset}
    assert untyped == {
        URIRef(SOURCE.licence or ""),
        *dataset.objects(None, URIRef("http://rdfs.org/ns/void#classPartition")),
    }


def test_unknown_body_is_named_with_the_remedy() -> None:
    stranger = replace(MEASURE, rows=(Row(("魔法省",), MEASURE.rows[0].steps, 1, MEASURE.rows[0].lines),))
    with pytest.raises(NotFoundError, match=r"魔法省.*ministries.ttl"):
        build_graph(replace(ROADMAP, measures=(stranger,)), SOURCE, load_ministries(), load_themes(), "1.0")


def test_lines_are_on_the_page_of_their_cells(dataset: Dataset) -> None:
    pages = {lines: dataset.value(iri(lines), SESAKU.onPage) for lines in ("lines/14-14", "lines/22-22")}
    assert pages == {"lines/14-14": iri("page/1"), "lines/22-22": iri("page/2")}
