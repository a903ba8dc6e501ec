"""Timeline, harm and control: every row leads to statements, nothing is counted twice, nothing is carried on without its age."""

from typing import Any

import pytest
from link_fixtures import MEANING, report

from dateline.link.assemble import make_incident
from dateline.link.incidents import group
from dateline.link.tellings import tellings_of
from dateline.records import Document, Incident, Row, Statement
from dateline.situation.control import control
from dateline.situation.harm import harm
from dateline.situation.timeline import timeline

BLAST = {
    "text": "A bomb went off in Mogadishu",
    "published": "2017-10-15",
    "type": "bombing",
    "day": "2017-10-14",
    "place": "Mogadishu/SO",
}
TOWN = {"published": "2022-10-31", "place": "Rutshuru/CD"}


class Archive:
    """Incidents of reports written by hand, each a document of its own story."""

    def __init__(self, *sides: dict[str, Any]) -> None:
        self.documents: dict[str, Document] = {}
        self.statements: dict[str, Statement] = {}
        tellings = {}
        for number, side in enumerate(sides):
            document, sentences, statements = report(side, outlet=side.get("outlet", f"Outlet {number}"), name=f"report {number}")
            self.documents[document.id] = document
            self.statements |= {s.id: s for s in statements}
            tellings |= {t.id: t for t in tellings_of(document, sentences, statements, MEANING)}
        units = {s.id: s.assertion.document for s in self.statements.values()}
        groups = group(tellings.values(), MEANING)
        self.incidents: list[Incident] = [
            make_incident(each, tellings, self.statements, self.documents, units, MEANING) for each in groups
        ]

    def control(self, **options: Any) -> tuple[Row, ...]:
        kin = MEANING.kinship
        return control(
            self.incidents, self.statements, self.documents, same_side=lambda one, other: kin.are_kin([one], [other]), **options
        )


def states(*sides: dict[str, Any], **options: Any) -> list[tuple[str, str, str, list[str]]]:
    return [(r.cells["from"], r.cells["to"], r.cells["status"], r.cells["holder"]) for r in Archive(*sides).control(**options)]


def takes(day: str, actor: str, type: str = "seizes", **more: Any) -> dict[str, Any]:
    return TOWN | {"text": f"{actor} {type} the town on {day}", "type": type, "day": day, "actor": actor, "published": day} | more


# ---------------------------------------------------------------------- timeline


def test_the_timeline_has_a_row_for_each_incident_by_day_and_every_value_that_is_held() -> None:
    archive = Archive(
        BLAST | {"killed": 12, "voice": "the police", "actor": "al-Shabaab"},
        BLAST | {"killed": 15, "voice": "the mayor"},
        BLAST | {"text": "Gunmen attacked a convoy", "type": "attack", "day": "2017-09-01", "place": "Kismayo/SO"},
    )
    first, second = timeline(archive.incidents)
    assert (first.cells["from"], first.cells["places"]) == ("2017-09-01", ["Kismayo"])
    assert second.cells["counts"]["killed"]["low"] == 12 and second.cells["counts"]["killed"]["high"] == 15
    assert {tuple(value["voices"]) for value in second.cells["counts"]["killed"]["values"]} == {("the police",), ("the mayor",)}
    assert second.cells["disputed"] == ["killed"] and second.cells["stories"] == 2
    assert set(second.statements) | set(first.statements) == set(archive.statements)


def test_a_count_that_its_own_voice_replaced_is_shown_but_does_not_widen_the_range() -> None:
    ministry = {"voice": "the ministry"}
    archive = Archive(BLAST | ministry | {"killed": 20}, BLAST | ministry | {"killed": 31, "published": "2017-10-16"})
    (row,) = timeline(archive.incidents)
    killed = row.cells["counts"]["killed"]
    assert (killed["low"], killed["high"]) == (31, 31) and len(killed["values"]) == 2 and row.cells["revised"] == ["killed"]


# ---------------------------------------------------------------------- harm


def test_harm_is_added_over_incidents_and_not_over_versions() -> None:
    other = BLAST | {"text": "Another bomb killed three", "day": "2017-10-28", "published": "2017-10-29", "killed": 3}
    archive = Archive(BLAST | {"killed": 12, "voice": "the police"}, BLAST | {"killed": 15, "voice": "the mayor"}, other)
    (row,) = harm(archive.incidents)
    assert row.cells["killed"] == {"low": 15, "high": 18} and row.cells["incidents"] == 2 and row.cells["disputed"] == ["killed"]
    assert (row.cells["place"], row.cells["period"], row.cells["by"]) == ("Mogadishu", "2017-10", ["not stated"])
    assert set(row.statements) == set(archive.statements)


def test_a_toll_of_several_days_holds_the_days_in_it() -> None:
    day = BLAST | {"killed": 12}
    course = BLAST | {"text": "Some 40 people were killed since Thursday", "day": "2017-10-12/2017-10-15", "killed": 40}
    (row,) = harm(Archive(day, course).incidents)
    assert row.cells["killed"] == {"low": 40, "high": 40} and row.cells["incidents"] == 2


def test_a_toll_of_years_is_a_row_of_its_own() -> None:
    war = {
        "text": "The war has killed 500,000 people since 1991",
        "type": "battle",
        "place": "Mogadishu/SO",
        "published": "2017-10-15",
    }
    rows = harm(Archive(BLAST | {"killed": 12}, war | {"day": "1991-01-01/2017-10-15", "killed": 500000}).incidents)
    assert [(row.cells["period"], row.cells["killed"]["high"]) for row in rows] == [
        ("1991-01-01 to 2017-10-15", 500000),
        ("2017-10", 12),
    ]


def test_perpetrators_are_kept_apart_and_those_of_a_fight_are_only_involved() -> None:
    one = BLAST | {"actor": "al-Shabaab", "killed": 3}
    two = BLAST | {"text": "Soldiers shot two men", "type": "attack", "day": "2017-10-20", "actor": "Somali army", "killed": 2}
    fight = BLAST | {"text": "Fighting killed nine", "type": "battle", "day": "2017-10-25", "actor": "Somali army", "killed": 9}
    rows = {(tuple(r.cells["by"]), r.cells["role"]): r.cells["killed"]["low"] for r in harm(Archive(one, two, fight).incidents)}
    assert len(rows) == 3 and sorted(rows.values()) == [2, 3, 9]
    assert {role for _, role in rows} == {"perpetrator", "involved"}


def test_who_comes_to_help_is_no_perpetrator() -> None:
    """Rescuers act in the incident, as the statement of their work says, and not in what was done."""
    blast = BLAST | {"killed": 12, "actor": "al-Shabaab"}
    rescue = BLAST | {
        "text": "Rescuers in Mogadishu pulled 12 bodies out",
        "type": "other_conflict",
        "killed": 12,
        "actor": "Rescuers",
    }
    archive = Archive(blast, rescue)
    assert len(archive.incidents) == 1
    (row,) = harm(archive.incidents)
    assert (row.cells["by"], row.cells["role"]) == (["al-Shabaab"], "perpetrator")
    (alone,) = harm(Archive(rescue).incidents)
    assert (alone.cells["by"], alone.cells["role"]) == (["Rescuers"], "involved")


def test_what_is_denied_or_has_no_place_is_not_added_up() -> None:
    denied = BLAST | {"hedge": "denied", "killed": 50, "day": "2017-10-01"}
    nowhere = [
        {"text": f"Raid {n} killed {n}", "type": "attack", "day": f"2017-10-0{n}", "published": "2017-10-15", "killed": n}
        for n in (4, 8)
    ]
    rows = harm(Archive(denied, *nowhere).incidents)
    assert [row.cells["killed"]["low"] for row in rows] and sorted(row.cells["killed"]["low"] for row in rows) == [4, 8]


def test_a_count_without_an_upper_end_leaves_the_row_open() -> None:
    (row,) = harm(Archive(BLAST | {"killed": "20+"}).incidents)
    assert row.cells["killed"] == {"low": 20, "high": None}


# ---------------------------------------------------------------------- control


def test_a_place_is_held_from_the_report_until_the_next_and_then_carried_with_its_age() -> None:
    rows = Archive(takes("2022-10-30", "M23"), takes("2022-11-11", "Congolese army")).control(at="2022-11-20")
    assert [(r.cells["from"], r.cells["to"], r.cells["holder"], r.cells["age_days"]) for r in rows] == [
        ("2022-10-30", "2022-11-10", ["M23"], 11),
        ("2022-11-11", "2022-11-20", ["Congolese army"], 9),
    ]
    assert all(row.statements for row in rows) and all(row.cells["last_confirmed"] == row.cells["from"] for row in rows)


def test_a_later_report_of_the_same_holder_confirms_it() -> None:
    rows = Archive(takes("2022-10-30", "M23"), takes("2022-12-01", "M23", "holds")).control(at="2022-12-01")
    assert [(r.cells["holder"], r.cells["last_confirmed"], r.cells["age_days"]) for r in rows] == [
        (["M23"], "2022-10-30", 31),
        (["M23"], "2022-12-01", 0),
    ]


@pytest.mark.parametrize(
    ("sides", "status", "holder"),
    [
        ([takes("2022-10-30", "M23"), takes("2022-10-30", "Congolese army", "loses")], "held", ["M23"]),
        ([takes("2022-10-30", "M23"), takes("2022-10-30", "Congolese army", "holds")], "contested", ["M23", "Congolese army"]),
        ([takes("2022-10-30", "M23", "contests")], "contested", []),
        ([takes("2022-10-30", "M23", "besieges")], "contested", []),
        ([takes("2022-10-30", "M23", "withdraws")], "unknown", []),
        ([takes("2022-10-30", "M23", hedge="possible")], "unknown", []),
        ([takes("2022-10-30", "Russian army"), takes("2022-10-30", "Russian troops", "holds")], "held", ["Russian Armed Forces"]),
    ],
)
def test_reports_of_one_day(sides: list[dict[str, Any]], status: str, holder: list[str]) -> None:
    (row,) = Archive(*sides).control()
    assert row.cells["status"] == status
    if status != "held" or "Russian" not in holder[0]:
        assert sorted(row.cells["holder"]) == sorted(holder)
    else:
        assert len(row.cells["holder"]) == 1, "an army and its troops are one side"


def test_a_denied_loss_changes_nothing_and_is_shown() -> None:
    rows = Archive(takes("2022-10-30", "M23"), takes("2022-11-02", "M23", "loses", hedge="denied", voice="M23")).control()
    assert [row.cells["holder"] for row in rows] == [["M23"], ["M23"]]
    assert rows[1].cells["last_confirmed"] == "2022-10-30" and rows[1].cells["reports"][0]["hedge"] == "denied"


def test_when_the_holder_leaves_nobody_is_known_to_hold_the_place() -> None:
    assert states(takes("2022-10-30", "M23"), takes("2022-11-05", "M23", "withdraws")) == [
        ("2022-10-30", "2022-11-04", "held", ["M23"]),
        ("2022-11-05", "2022-11-05", "unknown", []),
    ]


def test_when_another_leaves_the_holder_stays() -> None:
    assert states(takes("2022-10-30", "M23"), takes("2022-11-05", "Congolese army", "withdraws"))[-1][2:] == ("held", ["M23"])


def test_an_attack_on_a_held_place_makes_it_contested_and_keeps_its_holder() -> None:
    rows = Archive(takes("2022-10-30", "M23"), takes("2022-11-05", "Congolese army", "contests")).control()
    assert rows[-1].cells["status"] == "contested" and rows[-1].cells["holder"] == ["M23"]
    assert rows[-1].cells["contested_by"] == ["Congolese army"]


def test_what_is_reported_after_the_day_asked_for_is_not_known_on_it() -> None:
    assert states(takes("2022-10-30", "M23"), takes("2022-11-11", "Congolese army"), at="2022-11-05") == [
        ("2022-10-30", "2022-11-05", "held", ["M23"])
    ]


def test_a_country_around_the_place_gets_no_row() -> None:
    archive = Archive(takes("2022-10-30", "M23"))
    (name,) = archive.statements
    from msgspec import structs

    from dateline.records import Place

    country = Place(name="DR Congo", country="CD", geonames=203312, latitude=-2.5, longitude=23.5, feature="A.PCLI")
    statement = archive.statements[name]
    archive.statements[name] = structs.replace(statement, places=(country, *statement.places))
    assert [row.cells["place"] for row in archive.control()] == ["Rutshuru"]


def test_control_says_since_when_it_is_so_and_when_that_was_last_confirmed() -> None:
    rows = Archive(takes("2022-10-29", "M23"), takes("2022-11-05", "M23", "holds")).control(at="2022-11-20")
    last = rows[-1].cells
    assert (last["since"], last["last_confirmed"], last["age_days"]) == ("2022-10-29", "2022-11-05", 15)
    lost = Archive(takes("2022-10-29", "M23"), takes("2022-11-05", "Congolese army")).control()[-1].cells
    assert lost["since"] == "2022-11-05"


def test_control_names_the_province_that_it_is_told() -> None:
    (row,) = Archive(takes("2022-10-29", "M23")).control(province_of=lambda place: f"province of {place.name}")
    assert row.cells["province"] == "province of Rutshuru"
