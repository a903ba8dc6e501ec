"""Control rolled up to provinces: places are counted, never areas; every state with the days on which it was confirmed."""

from typing import Any

from dateline.records import Row
from dateline.situation.provinces import provinces


def state(place: str, day: str, until: str, status: str, holder: str = "", **more: Any) -> Row:
    cells = {
        "place": place, "province": "Anbar", "country": "IQ", "from": day, "to": until, "status": status,
        "holder": [holder] if holder else [], "last_confirmed": day, "latitude": len(place), "longitude": 0.0,
    }  # fmt: skip
    return Row(view="control", cells=cells | more, statements=(f"{place} {day}",))


def told(*rows: Row) -> list[tuple[str, str, str, dict[str, list[str]]]]:
    return [(r.cells["from"], r.cells["to"], r.cells["status"], r.cells["held"]) for r in provinces(rows)]


def test_each_day_that_changes_a_place_makes_a_row_with_all_places_as_they_stand() -> None:
    rows = (
        state("Falluja", "2014-01-04", "2014-06-30", "held", "ISIS"),
        state("Ramadi", "2014-03-01", "2014-05-31", "held", "Iraq"),
        state("Ramadi", "2014-06-01", "2014-06-30", "contested"),
    )
    assert told(*rows) == [
        ("2014-01-04", "2014-03-01", "held", {"ISIS": ["Falluja"]}),
        ("2014-03-01", "2014-05-31", "divided", {"ISIS": ["Falluja"], "Iraq": ["Ramadi"]}),
        ("2014-06-01", "2014-06-30", "contested", {"ISIS": ["Falluja"]}),
    ]


def test_a_row_rests_on_the_last_reports_of_all_its_places_and_says_how_old_they_are() -> None:
    falluja = state("Falluja", "2014-01-04", "2014-06-30", "held", "ISIS")
    last = provinces([falluja, state("Hit", "2014-06-01", "2014-06-30", "unknown", last_confirmed=None)])[-1]
    assert set(last.statements) == {"Falluja 2014-01-04", "Hit 2014-06-01"}
    assert (last.cells["first_confirmed"], last.cells["last_confirmed"]) == ("2014-01-04", "2014-01-04")
    assert last.cells["unknown"] == ["Hit"] and last.cells["places"] == 2 and last.cells["status"] == "held"


def test_what_lies_in_no_known_province_is_in_none_and_provinces_of_two_countries_are_two() -> None:
    nowhere = state("the airport", "2014-01-04", "2014-06-30", "held", "ISIS", province=None)
    north = state("Tal", "2014-01-04", "2014-06-30", "held", "ISIS", province="Northern", country="SD")
    other = state("Tal", "2014-01-04", "2014-06-30", "held", "RPF", province="Northern", country="RW")
    assert [row.cells["country"] for row in provinces([nowhere, north, other])] == ["RW", "SD"]
