"""Rows and the text beside them in a real browser: by mouse, by the keyboard alone, and a text that attacks."""

import re

import pytest
from browsers import NEEDS_PAGES, first_row, so_many, until

pytestmark = NEEDS_PAGES
VIEWS = ("overview", "documents", "map", "timeline", "events", "numbers", "labels", "outlook", "aside")


def test_what_was_set_aside_is_always_in_sight(open_page, client) -> None:
    page = open_page()
    total = client.get("/api/set-aside").json()["total"]
    for view in VIEWS[:4]:
        page.get_by_role("tab", name=view.capitalize()).click()
        page.locator(f"#tab-{view}[aria-selected=true]").wait_for()
        words = page.locator(".status").inner_text()
        assert page.locator(".status").is_visible() and f"{total} items set aside" in words and "nothing asserted" in words


def test_a_row_opens_its_sentence_beside_it_and_the_address_cites_it(open_page) -> None:
    page = open_page("?view=events")
    first_row(page)
    page.locator("tbody tr").nth(2).click()
    sentence = page.locator(".sentence.chosen")
    sentence.wait_for()
    assert page.locator(".span.current").count() >= 1
    assert "trigger" in page.locator(".why").inner_text() and "codebook" in page.locator(".why").inner_text()
    words, link = sentence.inner_text(), page.url
    assert "statement=" in link and "read=" in link
    again = open_page(link.partition("/?")[2] and "?" + link.partition("?")[2])
    again.locator(".sentence.chosen").wait_for()
    assert again.locator(".sentence.chosen").inner_text() == words
    so_many(again.locator("tr.chosen"), 1)


def test_the_keyboard_alone_goes_from_the_views_to_why_and_back(open_page) -> None:
    page = open_page()
    first_row(page)
    press = page.keyboard.press
    press("5")
    page.wait_for_url("**view=events**")
    page.locator("#view button.open").first.wait_for()
    press("r")
    press("ArrowDown")
    press("ArrowDown")
    focused = page.evaluate("[...document.querySelectorAll('#view button.open')].indexOf(document.activeElement)")
    assert focused == 2
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    press("Enter")
    page.locator(".why").wait_for()
    before = page.url
    press("t")
    press("ArrowRight")
    page.locator("[role=tooltip]").wait_for()
    assert re.search("asserted|reported|possible|probable|denied", page.locator("[role=tooltip]").inner_text())
    press("Enter")
    until(page, f"location.href !== {before!r}")
    press("?")
    page.locator("dialog[open]").wait_for()
    press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    press("Escape")
    until(page, "!location.search.includes('read=')")


def test_overlapping_spans_are_all_reached(open_page, client) -> None:
    for line in client.get("/api/documents").json()["items"]:
        statements = client.get(f"/api/documents/{line['id']}").json()["statements"]
        spans = {}
        for one in statements:
            anchor = one["assertion"]["anchor"]
            spans.setdefault((anchor["start"], anchor["end"]), []).append(one["assertion"]["id"])
        if several := [ids for ids in spans.values() if len(ids) > 1]:
            break
    else:
        pytest.fail("no document of the examples has two statements on the same words")
    page = open_page(f"?view=documents&read={line['id']}&statement={several[0][0]}")
    page.locator(".why .others button").first.wait_for()
    seen = set()
    for number in range(page.locator(".why .others button").count()):
        page.locator(".why .others button").nth(number).click()
        seen.add(page.url.partition("statement=")[2])
    assert set(several[0]) <= seen


def test_script_in_an_article_is_shown_and_not_run(open_page, hostile_address: str) -> None:
    page = open_page("?view=documents", base=hostile_address)
    row = page.locator("#view button.open").first
    row.wait_for()
    assert "<script>" in row.inner_text()
    row.click()
    page.locator(".text").wait_for()
    assert "<script>" in page.locator(".text").inner_text() and "onerror" in page.locator(".text").inner_text()
    for view in ("overview", "events", "labels", "map", "timeline"):
        page.goto(
            f"{hostile_address}?view={view}&q=outlet:%22%3Cscript%3Edocument.title%3D%27taken+over%27%3C%2Fscript%3E%22+text:%22%3Cimg+src%3Dx%3E%22"
        )
        page.wait_for_selector(".status strong")
    assert "taken over" not in page.title()
    assert page.locator(".text img, #view script, .text script, .text-panel a[href^='javascript']").count() == 0
