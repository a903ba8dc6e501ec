"""Versions: every value is kept with who holds it, and agreement, contradiction and revision are told apart."""

from typing import Any

import msgspec
import pytest
from link_fixtures import MEANING, place, report

from dateline.link.versions import versions_of
from dateline.records import Anchor, Document, Participant, Quantity, Statement, Version

BASE = {"published": "2017-10-15", "type": "bombing", "day": "2017-10-14", "place": "Mogadishu/SO"}


def versions(*sides: dict[str, Any], units: dict[int, str] | None = None) -> dict[tuple[str, str], Version]:
    """Attribute and value -> version, of one report a side; `units` says which reports are one story."""
    statements: list[Statement] = []
    documents: dict[str, Document] = {}
    unit_of = {}
    for number, side in enumerate(sides):
        document, _, found = report(
            {"text": f"Report {number} of the blast"} | BASE | side, outlet=side.get("outlet", f"Outlet {number}")
        )
        documents[document.id] = document
        statements += found
        unit_of |= dict.fromkeys((s.id for s in found), (units or {}).get(number, document.id))
    statements.sort(key=lambda s: documents[s.assertion.document].published or "9999")
    return {(v.attribute, v.value): v for v in versions_of(statements, documents, unit_of, MEANING)}


def test_the_same_count_of_two_stories_is_agreed_and_of_a_copy_is_alone() -> None:
    assert versions({"killed": 20}, {"killed": 20})["killed", "20"].standing == "agreed"
    copied = versions({"killed": 20}, {"killed": 20}, units={0: "one", 1: "one"})["killed", "20"]
    assert (copied.standing, copied.stories, len(copied.statements)) == ("alone", 1, 2)


def test_counts_that_cannot_both_be_true_are_disputed_with_each_other() -> None:
    found = versions({"killed": 12, "voice": "the police"}, {"killed": 15, "voice": "the mayor"})
    assert (found["killed", "12"].standing, found["killed", "12"].against) == ("disputed", ("15",))
    assert found["killed", "15"].voices == ("the mayor",)


def test_a_lower_bound_and_a_count_above_it_are_compatible() -> None:
    found = versions({"killed": "20+"}, {"killed": 31})
    assert {v.standing for key, v in found.items() if key[0] == "killed"} == {"compatible"}
    assert versions({"killed": "40+"}, {"killed": 31})["killed", "31"].standing == "disputed"


def test_a_voice_that_later_gives_another_count_has_revised_it() -> None:
    ministry = {"voice": "the ministry"}
    found = versions(
        {"killed": 20} | ministry, {"killed": 31, "published": "2017-10-16"} | ministry, {"killed": 20, "voice": "the mayor"}
    )
    assert found["killed", "20"].standing == "revised"
    assert found["killed", "31"].standing == "revision"
    same_day = versions({"killed": 20} | ministry, {"killed": 31} | ministry)
    assert {same_day["killed", n].standing for n in ("20", "31")} == {"disputed"}


def test_since_when_a_value_is_held_and_in_which_order_voices_came() -> None:
    found = versions(
        {"killed": 31, "published": "2017-10-17", "voice": "B"}, {"killed": 31, "published": "2017-10-16", "voice": "A"}
    )
    assert (found["killed", "31"].since, found["killed", "31"].voices) == ("2017-10-16", ("A", "B"))


def test_a_denial_stands_against_the_occurrence_and_gives_no_particulars() -> None:
    found = versions(
        {"actor": "al-Shabaab", "killed": 20}, {"hedge": "denied", "voice": "al-Shabaab", "killed": 1, "place": "Kismayo/SO"}
    )
    assert found["occurrence", "denied"].standing == found["occurrence", "happened"].standing == "disputed"
    assert ("killed", "1") not in found and ("place", "Kismayo (SO)") not in found


@pytest.mark.parametrize(
    ("type", "one", "other", "standing"),
    [
        ("bombing", "Taliban", "Islamic State", "disputed"),
        ("airstrike", "Israel", "Israeli air force", "compatible"),
        ("battle", "Taliban", "Afghan army", "compatible"),
        ("seizes", "M23", "Congolese army", "disputed"),
        ("attack", "gunmen", "Taliban", "compatible"),
    ],
)
def test_two_actors_contradict_each_other_unless_they_are_kin_or_the_two_sides(
    type: str, one: str, other: str, standing: str
) -> None:
    found = versions({"type": type, "actor": one}, {"type": type, "actor": other})
    assert {v.standing for key, v in found.items() if key[0] == "actor"} == {standing}


@pytest.mark.parametrize(
    ("text", "counts", "low", "high"),
    [
        ("Six priests, a cook and her daughter were shot", (6, 2), 6, 8),
        ("Reports of 82 civilians killed, among them 11 women and 13 children", (82, 11, 13), 82, 82),
    ],
)
def test_several_counts_of_one_statement_are_parts_of_a_sum_or_of_the_largest(
    text: str, counts: tuple[int, ...], low: int, high: int
) -> None:
    document, _, (statement,) = report(BASE | {"text": text})
    several = Statement(assertion=statement.assertion, quantities=tuple(Quantity(low=n, high=n, of="killed") for n in counts))
    (killed,) = [
        v for v in versions_of([several], {document.id: document}, {several.id: "one"}, MEANING) if v.attribute == "killed"
    ]
    assert (killed.low, killed.high) == (low, high)


def test_a_named_victim_does_not_contradict_the_count_of_all() -> None:
    document, _, (named, all_) = report(
        BASE | {"text": "The rector Ignacio Ellacuria was killed"}, BASE | {"text": "Six people were killed", "killed": 6}
    )
    who = Anchor(start=11, end=28, exact="Ignacio Ellacuria")
    one = Statement(
        assertion=named.assertion,
        participants=(Participant(role="recipient", name="Ignacio Ellacuria", anchor=who),),
        quantities=(Quantity(low=1, high=1, of="killed", anchor=who),),
    )
    units = {one.id: "one", all_.id: "one"}
    found = {v.attribute: v for v in versions_of([one, all_], {document.id: document}, units, MEANING)}
    assert found["killed"].value == "6" and found["killed"].standing == "alone" and found["killed, part"].value == "1"
    alone = versions_of([one], {document.id: document}, units, MEANING)
    assert [v.value for v in alone if v.attribute == "killed"] == ["1"]


def test_two_places_in_one_breath_are_no_dispute() -> None:
    document, _, (one,) = report({"text": "Both fell within a week"} | BASE | {"outlet": "The Wire"})
    both = msgspec.structs.replace(one, places=(place("Mogadishu/SO"), place("Kismayo/SO")))
    found = versions_of([both], {document.id: document}, {both.id: document.id}, MEANING)
    assert {v.value: v.standing for v in found if v.attribute == "place"} == {
        "Mogadishu (SO)": "compatible",
        "Kismayo (SO)": "compatible",
    }
    apart = versions({"place": "Mogadishu/SO"}, {"place": "Kismayo/SO"})
    assert {v.standing for (attribute, _), v in apart.items() if attribute == "place"} == {"disputed"}
