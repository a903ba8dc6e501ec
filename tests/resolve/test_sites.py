"""Where places are meant to be by the words beside their names; hard negatives in which the same words mean nothing of the kind."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.gazetteer import TABLE, Gazetteer
from dateline.records import Anchor, Place
from dateline.resolve.place_geometry import part_of, precision_of
from dateline.resolve.place_relations import cut_to_name, relation_of
from dateline.resolve.sites import meant_places

pytestmark = pytest.mark.skipif(not TABLE.is_file(), reason="the gazetteer's table is not built: python tools/gazetteer.py")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def meant(gazetteer: Gazetteer, text: str) -> list[Place]:
    """Places in a text whose names stand in square brackets."""
    bare, mentions, last = "", [], 0
    for found in re.finditer(r"\[(.*?)\]", text):
        bare += text[last : found.start()]
        mentions.append((len(bare), len(bare) + len(found[1])))
        bare += found[1]
        last = found.end()
    bare += text[last:]
    return meant_places(bare, [Anchor(start=a, end=b, exact=bare[a:b]) for a, b in mentions], gazetteer)


def away(place: Place, latitude: float, longitude: float) -> tuple[float, float]:
    """Kilometres north and east of a point, on the flat."""
    assert place.latitude is not None and place.longitude is not None
    return (place.latitude - latitude) * 111.2, (place.longitude - longitude) * 111.2 * math.cos(math.radians(latitude))


MOSUL = (36.335, 43.11889)


@pytest.mark.parametrize(
    ("words", "north", "east", "label"),
    [
        ("30 km north of [Mosul]", 30, 0, "30 km north of Mosul"),
        ("about 20 kilometres south-west of the city of [Mosul]", -14, -14, "20 kilometres south-west of the city of Mosul"),
        ("ten miles east of [Mosul]", 0, 16, "ten miles east of Mosul"),
        ("12 miles (20 km) to the south of [Mosul]", -19, 0, "12 miles (20 km) to the south of Mosul"),
        ("a few kilometres west of [Mosul]", 0, -5, "a few kilometres west of Mosul"),
        ("just west of [Mosul]", 0, -15, "just west of Mosul"),
    ],
)
def test_a_distance_and_a_direction_give_a_point(gazetteer: Gazetteer, words: str, north: int, east: int, label: str) -> None:
    (place,) = meant(gazetteer, f"A convoy was hit {words} on Monday.")
    assert away(place, *MOSUL) == pytest.approx((north, east), abs=1.5)
    assert (place.label, place.name, place.geonames, place.precision) == (label, "Mosul", 99072, 2)
    assert place.radius_km is not None and 1 < place.radius_km <= 20


@pytest.mark.parametrize(
    ("words", "radius", "precision"),
    [
        ("near [Mosul]", 20, 2),
        ("on the outskirts of [Mosul]", 8, 2),
        ("just outside [Mosul]", 15, 2),
        ("70 km from [Mosul]", 84, 3),
        ("at [Mosul]'s outskirts", 8, 2),
        ("in eastern [Mosul]", None, 1),
        ("at [Mosul]'s western suburbs", None, 1),
        ("in [Mosul]", None, 1),
    ],
)
def test_how_near_a_town_is_its_precision(gazetteer: Gazetteer, words: str, radius: float | None, precision: int) -> None:
    (place,) = meant(gazetteer, f"A bomb went off {words} on Monday.")
    assert (place.radius_km, place.precision) == (radius, precision)


@pytest.mark.parametrize(
    ("words", "north", "east"),
    [
        ("northern [Iraq]", 1, 0),
        ("the south of [Iraq]", -1, 0),
        ("north-western [Iraq]", 1, -1),
        ("western [Iraq]", 0, -1),
        ("the far south-east of [Iraq]", -1, 1),
        ("the northern part of [Iraq]", 1, 0),
    ],
)
def test_a_part_of_a_country_lies_in_that_direction_of_its_middle(gazetteer: Gazetteer, words: str, north: int, east: int) -> None:
    (place,) = meant(gazetteer, f"Clashes broke out in {words} on Monday.")
    up, right = away(place, 33.6, 44.0)
    assert all(sign == 0 or (value > 50 if sign > 0 else value < -50) for value, sign in ((up, north), (right, east)))
    assert place.precision == 3 and place.country == "IQ" and place.radius_km


def test_a_part_of_a_province_is_smaller_than_the_province(gazetteer: Gazetteer) -> None:
    (part,) = meant(gazetteer, "Rebels hold southern [Idlib province] still.")
    (whole,) = meant(gazetteer, "Rebels hold [Idlib province] still.")
    assert part.latitude is not None and whole.latitude is not None and part.latitude < whole.latitude
    assert (part.precision, whole.precision, part.relation, whole.relation) == (2, 3, "southern", None)


@pytest.mark.parametrize(
    "text",
    [
        "Fighters dug in between [Bakhmut] and [Soledar].",
        "A bus was hit on the road from [Bakhmut] to [Soledar].",
        "They cut the [Bakhmut]-[Soledar] highway.",
        "They shelled the road linking [Bakhmut] and [Soledar].",
    ],
)
def test_what_is_between_two_towns_is_in_the_middle(gazetteer: Gazetteer, text: str) -> None:
    one, two = meant(gazetteer, text)
    assert (one.latitude, one.longitude) == (two.latitude, two.longitude) == pytest.approx((48.643, 38.035), abs=0.01)
    assert (one.name, two.name, one.precision) == ("Bakhmut", "Soledar", 2)


@pytest.mark.parametrize(
    "text",
    [
        "Peace talks between [Baghdad] and [Erbil] failed.",
        "Tension between [Russia] and [Ukraine] grew.",
        "They met between [Mosul] and Monday.",
        "Flights between [Khartoum] and [Juba] ended.",
        "The order came from [Mosul].",
        "It was seized by [Mosul] police.",
        "They cut off [Mosul] from the south.",
        "Troops moved north to [Mosul].",
        "In the north, [Mosul] was calm.",
        "The army is 30 km north. [Mosul] is calm.",
        "Thirty were killed. Near the river, in [Mosul], it was calm.",
        "Troops left [South Sudan].",
        "Troops left South [Sudan] alone.",
        "Clashes spread in North [Darfur].",
    ],
)
def test_the_same_words_elsewhere_move_nothing(gazetteer: Gazetteer, text: str) -> None:
    assert [place.relation for place in meant(gazetteer, text)] == [None] * text.count("[")


@pytest.mark.parametrize(
    ("text", "point", "country", "precision"),
    [
        ("The village of [Qwxzil], 25 kilometres south of Kirkuk, was burnt.", (35.243, 44.392), "IQ", 2),
        ("The village of [Qwxzil], near Kirkuk, was burnt.", (35.468, 44.392), "IQ", 2),
        ("The village of [Qwxzil] in Nineveh province was burnt.", (36.07, 42.38), "IQ", 3),
        ("The village of [Qwxzil] in Iraq was burnt.", None, "IQ", None),
        ("The village of [Qwxzil] was burnt.", None, None, None),
    ],
)
def test_an_unknown_village_is_where_the_text_puts_it(gazetteer: Gazetteer, text, point, country, precision) -> None:
    (place,) = meant(gazetteer, text)
    assert (place.name, place.country, place.geonames, place.feature, place.precision) == ("Qwxzil", country, None, None, precision)
    assert (place.latitude, place.longitude) == ((None, None) if point is None else pytest.approx(point, abs=0.02))


def test_a_name_keeps_the_others_that_it_may_be_with_their_chances(gazetteer: Gazetteer) -> None:
    (tripoli,) = meant(gazetteer, "A bomb went off in [Tripoli] on Monday.")
    assert tripoli.probability is not None and tripoli.runners_up
    assert {"LY", "LB"} <= {tripoli.country, *(other.country for other in tripoli.runners_up)}
    chances = [tripoli.probability, *(other.probability for other in tripoli.runners_up)]
    assert chances == sorted(chances, reverse=True) and sum(chances) <= 1.001
    (sure,) = meant(gazetteer, "A bomb went off in [Tripoli], Lebanon, near Zgharta.")
    assert sure.country == "LB"


@pytest.mark.parametrize(
    ("feature", "precision"),
    [("P.PPL", 1), ("S.CMP", 1), ("A.ADM2", 2), ("T.MT", 2), ("A.ADM1", 3), ("A.PCLI", 3), ("L.RGN", 3), (None, None)],
)
def test_precision_is_as_acled_codes_it(feature: str | None, precision: int | None) -> None:
    assert precision_of(feature) == precision


def test_a_ground_of_few_towns_has_no_part() -> None:
    assert part_of(((1.0, 1.0), (2.0, 2.0)), 0.0) is None
    grid = tuple((float(a), float(b)) for a in range(5) for b in range(5))
    north, middle = part_of(grid, 0.0), part_of(grid, None)
    assert north is not None and middle is not None and north[0] > 2.5 and north[1] == pytest.approx(2) and middle[:2] == (2.0, 2.0)


def test_the_name_in_words_of_a_relation_is_cut_out() -> None:
    words = "30 km north of Mosul"
    assert words[cut_to_name(words) :] == "Mosul"
    assert cut_to_name("South Sudan") == cut_to_name("Mosul") == cut_to_name("the city of Mosul") == cut_to_name("") == 0


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_any_text_is_read_without_a_fault_and_twice_the_same(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    assert relation_of(text, start, end) == relation_of(text, start, end)
    mention = Anchor(start=start, end=end, exact=text[start:end])
    places = meant_places(text, [mention], Gazetteer.open())
    assert len(places) == 1 and places[0].anchor == mention and places == meant_places(text, [mention], Gazetteer.open())
