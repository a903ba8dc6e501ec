"""Why words fire and why they do not, as a coder asks it."""

import pytest

from dateline.codebook import load_codebook
from dateline.codebook.quantities import find_rows

CODEBOOK = load_codebook()


@pytest.mark.parametrize("sentence", [s for entry in CODEBOOK.entries.values() for s in entry.examples.yes])
def test_what_the_trace_says_fires_is_what_is_found(sentence: str) -> None:
    fired = [trace.match for trace in CODEBOOK.triggers.trace(sentence) if trace.obstacle is None]
    assert sorted(fired, key=repr) == sorted(CODEBOOK.find_triggers(sentence), key=repr)


@pytest.mark.parametrize(
    ("sentence", "entry", "words", "by", "says"),
    [
        ("Customs officers seized cocaine.", "seizes", "seize", "unless", "cocaine"),
        ("The raid was heard far away.", "airstrike", "raid", "near", "aircraft"),
        ("Gunmen seized the hill.", "abduction", "seize", "object", "worker, journalist"),
        ("Police broke up the murder of crows by murdering.", "attack", "murder", "pos", "noun"),
        ("A car bomb went off.", "bombing", "bomb", "longer", "car bomb (bombing)"),
        ("Snow fell on the road.", "seizes", "fall", "subject", "place_noun"),
    ],
)
def test_what_keeps_a_word_from_firing_is_told(sentence: str, entry: str, words: str, by: str, says: str) -> None:
    found = [t for t in CODEBOOK.triggers.trace(sentence) if (t.match.entry, t.words) == (entry, words) and t.obstacle]
    assert any(t.obstacle and t.obstacle.by == by and says in t.obstacle.words for t in found), found


def test_triggers_are_numbered_as_in_the_file() -> None:
    (trace,) = [t for t in CODEBOOK.triggers.trace("Gunmen abducted nine nurses.") if t.match.entry == "abduction"]
    first = CODEBOOK.entries["abduction"].triggers[trace.number - 1]
    assert first.lemma is not None and trace.words in first.lemma


def test_rows_of_number_words_are_found_with_their_reasons_the_longest_first() -> None:
    text = "At least tens of thousands fled; dozens died, hundreds of them by night."
    found = [(text[start:end], getattr(row, "low", None)) for start, end, row in find_rows(text, CODEBOOK.quantities)]
    assert found == [("At least", None), ("tens of thousands", 20_000), ("dozens", 24), ("hundreds", 200)]
    assert all(row.reason for *_, row in find_rows(text, CODEBOOK.quantities))


def test_words_around_a_number_count_only_beside_one() -> None:
    text = "Near Pibor at least a further nine people, about 40 in all and close to a dozen more, fled under fire, 30-plus on foot."
    found = [text[start:end].lower() for start, end, _ in find_rows(text, CODEBOOK.quantities)]
    assert found == ["at least", "about", "close to", "a dozen", "-plus"]


def test_words_inside_words_are_no_numbers() -> None:
    assert find_rows("The dozensome scoreship overtook it.", CODEBOOK.quantities) == []
