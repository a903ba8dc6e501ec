"""The codebook in the desk, in a real browser: a type made by answering, changed as a file, tried, looked at in the case, saved."""

from pathlib import Path

import pytest
from browsers import NEEDS_AXE, NEEDS_PAGES, Pages, broken_rules, is_as_wide_as_the_window, serving

from dateline.api import make_application, read_site
from dateline.codebook import load_codebook
from dateline.pipeline import add_all
from dateline.settings import Settings
from dateline.store import Store

pytestmark = NEEDS_PAGES
ANSWERS = {
    "name": "Cattle raid",
    "definition": "Armed people drive off herds.",
    "words": "rustle\nstole: cattle, goats, camels",
    "yes": "Armed men rustled two hundred cattle near Lokichoggio.\nYouths from the hills stole goats and camels in Turkana.",
    "no": "The farmer sold his goats at the fair. | a sale",
}


def answer(page) -> None:
    """Begin a new event type and answer all that is asked."""
    page.get_by_role("button", name="New event type").click()
    for name, words in ANSWERS.items():
        page.locator(f".questions [name={name}]").fill(words)
    page.get_by_text("It is well formed.").wait_for()


def look(page) -> None:
    """See what the change makes of the case."""
    page.get_by_role("button", name="What it changes").click()
    page.get_by_text("2 of 2 documents looked at: ").wait_for()


def test_a_type_is_made_by_answering_and_its_events_are_seen_before_it_counts(desk, own: Path, store: Store, stages) -> None:
    page = desk()
    save = page.get_by_role("button", name="Save")
    answer(page)
    assert save.is_disabled(), "first it is looked at what it changes"
    page.get_by_text("“stole” is looked for as “steal”").wait_for()
    page.get_by_role("button", name="Try it").click()
    page.locator(".tried li", has_text="Youths from the hills").get_by_text("read as: Cattle raid").wait_for()
    look(page)
    page.locator(".sentences mark", has_text="stole goats and camels").wait_for()
    assert not own.exists()
    save.click()
    page.get_by_text(f"dateline reread --codebook {own}").first.wait_for()
    assert "cattle_raid" in load_codebook([own]).entries
    page.get_by_role("button", name="Go on").click()
    page.locator(".list li", has_text="Cattle raid").get_by_text("yours").wait_for()
    # Read again, as the desk says, the case has the events under the name of the new type, without the desk being started anew.
    list(add_all(list(store.documents()), store, Settings(), stages.with_codebook(load_codebook([own])), again=True))
    page.locator("#tab-events").click()
    page.locator("#view tr", has_text="Cattle raid").first.wait_for()


def test_the_file_is_changed_as_a_text_and_the_checker_tells_the_line(desk, own: Path) -> None:
    page = desk()
    answer(page)
    page.get_by_role("button", name="As a file").click()
    text = page.input_value("textarea[name=text]")
    page.fill("textarea[name=text]", text.replace("lemma: rustle", "lema: rustle"))
    complaint = page.locator(".complaints li")
    complaint.get_by_text("line 11:").wait_for()
    assert "Did you mean `lemma`?" in complaint.inner_text() and "- {lema: rustle}" in complaint.inner_text()
    assert page.get_by_role("button", name="What it changes").is_disabled()
    page.fill("textarea[name=text]", text + "# Mine.\n")
    page.get_by_text("It is well formed.").wait_for()
    look(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved").wait_for()
    assert (own / "events" / "cattle_raid.yaml").read_text(encoding="utf-8").endswith("# Mine.\n")


def test_keys_alone_make_and_save_a_label(desk, own: Path) -> None:
    page = desk()
    page.select_option("[name=part]", "label")
    page.get_by_role("button", name="New label").wait_for()
    page.locator(".card").focus()
    page.keyboard.press("n")
    page.locator(".questions textarea").focus()
    page.keyboard.type("raiders")
    page.keyboard.press("Tab")
    page.keyboard.type("hostile")
    page.get_by_text("It is well formed.").wait_for()
    page.keyboard.press("Control+Enter")
    page.get_by_text("2 of 2 documents looked at: ").wait_for()
    page.keyboard.press("Control+Enter")
    page.get_by_text("Saved").wait_for()
    assert "{words: [raider], tone: hostile}" in (own / "labels.yaml").read_text(encoding="utf-8")


def test_a_name_goes_to_an_actor_of_ours_and_out_again(desk, own: Path) -> None:
    page = desk()
    page.select_option("[name=part]", "actor")
    page.fill("[name=words]", "hezbollah")
    page.locator(".list li button", has_text="Hezbollah hezbollah").click()
    page.get_by_role("button", name="Add a name").click()
    page.fill("[name=name]", "Guardians of the Cedar")
    page.get_by_text("It is well formed.").wait_for()
    look(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Go on").click()
    page.check("[name=own]")
    page.fill("[name=words]", "")
    page.locator(".list li button", has_text="Guardians of the Cedar").click()
    page.get_by_role("button", name="Take out").click()
    look(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("None of yours.").wait_for()
    assert not (own / "actors" / "actors.yaml").exists()


def test_long_lists_come_page_by_page(desk) -> None:
    page = desk()
    page.select_option("[name=part]", "actor")
    first = page.locator(".list li button").first
    page.get_by_text("1 to 100 of ").wait_for()
    before = first.inner_text()
    page.get_by_role("button", name="Later rows").click()
    page.get_by_text("101 to 200 of ").wait_for()
    page.wait_for_timeout(300)
    assert first.inner_text() != before


def test_what_somebody_else_changed_meanwhile_is_told(desk, own: Path) -> None:
    page = desk()
    answer(page)
    look(page)
    (own / "events").mkdir(parents=True)
    (own / "events" / "cattle_raid.yaml").write_text("# theirs\n", encoding="utf-8")
    page.get_by_role("button", name="Save").click()
    page.locator("[role=alert]", has_text="somebody else").wait_for()
    assert (own / "events" / "cattle_raid.yaml").read_text(encoding="utf-8") == "# theirs\n"


def test_what_was_begun_is_there_after_a_look_at_another_view(desk) -> None:
    page = desk()
    answer(page)
    page.locator("#tab-events").click()
    page.locator("#view button.open").first.wait_for()
    page.locator("#tab-codebook").click()
    assert page.input_value(".questions [name=name]") == "Cattle raid"


@NEEDS_AXE
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1024, "dark"), (360, "light")])
def test_every_state_is_well_made_for_all(desk, width: int, scheme: str) -> None:
    page = desk(width=width, color_scheme=scheme)

    def is_well_made(state: str) -> None:
        page.wait_for_timeout(200)
        assert broken_rules(page) == [], state
        assert is_as_wide_as_the_window(page), state

    is_well_made("lists")
    page.locator(".list li button", has_text="Attack").first.click()
    page.locator(".pills").wait_for()
    is_well_made("an entry")
    answer(page)
    page.get_by_role("button", name="Try it").click()
    page.locator(".tried li").first.wait_for()
    look(page)
    is_well_made("questions and outcome")
    page.get_by_role("button", name="As a file").click()
    page.fill("textarea[name=text]", "id: x\n  y: z\n")
    page.locator(".complaints li").first.wait_for()
    is_well_made("a file with a fault")


def test_a_desk_that_only_reads_shows_it_and_says_how_to_change_it(store: Store, stages, browser) -> None:
    application = make_application(store, stages.codebook.entries, site=read_site())

    pages = Pages(browser)
    with serving(application) as address:
        page = pages.open(f"{address}?view=codebook")
        page.get_by_text("dateline serve --review --codebook my-codebook").wait_for()
        page.locator(".list li button", has_text="Attack").first.click()
        page.locator(".pills").wait_for()
        assert page.get_by_role("button", name="Yours in its place").count() == 0
        pages.close()


def test_its_parts_are_fetched_when_it_is_first_looked_at(browser, application) -> None:
    pages = Pages(browser)
    with serving(application) as address:
        page = pages.open(address)
        page.locator(".status strong").wait_for()
        assert not [url for url in pages.asked if "Codebook-" in url]
        page.locator("#tab-codebook").click()
        page.locator(".codebook .list li").first.wait_for()
        assert [url for url in pages.asked if "Codebook-" in url]
        pages.close()
