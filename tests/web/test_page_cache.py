"""Finished pages are kept for their build, in each form that clients ask for, and never for another."""

import pytest
from web_client import Client

from service.web.page_cache import ROOM, Page, PageCache


def test_a_page_is_known_again_by_its_tag(client: Client) -> None:
    first = client.get("/ip2023/measure/17")
    again = client.get("/ip2023/measure/17", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "content-length" not in again.headers
    assert client.get("/ip2023/measure/17").text == first.text
    assert client.get("/ip2023/measure/17", headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", ["/theme/examination", "/ip2023/measure/18"])
def test_head_says_what_get_would(client: Client, path: str) -> None:
    head = client.request("HEAD", path)
    get = client.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert {name: head.headers[name] for name in ("etag", "content-length", "content-type")} == {
        name: get.headers[name] for name in ("etag", "content-length", "content-type")
    }
    assert client.request("HEAD", path, headers={"if-none-match": get.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    ("path", "one", "other"),
    [
        ("/theme/standards", {"accept-language": "ja"}, {"accept-language": "en"}),
        ("/theme/standards", {"accept": "text/html"}, {"accept": "application/json"}),
        ("/theme/standards", {"accept-encoding": "identity"}, {"accept-encoding": "gzip"}),
        ("/sitemap.xml", {"host": "localhost"}, {"host": "127.0.0.1"}),
    ],
)
def test_each_form_of_a_page_is_its_own(client: Client, path: str, one: dict[str, str], other: dict[str, str]) -> None:
    tags = [client.get(path, headers=headers).headers["etag"] for headers in (one, other, one)]
    assert tags[0] == tags[2] != tags[1]


@pytest.mark.parametrize("path", ["/search?q=AI", "/sparql", "/nothing"])
def test_questions_and_errors_are_not_kept(client: Client, path: str) -> None:
    assert "etag" not in client.get(path).headers


def test_the_oldest_pages_make_room() -> None:
    cache = PageCache(None, str)  # type: ignore[arg-type]
    for number in range(100):
        cache._keep((str(number),), Page({"status": 200, "headers": []}, bytes(ROOM // 10)))
    assert [key[0] for key in cache._pages] == [str(number) for number in range(90, 100)]
