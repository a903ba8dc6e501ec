"""A sheet that is taken from the desk, changed as in a spreadsheet, looked at and brought back, in a real browser."""

import csv
import re
from pathlib import Path

import pytest
from browsers import NEEDS_AXE, NEEDS_PAGES, broken_rules, is_as_wide_as_the_window
from review_pages import acts, says

from dateline.store import Store

pytestmark = NEEDS_PAGES


@pytest.fixture
def taken(desk, tmp_path: Path):
    """The page with the dialog open, and the sheet that was taken by it, two of whose rows were changed."""
    page = desk("ana", "?view=review&q=kind:event")
    page.locator(".card .form").wait_for()
    page.get_by_role("button", name="Sheet", exact=True).click()
    with page.expect_download() as download:
        page.get_by_text("Take the sheet").click()
    assert download.value.suggested_filename == "sheet.csv"
    with Path(download.value.path()).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["kind"] for row in rows} == {"event"}
    rows[0]["hedge"], rows[1]["decision"], rows[2]["hedge"] = "denied", "accept", "perhaps"
    sheet = tmp_path / "reviewed.csv"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return page, sheet


def test_it_is_looked_at_before_it_is_done_and_undone_afterwards(taken, store: Store) -> None:
    page, sheet = taken
    page.set_input_files("dialog [name=sheet]", sheet)
    page.get_by_role("status").filter(has_text="Tried, and nothing done: 1 accepted, 1 corrected").wait_for()
    told = page.locator("dialog tbody").inner_text()
    assert "denied" in told and "set aside" in told and "'perhaps' is no hedge" in told and acts(store) == []
    # What would be done has the focus: Enter does it.
    page.locator("dialog button:focus", has_text="Do it: 2 acts").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text=re.compile("^Done: 1 accepted, 1 corrected")).wait_for()
    assert acts(store) == [("ana", "correct"), ("ana", "accept")]
    page.get_by_role("button", name="Close").click()
    says(page, "Sheet: 1 accepted, 1 corrected")
    page.locator(".progress", has_text="you, ana: 2").wait_for()
    page.keyboard.press("u")
    says(page, "Undone")


def test_what_is_no_sheet_is_said_and_nothing_is_done(taken, store: Store, tmp_path: Path) -> None:
    page, _ = taken
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    page.set_input_files("dialog [name=sheet]", tmp_path / "other.csv")
    page.get_by_role("alert").filter(has_text="is no review sheet").wait_for()
    assert page.get_by_role("button", name="Do it").count() == 0 and acts(store) == []


@NEEDS_AXE
def test_axe_finds_nothing_and_nothing_is_cut(taken) -> None:
    page, sheet = taken
    page.set_input_files("dialog [name=sheet]", sheet)
    page.locator("dialog tbody tr").first.wait_for()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (1440, 360):
            page.set_viewport_size({"width": width, "height": 800})
            assert is_as_wide_as_the_window(page), width
        assert broken_rules(page) == []
