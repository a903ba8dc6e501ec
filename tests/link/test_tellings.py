"""What one document tells of an occurrence: rival counts come together, another incident stays apart."""

from typing import Any

from link_fixtures import MEANING, report

from dateline.link.tellings import openings, tellings_of

DAY = {"published": "2015-03-04", "day": "2015-03-03"}
CARRIED = DAY | {"own_day": False}
MARKET = {
    "text": "Gunmen attacked a market in Maiduguri on Tuesday, killing 14 people",
    "type": "attack",
    "place": "Maiduguri/NG",
    "killed": 14,
} | DAY


def groups(*sides: dict[str, Any]) -> list[list[int]]:
    """The sentences of each telling, by number."""
    document, sentences, statements = report(*sides)
    number = {s.id: int(s.assertion.sentence.rpartition(":")[2]) for s in statements}
    found = tellings_of(document, sentences, statements, MEANING)
    assert sorted(name for telling in found for name in telling.statements) == sorted(number), "a statement was lost or came twice"
    return [[number[name] for name in telling.statements] for telling in found]


def test_rival_counts_of_police_mayor_and_witnesses_are_one_telling() -> None:
    witnesses = {"text": "Witnesses counted 20 bodies", "type": "attack", "killed": 20, "voice": "Witnesses"} | CARRIED
    army = {"text": "The army said only 8 people died", "type": "attack", "killed": 8, "voice": "the army"} | CARRIED
    assert groups(MARKET, witnesses, army) == [[0, 1, 2]]


def test_a_separate_incident_is_told_apart() -> None:
    separate = {
        "text": "In a separate incident a bomb exploded near a mosque, wounding dozens",
        "type": "bombing",
        "injured": "24-99",
    } | CARRIED
    assert groups(MARKET, separate) == [[0], [1]]
    assert groups(MARKET, separate | {"text": "A bomb exploded near the market, wounding dozens"}) == [[0, 1]]


def test_another_place_or_another_day_opens_another_telling() -> None:
    kano = {"text": "A bomb exploded near a mosque in Kano", "type": "bombing", "place": "Kano/NG"} | DAY
    earlier = {"text": "A bomb killed 14 people in Maiduguri in February", "type": "bombing", "place": "Maiduguri/NG"} | DAY
    assert groups(MARKET, kano) == [[0], [1]]
    assert groups(MARKET, earlier | {"day": "2015-02-01"}) == [[0], [1]]


def test_two_places_that_change_hands_are_two_tellings_and_a_town_of_the_province_is_none() -> None:
    """A province and a town too far for it, though one group took both; a town that may lie in it is where it was taken."""
    taken = {"type": "seizes", "actor": "ISIS", "published": "2014-06-11", "day": "2014-06-11"}
    province = taken | {"text": "ISIS has taken over much of Nineveh", "place": "Nineveh/IQ/A"}
    falluja = taken | {"text": "ISIS wrested control of Falluja", "place": "Falluja/IQ"}
    mosul = taken | {"text": "ISIS has taken Mosul", "place": "Mosul/IQ"}
    assert groups(province, falluja) == [[0], [1]]
    assert groups(province, mosul) == [[0, 1]]
    assert groups(province | {"text": "ISIS has taken over a province", "place": ""}, falluja) == [[0, 1]]


def test_the_toll_of_a_course_is_not_that_of_the_day() -> None:
    toll = {"text": "Some 14,000 people have been killed since 2009", "type": "attack", "killed": 14000} | CARRIED
    assert groups(MARKET, toll) == [[0], [1]]


def test_the_same_stretch_read_as_event_and_as_control_is_one_telling() -> None:
    document, sentences, (taken,) = report({"text": "Rebels took Gao", "type": "seizes", "place": "Gao/ML", "actor": "MNLA"} | DAY)
    from msgspec import structs

    battle = structs.replace(taken, assertion=structs.replace(taken.assertion, id="b" * 32, kind="event", type="battle"))
    (telling,) = tellings_of(document, sentences, [battle, taken], MEANING)
    assert set(telling.types) == {"seizes", "battle"}


def test_two_declarations_in_a_row_are_two_tellings() -> None:
    one = {"text": "The union condemned the raid", "type": "statement", "mode": "condemnation", "actor": "African Union"} | CARRIED
    two = {"text": "France called for talks", "type": "statement", "mode": "demand", "actor": "France"} | CARRIED
    assert groups(one, two) == [[0], [1]]


def test_a_telling_has_the_narrower_days_and_the_finer_place_of_its_statements() -> None:
    region = {"text": "Gunmen raided Borno", "type": "attack", "place": "Borno State/NG/A", "published": "2015-03-04"}
    document, sentences, statements = report(region, MARKET)
    (telling,) = tellings_of(document, sentences, statements, MEANING)
    assert (telling.start, telling.end, [place.name for place in telling.places]) == ("2015-03-03", "2015-03-03", ["Maiduguri"])


def test_every_comparison_can_be_seen() -> None:
    document, sentences, statements = report(MARKET, {"text": "The blast wounded nine", "type": "bombing", "injured": 9} | CARRIED)
    ((telling, new, features),) = openings(document, sentences, statements, MEANING)
    assert features is not None
    assert telling.id == statements[0].id and new.id == statements[1].id
    assert round(sum(points for _, points in features.listed()), 6) == round(features.points, 6)
    assert "told_on" in dict(features.listed())
