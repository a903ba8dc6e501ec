"""What is done to the arguments that the model points at."""

import numpy as np
import pytest

from dateline.read.assemble import in_one_piece
from dateline.read.encoder import Chunk
from dateline.read.words import find_words

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
