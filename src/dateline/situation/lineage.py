"""Actors through time: where a group came from, who leads it, with whom it merged, from whom it split, allies and enemies.

One row for each pair of actors, relation and stated time; all who say so stand together, denials apart. Beside it stands what the
codebook knows of the two. It concludes nothing from two relations: that the enemy of an enemy is a friend is for the reader to see.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from dateline.codebook.actor_words import fold
from dateline.codebook.actors import Actor, ActorTable
from dateline.records import Document, Participant, Row, Statement
from dateline.situation.cells import (
    days_cell,
    flat,
    identity,
    in_archive_order,
    in_role,
    outlet_cell,
    published,
    time_cell,
    voice_cell,
)
from dateline.situation.parts import Part, part_of, place_of, rows_of

VIEW = "lineage"
RELATION_WORD = {
    "offshoot_of": "offshoot of",
    "successor_of": "successor of",
    "split_from": "split from",
    "merged_with": "merged with",
    "founder_of": "founded by",
    "leads": "led by",
    "member_of": "member of",
    "rejected_by": "rejected by",
    "alias_of": "also called",
    "allied_with": "allied with",
    "supports": "supported by",
    "fights": "fights",
}
"""Relations in the order in which a history is told; those told from the object's side are in `TURNED`."""
TURNED = frozenset({"leads", "founder_of", "supports"})
"""Told of the second actor: "led by", where the statement says "leads"."""
MUTUAL = frozenset({"allied_with", "merged_with", "fights", "alias_of"})
"""The same from both sides: told of the one whose name comes first."""


class Edge(NamedTuple):
    """One statement about two actors, told of `actor`."""

    actor: Participant
    relation: str
    other: Participant
    statement: Statement

    @property
    def key(self) -> tuple:
        """What statements share that say the same."""
        time, hedge = self.statement.time, self.statement.assertion.hedge
        days = (time.start, time.end) if time else ("", "")
        who = _name if self.relation == "alias_of" else identity
        return (who(self.actor), self.relation, who(self.other), days, hedge == "denied")


def _name(participant: Participant) -> str:
    return fold(participant.name)


def lineage(statements: Iterable[Statement], documents: Mapping[str, Document], actors: ActorTable) -> list[Row]:
    """One row for each pair, relation and time, by actor, then as a history is told, then by time.

    A relation that does not say who both are is left out: `relations` lists it.
    """
    return rows_of(lineage_parts(statements, documents, actors))


def lineage_parts(statements: Iterable[Statement], documents: Mapping[str, Document], actors: ActorTable) -> Iterator[Part]:
    """Each row with the documents that it is made of."""
    groups: dict[tuple, list[Edge]] = {}
    for statement in in_archive_order(statements, documents):
        if statement.assertion.kind == "relation" and statement.assertion.type in RELATION_WORD:
            for edge in _edges(statement):
                groups.setdefault(edge.key, []).append(edge)
    for key, group in groups.items():
        edge = group[0]
        start, end = key[3]
        place = place_of(
            edge.actor.name.casefold(),
            list(RELATION_WORD).index(edge.relation),
            not start,
            start,
            end,
            edge.other.name.casefold(),
            repr(key),
        )
        inside = (each.statement.assertion.document for each in group)
        yield part_of(key, inside, [(place, _row(group, documents, actors))])


def _edges(statement: Statement) -> Iterator[Edge]:
    relation = statement.assertion.type or ""
    for subject in in_role(statement, "subject"):
        for other in in_role(statement, "object"):
            # Two names of one actor are what "also called" is about; of every other relation they would be of one to itself.
            same = _name(subject) == _name(other) if relation == "alias_of" else identity(subject) == identity(other)
            if same:
                continue
            pair = (other, subject) if relation in TURNED else (subject, other)
            if relation in MUTUAL and _name(pair[1]) < _name(pair[0]):
                pair = pair[::-1]
            yield Edge(actor=pair[0], relation=relation, other=pair[1], statement=statement)


def _row(group: list[Edge], documents: Mapping[str, Document], actors: ActorTable) -> Row:
    edge = group[0]
    statements = list({each.statement.id: each.statement for each in group}.values())
    days = sorted(filter(None, (published(statement, documents) for statement in statements)))
    cells = {
        "actor": flat(edge.actor.name),
        "relation": RELATION_WORD[edge.relation],
        "other": flat(edge.other.name),
        "time": time_cell(edge.statement.time),
        "hedge": sorted({statement.assertion.hedge for statement in statements}),
        "said_by": list(dict.fromkeys(_said_by(statement, documents) for statement in statements)),
        "reported": days_cell(days[0], days[-1]) if days else None,
        "codebook": _known(edge, actors),
    }
    return Row(view=VIEW, cells=cells, statements=tuple(statement.id for statement in statements))


def _said_by(statement: Statement, documents: Mapping[str, Document]) -> str:
    """The voice with its outlet; the outlet alone for its author."""
    outlet = outlet_cell(documents[statement.assertion.document])
    voice = voice_cell(statement)
    return outlet if voice == "author" else f"{voice} in {outlet}"


def _known(edge: Edge, actors: ActorTable) -> str | None:
    """What the codebook has on the two: an office with its days, that one grew out of the other; None where it has nothing."""
    if edge.actor.actor is None or edge.other.actor is None:
        return None
    actor, other = actors.get(edge.actor.actor), actors.get(edge.other.actor)
    if actor is None or other is None:
        return None
    offices = [f"{office.office}, {_span(office.since, office.until)}" for office in other.offices if office.of == actor.id]
    if offices:
        return "; ".join(offices)
    for older, younger in ((other, actor), (actor, other)):
        if _grew_out_of(younger, older, actors):
            return f"{younger.names[-1].name} grew out of {older.names[-1].name}"
    return None


def _grew_out_of(younger: Actor, older: Actor, actors: ActorTable) -> bool:
    """Whether the older is among the younger's predecessors, near or far."""
    seen: set[str] = set()
    waiting = list(younger.predecessors)
    while waiting:
        each = waiting.pop()
        if each == older.id:
            return True
        if each not in seen:
            seen.add(each)
            found = actors.get(each)
            waiting.extend(found.predecessors if found else ())
    return False


def _span(since: str | None, until: str | None) -> str:
    return f"{since or '?'} to {until or 'now'}"
