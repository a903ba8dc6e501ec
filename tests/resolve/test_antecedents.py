"""The learned choice between possible antecedents: how it scores, and what it has learned, on sentences of no corpus."""

import pytest

from dateline.codebook import load_codebook
from dateline.records import Anchor
from dateline.resolve.actors import Names
from dateline.resolve.antecedents import Antecedents, Option, bucket, load_antecedents
from dateline.resolve.coreference import Chain
from dateline.resolve.entities import Anaphor, Entity

TABLE = load_codebook().actors
AT = Anaphor(start=0, sentence=0, role="actor", words="they", speaker=None)


def test_a_weight_for_all_and_one_for_the_sort_add_up() -> None:
    near, far = Entity("Near", "force", True), Entity("Far", "force", True)
    options = [Option(near, ("gap=0",)), Option(far, ("gap=1",))]
    assert Antecedents({"gap=0": 1.0, "gap=1": 0.5}).choose("any", options, AT) is near
    assert Antecedents({"gap=0": 1.0, "gap=1": 0.5, "any|gap=1": 0.6}).choose("any", options, AT) is far
    assert Antecedents({"gap=0": 1.0, "gap=1": 0.5, "any|gap=1": 0.6}).choose("thing", options, AT) is near


def test_of_equals_the_first_is_taken_and_nobody_where_there_is_none() -> None:
    first, second = Entity("First", "force", True), Entity("Second", "force", True)
    assert Antecedents({}).choose("any", [Option(first, ("a",)), Option(second, ("b",))], AT) is first
    assert Antecedents({}).choose("any", [], AT) is None


def test_the_shipped_weights_know_every_sort_of_anaphor() -> None:
    sorts = {name.partition("|")[0] for name in load_antecedents().weights if "|" in name}
    assert {"any", "person", "thing", "speaker", "author", "force", "armed_group", "government", "group", "other"} <= sorts


def test_numbers_fall_into_buckets() -> None:
    assert [bucket(n) for n in (0, 2, 3, 4, 7, 40)] == ["0", "2", "3", "3", "5", "9"]


def name_of(text: str, *mentions: tuple[str, str, str]) -> str:
    """Walk mentions (words, role, assertion); the name of the last."""
    names = Names(text, TABLE, "2012-05-01")
    chain, position, found = Chain(names, text), 0, None
    for words, _, _ in mentions:
        names.learn(words)
    for words, role, assertion in mentions:
        start = text.index(words, position)
        position = start + len(words)
        anchor = Anchor(start=start, end=position, exact=words)
        found = chain.add(anchor, text.count(". ", 0, start), role, None, frozenset({assertion}))
    assert found is not None
    return found[0].name


@pytest.mark.parametrize(
    ("text", "mentions", "name"),
    [
        (  # who acts does not act upon himself
            "Orange Front rebels met Lemon Party guards. The guards fired at them.",
            (
                ("Orange Front rebels", "actor", "1"),
                ("Lemon Party guards", "recipient", "1"),
                ("The guards", "actor", "2"),
                ("them", "recipient", "2"),
            ),
            "Orange Front rebels",
        ),
        (
            "The Peruvian army shelled Shining Path. It then left the valley.",
            (("The Peruvian army", "actor", "1"), ("Shining Path", "recipient", "1"), ("It", "actor", "2")),
            "Peruvian army",
        ),
    ],
)
def test_what_was_learned(text: str, mentions: tuple[tuple[str, str, str], ...], name: str) -> None:
    assert name_of(text, *mentions) == name


def test_we_without_a_speaker_is_not_whoever_stands_near() -> None:
    text = "Shining Path killed two mayors. We should be worried."
    assert name_of(text, ("Shining Path", "actor", "1"), ("two mayors", "recipient", "1"), ("We", "addressee", "2")) == "We"
