"""Two at once: named together, or meant by "both"."""

import pytest

from dateline.codebook import load_codebook
from dateline.records import Anchor
from dateline.resolve.actors import Names
from dateline.resolve.coreference import Chain

TABLE = load_codebook().actors


def members_of_last(text: str, *mentions: str, published: str = "2016-05-01", outlet: str | None = None) -> list[str]:
    """Add the mentions in order; the names of those the last stands for."""
    names = Names(text, TABLE, published)
    chain = Chain(names, text, names.author_of(outlet))
    position, entity = 0, None
    for words in mentions:
        start = text.index(words, position)
        position = start + len(words)
        anchor = Anchor(start=start, end=position, exact=words)
        names.learn(words)
        entity, _ = chain.add(anchor, text.count(".", 0, start), "actor")
    assert entity is not None
    return [each.name for each in entity.members or (entity,)]


@pytest.mark.parametrize(
    ("text", "mentions", "names"),
    [
        ("Ethiopia met Eritrea. Both countries signed.", ("Ethiopia", "Eritrea", "Both countries"), ["Ethiopia", "Eritrea"]),
        ("Hamas fought Fatah. The two sides met.", ("Hamas", "Fatah", "The two sides"), ["Hamas", "Fatah"]),
        (
            "Pavel Orlik met Ana Ruiz. The two leaders left.",
            ("Pavel Orlik", "Ana Ruiz", "The two leaders"),
            ["Pavel Orlik", "Ana Ruiz"],
        ),
        ("Hamas fought Fatah. Peru wept. Both groups left.", ("Hamas", "Fatah", "Peru", "Both groups"), ["Hamas", "Fatah"]),
        (
            "M23 fought Mai-Mai. The World Food Programme left Goma. The two sides met.",
            ("M23", "Mai-Mai", "The World Food Programme", "The two sides"),
            ["M23", "Mai-Mai"],
        ),
        (
            "Hamas fought Hezbollah. France and Peru urged calm. Both sides met.",
            ("Hamas", "Hezbollah", "France", "Peru", "Both sides"),
            ["Hamas", "Hezbollah"],
        ),
        ("Hamas shelled Israel. The two sides met.", ("Hamas", "Israel", "The two sides"), ["Hamas", "Israel"]),
        ("France and Chad sent men.", ("France and Chad",), ["France", "Chad"]),
        ("French and Chadian troops came.", ("French and Chadian troops",), ["French troops", "Chadian troops"]),
    ],
)
def test_two_are_taken_apart(text: str, mentions: tuple[str, ...], names: list[str]) -> None:
    assert members_of_last(text, *mentions) == names


@pytest.mark.parametrize(
    ("text", "mentions", "name"),
    [
        ("Hamas came. Both countries signed.", ("Hamas", "Both countries"), "countries"),
        (
            "The World Food Programme left. Hamas stayed. The two sides met.",
            ("The World Food Programme", "Hamas", "The two sides"),
            "sides",
        ),
        ("Hamas met Fatah. Two men left.", ("Hamas", "Fatah", "Two men"), "men"),
        ("Bosnia and Herzegovina signed.", ("Bosnia and Herzegovina",), "Bosnia and Herzegovina"),
        ("Men and women fled.", ("Men and women",), "Men and women"),
    ],
)
def test_what_is_no_pair_stays_whole(text: str, mentions: tuple[str, ...], name: str) -> None:
    assert members_of_last(text, *mentions) == [name]


@pytest.mark.parametrize(
    ("outlet", "name"), [("US State Department", "United States"), ("Reuters", "We"), (None, "We"), ("The New York Times", "We")]
)
def test_an_unquoted_we_is_the_body_that_publishes_and_no_newspaper(outlet: str | None, name: str) -> None:
    assert members_of_last("We condemn the attack.", "We", outlet=outlet) == [name]
