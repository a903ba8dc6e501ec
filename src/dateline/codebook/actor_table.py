"""The table of actors: from words to who is meant, on a date.

Rows come from ``data/actors/*.yaml``: armed groups, organisations, forces and persons by hand, countries in ``countries.yaml``;
governments, armies and police forces are read from a country's words by ``patterns.yaml``, not typed one by one.
It does not know who "they" or "the group" is: that is for coreference. Words that fit several actors equally give None.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import methodcaller

import msgspec

from dateline.codebook.actor_rows import Actor, ActorName, Called, Country, Office, nearest
from dateline.codebook.actor_words import Token, compile_frame, fill, is_case_sensitive, printed_words, tokens
from dateline.records import Record

_SPACES = methodcaller("count", " ")


class Pattern(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing every country has: its army, its police, its government."""

    id: str
    kind: str
    name: str
    """The canonical name, made from ``{demonym}`` or ``{country}``."""
    nouns: tuple[str, ...]
    parent: str | None = None
    """Id of the pattern it is part of."""
    seated: bool = False
    """It sits in the capital, which stands for the country in its name: the ministry in Moscow, but not the police in Kabul."""


class Fillers(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that may stand around a name without changing whom it names."""

    lead: tuple[str, ...]
    group: tuple[str, ...]
    title: tuple[str, ...]
    people: tuple[str, ...] = ()


class Patterns(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a country's words name its government, its forces and its people: ``patterns.yaml``."""

    frames: tuple[str, ...]
    government_frames: tuple[str, ...]
    country_frames: tuple[str, ...]
    people_frames: tuple[str, ...]
    office_frames: tuple[str, ...]
    kinds: tuple[Pattern, ...]
    leader_offices: tuple[str, ...]
    leader_names: Mapping[str, str]
    fillers: Fillers


class ActorTable:
    """All actors, found by id or by the words that name them. Immutable once built."""

    def __init__(
        self,
        actors: Iterable[Actor],
        countries: Iterable[Country],
        patterns: Patterns,
        version: str = "",
        rejected: Iterable[str] = (),
    ) -> None:
        self.version = version
        """Hash of the content of the files it was read from."""
        self.rejected = frozenset(rejected)
        """Folded words that a coder has found to name nobody worth a row."""
        self.countries: Mapping[str, Country] = {country.id: country for country in countries}
        self._patterns = {pattern.id: pattern for pattern in patterns.kinds}
        rows = chain(actors, map(_country_actor, self.countries.values()))
        self.actors: Mapping[str, Actor] = {actor.id: actor for actor in rows}
        short = [name for row in self._all_rows() for name in _words(row) if len(name) < 5]
        exact = chain.from_iterable(actor.exact for actor in self.actors.values())
        self._cased = frozenset(chain(filter(is_case_sensitive, short), exact))
        self._fillers = {name: frozenset(getattr(patterns.fillers, name)) for name in ("lead", "group", "title", "people")}
        self._leader_offices = frozenset(patterns.leader_offices)
        self._leader_names = patterns.leader_names
        self._index_names()
        self._index_slots(patterns)
        self._frames = {
            "noun": tuple(map(compile_frame, patterns.frames)),
            "government": tuple(map(compile_frame, patterns.government_frames)),
            "country": tuple(map(compile_frame, patterns.country_frames)),
            "people": tuple(map(compile_frame, patterns.people_frames)),
            "office": tuple(map(compile_frame, patterns.office_frames)),
        }

    # ---------------------------------------------------------------- building

    def _all_rows(self) -> Iterator[Actor | Country]:
        yield from self.actors.values()
        yield from self.countries.values()

    def _key(self, name: str) -> str:
        return self._keys(name)[0]

    def _keys(self, name: str) -> tuple[str, ...]:
        """The keys a name is filed under: longer names also without regard to case, for headlines and capital-only wires."""
        words, cased = printed_words(name), self._cased
        folded = " ".join(words).lower()
        if cased.isdisjoint(words):
            return (folded,)
        key = " ".join([word if word in cased else word.lower() for word in words])
        return (key, folded) if len(words) > 1 and key != folded else (key,)

    def _word(self, token: Token) -> str:
        return token.printed if token.printed in self._cased else token.folded

    def _index_names(self) -> None:
        names: dict[str, dict[str, bool]] = {}
        called: dict[str, list[tuple[str, Called]]] = {}
        for actor in self.actors.values():
            if actor.id in self.countries:
                continue
            names_of_row = {name.name for name in actor.names}
            for surface in actor.lasting():
                canonical = surface in names_of_row
                for key in self._keys(surface):
                    held = names.get(key)
                    if held is None:
                        names[key] = {actor.id: canonical}
                    else:
                        held[actor.id] = canonical or held.get(actor.id, False)
            for span in actor.called:
                for key in chain.from_iterable(map(self._keys, span.names)):
                    called.setdefault(key, []).append((actor.id, span))
        self._names: Mapping[str, Mapping[str, bool]] = names
        self._called: Mapping[str, Sequence[tuple[str, Called]]] = called
        self._longest = 1 + max(map(_SPACES, chain(names, called)), default=0)

    def _index_slots(self, patterns: Patterns) -> None:
        slots: dict[str, dict[str, list[str]]] = {
            slot: {} for slot in ("country", "demonym", "plural", "capital", "leader", "noun", "office", "title")
        }

        def add(slot: str, words: str, value: str) -> None:
            values = slots[slot].setdefault(self._key(words), [])
            if value not in values:
                values.append(value)

        for country in self.countries.values():
            for words in _country_words(country):
                add("country", words, country.id)
            for words in country.demonyms:
                add("demonym", words, country.id)
            if country.plural:
                add("plural", country.plural, country.id)
            if country.capital:
                add("capital", country.capital, country.id)
        for pattern in patterns.kinds:
            for noun in pattern.nouns:
                add("noun", noun, pattern.id)
        for word in patterns.fillers.title:
            add("title", word, word)
        offices: dict[str, None] = {}
        for actor in self.actors.values():
            offices.update((office.office, None) for office in actor.offices)
            if self._led_by(actor):
                for surface in chain(actor.surfaces(), [actor.names[-1].name.split()[-1]]):
                    add("leader", surface, actor.id)
        for office in offices:
            add("office", office, office)
        self._slots: Mapping[str, Mapping[str, list[str]]] = {
            **slots,
            "group": {key: [] for key in chain(self._names, self._called)},
        }
        self._demonyms = frozenset(slots["demonym"])
        # Every frame needs one of these words: phrases without any are not tried against the frames.
        self._state_words = frozenset(
            key.rpartition(" ")[2] for slot in ("country", "demonym", "plural", "capital", "leader") for key in slots[slot]
        )
        self._office_words = frozenset(key.rpartition(" ")[2] for key in slots["office"])
        self._holders: dict[tuple[str, str], list[tuple[Office, Actor]]] = {}
        for actor in self.actors.values():
            for office in actor.offices:
                self._holders.setdefault((office.office, office.of), []).append((office, actor))

    # ---------------------------------------------------------------- by id

    def get(self, actor_id: str) -> Actor | None:
        """The actor of that id, a country's government or forces (``sudan_army``) included; None when there is none."""
        if actor_id in self.actors:
            return self.actors[actor_id]
        for pattern in self._patterns.values():
            owner = actor_id.removesuffix("_" + pattern.id)
            if owner != actor_id and owner in self.countries:
                return self._made(self.countries[owner], pattern)
        country = self.countries.get(actor_id.removesuffix("_people"))
        if country is not None and country.plural:
            return _people_actor(country)
        return None

    def __len__(self) -> int:
        return len(self.actors)

    def holder(self, office: str, of: str, on: str) -> Actor | None:
        """Who held `office` of the actor or country with id `of` on the ISO date `on`; None when unknown or when two did."""
        held = {actor.id: actor for span, actor in self._holders.get((office, of), ()) if span.days_from(on) == 0}
        return next(iter(held.values())) if len(held) == 1 else None

    @property
    def leader_offices(self) -> frozenset[str]:
        """Offices whose holder leads a state: president, prime minister, king."""
        return self._leader_offices

    def offices_of(self, of: str) -> tuple[tuple[Office, Actor], ...]:
        """All offices of the actor or country with id `of` with those who held them, in the order of time."""
        held = [pair for (_, owner), pairs in self._holders.items() if owner == of for pair in pairs]
        return tuple(sorted(held, key=lambda pair: (pair[0].since or "", pair[0].office, pair[1].id)))

    # ---------------------------------------------------------------- by words

    def find(self, words: str, on: str | None = None, country: str | None = None) -> Actor | None:
        """The actor that `words` name.

        Args:
            words: as printed, e.g. ``"the FARC guerrillas"``, ``"Sudan's army"``, ``"President Bush"``.
            on: ISO date; among several actors of one name the one that existed then, or nearest to it, is taken.
            country: ISO 3166-1 alpha-2 code of the country written about; it decides between groups of one name and gives
                "the army" or "the police" a country.

        Returns:
            The actor, or None when no row and no pattern fits, or several fit equally.
        """
        found = tokens(words)
        keys = tuple(map(self._word, found))
        if not keys:
            return None
        exact = self._named(" ".join(keys), on, country) or self._office_holder(keys, on, country)
        if exact:
            return exact
        lead = self._fillers["lead"]
        start = next((i for i, key in enumerate(keys) if not (key in lead or key.isdigit())), 0)
        keys = keys[start:]
        return (
            (self._named(" ".join(keys), on, country) if start else None)
            or self._by_country(keys, on, country)
            or self._bare(keys, on, country)
            or self._inside(keys, on, country)
        )

    def bearing(self, words: str) -> tuple[Actor, ...]:
        """Every actor that bears the words as a name or alias, whenever and wherever; countries are asked for with `find`."""
        key = " ".join(map(self._word, tokens(words)))
        keys = (key, key.lower()) if " " in key else (key,)
        bearers = next((found for each in keys if (found := self._bearers(each))), set())
        return tuple(self.actors[actor] for actor in sorted(bearers))

    def _bearers(self, key: str) -> set[str]:
        return {*self._names.get(key, ()), *(actor for actor, _ in self._called.get(key, ()))}

    def _named(self, key: str, on: str | None, country: str | None) -> Actor | None:
        names = self._names_at(key, on, country) or (self._names_at(key.lower(), on, country) if " " in key else None)
        return nearest((self.actors[i] for i in names), on, country, names) if names else None

    def _names_at(self, key: str, on: str | None, country: str | None) -> Mapping[str, bool]:
        """Who bears the words, those who bear them only for a time or in some countries included where that holds."""
        names = self._names.get(key, {})
        if key not in self._called:
            return names
        return {**{actor: False for actor, span in self._called[key] if span.holds(on, country)}, **names}

    def _fill(self, frames: str, keys: Sequence[str]) -> Iterator[dict[str, str]]:
        return chain.from_iterable(fill(frame, keys, self._slots) for frame in self._frames[frames])

    def _country(self, filled: Mapping[str, str], on: str | None, iso: str | None) -> Country | None:
        for slot in ("country", "demonym", "plural", "capital"):
            if slot in filled:
                named = [self.actors[i] for i in self._slots[slot][filled[slot]]]
                living = [actor for actor in named if actor.lifetime.until is None]
                actor = nearest(named if on else living, on, iso, {}) or (living or named)[0]
                return self.countries[actor.id]
        return None

    def _by_country(self, keys: Sequence[str], on: str | None, iso: str | None) -> Actor | None:
        """A country, its people, or one of the things every country has."""
        if self._state_words.isdisjoint(keys):
            return None
        for filled in self._fill("country", keys):
            country = self._country(filled, on, iso)
            return self.actors[country.id] if country else None
        for filled in self._fill("people", keys):
            country = self._country(filled, on, iso)
            return _people_actor(country) if country else None
        for filled in self._fill("noun", keys):
            country = self._country(filled, on, iso)
            return self._own(country, self._patterns[self._slots["noun"][filled["noun"]][0]], on, iso) if country else None
        for filled in self._fill("government", keys):
            pattern = self._patterns[self._slots["noun"][filled["noun"]][0]]
            if "leader" in filled and not pattern.parent and pattern.kind == "government":
                return self._led(filled, pattern, on)
            if "capital" in filled and pattern.seated:
                country = self._country(filled, on, iso)
                return self._own(country, pattern, on, iso) if country else None
        return None

    def _led(self, filled: Mapping[str, str], pattern: Pattern, on: str | None) -> Actor | None:
        """A government named after who leads it: "the Assad regime"."""
        leaders = [self.actors[i] for i in self._slots["leader"][filled["leader"]]]
        leader = nearest(leaders, on, None, {})
        if leader is None:  # Father and son: still one government.
            led = {office.of for person in leaders for office in self._led_by(person)}
            return self._made(self.countries[led.pop()], pattern) if len(led) == 1 else None
        offices = self._led_by(leader)
        office = min(offices, key=lambda held: held.order(on)) if on else offices[0]
        government = self._made(self.countries[office.of], pattern)
        template = self._leader_names.get(filled["noun"])
        if template is None:
            return government
        name = template.format(leader=leader.names[-1].name.split()[-1])
        names = (ActorName(name=name, source="pattern", since=office.since, until=office.until),)
        return Actor(
            id=f"{leader.id}_{filled['noun']}", kind="government", country=government.country, names=names, parent=government.id
        )

    def _led_by(self, person: Actor) -> list[Office]:
        return [office for office in person.offices if office.office in self._leader_offices and office.of in self.countries]

    def _bare(self, keys: Sequence[str], on: str | None, iso: str | None) -> Actor | None:
        """ "The army", in a text about one country."""
        ids = self._slots["noun"].get(" ".join(keys))
        owners = [self.actors[country.id] for country in self.countries.values() if country.iso == iso] if ids and iso else []
        owner = nearest(owners, on, None, {})
        return self._own(self.countries[owner.id], self._patterns[ids[0]], on, iso) if owner and ids else None

    def _office_holder(self, keys: Sequence[str], on: str | None, iso: str | None) -> Actor | None:
        if on is None or self._office_words.isdisjoint(keys):
            return None
        for filled in self._fill("office", keys):
            office = self._slots["office"][filled["office"]][0]
            if "group" in filled:
                group = self._named(filled["group"], on, iso)
                return self.holder(office, group.id, on) if group else None
            country = self._country(filled, on, iso)
            return self.holder(office, country.id, on) if country else None
        return None

    def _inside(self, keys: Sequence[str], on: str | None, country: str | None) -> Actor | None:
        """The longest name among the words, when all the others are mere company: titles, "rebels", adjectives of nations."""
        for size in range(min(len(keys) - 1, self._longest), 0, -1):
            for start in range(len(keys) - size + 1):
                actor = self._named(" ".join(keys[start : start + size]), on, country)
                if actor and self._is_company([*keys[:start], *keys[start + size :]], actor):
                    return actor
        return None

    def _is_company(self, others: Sequence[str], actor: Actor) -> bool:
        allowed = self._fillers[{"person": "title", "people": "people"}.get(actor.kind, "group")]
        own = {word for surface in actor.surfaces() for word in self._key(surface).split()}
        left = list(others)
        while left:
            size = next((n for n in (3, 2, 1) if " ".join(left[:n]) in self._demonyms), 0)
            if not size and not (left[0] in allowed or left[0] in own or left[0].isdigit()):
                return False
            del left[: size or 1]
        return True

    def _own(self, country: Country, pattern: Pattern, on: str | None, iso: str | None) -> Actor:
        """What a country has by a pattern, or the row that knows it by that name: "the defence ministry of Russia"."""
        made = self._made(country, pattern)
        return self._named(self._key(made.names[0].name), on, iso) or made

    def _made(self, country: Country, pattern: Pattern) -> Actor:
        name = pattern.name.format(demonym=country.demonyms[0], country=("the " if country.article else "") + country.name)
        names = tuple(msgspec.structs.replace(row, name=name) for row in country.names) or (ActorName(name=name, source="pattern"),)
        parent = f"{country.id}_{pattern.parent}" if pattern.parent else country.id
        return Actor(id=f"{country.id}_{pattern.id}", kind=pattern.kind, country=(country.iso,), names=names, parent=parent)


def _country_words(country: Country) -> Iterator[str]:
    yield country.name
    yield from country.aliases
    yield from (name.name for name in country.names)


def _words(row: Actor | Country) -> Iterable[str]:
    return row.surfaces() if isinstance(row, Actor) else chain(_country_words(row), row.demonyms)


def _country_actor(country: Country) -> Actor:
    names = country.names or (ActorName(name=country.name, source=country.source),)
    return Actor(id=country.id, kind="government", country=(country.iso,), names=names, aliases=country.aliases)


def _people_actor(country: Country) -> Actor:
    names = (ActorName(name=country.plural or country.demonyms[0], source="pattern"),)
    return Actor(id=f"{country.id}_people", kind="people", country=(country.iso,), names=names, parent=country.id)
