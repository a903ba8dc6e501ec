"""What the archive adds up to, in a real browser: faces of a view, rows and their sentences, actors through time, many outlets."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import NEEDS_PAGES, serving, so_many, until

from benchmarks.world import World, fill_all
from dateline.api import make_application, read_site
from dateline.archive import link_case
from dateline.archive.tables import Tables
from dateline.store import Store

pytestmark = NEEDS_PAGES


def rows(page, view: str, face: str = "") -> list[str]:
    """The sentences that can be opened from each row, by how many there are."""
    page.locator(f"#tab-{view}[aria-selected=true]").wait_for()
    if face:
        page.locator(".faces").get_by_role("button", name=face).click()
    page.wait_for_load_state("networkidle")
    page.locator("#view tbody tr").first.wait_for()
    return page.locator("#view tbody tr").all_inner_texts()


@pytest.mark.parametrize(
    ("view", "face", "name"),
    [
        ("events", "Incidents", "timeline"), ("events", "Harm", "harm"), ("control", "Who holds what", "control"),
        ("control", "By province", "provinces"), ("relations", "Who says so", "lineage"), ("numbers", "Ledger", "numbers"),
        ("labels", "By voice and time", "labels"), ("outlook", "What came after", "outlook"), ("sources", "", "sources"),
        ("checks", "", "checks"), ("alerts", "", "alerts"),
    ],
)  # fmt: skip
def test_each_row_is_the_server_s_and_leads_to_its_sentences(open_page, client, view: str, face: str, name: str) -> None:
    there = client.get(f"/api/situation/{name}?limit=50").json()
    page = open_page(f"?view={view}")
    shown = rows(page, view, face)
    assert len(shown) == len(there["items"]) > 0
    most = max(there["items"], key=lambda row: len(row["statements"]))
    at = there["items"].index(most)
    buttons = page.locator("#view tbody tr").nth(at).locator(".sentences button.small")
    if buttons.count():
        assert buttons.count() == min(8, len(most["statements"]))
        buttons.last.click()
    else:
        page.locator("#view tbody tr").nth(at).locator("button.open").click()
    page.locator(".sentence.chosen").wait_for()
    assert any(f"statement={statement}" in page.url for statement in most["statements"])
    # The face stands in the address, and Back goes back to the one before.
    address = page.url
    page.reload()
    page.locator(".sentence.chosen").wait_for()
    assert page.url == address and rows(page, view) == shown


def test_a_query_narrows_what_is_added_up_and_other_views_forget_the_face(open_page, client) -> None:
    page = open_page("?view=events&mode=timeline&q=place:Goma")
    there = client.get("/api/situation/timeline?q=place:Goma&limit=50").json()
    assert len(rows(page, "events")) == len(there["items"]) > 0
    page.locator("#tab-control").click()
    page.locator("#tab-control[aria-selected=true]").wait_for()
    assert "mode=" not in page.url
    page.go_back()
    page.locator(".faces [aria-pressed=true]", has_text="Incidents").wait_for()


def test_actors_through_time_are_drawn_played_and_lead_to_their_sentences(open_page, client) -> None:
    there = client.get("/api/situation/lineage?limit=500").json()["items"]
    page = open_page("?view=relations", reduced_motion="no-preference")
    lines = page.locator("#view svg g.line")
    lines.first.wait_for()
    assert len(there) > 5
    so_many(lines, len(there))
    names = {title.split("\n")[0] for title in page.locator("#view svg.names title").all_text_contents()}
    assert names == {row["cells"][side] for row in there for side in ("actor", "other")}
    # No two lines stand at one place.
    places = page.evaluate("[...document.querySelectorAll('#view g.line > line')].map((one) => one.getAttribute('x1'))")
    assert len(set(places)) == len(places)
    page.locator("#view g.line title", has_text="split from").first.locator("xpath=..").locator("circle").first.click(force=True)
    page.locator(".sentence.chosen").wait_for()
    page.get_by_role("button", name="Play").click()
    page.wait_for_url("**at=**")
    until(page, "document.querySelectorAll('#view g.line.later').length > 0")
    page.keyboard.press("p")
    later = page.locator("#view g.line.later").count()
    page.keyboard.press(".")
    until(page, f"document.querySelectorAll('#view g.line.later').length < {later}")
    page.get_by_role("button", name="All times").click()
    until(page, "document.querySelectorAll('#view g.line.later').length === 0")
    # The table below says the same.
    assert page.locator("#view tbody tr").count() == min(50, len(there))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, entries) -> Iterator[tuple[str, Path]]:
    """The desk over a made-up case of forty outlets, and its file."""
    path = tmp_path_factory.mktemp("large") / "case.db"
    fill_all(path, World(400), 400)
    tables = Tables.load()
    with Store.open(path) as store:
        link_case(store, tables)
    with (
        Store.open(path, read_only=True) as store,
        serving(make_application(store, entries, site=read_site(), tables=tables)) as at,
    ):
        yield at, path


def test_a_table_of_forty_outlets_has_room_and_loses_no_use(open_page, large: tuple[str, Path]) -> None:
    address, path = large
    with Store.open(path, read_only=True) as store:
        uses = sum(1 for _ in store.statements(("label",)))
    page = open_page("?view=labels", base=address)
    page.locator(".heat td button").first.wait_for()
    heads = page.locator(".heat thead th").all_inner_texts()
    assert len(heads) == 2 + 12 + 1 and heads[-1].lower() == "all others"
    told = 0
    while True:
        told += sum(int(number) for number in page.locator(".heat td button").all_inner_texts())
        later = page.get_by_role("button", name="Later rows")
        if not later.count() or later.is_disabled():
            break
        later.click()
        page.wait_for_timeout(100)
    assert told == min(uses, 500) > 40
