"""Copies are found however they were cut or retouched, other reports of the same are not copies, and days tell who copied whom."""

import random

import pytest
from readings import make_document

from dateline.link.copies import CROWD, candidates, make_echoes, make_stories, prints_of, runs_of, share_of
from dateline.read.reading import find_all_sentences
from dateline.records import Anchor, Document, Story

REPORT = (
    "Shells fell on the eastern quarter of the town for a second day, residents said by telephone. At least nine people "
    "were taken to the hospital, where doctors worked by candlelight after the power failed. The mayor asked the two sides "
    "to stop firing for an hour so that the wounded could be moved across the river. Neither side had answered by "
    "nightfall. In the market, which had opened for the first time in a week, traders packed up again before noon."
)
OTHER = (
    "A second day of shelling hit the east of the town, according to people living there. Nine wounded reached a hospital "
    "that had no power. The mayor called for an hour's truce to take the injured over the river, but had heard nothing from "
    "the belligerents by evening. Market traders, who had returned after a week, left again in the morning for fear of more "
    "shells."
)


def stories(*documents: Document) -> list[Story]:
    """The stories of documents, by the keys that they share."""
    holders: dict[int, list[str]] = {}
    for document in documents:
        for key in prints_of(document, [s for s, _ in find_all_sentences(document)]).keys:
            holders.setdefault(key, []).append(document.id)
    return make_stories(documents, candidates(holders))


def sentences_of(text: str) -> list[str]:
    return [part if part.endswith(".") else f"{part}." for part in text.split(". ")]


FIRST = make_document(REPORT, "first", published="1999-04-03")
COPIES = {
    "whole with a line more": f"{REPORT} Reporting by our staff.",
    "cut to its first half": " ".join(sentences_of(REPORT)[:2]),
    "cut to its second half": " ".join(sentences_of(REPORT)[2:]),
    "inside a longer text": f"{OTHER} {REPORT}",
    "some words changed": REPORT.replace("nine people", "ten people")
    .replace("nightfall", "midnight")
    .replace("traders", "sellers"),
    "in capitals": REPORT.upper(),
}


@pytest.mark.parametrize("how", COPIES)
def test_a_copy_is_of_the_story_of_what_it_copies(how: str) -> None:
    copy = make_document(COPIES[how], "copy", published="1999-04-05")
    (story,) = stories(copy, FIRST)
    assert story.documents == (FIRST.id, copy.id) and story.id == FIRST.id
    assert (story.copies[0].of, story.copies[0].days_later) == (FIRST.id, 2) and story.copies[0].share >= 0.6


def test_another_report_of_the_same_is_no_copy() -> None:
    assert len(stories(FIRST, make_document(OTHER, "other", published="1999-04-03"))) == 2


def test_one_shared_sentence_makes_no_copy_but_an_echo() -> None:
    quote = "The mayor asked the two sides to stop firing for an hour so that the wounded could be moved across the river."
    other = make_document(f"{OTHER} {quote}", "other", published="1999-04-04")
    found = stories(FIRST, other)
    assert len(found) == 2
    story_of = {document: story.id for story in found for document in story.documents}
    holders: dict[int, list[tuple[str, str, str]]] = {}
    for document in (other, FIRST):
        for number, sentence in prints_of(document, [s for s, _ in find_all_sentences(document)]).sentences:
            holders.setdefault(number, []).append((document.published or "9999", document.id, sentence))
    (echo,) = make_echoes(holders, story_of)
    assert echo.stories == (FIRST.id, other.id) and echo.sentences[0].startswith(FIRST.id)


def test_furniture_that_two_pages_share_makes_no_copy() -> None:
    teaser = "READ MORE: All that you must know about the war in the east and what comes next for its people. " * 4

    def page(text: str, name: str) -> Document:
        whole = teaser + text
        from msgspec import structs

        return structs.replace(make_document(whole, name), furniture=(Anchor(start=0, end=len(teaser), exact=teaser),))

    assert len(stories(page(REPORT, "one"), page(OTHER, "two"))) == 2


def test_who_copied_whom_is_open_where_days_are_equal_or_unknown() -> None:
    same_day = make_document(COPIES["whole with a line more"], "copy", published="1999-04-03")
    assert stories(FIRST, same_day)[0].copies[0].days_later == 0
    undated = make_document(COPIES["whole with a line more"], "copy")
    (story,) = stories(undated, FIRST)
    assert story.id == FIRST.id and story.copies[0].days_later is None


def test_short_texts_are_copies_only_when_equal() -> None:
    one, other = make_document("The army shelled Bar."), make_document("The army shelled Bar!")
    assert len(stories(one, other)) == 1
    assert len(stories(one, make_document("The army shelled Bor."))) == 2


def test_a_crowd_of_copies_is_one_story_and_order_does_not_matter() -> None:
    copies = [make_document(f"{REPORT} Edition {n} of the day.", f"copy {n}", published="1999-04-04") for n in range(CROWD * 2)]
    documents = [FIRST, *copies]
    first = stories(*documents)
    random.Random(3).shuffle(documents)
    assert stories(*documents) == first and len(first) == 1


def test_share_is_of_the_shorter_one() -> None:
    long, short = make_document(f"{REPORT} {OTHER}"), make_document(REPORT)
    assert share_of(runs_of(long), runs_of(short)) == share_of(runs_of(short), runs_of(long)) == 1.0
