"""What pronouns and descriptions stand for, and when they stand for nothing."""

import pytest

from dateline.codebook import load_codebook
from dateline.records import Anchor
from dateline.resolve.actors import Names
from dateline.resolve.coreference import Chain, pronoun_of

TABLE = load_codebook().actors


def last_of(text: str, *mentions: str) -> str:
    """Add the mentions in order; the name of the last."""
    names = Names(text, TABLE, "2012-05-01")
    anchors, position = [], 0
    for words in mentions:
        start = text.index(words, position)
        position = start + len(words)
        anchors.append(Anchor(start=start, end=position, exact=words))
    for anchor in anchors:
        names.learn(anchor.exact)
    chain = Chain(names, text)
    found = [chain.add(anchor, text.count(".", 0, anchor.start), "actor") for anchor in anchors]
    return found[-1][0].name


@pytest.mark.parametrize(
    ("text", "mentions", "name"),
    [
        ("General Pavel Orlik met the Orange Front. He left.", ("General Pavel Orlik", "Orange Front", "He"), "Pavel Orlik"),
        ("General Pavel Orlik met the Orange Front. It split.", ("General Pavel Orlik", "Orange Front", "It"), "Orange Front"),
        ("The Peruvian army shelled a town. The army left.", ("Peruvian army", "The army"), "Peruvian army"),
        ("Peruvian police came. The army left.", ("Peruvian police", "The army"), "Peruvian army"),
        ("Colonel Pavel Orlik spoke. The colonel wept.", ("Colonel Pavel Orlik", "The colonel"), "Pavel Orlik"),
        ("The Orange Valley Front took it. The group left.", ("Orange Valley Front", "The group"), "Orange Valley Front"),
        ("Some farmers, who had fled, came.", ("Some farmers", "who"), "farmers"),
        (
            "Doctors Without Borders left. The Rapid Support Forces, the paramilitary group led by a general, denied it.",
            ("Doctors Without Borders", "The Rapid Support Forces", "the paramilitary group"),
            "Rapid Support Forces",
        ),
        ("General Pavel Orlik came with his driver.", ("General Pavel Orlik", "his driver"), "Pavel Orlik's driver"),
    ],
)
def test_an_anaphor_stands_for_the_nearest_mention_that_fits(text: str, mentions: tuple[str, ...], name: str) -> None:
    assert last_of(text, *mentions).removeprefix("Some ") == name


@pytest.mark.parametrize(
    ("text", "mentions", "name"),
    [
        ("Chilean soldiers came. The Tuvan army left.", ("Chilean soldiers", "The Tuvan army"), "Tuvan army"),
        ("General Pavel Orlik came. The officials wept.", ("General Pavel Orlik", "The officials"), "officials"),
        ("It rained.", ("It",), "It"),
        ("The Orange Front, the militias, and Peru left.", ("The Orange Front", "the militias"), "militias"),
        ("General Pavel Orlik came. Two women wept.", ("General Pavel Orlik", "Two women"), "women"),
    ],
)
def test_where_nothing_fits_the_words_stay(text: str, mentions: tuple[str, ...], name: str) -> None:
    assert last_of(text, *mentions) == name


def test_we_is_the_speaker() -> None:
    text = "Colonel Pavel Orlik said we are ready."
    names = Names(text, TABLE, None)
    chain = Chain(names, text)
    speaker, _ = chain.add(Anchor(start=0, end=19, exact="Colonel Pavel Orlik"), 0, "source")
    we, how = chain.add(Anchor(start=25, end=27, exact="we"), 0, "actor", speaker)
    assert (we.name, how) == ("Pavel Orlik", "coreference")


@pytest.mark.parametrize("words", ["US", "U.S.", "U.S. troops", "his driver", "that group"])
def test_what_only_begins_like_a_pronoun_is_none(words: str) -> None:
    assert pronoun_of(words) is None
