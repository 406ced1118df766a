"""That every line range is cited with the page it is on."""

from graph_builder.records import LineRange
from service.places import Place, places_of

PAGE_STARTS = {1: 1, 2: 40, 3: 80}


def test_ranges_are_put_by_page_in_their_order() -> None:
    first, second, third = LineRange(30, 39), LineRange(40, 41), LineRange(50, 50)
    assert places_of([first, second, third], PAGE_STARTS) == (Place(1, (first,)), Place(2, (second, third)))


def test_a_place_reads_as_page_and_lines() -> None:
    assert str(Place(2, (LineRange(40, 41), LineRange(50, 50)))) == "p.2 行 / lines 40–41, 50"
