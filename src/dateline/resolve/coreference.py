"""What a pronoun or a description stands for: the nearest earlier mention in the document that fits.

Fit is number, person or thing, the kind of actor a noun can describe ("the rebels": an armed group), shared words ("the army"
after "the
Peruvian army") and recency. It reads no meaning: where two mentions fit equally the later one wins, and where none fits the words
stay.
"""

from dataclasses import dataclass, field

from dateline.records import Anchor
from dateline.resolve import nouns
from dateline.resolve.actors import Named, Names
from dateline.resolve.mentions import Phrase, bare, singular, squeeze, take_apart, without_number
from dateline.resolve.pairs import is_pair, kinds_of_pair, pick_two, two_named

REACH = 6
"""Sentences back that a pronoun can reach."""
MANY = 40
"""Mentions back that a pronoun can reach."""
SPEAKER = 0.5
"""What speaks for the speaker in reported words: in "the army said it had left", it is the army."""
NEEDED_DEFINITE, NEEDED_BARE = 1.0, 1.4
"""Fit that a description needs to stand for an earlier mention: "the rebels" less than "rebels"."""

Found = tuple["Entity", str]


@dataclass
class Entity:
    """Somebody the document speaks of, with all the words used so far."""

    name: str
    kind: str
    many: bool
    named: bool = True
    """Whether it can be called by a name; False for a pronoun that led nowhere."""
    actor: str | None = None
    country: tuple[str, ...] = ()
    words: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    count: int = 0
    members: tuple["Entity", ...] = ()
    """The two that "both sides" or "Ana Ruiz and Ali Bey" stands for."""


@dataclass
class Seen:
    """One mention of an entity."""

    start: int
    end: int
    sentence: int
    entity: Entity
    role: str
    """Its role in an assertion; "" for a name in passing."""


class Chain:
    """The mentions of one document in the order of the text. `add` each mention; what it returns is who it is, and how that was
    found.
    """

    def __init__(self, names: Names, text: str, author: Named | None = None) -> None:
        """`author` is whose "we" stands outside all quotation: the body that publishes the text, when it is no newspaper."""
        self._names = names
        self._text = text
        self._seen: list[Seen] = []
        self._entities: dict[str, Entity] = {}
        self._author = self._entity(author) if author else None
        self._bodies: dict[str, Entity] = {}

    def add(self, anchor: Anchor, sentence: int, role: str = "", speaker: Entity | None = None) -> Found:
        """Resolve one mention and remember it.

        Args:
            anchor: where it stands.
            sentence: index of its sentence.
            role: its role in an assertion, or "" for a bare name.
            speaker: whose words the mention is part of, for "we" and "I".

        Returns:
            The entity and how its name was found: codebook, coreference or words.
        """
        entity, how = self._resolve(anchor, sentence, role, speaker)
        if not role and entity.kind in ("unknown", "person") and not entity.count and self._before(anchor) in _LOCATIVE:
            entity.kind = "place"
        entity.count += 1
        if entity.kind == "person" and entity.name not in self._bodies:
            self._note_body(entity, anchor)
        for token in take_apart(anchor.exact).core.split():
            word = bare(token)
            if word not in nouns.DETERMINERS and word not in nouns.PRONOUNS:
                entity.words.add(word)
        self._seen.append(Seen(anchor.start, anchor.end, sentence, entity, role))
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

    def _before(self, anchor: Anchor) -> str:
        return self._text[max(0, anchor.start - 12) : anchor.start].rstrip().rpartition(" ")[2].lower()

    def peek(self, anchor: Anchor) -> Found | None:
        """Who a name that stands further on is; None for pronouns and descriptions, which only the text before them explains."""
        named = self._names.find(anchor.exact)
        return (self._entity(named), named.how) if named else None

    def _resolve(self, anchor: Anchor, sentence: int, role: str, speaker: Entity | None) -> Found:
        words = squeeze(anchor.exact)
        need = pronoun_of(words, self._names.shouting)
        if need:
            found = self._pronoun(anchor, sentence, need, speaker)
            return (found, "coreference") if found else (Entity(words, "unknown", False, named=False), "words")
        together = self._together(anchor, sentence, role)
        if together:
            return together, "coreference"
        named = self._names.find(anchor.exact)
        if named:
            return self._entity(named), named.how
        phrase = take_apart(anchor.exact)
        described = self._described(phrase, anchor, sentence) or self._of_country(phrase, role) or self._main_group(phrase)
        if described:
            return described, "coreference"
        name = self._names.write(without_number(self._names.write(words)))
        owner = self._owner(words, anchor, sentence, speaker)
        if owner:
            name = f"{owner.name}'s {name}"
        return self._entity(Named(name, "place" if role == "place" else nouns.fits(phrase.head) or "unknown")), "words"

    def _together(self, anchor: Anchor, sentence: int, role: str) -> Entity | None:
        """Two at once: named together, or the latest two that "both countries" fits."""
        if not role or role == "place":
            return None
        words = squeeze(anchor.exact)
        two: tuple[Entity, Entity] | None = None
        if is_pair(words):
            kinds = kinds_of_pair(words) or frozenset()
            before = (s.entity for s in reversed(self._seen) if s.end <= anchor.start and sentence - s.sentence <= REACH)
            two = pick_two(before, lambda e: e.named and not e.members and e.kind in kinds)
        elif (parts := two_named(words)) and self._names.lookup(words) is None:
            first, second = map(self._names.find, parts)
            if first and second and all(n.actor or n.kind in ("person", "body") for n in (first, second)):
                two = self._entity(first), self._entity(second)
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
    def _pronoun(self, anchor: Anchor, sentence: int, need: tuple[str, str], speaker: Entity | None) -> Entity | None:
        sort = need[1]
        if sort == "speaker":
            several = bare(squeeze(anchor.exact).partition(" ")[0]) in _WE
            if several and speaker is None:
                return self._author
            return self._bodies.get(speaker.name, speaker) if several and speaker else speaker
        if sort == "before":
            return self._just_before(anchor)
        best: tuple[float, Entity] | None = None
        for rank, seen in enumerate(reversed(self._seen)):
            gap = sentence - seen.sentence
            if gap > REACH or rank > MANY:
                break
            if seen.end > anchor.start or not _fits_pronoun(seen, sort):
                continue
            score = -gap - 0.02 * rank + _STANDING.get(seen.role, 0.4) - (0.5 if seen.entity.kind == "unknown" else 0.0)
            if sort == "any" and not seen.entity.many:
                score -= 0.4
            if speaker is not None and seen.entity is speaker and gap <= 1:
                score += SPEAKER
            if best is None or score > best[0]:
                best = (score, seen.entity)
        return best[1] if best else None

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

    def _owner(self, words: str, anchor: Anchor, sentence: int, speaker: Entity | None) -> Entity | None:
        """Whose driver "his driver" is."""
        first = bare(words.split(" ")[0])
        need = nouns.PRONOUNS.get(first)
        if first not in nouns.POSSESSIVES or not need or first == "whose":
            return None
        owner = self._pronoun(anchor, sentence, need, speaker)
        return owner if owner and owner.named else None

    # ------------------------------------------------------------------ descriptions
    def _described(self, phrase: Phrase, anchor: Anchor, sentence: int) -> Entity | None:
        kind = nouns.fits(phrase.head)
        if kind is None or not (phrase.definite or kind in ("armed_group", "force", "government")):
            return None
        modifiers = [t for t in phrase.core.split()[:-1] if bare(t) not in nouns.PLAIN and not t[:1].isdigit()]
        best: tuple[float, Entity] | None = None
        for seen in reversed(self._seen):
            if seen.end > anchor.start:
                continue
            score = self._fit(phrase, kind, modifiers, seen.entity)
            if score is None:
                continue
            score -= 0.15 * min(sentence - seen.sentence, 8)
            if best is None or score > best[0]:
                best = (score, seen.entity)
        needed = NEEDED_DEFINITE if phrase.definite else NEEDED_BARE
        return best[1] if best and best[0] >= needed else None

    def _fit(self, phrase: Phrase, kind: str, modifiers: list[str], entity: Entity) -> float | None:
        """How well a description fits an entity; None when it cannot stand for it."""
        head = singular(phrase.head)
        shared = head in {singular(word) for word in entity.words} or phrase.head in entity.titles
        akin = entity.kind in _AKIN[kind]
        if kind == "force" and (phrase.head in nouns.POLICE) != bool(entity.words & nouns.POLICE):
            return None
        if not shared and (not akin or kind in ("body", "person")):
            return None
        if kind == "person" and phrase.head.endswith("s") != entity.many:
            return None
        score = (1.5 if shared else 0.0) + (1.5 if akin else 0.0) - (0.5 if entity.kind == "unknown" else 0.0)
        for modifier in modifiers:
            if self._suits(modifier, entity):
                score += 1.0
            elif (modifier[:1].isupper() and not self._names.shouting) or (not shared and kind in ("force", "government", "body")):
                return None
            else:
                score -= 0.7
        return score + min(entity.count, 5) * 0.1 + (0.3 if entity.actor else 0.0)

    def _of_country(self, phrase: Phrase, role: str) -> Entity | None:
        """ "The army" of the country that the document is about, when the codebook knows such a force or government."""
        labelled = role == "target" and nouns.fits(phrase.head) == "government"
        if not (phrase.definite or labelled) or nouns.fits(phrase.head) not in ("force", "government"):
            return None
        named = self._names.of_main_country(phrase.core)
        return self._entity(named) if named else None

    def _main_group(self, phrase: Phrase) -> Entity | None:
        """ "The rebels" of a document that names one armed group before all others, wherever it names it."""
        if nouns.fits(phrase.head) != "armed_group" or phrase.core.split()[0].lower() in ("a", "an"):
            return None
        group = self._names.main_group()
        if group is None:
            return None
        entity = self._entity(group)
        for modifier in phrase.core.split()[:-1]:
            if (
                modifier[:1].isupper()
                and not self._names.shouting
                and bare(modifier) not in nouns.PLAIN
                and not self._suits(modifier, entity)
            ):
                return None
        return entity

    def _suits(self, modifier: str, entity: Entity) -> bool:
        word = bare(modifier)
        return any(known[:4] == word[:4] for known in entity.words) or self._names.country_of(word) in entity.country


_WE = nouns.words("we us our ours ourselves")
_OFFICES = nouns.words("president premier minister chancellor secretary ambassador envoy king emir sultan")
"""Offices whose holder speaks for the country."""
_STANDING = {"actor": 1.0, "subject": 1.0, "source": 1.0, "": 0.0}
_LOCATIVE = frozenset(("in", "at", "near", "outside", "inside", "around", "across", "throughout"))
_COLLECTIVE = frozenset(("armed_group", "force", "government", "people", "body", "organisation", "unknown"))
_AKIN: dict[str, tuple[str, ...]] = {
    "armed_group": ("armed_group",),
    "gunmen": ("gunmen",),
    "group": ("armed_group", "body", "organisation"),
    "force": ("force",),
    "government": ("government",),
    "country": ("country",),
    "body": ("body", "organisation"),
    "person": ("person",),
    "place": ("place",),
}


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


def is_plural(head: str) -> bool:
    """Whether a head noun, in lower case, is a plural by its form.

    >>> is_plural("gunmen"), is_plural("rebels"), is_plural("army")
    (True, True, False)
    """
    return head.endswith(("s", "men", "people", "children")) or head in ("police", "troops")


def _fits_pronoun(seen: Seen, sort: str) -> bool:
    entity = seen.entity
    if sort == "person":
        return not entity.many and (
            entity.kind == "person" or (entity.kind == "unknown" and seen.role in ("actor", "subject", "source"))
        )
    if sort == "thing":
        # a body with a plural name is still one thing: the Rapid Support Forces, "it"
        return entity.kind not in ("person", "place", "people") and (not entity.many or entity.actor is not None)
    return entity.kind in ("armed_group", "force", "body", "organisation", "people") or entity.many
