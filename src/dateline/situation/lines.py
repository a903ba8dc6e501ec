"""What a briefing is made of: lines, each resting on at least one quoted sentence.

A line, and a detail under it, cannot be made without a first citation: leaving it out is an error of types, found before anything
runs. Nothing is known here of what the words say.
"""

from collections.abc import Iterable, Mapping

from dateline.records import Record
from dateline.situation.citations import Citation


class Cited(Record, frozen=True):
    """Something that is said, with what it rests on."""

    first: Citation
    others: tuple[Citation, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All of them."""
        return (self.first, *self.others)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Of the sources, each once, in order."""
        return tuple(sorted({citation.number for citation in self.citations}))


class Detail(Cited, frozen=True, kw_only=True):
    """What a line consists of: one value and who holds it, or one more quote. `standing` marks what a reader must not miss."""

    words: str
    quote: str = ""
    standing: str = ""


class Line(Cited, frozen=True, kw_only=True):
    """One line: a phrase, the quote, who vouches for it, and what it rests on."""

    lead: str
    quote: str
    voice: str
    outlets: str
    hedge: str
    kind: str
    details: tuple[Detail, ...] = ()


class Group(Record, frozen=True):
    """Lines that belong together: a day and a place, a speaker, a figure. `note` marks what a reader must not miss."""

    heading: str
    lines: tuple[Line, ...]
    subheading: str = ""
    note: str = ""


class Section(Record, frozen=True):
    """One part of the briefing. `layout` is timeline, table or list."""

    id: str
    title: str
    caption: str
    layout: str
    groups: tuple[Group, ...]


def cited(statements: Iterable[str], citations: Mapping[str, Citation]) -> tuple[Citation, tuple[Citation, ...]]:
    """The citations of statements, to be given as `first` and `others`.

    Raises:
        ValueError: there is no statement.
    """
    first, *others = (citations[name] for name in dict.fromkeys(statements))
    return first, tuple(others)
