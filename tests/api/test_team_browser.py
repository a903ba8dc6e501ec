"""A team's desk in a real browser: logging in and out, by mouse and by keyboard; what each role sees; script in every name; axe."""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest
import uvicorn
from reviewed_reports import READ, read_again
from teams import make_accounts, password_of

from dateline.accounts.book import Accounts
from dateline.api import address_of, listen, make_application, read_site
from dateline.api.site import SITE
from dateline.api.team import Team
from dateline.api.throttle import Throttle
from dateline.archive.reviewing import Coder
from dateline.archive.tables import Tables
from dateline.review.corrections import Correction
from dateline.store import Store

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is missing: apt-get install chromium"),
    pytest.mark.skipif(not (SITE / "index.html").is_file(), reason="the desk's pages were not built: install Dateline from source"),
]
WAIT_MS = 30_000
HOSTILE = "<img src=x onerror=\"document.title='taken over'\"><script>document.title='taken over'</script>"


@pytest.fixture(scope="module")
def browser() -> Iterator:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, stages) -> Path:
    path = tmp_path_factory.mktemp("team") / "case.db"
    with Store.open(path) as store:
        read_again(store, stages, "goma-1994", READ["goma-1994"])
    return path


@pytest.fixture
def store(own_copy: Path) -> Iterator[Store]:
    with Store.open(own_copy) as store:
        yield store


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    with make_accounts(tmp_path / "accounts.db") as accounts:
        yield accounts


@pytest.fixture
def tables(stages) -> Tables:
    return Tables(codebook=stages.codebook, gazetteer=stages.gazetteer)


@pytest.fixture
def desk(browser, store: Store, accounts: Accounts, tables: Tables) -> Iterator:
    """Opens the desk at its login page; in the end nothing may have been complained of but that one has to log in."""
    complaints: list[str] = []
    # The codebook of a colleague, whose labels attack.
    entries = {
        id: msgspec.structs.replace(entry, label=f"{entry.label} {HOSTILE}") for id, entry in tables.codebook.entries.items()
    }
    application = make_application(
        store, entries, site=read_site(), tables=tables, team=Team(accounts=accounts, throttle=Throttle(100_000))
    )
    with ExitStack() as stack:
        taken = stack.enter_context(listen("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(application, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        stack.callback(thread.join, 10)
        stack.callback(setattr, server, "should_exit", True)
        while not server.started:
            time.sleep(0.02)

        def open_desk(query: str = "", *, width: int = 1440, **options):
            context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce", **options)
            stack.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(WAIT_MS)
            page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(address_of(taken) + query)
            page.wait_for_selector(".door form")
            return page

        yield open_desk
    assert [one for one in complaints if "401 (Unauthorized)" not in one] == []


def log_in(page, name: str, password: str | None = None):
    page.fill("[name=name]", name)
    page.fill("[name=password]", password or password_of(name))
    page.get_by_role("button", name="Log in").click()
    return page


def inside(page) -> str:
    page.wait_for_selector(".status strong")
    return page.locator(".who").inner_text()


def test_one_logs_in_by_keyboard_stays_at_the_address_and_logs_out(desk) -> None:
    page = desk("?view=events&kind=event")
    # The name has the focus.
    page.keyboard.type("ana")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong pass phrase")
    page.keyboard.press("Enter")
    page.get_by_role("alert").filter(has_text="no account with this name and password").wait_for()
    assert page.locator("[name=password]").input_value() == "" and page.locator("[name=name]").input_value() == "ana"
    page.locator("[name=password]").focus()
    page.keyboard.type(password_of("ana"))
    page.keyboard.press("Enter")
    assert inside(page).split() == ["ana", "coder"]
    assert "view=events" in page.url and "kind=event" in page.url
    page.locator("#view button.open").first.wait_for()
    assert page.evaluate("document.cookie") == ""
    page.reload()
    assert inside(page).split() == ["ana", "coder"]
    page.get_by_role("button", name="Log out").click()
    page.wait_for_selector(".door form")
    page.reload()
    page.wait_for_selector(".door form")


def test_each_role_sees_what_it_may_do_and_acts_after_a_reload(desk, store: Store) -> None:
    rob = log_in(desk("?view=review&mode=disputed"), "rob")
    assert inside(rob).split() == ["rob", "reader"]
    assert rob.get_by_role("tab", name="Review").count() == 0 and rob.locator(".review").count() == 0
    assert "reads and does not review" in rob.locator("#view").inner_text()
    ana = log_in(desk("?view=review"), "ana")
    inside(ana)
    ana.locator(".card .form").wait_for()
    assert ana.get_by_role("button", name="Settle").count() == 0 and "you, ana" in ana.locator(".progress").inner_text()
    ana.reload()
    ana.locator(".card .form").wait_for()
    ana.get_by_role("button", name="Accept").click()
    ana.locator(".review .said", has_text="Accepted").wait_for()
    eva = log_in(desk("?view=review"), "eva")
    inside(eva)
    eva.get_by_role("button", name="Settle").wait_for()
    with store.reviewing() as reviews:
        assert [(one.by, one.action) for one in reviews.acts()] == [("ana", "accept")]


def test_a_session_that_ends_leads_to_the_door_and_back(desk, accounts: Accounts) -> None:
    page = log_in(desk("?view=review"), "ana")
    page.locator(".card .form").wait_for()
    accounts.change_role("ana", "editor")
    page.get_by_role("button", name="Accept").click()
    page.wait_for_selector(".door form")
    assert inside(log_in(page, "ana")).split() == ["ana", "editor"]
    page.get_by_role("button", name="Settle").wait_for()


def test_script_in_names_of_actors_accounts_and_the_codebook_is_shown_and_not_run(
    desk, store: Store, accounts: Accounts, tables: Tables
) -> None:
    hostile = HOSTILE[:80]
    accounts.add(hostile, "editor", password=password_of("x"))
    coder = Coder(store=store, tables=tables, name=hostile)
    with store.reviewing() as reviews:
        events = [one.id for one in reviews.read() if one.assertion.kind == "event" and one.assertion.type]
    coder.correct(events[0], Correction(participants={"actor": (HOSTILE,)}), note=HOSTILE)
    Coder(store=store, tables=tables, name="ana").correct(events[0], Correction(hedge="denied"))
    page = log_in(desk("?view=events"), hostile, password_of("x"))
    assert "onerror" in inside(page) or "onerror" in (page.locator(".who").get_attribute("title") or "")
    page.locator("#view button.open").first.wait_for()
    assert "<img src=x" in page.locator("#view tbody").inner_text()
    page.locator("#tab-review").click()
    page.locator(".card .form").wait_for()
    assert "<script>" in page.locator(".card [name=type]").inner_html().replace("&lt;", "<").replace("&gt;", ">")
    page.get_by_role("button", name="Settle").click()
    page.locator(".sides").wait_for()
    assert "<img src=x" in page.locator(".sides").inner_text()
    for view in ("overview", "map", "timeline", "labels", "documents"):
        page.locator(f"#tab-{view}").click()
        page.locator(f"#tab-{view}[aria-selected=true]").wait_for()
        page.wait_for_load_state("networkidle")
    assert "taken over" not in page.title()
    assert page.locator("main img, main script, header img, header script, .filters img, .filters script").count() == 0


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is missing: run python tools/site.py")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut(desk, accounts: Accounts, scheme: str) -> None:
    accounts.add("somebody whose name is rather long", "editor", password=password_of("x"))
    page, axe = desk("?login=unknown", color_scheme=scheme), AXE.read_text(encoding="utf-8")
    page.get_by_role("alert").filter(has_text="You have no account at this desk").wait_for()
    assert "login=" not in page.url

    def looks_well() -> None:
        for width in (1440, 360):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []

    looks_well()
    log_in(page, "somebody whose name is rather long", password_of("x"))
    inside(page)
    page.locator("#view button.open").first.wait_for()
    looks_well()
