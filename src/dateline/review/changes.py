"""What a coder changes, as it is given, and what it is looked up in: the text and the tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.codebook import Codebook
from dateline.errors import UsageError
from dateline.gazetteer import Candidate, Gazetteer
from dateline.records import Anchor, Document, Record, Sentence

Span = tuple[int, int]
"""Offsets into a document's text, half open."""


class GivenNumber(Record, frozen=True, forbid_unknown_fields=True):
    """A count or another number as a coder gives it; None for an end that is open."""

    low: float | None
    high: float | None
    of: str | None = None
    """What happened to those counted: killed, injured, ...; None for a number that is no count of an event."""
    approx: bool = False
    ratio: bool = False
    what: str | None = None


class Correction(Record, frozen=True, forbid_unknown_fields=True):
    """What a coder changes. What is None stays as it is; an empty list takes everything out."""

    span: Span | None = None
    """Offsets into the document's text."""
    type: str | None = None
    voice: str | None = None
    """author, the name of a source, or `unnamed: WORDS` with the words that show it."""
    hedge: str | None = None
    likelihood: str | None = None
    conditional: bool | None = None
    time: tuple[str, ...] | None = None
    """First and last day, or one day for both."""
    places: tuple[str, ...] | None = None
    """Names; `NAME, CC` with the code of a country says which of several, and `geonames:NUMBER` exactly which."""
    participants: dict[str, tuple[str, ...]] | None = None
    """Role -> names, or ids of the codebook. Roles that are not named stay."""
    numbers: tuple[GivenNumber, ...] | None = None
    words: dict[str, tuple[Span | None, ...]] | None = None
    """Field (a role, place, time, count, number, voice) -> the words of the text that stand for each of its values, in their order;
    null for one whose words stay, or are found by its name."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """The text that a statement stands in, and the tables that words are looked up in."""

    document: Document
    sentences: Sequence[Sentence]
    codebook: Codebook
    gazetteer: Gazetteer

    def anchor(self, start: int, end: int) -> Anchor:
        """A stretch of the text.

        Raises:
            UsageError: it is outside of the text, or empty.
        """
        if not 0 <= start < end <= len(self.document.text) or not self.document.text[start:end].strip():
            raise UsageError(f"The span {start} to {end} holds no words of {self.document.name}; give one that does.")
        return Anchor(start=start, end=end, exact=self.document.text[start:end])

    def find(self, words: str, near: Anchor) -> Anchor | None:
        """Where words stand: the place nearest to `near`; None where they do not."""
        text, places = self.document.text, []
        at = text.find(words) if words else -1
        while at >= 0:
            places.append(at)
            at = text.find(words, at + 1)
        if not places:
            return None
        best = min(places, key=lambda start: (max(near.start - start, start + len(words) - near.end, 0), start))
        return Anchor(start=best, end=best + len(words), exact=words)

    def sentence_at(self, anchor: Anchor) -> Sentence:
        """The sentence in which a stretch begins, or the one before it."""
        before = [sentence for sentence in self.sentences if sentence.anchor.start <= anchor.start]
        return before[-1] if before else self.sentences[0]

    def who(self, words: str) -> tuple[str, str | None]:
        """Name on the document's day and codebook id; the words themselves where nobody bears them."""
        actors, on = self.codebook.actors, self.document.published
        row = actors.get(words) or actors.find(words, on)
        return (row.name_on(on), row.id) if row else (words, None)

    def where(self, given: str) -> tuple[str, Candidate | None]:
        """Name and row of the gazetteer; no row where it does not know the name.

        Raises:
            UsageError: the number of a place that it does not have.
        """
        if given.startswith("geonames:"):
            number = given.removeprefix("geonames:").strip()
            place = self.gazetteer.place(int(number)) if number.isdecimal() and len(number) < 12 else None
            if place is None:
                raise UsageError(f"The gazetteer has no place {given}; give its name instead.")
            return place.name, place
        whole = next(iter(self.gazetteer.find(given)), None)
        name, comma, country = given.rpartition(",")
        if whole is None and comma and len(country := country.strip().upper()) == 2:
            return name.strip(), next((one for one in self.gazetteer.find(name.strip()) if one.country == country), None)
        return given.strip(), whole
