"""Every record, in the order the data meets them. Read this first.

Document -> Sentence -> Assertion -> Statement -> Story, Incident with its Versions -> Row, Review for what coders make of a
statement, and SetAside for what was left out at any stage. All are immutable.
Offsets are character offsets, half open, into ``Document.text``, which never changes after ingest.
The words are the field's own: document creation time (TimeML), trigger / argument / role (ACE), source / cue (PARC, PolNeAR),
low and high (UCDP), text position and text quote (W3C Web Annotation).
"""

from typing import Any

import msgspec

KINDS = ("event", "control", "relation", "quantity", "label", "forecast", "recommendation", "judgement")
HEDGES = ("asserted", "reported", "possible", "probable", "denied")
LIKELIHOODS = ("certain", "very_likely", "likely", "possible", "unlikely", "unstated")
COUNTED = ("killed", "injured", "abducted", "detained", "released", "displaced", "arrested", "other")
"""What is counted of an event."""


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """Base of all records: immutable, keyword-only, compared by value."""


class Anchor(Record, frozen=True):
    """A stretch of a document's text: position and quote, which always agree."""

    start: int
    end: int
    exact: str


class Capture(Record, frozen=True):
    """How a page was taken from the web: what leads back to the bytes that the server sent, and what it said of its use."""

    url: str
    """The address that answered, after redirects."""
    fetched: str | None = None
    """When, as the archive says it (RFC 3339, UTC)."""
    record: str | None = None
    """The id of its record in the web archive."""
    digest: str | None = None
    """`sha256:` and the hash of the body as it stands in the archive, in hexadecimal."""
    truncated: str | None = None
    """Why the crawler kept less than the whole page (WARC-Truncated): length, time, disconnect, unspecified."""
    robots: tuple[str, ...] = ()
    """What page and server told machines about its use, word for word: robots, X-Robots-Tag, tdm-reservation, ..."""
    rights: tuple[str, ...] = ()
    """Licence and rights statements of page and server, word for word."""


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
    """Where the date came from: option, json-ld, meta, url, body, head (a line of its own at the head of the text), feed, record,
    guess."""
    language: str | None = None
    source: str | None = None
    """Path or address it was read from."""
    furniture: tuple[Anchor, ...] = ()
    """Stretches of the text that are page furniture: the reader sets them aside."""
    capture: Capture | None = None
    """Of pages from a web archive or from the web."""


class SetAside(Record, frozen=True):
    """One item that a stage did not pass on, with the reason."""

    stage: str
    """crawl, ingest, read, resolve, link, review."""
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


class OtherPlace(Record, frozen=True):
    """A place of the same name that was not taken, with the chance that it is the one meant."""

    name: str
    country: str | None
    geonames: int | None
    latitude: float | None
    longitude: float | None
    feature: str
    probability: float


class Place(Record, frozen=True):
    """A place. Without coordinates it is words: the gazetteer did not know it.

    Where `relation` is set ("30 km north of"), name, number and country are those of the place that is named, and the coordinates
    those of the point that is meant.
    """

    name: str
    anchor: Anchor | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2; None for a region across borders."""
    geonames: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    feature: str | None = None
    """GeoNames feature class and code, e.g. ``P.PPLA``."""
    precision: int | None = None
    """As ACLED codes it: 1 a town or site, 2 near one or in a small area, 3 a province or more; None without coordinates."""
    relation: str | None = None
    """How it is meant by way of the named place, as printed."""
    radius_km: float | None = None
    """How far from the point it may be, where the relation leaves that open."""
    probability: float | None = None
    """How sure it is that this one of the places of the name is meant, 0 to 1."""
    runners_up: tuple[OtherPlace, ...] = ()
    """The others that may be meant, the likeliest first."""

    @property
    def label(self) -> str:
        """The name with the relation before it: "30 km north of Mosul"."""
        return f"{self.relation} {self.name}" if self.relation and self.name not in self.relation else self.relation or self.name


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


class Reviewed(Record, frozen=True):
    """What coders decided about a statement; it stands on the statement as long as the decision does."""

    status: str
    """accepted: as it was read. corrected: changed. added: the machine had missed it. A rejected statement is set aside."""
    fields: tuple[str, ...] = ()
    """What a coder changed, by the names of `dateline.review.fields`."""
    coders: int = 1
    """How many coders decided about it, each on their own."""
    disputed: bool = False
    """They differ and nobody has settled it; the first one's word counts until then."""
    adjudicated: bool = False
    """It was settled after several coders had looked."""

    @property
    def words(self) -> str:
        """The same in a few words.

        >>> Reviewed(status="corrected", fields=("actor", "place"), coders=2, disputed=True).words
        'corrected (actor, place), disputed'
        """
        fields = f" ({', '.join(self.fields)})" if self.fields else ""
        return f"{self.status}{fields}" + (", disputed" if self.disputed else ", adjudicated" if self.adjudicated else "")


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
    review: Reviewed | None = None
    """What coders decided about it; None as long as it is the machine's word alone."""

    @property
    def id(self) -> str:
        """The assertion's id: a statement is the same thing with meaning."""
        return self.assertion.id


class Review(Record, frozen=True):
    """One act of a coder on one statement. Acts are appended and never changed or taken out; undoing one is an act too."""

    id: str
    """Hash of the rest."""
    by: str
    """The coder."""
    at: str
    """When, as ISO 8601 in UTC."""
    action: str
    """accept, correct, reject, add (what the machine missed), undo."""
    statement: str
    document: str
    machine: Statement | None = None
    """What the machine had read when the coder looked; None where it had missed it."""
    value: Statement | None = None
    """What the coder says there is; None where they reject or undo."""
    undoes: str | None = None
    """The act that is undone."""
    adjudication: bool = False
    """It settles what several coders saw differently."""
    note: str = ""
    """Why, in the coder's words."""


class Spending(Record, frozen=True):
    """What reading by a language model took."""

    requests: int = 0
    """Answered or not, repeated ones too."""
    cached: int = 0
    """Questions that had been answered before and were not asked again."""
    tokens_in: int = 0
    """Of what was sent, as the endpoint counts them; where it does not, or says what cannot be, estimated by length."""
    tokens_out: int = 0
    """Of what came back, likewise."""
    cost: float = 0.0
    """By the prices in the settings, in their currency; 0 where none are set."""


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


class Copy(Record, frozen=True):
    """A document that has much of its words from another one of its story."""

    document: str
    of: str
    """The earlier document that it shares most with."""
    share: float
    """How much of the shorter one's wording stands in the longer one, 0 to 1."""
    days_later: int | None
    """Between the days of publication; 0 leaves open who copied whom, None where a day is not known."""


class Story(Record, frozen=True):
    """Near-duplicate documents: one report, however often it was printed. A document without copies is a story of its own."""

    id: str
    """The id of its first document, so that later copies do not change it."""
    documents: tuple[str, ...]
    """In the order of publication."""
    copies: tuple[Copy, ...] = ()
    """One for each document but the first."""


class Echo(Record, frozen=True):
    """A sentence that stands word for word in several stories: whoever has it after the first is no independent witness to it."""

    id: str
    """Hash of the words, without case and marks."""
    sentences: tuple[str, ...]
    """Ids of the sentences, in the order of publication."""
    stories: tuple[str, ...]
    """Of those sentences, each once, in their order."""


class Telling(Record, frozen=True):
    """What one document says about one occurrence: its statements, and all that is compared with what others say."""

    id: str
    """The id of its first statement."""
    document: str
    published: str | None
    statements: tuple[str, ...]
    """In the order of the text."""
    types: tuple[str, ...]
    modes: tuple[str, ...] = ()
    """Of statements in the narrow sense: threat, demand, ..."""
    start: str | None = None
    """First and last day it may have been, as ISO dates."""
    end: str | None = None
    assumed: bool = False
    """The text gives no day; it is taken to tell of the days before its publication."""
    places: tuple[Place, ...] = ()
    actors: tuple[str, ...] = ()
    """Codebook ids; of fights, both sides."""
    actor_words: tuple[str, ...] = ()
    """Those whom the codebook does not know."""
    victims: tuple[str, ...] = ()
    victim_words: tuple[str, ...] = ()
    counts: tuple[tuple[str, float | None, float | None], ...] = ()
    """What is counted, low and high."""
    targets: tuple[str, ...] = ()
    """What was struck, by the codebook's rows."""
    words: tuple[str, ...] = ()
    """Lemmas of its other content words, sorted."""
    quotes: tuple[str, ...] = ()
    """Hashes of its spans without case and marks, to know a sentence that was taken over."""


class Version(Record, frozen=True):
    """One value of one attribute of an incident, and who holds it. Reliability is shown as counts, never as a score."""

    attribute: str
    """occurrence (did it happen), type, day, place, actor, recipient, or a count: killed, injured, abducted, ... "killed, part"
    where it counts some of those whom another version counts."""
    value: str
    """As a reader would write it."""
    statements: tuple[str, ...]
    """Those that give the value, by day of publication. Never empty."""
    voices: tuple[str, ...]
    """Who holds it: named sources, unnamed ones by their words, else the outlet; each once, in the order of the statements."""
    since: str | None
    """Day of publication of the first."""
    stories: int
    """Independent stories: copies of one report, and sentences taken over word for word, count once."""
    standing: str
    """alone: no other value. agreed: no other value, and several independent stories hold it. compatible: another value may be true
    with it. disputed: another voice holds a value that cannot be. revised: its own voices later gave another. revision: its voices
    gave another before."""
    against: tuple[str, ...] = ()
    """The values of the same attribute that it cannot be true with."""
    low: float | None = None
    high: float | None = None
    """Counts only; None for an end that is left open."""


class Incident(Record, frozen=True):
    """Statements, of events and of control, about one occurrence. The values are versions: none is preferred but by order of
    support."""

    id: str
    """Made of its first statement, so that later reports do not change it."""
    types: tuple[str, ...]
    """Event types and changes of control, those that most stories use first."""
    time: Interval | None
    """The narrowest stretch of days that its statements give."""
    places: tuple[Place, ...]
    """The finest places that its statements give, those that most stories name first."""
    statements: tuple[str, ...]
    """By day of publication, document and position. Never empty."""
    documents: tuple[str, ...]
    stories: int
    """Independent stories that tell of it."""
    versions: tuple[Version, ...]


class Verdict(Record, frozen=True):
    """What somebody says of a forecast, or of the finding of a check. Only ever added to; the last word of a person counts."""

    view: str
    """outlook or checks."""
    check: str
    """Name of the check; empty for a forecast."""
    statement: str
    """The forecast, or the first statement that the finding rests on."""
    verdict: str
    """A word of `situation.verdicts.WORDS`."""
    by: str
    at: str
    """When, as ISO 8601 in UTC."""
    on: tuple[str, ...] = ()
    """Statements that it rests on."""
    note: str = ""


class Row(Record, frozen=True):
    """One row of a view of the situation; it always carries the statements that it rests on."""

    view: str
    cells: dict[str, Any]
    """JSON-ready values, in display order."""
    statements: tuple[str, ...]
    """Never empty."""

    def __post_init__(self) -> None:
        assert self.statements, f"a row of {self.view} rests on no statement"
