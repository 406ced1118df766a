"""Passages: every piece of a measure with its place, the standing formula left out, relistings with their measure."""

from small_index import make_measure, make_roadmap

from graph_builder.records import LineRange, Roadmap
from search.passages import Passage, build_passages


def test_a_measure_gives_its_text_its_steps_and_its_headings(roadmap: Roadmap) -> None:
    lines = (LineRange(10, 12),)
    found = [passage for passage in build_passages(roadmap) if passage.number == 2]
    assert found == [
        Passage(2, "text", "海賊版サイトへの対策の強化", 2, lines, ("内閣府（知財）", "総務省")),
        Passage(2, "step", "海賊版サイトへの対策の強化を進める。", 2, lines, ("内閣府（知財）", "総務省"), (2023,)),
        Passage(2, "heading", "２．海賊版対策", 2, lines),
    ]


def test_a_relisting_belongs_to_the_measure_it_points_to(roadmap: Roadmap) -> None:
    relisted = [passage for passage in build_passages(roadmap) if passage.kind == "relisting"]
    assert {passage.number for passage in relisted} == {4}
    assert "３．クールジャパン" in {passage.text for passage in relisted}


def test_a_step_worded_alike_in_many_measures_is_no_passage() -> None:
    many = make_roadmap(*(make_measure(number, f"施策{number}", ("総務省",)) for number in range(1, 8)))
    assert not [passage for passage in build_passages(many) if "左記" in passage.text]
