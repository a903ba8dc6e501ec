"""Rows of others' event tables: what is read from them, and why a row cannot be compared."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.codebook.entries import convert, read_file
from dateline.exports.tables import DATA, Columns
from dateline.matching.events import Event
from dateline.matching.forms import FORMS, form_of

COLUMNS = convert(read_file(DATA / "columns.yaml")[1], Columns, DATA)
ACLED = {
    "event_id_cnty": "IRQ1", "event_date": "2014-06-10", "time_precision": "1", "event_type": "Battles",
    "sub_event_type": "Armed clash", "location": "Mosul", "admin1": "Ninewa",
    "latitude": "36.335", "longitude": "43.119", "geo_precision": "1", "fatalities": "12",
}  # fmt: skip
UCDP = {
    "id": "142698", "type_of_violence": "1", "side_a": "Government of Iraq", "side_b": "IS", "where_prec": "1",
    "adm_1": "Ninawa province", "where_coordinates": "Mosul city",
    "latitude": "36.335", "longitude": "43.119", "date_start": "2014-06-10 00:00:00.000",
    "date_end": "2014-06-11 00:00:00.000", "low": "3", "best": "3", "high": "9",
}  # fmt: skip
POLECAT = {
    "Event ID": "p1", "Event Date": "2014-06-10", "Event Type": "ASSAULT", "Event Mode": "firearms", "Placename": "Mosul",
    "City": "Mosul", "District": "None", "Province": "Ninawa", "Latitude": "36.335", "Longitude": "43.119",
}  # fmt: skip
ROWS = {"acled": ACLED, "ucdp": UCDP, "polecat": POLECAT}


def read(name: str, **changes: str) -> Event | str:
    """What comes of a row with all columns of its form."""
    columns: tuple[str, ...] = getattr(COLUMNS, name)
    form = form_of(columns)
    assert form is not None and form.name == name
    row: Mapping[str, str] = dict.fromkeys(columns, "") | ROWS[name] | changes
    return form.read(row, 7)


@pytest.mark.parametrize("name", ROWS)
def test_a_row_is_an_event_with_day_place_type_and_line(name: str) -> None:
    event = read(name)
    assert isinstance(event, Event) and event.line == 7 and event.start == "2014-06-10"
    assert [(place.latitude, place.longitude) for place in event.places] == [(36.335, 43.119)]
    assert not event.broad and event.places[0].name.startswith("Mosul")


def test_what_each_form_says_of_its_own() -> None:
    acled, ucdp, polecat = (read(name) for name in ROWS)
    assert isinstance(acled, Event) and isinstance(ucdp, Event) and isinstance(polecat, Event)
    assert (acled.types, acled.label, acled.low, acled.high) == (("Battles",), "Battles: Armed clash", 12, 12)
    assert (ucdp.types, ucdp.end, ucdp.low, ucdp.high) == (("state-based",), "2014-06-11", 3, 9)
    assert ucdp.provinces == ("ninawa province", "ninawa") and ucdp.label == "state-based: Government of Iraq - IS"
    assert (polecat.types, polecat.label, polecat.counts) == (("ASSAULT",), "ASSAULT/firearms", False)


@pytest.mark.parametrize(
    ("precision", "days"),
    [("1", ("2014-06-10", "2014-06-10")), ("2", ("2014-06-07", "2014-06-13")), ("3", ("2014-05-26", "2014-06-25"))],
)
def test_a_day_that_is_a_week_or_a_month_is_taken_as_one(precision: str, days: tuple[str, str]) -> None:
    event = read("acled", time_precision=precision)
    assert isinstance(event, Event) and (event.start, event.end) == days


@pytest.mark.parametrize("written", ["10 June 2014", "10-Jun-2014", "2014-06-10", "2014-06-10T00:00:00"])
def test_days_are_read_as_these_projects_write_them(written: str) -> None:
    event = read("acled", event_date=written)
    assert isinstance(event, Event) and event.start == "2014-06-10"


@pytest.mark.parametrize(
    ("name", "changes", "why"),
    [
        ("acled", {"event_date": "10/06/2014"}, "no day"),
        ("acled", {"event_date": "2014-02-30"}, "no day"),
        ("acled", {"event_date": "0001-01-01", "time_precision": "3"}, "no day"),
        ("acled", {"latitude": ""}, "no point"),
        ("acled", {"longitude": "181"}, "no point"),
        ("acled", {"event_type": ""}, "no type"),
        ("acled", {"event_id_cnty": "#event+code"}, "HXL"),
        ("ucdp", {"where_prec": "6"}, "finer than a country"),
        ("ucdp", {"date_end": "2014-12-31"}, "31 days"),
        ("ucdp", {"date_end": "2014-06-01"}, "no day"),
        ("ucdp", {"type_of_violence": "4"}, "no type"),
        ("polecat", {"City": "", "Province": "None"}, "finer than a country"),
    ],
)
def test_a_row_that_cannot_be_compared_says_why(name: str, changes: dict[str, str], why: str) -> None:
    told = read(name, **changes)
    assert isinstance(told, str) and why in told


def test_the_columns_say_whose_table_it_is() -> None:
    assert form_of(("a", "b")) is None and form_of(tuple(COLUMNS.hxl)) is None
    assert {form.name for form in FORMS} == set(ROWS)


@pytest.mark.parametrize("name", ROWS)
@given(data=st.data())
def test_whatever_stands_in_a_row_it_is_an_event_or_says_why(name: str, data: st.DataObject) -> None:
    cell = st.text(max_size=8) | st.sampled_from(["1e309", "-1", "9999-12-31", "0001-01-01", "31 Feb 2014", "nan", "3"])
    changes = data.draw(st.dictionaries(st.sampled_from(sorted(ROWS[name])), cell, max_size=5))
    told = read(name, **changes)
    assert isinstance(told, str) or (told.start <= told.end and told.types)
