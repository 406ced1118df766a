"""A draft beside the measures of a build, other bodies' ones alone where its own is named."""

from dataclasses import replace

import pytest

from graph_builder.pages import first_lines
from graph_builder.records import Roadmap, by_number
from ontology.errors import NotFoundError
from search.similar import Likeness
from service.drafts import Compared, compare_draft
from tests.overlap.conftest import RESTATED, make_measure


class EverythingIsNear:
    """Stands for the searcher: all measures in order, all words equally rare."""

    def __init__(self, roadmap: Roadmap) -> None:
        self._roadmap = roadmap
        self.index = self.words = self

    def rarity(self, term: str) -> float:
        return 3.0

    def similar(self, text: str, limit: int) -> list[Likeness]:
        found = [(measure.number or 0, measure) for measure in self._roadmap.measures]
        return [Likeness(at, "", 1.0, each.text, each.ministries, (), (), (), (), ()) for at, each in found][:limit]


@pytest.fixture
def near(roadmap: Roadmap) -> Compared:
    searcher = EverythingIsNear(roadmap)
    return Compared(by_number(roadmap.measures), searcher, first_lines(roadmap))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("own", "numbers", "joint"),
    [
        (None, [1, 2, 3, 4, 5], []),
        ("総務省", [1, 3, 4, 5], []),
        ("MAFF", [1, 2, 4, 5], []),
        ("経済産業省", [1, 2, 3, 4, 5], [1]),
        ("内閣府", [1, 2, 3, 4, 5], [5]),
    ],
)
def test_measures_of_the_drafts_own_body_alone_are_left_out(
    near: Compared, own: str | None, numbers: list[int], joint: list[int]
) -> None:
    found = compare_draft(near, RESTATED, own, 9)
    assert [each.likeness.number for each in found] == numbers
    assert [each.likeness.number for each in found if each.is_joint] == joint


@pytest.mark.parametrize(
    ("bodies", "is_there", "is_joint"),
    [
        (["経済産業省", "関係府省"], False, False),
        (["特許庁", "経済産業省"], False, False),
        (["特許庁", "外務省"], True, True),
        (["関係府省"], True, False),
        (["外務省", "関係府省"], True, False),
    ],
)
def test_bodies_below_the_drafts_own_are_it_and_unnamed_ones_nobody(
    roadmap: Roadmap, bodies: list[str], is_there: bool, is_joint: bool
) -> None:
    shared = replace(roadmap, measures=(make_measure(1, RESTATED, [(bodies, RESTATED)]),))
    compared = Compared(by_number(shared.measures), EverythingIsNear(shared), first_lines(shared))  # type: ignore[arg-type]
    found = compare_draft(compared, RESTATED, "経済産業省", 9)
    assert [each.is_joint for each in found] == ([is_joint] if is_there else [])


def test_no_more_than_the_limit_are_named(near: Compared) -> None:
    assert [each.likeness.number for each in compare_draft(near, RESTATED, "総務省", 2)] == [1, 3]


def test_the_clauses_that_say_the_same_are_quoted_with_their_lines(
    near: Compared,
) -> None:
    (found, *_) = compare_draft(near, RESTATED, "総務省", 1)
    (passages,) = found.passages
    assert passages.phrases == (RESTATED.rstrip("。"),)
    assert [(lines.first, lines.last) for lines in passages.right.lines] == [(11, 11)]


def test_an_unknown_body_is_named(near: Compared) -> None:
    with pytest.raises(NotFoundError, match="大蔵省"):
        compare_draft(near, RESTATED, "大蔵省", 1)
