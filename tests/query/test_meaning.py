"""What a query means: names lead to ids, provinces to all that lies in them, unknown names stay words."""

import pytest
from annotated import codebook, gazetteer

from dateline.errors import UsageError
from dateline.query import Condition, Filter, parse, understand


def meant(text: str) -> Filter:
    return understand(parse(text), codebook(), gazetteer())


def only(text: str) -> Condition:
    (condition,) = meant(text).conditions
    return condition


def ids(name: str) -> set[int]:
    return {candidate.id for candidate in gazetteer().find(name)}


@pytest.mark.parametrize("name", ["ISIS", "isil", "Daesh", "Islamic State of Iraq and the Levant"])
def test_every_alias_leads_to_the_same_actor(name: str) -> None:
    assert only(f"actor:{name}").actors == ("islamic_state",)


def test_a_name_that_two_bear_means_both() -> None:
    assert set(only("actor:Assad").actors) == {"bashar_al_assad", "hafez_al_assad"}


def test_a_pattern_of_the_codebook_is_an_actor_too() -> None:
    assert only("actor:Iraqi army").actors == ("iraq_army",)


def test_a_province_means_all_that_lies_in_it_and_a_country_its_code() -> None:
    province = only("place:Nineveh")
    assert ids("Mosul") & set(province.places) and not ids("Baghdad") & set(province.places)
    assert "IQ" in only("place:Iraq").countries
    assert not only("place:Mosul").countries


def test_a_town_does_not_mean_its_province() -> None:
    assert not ids("Tal Afar") & set(only("place:Mosul").places)


def test_names_that_no_table_knows_stay_words() -> None:
    asked = meant('actor:"Brigade of Nowhere" place:Qwghlm')
    assert [condition.keys for condition in asked.conditions] == [("brigade of nowhere",), ("qwghlm",)]
    assert asked.unknown == ('actor:"Brigade of Nowhere"', "place:Qwghlm")


def test_types_are_those_of_the_codebook_and_a_slip_is_named() -> None:
    assert only("type:sexual violence,Attack").values == ("sexual_violence", "attack")
    with pytest.raises(UsageError, match=r"`type:atack` is no type of the codebook; did you mean attack\."):
        meant("type:atack")


def test_days_that_are_cut_short_reach_to_the_end_of_what_they_name() -> None:
    assert [only(text).values[0] for text in ("since:2014", "until:2014-06")] == ["2014-01-01", "2014-06-31"]


def test_author_and_unnamed_are_voices_of_their_own() -> None:
    voice = only("voice:author,unnamed,Europol")
    assert (voice.values, voice.actors) == (("author", "unnamed"), ("europol",))
