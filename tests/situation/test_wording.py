"""Statements as phrases: nobody is named twice for one deed."""

from dateline.records import Anchor, Assertion, Participant, Statement
from dateline.situation.wording import event_words

ANCHOR = Anchor(start=0, end=4, exact="they")


def flight(*participants: tuple[str, str]) -> Statement:
    assertion = Assertion(
        id="a", document="d", sentence="d:0", kind="event", type="displacement", anchor=ANCHOR, arguments=(), hedge="asserted"
    )
    return Statement(
        assertion=assertion,
        participants=tuple(
            Participant(role=role, name=name, anchor=ANCHOR, actor=None, how="words") for role, name in participants
        ),
    )


def test_who_flees_and_is_driven_out_is_named_once() -> None:
    words = event_words(flight(("actor", "villagers"), ("recipient", "villagers")), {})
    assert words == event_words(flight(("actor", "villagers")), {})
    assert words.count("villagers") == 1


def test_whoever_drives_others_out_and_they_are_both_named() -> None:
    words = event_words(flight(("actor", "militia"), ("recipient", "villagers")), {})
    assert "militia" in words and "villagers" in words
