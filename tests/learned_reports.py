"""Fourteen short reports, and two projects whose coders go through all that is read in them.

One project calls every shelling an attack and wants no judgements; the other takes everything as it was read.
"""

from pathlib import Path

from dateline.archive.reviewing import Coder
from dateline.compare import Gold, reviewed_gold
from dateline.records import Statement
from dateline.review.changes import Correction
from dateline.store import Store

TOWNS = (
    *("Aleppo", "Misrata", "Sirte", "Goma", "Bunia", "Mosul", "Tikrit"),
    *("Donetsk", "Debaltseve", "Kunduz", "Ghazni", "Baidoa", "Kismayo", "Mocha"),
)
MANY = ("Two", "Three", "Four", "Five", "Six", "Seven", "Nine")
REPORT = (
    "Army artillery shelled {town} on Monday. {many} civilians were killed, a hospital said. The governor called the shelling "
    "a cowardly act. Gunmen kidnapped {few} aid workers near {town} on Tuesday. The conflict is a disaster for the whole region, "
    "an analyst said. Rebels fired mortars at the airport of {town}. Police arrested {few} suspects. The peace plan has failed, "
    "the editor of a newspaper wrote."
)


def report(town: str, number: int) -> str:
    """The same news from another town."""
    return REPORT.format(town=town, many=MANY[number % 7], few=MANY[(number + 3) % 7].lower())


def coarse(coder: Coder, one: Statement) -> None:
    """By the project that knows attacks alone and wants no judgements."""
    if one.assertion.kind == "judgement":
        coder.reject(one.id)
    elif one.assertion.type == "shelling":
        coder.correct(one.id, Correction(type="attack"))
    else:
        coder.accept(one.id)


def as_read(coder: Coder, one: Statement) -> None:
    """By the project that finds everything right."""
    coder.accept(one.id)


def golds(case: Path) -> list[Gold]:
    """What is reviewed in a case file."""
    with Store.open(case) as store:
        return reviewed_gold(store)
