"""What words of a document stand for that a coder points at: taken as the reader would take them, in their place in the text.

So "on Tuesday" is the day that it was, "the group" whoever was named before, and "Tripoli" the one of the country that the text
is about. It rests on what was read alone: a coder who is to be blind learns nothing of what others decided.
"""

from dateline.archive.tables import Tables
from dateline.errors import UsageError
from dateline.records import COUNTED, Argument, Assertion, Attribution, Place, Reading, Record, Statement
from dateline.resolve.statements import resolve
from dateline.review.changes import Context, GivenNumber, Span
from dateline.review.corrections import UNNAMED
from dateline.review.fields import ROLES
from dateline.store import Store

VOICE = "voice"


class Meant(Record, frozen=True):
    """What words stand for."""

    words: str
    known: bool
    """Whether a table or a rule knows; where none does, `name` is the words, and there are no days and no number."""
    name: str
    """Of a participant, a place or a voice, as it can be given in a correction."""
    days: tuple[str, str] | None = None
    """First and last, of a time."""
    number: GivenNumber | None = None
    """Of a count or a number."""


def meant(store: Store, tables: Tables, document: str, kind: str, role: str, span: Span) -> Meant:
    """What a stretch of the text stands for in a role.

    Args:
        role: of the kind of statement; or place, time, `count:` and what is counted, number, or voice.

    Raises:
        UsageError: there is no such document, kind, role or stretch.
    """
    roles = (*ROLES.get(kind, ()), "place", "time", *(f"count:{of}" for of in COUNTED), "number", VOICE)
    if kind not in ROLES or role not in roles:
        raise UsageError(f"A statement of kind {kind!r} has no {role!r} that words could stand for.")
    if store.find(document) is None:
        raise UsageError(f"There is no document {document}.")
    with store.reviewing() as reviews:
        read, sentences = list(reviews.read(document)), list(reviews.sentences(document))
    context = Context(document=store.document(document), sentences=sentences, codebook=tables.codebook, gazetteer=tables.gazetteer)
    anchor = context.anchor(*span)
    if not sentences:
        raise UsageError(f"{context.document.name} has no sentences.")
    sentence = context.sentence_at(anchor)
    pointed = Assertion(
        id="pointed",
        document=document,
        sentence=sentence.id,
        kind=kind,
        type=None,
        anchor=sentence.anchor,
        arguments=() if role == VOICE else (Argument(role=role, anchor=anchor),),
        attribution=Attribution(source=anchor) if role == VOICE else None,
    )
    reading = Reading(
        document=context.document,
        sentences=tuple(sentences),
        assertions=(*(statement.assertion for statement in read), pointed),
        set_aside=(),
    )
    statement = resolve(reading, tables.codebook, tables.gazetteer).statements[-1]
    return _meant(statement, role, span, context)


def _meant(statement: Statement, role: str, span: Span, context: Context) -> Meant:
    words = " ".join(context.document.text[span[0] : span[1]].split())
    unknown = Meant(words=words, known=False, name=words)
    if role == "place":
        place = next((one for one in statement.places if one.latitude is not None), None)
        return Meant(words=words, known=True, name=_named(place, context)) if place else unknown
    if role == "time":
        time = statement.time
        # Without days in the words themselves, the reader would take those of the sentence.
        if time is None or time.anchor is None or not (time.anchor.start < span[1] and span[0] < time.anchor.end):
            return unknown
        return Meant(words=words, known=True, name=words, days=(time.start, time.end))
    if role == "number" or role.startswith("count:"):
        found = next((one for one in statement.quantities if one.low is not None or one.high is not None), None)
        if found is None:
            return unknown
        number = GivenNumber(low=found.low, high=found.high, of=found.of, approx=found.approx, ratio=found.ratio, what=found.what)
        return Meant(words=words, known=True, name=words, number=number)
    if role == VOICE:
        voice = statement.voice
        if voice.name is None:
            return Meant(words=words, known=True, name=f"{UNNAMED}: {words}")
        # Whoever the text names before ("he said") is known by the text, if by no table.
        known = voice.actor is not None or voice.name != words
        return Meant(words=words, known=True, name=voice.name) if known else unknown
    who = next((one for one in statement.participants if one.role == role and one.actor), None)
    return Meant(words=words, known=True, name=who.name) if who else unknown


def _named(place: Place, context: Context) -> str:
    """The shortest form in which a correction means this place and no other of its name."""
    for form in (place.name, f"{place.name}, {place.country}"):
        _, found = context.where(form)
        if found is not None and found.geonames == place.geonames:
            return form
    return f"geonames:{place.geonames}"
