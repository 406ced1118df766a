"""The search answers the development queries no worse than the published figures say."""

import os
from pathlib import Path

import pytest

from search.evaluation.queries import load_queries
from search.searcher import Searcher
from service.evaluation import evaluate_search
from service.workspace import Build

ROOT = Path(__file__).parents[2]
QUERIES = Path(os.environ.get("SESAKU_SHARED", ROOT.parent / "shared")) / "gold" / "queries-dev.jsonl"
PUBLISHED = ROOT / "benchmarks" / "search.md"
ROUNDING = 0.001
OWN = ROOT / "benchmarks" / "queries"


@pytest.mark.slow
@pytest.mark.skipif(not QUERIES.is_file(), reason="the development queries are not beside the checkout")
def test_the_development_score_is_not_below_the_published_one(build: Build) -> None:
    row = next(line for line in PUBLISHED.read_text(encoding="utf8").splitlines() if line.startswith("| sesaku |"))
    published = float(row.split("|")[2])
    measured = float(evaluate_search(QUERIES, Searcher.open(build.index)).rows[0][1])
    assert measured >= published - ROUNDING


@pytest.mark.slow
def test_questions_off_the_topic_are_refused_and_own_ones_are_not(build: Build) -> None:
    searcher = Searcher.open(build.index)
    foreign = (OWN / "off-topic.txt").read_text(encoding="utf8").splitlines()
    own = [query.text for name in ("own", "fresh") for query in load_queries(OWN / f"{name}.jsonl")]
    own += (OWN / "answerable.txt").read_text(encoding="utf8").splitlines()
    refused = [[searcher.search(text).is_off_topic for text in texts] for texts in (foreign, own)]
    assert sum(refused[0]) >= 0.8 * len(foreign)
    assert sum(refused[1]) <= 0.02 * len(own)
