"""The questions in docs/graph.md run and find something in the small roadmap."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_builder.sparql import select

GUIDE = Path(__file__).parents[2] / "docs" / "graph.md"
QUESTIONS = re.findall(r"```sparql\n(.*?)```", GUIDE.read_text(encoding="utf8"), re.DOTALL)


@pytest.mark.parametrize("question", QUESTIONS)
def test_question_finds_something(store: ox.Store, question: str) -> None:
    assert select(store, question).rows


def test_the_guide_has_questions() -> None:
    assert len(QUESTIONS) == 4
