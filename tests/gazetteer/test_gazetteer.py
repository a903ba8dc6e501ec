"""The gazetteer over the table that was built with this checkout."""

from pathlib import Path

import pytest

from dateline.errors import ModelError
from dateline.gazetteer import TABLE, Candidate, Gazetteer, Match
from dateline.gazetteer.names import fold

pytestmark = pytest.mark.skipif(not TABLE.is_file(), reason="the gazetteer's table is not built: python tools/gazetteer.py")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def having(gazetteer: Gazetteer, name: str, country: str | None, feature: str) -> Candidate | None:
    return next((each for each in gazetteer.find(name) if each.country == country and each.feature.startswith(feature)), None)


@pytest.mark.parametrize(
    ("name", "country", "feature", "near"),
    [
        ("Nineveh", "IQ", "A.ADM1", (36, 42)),
        ("Anbar", "IQ", "A.ADM1", (33, 42)),
        ("Deir Ezzor", "SY", "P", (35, 40)),
        ("al-Raqqa", "SY", "P", (36, 39)),
        ("Falluja", "IQ", "P", (33, 44)),
        ("Bunagana", "CD", "P.PPLL", (-1, 30)),
        ("Pazigyi", "MM", "P.PPLL", (23, 96)),
        ("الموصل", "IQ", "P", (36, 43)),
        ("Мосул", "IQ", "P", (36, 43)),
        ("Burma", "MM", "A.PCL", (22, 98)),
        ("Zaire", "CD", "A.PCL", (-3, 24)),
        ("Saigon", "VN", "P", (11, 107)),
        ("Gaza Strip", "PS", "A.ADM1", (31, 34)),
        ("Abkhazia", "GE", "A.ADM1", (43, 41)),
        ("Nagorno-Karabakh", "AZ", "L.RGN", (40, 47)),
        ("Golan Heights", "SY", "L.RGN", (33, 36)),
        ("Darfur", "SD", "L.RGN", (14, 24)),
        ("Yarmouk", "SY", "S.CMPRF", (33, 36)),
        ("Kurdistan", None, "L.RGN", (37, 44)),
        ("S.C.", "US", "A.ADM1", (34, -81)),
        ("North-West Frontier Province", "PK", "A.ADM1", (34, 72)),
    ],
)
def test_a_name_is_found_where_it_lies(
    gazetteer: Gazetteer, name: str, country: str | None, feature: str, near: tuple[int, int]
) -> None:
    found = having(gazetteer, name, country, feature)
    assert found is not None
    assert (found.latitude, found.longitude) == pytest.approx(near, abs=1.6)


@pytest.mark.parametrize(("name", "country"), [("Iraqi", "IQ"), ("Filipinos", "PH"), ("Congolese", "CD"), ("Kosovar", "XK")])
def test_an_adjective_leads_to_its_country(gazetteer: Gazetteer, name: str, country: str) -> None:
    found = having(gazetteer, name, country, "A.PCL")
    assert found is not None and found.match == Match.ADJECTIVE


def test_the_middle_east_has_no_country(gazetteer: Gazetteer) -> None:
    assert having(gazetteer, "Middle East", None, "L") is not None


@pytest.mark.parametrize("name", ["", "   ", "Qwrtzuplk", "42", "!?", "\u202e", "OSM", "mwsl"])
def test_what_is_no_name_finds_nothing(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.find(name) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("Al-Fallūjah", "al fallujah"), ("Sana'a", "Sanaa"), ("St. Louis", "Saint Louis"), ("U.S.A.", "USA"), ("The Hague", "Hague")],
)
def test_spellings_that_differ_in_marks_are_one_name(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_every_row_has_a_country_that_exists_or_none_and_a_feature(gazetteer: Gazetteer) -> None:
    rows = gazetteer._table().execute("select distinct country from place where country is not null").fetchall()
    assert all(len(code) == 2 and code.isupper() for (code,) in rows)
    assert gazetteer._table().execute("select count(*) from place where feature not like '_.%'").fetchone() == (0,)


def test_a_table_that_is_not_built_is_told_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"tools/gazetteer\.py"):
        Gazetteer.open(tmp_path / "places.sqlite")


def test_a_broken_table_is_told_with_the_command(tmp_path: Path) -> None:
    broken = tmp_path / "places.sqlite"
    broken.write_bytes(b"not a table" * 200)
    with pytest.raises(ModelError, match=r"tools/gazetteer\.py"):
        Gazetteer.open(broken).find("Mosul")


def test_a_province_holds_its_towns_and_itself_and_no_others(gazetteer: Gazetteer) -> None:
    province, mosul, baghdad = (
        having(gazetteer, *what) for what in (("Nineveh", "IQ", "A.ADM1"), ("Mosul", "IQ", "P"), ("Baghdad", "IQ", "P"))
    )
    assert province and mosul and baghdad and province.admin1
    inside = gazetteer.inside("IQ", province.admin1)
    assert {province.id, mosul.id} <= inside and baghdad.id not in inside


def test_a_country_has_a_name_by_its_code(gazetteer: Gazetteer) -> None:
    assert [gazetteer.country_name(code) for code in ("IQ", "CD", "ZZ")] == ["Iraq", "Democratic Republic of the Congo", None]


def test_a_place_is_found_by_its_number(gazetteer: Gazetteer) -> None:
    mosul = having(gazetteer, "Mosul", "IQ", "P")
    assert mosul and gazetteer.place(mosul.id) == mosul
    assert gazetteer.place(0) is None


def test_towns_come_largest_first_and_of_one_country(gazetteer: Gazetteer) -> None:
    towns = gazetteer.towns("IQ", 5)
    assert len(towns) == 5 and towns[0].name == "Baghdad" and {town.country for town in towns} == {"IQ"}
    assert [town.population for town in towns] == sorted((town.population for town in towns), reverse=True)
    assert gazetteer.towns("ZZ", 5) == ()
