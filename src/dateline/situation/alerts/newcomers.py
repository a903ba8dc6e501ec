"""New actors: groups that act for the first time this week, in an archive that reaches further back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dateline.codebook.actors import ActorTable
from dateline.records import Document, Participant, Row, Statement
from dateline.situation.alerts.alert import UNSURE, Window, alert, reports
from dateline.situation.cells import flat, identity, in_role, place_ids, published
from dateline.situation.wording import day_words

NEW_DOCUMENTS = 2
"""Documents in which somebody unknown to the codebook must act: a name that stands once may be a slip."""
ACTING = ("event", "control")
"""Kinds of statements in which somebody acts."""
_GROUPS = ("armed_group", "force", "government", "organisation")


def new_actors(
    ordered: Sequence[Statement], documents: Mapping[str, Document], days: Iterable[str], window: Window, actors: ActorTable
) -> Iterator[Row]:
    """Groups that act for the first time this week, in an archive that reaches further back.

    Args:
        days: the days of publication that there are.
    """
    if not any(day < window.start for day in days):
        return
    acting: dict[str, list[Statement]] = {}
    names: dict[str, str] = {}
    for statement in ordered:
        for participant in acting_groups(statement, actors):
            acting.setdefault(identity(participant), []).append(statement)
            names.setdefault(identity(participant), flat(participant.name))
    for who, members in acting.items():
        first = published(members[0], documents)
        number = len({statement.assertion.document for statement in members})
        if window.holds(first) and (actors.get(who) or number >= NEW_DOCUMENTS):
            yield alert(
                "new actor",
                what=names[who],
                place=", ".join(dict.fromkeys(name for s in members for name in place_ids(s).values())) or None,
                now=f"{reports(members)}, first {day_words(first)}",
                before=None,
                rule=f"acts in no document before the {window}" + ("" if actors.get(who) else "; not in the codebook"),
                statements=members,
            )


def acting_groups(statement: Statement, actors: ActorTable) -> Iterator[Participant]:
    """The groups that a statement tells of as acting."""
    if statement.assertion.kind in ACTING and statement.assertion.hedge not in UNSURE:
        for participant in in_role(statement, "actor"):
            known = actors.get(participant.actor) if participant.actor else None
            if known.kind in _GROUPS if known else _looks_named(participant.name):
                yield participant


def _looks_named(words: str) -> bool:
    """Whether words that led to nobody look like a name: a capital in each but small words, in a text that has small letters."""
    parts = words.split()
    return len(parts) > 1 and not words.isupper() and all(part[0].isupper() or len(part) <= 3 for part in parts)
