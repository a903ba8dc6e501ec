"""Why two statements of a case file are or are not one incident."""

from typing import TYPE_CHECKING

from dateline.archive.linking import link_case
from dateline.archive.tables import Tables
from dateline.errors import UsageError
from dateline.link.explain import Explanation, explain_telling, explain_tellings
from dateline.link.meaning import Meaning
from dateline.link.tellings import KINDS
from dateline.records import Record, Statement, Telling

if TYPE_CHECKING:
    from dateline.store import Links, Store


class Explained(Record, frozen=True):
    """Why two statements are or are not one incident."""

    statements: tuple[str, str]
    one_incident: bool
    explanation: Explanation


def explain(store: "Store", tables: Tables, one: str, other: str) -> Explained:
    """Why two statements are or are not one incident, with the case file brought up to date first.

    Args:
        one: the id of a statement of an event or of control, or the start of it.
        other: another one.

    Raises:
        UsageError: no such statement, several, one of another kind, or twice the same.
    """
    link_case(store, tables)
    meaning = Meaning(tables.codebook)
    found = tuple(_statement(store, start) for start in (one, other))
    if found[0].id == found[1].id:
        raise UsageError(f"{one} and {other} are one statement; name two.")
    with store.linking() as links:
        tellings = [_telling(links, statement) for statement in found]
        where = links.places_of(telling.id for telling in tellings)
        documents = links.documents(telling.document for telling in tellings)
    same_document = tellings[0].document == tellings[1].document
    if same_document and (tellings[0].id == tellings[1].id or where[tellings[0].id][1] != where[tellings[1].id][1]):
        name = tellings[0].document
        told = explain_telling(
            documents[name],
            list(store.sentences(name)),
            store.statements(KINDS, document=name),
            (found[0].id, found[1].id),
            meaning,
        )
    else:
        told = explain_tellings(tellings[0], tellings[1], meaning)
    one_incident = where[tellings[0].id][1] == where[tellings[1].id][1]
    return Explained(statements=(found[0].id, found[1].id), one_incident=one_incident, explanation=told)


def _statement(store: "Store", start: str) -> Statement:
    found = store.find_statements(start)
    if not found:
        raise UsageError(f"{store.path} has no statement {start}; `dateline show events --json` shows ids.")
    first, *others = found
    if others:
        raise UsageError(f"Several statements begin with {start} ({', '.join(found[:3])}); give more of the id.")
    statement = store.statement(first)
    assert statement is not None, "its id was found just now"
    if statement.assertion.kind not in KINDS:
        raise UsageError(f"{start} is a {statement.assertion.kind}; only events and changes of control are linked to incidents.")
    return statement


def _telling(links: "Links", statement: Statement) -> Telling:
    tellings = links.tellings(links.tellings_of(documents=[statement.assertion.document]))
    return next(telling for telling in tellings.values() if statement.id in telling.statements)
