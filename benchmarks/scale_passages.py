"""Makes a million distinct passages and a thousand queries out of the public corpora, the same ones each time."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from search.training.corpora import read_evaluations, read_paragraphs, read_projects

SEED = 20230609
SHORTEST = 8
"""Passages of fewer characters ("また") say nothing."""

WIDEST_WINDOW = 6
"""Sentences alone are too few: runs of up to so many neighbouring clauses of a sentence are passages too."""

_SENTENCE_END = re.compile(r"(?<=[。！？])|\n")


@dataclass(frozen=True)
class Material:
    """The passages in random order, so that the first n are a sample of all, and the queries."""

    passages: list[str]
    queries: list[str]


def read_material(corpora: Path, size: int, query_count: int) -> Material:
    """At most ``size`` passages; half of the queries are JaQuAD's questions, half the names of budget projects."""
    sentences = dict.fromkeys(sentence for text in _iter_texts(corpora) for sentence in _split(text))
    passages = sorted(dict.fromkeys([*sentences, *_iter_clauses(list(sentences))]))
    names = sorted({project.name for project in read_projects(corpora)})
    questions = sorted(question for paragraph in read_paragraphs(corpora) for question in paragraph.questions)
    draw = random.Random(SEED)
    queries = [*draw.sample(questions, query_count // 2), *draw.sample(names, query_count // 2)]
    draw.shuffle(passages)
    return Material(passages[:size], queries)


def _iter_texts(corpora: Path) -> Iterator[str]:
    for project in read_projects(corpora):
        yield from (project.purpose, project.issues, project.overview)
    yield from read_evaluations(corpora)
    for paragraph in read_paragraphs(corpora):
        yield paragraph.text


def _split(text: str) -> list[str]:
    return [piece for sentence in _SENTENCE_END.split(text) if len(piece := sentence.strip()) >= SHORTEST]


def _iter_clauses(sentences: list[str]) -> Iterator[str]:
    for sentence in sentences:
        clauses = sentence.split("、")
        for width in range(1, WIDEST_WINDOW + 1):
            windows = ("、".join(clauses[at : at + width]) for at in range(len(clauses) - width + 1))
            yield from (window for window in windows if len(window) >= SHORTEST)
