"""Who is who in one document: every mention, from start to end, and whom it stands for."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from typing import NamedTuple

from dateline.records import Anchor, Assertion, Reading
from dateline.resolve.actors import Names
from dateline.resolve.antecedents import Antecedents
from dateline.resolve.coreference import Chain, Found
from dateline.resolve.entities import Entity
from dateline.resolve.mentions import name_runs
from dateline.resolve.targets import target_of

ACTOR_ROLES = ("actor", "recipient", "subject", "object", "target", "addressee")
TARGETED = {"label": "target", "judgement": "target", "recommendation": "addressee"}
"""Kinds that are about somebody, and the role that says about whom."""


class _Mention(NamedTuple):
    anchor: Anchor
    role: str
    source: Anchor | None
    """Who speaks, where the mention stands in somebody's words."""
    of: frozenset[str] = frozenset()
    """The assertions in which it acts or is acted upon."""
    deed: str = ""
    """The type of the first of them."""


Key = tuple[int, int]
Who = dict[Key, Found]


def key_of(anchor: Anchor) -> Key:
    """Where a mention stands: what `Who` is asked by."""
    return anchor.start, anchor.end


def who_is_who(reading: Reading, names: Names, targets: Mapping[str, Anchor], antecedents: Antecedents | None = None) -> Who:
    """Walk the document once, from start to end, and say who each mention is."""
    mentions = _mentions(reading, names, targets)
    for mention in mentions.values():
        names.learn(mention.anchor.exact)
    chain = Chain(names, reading.document.text, names.author_of(reading.document.outlet), antecedents)
    starts = [sentence.anchor.start for sentence in reading.sentences]
    who: Who = {}
    for key in sorted(mentions, key=lambda key: (key[0], -key[1])):
        mention = mentions[key]
        speaker: Entity | None = None
        if mention.source is not None:
            found = who.get(key_of(mention.source)) or chain.peek(mention.source)
            speaker = found[0] if found else None
        sentence = max(0, bisect_right(starts, key[0]) - 1)
        who[key] = chain.add(mention.anchor, sentence, mention.role, speaker, mention.of, mention.deed)
    return who


def _mentions(reading: Reading, names: Names, targets: Mapping[str, Anchor]) -> dict[Key, _Mention]:
    """Everything that can be somebody: what assertions point at, and the names in between."""
    mentions: dict[Key, _Mention] = {}
    for assertion in reading.assertions:
        source = assertion.attribution.source if assertion.attribution else None
        if source is not None:
            mentions[key_of(source)] = _Mention(source, "source", None)
        for argument in assertion.arguments:
            known = mentions.get(key_of(argument.anchor))
            if argument.role in ACTOR_ROLES:
                of = (known.of if known else frozenset()) | {assertion.id}
                again = known is not None and known.role != "place"
                mentions[key_of(argument.anchor)] = (
                    known._replace(of=of)
                    if known and again
                    else _Mention(argument.anchor, argument.role, source, of, assertion.type or assertion.kind)
                )
            elif argument.role == "place" and known is None:
                mentions[key_of(argument.anchor)] = _Mention(argument.anchor, "place", source)
        target = targets.get(assertion.id)
        if target is not None:
            mentions.setdefault(key_of(target), _Mention(target, "target", source))
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


def unpointed_target(assertion: Assertion, text: str) -> Anchor | None:
    """Whom an assertion is about by its words, where the reader pointed at nobody."""
    role = TARGETED.get(assertion.kind)
    if role is None or any(argument.role == role for argument in assertion.arguments):
        return None
    return target_of(assertion, text)
