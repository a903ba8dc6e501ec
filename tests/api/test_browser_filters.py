"""One query for all views, in a real browser: typed, written by filters, by the timeline, in the address; taken away as a file."""

import re
from pathlib import Path

from browsers import NEEDS_PAGES, first_row, until

pytestmark = NEEDS_PAGES


def test_filters_are_one_state_for_all_views_and_back_goes_back(open_page, client) -> None:
    told = client.get("/api/statements", params={"q": "kind:control"}).json()["total"]
    documents = client.get("/api/documents").json()["total"]
    page = open_page()
    first_row(page)
    page.get_by_role("button", name=re.compile("^Control")).click()
    until(page, f"document.querySelectorAll('[aria-labelledby=o-rows] tbody tr').length === {told}")
    assert "kind%3Acontrol" in page.url
    page.get_by_role("tab", name="Documents").click()
    until(page, "document.querySelector('#view caption')?.textContent.includes('documents')")
    assert "kind%3Acontrol" in page.url and page.locator("#view tbody tr").count() <= documents
    page.go_back()
    page.go_back()
    until(page, "document.querySelectorAll('[aria-labelledby=o-rows] tbody tr').length === 50")
    assert "kind%3A" not in page.url


def test_words_are_searched_as_they_are_typed(open_page, client) -> None:
    found = client.get("/api/statements", params={"q": "kind:event text:shell"}).json()["total"]
    page = open_page("?view=events")
    first_row(page)
    page.locator("#search").fill("shell")
    page.wait_for_url("**q=shell**")
    until(page, f"document.querySelectorAll('#view tbody tr').length === {found}")
    page.locator("tbody tr").first.click()
    page.locator(".span.current").first.wait_for()
    assert "shell" in " ".join(page.locator(".span.current").all_inner_texts()).lower()


def test_a_query_is_typed_and_the_filters_write_it(open_page, client) -> None:
    page = open_page("?view=statements", refused=True)
    first_row(page)
    search = page.locator("#search")
    search.fill("country:SY -hedge:denied")
    page.wait_for_url("**country**")
    page.locator(".chips", has_text="not hedge").wait_for()
    page.locator(".menus select").nth(1).select_option(index=1)
    until(page, "new URLSearchParams(location.search).get('q').includes('actor:')")
    query = page.evaluate("new URLSearchParams(location.search).get('q')")
    assert search.input_value() == query and query.startswith("country:SY -hedge:denied actor:")
    total = client.get("/api/statements", params={"q": query}).json()["total"]
    until(page, f"document.querySelectorAll('#view tbody tr').length === {total}")
    page.locator(".chips button", has_text="actor").click()
    until(page, "!new URLSearchParams(location.search).get('q').includes('actor:')")
    before = page.url
    search.fill("country:SY plce:Mosul")
    page.locator("#query-wrong", has_text="has no field").wait_for()
    assert page.url == before
    search.fill("type:atack")
    page.locator("#query-wrong", has_text="did you mean attack").wait_for()
    page.get_by_role("button", name="Clear all").click()
    until(page, "!location.search.includes('q=')")


def test_a_stretch_of_time_is_chosen_on_the_timeline_by_pointer_and_by_keyboard(open_page) -> None:
    page = open_page("?view=timeline")
    page.wait_for_selector(".holder svg rect")
    box = page.locator(".brush").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 60, steps=5)
    page.mouse.up()
    page.wait_for_url(re.compile("since%3A.*until%3A"))
    page.get_by_role("button", name="All times").click()
    until(page, "!location.search.includes('since%3A')")
    page.get_by_label("First year").focus()
    page.keyboard.press("End")
    page.wait_for_url("**since%3A**")


def test_what_is_seen_is_taken_away_as_a_file(open_page, client) -> None:
    page = open_page("?view=events&q=kind:event+country:UA")
    first_row(page)
    with page.expect_download() as download:
        page.get_by_label("Take away").select_option("acled")
    assert download.value.suggested_filename == "dateline-acled.csv"
    lines = Path(download.value.path()).read_text(encoding="utf-8")
    assert lines == client.get("/api/export/acled?q=kind:event+country:UA").text and "Ukraine" in lines


def test_the_page_of_a_table_a_reason_and_where_the_map_is_stand_in_the_address(open_page) -> None:
    page = open_page("?view=events")
    row = page.locator("#view tbody tr").first
    row.wait_for()
    first = row.inner_text()
    page.get_by_role("button", name="Later rows").click()
    page.wait_for_url("**from=50**")
    page.locator(".pages", has_text="51 to").wait_for()
    second = row.inner_text()
    assert second != first
    page.reload()
    page.locator(".pages", has_text="51 to").wait_for()
    assert row.inner_text() == second
    # Other rows begin at their first one.
    page.locator("button.kind-event").click()
    page.locator(".pages", has_text="1 to 50").wait_for()
    assert "from=" not in page.url
    page.locator("#tab-aside").click()
    page.get_by_label("Reason").select_option("furniture")
    page.wait_for_url("**mode=furniture**")
    page.reload()
    page.locator("caption", has_text="2 items").wait_for(state="attached")
    page.locator("#tab-map").click()
    page.wait_for_selector(".map[data-ready]")
    assert "look=" not in page.url and "mode=" not in page.url
    page.locator(".maplibregl-ctrl-zoom-in").click()
    page.wait_for_url("**look=**")
    look = page.evaluate("new URLSearchParams(location.search).get('look')")
    page.reload()
    page.wait_for_selector(".map[data-ready]")
    name = page.locator(".names .place").first
    name.wait_for()
    before = name.bounding_box()
    page.reload()
    page.wait_for_selector(".map[data-ready]")
    name.wait_for()
    assert page.evaluate("new URLSearchParams(location.search).get('look')") == look and name.bounding_box() == before
    page.locator("button.kind-control").click()
    page.wait_for_url("**kind%3A**")
    assert "look=" not in page.url
