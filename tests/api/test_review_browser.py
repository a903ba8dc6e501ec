"""Review in a real browser: by mouse and by keyboard alone, a second coder blind, side by side, and axe; light, dark and narrow."""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import uvicorn
from reviewed_reports import READ, read_again

from dateline.api import address_of, listen, make_application, read_site
from dateline.api.site import SITE
from dateline.archive.gold import agreement
from dateline.archive.tables import Tables
from dateline.store import Store

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is missing: apt-get install chromium"),
    pytest.mark.skipif(not (SITE / "index.html").is_file(), reason="the desk's pages were not built: install Dateline from source"),
]
WAIT_MS = 30_000


@pytest.fixture(scope="module")
def browser() -> Iterator:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


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
    complaints: list[str] = []
    tables = Tables(codebook=stages.codebook, gazetteer=stages.gazetteer)

    def open_desk(coder: str, query: str = "?view=review", *, width: int = 1440, height: int = 900, **options):
        application = make_application(store, tables.codebook.entries, site=read_site(), coder=coder, tables=tables)
        taken = stack.enter_context(listen("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(application, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        stack.callback(thread.join, 10)
        stack.callback(setattr, server, "should_exit", True)
        while not server.started:
            time.sleep(0.05)
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **options)
        stack.callback(context.close)
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address_of(taken) + query)
        page.wait_for_selector(".review .said")
        return page

    with ExitStack() as stack:
        yield open_desk
    # A refused act is told to the coder; the browser notes it too.
    assert [one for one in complaints if "400 (Bad Request)" not in one] == []


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
            const walker = document.createTreeWalker(document.querySelector('.card .text'), NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                node.parentElement.closest('.scroll').scrollTop = 0;
                const frame = node.parentElement.closest('.scroll');
                frame.scrollTop = range.getBoundingClientRect().top - frame.getBoundingClientRect().top - 60;
                const rects = [...range.getClientRects()];
                const last = rects[rects.length - 1];
                const middle = (rect) => rect.top + rect.height / 2;
                return {x: rects[0].left + 1, y: middle(rects[0]), x2: last.right - 1, y2: middle(last)};
            }
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
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width
    if AXE.is_file():
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
            assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    page.locator(".agreement tbody button").first.click()
    page.locator(".sides").wait_for()
    page.keyboard.press("2")
    says(page, "Settled")


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is missing: run python tools/site.py")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut(desk, store: Store, scheme: str) -> None:
    ana = desk("ana", color_scheme=scheme)
    ana.locator(".card .form").wait_for()
    for width in (1440, 1024, 360):
        ana.set_viewport_size({"width": width, "height": 800})
        assert ana.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width
    ana.evaluate(AXE.read_text(encoding="utf-8"))
    found = ana.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
