"""Incidents -> the timeline: one row for each, by day, with what is agreed and what is disputed about it.

A row says no more than the incident's versions do: every value that is held is shown, none is chosen. What it does not know: which
incidents matter.
"""

from collections.abc import Iterable
from typing import Any

from dateline.records import Incident, Row, Version

VIEW = "timeline"
COUNTS = ("killed", "injured", "abducted", "detained", "arrested", "released", "displaced", "other")
DENIED = "denied"


def timeline(incidents: Iterable[Incident]) -> tuple[Row, ...]:
    """One row for each incident, by first day; those without a day come last."""
    ordered = sorted(incidents, key=lambda i: (i.time is None, i.time.start if i.time else "", i.time.end if i.time else "", i.id))
    return tuple(Row(view=VIEW, cells=_cells(incident), statements=incident.statements) for incident in ordered)


def newest_first(rows: Iterable[Row]) -> list[Row]:
    """The rows of a timeline from its end; those without a day stay last."""
    every = list(rows)
    dated = [row for row in every if row.cells["from"]]
    return [*reversed(dated), *(row for row in every if not row.cells["from"])]


def _cells(incident: Incident) -> dict[str, Any]:
    return {
        "from": incident.time.start if incident.time else None,
        "to": incident.time.end if incident.time else None,
        "places": [place.name for place in incident.places],
        "countries": sorted({place.country for place in incident.places if place.country}),
        "types": list(incident.types),
        "actors": values(incident, "actor"),
        "recipients": values(incident, "recipient"),
        "counts": {of: count for of in COUNTS if (count := count_cell(incident, of)) is not None},
        "occurrence": values(incident, "occurrence"),
        "disputed": _attributes(incident, "disputed"),
        "revised": _attributes(incident, "revised"),
        "agreed": _attributes(incident, "agreed"),
        "stories": incident.stories,
        "documents": len(incident.documents),
        "incident": incident.id,
    }


def of_attribute(incident: Incident, attribute: str) -> list[Version]:
    """The versions of one attribute, those that most stories hold first."""
    return [version for version in incident.versions if version.attribute == attribute]


def values(incident: Incident, attribute: str) -> list[str]:
    """The values of one attribute, those that most stories hold first."""
    return [version.value for version in of_attribute(incident, attribute)]


def _attributes(incident: Incident, standing: str) -> list[str]:
    return list(dict.fromkeys(version.attribute for version in incident.versions if version.standing == standing))


def count_cell(incident: Incident, of: str) -> dict[str, Any] | None:
    """What is counted in an incident: the range that the versions span, and each of them with who holds it; None where nobody
    counts.

    A value that its own voices later replaced is shown and does not widen the range.
    """
    versions = of_attribute(incident, of)
    if not versions:
        return None
    low, high = span(versions)
    held = [
        {"value": v.value, "voices": list(v.voices), "since": v.since, "stories": v.stories, "standing": v.standing}
        for v in versions
    ]
    return {"low": low, "high": high, "values": held}


def span(versions: Iterable[Version]) -> tuple[float | None, float | None]:
    """Lowest and highest count that stands; an end that all leave open is None.

    >>> def version(low, high):
    ...     return Version(attribute="killed", value="", statements=("s",), voices=(), since=None, stories=1, standing="alone",
    ...                    low=low, high=high)
    >>> span([version(20, None), version(31, 31)]), span([version(37, None)])
    ((20, 31), (37, None))
    """
    every = list(versions)
    standing = [v for v in every if v.standing != "revised"] or every
    lows = [v.low for v in standing if v.low is not None]
    ends = [v.high for v in standing if v.high is not None]
    return min(lows, default=None), max([*ends, *lows]) if ends else None
