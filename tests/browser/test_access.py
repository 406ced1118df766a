"""Everybody can use the pages: keyboard alone, narrow screens, axe-core without violations (WCAG 2.2 AA)."""

from importlib.resources import files

import pytest
from browser_pictures import shoot

pytestmark = pytest.mark.slow
api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
expect = api.expect

PAGES = {
    "start": "/",
    "search": "/search?q=生成AIに関連する施策は？",
    "search-nothing": "/search?q=明日の天気予報",
    "similar": "/similar?text=生成AIの著作権",
    "measure": "/ip2023/measure/33",
    "ministry": "/ministry/meti",
    "ministries": "/ministry",
    "theme": "/theme/standards",
    "concept": "/concept/generative-ai",
    "document": "/ip2023",
    "chapter": "/ip2023/chapter/7",
    "page": "/ip2023/page/5",
    "year": "/fiscal-year/2024",
    "thesaurus": "/thesaurus?q=AI",
    "vocabulary": "/ontology",
    "row": "/ip2023/measure/17/row/1",
    "overlap": "/overlap",
    "matrix": "/overlap/matrix",
    "pair": "/ip2023/overlap/64-175",
    "clusters": "/overlap/clusters",
    "inside": "/overlap/inside",
    "queries": "/queries",
    "query": "/queries/measures-in-chapter",
    "sparql": "/sparql?query=SELECT * { ?m a sesaku:Measure } LIMIT 3&default-graph-uri=https://w3id.org/sesaku/graph/ip2023",
    "data": "/data/",
    "about": "/about",
}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}}
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf8")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(page: "api.Page", name: str, language: str) -> None:
    path = PAGES[name]
    page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
    page.evaluate(AXE)  # evaluated by the browser's debugger, which no content policy binds
    violations = page.evaluate("rules => axe.run(document, rules).then(found => found.violations)", RULES)
    assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in violations] == []


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_narrow_screen_needs_no_sideways_scrolling(page: "api.Page", name: str, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{PAGES[name]}{'&' if '?' in PAGES[name] else '?'}lang={language}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    shoot(page, f"narrow-{name}-{language}")


def test_a_question_is_asked_and_read_by_keyboard_alone(page: "api.Page") -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("生成AI")
    page.keyboard.press("Enter")
    expect(page.locator(".hits")).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.hits h3 a')"):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outline")
    assert "4px" in outline
    shoot(page, "keyboard-focus")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="工程表")).to_be_visible()


def test_the_editor_lets_the_keyboard_go(page: "api.Page") -> None:
    page.goto("/sparql")
    page.locator("#query").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") != "query"


def test_the_heat_map_is_reached_by_keyboard(page: "api.Page") -> None:
    page.goto("/overlap/matrix")
    page.locator(".heat a:not([tabindex])").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pairs article").first).to_be_visible()


def test_a_narrow_screen_shows_checksums_and_whole_names(page: "api.Page") -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto("/data/")
    expect(page.locator(".hash").first).to_be_visible()
    heights = page.locator(".files th[scope=row] a").evaluate_all(
        "links => links.map(one => one.getClientRects().length)"
    )
    assert set(heights) == {1}


def test_a_link_leads_past_the_pictures(page: "api.Page") -> None:
    page.goto("/overlap/matrix")
    page.locator(".past").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.past[href=\"#net-key\"]')")


def test_text_of_double_size_loses_nothing(page: "api.Page") -> None:
    page.set_viewport_size({"width": 640, "height": 900})
    page.goto("/ip2023/measure/17")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
