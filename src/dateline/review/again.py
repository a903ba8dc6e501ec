"""A text that is read again: what coders made of it stands over what is read now, and nothing of it is lost.

A statement that the machine does not find any more stays where a coder kept it; one that was rejected stays set aside. One that is
now read as a coder had put it is that coder's statement, and no second one beside it.
"""

from collections.abc import Mapping, Sequence

import msgspec

from dateline.errors import Reason
from dateline.records import Reading, Resolution, Review, Sentence, SetAside, Statement
from dateline.review.standing import Outcome, outcome, standing
from dateline.review.words import by_statement, meet

STAGE = "review"


def with_acts(reading: Reading, resolution: Resolution, acts: Sequence[Review]) -> tuple[Resolution, tuple[Statement, ...]]:
    """What stands of a reading after all acts on its document.

    Returns:
        The resolution with what coders decided, and what was read of each statement in whose place their word stands.
    """
    decided = by_statement(acts)
    resolution = _as_decided(resolution, decided)
    read = {statement.id: statement for statement in resolution.statements}
    stands = dict(read)
    aside: list[SetAside] = []
    for id, each in decided.items():
        found = outcome(read.get(id), standing(each))
        aside += rejection(found, id)
        if found.statement is None:
            stands.pop(id, None)
        else:
            stands[id] = in_sentence(found.statement, reading.sentences)
    ordered = sorted(stands.values(), key=place_of)
    machine = tuple(statement for id, statement in read.items() if stands.get(id) != statement)
    return Resolution(statements=tuple(ordered), set_aside=(*resolution.set_aside, *aside)), machine


def _as_decided(resolution: Resolution, decided: Mapping[str, Sequence[Review]]) -> Resolution:
    """The resolution in which what is read as a coder had put it bears the id of the coder's statement.

    Ids come from words and type: a model that has learned to call a shelling an attack gives its own statement another id than
    the one that the coder corrected. The type must be the same, and half of the words.
    """
    read = {statement.id for statement in resolution.statements}
    acts_of = {id: standing(acts).decided for id, acts in decided.items() if id not in read}
    kept = {id: act.value for id, act in acts_of.items() if act is not None and act.value is not None}
    renamed: dict[str, str] = {}
    for statement in resolution.statements:
        if statement.id not in decided:
            same = [id for id, value in kept.items() if value.assertion.type == statement.assertion.type and meet(value, statement)]
            if same:
                renamed[statement.id] = same[0]
                del kept[same[0]]
    if not renamed:
        return resolution
    return Resolution(
        statements=tuple(
            msgspec.structs.replace(one, assertion=msgspec.structs.replace(one.assertion, id=renamed.get(one.id, one.id)))
            for one in resolution.statements
        ),
        set_aside=tuple(msgspec.structs.replace(one, item=renamed.get(one.item, one.item)) for one in resolution.set_aside),
    )


def rejection(found: Outcome, statement: str) -> list[SetAside]:
    """What is set aside where a coder rejected a statement that was read."""
    act = found.rejected
    if act is None or act.machine is None:
        return []
    anchor = act.machine.assertion.anchor
    return [SetAside(stage=STAGE, item=statement, reason=Reason.REJECTED, detail=act.note, document=act.document, anchor=anchor)]


def in_sentence(statement: Statement, sentences: Sequence[Sentence]) -> Statement:
    """A statement in the sentence where its words stand now: another version may cut the text otherwise."""
    if not sentences or any(sentence.id == statement.assertion.sentence for sentence in sentences):
        return statement
    before = [sentence for sentence in sentences if sentence.anchor.start <= statement.assertion.anchor.start]
    where = before[-1] if before else sentences[0]
    return msgspec.structs.replace(statement, assertion=msgspec.structs.replace(statement.assertion, sentence=where.id))


def place_of(statement: Statement) -> tuple[int, int, str, str]:
    """Where a statement stands among those of its text."""
    anchor = statement.assertion.anchor
    return anchor.start, anchor.end, statement.assertion.kind, statement.id
