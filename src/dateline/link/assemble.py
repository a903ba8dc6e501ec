"""Groups of tellings -> incidents with their versions, and which story each statement is a witness of."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import structs

from dateline.link.compare import ordinal
from dateline.link.copies import publication
from dateline.link.incidents import Group
from dateline.link.meaning import VAGUE, Meaning
from dateline.link.places import finest
from dateline.link.versions import DENIED, HEDGED, versions_of
from dateline.records import Document, Echo, Incident, Interval, Place, Statement, Telling


def units_of(statements: Iterable[Statement], story_of: Mapping[str, str], echoes: Iterable[Echo]) -> dict[str, str]:
    """Statement id -> the story it is a witness of: its document's, or for a sentence taken over that of the first who had it.

    Args:
        story_of: document id -> story id.
    """
    first_of = {sentence: echo.stories[0] for echo in echoes for sentence in echo.sentences}
    return {s.id: first_of.get(s.assertion.sentence, story_of[s.assertion.document]) for s in statements}


def make_incident(
    group: Group,
    tellings: Mapping[str, Telling],
    statements: Mapping[str, Statement],
    documents: Mapping[str, Document],
    unit_of: Mapping[str, str],
    meaning: Meaning,
) -> Incident:
    """The incident of one group.

    Args:
        tellings: by id; those of the group are needed.
        statements: by id; those of the group's tellings.
        documents: by id; those of the group's tellings.
        unit_of: what `units_of` says of the statements.
    """
    ordered = sorted((tellings[name] for name in group.tellings), key=lambda t: (*publication(documents[t.document]), t.id))
    told = [statements[name] for telling in ordered for name in telling.statements]
    return Incident(
        id=incident_id(told[0].id),
        types=_types(told, unit_of),
        time=_time(told),
        places=_places(told, unit_of),
        statements=tuple(s.id for s in told),
        documents=tuple(dict.fromkeys(telling.document for telling in ordered)),
        stories=len({unit_of[s.id] for s in told}),
        versions=versions_of(told, documents, unit_of, meaning),
    )


def incident_id(first_statement: str) -> str:
    """An incident's id, made of that of its first statement."""
    return hashlib.sha256(f"incident/{first_statement}".encode()).hexdigest()[:16]


def _types(statements: Sequence[Statement], unit_of: Mapping[str, str]) -> tuple[str, ...]:
    """The types by how many stories use them; one that says nothing comes last."""
    users = Counter(kind for kind, _ in {(s.assertion.type or s.assertion.kind, unit_of[s.id]) for s in statements})
    return tuple(sorted(users, key=lambda kind: (kind == VAGUE, -users[kind], kind)))


def _time(statements: Sequence[Statement]) -> Interval | None:
    """The narrowest stretch, of equal ones that which most statements give, then the earliest."""
    times = [(s.time.start[:10], s.time.end[:10]) for s in statements if s.time and HEDGED.get(s.assertion.hedge) != DENIED]
    times = times or [(s.time.start[:10], s.time.end[:10]) for s in statements if s.time]
    if not times:
        return None
    often = Counter(times)

    def width(time: tuple[str, str]) -> tuple[int, int, tuple[str, str]]:
        return ordinal(time[1]) - ordinal(time[0]), -often[time], time

    start, end = min(often, key=width)
    return Interval(start=start, end=end)


def _places(statements: Sequence[Statement], unit_of: Mapping[str, str]) -> tuple[Place, ...]:
    """The finest places, by how many stories name them."""
    named = {(structs.replace(place, anchor=None), unit_of[s.id]) for s in statements for place in s.places}
    users = Counter(place for place, _ in named)
    return tuple(sorted(finest(users), key=lambda place: (-users[place], place.name, place.geonames or 0)))
