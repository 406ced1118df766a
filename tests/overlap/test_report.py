"""From a roadmap to a report, its file, its RDF, its matrix and its pictures."""

import re
import warnings
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, permutations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rdflib import PROV, RDF, RDFS, Graph, Literal, URIRef

from graph_builder.ministries import load_ministries
from graph_builder.pages import Place, first_lines
from graph_builder.records import LineRange, Roadmap
from ontology import BASE
from ontology.errors import StoreError
from ontology.terms import CONCEPT, SESAKU
from search.overlap.bodies import face_bodies
from search.overlap.clusters import find_clusters
from search.overlap.draft import near_draft
from search.overlap.evidence import Reader
from search.overlap.find import find_overlaps
from search.overlap.matrix import credit_bodies, make_matrix
from search.overlap.pictures import draw_heat_map, draw_network
from search.overlap.report import Candidate, Cluster, Facing, OverlapReport, SharedConcept
from search.overlap.shading import scale
from search.overlap.statements import iter_overlap_statements
from search.overlap.stored import load_overlaps, write_overlaps
from search.overlap.within import find_repetitions
from search.similar import Likeness
from service.overlap_text import cluster_lines
from service.overlaps import OverlapRequest, find_candidates
from tests.overlap.conftest import RESTATED, THEMES, WordModel, make_measure


def candidate(left: int, right: int, score: float) -> Candidate:
    return Candidate(1, left, right, "overlap", score, {})


def test_the_restated_row_is_found_with_its_evidence(report: OverlapReport) -> None:
    found = next(each for each in report.candidates if (each.left, each.right) == (1, 2))
    best = found.passages[0]
    assert best.phrases == (RESTATED.rstrip("。"),)
    assert (best.left.ministries, best.right.ministries) == (("経済産業省",), ("総務省",))
    assert [(lines.first, lines.last) for lines in best.left.lines] == [(11, 11)]
    assert found.left_ministries == ("経済産業省", "文部科学省")
    assert found.facing_pairs
    assert found.fiscal_years == (2023, 2024, 2025)


def test_lines_are_cited_with_the_page_of_each(roadmap: Roadmap, model: WordModel) -> None:
    first, last = LineRange(10, 12), LineRange(23, 24)
    parted = replace(roadmap.measures[0], lines=(first, last))
    whole = replace(roadmap, measures=(parted, *roadmap.measures[1:]))
    places = (Place(1, (first,)), Place(2, (last,)))
    assert find_overlaps(whole, model).by_number[1].places == places
    reader = Reader(lambda term: 3.0, first_lines(whole))
    (passages,) = reader.align(reader.clauses(parted)[:1], reader.clauses(parted)[:1])
    assert passages.left.places == passages.right.places == places


def test_clauses_without_anything_to_mark_are_not_set_side_by_side(roadmap: Roadmap) -> None:
    one = make_measure(6, "公演。", [(["総務省"], "劇場の模倣品を調べる。")])
    other = make_measure(7, "種苗。", [(["外務省"], "模倣品の種苗を広める。")])
    reader = Reader(lambda term: 9.0, first_lines(roadmap))
    assert reader.align(reader.clauses(one), reader.clauses(other)) == ()


def test_the_bystander_is_no_candidate_of_the_restated(report: OverlapReport) -> None:
    assert not [each for each in report.candidates if 5 in (each.left, each.right)]


def test_the_same_input_gives_the_same_report(roadmap: Roadmap, model: WordModel, report: OverlapReport) -> None:
    assert find_overlaps(roadmap, model, themes=THEMES) == report


def test_repetition_inside_a_measure(roadmap: Roadmap) -> None:
    (repetition,) = find_repetitions(roadmap.measures[4], first_lines(roadmap))
    assert (repetition.kind, repetition.ministries) == ("same-wording", ("内閣府", "環境省"))
    assert repetition.fiscal_years == (2023,)


TALKS = "ブラジルとの間で刑事共助条約の新規締結に向けた交渉が行われており、引き続き締結に向けた努力を続ける。"
HURRIED = TALKS.replace("締結に向けた努力", "早期締結に向けた最大限の努力")


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (f"海賊版を捜査する。・{TALKS}", f"また、{HURRIED}", [("near-wording", (f"・{TALKS}", f"また、{HURRIED}"))]),
        (TALKS, f"劇場の公演を開く。{TALKS}新たな種苗を調べる。", [("same-wording", (TALKS,))]),
        (
            f"{TALKS}劇場の公演を見る。",
            f"{TALKS}劇場の公演を見る。",
            [("same-wording", (f"{TALKS}劇場の公演を見る。",))],
        ),
        ("劇場の公演を支援する。", "劇場の公演を撮影して海外に広める。", []),
    ],
)
def test_sentences_of_two_bodies_are_compared(
    roadmap: Roadmap, first: str, second: str, found: list[tuple[str, tuple[str, ...]]]
) -> None:
    measure = make_measure(6, "公演。", [(["法務省"], first), (["外務省"], second)])
    assert [(each.kind, each.texts) for each in find_repetitions(measure, first_lines(roadmap))] == found


def test_what_a_row_shares_is_said_once(roadmap: Roadmap) -> None:
    rows = [(["法務省", "警察庁"], TALKS), (["外務省"], TALKS), (["総務省", "財務省"], "劇場を開く。")]
    found = find_repetitions(make_measure(6, "公演。", rows), first_lines(roadmap))
    assert [(each.kind, each.ministries) for each in found] == [
        ("same-wording", ("法務省", "警察庁", "外務省")),
        ("shared-row", ("総務省", "財務省")),
    ]


def test_alike_rows_of_one_body_speak_against_work_of_two(roadmap: Roadmap, model: WordModel) -> None:
    joint = make_measure(6, "公演の国際展開。", [(["総務省"], RESTATED), (["外務省"], "公演を紹介する。")], "（４）節")
    report = find_overlaps(replace(roadmap, measures=(*roadmap.measures, joint)), model, themes=THEMES)
    found = {(each.left, each.right): each.counter_evidence for each in report.candidates}
    (counter,) = found[2, 6]
    assert (counter.kind, counter.text_en) == (
        "same-row-bodies",
        "Responsible for the most alike wording on both sides: Ministry of Internal Affairs and Communications.",
    )
    assert [each.kind for each in found[1, 6]] == []


def test_a_stored_report_comes_back_whole(report: OverlapReport, tmp_path: Path) -> None:
    write_overlaps(report, tmp_path)
    assert load_overlaps(tmp_path) == report


def test_a_missing_or_damaged_report_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="sesaku build"):
        load_overlaps(tmp_path)
    (tmp_path / "overlap.json").write_text('{"format": 0}', encoding="utf8")
    with pytest.raises(StoreError, match="format 0"):
        load_overlaps(tmp_path)


def test_statements_name_both_sides(report: OverlapReport) -> None:
    statements = set(iter_overlap_statements(report, load_ministries()))
    candidates = {subject for subject, predicate, value in statements if value == SESAKU.OverlapCandidate}
    assert len(candidates) == len(report.candidates)
    for iri in candidates:
        assert (
            len([value for subject, predicate, value in statements if (subject, predicate) == (iri, SESAKU.side)]) == 2
        )
    assert {predicate for _, predicate, value in statements if value == SESAKU.Repetition} == {RDF.type}


def test_each_clause_says_whose_it_is_and_where_it_stands(report: OverlapReport) -> None:
    """Of a row that two ministries restate word by word, both sides have the words as printed."""
    found = Graph()
    for statement in iter_overlap_statements(report, load_ministries()):
        found.add(statement)
    passages = URIRef(BASE + "test/overlap/1-2/passages/1")
    for side, clause, number, body, line in [
        ("left", SESAKU.leftClause, 1, "meti", 11),
        ("right", SESAKU.rightClause, 2, "mic", 21),
    ]:
        iri = URIRef(f"{passages}/{side}")
        assert list(found.objects(passages, clause)) == [iri]
        assert set(found.predicate_objects(iri)) == {
            (RDF.type, SESAKU.QuotedClause),
            (RDFS.label, Literal(f"施策{number}の文言", lang="ja")),
            (RDFS.label, Literal(f"Clause of measure {number}", lang="en")),
            (SESAKU.side, URIRef(f"{BASE}test/measure/{number}")),
            (SESAKU.quote, Literal(RESTATED, lang="ja")),
            (SESAKU.responsibleBody, URIRef(f"{BASE}ministry/{body}")),
            (SESAKU.fiscalYear, URIRef(BASE + "fiscal-year/2023")),
            (PROV.wasDerivedFrom, URIRef(f"{BASE}test/lines/{line}-{line}")),
        }


def test_clusters_and_repetitions_say_whose_they_are(report: OverlapReport) -> None:
    concept = SharedConcept("geographical-indications", "subject", "地理的表示", "geographical indications", 1.0)
    cluster = Cluster(1, (1, 2, 3), ("経済産業省", "総務省"), 1.0, 3, (concept,))
    statements = set(iter_overlap_statements(replace(report, clusters=(cluster,)), load_ministries()))
    iri = URIRef(BASE + "test/overlap/cluster/1")
    bodies = {
        value for subject, predicate, value in statements if (subject, predicate) == (iri, SESAKU.responsibleBody)
    }
    assert bodies == {URIRef(BASE + "ministry/meti"), URIRef(BASE + "ministry/mic")}
    names = {(subject, str(value)) for subject, predicate, value in statements if predicate == RDFS.label}
    assert (iri, "Cluster of measures 1, 2 and 3") in names
    assert (URIRef(BASE + "test/overlap/1-2/passages/1"), "Aligned passages 1 of measures 1 and 2") in names
    assert (iri, SESAKU.sharedSubject, CONCEPT["geographical-indications"]) in statements
    repetition = URIRef(BASE + "test/measure/5/repetition/1")
    assert (repetition, SESAKU.fiscalYear, URIRef(BASE + "fiscal-year/2023")) in statements


def face(*sides: Sequence[str]) -> Facing:
    """Who faces whom between two clauses, by names."""
    found, ministries = face_bodies(*sides, load_ministries()), load_ministries()
    return Facing(*(tuple(ministries.by_iri[iri].name for iri in side) for side in (found.left, found.right)))


@pytest.mark.parametrize(
    ("left", "right", "facing"),
    [
        (["文部科学省"], ["農林水産省"], (("文部科学省",), ("農林水産省",))),
        (["文部科学省"], ["文部科学省"], ((), ())),
        (["文部科学省", "総務省"], ["文部科学省", "関係府省"], (("総務省",), ())),
        (["内閣府"], ["内閣府（知財）"], ((), ())),
        (["内閣府（知財）"], ["内閣府（科技）"], ((), ())),
        (["内閣府（知財）", "総務省"], ["内閣府（科技）"], (("総務省",), ())),
        (["内閣府（知財）"], ["総務省"], (("内閣府（知財）", "内閣府"), ("総務省",))),
        (["金融庁"], ["公正取引委員会"], (("金融庁",), ("公正取引委員会",))),
        (["金融庁"], ["内閣府（知財）"], (("金融庁",), ("内閣府（知財）",))),
        (["税関"], ["財務省"], ((), ())),
        (["特許庁"], ["総務省"], (("特許庁", "経済産業省"), ("総務省",))),
    ],
)
def test_bodies_face_each_other_from_one_side_alone(
    left: list[str], right: list[str], facing: tuple[Sequence[str], Sequence[str]]
) -> None:
    assert face(left, right) == Facing(*map(tuple, facing))


def test_aligned_rows_decide_who_faces_whom(roadmap: Roadmap, model: WordModel) -> None:
    twin = make_measure(6, "公演の支援。", [(["文部科学省"], RESTATED), (["農林水産省"], "種苗を調べる。")], "（９）節")
    other = make_measure(7, "公演の発信。", [(["文部科学省"], RESTATED)], "（８）節")
    report = find_overlaps(replace(roadmap, measures=(*roadmap.measures, twin, other)), model, themes=THEMES)
    found = {(each.left, each.right): each for each in report.candidates}
    assert found[6, 7].facing == (Facing((), ()),) * len(found[6, 7].passages)
    assert found[2, 7].facing_pairs == set(permutations(BASE + f"ministry/{slug}" for slug in ("mext", "mic")))
    pairs = [(each.left, each.right) for each in find_candidates(report, OverlapRequest(across=True))]
    assert (2, 7) in pairs
    assert (6, 7) not in pairs
    assert find_candidates(report, OverlapRequest(ministry="農林水産省", measure=6))
    assert not find_candidates(report, OverlapRequest(ministry="農林水産省", measure=6, across=True))
    asked = OverlapRequest(ministry="文部科学省", measure=7, across=True)
    assert [(each.left, each.right) for each in find_candidates(report, asked)] == [(1, 7), (2, 7)]


def test_matrix_shares_a_candidate_among_facing_ministries(report: OverlapReport) -> None:
    facing = face_bodies(["経済産業省", "文部科学省"], ["総務省"], load_ministries())
    matrix = make_matrix(replace(report, candidates=(replace(candidate(1, 2, 0.0), facing=(facing,)),)))
    assert matrix.measures["総務省"] == 1
    assert {(cell.one, cell.other, cell.count, cell.strength) for cell in matrix.cells} == {
        ("文部科学省", "総務省", 1, 0.25),
        ("経済産業省", "総務省", 1, 0.25),
    }


def test_matrix_credits_ministries_by_the_passage_in_which_they_face_each_other(report: OverlapReport) -> None:
    (best,) = next(each for each in report.candidates if (each.left, each.right) == (1, 2)).passages
    ministries = load_ministries()
    own = face_bodies(["総務省"], ["総務省"], ministries)
    aside = face_bodies(["内閣府（知財）"], ["総務省"], ministries)
    found = replace(
        candidate(1, 2, 0.0),
        passages=(replace(best, likeness=0.8), replace(best, likeness=0.2)),
        facing=(own, aside),
    )
    mic, cao, unit = (BASE + f"ministry/{slug}" for slug in ("mic", "cao", "cao-ip"))
    expected = {pair: pytest.approx(0.125) for body in (cao, unit) for pair in ((body, mic), (mic, body))}
    assert credit_bodies(found, ministries) == expected


def test_a_cell_counts_what_its_two_ministries_across_list(roadmap: Roadmap, model: WordModel) -> None:
    row = [(["内閣府（知財）", "経済産業省"], RESTATED)]
    twins = (make_measure(6, RESTATED, row), make_measure(7, RESTATED, row))
    report = find_overlaps(replace(roadmap, measures=(*roadmap.measures, *twins)), model, themes=THEMES)
    assert not next(each for each in report.candidates if (each.left, each.right) == (6, 7)).facing_pairs
    matrix = make_matrix(report)
    counts = {(cell.one, cell.other): cell.count for cell in matrix.cells}
    assert matrix.measures["内閣府"] == 3
    assert counts["内閣府", "総務省"] == counts["内閣府（知財）", "総務省"] == 2
    assert ("内閣府", "内閣府（知財）") not in counts
    for one, other in set(combinations(sorted(matrix.measures), 2)) - {("内閣府", "内閣府（知財）")}:
        for across in (False, True):
            asked = OverlapRequest(ministry=one, partner=other, across=across)
            assert counts.get((one, other), counts.get((other, one), 0)) == len(find_candidates(report, asked))


def test_clusters_need_three_measures_alike_on_average(report: OverlapReport) -> None:
    sides = report.by_number
    strong = [candidate(1, 2, 3.0), candidate(1, 4, 2.0), candidate(2, 4, 1.0), candidate(3, 4, -1.5)]
    assert [(each.measures, each.pairs, each.score) for each in find_clusters(strong, sides)] == [((1, 2, 4), 3, 2.0)]
    assert find_clusters(strong[:1], sides) == ()


def test_a_pair_that_is_no_candidate_lowers_the_score_of_its_cluster(report: OverlapReport) -> None:
    (found,) = find_clusters([candidate(1, 2, 8.0), candidate(2, 4, 5.0)], report.by_number)
    assert (found.measures, found.pairs, found.most_pairs, found.score) == ((1, 2, 4), 2, 3, 3.0)
    assert next(iter(cluster_lines(found))) == "  1. 施策 1・2・4  +3.00  3 組のうち 2 組が候補 / 2 of 3 pairs"


def test_units_of_one_ministry_are_no_cluster_of_several(report: OverlapReport) -> None:
    units = {
        number: replace(report.by_number[5], number=number, named_ministries=(name,))
        for number, name in enumerate(("内閣府（知財）", "内閣府（科技）", "内閣府"), start=1)
    }
    pairs = [candidate(1, 2, 3.0), candidate(1, 3, 2.0), candidate(2, 3, 1.0)]
    assert find_clusters(pairs, units) == ()


def test_the_strongest_cluster_is_first_however_large(report: OverlapReport) -> None:
    sides = {number: replace(report.sides[number % 5], number=number) for number in range(1, 8)}
    large = [candidate(one, other, 1.0) for one in range(1, 5) for other in range(one + 1, 5)]
    small = [candidate(5, 6, 2.0), candidate(5, 7, 2.0), candidate(6, 7, 2.0)]
    found = find_clusters([*large, *small], sides)
    assert [(each.rank, each.measures, each.score) for each in found] == [(1, (5, 6, 7), 2.0), (2, (1, 2, 3, 4), 1.0)]


def test_pictures_are_the_same_each_time_and_need_no_font(report: OverlapReport) -> None:
    for draw in (lambda: draw_heat_map(make_matrix(report), "svg"), lambda: draw_network(report, "svg")):
        picture = draw()
        assert picture == draw()
        tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(picture).iter()}
        assert "path" in tags
        assert "text" not in tags


def test_a_heat_map_has_a_scale(report: OverlapReport) -> None:
    """Letters are outlines, each text with a comment of what it says."""
    matrix = make_matrix(report)
    strongest = max(cell.strength for cell in matrix.cells)
    said = re.findall(r"<!-- (.+?) -->", draw_heat_map(matrix, "svg").decode())
    assert said[-5:] == ["強さ / strength", *(f"{strength:.3f}" for _, strength in scale(strongest))]


def test_every_letter_of_a_picture_is_in_its_font(report: OverlapReport, caplog: pytest.LogCaptureFixture) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        heat, network = draw_heat_map(make_matrix(report), "png"), draw_network(report, "png")
    assert heat.startswith(b"\x89PNG")
    assert network.startswith(b"\x89PNG")
    assert caplog.records == []


def test_a_draft_is_held_against_other_ministries_only(roadmap: Roadmap) -> None:
    measures = dict(enumerate(roadmap.measures, start=1))
    near = [
        Likeness(number, "", 1.0, measure.text, measure.ministries, (), (), (), (), ())
        for number, measure in measures.items()
    ]
    reader = Reader(lambda term: 3.0, first_lines(roadmap))
    found = list(near_draft(RESTATED, near, measures, reader, own=["経済産業省", "文部科学省"]))
    assert [(each.likeness.number, each.is_joint) for each in found] == [
        (2, False),
        (3, False),
        (4, False),
        (5, False),
    ]
    assert found[0].passages[0].phrases == (RESTATED.rstrip("。"),)
    assert found[1].passages == ()
