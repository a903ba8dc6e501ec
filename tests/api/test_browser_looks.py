"""How the desk looks in a real browser: axe in every view, light and dark, narrow, on paper."""

import pytest
from browsers import NEEDS_AXE, NEEDS_PAGES, broken_rules

pytestmark = NEEDS_PAGES
VIEWS = (
    "overview", "documents", "map", "timeline", "events", "control", "relations", "numbers", "labels", "outlook", "sources",
    "checks", "alerts", "aside",
)  # fmt: skip


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
            for face in page.locator(".faces button").all() or [None]:
                if face:
                    face.click()
                page.locator(".sentence.chosen").wait_for()
                page.wait_for_load_state("networkidle")
                page.wait_for_timeout(150)
                yield f"{view} {face.inner_text() if face else ''}".strip(), page

    return reading


@NEEDS_AXE
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(reading, scheme: str) -> None:
    found = {view: broken_rules(page, "serious", "critical") for view, page in reading(color_scheme=scheme)}
    assert found == {key: [] for key in found} and {view.split()[0] for view in found} == set(VIEWS)


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
    # Paper is as wide as a small tablet.
    page = open_page(f"?view=events&statement={statement['id']}", width=794, height=1123)
    page.locator(".sentence.chosen").wait_for()
    page.emulate_media(media="print")
    whole = "const one = document.querySelector('.text-panel .scroll'); return one.scrollHeight <= one.clientHeight + 1;"
    assert page.evaluate(f"() => {{ {whole} }}"), "the text is cut"
    assert page.locator("#view table").is_visible() and page.locator(".text").is_visible()
    assert not page.locator(".tabs").is_visible()
    assert page.evaluate("document.querySelector('.text').getBoundingClientRect().height") > 300
    assert len(page.pdf()) > 10_000
