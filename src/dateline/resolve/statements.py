"""Give assertions their meaning: one statement for each, with actors, places, times and numbers looked up.

Nothing is dropped here: what cannot be resolved stays as words. It decides no kind, type or hedge; those are the reader's.
"""

from collections.abc import Sequence
from typing import Any

from dateline.records import Anchor, Argument, Assertion, Participant, Reading, Resolution, Statement, Voice
from dateline.resolve.actors import Names
from dateline.resolve.coreference import Chain, Entity
from dateline.resolve.mentions import name_runs
from dateline.resolve.voices import is_unnamed

ACTOR_ROLES = ("actor", "recipient", "subject", "object", "target", "addressee")


def resolve(reading: Reading, codebook: Any, gazetteer: Any) -> Resolution:
    """Resolve one reading: one statement for each assertion, in their order."""
    document = reading.document
    names = Names(document.text, codebook.actors if codebook else None, document.published)
    who = _read_through(reading, names)
    statements = [_statement(assertion, who) for assertion in reading.assertions]
    return Resolution(statements=tuple(statements), set_aside=())


Who = dict[tuple[int, int, str], tuple[Entity, str]]


def _read_through(reading: Reading, names: Names) -> Who:
    """Walk the document once, from start to end, and say who each mention is."""
    text = reading.document.text
    mentions: dict[tuple[int, int], tuple[Anchor, str, Assertion | None]] = {}
    for assertion in reading.assertions:
        for argument in assertion.arguments:
            if argument.role in ACTOR_ROLES or argument.role == "place":
                _offer(mentions, argument.anchor, argument.role, assertion)
        if assertion.attribution:
            _offer(mentions, assertion.attribution.source, "source", assertion)
    if not names.shouting:
        taken = sorted(mentions)
        for start, end in name_runs(text):
            if not any(a < end and start < b for a, b in taken):
                mentions[(start, end)] = (Anchor(start=start, end=end, exact=text[start:end]), "", None)
    for anchor, _role, _assertion in mentions.values():
        names.learn(anchor.exact)
    chain = Chain(names, text)
    starts = [s.anchor.start for s in reading.sentences]
    who: Who = {}
    for (start, end), (anchor, role, assertion) in sorted(mentions.items(), key=lambda item: (item[0][0], -item[0][1])):
        sentence = _index(starts, start)
        speaker = None
        if assertion is not None and assertion.attribution and role != "source":
            source = assertion.attribution.source
            found = who.get((source.start, source.end, "")) or chain.peek(source)
            speaker = found[0] if found else None
        who[(start, end, "")] = chain.add(anchor, sentence, role, speaker)
    return who


def _offer(
    mentions: dict[tuple[int, int], tuple[Anchor, str, Assertion | None]], anchor: Anchor, role: str, assertion: Assertion
) -> None:
    key = (anchor.start, anchor.end)
    if key not in mentions or mentions[key][1] == "place" or (role == "source" and mentions[key][1] != "source"):
        mentions[key] = (anchor, role, assertion)


def _index(starts: Sequence[int], offset: int) -> int:
    from bisect import bisect_right

    return max(0, bisect_right(starts, offset) - 1)


def _statement(assertion: Assertion, who: Who) -> Statement:
    return Statement(
        assertion=assertion,
        voice=_voice(assertion, who),
        participants=tuple(_participant(a, who) for a in assertion.arguments if a.role in ACTOR_ROLES),
    )


def _participant(argument: Argument, who: Who) -> Participant:
    entity, how = who[(argument.anchor.start, argument.anchor.end, "")]
    return Participant(role=argument.role, name=entity.name, anchor=argument.anchor, actor=entity.actor, how=how)


def _voice(assertion: Assertion, who: Who) -> Voice:
    if assertion.attribution is None:
        return Voice()
    source = assertion.attribution.source
    entity, _how = who[(source.start, source.end, "")]
    if is_unnamed(source.exact, entity):
        return Voice(type="source", anchor=source)
    return Voice(type="source", name=entity.name, actor=entity.actor, anchor=source)
