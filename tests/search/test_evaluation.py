"""Evaluation: nDCG by hand, graded queries from a file, the hybrid over paragraphs."""

import math
from pathlib import Path

import pytest
from small_index import LetterModel

from ontology.errors import SourceError
from search.evaluation.metrics import ndcg
from search.evaluation.paragraphs import build_paragraph_search
from search.evaluation.queries import evaluate_queries, evaluate_ranker, load_queries
from search.searcher import Searcher


def test_ndcg_discounts_by_rank_and_divides_by_the_ideal() -> None:
    gained = 1 / math.log2(2) + 2 / math.log2(4)
    ideal = 2 / math.log2(2) + 1 / math.log2(3)
    assert ndcg([7, 8, 9], {7: 1, 9: 2}) == pytest.approx(gained / ideal)


def test_ndcg_counts_only_the_first_ten() -> None:
    assert ndcg([*range(10), 99], {99: 2}) == 0


def write_queries(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_figures_are_means_by_type(tmp_path: Path) -> None:
    path = write_queries(
        tmp_path / "queries.jsonl",
        '{"id": "a", "type": "theme", "query": "標準", "relevant": {"1": 2}}',
        '{"id": "b", "type": "short", "query": "輸出", "relevant": {"3": 1}}',
    )
    figures = evaluate_ranker("first", load_queries(path), lambda _: [1, 2])
    assert figures.by_type == {"all": 0.5, "theme": 1.0, "short": 0.0}


def test_the_table_has_the_search_its_parts_and_the_baselines(tmp_path: Path, searcher: Searcher) -> None:
    path = write_queries(
        tmp_path / "queries.jsonl", '{"id": "a", "type": "theme", "query": "日本酒の輸出", "relevant": {"3": 2}}'
    )
    table = evaluate_queries(path, searcher)
    parts = [f"{name} alone" for name in searcher.weights]
    assert [figures.name for figures in table] == ["sesaku", *parts, "BM25", "character TF-IDF"]
    assert table[0].by_type == {"all": 1.0, "theme": 1.0}


def test_a_line_that_is_no_query_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"queries\.jsonl:1: 評価つきの問いではない / not a graded query"):
        load_queries(write_queries(tmp_path / "queries.jsonl", '{"id": "a"}'))


def test_paragraphs_are_found_by_words_letters_and_vectors() -> None:
    search = build_paragraph_search(["梅雨は雨季の一種である。", "手塚治虫は漫画家である。"], LetterModel())
    assert search.scores(["漫画家は誰か", "雨季とは何か"]).argmax(axis=1).tolist() == [1, 0]
