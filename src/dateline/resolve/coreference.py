"""What a pronoun or a description stands for: the nearest earlier mention in the document that fits.

Fit is number, person or thing, the kind of actor a noun can describe ("the rebels": an armed group), shared words ("the army" after "the
Peruvian army") and recency. It reads no meaning: where two mentions fit equally the later one wins, and where none fits the words stay.
"""

from dataclasses import dataclass, field

from dateline.records import Anchor
from dateline.resolve import nouns
from dateline.resolve.actors import Named, Names
from dateline.resolve.mentions import Phrase, bare, squeeze, take_apart, without_number

REACH = 6
"""Sentences back that a pronoun can reach."""


@dataclass
class Entity:
    """Somebody the document speaks of, with all the words used so far."""

    name: str
    kind: str
    many: bool
    named: bool = True
    actor: str | None = None
    words: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    count: int = 0


@dataclass
class Seen:
    """One mention of an entity."""

    start: int
    end: int
    sentence: int
    entity: Entity
    subject: bool


class Chain:
    """The mentions of one document in the order of the text. `add` each mention; what it returns is who it is, and how that was found."""

    def __init__(self, names: Names, text: str) -> None:
        self._names = names
        self._text = text
        self._seen: list[Seen] = []
        self._entities: dict[str, Entity] = {}

    def add(self, anchor: Anchor, sentence: int, role: str = "", speaker: Entity | None = None) -> tuple[Entity, str]:
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
        phrase = take_apart(anchor.exact)
        entity.count += 1
        entity.words.update(
            bare(t) for t in phrase.core.split() if bare(t) not in nouns.DETERMINERS and bare(t) not in nouns.PRONOUNS
        )
        self._seen.append(Seen(anchor.start, anchor.end, sentence, entity, role in ("actor", "subject", "source")))
        return entity, how

    def peek(self, anchor: Anchor) -> tuple[Entity, str] | None:
        """Who a name that stands further on is; None for pronouns and descriptions, which only the text before them explains."""
        named = self._names.find(anchor.exact)
        return (self._entity(named), named.how) if named else None

    # ------------------------------------------------------------------ the three ways
    def _resolve(self, anchor: Anchor, sentence: int, role: str, speaker: Entity | None) -> tuple[Entity, str]:
        words = squeeze(anchor.exact)
        pronoun = (
            nouns.PRONOUNS.get(bare(words)) or nouns.PRONOUNS.get(bare(words.split(" ")[0])) if len(words.split(" ")) <= 3 else None
        )
        if pronoun:
            found = self._pronoun(anchor, sentence, pronoun, speaker)
            return (
                (found, "coreference") if found else (self._entity(Named(words, "unknown"), callable_=False, keep=False), "words")
            )
        named = self._names.find(anchor.exact)
        if named:
            return self._entity(named), named.how
        phrase = take_apart(anchor.exact)
        found = self._described(phrase, anchor, sentence, role)
        if found:
            return found, "coreference"
        name = self._names.write(without_number(self._names.write(words)))
        kind = "place" if role == "place" else nouns.FITS.get(phrase.head, "unknown")
        plain = not any(t[:1].isupper() for t in phrase.core.split()[1:])
        return self._entity(Named(name, kind), callable_=not (plain and phrase.head in nouns.UNNAMED)), "words"

    def _entity(self, named: Named, *, callable_: bool = True, keep: bool = True) -> Entity:
        key = named.actor or named.name.lower()
        entity = self._entities.get(key) if keep else None
        if entity is None:
            head = take_apart(named.name).head
            many = named.kind not in ("person", "country", "place") and (
                head.endswith("s") or head in ("police", "people", "men", "women")
            )
            entity = Entity(named.name, named.kind, many, callable_, named.actor)
            entity.words.update(bare(t) for t in named.name.split())
            if keep:
                self._entities[key] = entity
        entity.titles |= named.titles
        return entity

    def _pronoun(self, anchor: Anchor, sentence: int, need: tuple[str, str], speaker: Entity | None) -> Entity | None:
        number, sort = need
        if sort == "speaker":
            return speaker
        if sort == "before":
            return self._just_before(anchor)
        best: tuple[float, Entity] | None = None
        for rank, seen in enumerate(reversed(self._seen)):
            gap = sentence - seen.sentence
            if gap > REACH or rank > 40:
                break
            if seen.end > anchor.start or not _fits_pronoun(seen.entity, number, sort):
                continue
            score = -gap + (0.6 if seen.subject else 0.0) - 0.02 * rank - (0.5 if seen.entity.kind == "unknown" else 0.0)
            if best is None or score > best[0]:
                best = (score, seen.entity)
        return best[1] if best else None

    def _just_before(self, anchor: Anchor) -> Entity | None:
        """The noun phrase a relative pronoun follows: a mention that ends there, else the words back to their determiner."""
        near = [s for s in self._seen if 0 <= anchor.start - s.end <= 3]
        if near:
            return min(near, key=lambda s: s.start).entity
        before = self._text[max(0, anchor.start - 100) : anchor.start].rstrip(" ,\n")
        tokens = before.split()
        for index in range(len(tokens) - 1, max(-1, len(tokens) - 9), -1):
            word = bare(tokens[index])
            if word in nouns.DETERMINERS or word in nouns.POSSESSIVES or word in nouns.PREPOSITIONS or tokens[index][-1:] in ".;:":
                words = " ".join(tokens[index + 1 :])
                return (
                    self._entity(
                        self._names.find(words)
                        or Named(self._names.write(words), nouns.FITS.get(take_apart(words).head, "unknown"))
                    )
                    if words
                    else None
                )
        return None

    def _described(self, phrase: Phrase, anchor: Anchor, sentence: int, role: str) -> Entity | None:
        kind = nouns.FITS.get(phrase.head)
        if kind is None or not (phrase.definite or kind in ("armed_group", "force", "government")):
            return None
        modifiers = [
            t
            for t in phrase.core.split()[:-1]
            if bare(t) not in nouns.DETERMINERS and bare(t) not in nouns.NUMBERS and not t[:1].isdigit()
        ]
        best: tuple[float, Entity] | None = None
        for seen in reversed(self._seen):
            if seen.end > anchor.start:
                continue
            score = self._description_fit(phrase, kind, modifiers, seen.entity)
            if score is None:
                continue
            score -= 0.2 * min(sentence - seen.sentence, 10)
            if best is None or score > best[0]:
                best = (score, seen.entity)
        return best[1] if best and best[0] >= (1.0 if phrase.definite else 2.0) else None

    def _description_fit(self, phrase: Phrase, kind: str, modifiers: list[str], entity: Entity) -> float | None:
        head = (
            phrase.head in entity.words
            or phrase.head in entity.titles
            or phrase.head.rstrip("s") in {w.rstrip("s") for w in entity.words}
        )
        score = 2.0 if head else 0.0
        if entity.kind in _AKIN.get(kind, ()):
            score += 1.5
        elif not head:
            return None
        if not entity.named or entity.kind == "unknown":
            score -= 0.5
        for modifier in modifiers:
            word = bare(modifier)
            if any(w[:4] == word[:4] for w in entity.words):
                score += 1.0
            elif modifier[:1].isupper() and not self._names.shouting:
                return None
            else:
                score -= 0.7
        return score + min(entity.count, 5) * 0.1


_AKIN = {
    "armed_group": ("armed_group", "body"),
    "force": ("force",),
    "government": ("government",),
    "country": ("country", "government"),
    "body": ("body", "organisation"),
    "person": ("person",),
    "place": ("place",),
}


def _fits_pronoun(entity: Entity, number: str, sort: str) -> bool:
    if sort == "person":
        return entity.kind in ("person", "unknown") and not entity.many
    if sort == "thing":
        return entity.kind not in ("person", "place") and not entity.many
    return entity.kind in ("armed_group", "force", "body", "organisation", "people") or entity.many
