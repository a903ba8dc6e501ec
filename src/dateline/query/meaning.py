"""A query -> a filter: actors by their ids, places by their numbers with all that lies in them, types by the codebook.

A name that neither table knows stays words and is looked for as words, so that nobody has to be in a table to be found. Of a name
that several bear, all are meant: the statement says which one it is about.
"""

import difflib
from collections.abc import Iterable, Iterator, Sequence

from dateline.codebook import Codebook
from dateline.codebook.actor_words import fold as fold_name
from dateline.errors import UsageError
from dateline.gazetteer import Candidate, Gazetteer, Match
from dateline.gazetteer.names import fold as fold_place
from dateline.query.parse import Query, Term
from dateline.records import Record

_WHOLE = ("A.PCL", "A.ADM1")
"""Beginnings of the feature codes of places that are asked for with all that lies in them."""


class Condition(Record, frozen=True):
    """One term, looked up. A statement meets it when any of `values`, `keys`, `actors`, `places` or `countries` fits."""

    field: str
    negated: bool = False
    values: tuple[str, ...] = ()
    """What is compared as it stands: ids of types, kinds, hedges, a day, `author`, `unnamed`, words of a text."""
    keys: tuple[str, ...] = ()
    """Folded words that a name, a place, a term or an outlet must hold side by side."""
    actors: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    """Geonameids."""
    countries: tuple[str, ...] = ()


class Filter(Record, frozen=True):
    """Conditions that all must hold, and which words no table knew."""

    conditions: tuple[Condition, ...] = ()
    unknown: tuple[str, ...] = ()

    def of_kinds(self, kinds: Iterable[str]) -> "Filter":
        """The same for some kinds of statements alone."""
        return Filter(conditions=(*self.conditions, Condition(field="kind", values=tuple(kinds))), unknown=self.unknown)


def understand(query: Query, codebook: Codebook, gazetteer: Gazetteer) -> Filter:
    """Look up what a query names.

    Raises:
        UsageError: a type that the codebook does not have, or a country that the gazetteer does not.
    """
    conditions, unknown = [], []
    for term in query.terms:
        condition = _condition(term, codebook, gazetteer)
        conditions.append(condition)
        if term.field in ("actor", "place") and not (condition.actors or condition.places or condition.countries):
            unknown.append(str(term))
    return Filter(conditions=tuple(conditions), unknown=tuple(unknown))


def _condition(term: Term, codebook: Codebook, gazetteer: Gazetteer) -> Condition:
    match term.field:
        case "actor":
            return _names(term, term.values, codebook)
        case "voice":
            special = tuple(v.lower() for v in term.values if v.lower() in ("author", "unnamed"))
            names = [v for v in term.values if v.lower() not in special]
            found = _names(term, names, codebook)
            return Condition(field="voice", negated=term.negated, values=special, keys=found.keys, actors=found.actors)
        case "place":
            return _places(term, gazetteer)
        case "country":
            countries = tuple(sorted({_country(value, gazetteer) for value in term.values}))
            return Condition(field="country", negated=term.negated, countries=countries)
        case "type":
            values = tuple(_type(value, codebook) for value in term.values)
            return Condition(field="type", negated=term.negated, values=values)
        case "label":
            keys = tuple(sorted({form for value in term.values for form in _both_numbers(fold_name(value))}))
            return Condition(field="label", negated=term.negated, keys=keys)
        case "outlet":
            keys = tuple(sorted({fold_name(value) for value in term.values}))
            return Condition(field="outlet", negated=term.negated, keys=keys)
        case "until":
            return Condition(field="until", values=(term.values[0] + "9999-12-31"[len(term.values[0]) :],))
        case "since":
            return Condition(field="since", values=(term.values[0] + "0000-01-01"[len(term.values[0]) :],))
        case _:
            return Condition(field=term.field, negated=term.negated, values=term.values)


def _names(term: Term, values: Sequence[str], codebook: Codebook) -> Condition:
    actors = {actor for value in values for actor in _actors(value, codebook)}
    keys = tuple(sorted({fold_name(value) for value in values}))
    return Condition(field=term.field, negated=term.negated, keys=keys, actors=tuple(sorted(actors)))


def _actors(name: str, codebook: Codebook) -> Iterator[str]:
    """Ids of those who bear the name; of a country's words, the one that they mean."""
    bearing = [actor.id for actor in codebook.actors.bearing(name)]
    if not bearing and (found := codebook.actors.find(name)):
        bearing = [found.id]
    return iter(bearing)


def _places(term: Term, gazetteer: Gazetteer) -> Condition:
    numbers: set[int] = set()
    countries: set[str] = set()
    for value in term.values:
        for candidate in _best(gazetteer.find(value)):
            if candidate.feature.startswith("A.PCL") and candidate.country:
                countries.add(candidate.country)
            elif candidate.feature.startswith(_WHOLE) and candidate.country and candidate.admin1:
                numbers |= gazetteer.inside(candidate.country, candidate.admin1)
            numbers.add(candidate.id)
    keys = tuple(sorted({fold_place(value) for value in term.values}))
    return Condition(
        field="place", negated=term.negated, keys=keys, places=tuple(sorted(numbers)), countries=tuple(sorted(countries))
    )


def _country(value: str, gazetteer: Gazetteer) -> str:
    """The ISO 3166-1 alpha-2 code of a country, by the code itself or by a name."""
    code = value.upper()
    if len(code) == 2 and code.isascii() and gazetteer.country_name(code):
        return code
    found = next((one.country for one in gazetteer.find(value) if one.feature.startswith("A.PCL") and one.country), None)
    if found is None:
        raise UsageError(
            f"The query's `country:{' '.join(value.split())[:40]}` is no country; write its name, or its code of two letters."
        )
    return found


def _best(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those that bear the name most surely; a name and one written down by hand are equally sure."""
    sure = [candidate for candidate in candidates if candidate.match <= Match.WRITTEN]
    return sure or [candidate for candidate in candidates if candidate.match == candidates[0].match]


def _type(value: str, codebook: Codebook) -> str:
    wanted = value.lower().replace(" ", "_")
    if wanted in codebook.entries:
        return wanted
    near = difflib.get_close_matches(wanted, list(codebook.entries), n=1)
    instead = f"did you mean {near[0]}" if near else f"there are {', '.join(codebook.entries)}"
    raise UsageError(f"The query's `type:{' '.join(value.split())[:40]}` is no type of the codebook; {instead}.")


def _both_numbers(key: str) -> tuple[str, str]:
    """A term in singular and plural: rebel, rebels."""
    return (key, key.removesuffix("s")) if key.endswith("s") else (key, key + "s")
