"""Pairs of report sentences: those about one occurrence join, the others do not; each way of missing it is seen."""

from collections.abc import Iterable
from typing import Any

import pytest
from link_fixtures import MEANING, pairs, report

from dateline.link.incidents import group
from dateline.link.tellings import tellings_of
from dateline.records import Telling

PRECISION, RECALL = 0.95, 0.85
KNOWN = {"protest deaths by hospital and by police"}
"""Pairs that are missed, and must be taken out of this list when they no longer are: an attack on a march is no family with the
march."""


def tellings(*sides: dict[str, Any]) -> list[Telling]:
    """What each side's document tells."""
    found = []
    for number, side in enumerate(sides):
        document, sentences, statements = report(side, outlet=f"Outlet {number}")
        found += tellings_of(document, sentences, statements, MEANING)
    return found


def joined(found: Iterable[Telling]) -> bool:
    return len(group(found, MEANING)) == 1


def test_there_are_enough_pairs_of_both_kinds_and_none_twice() -> None:
    every = pairs()
    assert len(every) >= 60 and min(sum(p["same"] for p in every), sum(not p["same"] for p in every)) >= 30
    assert len({(p["one"]["text"], p["two"]["text"], p["one"]["published"], p["two"]["published"]) for p in every}) == len(every)


def test_precision_and_recall_on_all_pairs() -> None:
    found = [(pair["same"], joined(tellings(pair["one"], pair["two"]))) for pair in pairs()]
    right = sum(same and one for same, one in found)
    assert right / sum(one for _, one in found) >= PRECISION
    assert right / sum(same for same, _ in found) >= RECALL


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: f"{pair['part']}: {pair['why']}"[:70])
def test_each_pair(pair: dict[str, Any]) -> None:
    assert joined(tellings(pair["one"], pair["two"])) == (pair["same"] and pair["why"] not in KNOWN)


@pytest.mark.parametrize("pair", pairs()[:12], ids=lambda pair: pair["why"][:40])
def test_which_comes_first_does_not_matter(pair: dict[str, Any]) -> None:
    one, two = tellings(pair["one"]), tellings(pair["two"])
    assert group([*one, *two], MEANING) == group([*two, *one], MEANING)
