"""What was missed is added from any text of the desk, by mouse and by keyboard alone, in a real browser."""

import re

from browsers import NEEDS_PAGES
from review_pages import acts, aim, drag_over, field, says, words_for

from dateline.store import Store

pytestmark = NEEDS_PAGES
MISSED = "The world looked away in April."


def added(store: Store):
    with store.reviewing() as reviews:
        return [act.value for act in reviews.acts() if act.action == "add" and act.value]


def goma(store: Store) -> str:
    return next(document.id for document in store.documents() if document.name == "goma-1994")


def test_words_that_are_selected_in_a_text_of_any_view_are_added_and_undone(desk, store: Store) -> None:
    page = desk("ana")
    page.goto(page.url.partition("?")[0] + f"?view=map&read={goma(store)}")
    page.locator(".text-panel .text").wait_for()
    drag_over(page, MISSED, ".text-panel .text")
    # Words are selected, and none of the statements on them is opened by that.
    assert "statement=" not in page.url
    page.get_by_role("button", name="Add what was missed").click()
    page.locator(".card .form").wait_for()
    assert re.search(r"mode=add&span=\d+-\d+", page.url)
    assert page.locator(".card .text mark").inner_text() == MISSED
    address = page.url
    field(page, "kind").select_option("judgement")
    aim(page, "+ target")
    drag_over(page, "The world")
    says(page, "it stays as words")
    page.locator(".acts button.strong").click()
    says(page, "Added")
    (one,) = added(store)
    assert one.assertion.anchor.exact == MISSED and words_for(one, "target") == ["The world"]
    page.keyboard.press("u")
    says(page, "Undone")
    assert store.statement(one.id) is None
    # The address is the form, and leaving it leads to the text.
    page.goto(address)
    page.locator(".card .form").wait_for()
    assert page.locator(".card .text mark").inner_text() == MISSED
    page.get_by_role("button", name="Leave it").click()
    page.locator(".text-panel .text").wait_for()
    assert "view=documents" in page.url and goma(store) in page.url


def test_by_keyboard_alone_also_where_nothing_is_left_in_the_queue(desk, store: Store) -> None:
    page = desk("ana", f"?view=review&mode=second&read={goma(store)}")
    page.get_by_text("Nothing that another coder decided about").wait_for()
    page.goto(page.url.partition("?")[0] + f"?view=events&read={goma(store)}")
    page.locator(".text-panel .text [data-first]").first.wait_for()
    page.keyboard.press("t")
    page.keyboard.press("Enter")
    page.locator(".sentence.chosen").wait_for()
    sentence = page.locator(".sentence.chosen").inner_text()
    page.keyboard.press("n")
    page.locator(".card .form").wait_for()
    assert page.locator(".card .text mark").inner_text().strip() == " ".join(re.sub(r"\s+", " ", sentence).split())
    before = page.locator(".card .text mark").inner_text()
    page.keyboard.press("{")
    assert page.locator(".card .text mark").inner_text() == before.partition(" ")[2]
    field(page, "kind").select_option("judgement")
    field(page, "kind").press("Control+Enter")
    says(page, "Added")
    assert [one.assertion.kind for one in added(store)] == ["judgement"]
    assert acts(store) == [("ana", "add")]
    page.keyboard.press("Escape")
    page.locator(".text-panel .text").wait_for()


def test_without_a_text_it_says_where_to_find_one_and_a_reader_is_offered_nothing(desk, open_page, client) -> None:
    page = desk("ana", "?view=review&mode=add")
    page.get_by_role("button", name="Documents", exact=True).click()
    page.locator("#view button.open").first.wait_for()
    document = client.get("/api/documents").json()["items"][0]["id"]
    page = open_page(f"?read={document}")
    page.locator(".text-panel .text").wait_for()
    assert not page.get_by_role("button", name="Add what was missed").is_visible()
    page.keyboard.press("n")
    assert "view=review" not in page.url
