"""A text that is read again: what coders made of it stands over what is read now, and nothing of it is lost.

A statement that the machine does not find any more stays where a coder kept it; one that was rejected stays set aside.
"""

from collections.abc import Sequence

import msgspec

from dateline.errors import Reason
from dateline.records import Reading, Resolution, Review, Sentence, SetAside, Statement
from dateline.review.standing import Outcome, outcome, standing
from dateline.review.words import by_statement

STAGE = "review"


def with_acts(reading: Reading, resolution: Resolution, acts: Sequence[Review]) -> tuple[Resolution, tuple[Statement, ...]]:
    """What stands of a reading after all acts on its document.

    Returns:
        The resolution with what coders decided, and what was read of each statement in whose place their word stands.
    """
    read = {statement.id: statement for statement in resolution.statements}
    stands = dict(read)
    aside: list[SetAside] = []
    for id, each in by_statement(acts).items():
        found = outcome(read.get(id), standing(each))
        aside += rejection(found, id)
        if found.statement is None:
            stands.pop(id, None)
        else:
            stands[id] = in_sentence(found.statement, reading.sentences)
    ordered = sorted(stands.values(), key=place_of)
    machine = tuple(statement for id, statement in read.items() if stands.get(id) != statement)
    return Resolution(statements=tuple(ordered), set_aside=(*resolution.set_aside, *aside)), machine


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
