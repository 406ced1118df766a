"""What the document says against a pair: where it lists both, whose they are, boilerplate, and years."""

from dataclasses import replace

import pytest

from graph_builder.ministries import load_ministries
from graph_builder.pages import first_lines
from graph_builder.records import Measure, Roadmap
from search.overlap.counter_evidence import CounterEvidenceFinder
from search.overlap.evidence import Reader
from search.overlap.report import CounterEvidence, SharedConcept
from tests.overlap.conftest import FORMULA, RESTATED, make_measure


def find(
    roadmap: Roadmap,
    left: Measure,
    right: Measure,
    years: tuple[int, ...] = (2023,),
    concepts: tuple[SharedConcept, ...] = (),
) -> dict[str, str]:
    """The counter-evidence of two measures by its kind, in Japanese."""
    return {each.kind: each.text for each in find_all(roadmap, left, right, years, concepts)}


def find_all(
    roadmap: Roadmap,
    left: Measure,
    right: Measure,
    years: tuple[int, ...] = (2023,),
    concepts: tuple[SharedConcept, ...] = (),
) -> tuple[CounterEvidence, ...]:
    reader = Reader(lambda term: 3.0, first_lines(roadmap))
    passages = reader.align(reader.clauses(left), reader.clauses(right))
    finder = CounterEvidenceFinder(roadmap, load_ministries())
    return finder.find(left, right, passages, concepts, years)


def test_the_english_names_bodies_and_places_in_english(roadmap: Roadmap) -> None:
    bodies = ["総務省", "外務省"]
    one = make_measure(6, f"{RESTATED}【再掲】", [(bodies, RESTATED)])
    other = make_measure(7, RESTATED, [(bodies, RESTATED)])
    assert [each.text_en for each in find_all(roadmap, one, other)] == [
        "Measure 6 calls itself relisted in its text, and restates measure 7.",
        "The document itself lists both in one place: Chapter 1, section 1.",
        "The responsible bodies are the same as printed.",
        "Responsible for the most alike wording on both sides: Ministry of Internal Affairs and Communications; "
        "Ministry of Foreign Affairs.",
    ]
    bare = [replace(measure, section=None) for measure in (one, other)]
    assert find_all(roadmap, *bare)[1].text_en == "The document itself lists both in one place: Chapter 1."


def test_the_document_lists_both_in_one_place(roadmap: Roadmap) -> None:
    first, second, third, fourth, _ = roadmap.measures
    relisting = replace(first, number=None, relists=1, section=second.section)
    relisted = find(replace(roadmap, measures=(*roadmap.measures, relisting)), first, second)
    assert relisted["relisted"] == "文書が施策1を、施策2と同じ節に再掲している（1ページ）。"
    assert find(roadmap, third, fourth)["same-section"] == "文書自身が同じ節「（１）節」に並べて示している。"
    bare = [replace(measure, section=None) for measure in (third, fourth)]
    assert find(roadmap, *bare)["same-chapter"] == "文書自身が同じ章「１．章」に並べて示している。"
    assert "same-section" not in find(roadmap, third, bare[1])


def test_a_text_that_says_it_is_relisted_is_so_beside_what_it_restates_alone(roadmap: Roadmap) -> None:
    text = "海外における地理的表示の模倣品対策を、著作権政策や競争政策の動向を踏まえながら推進する。"
    restated = make_measure(6, text, [(["外務省"], "種苗を調べる。")], "（７）節")
    relisting = make_measure(7, f"海賊版を含めて、{text}【再掲】", [(["総務省"], "劇場を開く。")], "（８）節")
    expected = "施策7は、本文に「再掲」とあり、施策6を言い直している。"
    assert find(roadmap, restated, relisting)["relisted"] == find(roadmap, relisting, restated)["relisted"] == expected
    assert "relisted" not in find(roadmap, roadmap.measures[3], relisting)


def test_years_that_do_not_meet(roadmap: Roadmap) -> None:
    third, fourth = roadmap.measures[2:4]
    assert "years-apart" in find(roadmap, third, fourth, ())
    assert "years-apart" not in find(roadmap, third, fourth)


@pytest.mark.parametrize(
    ("left", "right", "is_same"),
    [
        (["農林水産省"], ["農林水産省"], True),
        (["農林水産省", "関係府省"], ["関係府省", "農林水産省"], True),
        (["農林水産省"], ["農林水産省", "関係府省"], False),
        (["関係府省"], ["関係府省"], False),
        (["農林水産省"], ["財務省"], False),
    ],
)
def test_bodies_are_the_same_as_printed(roadmap: Roadmap, left: list[str], right: list[str], is_same: bool) -> None:
    one = make_measure(6, "公演の国際展開。", [(left, "劇場を開く。")])
    other = make_measure(7, "種苗の登録。", [(right, "種苗を調べる。")])
    assert (find(roadmap, one, other).get("same-bodies") == "記載上の担当府省は同じである。") is is_same


@pytest.mark.parametrize(
    ("left", "right", "names"),
    [
        (["総務省"], ["総務省"], "総務省"),
        (["総務省", "外務省"], ["外務省", "財務省"], "外務省"),
        (["経済産業省"], ["特許庁"], "経済産業省"),
        (["内閣府（知財）"], ["内閣府（科技）"], None),
        (["総務省"], ["外務省"], None),
        (["関係府省"], ["関係府省"], None),
    ],
)
def test_the_most_alike_rows_have_a_body_in_common(
    roadmap: Roadmap, left: list[str], right: list[str], names: str | None
) -> None:
    one = make_measure(6, "公演の国際展開。", [(left, RESTATED), (["警察庁"], "公演を見守る。")])
    other = make_measure(7, "種苗の登録。", [(right, RESTATED), (["法務省"], "種苗を調べる。")])
    expected = names and f"最も似た文言は、双方とも{names}の担当である。"
    assert find(roadmap, one, other).get("same-row-bodies") == expected


def test_a_measures_text_is_that_of_all_its_bodies(roadmap: Roadmap) -> None:
    joint = make_measure(6, RESTATED, [(["総務省"], "種苗を調べる。"), (["外務省"], "公演を紹介する。")])
    row = make_measure(7, "種苗の登録。", [(["外務省"], RESTATED), (["法務省"], "種苗を調べる。")])
    other = make_measure(8, "種苗の登録。", [(["法務省"], RESTATED)])
    assert find(roadmap, joint, row)["same-row-bodies"] == "最も似た文言は、双方とも外務省の担当である。"
    assert "same-row-bodies" not in find(roadmap, joint, other)


def test_boilerplate_alone_is_named_where_nothing_else_is_common(roadmap: Roadmap) -> None:
    one = make_measure(6, "公演の国際展開を進める。", [(["総務省"], "劇場を開く。")])
    other = make_measure(7, "種苗の登録を進める。", [(["外務省"], "種苗を調べる。")])
    assert find(roadmap, one, other)["standing-phrases"] == f"共通する長い文言は定型句「{FORMULA}」だけである。"
    concept = SharedConcept("agriculture", "subject", "農業", "agriculture", 1.0)
    assert "standing-phrases" not in find(roadmap, one, other, concepts=(concept,))
    assert "standing-phrases" not in find(roadmap, *roadmap.measures[:2])


def test_common_words_that_do_not_stand_anywhere_are_no_boilerplate(roadmap: Roadmap) -> None:
    one = make_measure(6, "公演などの必要な措置を講じ、取組を支援する。", [(["総務省"], "劇場を開く。")])
    other = make_measure(7, "種苗などの必要な措置を講じ、取組を支援する。", [(["外務省"], "種苗を調べる。")])
    bare = [replace(each, rows=tuple(replace(row, steps=row.steps[:1]) for row in each.rows)) for each in (one, other)]
    assert "standing-phrases" not in find(roadmap, *bare)
