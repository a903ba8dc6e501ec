"""Dates before foundings: somebody takes part in what is over before the codebook has them begin, or begins after they ended.

Groups and organisations alone: the codebook knows persons by their offices, not by birth and death.
"""

from collections.abc import Iterable, Iterator, Mapping

from dateline.codebook.actor_rows import first_day, last_day
from dateline.codebook.actors import Actor, ActorTable
from dateline.records import Document, Interval, Row, Statement
from dateline.situation.cells import in_role
from dateline.situation.checks.finding import finding
from dateline.situation.wording import interval_words

CHECK = "lifetime"
_KINDS = ("armed_group", "organisation")
_ROLES = ("actor", "recipient", "subject", "object")


def check_lifetimes(statements: Iterable[Statement], documents: Mapping[str, Document], actors: ActorTable) -> Iterator[Row]:
    """A row for each group in a statement whose stated days lie wholly outside the group's life; none where they touch."""
    for statement in statements:
        if statement.time is None:
            continue
        for participant in in_role(statement, *_ROLES):
            actor = actors.get(participant.actor or "")
            if actor and actor.kind in _KINDS and (known := _outside(actor, statement.time)):
                document = documents[statement.assertion.document]
                yield finding(
                    CHECK,
                    about=participant.name,
                    says=f"takes part in what is dated {interval_words(statement.time)}",
                    known=known,
                    known_from="codebook",
                    consistent=False,
                    statements=[statement],
                    document=document,
                )


def _outside(actor: Actor, time: Interval) -> str | None:
    """What the codebook has instead, when the days lie before the beginning or after the end."""
    life = actor.lifetime
    if life.since and time.end < first_day(life.since):
        return f"{actor.names[0].name} begins {life.since}"
    if life.until and time.start > last_day(life.until):
        return f"{actor.names[-1].name} ends {life.until}"
    return None
