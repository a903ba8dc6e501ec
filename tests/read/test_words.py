"""Words: cut as UD English cuts them, offsets into the text as given."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.read.words import find_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("U.S. troops don't leave.", ["U.S.", "troops", "do", "n't", "leave", "."]),
        ("2,000 fighters, 3.5 percent", ["2,000", "fighters", ",", "3.5", "percent"]),
        ("Iraq’s army--and M-19", ["Iraq", "’s", "army", "--", "and", "M", "-", "19"]),
        ("الموصل fell", ["الموصل", "fell"]),
        ("", []),
    ],
)
def test_words_are_cut_as_in_ud_english(text: str, words: list[str]) -> None:
    assert [text[a:b] for a, b in find_words(text)] == words


@given(st.text())
def test_words_are_in_order_apart_and_leave_out_only_white_space(text: str) -> None:
    spans = find_words(text)
    assert all(a < b for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    inside = {i for a, b in spans for i in range(a, b)}
    assert all(c.isspace() for i, c in enumerate(text) if i not in inside)
