"""Leader at the date: who is said to lead a group or a government, beside those whom the codebook has in its offices."""

from collections.abc import Iterable, Iterator, Mapping

from dateline.codebook.actors import Actor, ActorTable, Office
from dateline.records import Document, Row, Statement
from dateline.situation.cells import in_role
from dateline.situation.checks.finding import finding

CHECK = "leader"
_NOT_LEADING = (
    "spokesman",
    "deputy",
    "vice",
    "minister",
    "chief negotiator",
    "ambassador",
    "foreign",
    "defense",
    "interior",
    "finance",
)
"""Beginnings of offices whose holders do not lead."""


def check_leaders(statements: Iterable[Statement], documents: Mapping[str, Document], actors: ActorTable) -> Iterator[Row]:
    """A row for each statement that one leads another, where the codebook knows who held offices there."""
    for statement in statements:
        if statement.assertion.type != "leads" or statement.assertion.hedge == "denied":
            continue
        document = documents[statement.assertion.document]
        for subject in in_role(statement, "subject"):
            for led in in_role(statement, "object"):
                person, group = actors.get(subject.actor or ""), actors.get(led.actor or "")
                if person and group and person.kind == "person" and (row := _row(statement, document, person, group, actors)):
                    yield row


def _row(statement: Statement, document: Document, person: Actor, group: Actor, actors: ActorTable) -> Row | None:
    held = list(_leading(group, actors))
    if not held:
        return None
    day = statement.time.end if statement.time else None
    ever = [(office, holder) for office, holder in held if holder.id == person.id]
    own = [(office, holder) for office, holder in ever if day is None or office.days_from(day) == 0]
    return finding(
        CHECK,
        about=group.name_on(document.published),
        says=f"led by {person.name_on(document.published)}" + (f" in {day[:4]}" if day else ""),
        known="; ".join(_words(office, holder) for office, holder in own or ever or held),
        known_from="codebook",
        consistent=bool(own),
        statements=[statement],
        document=document,
    )


def _leading(group: Actor, actors: ActorTable) -> Iterator[tuple[Office, Actor]]:
    """Who led a group, or the state whose government it is, in the order of time; spokesmen and deputies do not lead."""
    for office, holder in actors.offices_of(group.id):
        if not office.office.startswith(_NOT_LEADING):
            yield office, holder
    if group.parent and group.kind == "government":
        yield from (pair for pair in actors.offices_of(group.parent) if pair[0].office in actors.leader_offices)


def _words(office: Office, holder: Actor) -> str:
    return f"{holder.names[-1].name}, {office.office}, {office.since or '?'} to {office.until or 'now'}"
