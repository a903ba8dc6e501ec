"""Acts of review in a real browser, by mouse and by keyboard alone: accept, correct, reject, add, undo."""

import pytest
from browsers import NEEDS_AXE, NEEDS_PAGES, broken_rules, is_as_wide_as_the_window
from review_pages import acts, current, drag_over, field, says

from dateline.store import Store

pytestmark = NEEDS_PAGES


def test_by_mouse_accept_correct_drag_reject_add_and_undo(desk, store: Store) -> None:
    page = desk("ana")
    page.locator(".list li button").nth(1).click()
    id = current(page)
    before = store.statement(id)
    assert before is not None and page.locator(".card mark").inner_text().split() == before.assertion.anchor.exact.split()
    field(page, "hedge").select_option("possible")
    field(page, "actor").fill("Interahamwe")
    assert page.get_by_role("button", name="Accept").is_disabled()
    words = " ".join(before.assertion.anchor.exact.split()[-3:])
    drag_over(page, words)
    assert page.locator(".card mark.changed").inner_text() == words
    page.get_by_role("button", name="Save correction").click()
    says(page, "Corrected")
    after = store.statement(id)
    assert after is not None and after.assertion.hedge == "possible" and after.assertion.anchor.exact == words
    assert [who.actor for who in after.participants if who.role == "actor"] == ["interahamwe"]
    page.get_by_role("button", name="Undo").first.click()
    says(page, "Undone")
    assert store.statement(id) == before
    page.get_by_role("button", name="Reject").click()
    says(page, "Rejected")
    assert store.statement(id) is None and "rejected" in page.locator(".status").inner_text()
    page.get_by_role("button", name="Add what was missed").click()
    field(page, "kind").select_option("judgement")
    page.locator(".acts button.strong").click()
    says(page, "Added")
    page.get_by_role("button", name="Accept").click()
    says(page, "Accepted")
    assert [action for _, action in acts(store)] == ["correct", "undo", "reject", "add", "accept"]


def test_by_keyboard_alone(desk, store: Store) -> None:
    page = desk("ana")
    page.locator(".card .form").wait_for()
    page.keyboard.press("j")
    id = current(page)
    before = store.statement(id)
    assert before is not None
    # Its text may take a moment, and without it there is nothing to drag.
    page.locator(".card .text mark", has_text=" ".join(before.assertion.anchor.exact.split())).first.wait_for()
    page.keyboard.press("}")
    page.keyboard.press("c")
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    says(page, "Corrected")
    after = store.statement(id)
    assert after is not None and after.assertion.anchor.end < before.assertion.anchor.end
    page.keyboard.press("u")
    says(page, "Undone")
    assert store.statement(id) == before
    for key, words in (("a", "Accepted"), ("x", "Rejected")):
        page.keyboard.press(key)
        says(page, words)
    page.keyboard.press("k")
    assert [action for _, action in acts(store)] == ["correct", "undo", "accept", "reject"]


def test_what_cannot_be_saved_says_why_and_changes_nothing(desk, store: Store) -> None:
    page = desk("ana")
    page.locator(".card .form").wait_for()
    field(page, "counts").fill("many dead")
    page.keyboard.press("Control+Enter")
    page.get_by_role("alert").filter(has_text="is no count").wait_for()
    field(page, "counts").fill("loved 3")
    page.keyboard.press("Control+Enter")
    page.get_by_role("alert").filter(has_text="nothing that is counted").wait_for()
    assert acts(store) == []


@NEEDS_AXE
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut(desk, store: Store, scheme: str) -> None:
    ana = desk("ana", color_scheme=scheme)
    ana.locator(".card .form").wait_for()
    for width in (1440, 1024, 360):
        ana.set_viewport_size({"width": width, "height": 800})
        assert is_as_wide_as_the_window(ana), width
    assert broken_rules(ana) == []
