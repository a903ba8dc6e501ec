"""Who a phrase names: the codebook's actors first, then what the document itself says a name stands for, else the words.

The document teaches three things: what a bracketed acronym stands for, which full name a surname belongs to, and which titles go
with whom.
Pronouns and descriptions ("the group") are not names: `coreference` finds what they stand for.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from dateline.codebook.actors import Actor, ActorTable
from dateline.resolve import nouns
from dateline.resolve.mentions import (
    BRACKETED,
    NAME_RUN,
    bare,
    display,
    is_shouting,
    is_whispering,
    squeeze,
    take_apart,
    tidy,
    without_number,
)
from dateline.resolve.wording import INNER, NOT_PERSONAL, country_words, expansion, initials_of, main_country

_PARTS = re.compile(r"\s*(?:,|;|\(|\)|\[|\]|:|--| - |—|–)\s*")
_OF = re.compile(r"^(.{2,60}?)\s+(?:of|for|from|by|with)\s+(.{2,})$", re.IGNORECASE | re.DOTALL)
_APART = nouns.words("dissident dissidents former ex rival rivals breakaway demobilized demobilised renegade splinter")


_OWNED = re.compile(r"['’]s?\s+[a-z]")
_INDEFINITE = re.compile(r"(?:an?|one|another|two|three|several|some)\s", re.IGNORECASE)
_ADDS_NOTHING = nouns.MEMBER_NOUNS | nouns.MATERIEL | nouns.words("tactical armored armoured frontline")
CLEARLY = 3
"""How many times as often as the next one the main armed group of a document is named."""


class Named(NamedTuple):
    """A name found for some words. `kind` is the codebook's actor kind, or body, country, unknown where only the form of the
    name tells.
    """

    name: str
    kind: str
    actor: str | None = None
    how: str = "words"
    country: tuple[str, ...] = ()
    titles: frozenset[str] = frozenset()


class Names:
    """The names of one document. Feed it every phrase with `learn` first, then ask with `find`."""

    def __init__(self, text: str, table: ActorTable, published: str | None, places: Iterable[str] = ()) -> None:
        """`places`: countries of the places that the text names, one for each."""
        self.shouting = is_shouting(text)
        self.small = is_whispering(text)
        self._table = table
        self._text = text if self.shouting else ""
        self._on = published
        self._groups: Counter[Named] = Counter()
        self._full: dict[str, str] = {}
        self._persons: dict[str, Named] = {}
        self._cache: dict[str, Named | None] = {}
        self._looked: dict[str, Named | None] = {}
        self._initials = {} if self.shouting else initials_of(text)
        self.country = main_country(text, table, places)
        self._brackets(text)
        self.acronyms = frozenset(self._full)

    # ------------------------------------------------------------------ what the document teaches
    def _brackets(self, text: str) -> None:
        for match in BRACKETED.finditer(text):
            short = match.group(1)
            if sum(c.isupper() for c in short) < 2:
                continue
            long = expansion(text[max(0, match.start() - 120) : match.start()], short)
            if long:
                self._full.setdefault(short.replace(".", ""), long)

    def learn(self, words: str) -> None:
        """Note the person a phrase names, so that the surname alone finds the full name wherever it stands."""
        named = self.find(words)
        self._cache.pop(words, None)
        if named and named.kind == "armed_group":
            self._groups[named] += 1
        if named is None or named.kind != "person" or " " not in named.name:
            return
        tokens = named.name.split()
        for key in {bare(tokens[-1]), bare(tokens[-1]).removeprefix("al-"), " ".join(map(bare, tokens[-2:])), bare(tokens[0])}:
            known = self._persons.get(key)
            if known is None or (len(known.name.split()) < len(tokens) and bare(known.name.split()[0]) == bare(tokens[0])):
                if key == bare(tokens[0]) and key in nouns.BODY_WORDS:
                    continue
                self._persons[key] = Named(
                    named.name, "person", named.actor, named.how, titles=named.titles | (known.titles if known else frozenset())
                )
            elif known.name == named.name:
                self._persons[key] = known._replace(titles=known.titles | named.titles)
        for token in tokens[1:-1]:  # "Perez" of "Ana Perez Soto"
            if len(token) > 3 and bare(token) not in INNER and bare(token) not in nouns.BODY_WORDS:
                self._persons.setdefault(bare(token), named)

    # ------------------------------------------------------------------ asking
    def find(self, words: str) -> Named | None:
        """Find the name a phrase gives, or None when it names nobody ("the rebels", "gunmen")."""
        if words not in self._cache:
            line = squeeze(words)
            found = self._find(line)
            person = found is not None and found.kind == "country" and "," not in line and _INDEFINITE.match(line)
            self._cache[words] = None if person else found  # "a Peruvian" is not Peru
        return self._cache[words]

    def write(self, words: str) -> str:
        """Write a phrase as a name: determiner off, capitals of a wire made readable; never empty."""
        line = tidy(words)
        return display(line, self.acronyms) if self.shouting else line

    def lookup(self, words: str) -> Named | None:
        """Ask the codebook, then the document's own acronyms, for exactly these words."""
        if words not in self._looked:
            self._looked[words] = self._lookup(words)
        return self._looked[words]

    def _lookup(self, words: str) -> Named | None:
        for form in (self._full.get(words.replace(".", ""), ""), words, words.upper() if self.small and len(words) < 6 else ""):
            row = self._row(form) if form else None
            if row is not None:
                named = self._of_row(row)
                return named._replace(name=self.write(form)) if row.kind == "people" and form.lower().endswith(" people") else named
        short = words.replace(".", "")
        full = self._full.get(short) or (self._initials.get(short) if short.isupper() and len(short) > 2 else None)
        return Named(self.write(full), "body", None, "coreference") if full else None

    def _row(self, words: str) -> Actor | None:
        """The codebook's row. The document's country decides between groups of one name; "the army" is for `coreference`."""
        row = self._table.find(words, self._on, self.country)
        if row is None or self.country is None or row.kind not in ("force", "government"):
            return row
        return self._table.find(words, self._on)

    def _find(self, line: str) -> Named | None:
        plain = tidy(line)
        counted = without_number(plain)
        if counted != plain:
            return self._find(counted)
        known = self.lookup(plain)
        if known:
            return known
        parts = [part for part in _PARTS.split(line) if part]
        if len(parts) > 1:
            found = self._of_parts(parts)
            if found:
                return found
        phrase = take_apart(line)
        core = without_number(tidy(phrase.core))
        run = None if self.shouting else NAME_RUN.match(plain)
        if run and len(run.group(0)) > len(core) and core[:1].isupper():
            core = run.group(0)
        return (
            self.lookup(core)
            or self._titled(core)
            or self._spoken(line, core)
            or self._member(tidy(parts[0] if parts else line), core)
            or self._last_words(tidy(parts[0] if parts else line), phrase.head)
            or self._proper(core, phrase.determiner)
        )

    def _of_parts(self, parts: list[str]) -> Named | None:
        """An apposition: the part that is a name, a person's where the first part describes a person."""
        first, head = self._find(parts[0]), take_apart(parts[0]).head
        owned = _OWNED.search(parts[0]) is not None  # "Ana Ruiz's chief of staff, Ali Bey": she does not speak
        if owned or (nouns.fits(head) == "person" and (first is None or first.kind != "person")):
            person = next((p for p in map(self._personal, parts[1:3]) if p), None)
            if person:
                return person._replace(titles=person.titles | (frozenset(bare(t) for t in parts[0].split()) & nouns.PERSON_NOUNS))
        if first and (first.actor or first.kind != "unknown"):
            return first
        for part in parts[1:3]:
            found = self.lookup(tidy(part)) or self._titled(tidy(part)) or self._proper(tidy(part), "")
            if found and (found.kind != "unknown" or head in nouns.FITS):
                titles = frozenset(bare(t) for t in take_apart(parts[0]).core.split()) & nouns.PERSON_NOUNS
                return found._replace(titles=found.titles | titles)
        return first

    def _personal(self, part: str) -> Named | None:
        found = self.lookup(tidy(part)) or self._titled(tidy(part)) or self._proper(tidy(part), "")
        return found if found and found.kind == "person" else None

    def _last_words(self, line: str, head: str) -> Named | None:
        """ "ambassador to the United Nations Ana Ruiz": the personal name that ends a description of a person."""
        if nouns.fits(head) != "person" or self.shouting:
            return None
        run: list[str] = []
        for token in reversed(line.split(" ")):
            if not token[:1].isupper() or not self._could_be_personal([token]):
                break
            run.insert(0, token)
        return self._person(run, frozenset({head})) if 2 <= len(run) <= 4 and len(run) < len(line.split(" ")) else None

    def _titled(self, core: str) -> Named | None:
        """A person after a title: "Defence Minister Ana Ruiz" is Ana Ruiz; a surname is completed from elsewhere in the
        document.
        """
        tokens = core.split(" ")
        last = max((i for i, token in enumerate(tokens) if bare(token) in nouns.TITLES), default=-1)
        rest = tokens[last + 1 :]
        if not rest or len(rest) > 5 or not self._could_be_personal(rest):
            return None
        if last < 0 and len(rest) == 1:
            return self._persons.get(bare(rest[0]))
        if last < 0:
            return None
        titles = frozenset(bare(t) for t in tokens[: last + 1]) & nouns.TITLES
        return self._person(rest, titles)

    def _person(self, tokens: list[str], titles: frozenset[str]) -> Named:
        name = self.write(" ".join(tokens))
        row = self.lookup(name)
        if row and row.kind == "person":
            return row._replace(titles=titles)
        known = self._persons.get(bare(tokens[-1])) if len(tokens) == 1 else None
        if known:
            return known._replace(titles=known.titles | titles)
        return Named(name, "person", None, "words", titles=titles)

    def _member(self, line: str, core: str) -> Named | None:
        """ "X fighters", "members of X", "X's military wing": the name inside, where the head adds nothing to it."""
        tokens = core.split(" ")
        cut = len(tokens)
        owned = bare(tokens[-1]) in nouns.MATERIEL
        while cut > 1 and bare(tokens[cut - 1]) in _ADDS_NOTHING and (self.shouting or tokens[cut - 1][:1].islower()):
            cut -= 1
        if cut < len(tokens):
            inner = " ".join(tokens[:cut])
            for start in range(cut):
                known = self.lookup(tidy(" ".join(tokens[start:cut])))
                if known and (known.kind not in ("government", "country", "people") or (owned and known.kind == "country")):
                    return known
                if known and start == 0:
                    return None  # "US officials" are not the country, as "French officials" are not
            if tokens[0].lower().endswith("-led") and (coalition := self.lookup(f"{tokens[0]} coalition")):
                return coalition
            if cut == 1 and re.fullmatch(r"[A-Z][A-Z.-]{1,7}", inner) and not self.shouting:
                return Named(inner, "body")
        match = _OF.match(line)
        if (
            match
            and not _APART.intersection(bare(t) for t in match.group(1).split())
            and bare(match.group(1).split()[-1]) in nouns.MEMBER_NOUNS - {"government", "administration"}
            and (match.group(1).split()[-1].islower() or (self.shouting and len(match.group(1).split()) == 1))
        ):
            inner = tidy(take_apart(match.group(2)).core)
            found = (
                self.lookup(inner) or self.lookup(tidy(match.group(2))) or (None if self.shouting else self._proper(inner, "the"))
            )
            return found if found and (found.kind not in ("person", "unknown", "government") or found.actor) else None
        return None

    def _spoken(self, line: str, core: str) -> Named | None:
        """A voice through its spokesman or paper: "a ministry spokesman", "the statement by X" speak for the ministry, for X."""
        tokens = core.split(" ")
        if bare(tokens[-1]) in nouns.SPOKESPEOPLE and len(tokens) > 1:
            inner, head = " ".join(tokens[:-1]), bare(tokens[-2])
            known = self.lookup(inner) or self._member(inner, inner)
            if known:
                return known
            if tokens[-2][:1].isupper() and not self.shouting and head not in nouns.PERSON_NOUNS:
                return self._proper(inner, "") or Named(inner, "body")
            if nouns.FITS.get(head) in ("force", "body", "armed_group", "government"):
                return Named(self.write(inner), nouns.FITS[head])
        match = _OF.match(line)
        if match and bare(match.group(1).split()[-1]) in nouns.SPOKESPEOPLE:
            inner = tidy(match.group(2))
            return self.lookup(inner) or self._find(inner)
        return None

    def of_main_country(self, core: str) -> Named | None:
        """What the codebook calls these words in the country that the document names most: "army" in a text about Chad."""
        row = self._table.find(core, self._on, self.country) if self.country else None
        return self._of_row(row)._replace(how="coreference") if row else None

    def of_country(self, core: str, iso: str) -> Named | None:
        """What the codebook calls these words in a country: "forces" of Russia are the Russian forces."""
        country = self.country_named(iso)
        found = self.lookup(f"{country.name} {core}") if country else None
        return found if found and found.kind == "force" else None

    def main_group(self) -> Named | None:
        """The armed group that the document names at least `CLEARLY` times as often as any other."""
        top = self._groups.most_common(2)
        return top[0][0] if top and (len(top) == 1 or top[0][1] >= CLEARLY * top[1][1]) else None

    def body_of(self, person: str | None) -> Named | None:
        """Whom a person speaks for by an office held on the day: a country or an organisation."""
        row = self._table.get(person) if person and self._on else None
        held = {office.of for office in row.offices_on(self._on)} if row and self._on else set()
        body = self._table.get(held.pop()) if len(held) == 1 else None
        return self._of_row(body) if body else None

    def author_of(self, outlet: str | None) -> Named | None:
        """For whom an outlet that is no newspaper says "we": a ministry for its country, a station for its movement."""
        row = self._table.find(outlet, self._on) if outlet else None
        if row is None:
            return None
        if row.kind in ("government", "force") and row.country:
            return self.country_named(row.country[0])
        parent = self._table.get(row.parent) if row.parent else None
        return self._of_row(parent) if parent else None

    def country_named(self, iso: str) -> Named | None:
        """The country of an ISO code, as an actor."""
        found = next((c for c in self._table.countries.values() if c.iso == iso), None)
        return self._of_row(self._table.actors[found.id]) if found else None

    def country_of(self, word: str) -> str | None:
        """ISO code of the country that a name, adjective or capital belongs to."""
        return country_words(self._table).get(word)

    def _of_row(self, row: Actor) -> Named:
        kind = "country" if row.id in self._table.countries else row.kind
        return Named(row.name_on(self._on), kind, row.id, "codebook", tuple(row.country))

    def _proper(self, core: str, determiner: str) -> Named | None:
        """A proper name by its form: capitalised words that are no title and no common noun."""
        tokens = core.split(" ")
        capital = [t for t in tokens if t[:1].isupper() or t[:3] in ("al-", "el-")]
        if not capital or len(tokens) > 9 or bare(tokens[-1]) in nouns.PERSON_NOUNS:
            return None
        if not self.shouting and any(
            not t[:1].isupper() and t.lower() not in INNER and t[:3] not in ("al-", "el-") for t in tokens
        ):
            return self._tail(tokens)
        bodies = [t for t in tokens if bare(t) in nouns.BODY_WORDS]
        if self.shouting:
            if bare(tokens[-1]) in nouns.FITS or determiner or not self._could_be_personal(tokens) or len(tokens) < 2:
                return self._surname(tokens[0]) if len(tokens) == 1 else None
            return self._person(tokens, frozenset())
        if bodies and len(tokens) > 1:
            return Named(core, "body")
        if len(tokens) == 1:
            if bare(core) in nouns.FITS or bare(core) in nouns.UNNAMED or bare(core) in nouns.PRONOUNS:
                return None
            known = self._persons.get(bare(core))
            return known or Named(core, "body" if core.isupper() else "unknown")
        if not determiner and len(tokens) <= 5 and self._could_be_personal(tokens):
            return self._person(tokens, frozenset())
        return Named(core, "unknown")

    def _surname(self, token: str) -> Named | None:
        """A lone name in a text all in capitals: the full name is where a title or a comma opens it in the text."""
        known = self._persons.get(bare(token))
        if known or bare(token) in nouns.FITS or not self._could_be_personal([token]):
            return known
        for match in re.finditer(rf"\b{re.escape(token.strip('.,'))}\b", self._text):
            before = self._text[max(0, match.start() - 60) : match.start()].split()
            given: list[str] = []
            while before and len(given) < 4 and before[-1][-1:].isalnum() and self._could_be_personal([before[-1]]):
                given.insert(0, before.pop())
            opens = before and (bare(before[-1]) in nouns.TITLES or before[-1][-1:] in ",;(")
            if given and opens and given[0].lower() not in INNER:
                titles = frozenset({bare(before[-1])}) & nouns.TITLES
                found = self._persons[bare(token)] = self._person([*given, token], titles)
                return found
        return None

    def _tail(self, tokens: list[str]) -> Named | None:
        """ "columnist Paolo Luers", "guerrilla group FARC": the proper name that ends the phrase, when what is before describes
        it.
        """
        cut = len(tokens)
        while cut and (tokens[cut - 1][:1].isupper() or tokens[cut - 1][:3] in ("al-", "el-")):
            cut -= 1
        if cut in (0, len(tokens)) or bare(tokens[cut - 1]) not in nouns.FITS:
            return None
        name = " ".join(tokens[cut:])
        return self.lookup(name) or self._proper(name, "")

    def _could_be_personal(self, tokens: list[str]) -> bool:
        return all(
            (t[:1].isupper() or t.lower() in INNER or t[:3] in ("al-", "el-") or (self.small and t.isalpha())) and _no_other_word(t)
            for t in tokens
        )


@lru_cache(maxsize=8192)
def _no_other_word(token: str) -> bool:
    """Whether a word may be part of a person's name: no noun, pronoun, preposition or number."""
    word = bare(token)
    others = (nouns.BODY_WORDS, nouns.DETERMINERS, nouns.FITS, nouns.UNNAMED, nouns.PRONOUNS, NOT_PERSONAL)
    if any(word in words for words in others) or (word in nouns.PREPOSITIONS and word not in INNER):
        return False
    return not any(character.isdigit() for character in token)
