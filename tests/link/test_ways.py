"""Tellings that say the same are compared once: near counts, another day of publication and other words make no other way."""

from link_fixtures import MEANING, report

from dateline.link.incidents import _alike, group
from dateline.link.tellings import tellings_of
from dateline.records import Telling

SIDE = {"published": "2014-06-11", "type": "bombing", "day": "2014-06-10", "place": "Mosul/IQ", "actor": "Taliban"}


def telling(number: int, **more: object) -> Telling:
    document, sentences, statements = report(SIDE | {"text": f"A bomb went off, says report {number}"} | more)
    (found,) = tellings_of(document, sentences, statements, MEANING)
    return found


def ways(*tellings: Telling) -> int:
    return len(_alike(tellings, MEANING))


def test_near_counts_and_later_reports_of_them_are_one_way() -> None:
    alike = [telling(n, killed=106 + n, published=f"2014-06-{11 + n % 3}") for n in range(6)]
    assert ways(*alike) == 1
    (found,) = group(alike, MEANING)
    assert set(found.tellings) == {one.id for one in alike}


def test_another_count_place_day_or_actor_is_another_way() -> None:
    others = ({"killed": 130}, {"place": "Kabul/AF"}, {"day": "2014-06-09"}, {"actor": "Boko Haram"})
    for number, other in enumerate(others, start=1):
        assert ways(telling(0, killed=100), telling(number, **({"killed": 100} | other))) == 2


def test_small_counts_are_told_apart() -> None:
    assert ways(*(telling(n, killed=n) for n in range(1, 9))) == 8


def test_who_says_too_little_to_be_of_one_occurrence_stands_alone() -> None:
    vague = {"place": "", "actor": "", "day": ""}
    assert ways(telling(1, **vague), telling(2, **vague)) == 2
