"""A draft beside the measures of a build, other bodies' ones alone where its own is named."""

import pytest

from graph_builder.pages import first_lines
from graph_builder.records import Roadmap, by_number
from ontology.errors import NotFoundError
from search.similar import Likeness
from service.drafts import Compared, compare_draft
from tests.overlap.conftest import RESTATED


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


def test_measures_of_the_drafts_own_body_are_left_out_joint_ones_too(
    near: Compared,
) -> None:
    assert [each.likeness.number for each in compare_draft(near, RESTATED, None, 3)] == [1, 2, 3]
    assert [each.likeness.number for each in compare_draft(near, RESTATED, "総務省", 3)] == [1, 3, 4]
    assert [each.likeness.number for each in compare_draft(near, RESTATED, "MAFF", 9)] == [1, 2, 4, 5]
    assert [each.likeness.number for each in compare_draft(near, RESTATED, "経済産業省", 9)] == [2, 3, 4, 5]
    assert [each.likeness.number for each in compare_draft(near, RESTATED, "内閣府", 9)] == [1, 2, 3, 4]


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
