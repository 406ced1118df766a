"""What people come for, done in a real browser: an analyst, a linked-data user, a coordinator."""

import re
from pathlib import Path

import pytest
from browser_pictures import shoot

pytestmark = pytest.mark.slow
api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = api.expect

RING = 8
"""Pixels that the focus ring and a hair's breadth take around what has it."""


def test_an_analyst_asks_narrows_reads_and_cites(page: "api.Page") -> None:
    page.goto("/")
    shoot(page, "start")
    page.get_by_label("知りたいことを、ふだんの言葉で").fill("経済産業省が2024年度に行う標準化の取組は？")
    page.get_by_role("button", name="探す").click()
    expect(page.get_by_role("heading", name="こう読みました")).to_be_visible()
    expect(page.locator(".chip")).to_contain_text(["経済産業省", "2024年度"])
    shoot(page, "search")
    before = page.locator(".hits > li").count()
    page.get_by_label("「2024年度」を条件から外す").click()
    expect(page.locator(".chip.off")).to_contain_text("2024年度")
    assert before == 10
    page.locator(".hits h3 a").first.click()
    expect(page.get_by_role("heading", name="工程表")).to_be_visible()
    expect(page.locator(".timetable td p").first).to_be_visible()
    page.locator(".timetable summary").first.click()
    expect(page.locator(".timetable .source").first).to_be_visible()
    assert page.locator("#citation").inner_text().strip().endswith(page.locator(".iri code").inner_text())
    shoot(page, "measure")
    page.locator(".attributes .place").first.click()
    expect(page.locator("tr:target")).to_be_visible()
    shoot(page, "source-page")


def test_an_analyst_reads_in_english(page: "api.Page") -> None:
    page.goto("/search?q=measures%20on%20generative%20AI")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Search measures")).to_be_visible()
    page.locator(".hits h3 a").first.click()
    expect(page.get_by_role("heading", name="Timetable")).to_be_visible()
    shoot(page, "measure-english")


def test_a_linked_data_user_writes_completes_runs_and_shares(page: "api.Page", address: str) -> None:
    page.goto("/sparql")
    editor = page.get_by_label("問い", exact=True)
    editor.fill("SELECT ?m { ?m a sesaku:Measu")
    editor.press("End")
    editor.press("Control+Space")
    expect(page.get_by_role("option", name="sesaku:Measure 施策", exact=True)).to_be_visible()
    editor.press("Enter")
    editor.press_sequentially(" } LIMIT 3")
    expect(page.locator(".paint .k").first).to_have_text("SELECT")
    shoot(page, "sparql-editor")
    editor.press("Control+Enter")
    expect(page.locator("#answer tbody tr")).to_have_count(3)
    shoot(page, "sparql-answer")
    page.goto(page.url)
    expect(page.locator("#answer tbody tr")).to_have_count(3)
    with page.expect_download() as download:
        page.goto("/data/")
        page.get_by_role("link", name="measures.csv").click()
    assert Path(download.value.path()).read_text(encoding="utf8").startswith("number,")


def test_the_editor_completes_by_button_and_key_and_takes_prefixes(page: "api.Page") -> None:
    page.goto("/sparql")
    editor = page.get_by_label("問い", exact=True)
    editor.fill("SELECT ?m { ?m a ")
    page.get_by_text("宣言なしで使える接頭辞").click()
    page.get_by_role("button", name="sesaku: を問いに書き込む").click()
    expect(editor).to_have_value("SELECT ?m { ?m a sesaku:")
    editor.press_sequentially("Relis")
    editor.press("Escape")
    page.get_by_role("button", name="候補を出す").click()
    expect(page.get_by_role("option", name="sesaku:Relisting")).to_be_visible()
    editor.press("Escape")
    editor.press("Alt+Enter")
    expect(page.get_by_role("option", name="sesaku:Relisting")).to_be_visible()
    editor.press("Enter")
    expect(editor).to_have_value("SELECT ?m { ?m a sesaku:Relisting")


def test_the_link_to_a_query_is_copied_as_it_stands(browser: "api.Browser", address: str) -> None:
    context = browser.new_context(base_url=address, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/sparql?query=ASK+{}&lang=en&default-graph-uri=urn:g")
    page.locator("#query").fill("SELECT * {}")
    button = page.locator("#share")
    for _ in range(2):  # the second time while the first is still confirmed
        button.click()
        expect(button).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{address}/sparql?query=SELECT+*+%7B%7D&lang=en&default-graph-uri=urn%3Ag"
    expect(button).to_have_text("Copy link")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    button.click()
    expect(button).to_have_text("Not allowed")
    context.close()


def test_an_error_is_shown_at_its_place(browser: "api.Browser", address: str) -> None:
    context = browser.new_context(base_url=address, locale="ja-JP")
    page = context.new_page()
    page.goto("/sparql?query=" + "SELECT%20*%20WHERE%20%7B%0A%20%3Fs%20%3Fp%20%7D")
    expect(page.locator(".problem[role=alert]")).to_contain_text("line 2")
    expect(page.locator(".paint .bad")).to_have_text("}")
    editor, problem = (page.locator(place).bounding_box() for place in (".editor", "#query-problem"))
    assert editor
    assert problem
    assert problem["y"] >= editor["y"] + editor["height"] + RING
    shoot(page, "sparql-error")
    context.close()


def test_a_coordinator_finds_a_pair_and_records_a_verdict(page: "api.Page") -> None:
    page.goto("/overlap")
    page.get_by_label("府省", exact=True).select_option(label="経済産業省")
    page.get_by_label("相手の府省").select_option(label="総務省")
    page.get_by_role("button", name="絞り込む").click()
    expect(page.locator(".pairs article").first).to_be_visible()
    shoot(page, "overlap")
    page.locator(".pairs h3 a").first.click()
    expect(page.get_by_role("heading", name="対応する文")).to_be_visible()
    assert page.locator(".quote mark").count() > 0
    page.get_by_label("調整済").check()
    page.get_by_label("判定した人").fill("調整担当")
    page.get_by_label("理由・メモ").fill("共管で進めている")
    page.get_by_role("button", name="記録する").click()
    expect(page.locator(".verdict").last).to_contain_text("共管で進めている")
    shoot(page, "overlap-pair")
    page.get_by_role("link", name="重なり").first.click()
    page.get_by_role("link", name="府省の図").click()
    expect(page.locator(".heat rect").first).to_be_visible()
    shoot(page, "overlap-matrix")
    page.locator(".heat a[aria-label*='総務省']").first.click()
    expect(page).to_have_url(re.compile("partner="))


def test_without_scripts_everything_still_answers(browser: "api.Browser", address: str) -> None:
    context = browser.new_context(base_url=address, locale="ja-JP", java_script_enabled=False)
    page = context.new_page()
    page.goto("/sparql")
    page.get_by_label("問い", exact=True).fill("SELECT (COUNT(*) AS ?n) { ?m a sesaku:Measure }")
    page.get_by_role("button", name="実行").click()
    expect(page.locator("#answer td")).to_have_text("186")
    page.goto("/search?q=%E5%81%BD%E7%89%A9")
    expect(page.locator(".hits > li").first).to_be_visible()
    context.close()
