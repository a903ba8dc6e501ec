"""A filter -> SQL: which statements a query means. Nothing is looked up here that `query.understand` has not looked up."""

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import ColumnElement, Table, and_, false, func, or_, select

from dateline.codebook.actor_words import fold
from dateline.query import Condition, Filter
from dateline.store.dialect import among_numbers, says, unindexed
from dateline.store.tables import assertions, documents, statement_names, statement_places, statements

ROLES = ("actor", "recipient", "subject", "object", "target", "addressee")
"""Roles in which `actor:` looks for somebody."""


def conditions_of(wanted: Filter, outlets: Sequence[str], *, walked: bool = False) -> list[ColumnElement[bool]]:
    """What a statement's row, joined with its assertion and document, has to meet.

    Args:
        outlets: all that the case file has, among which `outlet:` chooses.
        walked: it is asked of some documents at a time, and no kind is to be looked up in its index.
    """
    found = []
    for condition in wanted.conditions:
        if condition.field == "outlet":
            clause = _outlet(condition, outlets)
        elif condition.field == "text":
            clause = or_(*(says(assertions.c.sentence, words) for words in condition.values))
        elif condition.field == "document":
            clause = or_(*(documents.c.id.startswith(value, autoescape=True) for value in condition.values))
        elif condition.field == "kind" and walked:
            clause = unindexed(assertions.c.kind).in_(condition.values)
        else:
            clause = _CLAUSES[condition.field](condition)
        found.append(~clause if condition.negated else clause)
    return found


def _holds(name: ColumnElement, keys: Iterable[str]) -> ColumnElement[bool]:
    """Whether a folded name holds one of the keys as whole words."""
    return or_(false(), *((" " + name + " ").contains(f" {key} ", autoescape=True) for key in keys if key))


def _name_of(condition: Condition, roles: Sequence[str]) -> ColumnElement[bool]:
    """Somebody in one of the roles: by id, and by words where the words led to nobody.

    Words that led to somebody else are somebody else: "the anti-ISIS coalition" is not ISIS.
    """
    names = statement_names.c
    by_words = _holds(names.key, condition.keys)
    fits = or_(names.actor.in_(condition.actors), and_(names.actor.is_(None), by_words)) if condition.actors else by_words
    return statements.c.id.in_(select(names.statement).where(names.role.in_(roles), fits))


def _voice(condition: Condition) -> ColumnElement[bool]:
    found = [_name_of(condition, ("voice",))] if condition.keys else []
    if "author" in condition.values:
        found.append(statements.c.voice == "author")
    if "unnamed" in condition.values:
        found.append(and_(statements.c.voice == "source", statements.c.voice_name.is_(None)))
    return or_(false(), *found)


def _place(condition: Condition) -> ColumnElement[bool]:
    places = statement_places.c
    by_words = _holds(places.key, condition.keys)
    fits = by_words
    if condition.places or condition.countries:
        known = or_(among_numbers(places.geonames, condition.places), places.country.in_(condition.countries))
        fits = or_(known, and_(places.geonames.is_(None), by_words))
    return statements.c.id.in_(select(places.statement).where(fits))


def _label(condition: Condition) -> ColumnElement[bool]:
    names = statement_names.c
    return statements.c.id.in_(select(names.statement).where(names.role == "term", _holds(names.key, condition.keys)))


def _since(condition: Condition) -> ColumnElement[bool]:
    # What has no time of its own is as old as its text; a text without a day is in no period.
    return func.coalesce(statements.c.time_end, documents.c.published, "") >= condition.values[0]


def _until(condition: Condition) -> ColumnElement[bool]:
    return func.coalesce(statements.c.time_start, documents.c.published, "9999-99") <= condition.values[0]


def _outlet(condition: Condition, outlets: Sequence[str]) -> ColumnElement[bool]:
    fitting = [outlet for outlet in outlets if any(f" {key} " in f" {fold(outlet)} " for key in condition.keys)]
    return func.coalesce(documents.c.outlet, "").in_(fitting)


def _type(condition: Condition) -> ColumnElement[str]:
    # found by index, but where what has no type is meant as well
    return func.coalesce(assertions.c.type, "") if condition.negated else assertions.c.type


_CLAUSES: dict[str, Callable[[Condition], ColumnElement[bool]]] = {
    "actor": lambda condition: _name_of(condition, ROLES),
    "voice": _voice,
    "place": _place,
    "country": _place,
    "label": _label,
    "since": _since,
    "until": _until,
    # by index, but where what has no type is meant as well
    "type": lambda condition: (func.coalesce(assertions.c.type, "") if condition.negated else assertions.c.type).in_(
        condition.values
    ),
    "kind": lambda condition: assertions.c.kind.in_(condition.values),
    "hedge": lambda condition: assertions.c.hedge.in_(condition.values),
}
_TABLES: dict[str, tuple[Table, ...]] = {
    "since": (statements, documents),
    "until": (statements, documents),
    "outlet": (documents,),
    "document": (documents,),
    "type": (assertions,),
    "kind": (assertions,),
    "hedge": (assertions,),
    "text": (assertions,),
}


def tables_of(wanted: Filter) -> set[Table]:
    """The tables that its conditions look at: what is only counted need not join the others."""
    return {table for condition in wanted.conditions for table in _TABLES.get(condition.field, (statements,))}
