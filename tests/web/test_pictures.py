"""The pictures of ministries: whole names, keys to read them by, and a way past them."""

import re

from web_client import Client

from graph_builder.source import Bilingual
from service.overlaps import NamedCell, OverlapMatrix
from service.views import Counted, Thing
from service.web.pictures import LIKELY, WIDEST, draw_network

ONE, OTHER = Thing("urn:one", Bilingual("一")), Thing("urn:other", Bilingual("他"))


def test_the_key_draws_numbers_as_the_network_does() -> None:
    matrix = OverlapMatrix((Counted(ONE, 40), Counted(OTHER, 10)), (NamedCell(ONE, OTHER, 20, 0.5),))
    network = draw_network(matrix)
    assert network.widths == ((LIKELY, 2.1), (11, 7.7), (20, WIDEST))
    assert [(node.radius, count) for node, (count, _) in zip(network.nodes, network.radii[::-2], strict=True)] == [
        (18.0, 40), (11.5, 10)]  # fmt: skip
    assert (network.lines[0].width, network.radii[0], network.radii[-1]) == (WIDEST, (10, 11.5), (40, 18.0))


def test_names_are_whole_and_keys_are_there(client: Client) -> None:
    page = client.get("/overlap/matrix").text
    drawn = re.findall(r"<text[^>]*>([^<]*[^<\d][^<]*)</text>", page)
    assert {"経産省", "内閣府（知財）", "内閣府（経済安保）"} <= set(drawn)
    assert [name for name in drawn if "…" in name] == []
    assert "線：候補の組" in page
    assert "丸：施策" in page


def test_there_is_a_way_past_each_picture(client: Client) -> None:
    page = client.get("/overlap/matrix").text
    targets = re.findall(r'<a class="past" href="#([\w-]+)"', page)
    assert targets == ["heat-key", "net-key"]
    assert [f'id="{target}" tabindex="-1"' in page for target in targets] == [True, True]
    assert page.count('<p class="sideways') == 2
