"""Several coders in a real browser: the second one blind, side by side, agreement."""

from browsers import AXE, NEEDS_PAGES, broken_rules, is_as_wide_as_the_window
from review_pages import current, field, says

from dateline.archive.gold import agreement
from dateline.store import Store

pytestmark = NEEDS_PAGES


def test_a_second_coder_is_blind_and_a_third_settles_it_side_by_side(desk, store: Store) -> None:
    ana = desk("ana")
    ana.locator(".card .form").wait_for()
    ana.locator(".list li button").first.click()
    id = current(ana)
    read = store.statement(id)
    assert read is not None
    field(ana, "hedge").select_option("denied")
    field(ana, "note").fill("a secret reason")
    ana.keyboard.press("Control+Enter")
    says(ana, "Corrected")
    bea = desk("bea", "?view=review&mode=second")
    bea.locator(".card .form").wait_for()
    assert field(bea, "hedge").input_value() == read.assertion.hedge
    assert "secret" not in bea.content() and "denied" not in bea.locator(".card .about").inner_text()
    field(bea, "hedge").select_option("possible")
    bea.get_by_role("button", name="Save correction").click()
    says(bea, "kept beside what another coder said")
    after = store.statement(id)
    assert after is not None and after.review is not None and after.review.disputed and after.assertion.hedge == "denied"
    eva = desk("eva", "?view=review&mode=disputed")
    table = eva.locator(".sides")
    table.wait_for()
    assert "a secret reason" in table.inner_text() and eva.locator(".sides tr.apart").count() == 1
    eva.get_by_role("button", name="Take bea").click()
    says(eva, "Settled")
    eva.get_by_text("Coders see nothing differently").wait_for()
    settled = store.statement(id)
    assert (
        settled is not None and settled.assertion.hedge == "possible" and settled.review is not None and settled.review.adjudicated
    )


def test_agreement_is_seen_by_keyboard_and_mouse_and_leads_to_what_differs(desk, store: Store) -> None:
    for coder, hedge in (("ana", "denied"), ("bea", "possible")):
        page = desk(coder, "?view=review" + ("&mode=second" if coder == "bea" else ""))
        page.locator(".card .form").wait_for()
        field(page, "hedge").select_option(hedge)
        page.get_by_role("button", name="Save correction").click()
        says(page, "Corrected")
    page = desk("eva")
    page.locator(".card .form").wait_for()
    page.keyboard.press("g")
    page.wait_for_url("**mode=agreement**")
    told = {"ana and bea", "ana and machine", "bea and machine"}
    page.locator(".pairs button").first.wait_for()
    assert set(page.locator(".pairs button").all_inner_texts()) == told
    page.locator(".pairs button", has_text="ana and bea").focus()
    page.keyboard.press("ArrowRight")
    page.locator(".pairs button[aria-pressed=true]", has_text="ana and machine").wait_for()
    page.locator(".pairs button", has_text="ana and bea").click()
    expected = [one for one in agreement(store) if one.between == ("ana", "bea")]
    rows = page.locator(".agreement tbody tr")
    assert rows.count() == len(expected) > 3
    for row, one in zip(rows.all(), expected, strict=True):
        cells = row.locator("td").all_inner_texts()
        assert cells[1] == one.field.replace("_", " ") and cells[2] == str(one.units)
        assert [cells[3].strip(), cells[4].strip()] == ["–" if value is None else f"{value:.2f}" for value in (one.alpha, one.f1)]
    assert "1 disputed" in page.locator(".agreement").inner_text()
    for width in (1440, 1024, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert is_as_wide_as_the_window(page), width
    for scheme in ("light", "dark") if AXE.is_file() else ():
        page.emulate_media(color_scheme=scheme)
        assert broken_rules(page) == []
    page.locator(".agreement tbody button").first.click()
    page.locator(".sides").wait_for()
    page.keyboard.press("2")
    says(page, "Settled")
