"""The map in a real browser: not empty, the same as its table, played through time, without WebGL, without motion."""

import pytest
from browsers import NEEDS_PAGES, until

pytestmark = NEEDS_PAGES


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
    names.nth(10).wait_for()
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


def test_a_case_that_is_not_linked_says_what_to_do(open_page, hostile_address: str) -> None:
    page = open_page("?view=map", base=hostile_address)
    page.locator(".unlinked", has_text="dateline link").wait_for()
