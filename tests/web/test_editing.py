"""Verdicts from the browser, and builds that change while pages are asked for: one server that lives through it all."""

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from web_client import Client

from search.overlap.verdicts import Verdict
from service.core import Core
from service.judging import store_verdicts
from service.mcp.tools import Tools
from service.verdict_files import parse_table
from service.web.app import create_app
from service.workspace import Build, Workspace


@pytest.fixture(scope="module")
def own_home(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that these tests may change, each from where the one before left it."""
    home = tmp_path_factory.mktemp("own") / "home"
    shutil.copytree(build.directory, home / "builds" / build.directory.name)
    (home / "current").write_text(build.directory.name + "\n", encoding="utf8")
    return home


@pytest.fixture(scope="module")
def own_core(own_home: Path) -> Iterator[Core]:
    with closing(Core(Workspace(own_home))) as core:
        yield core


@pytest.fixture(autouse=True)
def no_verdicts(own_core: Core) -> None:
    """Every test begins without verdicts, in whatever order they come."""
    for one in own_core.verdicts():
        own_core.withdraw((one.left, one.right), one.by)


def first_pair(core: Core) -> tuple[int, int]:
    candidate = core.overlaps().candidates[0]
    return candidate.left, candidate.right


def form_of(client: Client, pair: tuple[int, int], **changes: str) -> dict[str, str]:
    page = client.get(f"/ip2023/overlap/{pair[0]}-{pair[1]}").text
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    fields = {"token": token[1], "left": str(pair[0]), "right": str(pair[1]), "verdict": "補完", "by": "試験 <b>"}
    return {**fields, "note": "<script>alert(1)</script>", **changes}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "headers", "status"),
    [
        ({"token": "wrong"}, {}, 403),
        ({"token": ""}, {}, 403),
        ({}, {"origin": "https://elsewhere.example"}, 403),
        ({"verdict": "無駄"}, {}, 400),
        ({"by": "  "}, {}, 400),
        ({"left": "99999"}, {}, 404),
        ({"left": "x"}, {}, 400),
    ],
)
def test_a_forged_or_broken_form_changes_nothing(
    own_core: Core, changes: dict[str, str], headers: dict[str, str], status: int
) -> None:
    client = Client(create_app(own_core, can_edit=True))
    form = form_of(client, first_pair(own_core), **changes)
    response = client.request("POST", "/overlap/verdicts", data=form, headers=headers)
    assert (response.status_code, own_core.verdicts()) == (status, [])


@pytest.mark.parametrize("path", ["/overlap/verdicts", "/overlap/verdicts/withdraw"])
def test_without_edit_there_is_no_form_and_no_verdict(own_core: Core, path: str) -> None:
    client, pair = Client(create_app(own_core)), first_pair(own_core)
    assert 'method="post"' not in client.get(f"/ip2023/overlap/{pair[0]}-{pair[1]}").text
    assert client.request("POST", path, data={"token": "x"}).status_code == 403
    assert own_core.verdicts() == []


def test_a_form_that_cannot_be_stored_comes_back_as_it_was_filled_in(own_core: Core) -> None:
    client, pair = Client(create_app(own_core, can_edit=True)), first_pair(own_core)
    form = form_of(client, pair, by="\u200b", note="一行目\r\n<二行目>")
    response = client.request("POST", "/overlap/verdicts", data=form)
    assert (response.status_code, own_core.verdicts()) == (400, [])
    assert '<p lang="ja">名に見えない文字 U+200B がある。取り除く</p>' in response.text
    assert '<p lang="en">the name has U+200B, which nobody can see. Take it out.</p>' in response.text
    assert "\n一行目\r\n&lt;二行目&gt;</textarea>" in response.text
    assert 'value="補完" required checked' in response.text
    as_program = client.request("POST", "/overlap/verdicts", data=form, accept="application/json")
    assert (as_program.status_code, as_program.json()["status"]) == (400, 400)


def test_a_note_is_kept_whole_or_refused(own_core: Core) -> None:
    client, pair = Client(create_app(own_core, can_edit=True)), first_pair(own_core)
    note = "\r\n".join(["一二三四五六七八九"] * 200)
    longer = client.request("POST", "/overlap/verdicts", data=form_of(client, pair, note=note + "十十"))
    assert (longer.status_code, own_core.verdicts()) == (400, [])
    assert "a note has at most 2000 characters; this one has 2001." in longer.text
    assert client.request("POST", "/overlap/verdicts", data=form_of(client, pair, note=note)).status_code == 303
    assert [one.note for one in own_core.verdicts()] == [note.replace("\r\n", "\n")]


WITHDRAWALS: list[tuple[dict[str, str], dict[str, str], int, int]] = [
    ({"token": "wrong"}, {}, 403, 1),
    ({}, {"origin": "https://elsewhere.example"}, 403, 1),
    ({"by": "だれか"}, {}, 404, 1),
    ({"left": "x"}, {}, 400, 1),
    ({}, {}, 303, 0),
]
"""Changes to our form and its headers, the status of the answer, and how many verdicts are left then."""


def test_only_our_own_form_withdraws_a_verdict(own_core: Core) -> None:
    client, pair = Client(create_app(own_core, can_edit=True)), first_pair(own_core)
    client.request("POST", "/overlap/verdicts", data=form_of(client, pair))
    for changes, headers, status, left in WITHDRAWALS:
        form = form_of(client, pair, **changes)
        response = client.request("POST", "/overlap/verdicts/withdraw", data=form, headers=headers)
        assert (response.status_code, len(own_core.verdicts())) == (status, left), (changes, headers)
        page = client.get(f"/ip2023/overlap/{pair[0]}-{pair[1]}").text
        assert page.count('action="/overlap/verdicts/withdraw"') == left, (changes, headers)


@pytest.mark.slow
def test_a_verdict_on_no_candidate_leads_to_a_page_of_its_own(own_core: Core, own_home: Path) -> None:
    pairs = {(one.left, one.right) for one in own_core.overlaps().candidates}
    left, right = next((1, number) for number in range(2, 186) if (1, number) not in pairs)
    given = Verdict("ip2023", left, right, "内閣府", "無関係", "2026-04-01T00:00:00Z", "f00d" * 16, "一行目\n二行目")
    store_verdicts(Workspace(own_home), [given])
    client = Client(create_app(own_core, can_edit=True))
    page = client.get("/overlap/verdicts").text
    assert "<bdi>内閣府</bdi>" in page
    path = re.search(rf'<a href="([^"]+)">{left} × {right}</a>', page)
    assert path
    assert client.get(path[1]).status_code == 200
    form = form_of(client, first_pair(own_core), left=str(left), right=str(right), by="内閣府")
    response = client.request("POST", "/overlap/verdicts/withdraw", data=form)
    assert (response.status_code, response.headers["location"]) == (303, "/overlap/verdicts")
    assert own_core.verdicts() == []


def test_a_damaged_file_of_verdicts_keeps_pages_answering(own_core: Core, own_home: Path) -> None:
    client, pair = Client(create_app(own_core, can_edit=True)), first_pair(own_core)
    path = own_home / "verdicts.nq"
    sound = path.read_bytes()
    path.write_bytes(b"garbage")
    form = form_of(client, pair, note="書いた理由")
    response = client.request("POST", "/overlap/verdicts", data=form)
    assert (response.status_code, path.read_bytes()) == (503, b"garbage")
    assert "書いた理由</textarea>" in response.text
    assert str(own_home) not in response.text
    assert [client.get(page).status_code for page in ("/overlap", "/overlap/verdicts", "/data/")] == [200, 200, 200]
    path.write_bytes(sound)


def test_only_known_hosts_are_answered(own_core: Core) -> None:
    client = Client(create_app(own_core, hosts=["localhost"]))
    assert client.get("/robots.txt").status_code == 200
    assert client.get("/robots.txt", headers={"host": "rebound.example"}).status_code == 400


def test_a_verdict_is_stored_shown_and_answered_by_sparql(own_core: Core) -> None:
    client, pair = Client(create_app(own_core, can_edit=True)), first_pair(own_core)
    response = client.request("POST", "/overlap/verdicts", data=form_of(client, pair))
    assert response.status_code == 303
    shown = client.get(response.headers["location"].partition("#")[0]).text
    assert "試験 &lt;b&gt;" in shown
    assert "<script>alert" not in shown
    query = "SELECT ?kind { ?verdict a sesaku:OverlapVerdict ; sesaku:verdict ?kind }"
    answer = client.get("/sparql", params={"query": query, "format": "csv"}).text.split()
    assert answer == ["kind", "https://w3id.org/sesaku/verdict-kind/complementary"]
    listed = client.get("/overlap/verdicts?format=json").json()
    assert [(one["left"], one["right"], one["verdict"]) for one in listed] == [(*sorted(pair), "補完")]
    over_mcp = Tools(own_core).find_overlaps(measure=pair[0], limit=10).overlaps
    assert [(one.verdict, one.by) for found in over_mcp for one in found.verdicts] == [("補完", "試験 <b>")]
    assert "試験 &lt;b&gt;" in client.get(f"/overlap?measure={pair[0]}").text
    paths = re.findall(r"https://w3id.org/sesaku/(verdict/[^>]+)>", client.get("/graph/verdicts.nt").text)
    assert client.get(f"/{paths[0]}").status_code == 200


@pytest.mark.slow
def test_a_new_build_is_used_from_the_next_request_on(own_core: Core, own_home: Path) -> None:
    client, workspace = Client(create_app(own_core)), Workspace(own_home)
    before = client.get("/ip2023/measure/17?format=json").json()
    build = workspace.current()
    assert build
    with workspace.new_build() as directory:
        shutil.copytree(build.directory, directory, dirs_exist_ok=True)
        records = (
            (directory / "records.jsonl").read_text(encoding="utf8").replace("生成AIと著作権との関係", "変わった文面")
        )
        (directory / "records.jsonl").write_text(records, encoding="utf8")
        workspace.publish(directory, build.manifest)
    after = client.get("/ip2023/measure/17?format=json").json()
    assert "変わった文面" not in before["measure"]["text"]
    assert "変わった文面" in after["measure"]["text"]


@pytest.mark.slow
def test_a_damaged_new_build_leaves_the_last_one_in_use(own_core: Core, own_home: Path) -> None:
    client, workspace = Client(create_app(own_core)), Workspace(own_home)
    assert client.get("/ip2023/measure/17").status_code == 200
    build = workspace.current()
    assert build
    with workspace.new_build() as directory:
        workspace.publish(directory, build.manifest)
    assert client.get("/ip2023/measure/17").status_code == 200
    form = form_of(Client(create_app(own_core, can_edit=True)), first_pair(own_core))
    response = Client(create_app(own_core, can_edit=True)).request("POST", "/overlap/verdicts", data=form)
    assert response.status_code < 500
    (own_home / "current").write_text(build.directory.name + "\n", encoding="utf8")


def test_without_any_build_the_page_says_what_to_do(tmp_path: Path) -> None:
    with closing(Core(Workspace(tmp_path))) as core:
        response = Client(create_app(core)).get("/")
    assert response.status_code == 503
    assert "sesaku build" in response.text


@pytest.mark.slow
def test_verdicts_are_files_of_their_own_beside_the_version(own_core: Core, own_home: Path) -> None:
    client, pair = Client(create_app(own_core, can_edit=True)), first_pair(own_core)
    version = own_core.data().version
    client.request("POST", "/overlap/verdicts", data=form_of(client, pair, by="ファイル", note="=1+1"))
    page = client.get("/data/").text
    assert [f'href="/data/verdicts.{ending}"' in page for ending in ("csv", "nq", "ttl")] == [True, True, True]
    files = {ending: client.get(f"/data/verdicts.{ending}") for ending in ("csv", "nq", "ttl")}
    assert {one.status_code for one in files.values()} == {200}
    assert ["ファイル" in one.text for one in files.values()] == [True, True, True]
    assert "'=1+1" in files["csv"].text
    assert client.get("/overlap/verdicts?format=csv").content == files["csv"].content
    assert parse_table(files["csv"].content.decode("utf-8-sig"), "v.csv") == own_core.verdicts()
    assert files["nq"].content == (own_home / "verdicts.nq").read_bytes()
    assert own_core.data().version == version
    assert client.get("/data/nothing.csv").status_code == 404
