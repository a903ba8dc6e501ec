"""Every record, in the order the data meets them. Read this first.

Document -> Sentence -> Assertion -> Statement -> Row, and SetAside for what was left out at any stage. All are immutable.
Offsets are character offsets, half open, into ``Document.text``, which never changes after ingest.
The words are the field's own: document creation time (TimeML), trigger / argument / role (ACE), source / cue (PARC, PolNeAR),
low and high (UCDP), text position and text quote (W3C Web Annotation).
"""

from typing import Any

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """Base of all records: immutable, keyword-only, compared by value."""


class Anchor(Record, frozen=True):
    """A stretch of a document's text: position and quote, which always agree."""

    start: int
    end: int
    exact: str


class Document(Record, frozen=True):
    """One article as read in. `id` is the hash of its text; `published` is the document creation time (ISO date)."""

    id: str
    text: str
    name: str
    """What the user calls it: a file's stem, an item's id."""
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    published_from: str | None = None
    """Where the date came from: option, json-ld, meta, url, body, feed, record, guess."""
    language: str | None = None
    source: str | None = None
    """Path or address it was read from."""
    furniture: tuple[Anchor, ...] = ()
    """Stretches of the text that are page furniture: the reader sets them aside."""


class SetAside(Record, frozen=True):
    """One item that a stage did not pass on, with the reason."""

    stage: str
    """ingest, read, resolve."""
    item: str
    """What was set aside, in words: a path, a sentence id, an assertion id."""
    reason: str
    """A value of `dateline.errors.Reason`."""
    detail: str = ""
    document: str | None = None
    anchor: Anchor | None = None


class Sentence(Record, frozen=True):
    """One sentence of a document; the item that the read stage counts."""

    id: str
    """`<document id>:<index>`."""
    document: str
    index: int
    anchor: Anchor


class Argument(Record, frozen=True):
    """A participant of an assertion, as words.

    Roles: actor, recipient, place, subject, object, target, addressee, number, time, and count:killed, count:injured,
    count:abducted, count:detained, count:released, count:displaced, count:arrested, count:other.
    """

    role: str
    anchor: Anchor
    score: float = 1.0


class Attribution(Record, frozen=True):
    """Who says so, when it is not the document's author. `named` is False for "officials", "reportedly", "commentators"."""

    source: Anchor
    cue: Anchor | None = None
    named: bool = True


class Assertion(Record, frozen=True):
    """One thing the text says: words and spans only, nothing looked up.

    `kind` is one of event, control, relation, quantity, label, forecast, recommendation, judgement.
    `type` is the event type, control change or relation type (codebook id), None for the other kinds.
    `hedge` is FactBank's certainty and polarity on one scale: asserted, reported, possible, probable, denied.
    """

    id: str
    document: str
    sentence: str
    kind: str
    type: str | None
    anchor: Anchor
    trigger: Anchor | None = None
    arguments: tuple[Argument, ...] = ()
    attribution: Attribution | None = None
    hedge: str = "asserted"
    likelihood: str | None = None
    """Forecasts only: certain, very_likely, likely, possible, unlikely, unstated."""
    conditional: bool = False
    dating: str | None = None
    """What its time hangs on, as the reader sees it: undated, words (an expression in the text), publication (its day alone)."""
    entry: str | None = None
    """Id of the codebook entry whose trigger fired inside the span, if one did."""
    extractor: str = ""
    """Name and version of what found it."""
    score: float = 1.0


class Interval(Record, frozen=True):
    """A stretch of days, both ends inclusive, as ISO dates."""

    start: str
    end: str
    anchor: Anchor | None = None


class Place(Record, frozen=True):
    """A place. Without coordinates it is words: the gazetteer did not know it."""

    name: str
    anchor: Anchor | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2; None for a region across borders."""
    geonames: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    feature: str | None = None
    """GeoNames feature class and code, e.g. ``P.PPLA``."""


class Participant(Record, frozen=True):
    """An actor in a role. `actor` is a codebook id; None when the words could not be resolved."""

    role: str
    name: str
    """Canonical English name valid at the date, or the words themselves."""
    anchor: Anchor | None = None
    actor: str | None = None
    how: str = "words"
    """How the name was found: codebook, coreference, words."""


class Quantity(Record, frozen=True):
    """A number with its vagueness kept; None for an end that the text leaves open. A share is a number from 0 to 1."""

    low: float | None
    high: float | None
    approx: bool = False
    ratio: bool = False
    of: str | None = None
    """Counts of an event: killed, injured, abducted, detained, released, displaced, arrested, other."""
    what: str | None = None
    """What is counted, in words."""
    anchor: Anchor | None = None


class Voice(Record, frozen=True):
    """Who vouches for a statement. `type` is author or source; an unnamed source has no name but the words that show it."""

    type: str = "author"
    name: str | None = None
    actor: str | None = None
    anchor: Anchor | None = None


class Statement(Record, frozen=True):
    """An assertion with its meaning: actors, places, times and numbers looked up. What could not be stays as words."""

    assertion: Assertion
    voice: Voice = Voice()
    time: Interval | None = None
    places: tuple[Place, ...] = ()
    participants: tuple[Participant, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    mode: str | None = None
    """Events only: the manner the codebook's words show (threat, accusation, demand, flee, ...)."""
    codebook: str = ""
    """Version of the codebook that gave the meaning."""

    @property
    def id(self) -> str:
        """The assertion's id: a statement is the same thing with meaning."""
        return self.assertion.id


class Reading(Record, frozen=True):
    """What the read stage gives for one document. Every sentence bears an assertion or is set aside."""

    document: Document
    sentences: tuple[Sentence, ...]
    assertions: tuple[Assertion, ...]
    set_aside: tuple[SetAside, ...]


class Resolution(Record, frozen=True):
    """What the resolve stage gives for one reading: one statement for each assertion, and what it could not resolve."""

    statements: tuple[Statement, ...]
    set_aside: tuple[SetAside, ...]


class Row(Record, frozen=True):
    """One row of a view of the situation: what a table shows, and the statements it rests on. No row without a statement."""

    view: str
    cells: dict[str, Any]
    """Values that JSON can hold, in the order in which they are shown."""
    statements: tuple[str, ...]
    """Ids of the statements it rests on; never empty."""

    def __post_init__(self) -> None:
        assert self.statements, f"a row of {self.view} rests on no statement"
