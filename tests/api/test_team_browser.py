"""A team's desk in a real browser: logging in and out, by mouse and by keyboard; what each role sees; script in every name; axe."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from browsers import AXE, NEEDS_AXE, NEEDS_PAGES, Pages, broken_rules, is_as_wide_as_the_window, serving
from reviewed_reports import READ, read_again
from teams import make_accounts, password_of

from dateline.accounts.book import Accounts
from dateline.api import make_application, read_site
from dateline.api.team import Team
from dateline.api.throttle import Throttle
from dateline.archive.reviewing import Coder
from dateline.archive.tables import Tables
from dateline.review.changes import Correction
from dateline.store import Store

pytestmark = NEEDS_PAGES
HOSTILE = "<img src=x onerror=\"document.title='taken over'\"><script>document.title='taken over'</script>"


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
    # The codebook of a colleague, whose labels attack.
    entries = {
        id: msgspec.structs.replace(entry, label=f"{entry.label} {HOSTILE}") for id, entry in tables.codebook.entries.items()
    }
    application = make_application(
        store, entries, site=read_site(), tables=tables, team=Team(accounts=accounts, throttle=Throttle(100_000))
    )
    pages = Pages(browser)
    with serving(application) as address:

        def open_desk(query: str = "", **options):
            page = pages.open(address + query, **options)
            page.wait_for_selector(".door form")
            return page

        yield open_desk
        pages.close("401 (Unauthorized)", "400 (Bad Request)")


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
    page.wait_for_load_state("networkidle")  # what is asked for later would be refused first
    accounts.change_role("ana", "editor")
    page.get_by_role("button", name="Accept").click()
    page.wait_for_selector(".door form")
    assert inside(log_in(page, "ana")).split() == ["ana", "editor"]
    page.get_by_role("button", name="Settle").wait_for()


def test_one_changes_the_own_password_by_keyboard_and_is_out_elsewhere(desk, accounts: Accounts) -> None:
    page, elsewhere = log_in(desk("?view=events"), "ana"), log_in(desk("?view=review"), "ana")
    inside(page), inside(elsewhere)
    page.locator("button.who").focus()
    page.keyboard.press("Enter")
    page.locator("dialog[open] [name=present]").wait_for()

    def give(present: str, new: str, again: str) -> None:
        for name, words in (("present", present), ("new", new), ("again", again)):
            page.fill(f"dialog [name={name}]", words)
        page.keyboard.press("Enter")

    new = "another phrase that is long"
    give(password_of("ana"), new, new + "er")
    page.get_by_role("alert").filter(has_text="not typed the same twice").wait_for()
    give("a wrong pass phrase", new, new)
    page.get_by_role("alert").filter(has_text="not your present password").wait_for()
    if AXE.is_file():
        assert broken_rules(page) == []
    give(password_of("ana"), new, new)
    page.get_by_text("Your password is changed").wait_for()
    page.keyboard.press("Escape")
    page.locator("#tab-review").click()
    page.locator(".card .form").wait_for()
    page.get_by_role("button", name="Accept").click()
    page.locator(".review .said", has_text="Accepted").wait_for()
    elsewhere.get_by_role("button", name="Reject").click()
    elsewhere.wait_for_selector(".door form")
    assert accounts.knows("ana", new) is not None
    assert inside(log_in(elsewhere, "ana", new)).split() == ["ana", "coder"]


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


@NEEDS_AXE
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut(desk, accounts: Accounts, scheme: str) -> None:
    accounts.add("somebody whose name is rather long", "editor", password=password_of("x"))
    page = desk("?login=unknown", color_scheme=scheme)
    page.get_by_role("alert").filter(has_text="You have no account at this desk").wait_for()
    assert "login=" not in page.url

    def looks_well() -> None:
        for width in (1440, 360):
            page.set_viewport_size({"width": width, "height": 800})
            assert is_as_wide_as_the_window(page), width
        assert broken_rules(page) == []

    looks_well()
    log_in(page, "somebody whose name is rather long", password_of("x"))
    inside(page)
    page.locator("#view button.open").first.wait_for()
    looks_well()
