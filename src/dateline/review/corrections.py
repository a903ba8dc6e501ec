"""What a coder changes -> the statement as it then is. Names are looked up as the reader's are; what no table knows stays words.

A place or an actor is given by its name as a person types it. Where the text has these words they are anchored there, the
statement's own sentence first.
"""

import hashlib
from collections.abc import Sequence
from datetime import date

import msgspec

from dateline.errors import UsageError
from dateline.records import HEDGES, LIKELIHOODS, Assertion, Attribution, Interval, Statement, Voice
from dateline.review.arguments import with_numbers, with_participants, with_places, with_words
from dateline.review.changes import Context, Correction
from dateline.review.fields import ROLES, TYPED

AUTHOR, UNNAMED = "author", "unnamed"
EXTRACTOR = "coder"
"""What found a statement that the machine had missed."""


def corrected(statement: Statement, change: Correction, context: Context) -> Statement:
    """The statement with what a coder changed.

    Raises:
        UsageError: a value that its field cannot have.
    """
    statement = msgspec.structs.replace(statement, review=None)
    statement = _with_span(statement, change, context)
    statement = _with_type(statement, change, context)
    statement = _with_manner(statement, change)
    if change.voice is not None:
        statement = _with_voice(statement, change.voice, context)
    if change.time is not None:
        statement = msgspec.structs.replace(statement, time=_interval(change.time, statement.time))
    if change.places is not None:
        statement = with_places(statement, change.places, context)
    for role, names in sorted((change.participants or {}).items()):
        statement = with_participants(statement, role, names, context)
    if change.numbers is not None:
        statement = with_numbers(statement, change.numbers)
    for field, spans in sorted((change.words or {}).items()):
        statement = with_words(statement, field, spans, context)
    return statement


def added(kind: str, change: Correction, context: Context) -> Statement:
    """A statement that the machine had missed; its id comes from where it stands, so that two coders' are one.

    Raises:
        UsageError: without a span, without a type where the kind has types, or a value that its field cannot have.
    """
    if kind not in ROLES:
        raise UsageError(f"There is no kind {kind!r} of statement; there are {', '.join(ROLES)}.")
    if change.span is None or not context.sentences:
        raise UsageError("What is added needs the words that state it; give its span.")
    if kind in TYPED and change.type is None:
        raise UsageError(f"What is added needs a type, one of {', '.join(e.id for e in context.codebook.of_kind(kind))}.")
    anchor = context.anchor(*change.span)
    words = f"added {context.document.id} {kind} {change.type or ''} {anchor.start} {anchor.end}"
    assertion = Assertion(
        id=hashlib.sha256(words.encode()).hexdigest()[:16],
        document=context.document.id,
        sentence=context.sentence_at(anchor).id,
        kind=kind,
        type=None,
        anchor=anchor,
        likelihood="unstated" if kind == "forecast" else None,
        extractor=EXTRACTOR,
    )
    return corrected(Statement(assertion=assertion, codebook=context.codebook.version), change, context)


def _assertion(statement: Statement, **changes: object) -> Statement:
    return msgspec.structs.replace(statement, assertion=msgspec.structs.replace(statement.assertion, **changes))


def _with_span(statement: Statement, change: Correction, context: Context) -> Statement:
    if change.span is None:
        return statement
    anchor, trigger = context.anchor(*change.span), statement.assertion.trigger
    kept = trigger if trigger and anchor.start <= trigger.start and trigger.end <= anchor.end else None
    return _assertion(statement, anchor=anchor, trigger=kept, sentence=context.sentence_at(anchor).id)


def _with_type(statement: Statement, change: Correction, context: Context) -> Statement:
    if change.type is None or change.type == statement.assertion.type:
        return statement
    kind = statement.assertion.kind
    known = [entry.id for entry in context.codebook.of_kind(kind)] if kind in TYPED else []
    if change.type not in known:
        what = f"; there are {', '.join(known)}" if known else f": a {kind} has none"
        raise UsageError(f"{change.type!r} is no type of {kind}{what}.")
    mode = None
    if kind == "event" and context.codebook.entries[change.type].modes:
        mode = context.codebook.find_mode(change.type, statement.assertion.anchor.exact)
    # The words that fired were those of the other type.
    return msgspec.structs.replace(_assertion(statement, type=change.type, entry=None, trigger=None), mode=mode)


def _with_manner(statement: Statement, change: Correction) -> Statement:
    changes: dict[str, object] = {}
    if change.hedge is not None:
        changes["hedge"] = _one_of(change.hedge, HEDGES, "hedge")
    if statement.assertion.kind == "forecast":
        if change.likelihood is not None:
            changes["likelihood"] = _one_of(change.likelihood, LIKELIHOODS, "likelihood")
        if change.conditional is not None:
            changes["conditional"] = change.conditional
    elif change.likelihood is not None or change.conditional is not None:
        raise UsageError(f"Likelihood and condition are of forecasts; this is a {statement.assertion.kind}.")
    return _assertion(statement, **changes) if changes else statement


def _one_of(value: str, known: Sequence[str], what: str) -> str:
    if value not in known:
        raise UsageError(f"{value!r} is no {what}; there are {', '.join(known)}.")
    return value


def _with_voice(statement: Statement, given: str, context: Context) -> Statement:
    anchor = statement.assertion.anchor
    if given.casefold() == AUTHOR:
        return msgspec.structs.replace(_assertion(statement, attribution=None), voice=Voice())
    unnamed = given.casefold().startswith(f"{UNNAMED}:")
    words = given.partition(":")[2].strip() if unnamed else given.strip()
    if not words:
        raise UsageError(f"A voice is `author`, the name of a source, or `{UNNAMED}: WORDS` with the words that show it.")
    found = context.find(words, anchor)
    if unnamed:
        voice = Voice(type="source", anchor=found)
    else:
        name, actor = context.who(words)
        voice = Voice(type="source", name=name, actor=actor, anchor=found)
    cue = statement.assertion.attribution.cue if statement.assertion.attribution else None
    said = Attribution(source=found, cue=cue, named=not unnamed) if found else None
    return msgspec.structs.replace(_assertion(statement, attribution=said), voice=voice)


def _interval(days: Sequence[str], old: Interval | None) -> Interval | None:
    if not days:
        return None
    if len(days) > 2:
        raise UsageError("A time is one day, or the first and the last day.")
    try:
        start, end = date.fromisoformat(days[0]).isoformat(), date.fromisoformat(days[-1]).isoformat()
    except ValueError:
        raise UsageError(f"{' to '.join(days)} is no time; write days as YYYY-MM-DD.") from None
    if start > end:
        raise UsageError(f"{start} is after {end}; give the earlier day first.")
    same = old is not None and (old.start, old.end) == (start, end)
    return old if same else Interval(start=start, end=end)
