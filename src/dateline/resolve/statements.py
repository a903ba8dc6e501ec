"""Give assertions their meaning: one statement for each, with actors, places, times and numbers looked up.

Nothing is dropped here: what cannot be resolved stays as words. It decides no kind, type or hedge; those are the reader's.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dateline.codebook import Codebook
from dateline.errors import Reason
from dateline.gazetteer import Gazetteer
from dateline.records import Anchor, Argument, Assertion, Participant, Reading, Resolution, SetAside, Statement, Voice
from dateline.resolve.actors import Names
from dateline.resolve.coreference import Chain, Entity, Found
from dateline.resolve.mentions import name_runs
from dateline.resolve.numbers import quantities_of
from dateline.resolve.targets import target_of
from dateline.resolve.times import find_times
from dateline.resolve.voices import is_unnamed
from dateline.resolve.when import Clock
from dateline.resolve.whereabouts import places_of

ACTOR_ROLES = ("actor", "recipient", "subject", "object", "target", "addressee")
TARGETED = {"label": "target", "judgement": "target", "recommendation": "addressee"}
"""Kinds that are about somebody, and the role that says about whom."""


class _Mention(NamedTuple):
    anchor: Anchor
    role: str
    source: Anchor | None
    """Who speaks, where the mention stands in somebody's words."""


Key = tuple[int, int]
Who = dict[Key, Found]


def resolve(reading: Reading, codebook: Codebook, gazetteer: Gazetteer) -> Resolution:
    """Resolve one reading: one statement for each assertion, in their order."""
    document = reading.document
    names = Names(document.text, codebook.actors, document.published)
    targets = {a.id: target for a in reading.assertions if (target := _unpointed_target(a, document.text)) is not None}
    who = _who_is_who(reading, names, targets)
    times = find_times(document.text, document.published)
    clock = Clock(times, [sentence.anchor for sentence in reading.sentences], document.published)
    places = places_of(reading, gazetteer)
    sentences = {sentence.id: sentence.anchor for sentence in reading.sentences}
    statements = tuple(
        Statement(
            assertion=assertion,
            voice=_voice(assertion, who),
            time=clock.time_of(assertion, sentences.get(assertion.sentence)),
            places=tuple(places[_key(argument.anchor)] for argument in assertion.arguments if argument.role == "place"),
            participants=_participants(assertion, targets.get(assertion.id), who),
            quantities=quantities_of(assertion, document.text, codebook.quantities),
            mode=_mode(assertion, codebook),
            codebook=codebook.version,
        )
        for assertion in reading.assertions
    )
    undated = tuple(
        SetAside(stage="resolve", item=m.anchor.exact, reason=Reason.UNRESOLVED_TIME, document=document.id, anchor=m.anchor)
        for m in times
        if m.relative and m.interval is None and m.kind == "point" and not document.published
    )
    return Resolution(statements=statements, set_aside=undated)


def _key(anchor: Anchor) -> Key:
    return anchor.start, anchor.end


# ---------------------------------------------------------------------- who is who
def _who_is_who(reading: Reading, names: Names, targets: Mapping[str, Anchor]) -> Who:
    """Walk the document once, from start to end, and say who each mention is."""
    mentions = _mentions(reading, names, targets)
    for mention in mentions.values():
        names.learn(mention.anchor.exact)
    chain = Chain(names, reading.document.text, names.author_of(reading.document.outlet))
    starts = [sentence.anchor.start for sentence in reading.sentences]
    who: Who = {}
    for key in sorted(mentions, key=lambda key: (key[0], -key[1])):
        mention = mentions[key]
        speaker: Entity | None = None
        if mention.source is not None:
            found = who.get(_key(mention.source)) or chain.peek(mention.source)
            speaker = found[0] if found else None
        who[key] = chain.add(mention.anchor, max(0, bisect_right(starts, key[0]) - 1), mention.role, speaker)
    return who


def _mentions(reading: Reading, names: Names, targets: Mapping[str, Anchor]) -> dict[Key, _Mention]:
    """Everything that can be somebody: what assertions point at, and the names in between."""
    mentions: dict[Key, _Mention] = {}
    for assertion in reading.assertions:
        source = assertion.attribution.source if assertion.attribution else None
        if source is not None:
            mentions[_key(source)] = _Mention(source, "source", None)
        for argument in assertion.arguments:
            known = mentions.get(_key(argument.anchor))
            if argument.role in ACTOR_ROLES and (known is None or known.role == "place"):
                mentions[_key(argument.anchor)] = _Mention(argument.anchor, argument.role, source)
            elif argument.role == "place" and known is None:
                mentions[_key(argument.anchor)] = _Mention(argument.anchor, "place", source)
        target = targets.get(assertion.id)
        if target is not None:
            mentions.setdefault(_key(target), _Mention(target, "target", source))
    if names.shouting:
        return mentions
    text, taken = reading.document.text, sorted(mentions)
    first = 0
    for start, end in name_runs(text):
        while first < len(taken) and taken[first][1] <= start and taken[first][0] < start:
            first += 1
        if not any(a < end and start < b for a, b in taken[first : bisect_left(taken, (end, 0))]):
            mentions[start, end] = _Mention(Anchor(start=start, end=end, exact=text[start:end]), "", None)
    return mentions


def _unpointed_target(assertion: Assertion, text: str) -> Anchor | None:
    """Whom an assertion is about by its words, where the reader pointed at nobody."""
    role = TARGETED.get(assertion.kind)
    if role is None or any(argument.role == role for argument in assertion.arguments):
        return None
    return target_of(assertion, text)


# ---------------------------------------------------------------------- the parts of a statement
def _participants(assertion: Assertion, target: Anchor | None, who: Who) -> tuple[Participant, ...]:
    arguments = [argument for argument in assertion.arguments if argument.role in ACTOR_ROLES]
    if target is not None:
        arguments.append(Argument(role=TARGETED[assertion.kind], anchor=target))
    return tuple(participant for argument in arguments for participant in _participant(argument, who))


def _participant(argument: Argument, who: Who) -> Iterator[Participant]:
    """One for each whom the words stand for: "both sides" are two, except where the role has room for one."""
    entity, how = who[_key(argument.anchor)]
    several = entity.members if argument.role in ("actor", "recipient") else ()
    for each in several or (entity,):
        yield Participant(role=argument.role, name=each.name, anchor=argument.anchor, actor=each.actor, how=how)


def _mode(assertion: Assertion, codebook: Codebook) -> str | None:
    """The manner of an event, for the types that tell manners apart."""
    entry = codebook.entries.get(assertion.type or "") if assertion.kind == "event" else None
    return codebook.find_mode(entry.id, assertion.anchor.exact) if entry and entry.modes else None


def _voice(assertion: Assertion, who: Who) -> Voice:
    if assertion.attribution is None:
        return Voice()
    source = assertion.attribution.source
    entity, _how = who[_key(source)]
    if is_unnamed(source.exact, entity):
        return Voice(type="source", anchor=source)
    return Voice(type="source", name=entity.name, actor=entity.actor, anchor=source)
