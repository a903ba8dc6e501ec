"""Give assertions their meaning: one statement for each, with actors, places, times and numbers looked up.

Nothing is dropped here: what cannot be resolved stays as words. It decides no kind, type or hedge; those are the reader's.
"""

from collections.abc import Iterable, Iterator

from dateline.codebook import Codebook
from dateline.errors import Reason
from dateline.gazetteer import Gazetteer
from dateline.records import Anchor, Argument, Assertion, Participant, Place, Reading, Resolution, SetAside, Statement, Voice
from dateline.resolve.actors import Names
from dateline.resolve.numbers import quantities_of
from dateline.resolve.times import find_times
from dateline.resolve.voices import is_unnamed
from dateline.resolve.when import Clock
from dateline.resolve.whereabouts import places_of
from dateline.resolve.who import ACTOR_ROLES, TARGETED, Who, key_of, unpointed_target, who_is_who


def resolve(reading: Reading, codebook: Codebook, gazetteer: Gazetteer) -> Resolution:
    """Resolve one reading: one statement for each assertion, in their order."""
    document = reading.document
    places = places_of(reading, gazetteer)
    names = Names(document.text, codebook.actors, document.published, _countries(places.values()))
    targets = {a.id: target for a in reading.assertions if (target := unpointed_target(a, document.text)) is not None}
    who = who_is_who(reading, names, targets)
    times = find_times(document.text, document.published)
    clock = Clock(times, [sentence.anchor for sentence in reading.sentences], document.published)
    sentences = {sentence.id: sentence.anchor for sentence in reading.sentences}
    statements = tuple(
        Statement(
            assertion=assertion,
            voice=_voice(assertion, who),
            time=clock.time_of(assertion, sentences.get(assertion.sentence)),
            places=tuple(dict.fromkeys(places[key_of(a.anchor)] for a in assertion.arguments if a.role == "place")),
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


# ---------------------------------------------------------------------- the parts of a statement
def _countries(places: Iterable[Place]) -> list[str]:
    """The country of each place that is no country itself."""
    return [
        place.country
        for place in dict.fromkeys(places)
        if place.country and not (place.feature or "").partition(".")[2].startswith("PCL")
    ]


def _participants(assertion: Assertion, target: Anchor | None, who: Who) -> tuple[Participant, ...]:
    arguments = [argument for argument in assertion.arguments if argument.role in ACTOR_ROLES]
    if target is not None:
        arguments.append(Argument(role=TARGETED[assertion.kind], anchor=target))
    found = [participant for argument in arguments for participant in _participant(argument, who)]
    known = {(one.role, one.actor): one for one in reversed(found) if one.actor}  # whom two mentions name is one
    return tuple(one for one in found if not one.actor or known[one.role, one.actor] is one)


def _participant(argument: Argument, who: Who) -> Iterator[Participant]:
    """One for each whom the words stand for: "both sides" are two, except where the role has room for one."""
    entity, how = who[key_of(argument.anchor)]
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
    entity, _how = who[key_of(source)]
    if is_unnamed(source.exact, entity):
        return Voice(type="source", anchor=source)
    return Voice(type="source", name=entity.name, actor=entity.actor, anchor=source)
