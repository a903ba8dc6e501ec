"""Words of the text that are given to a statement and to its values, by mouse and by keyboard alone, in a real browser."""

from browsers import NEEDS_PAGES
from review_pages import aim, drag_over, field, says, statement_with, words_for

from dateline.store import Store

pytestmark = NEEDS_PAGES


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


def test_words_of_a_voice_are_pointed_at_and_say_who_it_is(desk, store: Store) -> None:
    page = desk("ana")
    id = statement_with(page, store, "the war was over")
    aim(page, "Voice: Rwandan Patriotic Front")
    drag_over(page, "United Nations")
    says(page, "means United Nations")
    assert field(page, "voice").input_value() == "United Nations" and page.locator(".card u.aimed").inner_text() == "United Nations"
    drag_over(page, "The Front declared")
    says(page, "“The Front declared”")
    page.keyboard.press("}")
    says(page, "“The Front” means Rwandan Patriotic Front")
    page.keyboard.press("{")
    says(page, "“Front” means")
    page.get_by_role("button", name="Save correction").click()
    says(page, "Corrected")
    after = store.statement(id)
    assert after is not None and after.voice.anchor is not None and after.assertion.attribution is not None
    assert after.voice.actor == "rpf" and after.voice.anchor.exact == after.assertion.attribution.source.exact == "Front"
    assert after.review is not None and after.review.fields == ("words",)
    # The author speaks without words of their own: there are none to point at until a voice is.
    statement_with(page, store, "There is almost no clean water")
    aim(page, "+ voice")
    drag_over(page, "Our nurses")
    says(page, "it stays as words")
    assert field(page, "voice").input_value() == "Our nurses"


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
    # What is changed is not accepted as if it were not.
    page.keyboard.press("a")
    page.get_by_role("alert").filter(has_text="save it").wait_for()
    page.keyboard.press("Escape")
    page.locator(".targets .own").wait_for(state="detached")
    page.keyboard.press("{")
    # Saving waits until it is known what the words mean.
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
