"""Sentences: nothing but white space falls between them, whatever the text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.read.sentences import find_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Gen. Ali left. Troops stayed.", ["Gen. Ali left.", "Troops stayed."]),
        ("IT WAS\nRAINING IN THE NORTH.  SHELLS FELL.", ["IT WAS\nRAINING IN THE NORTH.", "SHELLS FELL."]),
        ("A headline\n\nThe first line.", ["A headline", "The first line."]),
        ("One.\r\n\r\nTwo.", ["One.", "Two."]),
        ("   \n ", []),
    ],
)
def test_borders(text: str, sentences: list[str]) -> None:
    assert [text[a:b] for a, b in find_sentences(text)] == sentences


@given(st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from(".!? \n\r\t\"'“”é́‏🙂"))))
def test_every_character_that_is_not_white_space_is_in_one_sentence(text: str) -> None:
    spans = find_sentences(text)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    covered = {i for a, b in spans for i in range(a, b)}
    assert all(c.isspace() for i, c in enumerate(text) if i not in covered)


def test_a_line_without_borders_is_cut_at_white_space() -> None:
    text = "word " * 2_000
    spans = find_sentences(text)
    assert len(spans) > 1
    assert all(b - a <= 2_000 for a, b in spans)
    assert all(text[a:b].startswith("word") and text[a:b].endswith("word") for a, b in spans)
