"""What is done to the arguments that the model points at."""

import numpy as np
import pytest

from dateline.codebook import load_codebook
from dateline.read.assemble import in_one_piece, is_anybody, is_denied, likelihood_of, without_places_taken
from dateline.read.encoder import Chunk
from dateline.read.words import find_words
from dateline.records import Anchor, Argument, Assertion

PLACE, ACTOR = 4, 2


def chunk_of(text: str) -> Chunk:
    words = find_words(text, 0, len(text))
    nothing = np.zeros(0, dtype=np.int64)
    return Chunk(words, [0] * len(words), nothing, nothing, [()] * len(words))


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("two districts of Sirte", [(PLACE, 0, 2, 1.0), (PLACE, 3, 3, 4.0)], [(PLACE, 0, 3, 4.0)]),
        ("parts of the Sinai", [(PLACE, 0, 2, 2.0), (PLACE, 3, 3, 1.0)], [(PLACE, 0, 3, 2.0)]),
        ("Kobani and Sirte", [(PLACE, 0, 0, 1.0), (PLACE, 2, 2, 1.0)], [(PLACE, 0, 0, 1.0), (PLACE, 2, 2, 1.0)]),
        ("Sirte Kobani", [(PLACE, 0, 0, 1.0), (PLACE, 1, 1, 1.0)], [(PLACE, 0, 0, 1.0), (PLACE, 1, 1, 1.0)]),
        ("people of Sirte", [(ACTOR, 0, 1, 1.0), (PLACE, 2, 2, 1.0)], [(ACTOR, 0, 1, 1.0), (PLACE, 2, 2, 1.0)]),
    ],
)
def test_a_place_found_in_two_pieces_is_one(text: str, found: list, expected: list) -> None:
    assert in_one_piece(text, chunk_of(text), found, PLACE) == expected


@pytest.mark.parametrize(
    ("before", "denied"),
    [
        ("The general denied that ", True),
        ("He denies reports that ", True),
        ("The army denied having ", True),
        ("There is no evidence that ", True),
        ("He rejected the accusation that ", True),
        ("He denied it and said that ", False),
        ("The army failed to ", False),
        ("The general said that ", False),
    ],
)
def test_what_is_denied_right_before_is_denied(before: str, denied: bool) -> None:
    text = f"{before}his men shot prisoners."
    anchor = Anchor(start=len(before), end=len(text) - 1, exact=text[len(before) : -1])
    assert is_denied(text, anchor, load_codebook()) == denied


@pytest.mark.parametrize(
    ("kind", "type_", "role", "trigger", "kept"),
    [
        ("event", "arrest", None, "captured", False),
        ("event", "arrest", "recipient", "captured", True),
        ("event", "abduction", "count:abducted", "captured", True),
        ("event", "arrest", None, "fighters", True),
        ("event", "talks", None, "captured", True),
        ("judgement", None, None, "captured", True),
    ],
)
def test_who_captured_a_town_arrested_nobody(kind: str, type_: str | None, role: str | None, trigger: str, kept: bool) -> None:
    text = "M23 fighters captured Goma."

    def at(words: str) -> Anchor:
        return Anchor(start=text.index(words), end=text.index(words) + len(words), exact=words)

    def told(kind: str, type_: str | None, trigger: str, *roles: str) -> Assertion:
        arguments = tuple(Argument(role=role, anchor=at("Goma")) for role in roles)
        return Assertion(
            id=kind, document="d", sentence="d:0", kind=kind, type=type_, anchor=at(text), arguments=arguments, trigger=at(trigger)
        )

    taken, other = told("control", "seizes", "captured", "place"), told(kind, type_, trigger, *filter(None, [role]))
    assert without_places_taken([taken, other], load_codebook()) == ([taken, other] if kept else [taken])
    assert without_places_taken([other], load_codebook()) == [other]


@pytest.mark.parametrize(
    ("words", "seen", "likelihood"),
    [
        ("They are certain to come back", "unlikely", "certain"),
        ("They are certain to come back", "possible", "possible"),
        ("It is unlikely that they come back", "very_likely", "unlikely"),
        ("They will come back", "unlikely", "unlikely"),
    ],
)
def test_words_outweigh_a_likelihood_that_is_their_opposite(words: str, seen: str, likelihood: str) -> None:
    assert likelihood_of(words, seen, load_codebook()) == likelihood


def test_one_is_nobody_after_if() -> None:
    assert is_anybody("one", "if") and not is_anybody("One", "") and not is_anybody("residents", "if")
