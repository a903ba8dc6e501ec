"""A filter -> SQL: which statements a query means. Nothing is looked up here that `query.understand` has not looked up."""

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from dateline.codebook.actor_words import fold
from dateline.query import Condition, Filter
from dateline.store.dialect import among_numbers, says, unindexed
from dateline.store.tables import assertions, gists, statement_names, statement_places

ROLES = ("actor", "recipient", "subject", "object", "target", "addressee")
"""Roles in which `actor:` looks for somebody."""


def conditions_of(wanted: Filter, outlets: Sequence[str]) -> list[ColumnElement[bool]]:
    """What a statement's gist has to meet.

    Args:
        outlets: all that the case file has, among which `outlet:` chooses.
    """
    found = []
    for condition in wanted.conditions:
        clause = _outlet(condition, outlets) if condition.field == "outlet" else _CLAUSES[condition.field](condition)
        found.append(~clause if condition.negated else clause)
    return found


def of_kinds(kinds: Iterable[str]) -> ColumnElement[bool]:
    """What is of these kinds; they are few, and each is a large part of all: nothing is to be looked up by them."""
    return unindexed(gists.c.kind).in_(sorted(kinds))


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
    return gists.c.statement.in_(select(names.statement).where(names.role.in_(roles), fits))


def _voice(condition: Condition) -> ColumnElement[bool]:
    found = [_name_of(condition, ("voice",))] if condition.keys else []
    if "author" in condition.values:
        found.append(gists.c.voice == "author")
    if "unnamed" in condition.values:
        found.append(and_(gists.c.voice == "source", gists.c.voice_name.is_(None)))
    return or_(false(), *found)


def _place(condition: Condition) -> ColumnElement[bool]:
    places = statement_places.c
    by_words = _holds(places.key, condition.keys)
    fits = by_words
    if condition.places or condition.countries:
        known = or_(among_numbers(places.geonames, condition.places), places.country.in_(condition.countries))
        fits = or_(known, and_(places.geonames.is_(None), by_words))
    return gists.c.statement.in_(select(places.statement).where(fits))


def _label(condition: Condition) -> ColumnElement[bool]:
    names = statement_names.c
    return gists.c.statement.in_(select(names.statement).where(names.role == "term", _holds(names.key, condition.keys)))


def _since(condition: Condition) -> ColumnElement[bool]:
    # What has no time of its own is as old as its text; a text without a day is in no period.
    return func.coalesce(gists.c.time_end, gists.c.published) >= condition.values[0]


def _until(condition: Condition) -> ColumnElement[bool]:
    return func.coalesce(gists.c.time_start, func.nullif(gists.c.published, ""), "9999-99") <= condition.values[0]


def _outlet(condition: Condition, outlets: Sequence[str]) -> ColumnElement[bool]:
    fitting = [outlet for outlet in outlets if any(f" {key} " in f" {fold(outlet)} " for key in condition.keys)]
    return func.coalesce(gists.c.outlet, "").in_(fitting)


def _type(condition: Condition) -> ColumnElement[bool]:
    # what has no type is meant where a type is not
    return func.coalesce(gists.c.type, "").in_(condition.values)


def _text(condition: Condition) -> ColumnElement[bool]:
    said = or_(*(says(assertions.c.sentence, words) for words in condition.values))
    return gists.c.statement.in_(select(assertions.c.id).where(said))


def _document(condition: Condition) -> ColumnElement[bool]:
    return or_(*(gists.c.document.startswith(value, autoescape=True) for value in condition.values))


_CLAUSES: dict[str, Callable[[Condition], ColumnElement[bool]]] = {
    "actor": lambda condition: _name_of(condition, ROLES),
    "voice": _voice,
    "place": _place,
    "country": _place,
    "label": _label,
    "since": _since,
    "until": _until,
    "text": _text,
    "document": _document,
    "type": _type,
    "kind": lambda condition: of_kinds(condition.values),
    "hedge": lambda condition: gists.c.hedge.in_(condition.values),
}
