"""What the codebook and the letters say of each word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.codebook import Codebook, load_codebook
from dateline.read.marks import dense, mark_words
from dateline.read.words import find_words

CHANNELS = (
    *("event:abduction", "event:battle", "control:seizes", "say:say", "hedge:denied", "likelihood:likely", "label:label"),
    *("capital", "capitals", "number"),
)
NUMBER = {name: i for i, name in enumerate(CHANNELS)}


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


def marked(codebook: Codebook, text: str) -> dict[str, set[str]]:
    """Word -> its channels."""
    words = find_words(text)
    marks = mark_words(text, words, codebook.find_triggers(text), codebook, NUMBER)
    return {text[s:e]: {CHANNELS[i] for i in found} for (s, e), found in zip(words, marks, strict=True) if found}


@pytest.mark.parametrize(
    ("text", "word", "channel"),
    [
        ("Gunmen kidnapped nine teachers.", "kidnapped", "event:abduction"),
        ("The kidnapping shocked the town.", "kidnapping", "event:abduction"),
        ("REBELS KIDNAPPED A PRIEST.", "KIDNAPPED", "event:abduction"),
        ("Fighters captured the town.", "captured", "control:seizes"),
        ("He said it was over.", "said", "say:say"),
        ("Rebels held the road.", "Rebels", "label:label"),
        ("The ONUSAL mission left.", "ONUSAL", "capitals"),
        ("Some 2,000 fled to Goma.", "2,000", "number"),
        ("Some 2,000 fled to Goma.", "Goma", "capital"),
    ],
)
def test_a_word_has_the_channels_that_hold_for_it(codebook: Codebook, text: str, word: str, channel: str) -> None:
    assert channel in marked(codebook, text)[word]


@pytest.mark.parametrize("text", ["the harvest was good.", "they sat by the river.", ""])
def test_plain_words_have_none(codebook: Codebook, text: str) -> None:
    assert marked(codebook, text) == {}


def test_channels_that_the_model_lacks_are_left_out(codebook: Codebook) -> None:
    text = "Gunmen kidnapped nine teachers."
    words = find_words(text)
    assert mark_words(text, words, codebook.find_triggers(text), codebook, {}) == [()] * len(words)


@given(st.text(max_size=120))
def test_every_word_of_any_text_has_its_row(codebook: Codebook, text: str) -> None:
    words = find_words(text)
    marks = mark_words(text, words, codebook.find_triggers(text), codebook, NUMBER)
    assert len(marks) == len(words)
    assert dense(marks, len(CHANNELS)).sum() == sum(map(len, marks))
