"""What the words of a query mean on a published desk: names -> those of the published actors, places and countries that bear them.

A server looks words up in the whole codebook and gazetteer; files hold the part of them that the published statements need. Each
name that is written down means here what it means there; any other is looked for as words, as a server does with what its tables
lack. Names that only tables have, and no published text or canonical row, are not in it.
"""

from collections.abc import Iterable, Iterator

from dateline.archive.tables import Tables
from dateline.codebook.actor_words import fold as fold_name
from dateline.codebook.actor_words import is_case_sensitive
from dateline.errors import UsageError
from dateline.gazetteer.names import fold as fold_place
from dateline.query import Query, Term, understand
from dateline.records import Record, Statement

AS_PRINTED = "="
"""Leads the key of a name that is one only in capitals: IS, US."""


class PlacesMeant(Record, frozen=True):
    """What a place's name means: places by their numbers, countries with all that lies in them."""

    places: tuple[int, ...]
    countries: tuple[str, ...]


class Lookups(Record, frozen=True):
    """Folded names, with what they mean among what is published."""

    actors: dict[str, tuple[str, ...]]
    places: dict[str, PlacesMeant]
    countries: dict[str, str]
    """Folded name of a country -> its code of two letters."""


def lookups_of(statements: Iterable[Statement], tables: Tables) -> Lookups:
    """The names by which a query may ask for what these statements name."""
    actors: dict[str, set[str]] = {}
    places: dict[int, set[str]] = {}
    countries: set[str] = set()
    for statement in statements:
        for one in (*statement.participants, statement.voice):
            if one.actor:
                heard = actors.setdefault(one.actor, set())
                heard.update(name for name in (one.name, one.anchor.exact if one.anchor else None) if name)
        for place in statement.places:
            countries.update({place.country} - {None})  # type: ignore[arg-type]
            if place.geonames is not None:
                places.setdefault(place.geonames, set()).update({place.name, place.anchor.exact if place.anchor else place.name})
    around = {number for name in _around(places, countries, tables) for number in _grounds(name, countries, tables)}
    named = {name for names in places.values() for name in names} | set(tables.gazetteer.names_of(places.keys() | around))
    surfaces = {name for actor, heard in actors.items() for name in (*heard, *_surfaces(actor, tables))}
    return Lookups(
        actors=dict(sorted(_actors(surfaces, actors.keys(), tables))),
        places=dict(sorted(_places(named, places.keys(), countries, tables))),
        countries={fold_place(name): code for code in sorted(countries) if (name := tables.gazetteer.country_name(code))},
    )


def _surfaces(actor: str, tables: Tables) -> Iterator[str]:
    row = tables.codebook.actors.get(actor)
    return iter(row.surfaces()) if row else iter(())


def _around(places: Iterable[int], countries: Iterable[str], tables: Tables) -> Iterator[str]:
    """Names of the provinces and countries that the places lie in."""
    yield from filter(None, (tables.gazetteer.province_of(place) for place in places))
    yield from filter(None, (tables.gazetteer.country_name(country) for country in countries))


def _grounds(name: str, countries: set[str], tables: Tables) -> Iterator[int]:
    """The countries and provinces of that name, of countries that are published."""
    yield from (one.id for one in tables.gazetteer.find(name) if one.feature.startswith("A.") and one.country in countries)


def _actors(surfaces: Iterable[str], published: Iterable[str], tables: Tables) -> Iterator[tuple[str, tuple[str, ...]]]:
    there = set(published)
    for surface in surfaces:
        found = tuple(sorted(there.intersection(_meant("actor", surface, tables).actors)))
        if found:
            yield (f"{AS_PRINTED}{surface}" if is_case_sensitive(surface) else fold_name(surface)), found


def _places(
    names: Iterable[str], published: Iterable[int], countries: Iterable[str], tables: Tables
) -> Iterator[tuple[str, PlacesMeant]]:
    there, lands = set(published), set(countries)
    for name in names:
        meant = _meant("place", name, tables)
        found = PlacesMeant(places=tuple(sorted(there & set(meant.places))), countries=tuple(sorted(lands & set(meant.countries))))
        if found.places or found.countries:
            yield fold_place(name), found


def _meant(field: str, name: str, tables: Tables):
    try:
        return understand(Query(terms=(Term(field=field, values=(name,)),)), tables.codebook, tables.gazetteer).conditions[0]
    except UsageError as error:  # pragma: no cover - actors and places take any words
        raise AssertionError(name) from error
