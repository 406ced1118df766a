"""The pictures of ministries: whole names, keys to read them by, and a way past them."""

import re

from web_client import Client

from graph_builder.source import Bilingual
from service.overlaps import NamedCell, OverlapMatrix
from service.views import Counted, Thing
from service.web.pictures import LIKELY, WIDEST, draw_heat_map, draw_network

ONE, OTHER = Thing("urn:one", Bilingual("一")), Thing("urn:other", Bilingual("他"))


def test_the_key_draws_numbers_as_the_network_does() -> None:
    matrix = OverlapMatrix((Counted(ONE, 40), Counted(OTHER, 10)), (NamedCell(ONE, OTHER, 20, 0.5),))
    network = draw_network(matrix)
    assert network.widths == ((LIKELY, 2.1), (11, 7.7), (20, WIDEST))
    assert [(node.radius, count) for node, (count, _) in zip(network.nodes, network.radii[::-2], strict=True)] == [
        (18.0, 40), (11.5, 10)]  # fmt: skip
    assert (network.lines[0].width, network.radii[0], network.radii[-1]) == (WIDEST, (10, 11.5), (40, 18.0))


def test_the_scale_shows_shades_as_the_squares_have_them() -> None:
    third = Thing("urn:third", Bilingual("三"))
    cells = (NamedCell(ONE, OTHER, 20, 0.4), NamedCell(ONE, third, 2, 0.1))
    heat = draw_heat_map(OverlapMatrix((Counted(ONE, 40), Counted(OTHER, 10), Counted(third, 2)), cells))
    assert {(square.count, square.shade) for square in heat.squares} == {(20, 1.0), (2, 0.5)}
    assert [(shade, round(strength, 3)) for shade, strength in heat.scale] == [
        (0.25, 0.025), (0.5, 0.1), (0.75, 0.225), (1.0, 0.4)]  # fmt: skip


def test_names_are_whole_and_keys_are_there(client: Client) -> None:
    page = client.get("/overlap/matrix").text
    drawn = re.findall(r"<text[^>]*>([^<]*[^<\d][^<]*)</text>", page)
    assert {"経産省", "内閣府（経済安保）"} <= set(drawn)
    assert [name for name in drawn if "…" in name] == []
    assert "府省のつながり</h2>" in page
    assert "線：候補の組" in page
    assert "丸：施策" in page


def test_there_is_a_way_past_each_picture(client: Client) -> None:
    page = client.get("/overlap/matrix").text
    targets = re.findall(r'<a class="past" href="#([\w-]+)"', page)
    assert targets == ["heat-key", "net-key"]
    assert [f'id="{target}" tabindex="-1"' in page for target in targets] == [True, True]
    assert page.count('<p class="sideways') == 2
