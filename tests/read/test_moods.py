"""Words of mood: which kinds they lean the scores of spans to, and where they do not."""

import numpy as np
import pytest

from dateline.codebook import load_codebook
from dateline.read.moods import AGAINST, FOR, lean

CODEBOOK = load_codebook()
KINDS = ("event", "forecast", "recommendation", "judgement")


def leaned(text: str) -> np.ndarray:
    """Scores of a text whose spans all scored zero: [kinds, words, words], zero where the last word comes before the first."""
    words, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        words.append((start, at))
    first, last = np.triu_indices(len(words))
    out = np.zeros((len(KINDS), len(words), len(words)), dtype=np.float32)
    out[:, first, last] = lean(np.zeros((len(KINDS), len(first)), dtype=np.float32), (first, last), text, words, KINDS, CODEBOOK)
    return out


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("The truce will not last the winter", "forecast"),
        ("Aid convoys are unlikely to arrive", "forecast"),
        ("Both sides should free their prisoners", "recommendation"),
        ("The council needs to act", "recommendation"),
        ("Neighbours have a clear duty to take them in", "recommendation"),
    ],
)
def test_a_word_leans_the_spans_that_hold_it_and_no_others(text: str, mood: str) -> None:
    scores = leaned(text)
    last = len(text.split()) - 1
    whole = dict(zip(KINDS, scores[:, 0, last].tolist(), strict=True))
    assert whole[mood] == pytest.approx(FOR)
    assert whole["judgement"] == pytest.approx(-AGAINST)
    assert whole["event"] == 0
    assert not scores[:, 0, 0].any()  # the first word alone holds none of them


@pytest.mark.parametrize(
    "text", ["Fighting went on in May near the border", "The army took the hill", "Their humanitarian needs are great"]
)
def test_months_needs_and_plain_clauses_lean_nowhere(text: str) -> None:
    assert not leaned(text).any()


def test_two_moods_in_one_span_both_count() -> None:
    scores = leaned("The UN must act or the town will fall")
    kinds = dict(zip(KINDS, scores[:, 0, -1].tolist(), strict=True))
    assert kinds["forecast"] == pytest.approx(FOR - AGAINST)
    assert kinds["recommendation"] == pytest.approx(FOR - AGAINST)
    assert kinds["judgement"] == pytest.approx(-2 * AGAINST)
