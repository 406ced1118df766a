"""That every line range is cited with the page it is on."""

from pathlib import Path

from graph_builder.pages import Place, places_of
from graph_builder.records import LineRange
from service.places import find_page_starts, source_lines
from service.workspace import FORMAT, Build, Manifest

HEADER = "2023年度 2024年度 2025年度 2026年度"
MANIFEST = Manifest(FORMAT, "0", "plan", "t", "own", "f", 1, 0, 0, 0, 0, 0, 0, [], 0, 1, 1, 0.1)
PAGE_STARTS = {1: 1, 2: 40, 3: 80}


def test_ranges_are_put_by_page_in_their_order() -> None:
    first, second, third = LineRange(30, 39), LineRange(40, 41), LineRange(50, 50)
    assert places_of([first, second, third], PAGE_STARTS) == (Place(1, (first,)), Place(2, (second, third)))


def test_a_place_reads_as_page_and_lines() -> None:
    assert str(Place(2, (LineRange(40, 41), LineRange(50, 50)))) == "p.2 行 / lines 40–41, 50"


def test_a_form_feed_ends_no_line(tmp_path: Path) -> None:
    build = Build(tmp_path, MANIFEST)
    build.source.parent.mkdir()
    build.source.write_text(f"表題\n{HEADER}\n一\n\f{HEADER}\n二\n", encoding="utf8")
    assert source_lines(build)[4] == "二"
    assert find_page_starts(build) == {1: 1, 2: 4}
