"""Scores of clusterings on examples worked out by hand."""

import pytest

from benchmarks.coreference import Clusters, Counts, b_cubed, ceaf_e, conll_f1, count, f1, muc


def clusters(words: str) -> Clusters:
    return [frozenset(word) for word in words.split()]


GOLD = clusters("abc de")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("abc de", (1.0, 1.0, 1.0)),
        # links: 2 of 3 either way; mentions: (1 + 1 + 1/3 + 2/3 + 2/3) / 5; clusters: 4/5 twice, of two
        ("ab cde", (2 / 3, 11 / 15, 4 / 5)),
        # no link is found; each mention alone is right and has a third or half of its own; two of five clusters are a little alike
        ("a b c d e", (0.0, 2 * (1 * 0.4) / 1.4, 2 * (7 / 6 / 5) * (7 / 6 / 2) / (7 / 6 / 5 + 7 / 6 / 2))),
    ],
)
def test_each_measure_on_a_small_example(found: str, expected: tuple[float, float, float]) -> None:
    made = [f1([measure(clusters(found), GOLD)]) for measure in (muc, b_cubed, ceaf_e)]
    assert made == pytest.approx(expected)
    assert conll_f1([count(clusters(found), GOLD)]) == pytest.approx(sum(expected) / 3)


def test_counts_of_several_sets_are_added_before_the_quotient_is_taken() -> None:
    assert f1([Counts(1, 1, 1, 1), Counts(0, 3, 0, 3)]) == pytest.approx(0.25)
    assert f1([Counts(0, 0, 0, 0)]) == 1.0
