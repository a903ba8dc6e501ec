"""The rows of the actor tables: who is who, under which name, in which office, and until when.

Dates are ISO, inclusive, and may be cut to year or month where no more is known. Rows know nothing of the words around a name.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date as Day
from functools import lru_cache

import msgspec

from dateline.codebook.actor_words import fold
from dateline.records import Record

KINDS = ("armed_group", "government", "force", "organisation", "person", "people")


def first_day(words: str) -> str:
    """The first day of a date that may be cut to year or month: ``1987-12`` is ``1987-12-01``."""
    return words + "0000-01-01"[len(words) :] if len(words) < 10 else words


def last_day(words: str) -> str:
    """A bound after every day of a date that may be cut: ``1987-12`` is ``1987-12-31``, for comparing only."""
    return words + "0000-12-31"[len(words) :] if len(words) < 10 else words


class Span(Record, frozen=True, kw_only=True):
    """A stretch of time; a missing end is open."""

    since: str | None = msgspec.field(default=None, name="from")
    until: str | None = None

    def days_from(self, on: str) -> int:
        """Days between `on` (ISO) and the stretch: 0 inside it."""
        if self.since and on < (start := first_day(self.since)):
            return (Day.fromisoformat(start) - Day.fromisoformat(on)).days
        if self.until and on > (end := last_day(self.until)):
            # A bound made from a month may be the 31st of a shorter one.
            real = end if len(self.until) == 10 else end[:8] + "28"
            return (Day.fromisoformat(on) - Day.fromisoformat(real)).days
        return 0

    def order(self, on: str) -> tuple[int, int]:
        """How well it fits a text of `on`: what exists then before what had been, and that before what was yet to come."""
        days = self.days_from(on)
        future = bool(self.since and on < first_day(self.since))
        return (0, 0) if days == 0 else (2 if future else 1, days)


class ActorName(Span, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One canonical English name, and when the actor bore it."""

    name: str
    source: str


class Called(Span, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Names that mean the actor only for a time, or only in texts about some countries: "Tuareg rebels", "the Tigers"."""

    names: tuple[str, ...]
    country: tuple[str, ...] = ()
    """ISO codes of the countries whose texts mean it; none: any text does."""

    def holds(self, on: str | None, country: str | None) -> bool:
        """Whether a text of `on` (ISO) about `country` can mean it; an unknown date does not speak against it."""
        return (not self.country or country in self.country) and (on is None or self.days_from(on) == 0)


class Office(Span, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An office that a person holds or held in a country or an organisation (`of`: an actor's id)."""

    office: str
    of: str
    source: str


class Actor(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who acts or speaks: a group, a government, a force, an organisation, a person, a people."""

    id: str
    kind: str
    names: tuple[ActorName, ...]
    country: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2 codes; former states keep their former code."""
    aliases: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    """Single words that name it only as printed here, since in lower case they are ordinary words: Amnesty, Dawn, Bush."""
    called: tuple[Called, ...] = ()
    """Names valid only within their own dates or countries."""
    offices: tuple[Office, ...] = ()
    parent: str | None = None
    """What it is part of: a force's government, a wing's group."""
    predecessors: tuple[str, ...] = ()
    """Ids of the groups it grew out of, by renaming, merger or split."""

    def name_on(self, date: str | None = None) -> str:
        """The canonical name valid on `date` (ISO); the nearest in time when none is, the last one without a date."""
        if date is None or len(self.names) == 1:
            return self.names[-1].name
        return min(reversed(self.names), key=lambda name: name.days_from(date)).name

    def offices_on(self, date: str) -> tuple[Office, ...]:
        """The offices held on `date`."""
        return tuple(office for office in self.offices if office.days_from(date) == 0)

    @property
    def lifetime(self) -> Span:
        """From the first name or office to the last: persons by their offices, all others by their names."""
        spans: tuple[Span, ...] = self.offices if self.kind == "person" else self.names
        starts = [span.since for span in spans]
        ends = [span.until for span in spans]
        return Span(since=_least(starts, first_day), until=_most(ends, last_day))

    def surfaces(self) -> tuple[str, ...]:
        """Every way it is written in the rows: names, then aliases."""
        return (*self.lasting(), *[name for span in self.called for name in span.names])

    def lasting(self) -> tuple[str, ...]:
        """The ways it is written that hold for as long as it lives, whatever country the text is about."""
        return (*[name.name for name in self.names], *self.aliases, *self.exact)


def _least(dates: list[str | None], key: Callable[[str], str]) -> str | None:
    return None if not dates or None in dates else min((d for d in dates if d), key=key)


def _most(dates: list[str | None], key: Callable[[str], str]) -> str | None:
    return None if not dates or None in dates else max((d for d in dates if d), key=key)


class ActorAddition(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """More about an actor that another file has: names, aliases and offices that are added to its row."""

    adds_to: str
    """Id of the actor."""
    names: tuple[ActorName, ...] = ()
    aliases: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    called: tuple[Called, ...] = ()
    offices: tuple[Office, ...] = ()

    def to(self, actor: Actor) -> Actor:
        """The actor with what the row adds; the last name stays the one without a date."""
        return msgspec.structs.replace(
            actor,
            names=(*self.names, *actor.names),
            aliases=(*actor.aliases, *(alias for alias in self.aliases if alias not in actor.aliases)),
            exact=(*actor.exact, *(word for word in self.exact if word not in actor.exact)),
            called=(*actor.called, *self.called),
            offices=(*actor.offices, *self.offices),
        )


class Rejection(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that look like an actor's name, and that a coder has found to be none worth a row."""

    rejects: str
    source: str
    """Why, or who says so."""


class Country(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A state or territory and the words for it; the first demonym is the one that names are made with."""

    name: str
    iso: str
    demonyms: tuple[str, ...]
    plural: str | None = None
    capital: str | None = None
    aliases: tuple[str, ...] = ()
    article: bool = False
    """Whether English says "the" before it."""
    names: tuple[ActorName, ...] = ()
    """Only where it changed its name or exists in part of the time covered."""
    source: str = "ISO 3166-1; GeoNames countryInfo"

    @property
    def id(self) -> str:
        """The id of its actor row."""
        return _id_of(self.name)


@lru_cache(maxsize=1024)
def _id_of(name: str) -> str:
    return fold(name).replace(" ", "_")


def nearest(actors: Iterable[Actor], on: str | None, country: str | None, names: Mapping[str, bool]) -> Actor | None:
    """The one actor that fits best, or None when several fit equally: the table never guesses.

    Args:
        actors: candidates that bear the same words.
        on: ISO date; those alive then are preferred, then those before it, then later ones.
        country: ISO code of the country written about; its actors are preferred.
        names: actor id -> whether the words are a canonical name of it, which counts more than an alias.
    """
    left = sorted(actors, key=lambda actor: actor.id)
    if len(left) > 1 and country:
        left = [actor for actor in left if country in actor.country] or left
    if len(left) > 1 and on:
        away = {actor.id: actor.lifetime.order(on) for actor in left}
        left = [actor for actor in left if away[actor.id] == min(away.values())]
    if len(left) > 1:
        left = [actor for actor in left if names.get(actor.id)] or left
    return left[0] if len(left) == 1 else None
