"""Review in a real browser: by mouse and by keyboard alone, a second coder blind, side by side, and axe; light, dark and narrow."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from browsers import AXE, NEEDS_AXE, NEEDS_PAGES, Pages, broken_rules, is_as_wide_as_the_window, serving
from reviewed_reports import READ, read_again

from dateline.api import make_application, read_site
from dateline.archive.gold import agreement
from dateline.archive.shown import Tables
from dateline.records import Statement
from dateline.store import Store

pytestmark = NEEDS_PAGES


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, stages) -> Path:
    """Two of the example reports: enough to review, and soon read."""
    path = tmp_path_factory.mktemp("review") / "case.db"
    with Store.open(path) as store:
        for name, day in list(READ.items())[:2]:
            read_again(store, stages, name, day)
    return path


@pytest.fixture
def store(own_copy: Path) -> Iterator[Store]:
    with Store.open(own_copy) as store:
        yield store


@pytest.fixture
def desk(browser, store: Store, stages) -> Iterator:
    """The review view of a coder's desk; nothing may be complained of in it."""
    tables = Tables(codebook=stages.codebook, gazetteer=stages.gazetteer)
    pages = Pages(browser)

    def open_desk(coder: str, query: str = "?view=review", **options):
        application = make_application(store, tables.codebook.entries, site=read_site(), coder=coder, tables=tables)
        page = pages.open(stack.enter_context(serving(application)) + query, **options)
        page.wait_for_selector(".review .said")
        return page

    with ExitStack() as stack:
        yield open_desk
        pages.close("400 (Bad Request)")


def current(page) -> str:
    """Id of the statement that is looked at: the first of the queue, unless the address says another."""
    page.locator(".card .form").wait_for()
    page.locator('.list [aria-current="true"]').wait_for()
    return page.evaluate("new URLSearchParams(location.search).get('statement')") or ""


def says(page, words: str) -> None:
    page.locator(".review .said", has_text=words).first.wait_for()


def field(page, name: str):
    return page.locator(f".card [name={name}]")


def acts(store: Store) -> list[tuple[str, str]]:
    with store.reviewing() as reviews:
        return [(act.by, act.action) for act in reviews.acts()]


def drag_over(page, words: str) -> None:
    """Select words of the text with the mouse."""
    box = page.evaluate(
        """words => {
            // The words may stand in several nodes: some of them are underlined.
            const text = document.querySelector('.card .text');
            const begin = text.textContent.indexOf(words);
            const range = document.createRange();
            const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(), passed = 0; node; passed += node.length, node = walker.nextNode()) {
                const [first, last] = [begin - passed, begin + words.length - passed];
                if (first >= 0 && first < node.length) range.setStart(node, first);
                if (last > 0 && last <= node.length) range.setEnd(node, last);
            }
            const frame = text.closest('.scroll');
            frame.scrollTop = 0;
            frame.scrollTop = range.getBoundingClientRect().top - frame.getBoundingClientRect().top - 60;
            const rects = [...range.getClientRects()];
            const last = rects[rects.length - 1];
            const middle = (rect) => rect.top + rect.height / 2;
            return {x: rects[0].left + 1, y: middle(rects[0]), x2: last.right - 1, y2: middle(last)};
        }""",
        words,
    )
    page.mouse.move(box["x"], box["y"])
    page.mouse.down()
    page.mouse.move(box["x2"], box["y2"], steps=5)
    page.mouse.up()


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


def statement_with(page, store: Store, words: str) -> str:
    """Choose a statement of the queue that says these words; its id."""
    with store.reviewing() as reviews:
        id = next(one.id for one in reviews.read() if words in one.assertion.anchor.exact)
    page.goto(page.url.partition("&statement")[0] + f"&statement={id}")
    page.locator(".card .form").wait_for()
    page.locator(".card .text mark").wait_for()
    return id


def aim(page, label: str) -> None:
    page.get_by_role("group", name="What the words are for").get_by_role("button", name=label, exact=True).click()


def words_for(statement: Statement, role: str) -> list[str]:
    return [argument.anchor.exact for argument in statement.assertion.arguments if argument.role == role]


def test_words_dragged_over_become_an_actor_a_recipient_a_place_a_time_and_a_count(desk, store: Store) -> None:
    page = desk("ana")
    id = statement_with(page, store, "militiamen beat people")
    before = store.statement(id)
    assert before is not None
    aim(page, "Actor: Interahamwe")
    drag_over(page, "many of them")
    # No table knows these words: they stand for whoever was named.
    says(page, "stands for Interahamwe")
    assert field(page, "actor").input_value() == "Interahamwe"
    assert page.locator(".card u.aimed").inner_text() == "many of them"
    aim(page, "+ recipient")
    drag_over(page, "United Nations")
    says(page, "means United Nations")
    aim(page, "+ place")
    drag_over(page, "Ruhengeri")
    says(page, "means Ruhengeri")
    aim(page, "+ time")
    drag_over(page, "on Monday")
    says(page, "means 1994-07-18")
    aim(page, "+ count")
    drag_over(page, "more than 400 people")
    says(page, "means killed 400..")
    assert store.statement(id) == before
    page.get_by_role("button", name="Save correction").click()
    says(page, "Corrected")
    after = store.statement(id)
    assert after is not None and after.time is not None
    assert words_for(after, "actor") == ["many of them"] and words_for(after, "place") == ["Ruhengeri"]
    assert "United Nations" in words_for(after, "recipient") and words_for(after, "count:killed") == ["more than 400 people"]
    assert [(who.name, who.anchor and who.anchor.exact) for who in after.participants if who.role == "actor"] == [
        ("Interahamwe", "many of them")
    ]
    assert (after.time.start, after.time.anchor and after.time.anchor.exact) == ("1994-07-18", "on Monday")
    page.keyboard.press("u")
    says(page, "Undone")
    assert store.statement(id) == before


def test_by_keyboard_words_are_found_and_widened_for_a_place_and_the_form_starts_over(desk, store: Store) -> None:
    page = desk("ana")
    id = statement_with(page, store, "captured Ruhengeri")
    before = store.statement(id)
    assert before is not None and words_for(before, "actor") == ["Most", "the Rwandan Patriotic Front"]
    page.locator(".card .text").focus()
    page.keyboard.press("w")
    page.keyboard.press("w")
    page.locator(".targets [aria-pressed=true]", has_text="Actor: Rwandan Patriotic Front").wait_for()
    page.keyboard.press("{")
    says(page, "“Rwandan Patriotic Front” means Rwandan Patriotic Front")
    page.keyboard.press("Escape")
    assert page.locator(".card .differs").count() == 0
    page.keyboard.press("{")
    says(page, "“Rwandan Patriotic Front” means Rwandan Patriotic Front")
    page.keyboard.press("s")
    says(page, "Corrected")
    after = store.statement(id)
    assert after is not None and words_for(after, "actor") == ["Most", "Rwandan Patriotic Front"]
    assert [who.actor for who in after.participants] == [who.actor for who in before.participants]
    page.keyboard.press("u")
    says(page, "Undone")
    assert store.statement(id) == before


def test_what_was_missed_is_added_from_words_dragged_over_with_its_actor(desk, store: Store) -> None:
    page = desk("ana")
    statement_with(page, store, "captured Ruhengeri")
    drag_over(page, "The world looked away in April.")
    page.get_by_role("button", name="Add these words as another").click()
    field(page, "kind").select_option("judgement")
    aim(page, "+ target")
    drag_over(page, "The world")
    says(page, "it stays as words")
    page.locator(".acts button.strong").click()
    says(page, "Added")
    with store.reviewing() as reviews:
        (added,) = [act.value for act in reviews.acts() if act.value]
    assert added.assertion.anchor.exact == "The world looked away in April." and words_for(added, "target") == ["The world"]
    page.keyboard.press("u")
    says(page, "Undone")
    assert store.statement(added.id) is None


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


@NEEDS_AXE
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut(desk, store: Store, scheme: str) -> None:
    ana = desk("ana", color_scheme=scheme)
    ana.locator(".card .form").wait_for()
    for width in (1440, 1024, 360):
        ana.set_viewport_size({"width": width, "height": 800})
        assert is_as_wide_as_the_window(ana), width
    assert broken_rules(ana) == []
