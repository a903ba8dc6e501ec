"""What a pronoun or a description stands for: an earlier mention in the document, or nobody, and then the words stay.

Who is possible is a matter of form: number, person or thing, the kind of actor a noun can describe ("the rebels": an armed group),
shared words ("the army" after "the Peruvian army"). Who it is among them, `antecedents` has learned. It reads no meaning.
"""

import re

from dateline.records import Anchor
from dateline.resolve import nouns
from dateline.resolve.actors import Named, Names
from dateline.resolve.antecedents import Antecedents, load_antecedents
from dateline.resolve.entities import Anaphor, Entity, Seen
from dateline.resolve.mentions import Phrase, bare, squeeze, take_apart, without_number
from dateline.resolve.pairs import is_initials, is_pair, kinds_of_pair, pick_two, two_named
from dateline.resolve.possible import for_description, for_pronoun, is_plural
from dateline.resolve.wording import is_cue

REACH = 6
"""Sentences back that "both sides" can reach."""

Found = tuple[Entity, str]


class Chain:
    """The mentions of one document in the order of the text. `add` each mention; what it returns is who it is, and how that was
    found.
    """

    def __init__(self, names: Names, text: str, author: Named | None = None, antecedents: Antecedents | None = None) -> None:
        """`author` is whose "we" stands outside all quotation: the body that publishes the text, when it is no newspaper."""
        self._names = names
        self._antecedents = antecedents or load_antecedents()
        self._text = text
        self._seen: list[Seen] = []
        self._entities: dict[str, Entity] = {}
        self._author = self._entity(author) if author else None
        self._bodies: dict[str, Entity] = {}

    def add(
        self,
        anchor: Anchor,
        sentence: int,
        role: str = "",
        speaker: Entity | None = None,
        of: frozenset[str] = frozenset(),
        deed: str = "",
    ) -> Found:
        """Resolve one mention and remember it.

        Args:
            anchor: where it stands.
            sentence: index of its sentence.
            role: its role in an assertion, or "" for a bare name.
            speaker: whose words the mention is part of, for "we" and "I".
            of: ids of the assertions in which it acts or is acted upon.
            deed: the type of the first of them.

        Returns:
            The entity and how its name was found: codebook, coreference or words.
        """
        if role == "source" and is_cue(squeeze(anchor.exact)):
            return Entity(squeeze(anchor.exact), "unknown", False, named=False), "words"
        entity, how = self._resolve(anchor, Anaphor(anchor.start, sentence, role, squeeze(anchor.exact), speaker, of, deed))
        if not role and entity.kind in ("unknown", "person") and not entity.count and self._before(anchor) in _LOCATIVE:
            entity.kind = "place"
        entity.count += 1
        if entity.kind == "person" and entity.name not in self._bodies:
            self._note_body(entity, anchor)
        for token in take_apart(anchor.exact).core.split():
            word = bare(token)
            if word not in nouns.DETERMINERS and word not in nouns.PRONOUNS:
                entity.words.add(word)
        first = not self._seen or self._seen[-1].sentence != sentence
        self._seen.append(Seen(anchor.start, anchor.end, sentence, entity, role, self._form(anchor, how), first, of))
        return entity, how

    def _note_body(self, person: Entity, anchor: Anchor) -> None:
        """Note whom a person speaks for when saying "we": by office, or as written ("Chadian Foreign Minister Ana Ruiz")."""
        body = self._names.body_of(person.actor)
        words = (self._text[max(0, anchor.start - 60) : anchor.start] + anchor.exact).split()
        country: str | None = None
        for token in words[:-1]:
            word = bare(token)
            if self._names.country_of(word):
                country = self._names.country_of(word) if token[-1:].isalnum() or token[-2:-1] in "'’" else None
            elif country and word in _OFFICES:
                body = body or self._names.country_named(country)
            elif word not in nouns.TITLES and token[:1].islower():
                country = None
        if body is not None:
            self._bodies[person.name] = self._entity(body)

    def _form(self, anchor: Anchor, how: str) -> str:
        if self._pronoun_form(squeeze(anchor.exact)):
            return "pronoun"
        return "name" if how == "codebook" or self._names.find(anchor.exact) else "description"

    def _pronoun_form(self, words: str) -> tuple[str, str] | None:
        """As `pronoun_of`; what is printed in capitals, and the codebook knows so, is a name: the WHO."""
        name = words.removeprefix("the ")
        if not self._names.shouting and name.isupper() and len(name) > 1 and self._names.lookup(name):
            return None
        return pronoun_of(words, self._names.shouting)

    def _before(self, anchor: Anchor) -> str:
        return self._text[max(0, anchor.start - 12) : anchor.start].rstrip().rpartition(" ")[2].lower()

    def peek(self, anchor: Anchor) -> Found | None:
        """Who a name that stands further on is; None for pronouns and descriptions, which only the text before them explains."""
        named = self._names.find(anchor.exact)
        return (self._entity(named), named.how) if named else None

    def _resolve(self, anchor: Anchor, at: Anaphor) -> Found:
        words = at.words
        need = self._pronoun_form(words)
        if need:
            found = self._just_before(anchor) if need[1] == "before" else self._pronoun(at, need[1])
            return (found, "coreference") if found else (Entity(words, "unknown", False, named=False), "words")
        together = self._together(anchor, at.sentence, at.role)
        if together:
            return together, "coreference"
        named = self._names.find(anchor.exact)
        if named:
            return self._entity(named), named.how
        phrase = take_apart(anchor.exact)
        described = self._described(phrase, at, anchor)
        if described:
            return described, "coreference"
        name = self._names.write(without_number(self._names.write(words)))
        owner = self._owner(at)
        if owner and owner.kind in _RULING and len(owner.country) == 1:
            own = self._names.of_country(words.partition(" ")[2], owner.country[0])
            if own:
                return self._entity(own), "coreference"
        if owner:
            ending = "'" if owner.name.endswith("s") else "'s"
            name = f"{owner.name}{ending} {name}"
        return self._entity(Named(name, "place" if at.role == "place" else nouns.fits(phrase.head) or "unknown")), "words"

    def _together(self, anchor: Anchor, sentence: int, role: str) -> Entity | None:
        """Two at once: named together, or the latest two that "both countries" fits."""
        if not role or role == "place":
            return None
        words = squeeze(anchor.exact)
        two: tuple[Entity, Entity] | None = None
        parts = two_named(words)
        if parts and self._names.lookup(words) is None:
            named = [self._names.find(part) for part in parts]
            sure = [n and (n.actor or n.kind in ("person", "body") or is_initials(w)) for n, w in zip(named, parts, strict=True)]
            if named[0] and named[1] and all(sure):
                two = self._entity(named[0]), self._entity(named[1])
        if two is None and is_pair(words):
            kinds = kinds_of_pair(words) or frozenset()
            before = (s.entity for s in reversed(self._seen) if s.end <= anchor.start and sentence - s.sentence <= REACH)
            two = pick_two(before, lambda e: e.named and not e.members and e.kind in kinds)
        if not two or two[0] is two[1]:
            return None
        return Entity(" and ".join(e.name for e in two), "pair", True, members=two)

    def _entity(self, named: Named) -> Entity:
        key = named.actor or named.name.lower()
        entity = self._entities.get(key)
        if entity is None:
            head = take_apart(named.name).head
            many = is_plural(head) and (named.kind in _COLLECTIVE or nouns.fits(head) is not None)
            entity = Entity(named.name, named.kind, many, True, named.actor, named.country)
            entity.words.update(bare(token) for token in named.name.split())
            self._entities[key] = entity
        entity.titles |= named.titles
        return entity

    # ------------------------------------------------------------------ pronouns
    def _pronoun(self, at: Anaphor, sort: str) -> Entity | None:
        if sort != "speaker":
            return self._antecedents.choose(sort, for_pronoun(self._seen, at, sort), at)
        if bare(at.words.partition(" ")[0]) not in _WE:
            return at.speaker
        offered = [("author", self._author), ("who speaks", at.speaker)]
        if at.speaker is not None:
            offered.append(("his body", self._bodies.get(at.speaker.name)))
        extra = [(reason, entity) for reason, entity in offered if entity is not None]
        sort = "speaker" if at.speaker else "author"
        return self._antecedents.choose(sort, for_pronoun(self._seen, at, sort, extra), at)

    def _just_before(self, anchor: Anchor) -> Entity | None:
        """The noun phrase a relative pronoun follows: a mention that ends there, else the words back to their determiner."""
        near = [s for s in self._seen if 0 <= anchor.start - s.end <= 3]
        if near:
            return min(near, key=lambda s: s.start).entity
        tokens = self._text[max(0, anchor.start - 100) : anchor.start].rstrip(" ,\n").split()
        for index in range(len(tokens) - 2, max(-1, len(tokens) - 9), -1):
            word = bare(tokens[index])
            if word in nouns.DETERMINERS or word in nouns.POSSESSIVES or word in nouns.PREPOSITIONS or tokens[index][-1:] in ".;:":
                words = " ".join(tokens[index + 1 :])
                kind = nouns.fits(take_apart(words).head) or "unknown"
                return self._entity(self._names.find(words) or Named(self._names.write(words), kind))
        return None

    def _owner(self, at: Anaphor) -> Entity | None:
        """Whose driver "his driver" is."""
        first = bare(at.words.split(" ")[0])
        need = nouns.PRONOUNS.get(first)
        if first not in nouns.POSSESSIVES or not need or first == "whose":
            return None
        owner = self._pronoun(at._replace(words=first, role="owner"), need[1])
        return owner if owner and owner.named else None

    # ------------------------------------------------------------------ descriptions
    def _described(self, phrase: Phrase, at: Anaphor, anchor: Anchor) -> Entity | None:
        kind = nouns.fits(phrase.head)
        if not (phrase.definite or kind in ("armed_group", "force", "government")):
            return None
        if phrase.determiner and (apposed := self._apposed(anchor, kind)):
            return apposed
        offered = [("of the country", self._of_country(phrase, kind, at.role)), ("main group", self._main_group(phrase, kind))]
        extra = [(reason, self._entity(named)) for reason, named in offered if named is not None]
        options = for_description(self._seen, at, phrase, self._suits, self._names.shouting, extra)
        return self._antecedents.choose(kind or "other", options, at)

    def _apposed(self, anchor: Anchor, kind: str | None) -> Entity | None:
        """Whom the words say more of: "the Rapid Support Forces, the paramilitary group led by ..."; not one more of a list."""
        before = next((one for one in reversed(self._seen) if one.end <= anchor.start), None)
        if before is None or self._text[before.end : anchor.start] != ", " or before.form != "name":
            return None
        suits = kind != "person" and before.entity.kind in _COLLECTIVE - {"people"}
        return before.entity if suits and _SAYS_MORE.match(self._text, anchor.end) else None

    def _of_country(self, phrase: Phrase, kind: str | None, role: str) -> Named | None:
        """ "The army" of the country that the document is about, when the codebook knows such a force or government."""
        if kind == "country" and phrase.definite and self._names.country:
            return self._names.country_named(self._names.country)
        labelled = role == "target" and kind == "government"
        if not (phrase.definite or labelled) or kind not in ("force", "government"):
            return None
        return self._names.of_main_country(phrase.core)

    def _main_group(self, phrase: Phrase, kind: str | None) -> Named | None:
        """ "The rebels" of a document that names one armed group before all others, wherever it names it."""
        if kind != "armed_group" or phrase.core.split()[0].lower() in ("a", "an"):
            return None
        return self._names.main_group()

    def _suits(self, modifier: str, entity: Entity) -> bool:
        word = bare(modifier)
        return any(known[:4] == word[:4] for known in entity.words) or self._names.country_of(word) in entity.country


_SAYS_MORE = re.compile(
    r"\s+(?:led|headed|commanded|known|founded|formed|backed|that|which)\b|,(?!(?:[^,.;]{1,40},?)?\s+(?:and|or)\b)"
)
"""What follows words that say more of a name, and no part of a list."""
_WE = nouns.words("we us our ours ourselves")
_OFFICES = nouns.words("president premier minister chancellor secretary ambassador envoy king emir sultan")
"""Offices whose holder speaks for the country."""
_LOCATIVE = frozenset(("in", "at", "near", "outside", "inside", "around", "across", "throughout"))
_RULING = frozenset(("country", "government"))
"""Whose army and police are those of the country."""
_COLLECTIVE = frozenset(("armed_group", "force", "government", "people", "body", "organisation", "unknown"))


def pronoun_of(words: str, shouting: bool = False) -> tuple[str, str] | None:
    """The pronoun that a mention is; "he said" counts, "his driver" does not.

    >>> pronoun_of("They"), pronoun_of("his driver")
    (('many', 'any'), None)
    """
    first, _, rest = words.partition(" ")
    word = bare(first)
    need = nouns.PRONOUNS.get(word)
    if "." in first or (first == "US" and not shouting):  # the country
        return None
    if not need or (rest and (word in nouns.POSSESSIVES or word in ("that", "which", "both"))) or len(rest.split()) > 2:
        return None
    return need
