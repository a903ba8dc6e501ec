"""Rows of control -> lines of a briefing: who holds what at the end of a period, by province, and since when last confirmed."""

from collections.abc import Iterable, Mapping
from typing import Any

from dateline.records import Row
from dateline.situation import wording
from dateline.situation.citations import Citation
from dateline.situation.lines import Group, Line, cited

NO_PROVINCE = "Province not known"


def latest(control: Iterable[Row]) -> list[Row]:
    """The last row of each place."""
    found = {(row.cells["place"], row.cells["latitude"], row.cells["longitude"]): row for row in control}
    return list(found.values())


def standing(control: Iterable[Row], citations: Mapping[str, Citation]) -> list[Group]:
    """A group for each province, a line for each place."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in latest(control):
        province = row.cells["province"] or ""
        groups.setdefault((province, (row.cells["country"] or "") if province else ""), []).append(row)
    ordered = sorted(groups, key=lambda key: (key[0] == "", key[1], key[0]))
    return [
        Group(
            heading=f"{province} ({country})" if country else province or NO_PROVINCE,
            lines=tuple(control_line(row, citations) for row in sorted(groups[province, country], key=lambda r: r.cells["place"])),
        )
        for province, country in ordered
    ]


def control_line(row: Row, citations: Mapping[str, Citation], lead: str = "", behind: tuple[str, ...] = ()) -> Line:
    """A place and how it stands.

    Args:
        lead: other words for it.
        behind: further statements that these words rest on.
    """
    first, others = cited((*row.statements, *behind), citations)
    outlets = wording.and_list(dict.fromkeys(report["outlet"] for report in row.cells["reports"]))
    voices = [r["voice"] for r in row.cells["reports"] if r["voice"] != r["outlet"]]
    return Line(
        first=first, others=others, lead=lead or f"{row.cells['place']}: {state_words(row.cells)}", quote="", kind="control",
        voice=f"according to {wording.and_list(voices)}" if voices else "", outlets=outlets, hedge="asserted",
    )  # fmt: skip


def state_words(cells: Mapping[str, Any]) -> str:
    """How a place stands, since when, and how old the last word on it is."""
    confirmed, age = cells["last_confirmed"], cells["age_days"]
    since = cells["since"]
    words = status_words(cells)
    if since and since != confirmed:
        words += f" since {wording.day_words(since)}"
    if confirmed:
        words += f", last confirmed {wording.day_words(confirmed)}"
    if age:
        words += f", {age:,} {'day' if age == 1 else 'days'} before {wording.day_words(cells['to'])}"
    return words


def status_words(cells: Mapping[str, Any]) -> str:
    """Held by whom, contested between whom, or not known."""
    if cells["status"] == "held":
        return f"held by {wording.and_list(cells['holder']) or 'a side that is not named'}"
    if cells["status"] == "contested":
        sides = wording.and_list([*cells["holder"], *cells["contested_by"]])
        return f"contested ({sides})" if sides else "contested"
    return "holder not known"
