"""Counts that the words of an event state, where the reader pointed at no number."""

import pytest

from dateline.codebook import load_codebook
from dateline.records import Anchor, Argument, Assertion
from dateline.resolve.casualties import unpointed_counts
from dateline.resolve.numbers import quantities_of

TABLE = load_codebook().quantities


def event(words: str, kind: str = "event", type_: str = "attack", **pointed: str) -> Assertion:
    """An assertion of these words; `pointed` are the counts the reader found."""
    found = [
        Argument(role=f"count:{of}", anchor=Anchor(start=words.index(w), end=words.index(w) + len(w), exact=w))
        for of, w in pointed.items()
    ]
    anchor = Anchor(start=0, end=len(words), exact=words)
    return Assertion(id="d/0", document="d", sentence="d:0", kind=kind, type=type_, anchor=anchor, arguments=tuple(found))


def counts(assertion: Assertion) -> dict[str, tuple[float | None, float | None]]:
    return {q.of or "": (q.low, q.high) for q in quantities_of(assertion, assertion.anchor.exact, TABLE)}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("A car bomb went off at the gate, killing 12 people", {"killed": (12, 12)}),
        ("Raiders left three soldiers dead near the ferry", {"killed": (3, 3)}),
        ("12 people were killed and 30 wounded at the market", {"killed": (12, 12), "injured": (30, 30)}),
        ("At least 40 villagers died when the church burned", {"killed": (40, None)}),
        ("the shell wounded two nurses", {"injured": (2, 2)}),
        ("The army arrested 15 students on 3 May", {"arrested": (15, 15)}),
        ("1,200 families were displaced by the fighting", {"displaced": (1200, 1200)}),
        ("TWO GUARDS WERE KILLED AND FIVE OTHERS INJURED", {"killed": (2, 2), "injured": (5, 5)}),
    ],
)
def test_a_number_beside_a_word_of_harm_is_a_count(words: str, expected: dict[str, tuple[float | None, float | None]]) -> None:
    assert counts(event(words)) == expected


@pytest.mark.parametrize(
    "words",
    [
        "The bishop was killed in 1984",
        "no one was killed in the blast",
        "The mayor was killed on 12 March",
        "The guard was killed 12 kilometres from the post",
        "gunmen killed a 12-year-old boy",
        "he was killed at 14.30",
        "the raid was aimed at freeing two captives",
        "The shelling destroyed 14 houses",
        "the flood of 2007 killed crops",
        "60 percent of the wounded reached the clinic",
    ],
)
def test_dates_ages_distances_and_things_are_no_counts_of_people(words: str) -> None:
    assert not counts(event(words))


def test_what_the_reader_pointed_at_stands() -> None:
    words = "The blast, which killed four of the 16 guards, left 9 dead"
    assert counts(event(words, killed="9")) == {"killed": (9, 9)}


def test_a_number_belongs_to_the_freeing_and_not_to_the_kidnapping_before() -> None:
    assert counts(event("they freed 19 workers kidnapped in May", type_="release")) == {"released": (19, 19)}


def test_only_events_that_harm_have_such_counts() -> None:
    words = "the party condemned the raid that killed 12 people"
    assert not list(unpointed_counts(event(words, type_="statement"), TABLE))
    assert not list(unpointed_counts(event(words, kind="judgement"), TABLE))
