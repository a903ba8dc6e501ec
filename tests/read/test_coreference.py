"""Mentions and which are one entity: what pairs are told by, how windows and entities are put together, and the shipped head."""

from dataclasses import replace

import numpy as np
import pytest

from dateline.errors import ModelError
from dateline.read.coreference import LONGEST, candidates, clusters_of, find_entities, owned, sentences_of
from dateline.read.encoder import Encoder
from dateline.read.mention_pairs import NEAR, OWN, REACH, SHARED, Mentions
from dateline.read.words import find_words

TEXT = "The National Liberation Army (NLA) met Maria Lopez. She said its members left her town."


def mentions(*strings: str, text: str = TEXT) -> Mentions:
    """Mentions by their words, each where it first stands after the one before."""
    words = find_words(text)
    spans, at = [], 0
    for string in strings:
        start = text.index(string, at)
        inside = [i for i, (a, b) in enumerate(words) if a >= start and b <= start + len(string)]
        spans.append((inside[0], inside[-1]))
        at = start
    first, last = np.array(sorted(spans)).T
    return Mentions(text, words, sentences_of(text, words), first, last, last)


def pair(found: Mentions, later: int, earlier: int) -> np.ndarray:
    ones, others, numbers = found.pairs(range(len(found.first)))
    (row,) = np.flatnonzero((ones == later) & (others == earlier))
    return numbers[row]


def test_initials_tell_a_name_and_pronouns_their_class() -> None:
    found = mentions("The National Liberation Army", "NLA", "Maria Lopez", "She", "its", "its members", "her", "her town")
    assert found.own.shape == (8, OWN)
    initials = 10
    assert pair(found, 1, 0)[initials] == 1.0
    assert pair(found, 2, 0)[initials] == 0.0
    same_pronoun = 4
    assert pair(found, 6, 3)[same_pronoun] == 1.0  # her, she
    assert pair(found, 4, 3)[same_pronoun] == 0.0  # its, she


def test_nested_mentions_are_told() -> None:
    found = mentions("its", "its members", "her")
    holds = 14
    assert [pair(found, 1, 0)[holds], pair(found, 2, 0)[holds]] == [1.0, 0.0]
    within, around = found.own[:, -3], found.own[:, -2]
    assert (within.tolist(), around.tolist()) == ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0])


def test_far_mentions_are_compared_only_where_they_share_a_word() -> None:
    words = ["army", *(f"x{i}" for i in range(NEAR + 5)), "army"]
    text = " ".join(words)
    found = mentions(*words, text=text)
    later, earlier, numbers = found.pairs(range(len(words) - 1, len(words)))
    assert set(later.tolist()) == {len(words) - 1}
    assert earlier.tolist() == [0, *range(len(words) - 1 - NEAR, len(words) - 1)]
    assert numbers.shape == (NEAR + 1, SHARED)


def test_pairs_are_the_same_in_parts_as_at_once() -> None:
    words = ["army" if i % 7 == 0 else f"x{i}" for i in range(REACH + 90)]
    found = mentions(*words, text=" ".join(words))
    whole = found.pairs(range(len(words)))
    parts = [found.pairs(range(at, min(len(words), at + 64))) for at in range(0, len(words), 64)]
    for one, other in zip(whole, zip(*parts, strict=True), strict=True):
        assert np.array_equal(one, np.concatenate(other))


def test_stretches_stay_inside_sentences_and_know_what_hangs_on_them() -> None:
    heads, relations = np.array([1, 1, 4, 4, 4]), np.array([3, 0, 5, 6, 0])
    found = candidates(np.array([0, 0, 1, 1, 1]), heads, relations)
    spans = list(zip(found.first.tolist(), found.last.tolist(), strict=True))
    assert spans == [(0, 0), (0, 1), (1, 1), (2, 2), (2, 3), (2, 4), (3, 3), (3, 4), (4, 4)]
    assert found.root.tolist() == [0, 1, 1, 2, 2, 4, 3, 4, 4]
    leaving, entering = found.told[:, :5].argmax(1), found.told[:, 5:9].argmax(1)
    assert leaving.tolist() == [1, 1, 1, 1, 2, 1, 1, 1, 1]
    assert entering.tolist() == [0, 0, 1, 0, 0, 0, 0, 1, 2]
    assert found.told[:, 9:].argmax(1).tolist() == relations[found.root].tolist()
    long = candidates(np.zeros(60, dtype=np.int64), np.zeros(60, dtype=np.int64), np.zeros(60, dtype=np.int64))
    assert (long.last - long.first).max() == LONGEST - 1


def test_every_word_is_owned_by_one_window_that_sees_past_the_longest_mention() -> None:
    found = list(owned(2000))
    assert [low for _, _, low, _ in found[1:]] == [high for *_, high in found[:-1]]
    assert found[0][2] == 0 and found[-1][3] == 2000
    assert all(end - high >= LONGEST for _, end, _, high in found[:-1])


def test_entities_hang_together_by_antecedents() -> None:
    assert clusters_of([-1, 0, -1, 1, 2]) == [(0, 1, 3), (2, 4)]
    assert clusters_of([]) == []


# ------------------------------------------------------------------ the shipped head
REPORT = (
    "Maria Lopez, the mayor of Goma, left the town on Monday. She told reporters that her brother had been killed by rebels. "
    "The rebels denied that they had killed him."
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(threads=1)


def test_who_she_is_is_found(encoder: Encoder) -> None:
    found = find_entities(REPORT, encoder)
    words = [[REPORT[found.mentions[place].start : found.mentions[place].end] for place in each] for each in found.clusters]
    (woman,) = [each for each in words if "She" in each]
    assert "her" in woman and any(each.startswith("Maria Lopez") for each in woman)
    (rebels,) = [each for each in words if "The rebels" in each]
    assert "rebels" in rebels and "they" in rebels
    she = next(m for m in found.mentions if REPORT[m.start : m.end] == "She")
    assert she.type == "person" and she.antecedent is not None and she.joined > 0.5
    assert sorted(place for each in found.clusters for place in each) == list(range(len(found.mentions)))


def test_texts_without_words_or_with_one_have_no_pairs(encoder: Encoder) -> None:
    assert find_entities("", encoder).mentions == []
    assert [m.antecedent for m in find_entities("She left.", encoder).mentions] == [None]


def test_a_model_without_the_head_says_so(encoder: Encoder) -> None:
    without = Encoder(threads=1)
    without.labels = replace(encoder.labels, coreference={})
    with pytest.raises(ModelError, match="make train"):
        find_entities(REPORT, without)
