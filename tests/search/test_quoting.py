"""Questions that quote a measure: the longest run of words found in one passage, and whom it puts first."""

import pytest
from small_index import LetterModel, make_measure, make_roadmap

from search.index import write_index
from search.quoting import longest_run, quoted_shares
from search.searcher import Searcher


@pytest.mark.parametrize(
    ("asked", "passages", "run"),
    [
        ("abcdefgh", ["xxbcdefxx", "cd"], 5),
        ("abcdefgh", ["abc", "defgh"], 5),
        ("abcdefgh", ["abcdefgh"], 8),
        ("abcdefgh", ["abcd"], 0),
        ("abcdefgh", [], 0),
    ],
)
def test_the_longest_run_lies_in_one_passage(asked: str, passages: list[str], run: int) -> None:
    assert longest_run(asked, passages, 5) == run


@pytest.fixture(scope="module")
def searcher(model: LetterModel, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    texts = (
        "標準の標準化、標準と標準人材のための標準",
        "国際会議において標準化人材を育てる手引きを公表",
        "国際標準を獲得するための体制の強化",
        "企業に対し国際標準を獲得するための費用を補助",
    )
    measures = (make_measure(number, text, ("経済産業省",)) for number, text in enumerate(texts, start=1))
    directory = tmp_path_factory.mktemp("quoted")
    write_index(make_roadmap(*measures), directory, model=model, themes={})
    return Searcher.open(directory, model)


def test_a_share_is_divided_among_those_who_say_it(searcher: Searcher) -> None:
    assert quoted_shares(searcher.index, "国際標準を獲得するための補助", range(4)).tolist() == pytest.approx(
        [0, 0, 12 / 14 / 2, 12 / 14 / 2]
    )


@pytest.mark.parametrize(
    "text", ["標準化人材", "１．標準の戦略的活用と社会の変化", "標準化人材を育てる一方で別のことも色々とする", ""]
)
def test_few_words_headings_and_less_than_half_are_no_quotation(searcher: Searcher, text: str) -> None:
    assert not quoted_shares(searcher.index, text, range(4)).any()


def test_a_measure_that_is_quoted_leads_by_more(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    question = "企業に対し国際標準を獲得する体制の強化の体制"
    quoted = [hit.score for hit in searcher.search(question).hits]
    monkeypatch.setattr("search.quoting.SHORTEST_QUOTED", len(question))
    plain = [hit.score for hit in searcher.search(question).hits]
    assert quoted[1] / quoted[0] < plain[1] / plain[0]
    assert all(0 <= score <= 1 for score in quoted)
