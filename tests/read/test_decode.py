"""Decoding: suppression of overlapping spans, BIO under its rule, pointing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.read.decode import iou, pick_spans, point, ranges, viterbi, without_rivals


def test_iou_is_words_shared_over_words_covered() -> None:
    assert iou((0, 3), (2, 5)) == 2 / 6
    assert iou((0, 1), (2, 3)) == 0


def picked(scores: np.ndarray) -> list[tuple[int, int, int, float]]:
    """What is picked of dense scores [kinds, words, words]."""
    stretches = np.triu_indices(scores.shape[-1])
    return pick_spans(scores[:, *stretches], stretches, np.zeros(len(scores)))


def test_of_two_overlapping_spans_the_better_stays() -> None:
    scores = np.full((1, 6, 6), -9.0, dtype=np.float32)
    scores[0, 0, 3], scores[0, 0, 4], scores[0, 5, 5] = 2.0, 3.0, 1.0
    assert picked(scores) == [(0, 0, 4, 3.0), (0, 5, 5, 1.0)]


def test_a_small_span_inside_a_long_one_of_the_same_kind_survives() -> None:
    scores = np.full((1, 10, 10), -9.0, dtype=np.float32)
    scores[0, 0, 9], scores[0, 2, 4] = 2.0, 1.0
    assert [p[:3] for p in picked(scores)] == [(0, 0, 9), (0, 2, 4)]


def test_a_release_may_hold_an_abduction_but_no_second_release() -> None:
    release, abduction = ("event", "release", 0, 9, 2.0), ("event", "abduction", 5, 8, 1.0)
    assert without_rivals([release, abduction]) == [0, 1]
    assert without_rivals([release, ("event", "release", 5, 8, 1.0)]) == [0]
    assert without_rivals([abduction, ("event", "release", 4, 9, 2.0)]) == [1]  # as good as the same words: one of them
    assert without_rivals([release, ("judgement", None, 0, 9, 3.0)]) == [0, 1]  # kinds do not rival


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 5), st.integers(0, 5), st.floats(-3, 3)), max_size=12))
def test_of_rivals_the_likeliest_always_stays_and_nothing_stays_beside_its_like(rows: list[tuple[str, int, int, float]]) -> None:
    spans = [("event", type_, first, first + length, logit) for type_, first, length, logit in rows]
    kept = [spans[i] for i in without_rivals(spans)]
    assert not spans or max(s[4] for s in spans) in [k[4] for k in kept]
    for i, one in enumerate(kept):
        assert all(iou(one[2:4], two[2:4]) <= (0.3 if one[1] == two[1] else 0.45) for two in kept[i + 1 :])


@given(st.lists(st.lists(st.floats(-5, 5), min_size=5, max_size=5), min_size=1, max_size=12))
def test_an_inside_tag_follows_only_its_own_begin_or_inside(rows: list[list[float]]) -> None:
    tags = viterbi(np.array([rows], dtype=np.float32), np.array([len(rows)]))[0].tolist()
    for before, tag in zip([0, *tags], tags, strict=False):
        assert tag == 0 or tag % 2 == 1 or before in (tag - 1, tag)


@pytest.mark.parametrize(("types", "words", "seed"), [(1, 4, 3), (1, 5, 4), (2, 4, 5), (3, 4, 6)])
def test_viterbi_is_the_best_of_all_sequences(types: int, words: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(8, words, 2 * types + 1)).astype(np.float32)
    lengths = np.array([words, words, words, 1, 2, 3, words, 1])  # rows of several lengths beside each other
    for row, length in enumerate(lengths):
        every = (
            s
            for s in np.ndindex(*[2 * types + 1] * int(length))
            if all(t == 0 or t % 2 == 1 or b in (t - 1, t) for b, t in zip((0, *s), s, strict=False))
        )
        best = max(every, key=lambda s: sum(scores[row, i, t] for i, t in enumerate(s)))
        assert tuple(viterbi(scores, lengths)[row, :length]) == best


def test_words_beyond_the_length_are_outside() -> None:
    scores = np.zeros((1, 3, 3), dtype=np.float32)
    scores[0, :, 1] = 5
    assert viterbi(scores, np.array([2]))[0].tolist() == [1, 1, 0]


def test_ranges_are_type_first_last() -> None:
    assert ranges(np.array([1, 2, 0, 3, 3, 4])) == [(0, 0, 1), (1, 3, 3), (1, 4, 5)]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 9)), max_size=4), st.integers(0, 99))
def test_chunks_decoded_together_are_as_each_alone(shapes: list[tuple[int, int]], seed: int) -> None:
    draw = np.random.default_rng(seed)
    chunks = [draw.normal(size=(queries, words, 2, 3)).astype(np.float32) for queries, words in shapes]
    assert point(chunks) == [point([chunk])[0] for chunk in chunks]


def test_pointing_gives_each_role_its_words() -> None:
    logits = np.zeros((1, 4, 2, 3), dtype=np.float32)
    logits[..., 0] = 1
    logits[0, 1, 1, 1] = logits[0, 2, 1, 2] = 4
    assert point([logits]) == [[[(1, 1, 2, 3.0)]]]
