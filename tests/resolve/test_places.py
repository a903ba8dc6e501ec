"""Places resolved in the company of their document's other words."""

import re

import pytest

from dateline.gazetteer import TABLE, Gazetteer
from dateline.records import Place
from dateline.resolve.places import anchors, resolve_places

pytestmark = pytest.mark.skipif(not TABLE.is_file(), reason="the gazetteer's table is not built: python tools/gazetteer.py")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def resolved(gazetteer: Gazetteer, text: str) -> list[Place]:
    """Places in a text whose mentions stand in square brackets."""
    bare, spans, last = "", [], 0
    for found in re.finditer(r"\[(.*?)\]", text):
        bare += text[last : found.start()]
        spans.append((len(bare), len(bare) + len(found[1])))
        bare += found[1]
        last = found.end()
    return list(resolve_places(bare + text[last:], anchors(bare + text[last:], spans), gazetteer))


@pytest.mark.parametrize(
    ("text", "country", "feature"),
    [
        ("The group now holds [Nineveh].", "IQ", "A.ADM1"),
        ("Clashes broke out in the Iraqi province of [Nineveh] on Monday.", "IQ", "A.ADM1"),
        ("Shells fell on [Idlib province].", "SY", "A.ADM1"),
        ("Shells fell on the city of [Idlib].", "SY", "P"),
        ("Troops left [Tripoli], Lebanon.", "LB", "P"),
        ("Militias fought over the Libyan capital [Tripoli] and [Misrata].", "LY", "P"),
        ("A bomb went off in [Hyderabad], Pakistan.", "PK", "P"),
        ("Police in [Alexandria], La., made an arrest.", "US", "P"),
        ("Fighters crossed into [northern Iraq].", "IQ", "A.PCL"),
        ("Fuel no longer reaches [the Gaza Strip].", "PS", "A.ADM1"),
        ("He was born in [Georgia], like most Georgians of Tbilisi.", "GE", "A.PCL"),
        ("Deputies from [Georgia] and Alabama voted in Atlanta, Georgia.", "US", "A.ADM1"),
        ("Rebels took the airport in [eastern Aleppo].", "SY", ""),
        ("Displaced families reached [Zaatari].", "JO", "S"),
        ("The envoy toured [the Middle East].", None, "L"),
    ],
)
def test_a_place_is_read_with_its_words(gazetteer: Gazetteer, text: str, country: str | None, feature: str) -> None:
    place = resolved(gazetteer, text)[0]
    assert place.country == country
    assert place.feature is not None and place.feature.startswith(feature)


@pytest.mark.parametrize("text", ["REBELS HOLD [PARTS OF] THE SUBURB.", "SHELLS FELL [AROUND THE] TOWN."])
def test_words_around_a_name_are_no_name(gazetteer: Gazetteer, text: str) -> None:
    """There is a town called Of."""
    assert resolved(gazetteer, text)[0].geonames is None


def test_a_village_needs_company(gazetteer: Gazetteer) -> None:
    """ "Bunagana" alone may be a place that no table has."""
    assert resolved(gazetteer, "Rebels left [Bunagana] in eastern Congo.")[0].country == "CD"
    assert resolved(gazetteer, "The Congolese army shelled [Bunagana].")[0].country == "CD"
    assert resolved(gazetteer, "A farmer of [Bunagana], Maine, was fined.")[0].geonames is None


def test_a_small_town_needs_company_where_others_are_elsewhere(gazetteer: Gazetteer) -> None:
    """There is a Bajura in Romania, and a Hospital in Ireland."""
    assert resolved(gazetteer, "Rebels in [Nepal] took villagers from [Bajura] district.")[0].country == "NP"
    assert [place.country for place in resolved(gazetteer, "The South [Hospital] of [El Fasher], in [Sudan].")] == [
        None,
        "SD",
        "SD",
    ]
    assert resolved(gazetteer, "A shop burnt down in [Hospital].")[0].country == "IE"
    assert resolved(gazetteer, "A shop burnt down in [Hospital], Ireland; [Sudan] was not told.")[0].country == "IE"
    # A town of some size may well be alone.
    assert [place.country for place in resolved(gazetteer, "Talks in [Geneva] on [Sudan].")] == ["CH", "SD"]


def test_places_of_one_document_keep_each_other_company(gazetteer: Gazetteer) -> None:
    texas = resolved(gazetteer, "Voters in [Paris], [Sherman] and [Dallas] went to the polls across [Texas].")
    assert [place.country for place in texas] == ["US"] * 4
    france = resolved(gazetteer, "Voters in [Paris], [Lyon] and [Marseille] went to the polls across [France].")
    assert [place.country for place in france] == ["FR"] * 4


@pytest.mark.parametrize("words", ["Qwrtzuplk", "the Zzyzx-Brumpf road", "2,000", "—"])
def test_what_is_not_known_stays_words(gazetteer: Gazetteer, words: str) -> None:
    place = resolved(gazetteer, f"They moved towards [{words}] at dawn.")[0]
    assert place.name == words
    assert (place.country, place.latitude, place.geonames, place.feature) == (None, None, None, None)


def test_the_order_of_mentions_changes_nothing(gazetteer: Gazetteer) -> None:
    text = "From Samarra to Tikrit, and from Tikrit to Baiji, the road was cut."
    spans = [(match.start(), match.end()) for match in re.finditer("Samarra|Tikrit|Baiji", text)]
    forward = resolve_places(text, anchors(text, spans), gazetteer)
    backward = resolve_places(text, anchors(text, reversed(spans)), gazetteer)
    assert forward == tuple(reversed(backward))


def test_every_mention_keeps_its_anchor(gazetteer: Gazetteer) -> None:
    text = "Mosul’s river, Mosul and MOSUL."
    spans = [(0, 7), (15, 20), (25, 30)]
    places = resolve_places(text, anchors(text, spans), gazetteer)
    assert [text[place.anchor.start : place.anchor.end] for place in places if place.anchor] == ["Mosul’s", "Mosul", "MOSUL"]
    assert {place.country for place in places} == {"IQ"}


def test_a_text_without_mentions_has_no_places(gazetteer: Gazetteer) -> None:
    assert resolve_places("Nothing here.", (), gazetteer) == ()


def test_a_word_without_a_capital_is_no_name(gazetteer: Gazetteer) -> None:
    (place,) = resolved(gazetteer, "The border between the two states was closed; troops held [The border] for weeks.")
    assert place == Place(name="The border", anchor=place.anchor)


def test_three_capitals_are_no_small_town_where_the_text_has_small_letters(gazetteer: Gazetteer) -> None:
    assert resolved(gazetteer, "Leaders of the [EU] met in [Brussels].")[0].country != "FR"
    assert resolved(gazetteer, "[Eu] lies in Normandy, in [France].")[0].country == "FR"
    assert resolved(gazetteer, "FLOODS IN [EU] AND IN [ROUEN], [FRANCE].")[0].country == "FR"


def test_a_town_keeps_the_spelling_of_the_text(gazetteer: Gazetteer) -> None:
    (place,) = resolved(gazetteer, "The Syrian city of [Raqqa] was cut off.")
    assert (place.name, place.country) == ("Raqqa", "SY")
