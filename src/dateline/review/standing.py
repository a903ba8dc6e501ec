"""What holds of all that coders did: whose word stands on a statement, and whether they differ.

Of one coder the last act counts that was not undone. Of several the first one's word counts until it is settled by an adjudication:
a second coder checks, blind, and does not write over the first. The order of acts is that in which they were appended.
"""

from collections.abc import Sequence

import msgspec

from dateline.records import Record, Review, Reviewed, Statement
from dateline.review.fields import differences

ACTIONS = ("accept", "correct", "reject", "add", "undo")
WORDS = "words"
"""Said among the fields of a correction after which the same values rest on other words of the text."""


class Standing(Record, frozen=True):
    """Where a statement stands among coders."""

    decisions: tuple[Review, ...] = ()
    """The act that counts of each coder, the first coder's first; adjudications are not among them."""
    adjudication: Review | None = None

    @property
    def decided(self) -> Review | None:
        """The act whose word counts."""
        return self.adjudication or next(iter(self.decisions), None)

    @property
    def disputed(self) -> bool:
        """Whether coders differ, and nobody settled it."""
        return self.adjudication is None and any(not agree(self.decisions[0], other) for other in self.decisions[1:])

    def of(self, coder: str) -> Review | None:
        """The act that counts of one coder."""
        return next((act for act in self.decisions if act.by == coder), None)


class Outcome(Record, frozen=True):
    """What becomes of a statement."""

    statement: Statement | None
    """None where there is none, or it was rejected."""
    rejected: Review | None = None


def standing(acts: Sequence[Review]) -> Standing:
    """Where one statement stands after all acts on it, in their order."""
    undone: set[str] = set()
    last: dict[tuple[str, bool], Review] = {}
    for act in reversed(acts):
        if act.id in undone:
            continue
        if act.undoes:
            undone.add(act.undoes)
        else:
            last.setdefault((act.by, act.adjudication), act)
    coders = dict.fromkeys(act.by for act in acts if not act.adjudication)
    settled = [act for act in acts if act.adjudication and last.get((act.by, True)) == act]
    return Standing(
        decisions=tuple(last[coder, False] for coder in coders if (coder, False) in last),
        adjudication=settled[-1] if settled else None,
    )


def agree(one: Review, other: Review) -> bool:
    """Whether two acts come to the same statement, or both to none."""
    if one.value is None or other.value is None:
        return one.value is other.value
    return one.value.assertion.kind == other.value.assertion.kind and not differences(one.value, other.value)


def outcome(machine: Statement | None, where: Standing) -> Outcome:
    """What becomes of a statement.

    Args:
        machine: what is read now; None where the machine missed it, or does not find it any more.
    """
    act = where.decided
    if act is None:
        return Outcome(statement=machine)
    if act.value is None:
        return Outcome(statement=None, rejected=act)
    return Outcome(statement=msgspec.structs.replace(act.value, review=_reviewed(act, where, machine)))


def _words_of(statement: Statement) -> tuple[object, ...]:
    """The words of the text that its values rest on."""
    assertion = statement.assertion
    return assertion.arguments, assertion.attribution.source if assertion.attribution else None


def _reviewed(act: Review, where: Standing, machine: Statement | None) -> Reviewed:
    read = act.machine or machine
    changed = differences(read, act.value) if read and act.value else ()
    if read and act.value and not changed and _words_of(read) != _words_of(act.value):
        changed = (WORDS,)
    return Reviewed(
        status="added" if read is None else "corrected" if changed else "accepted",
        fields=changed,
        coders=max(1, len(where.decisions)),
        disputed=where.disputed,
        adjudicated=where.adjudication is not None,
    )
