"""What is done to the arguments that the model points at."""

import numpy as np
import pytest

from dateline.codebook import load_codebook
from dateline.read.assemble import in_one_piece, is_denied
from dateline.read.encoder import Chunk
from dateline.read.words import find_words
from dateline.records import Anchor

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
