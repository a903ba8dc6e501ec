"""Incidents -> harm to people: killed, injured, abducted, displaced by place, period and perpetrator as reported, low to high.

Nothing is counted twice: rival counts of one incident are its versions and make its range, and an incident whose days lie inside
those of a longer one of the same row ("97 since Saturday") is taken to be part of it. Totals of long courses are rows of their own,
never added to the months they cover. Who did it is what reports say, not what is so.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from dateline.records import Incident, Row
from dateline.situation.parts import Part, part_of, place_of, rows_of
from dateline.situation.timeline import DENIED, of_attribute, span, values

VIEW = "harm"
HARMS = ("killed", "injured", "abducted", "displaced")
NOT_STATED = "not stated"
VAGUE = "other_conflict"
INVOLVED = frozenset(("battle", "displacement", "protest", "riot", VAGUE, "talks", "agreement", "withdrawal"))
"""Types whose actors may be doers, or those to whom it happened."""


class _Group(NamedTuple):
    place: str
    country: str
    period: str
    by: tuple[str, ...]
    sure: bool
    """Whether the actors are said to have done it, and not only to have taken part."""
    alone: str = ""
    """The incident's id where no place is stated: what happened nobody knows where is not added up."""


def harm(incidents: Iterable[Incident]) -> tuple[Row, ...]:
    """One row for each place, period and perpetrator with any count, by period, place and perpetrator."""
    return tuple(rows_of(harm_parts(incidents)))


def harm_parts(incidents: Iterable[Incident]) -> Iterator[Part]:
    """Each row with the incidents that it is made of."""
    groups: dict[_Group, list[Incident]] = {}
    for incident in sorted(incidents, key=lambda i: i.id):
        if any(of_attribute(incident, of) for of in HARMS) and set(values(incident, "occurrence")) != {DENIED}:
            groups.setdefault(_group(incident), []).append(incident)
    for group, members in groups.items():
        by = ", ".join(group.by)
        where = (group.place == NOT_STATED, group.place, group.country)
        place = place_of(group.period == NOT_STATED, group.period, *where, by, group.sure, group.alone)
        yield part_of(group, (incident.id for incident in members), [(place, _row(group, members))])


def _group(incident: Incident) -> _Group:
    place = incident.places[0] if incident.places else None
    return _Group(
        place=place.name if place else NOT_STATED,
        country=(place.country or "") if place else "",
        period=_period(incident),
        by=tuple(sorted(_doers(incident))),
        sure=INVOLVED.isdisjoint(set(incident.types) - {VAGUE} or {VAGUE}),
        alone="" if place else incident.id,
    )


def _doers(incident: Incident) -> list[str]:
    """Its actors; where it is told as an event of a type, those of the statements that do: who digs out the dead did not kill
    them."""
    told = {name for kind in of_attribute(incident, "type") if kind.value != _plain(VAGUE) for name in kind.statements}
    actors = of_attribute(incident, "actor")
    return [actor.value for actor in actors if not told or not told.isdisjoint(actor.statements)]


def _plain(kind: str) -> str:
    return kind.replace("_", " ")


def _period(incident: Incident) -> str:
    """The month, or of what lasted beyond one, its first and last day."""
    if incident.time is None:
        return NOT_STATED
    start, end = incident.time.start, incident.time.end
    return start[:7] if start[:7] == end[:7] else f"{start} to {end}"


def _row(group: _Group, incidents: Sequence[Incident]) -> Row:
    cells: dict[str, Any] = {
        "place": group.place,
        "country": group.country,
        "period": group.period,
        "by": list(group.by) or [NOT_STATED],
        "role": ("perpetrator" if group.sure else "involved") if group.by else NOT_STATED,
    }
    behind: dict[str, None] = {}
    for of in HARMS:
        counted = [incident for incident in incidents if of_attribute(incident, of)]
        if counted:
            low, high = total(counted, of)
            cells[of] = {"low": low, "high": high}
            behind.update((s, None) for i in counted for version in of_attribute(i, of) for s in version.statements)
    disputed = [of for of in HARMS if any(v.standing == "disputed" for i in incidents for v in of_attribute(i, of))]
    cells |= {"incidents": len(incidents), "disputed": disputed, "incident_ids": [incident.id for incident in incidents]}
    return Row(view=VIEW, cells=cells, statements=tuple(behind))


def total(incidents: Sequence[Incident], of: str) -> tuple[float | None, float | None]:
    """Low and high over incidents; a longer one and those inside it count once, by whichever says more."""
    longest_first = sorted(incidents, key=lambda i: (-_days(i), i.id))
    parts: dict[str, list[Incident]] = {}
    tops: list[Incident] = []
    for incident in longest_first:
        around = next((top for top in tops if _lies_in(incident, top)), None)
        if around is None:
            tops.append(incident)
        else:
            parts.setdefault(around.id, []).append(incident)
    ranges = []
    for top in tops:
        own = span(of_attribute(top, of))
        inner = total(parts[top.id], of) if top.id in parts else own
        lows = [low for low in (own[0], inner[0]) if low is not None]
        ranges.append((max(lows, default=None), None if None in (own[1], inner[1]) else max(own[1] or 0.0, inner[1] or 0.0)))
    lows = [low for low, _ in ranges if low is not None]
    highs = [high for _, high in ranges if high is not None]
    return sum(lows) if lows else None, sum(highs) if len(highs) == len(ranges) else None


def _days(incident: Incident) -> int:
    if incident.time is None:
        return 0
    return (date.fromisoformat(incident.time.end) - date.fromisoformat(incident.time.start)).days + 1


def _lies_in(incident: Incident, other: Incident) -> bool:
    """Whether an incident's days are some of another's, which has more."""
    if incident.time is None or other.time is None or _days(other) <= _days(incident):
        return False
    return other.time.start <= incident.time.start and incident.time.end <= other.time.end
