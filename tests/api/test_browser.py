"""The desk in a real browser: filters, links, sentences beside rows, the keyboard alone, dark, narrow, hostile texts, and axe."""

import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from dateline.api import address_of, listen, make_application, read_site
from dateline.api.site import SITE
from dateline.store import Store

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is missing: apt-get install chromium"),
    pytest.mark.skipif(not (SITE / "index.html").is_file(), reason="the desk's pages were not built: install Dateline from source"),
]
VIEWS = ("overview", "documents", "map", "timeline", "events", "numbers", "labels", "outlook", "aside")
WAIT_MS = 20_000


def serving(case: Path, entries) -> Iterator[str]:
    with Store.open(case, read_only=True) as store, listen("127.0.0.1", 0) as taken:
        application = make_application(store, entries, site=read_site())
        server = uvicorn.Server(uvicorn.Config(application, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield address_of(taken)
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def address(case: Path, entries) -> Iterator[str]:
    yield from serving(case, entries)


@pytest.fixture(scope="module")
def browser() -> Iterator:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, address: str):
    """Open a page of the desk; at the end nothing may have been asked of another machine, and nothing complained of."""
    contexts, complaints, asked = [], [], []

    def open_page(query: str = "", *, width: int = 1440, height: int = 900, base: str = address, refused: bool = False, **options):
        context = browser.new_context(**{"viewport": {"width": width, "height": height}, "reduced_motion": "reduce", **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        expected = "status of 400" if refused else "\0"  # The browser itself tells the console of what the server refuses.
        page.on("console", lambda one: complaints.append(one.text) if one.type == "error" and expected not in one.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(base + query)
        page.wait_for_selector(".status strong")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    elsewhere = [url for url in asked if not re.match(r"(http://127\.0\.0\.1:\d+/|blob:|data:)", url)]
    assert elsewhere == []


def until(page, expression: str) -> None:
    """Wait until an expression holds. Playwright's own way evaluates words inside the page, which the desk's policy forbids."""
    end = time.monotonic() + WAIT_MS / 1000
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never so: {expression}"
        page.wait_for_timeout(50)


def first_row(page) -> str:
    button = page.locator("#view button.open").first
    button.wait_for()
    return button.inner_text()


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
    assert again.locator("tr.chosen").count() == 1


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


def test_the_map_is_not_empty_and_says_the_same_as_its_table(open_page) -> None:
    page = open_page("?view=map")
    page.wait_for_selector(".map[data-ready]")
    colours = page.evaluate(
        """() => {
          const from = document.querySelector('.map canvas'), to = document.createElement('canvas');
          [to.width, to.height] = [from.width, from.height];
          const context = to.getContext('2d');
          context.drawImage(from, 0, 0);
          const data = context.getImageData(0, 0, to.width, to.height).data, seen = new Set();
          for (let i = 0; i < data.length; i += 4 * 97) seen.add(data[i] + ',' + data[i + 1] + ',' + data[i + 2]);
          return seen.size;
        }"""
    )
    assert colours > 10
    names = page.locator(".names .place")
    names.first.wait_for()
    assert names.count() > 10
    page.get_by_text("As a table").click()
    listed = page.locator("details[open] tbody tr td:first-child").all_inner_texts()
    assert {name.strip() for name in names.all_inner_texts()} <= {name.strip() for name in listed}
    names.first.focus()
    page.keyboard.press("Enter")
    page.locator(".card").wait_for()
    page.locator(".sentence.chosen").wait_for()


def test_without_webgl_the_map_is_svg(open_page) -> None:
    page = open_page("?view=map&map=svg")
    page.wait_for_selector(".map[data-ready] svg")
    until(page, "document.querySelectorAll('.map svg circle').length > 10")
    assert page.locator(".map svg path").count() > 1
    assert page.locator("details[open] tbody tr").count() > 10


def at(page) -> str:
    """The day that the map is at, as the address says it."""
    return page.evaluate("new URLSearchParams(location.search).get('at') ?? ''")


@pytest.mark.parametrize("kind", ["", "&map=svg"])
def test_the_map_plays_through_time_and_stops(open_page, client, kind: str) -> None:
    page = open_page(f"?view=map{kind}", reduced_motion="no-preference")
    page.wait_for_selector(".map[data-ready]")
    page.get_by_role("button", name="Play").click()
    page.wait_for_url("**at=**")
    first = at(page)
    until(page, f"new URLSearchParams(location.search).get('at') > {first!r}")
    page.keyboard.press("p")
    page.get_by_role("button", name="Play").wait_for()
    stopped = at(page)
    page.wait_for_timeout(1300)
    assert at(page) == stopped
    page.keyboard.press(".")
    until(page, f"new URLSearchParams(location.search).get('at') > {stopped!r}")
    page.keyboard.press(",")
    until(page, f"new URLSearchParams(location.search).get('at') === {stopped!r}")
    # The table says what the picture shows: what may have been in that year, and what was held by then.
    year, moments = stopped[:4], client.get("/api/moments").json()
    happened = {one["place"] for one in moments["happenings"] if one["start"][:4] <= year <= one["end"][:4]}
    held = {one["place"] for one in moments["holdings"] if one["start"][:4] <= year}
    if not kind:
        page.get_by_text("As a table").click()
    page.locator("caption", has_text=f"What the map shows in {year}").wait_for(state="attached")
    assert set(page.locator("details tbody td:first-child button").all_inner_texts()) == happened | held
    if kind:
        assert page.locator(".map svg g:last-of-type circle").count() >= len(happened | held)
    page.locator("details tbody td:first-child button").first.click()
    page.locator(".sentence.chosen").wait_for()
    slider = page.get_by_label("Step of time")
    slider.focus()
    page.keyboard.press("Home")
    until(page, f"new URLSearchParams(location.search).get('at') < {stopped!r}")
    page.get_by_role("button", name="All times").click()
    until(page, "!location.search.includes('at=')")


def test_who_asks_for_less_motion_gets_steps_and_nothing_that_plays(open_page) -> None:
    page = open_page("?view=map")
    page.wait_for_selector(".player")
    assert page.get_by_role("button", name="Play").count() == 0 and "less motion" in page.locator(".player").inner_text()
    page.keyboard.press("p")
    page.wait_for_timeout(200)
    assert at(page) == ""
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**at=**")
    page.emulate_media(reduced_motion="no-preference")
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Stop").wait_for()
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("button", name="Stop").wait_for(state="detached")
    stopped = at(page)
    page.wait_for_timeout(1300)
    assert at(page) == stopped


def test_a_case_that_is_not_linked_says_what_to_do(open_page, hostile_case: Path, entries) -> None:
    for base in serving(hostile_case, entries):
        page = open_page("?view=map", base=base)
        page.locator(".unlinked", has_text="dateline link").wait_for()


def test_what_is_seen_is_taken_away_as_a_file(open_page, client) -> None:
    page = open_page("?view=events&q=kind:event+country:UA")
    first_row(page)
    with page.expect_download() as download:
        page.get_by_label("Take away").select_option("acled")
    assert download.value.suggested_filename == "dateline-acled.csv"
    lines = Path(download.value.path()).read_text(encoding="utf-8")
    assert lines == client.get("/api/export/acled?q=kind:event+country:UA").text and "Ukraine" in lines


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


def test_script_in_an_article_is_shown_and_not_run(open_page, hostile_case: Path, entries) -> None:
    for base in serving(hostile_case, entries):
        page = open_page("?view=documents", base=base)
        row = page.locator("#view button.open").first
        row.wait_for()
        assert "<script>" in row.inner_text()
        row.click()
        page.locator(".text").wait_for()
        assert "<script>" in page.locator(".text").inner_text() and "onerror" in page.locator(".text").inner_text()
        for view in ("overview", "events", "labels", "map", "timeline"):
            page.goto(
                f"{base}?view={view}&q=outlet:%22%3Cscript%3Edocument.title%3D%27taken+over%27%3C%2Fscript%3E%22+text:%22%3Cimg+src%3Dx%3E%22"
            )
            page.wait_for_selector(".status strong")
        assert "taken over" not in page.title()
        assert page.locator(".text img, #view script, .text script, .text-panel a[href^='javascript']").count() == 0


@pytest.fixture
def reading(open_page, client):
    """A page with a text open in it, taken from view to view."""
    statement = client.get("/api/statements?q=kind:event&limit=1").json()["items"][0]["assertion"]

    def reading(**options):
        page = open_page(f"?read={statement['document']}&statement={statement['id']}", **options)
        for view in VIEWS:
            page.locator(f"#tab-{view}").click()
            if view == "map":
                page.get_by_role("button", name="Next").click()
            page.locator(f"#tab-{view}[aria-selected=true]").wait_for()
            page.locator(".sentence.chosen").wait_for()
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(150)
            yield view, page

    return reading


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(reading, scheme: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is missing: python tools/site.py puts it into web/node_modules")
    axe = AXE.read_text(encoding="utf-8")
    serious = {}
    for view, page in reading(color_scheme=scheme):
        page.evaluate(axe)
        for one in page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]:
            if one["impact"] in ("serious", "critical"):
                serious[view, one["id"]] = [node["html"][:200] for node in one["nodes"][:3]]
    assert serious == {}


@pytest.mark.parametrize("width", [1440, 1024, 360])
def test_nothing_is_cut_or_needs_scrolling_sideways(reading, width: int) -> None:
    for view, page in reading(width=width, height=800):
        assert page.evaluate("document.documentElement.scrollWidth") <= width, view
        cut = page.evaluate(
            """() => [...document.querySelectorAll('#view table[role=table], .text, .why, .filters, .status')]
                .filter((one) => one.offsetParent && (one.getBoundingClientRect().right > innerWidth + 1
                  || one.getBoundingClientRect().right > one.parentElement.getBoundingClientRect().right + 1))
                .map((one) => one.className + ' ' + one.tagName)"""
        )
        assert cut == [], view


def test_the_switch_beats_what_the_system_prefers(open_page) -> None:
    page = open_page(color_scheme="dark")
    paper = "getComputedStyle(document.querySelector('.top')).backgroundColor"
    dark = page.evaluate(paper)
    page.keyboard.press("d")
    light = page.evaluate(paper)
    assert dark != light
    page.reload()
    page.wait_for_selector(".status strong")
    assert page.evaluate(paper) == light


def test_it_prints_the_rows_and_the_text(open_page, client) -> None:
    statement = client.get("/api/statements?q=kind:event&limit=1").json()["items"][0]["assertion"]
    page = open_page(f"?view=events&statement={statement['id']}")
    page.locator(".sentence.chosen").wait_for()
    page.emulate_media(media="print")
    assert page.locator("#view table").is_visible() and page.locator(".text").is_visible()
    assert not page.locator(".tabs").is_visible()
    assert page.evaluate("document.querySelector('.text').getBoundingClientRect().height") > 300
    assert len(page.pdf()) > 10_000
