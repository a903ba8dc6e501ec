"""Who a pronoun or a description may stand for, and what speaks for and against each: the features of `antecedents`.

An option is left out only where it cannot be (a later mention, a person for "it", a capitalised word that does not suit).
"""

from collections.abc import Callable, Iterator, Sequence

from dateline.resolve import nouns
from dateline.resolve.antecedents import Option, bucket
from dateline.resolve.entities import Anaphor, Entity, Seen
from dateline.resolve.mentions import Phrase, bare, numbers_of, singular

Suits = Callable[[str, Entity], bool]

REACH = 8
"""Sentences back that a pronoun can reach."""
MANY = 14
"""Different ones back that a pronoun can reach; a description reaches all."""


def latest(seen: Sequence[Seen], at: Anaphor) -> Iterator[tuple[int, Seen]]:
    """The last mention of each entity before the anaphor, the nearest first, numbered."""
    found: set[int] = set()
    for mention in reversed(seen):
        if mention.end > at.start or id(mention.entity) in found:
            continue
        yield len(found), mention
        found.add(id(mention.entity))


def for_pronoun(seen: Sequence[Seen], at: Anaphor, sort: str, extra: Sequence[tuple[str, Entity]] = ()) -> list[Option]:
    """Options for a pronoun. An author's "we" is often nobody that the text names, so nobody is the last of them.

    Args:
        sort: any (they), person (he), thing (it), speaker (we, in somebody's words) or author (we, in nobody's).
        extra: whom else the text offers, each with the feature that says why: the speaker and his body for "we".
    """
    why = _reasons(extra)
    options = []
    spoke = next((one.entity for one in reversed(seen) if one.role == "source" and one.end <= at.start), None)
    for rank, mention in latest(seen, at):
        if at.sentence - mention.sentence > REACH or rank > MANY:
            break
        if _fits_pronoun(mention, sort) and not (at.of & mention.of and bare(at.words) in _NOT_ONESELF):
            last = f"spoke last={mention.entity is spoke}:{at.role}"
            features = [*_common(rank, mention, at), last, *why.pop(id(mention.entity), (None, ()))[1]]
            options.append(Option(mention.entity, tuple(features)))
    options += [Option(entity, (*reasons, *_of(entity), "unseen")) for entity, reasons in why.values()]
    return [*options, Option(None, ("nobody", f"nobody:{at.role}"))] if sort == "author" else options


def for_description(
    seen: Sequence[Seen],
    at: Anaphor,
    phrase: Phrase,
    suits: Suits,
    shouting: bool,
    extra: Sequence[tuple[str, Entity]],
) -> list[Option]:
    """Options for a description, the last of them nobody.

    Args:
        suits: whether a modifier goes with an entity ("Peruvian" with the army of Peru).
        shouting: whether capitals say nothing in this text.
        extra: as for a pronoun: the force of the country, the main armed group.
    """
    kind = nouns.fits(phrase.head)
    modifiers = [t for t in phrase.core.split()[:-1] if bare(t) not in nouns.PLAIN and not t[:1].isdigit()]
    why = _reasons(extra)
    options = []
    for rank, mention in latest(seen, at):
        offered = why.pop(id(mention.entity), (None, []))[1]
        fit = _fit(phrase, kind, modifiers, mention.entity, suits, shouting)
        if fit is not None or offered:
            options.append(Option(mention.entity, (*_common(rank, mention, at), *(fit or ()), *offered)))
    for entity, reasons in why.values():
        fit = _fit(phrase, kind, modifiers, entity, suits, shouting)
        if fit is not None:
            options.append(Option(entity, (*reasons, *_of(entity), *fit, "unseen")))
    return [*options, Option(None, tuple(_nobody(phrase, at, len(modifiers))))]


def _reasons(extra: Sequence[tuple[str, Entity]]) -> dict[int, tuple[Entity, list[str]]]:
    """What speaks for each that the text offers beside its mentions."""
    why: dict[int, tuple[Entity, list[str]]] = {}
    for reason, entity in extra:
        why.setdefault(id(entity), (entity, []))[1].append(reason)
    return why


def _nobody(phrase: Phrase, at: Anaphor, modifiers: int) -> list[str]:
    definite = "definite" if phrase.definite else "bare"
    return [
        "nobody",
        f"nobody:{definite}",
        f"nobody:{phrase.determiner}",
        f"nobody:{at.role}",
        f"nobody:{definite}:{bucket(modifiers)}",
        f"nobody:plural={is_plural(phrase.head)}",
    ]


def _common(rank: int, mention: Seen, at: Anaphor) -> list[str]:
    gap = at.sentence - mention.sentence
    near = bucket(gap)
    word = bare(at.words.partition(" ")[0])
    entity = mention.entity
    return [
        f"gap={near}",
        f"rank={bucket(rank)}",
        f"rank={bucket(rank)}:gap={near}",
        f"role={mention.role}",
        f"role={mention.role}:gap={near}",
        f"roles={at.role}<{mention.role}",
        f"form={mention.form}",
        f"form={mention.form}:gap={near}",
        f"first={mention.first}:gap={near}",
        f"speaker={entity is at.speaker}",
        f"speaker={entity is at.speaker}:gap={near}",
        f"together={bool(at.of & mention.of)}",
        f"together={bool(at.of & mention.of)}:roles={at.role}<{mention.role}",
        f"word={word}:role={mention.role}",
        f"word={word}:{entity.kind}:{entity.many}",
        f"{at.role} of {at.deed}={entity.kind}",
        *_of(entity),
    ]


def _of(entity: Entity) -> list[str]:
    known = "known" if entity.actor else "named" if entity.named else "nameless"
    return [
        f"kind={entity.kind}",
        f"kind={entity.kind}:{entity.many}",
        f"many={entity.many}",
        known,
        f"count={bucket(entity.count)}",
    ]


def _fit(phrase: Phrase, kind: str | None, modifiers: list[str], entity: Entity, suits: Suits, shouting: bool) -> list[str] | None:
    """How a description fits an entity; None when it cannot stand for it."""
    head = singular(phrase.head)
    shared = not entity.words.isdisjoint(numbers_of(head))
    title = phrase.head in entity.titles
    akin = kind is not None and entity.kind in AKIN[kind]
    if kind == "force" and (phrase.head in nouns.POLICE) != bool(entity.words & nouns.POLICE):
        return None
    if not shared and not title and (not akin or kind in ("body", "person")):
        return None
    if kind == "person" and phrase.head.endswith("s") != entity.many:
        return None
    strange = [modifier for modifier in modifiers if not suits(modifier, entity)]
    suited = len(modifiers) - len(strange)
    if any(m[:1].isupper() for m in strange) and not shouting:
        return None
    definite = "definite" if phrase.definite else "bare"
    return [
        f"shared={shared}",
        f"title={title}",
        f"akin={akin}",
        f"shared={shared}:akin={akin}:{definite}",
        f"suited={bucket(suited)}",
        f"strange={bucket(len(strange))}",
        f"shared={shared}:strange={bucket(len(strange))}",
        f"same number={is_plural(phrase.head) == entity.many}",
        f"whole={all(bare(t) in entity.words for t in phrase.core.split() if bare(t) not in nouns.PLAIN)}",
        f"determiner={phrase.determiner}",
    ]


AKIN: dict[str, tuple[str, ...]] = {
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
"""Kinds of actor that a description of each kind can stand for."""


def is_plural(head: str) -> bool:
    """Whether a head noun, in lower case, is a plural by its form.

    >>> is_plural("gunmen"), is_plural("rebels"), is_plural("army")
    (True, True, False)
    """
    return head.endswith(("s", "men", "people", "children")) or head in ("police", "troops")


_NOT_ONESELF = nouns.words("he him she they them it")
"""Who acts upon "them" is not among them: that would be "themselves". Possessives ("their") may well be the other's."""


def _fits_pronoun(seen: Seen, sort: str) -> bool:
    entity = seen.entity
    if sort == "person":
        return not entity.many and (
            entity.kind == "person" or (entity.kind == "unknown" and seen.role in ("actor", "recipient", "subject", "source"))
        )
    if sort == "thing":
        # a body with a plural name is still one thing: the Rapid Support Forces, "it"
        return entity.kind not in ("person", "people") and (not entity.many or entity.actor is not None)
    return True
