"""The questions about overlap have the answers of the core, and know what people judged."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_builder.query_library import ask, find_query
from search.overlap.report import Quote
from search.overlap.verdict_graph import make_quads
from search.overlap.verdicts import Verdict
from service.core import Core
from service.overlaps import OverlapRequest
from service.workspace import Build

GUIDE = Path(__file__).parents[2] / "docs" / "overlap.md"
MOST = 10_000
JUDGED = Verdict("ip2023", 76, 88, "内閣府", "調整済", "2026-04-01T09:00:00+09:00", "f00d" * 16, "同じ行")


@pytest.fixture(scope="module")
def judged_store(build: Build) -> ox.Store:
    """The graph in memory, with a verdict in it."""
    store = ox.Store()
    store.bulk_load(path=str(build.nquads), format=ox.RdfFormat.N_QUADS)
    store.extend(make_quads([JUDGED]))
    return store


def rows_of(store: ox.Store, name: str, **values: str) -> list[tuple[str, ...]]:
    """The last parts of the values in each row."""
    rows = ask(store, find_query(name), values).rows
    return [tuple(getattr(value, "value", "").rpartition("measure/")[2] for value in row) for row in rows]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("candidates-of-ministry", {"ministry": "農林水産省"}),
        ("candidates-between-ministries", {"ministry": "経済産業省", "partner": "総務省"}),
        ("candidates-between-ministries", {"ministry": "総務省", "partner": "METI"}),
    ],
)
def test_candidates_are_those_of_the_core(
    core: Core, judged_store: ox.Store, name: str, values: dict[str, str]
) -> None:
    expected = core.find_overlaps(OverlapRequest(**values, limit=MOST)).pairs  # type: ignore[arg-type]
    found = rows_of(judged_store, name, **values)
    assert [(int(rank), int(left), int(right)) for rank, _, left, right in found] == [
        (pair.candidate.rank, pair.candidate.left, pair.candidate.right) for pair in expected
    ]
    assert found


def test_no_body_faces_one_below_it(judged_store: ox.Store) -> None:
    assert rows_of(judged_store, "candidates-between-ministries", ministry="内閣府", partner="内閣府（知財）") == []


def test_ministries_face_each_other_by_their_rows(judged_store: ox.Store) -> None:
    """The alike rows of 105 (p.35) and 139 (p.43) are both of 文部科学省, though 105 is 農林水産省's too."""
    rows = rows_of(judged_store, "candidates-of-ministry", ministry="文部科学省")
    assert ("105", "139") in [(left, right) for _, _, left, right in rows]
    facing = rows_of(judged_store, "candidates-between-ministries", ministry="文部科学省", partner="農林水産省")
    assert ("105", "139") not in [(left, right) for _, _, left, right in facing]


def lines_of(quote: Quote) -> str:
    places = [(lines.first, lines.last, place.page) for place in quote.places for lines in place.lines]
    return ", ".join(f"p.{page} {first}-{last}" for first, last, page in sorted(places))


@pytest.mark.parametrize("number", [76, 152])
def test_the_clauses_of_a_measure_stand_beside_those_of_others(core: Core, judged_store: ox.Store, number: int) -> None:
    expected = []
    for pair in core.find_overlaps(OverlapRequest(measure=number, limit=MOST)).pairs:
        candidate = pair.candidate
        for passages in candidate.passages:
            sides = [(candidate.left, passages.left), (candidate.right, passages.right)]
            (_, own), (other, theirs) = sides if candidate.left == number else sides[::-1]
            expected.append(
                (str(candidate.rank), own.text, lines_of(own), str(other), theirs.text, lines_of(theirs)),
            )
    found = rows_of(judged_store, "aligned-passages-of-measure", measure=str(number))
    assert sorted((rank, *sides) for rank, _, *sides in found) == sorted(expected) != []


def test_the_queries_of_the_guide_find_something(core: Core) -> None:
    queries = re.findall(r"```sparql\n(.+?)```", GUIDE.read_text(encoding="utf8"), re.DOTALL)
    assert [len(core.ask(text).rows) for text in queries] == [20, 20]


def test_a_judged_pair_is_among_the_verdicts_and_no_longer_among_the_unjudged(judged_store: ox.Store) -> None:
    assert rows_of(judged_store, "verdicts") == [("76", "88", "調整済", "内閣府", "2026-04-01T00:00:00Z", "同じ行")]
    unjudged = [(left, right) for _, _, left, right in rows_of(judged_store, "candidates-without-verdict")]
    assert ("75", "145") in unjudged
    assert ("76", "88") not in unjudged
