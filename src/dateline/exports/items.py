"""What exporters see: one item for each statement, with all that any form asks of it, and nothing that is to be withheld.

An item has no document and no offset-free text: every string in it has passed the mask of private names.

**Incidents.** An item is what happened, and its `reports` are who says so: a statement makes an item with one report. When
statements are linked to incidents, an incident makes an item with several: write `item_of_incident` beside `item_of` in
`telling.py`, let `archive.dossiers` hand over incidents, and no exporter has to change.
"""

from dateline.codebook.entries import Codes
from dateline.records import Document, Interval, Record, Sentence, Statement


class Versions(Record, frozen=True):
    """What read and resolved an item."""

    dateline: str
    model: str
    codebook: str
    gazetteer: str = ""
    crosswalk: str = ""
    """The codebook whose crosswalk gave the codes, where it is not the one that gave the meaning."""
    review: str = ""
    """What coders made of it: accepted, corrected, added; empty where no one has looked. No coder is named."""

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Name and version of each."""
        further = tuple(pair for pair in (("crosswalk", self.crosswalk), ("review", self.review)) if pair[1])
        return ("code", f"dateline {self.dateline}"), ("model", self.model), ("codebook", self.codebook), *further

    def words(self) -> str:
        """All in one line."""
        return "; ".join(value if name == "code" else f"{name} {value}" for name, value in self.pairs())


class Dossier(Record, frozen=True):
    """One document of the case file with what is known from it; the unit in which exporters are fed."""

    document: Document
    statements: tuple[Statement, ...]
    sentences: tuple[Sentence, ...]
    versions: Versions
    told: tuple[Statement, ...] | None = None
    """The statements to export, where a filter leaves some out; all of them tell who is private."""


class Side(Record, frozen=True):
    """What a party is in the terms of other codebooks; empty where they have no word for it."""

    acled: str = ""
    """ACLED's actor type."""
    plover: str = ""
    """PLOVER's sector."""
    ucdp: str = ""
    """state, organised or civilian."""


class Party(Record, frozen=True):
    """Somebody in a role."""

    role: str
    name: str
    words: str
    """As printed."""
    actor: str | None
    """Codebook id."""
    kind: str
    """The codebook's kind; empty for words."""
    countries: tuple[str, ...]
    side: Side
    private: bool = False


class Site(Record, frozen=True):
    """A place. `level` is how much ground it is: point, district, province, area, country, water; None where it is words only."""

    name: str
    words: str
    country: str | None
    geonames: int | None
    latitude: float | None
    longitude: float | None
    feature: str | None
    level: str | None
    province: str = ""
    district: str = ""
    precision: int | None = None
    """Where the words put it near, between or in a part of the place: ACLED's precision of that; else None, and `level` says it."""


class Count(Record, frozen=True):
    """A number, with both its ends; None for an end that the text leaves open."""

    of: str | None
    """killed, injured, abducted, ...; None for a quantity that counts no people."""
    low: float | None
    high: float | None
    approx: bool
    ratio: bool
    what: str
    words: str
    side: Side = Side()
    """Who was counted, as their words show it."""
    part: bool = False
    """Whether it is part of the count before it: "82 civilians, among them 13 children"."""


class Report(Record, frozen=True):
    """What one document says of an item, and where it says so. Offsets are into the document's text as stored."""

    statement: str
    document: str
    name: str
    outlet: str | None
    title: str | None
    url: str | None
    published: str | None
    language: str | None
    voice: str | None
    """Who vouches for it; None for the document's author."""
    voice_actor: str | None
    named: bool
    """False for a source that the text does not name: `voice` is then the words that show it."""
    hedge: str
    quote: str
    sentence: str
    start: int
    end: int
    prefix: str
    suffix: str
    masked: bool
    """Whether a name was withheld in the quote or its surroundings."""


class Item(Record, frozen=True):
    """Something told: an event, a change of control, or another kind of statement, with who says so."""

    id: str
    kind: str
    type: str | None
    label: str
    """The codebook's words for the type."""
    mode: str | None
    codes: Codes
    """What PLOVER and ACLED call it."""
    violence: str | None
    """The codebook's word on UCDP's type of violence."""
    hedge: str
    likelihood: str | None
    conditional: bool
    score: float
    time: Interval | None
    parties: tuple[Party, ...]
    sites: tuple[Site, ...]
    counts: tuple[Count, ...]
    reports: tuple[Report, ...]
    versions: Versions

    @property
    def site(self) -> Site | None:
        """Where it was, as exactly as is known: the smallest place; of equals the first in the text."""
        return min(self.sites, key=lambda site: LEVELS.index(site.level), default=None)

    def in_roles(self, *roles: str) -> tuple[Party, ...]:
        """The parties in the roles, each once, in the order of the text."""
        found: dict[str, Party] = {}
        for party in self.parties:
            if party.role in roles:
                found.setdefault(party.actor or party.name.casefold(), party)
        return tuple(found.values())

    def counts_of(self, what: str) -> tuple[Count, ...]:
        """The counts of one thing, without those that are part of another."""
        return tuple(count for count in self.counts if count.of == what and not count.part)

    def total(self, what: str) -> tuple[float | None, float | None]:
        """Low and high of the people of whom something is told, over all counts; None where one of them leaves that end open."""
        counts = self.counts_of(what)
        lows = [count.low for count in counts if count.low is not None]
        highs = [count.high for count in counts if count.high is not None]
        low = sum(lows) if counts and len(lows) == len(counts) else None
        return low, sum(highs) if counts and len(highs) == len(counts) else None


LEVELS: tuple[str | None, ...] = ("point", "district", "province", "area", "water", "country", None)
"""From the smallest ground to the largest; last what has no ground."""
