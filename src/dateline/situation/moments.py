"""Incidents and who holds which place -> what a map that plays through time shows.

An incident stands on every day on which it may have been; its dead from the lowest to the highest figure that stands. A place is
held from the day of a report until the next one, and each such stretch keeps the day on which a report last said so. What has no
day or no coordinates cannot be shown and is counted.
"""

from collections.abc import Iterable, Iterator

import msgspec

from dateline.records import Incident, Record, Row
from dateline.situation.parts import Part, part_of, place_of
from dateline.situation.points import is_area
from dateline.situation.timeline import of_attribute, span, values

DENIED = "denied"


class Happening(Record, frozen=True):
    """One incident at one place."""

    id: str
    place: str
    country: str | None
    latitude: float
    longitude: float
    area: bool
    """A country, province or region: the point is only its middle."""
    start: str
    """First and last day on which it may have been, as ISO dates."""
    end: str
    types: tuple[str, ...]
    stories: int
    """Independent stories that tell of it."""
    low: float | None
    """The dead, from the lowest to the highest figure that stands; None for an end that is left open."""
    high: float | None
    counted: bool
    """Whether anybody counts the dead."""
    disputed: bool
    """Something about it is told in ways that cannot all be true."""
    denied: bool
    """Somebody says that it did not happen."""
    statements: tuple[str, ...]


class Holding(Record, frozen=True):
    """How a place stands from one report to the next."""

    place: str
    country: str | None
    latitude: float
    longitude: float
    start: str
    end: str
    """The day to which it is carried; empty as long as it is not."""
    status: str
    """held, contested or unknown."""
    holders: tuple[str, ...]
    contesting: tuple[str, ...]
    confirmed: str | None
    """The last day for which a report says so."""
    statements: tuple[str, ...]


class Moments(Record, frozen=True):
    """What there is to play, in the order of days."""

    happenings: tuple[Happening, ...]
    holdings: tuple[Holding, ...]
    unseen: tuple[tuple[str, ...], ...]
    """The statements of each incident without a day or without a place that has coordinates."""
    unlinked: int = 0
    """Documents whose statements are in no incident yet."""


def moments(incidents: Iterable[Incident], control: Iterable[Row]) -> Moments:
    """What a map that plays shows.

    Args:
        control: rows of the view of control, with coordinates in their cells.
    """
    made, unseen = [], []
    for incident in incidents:
        shown = happening(incident)
        if shown is None:
            unseen.append(incident.statements)
        else:
            made.append(shown)
    holdings = [holding(row) for row in control if row.cells["latitude"] is not None]
    return Moments(
        happenings=tuple(sorted(made, key=place_of_happening)),
        holdings=tuple(sorted(holdings, key=place_of_holding)),
        unseen=tuple(sorted(unseen)),
    )


class Unseen(Record, frozen=True):
    """An incident that a map cannot show."""

    statements: tuple[str, ...]


def happening_parts(incidents: Iterable[Incident]) -> Iterator[Part]:
    """Each incident that a map can show."""
    for incident in incidents:
        if (shown := happening(incident)) is not None:
            yield part_of(incident.id, (incident.id,), [(place_of_happening(shown), shown)])


def unseen_parts(incidents: Iterable[Incident]) -> Iterator[Part]:
    """Each incident that it cannot show."""
    for incident in incidents:
        if happening(incident) is None:
            yield part_of(incident.id, (incident.id,), [(place_of(*incident.statements), Unseen(statements=incident.statements))])


def place_of_happening(one: Happening) -> str:
    """Where it stands among others."""
    return place_of(one.start, one.end, one.id)


def place_of_holding(one: Holding) -> str:
    """Where it stands among others."""
    return place_of(one.start, one.place, str(one.latitude), str(one.longitude))


def carried(one: Holding, last: str | None) -> Holding:
    """A stretch as far as a day, if no report ends it before."""
    if one.end and (last is None or one.end <= last):
        return one
    return msgspec.structs.replace(one, end=last or one.start)


def happening(incident: Incident) -> Happening | None:
    """What a map shows of an incident; None where it has no day or no coordinates."""
    place = next((place for place in incident.places if place.latitude is not None and place.longitude is not None), None)
    if place is None or incident.time is None:
        return None
    assert place.latitude is not None and place.longitude is not None
    killed = of_attribute(incident, "killed")
    low, high = span(killed) if killed else (None, None)
    return Happening(
        id=incident.id,
        place=place.label,
        country=place.country,
        latitude=place.latitude,
        longitude=place.longitude,
        area=is_area(place),
        start=incident.time.start,
        end=incident.time.end,
        types=incident.types,
        stories=incident.stories,
        low=low,
        high=high,
        counted=bool(killed),
        disputed=any(version.standing == "disputed" for version in incident.versions),
        denied=DENIED in values(incident, "occurrence"),
        statements=incident.statements,
    )


def holding(row: Row) -> Holding:
    """A stretch as a row of control tells of it; without an end where that is not carried forward."""
    cells = row.cells
    return Holding(
        place=cells["place"],
        country=cells["country"],
        latitude=cells["latitude"],
        longitude=cells["longitude"],
        start=cells["from"],
        end=cells["to"] or "",
        status=cells["status"],
        holders=tuple(cells["holder"]),
        contesting=tuple(cells["contested_by"]),
        confirmed=cells["last_confirmed"],
        statements=row.statements,
    )
