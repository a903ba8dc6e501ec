"""Statements -> figures: each number that a text gives, once, with what is counted, of whom, and who says so.

One number can stand in several statements (an event's count, and a quantity of its own): it is one figure, told by the
statement that says most about it. What numbers of different texts have to do with each other is for `numbers` and `derived`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dateline.codebook.actor_words import fold
from dateline.codebook.word_forms import lemma_of
from dateline.records import Document, Quantity, Statement
from dateline.situation.cells import flat, in_archive_order, is_description, names_cell, place_key, quote, voice_cell


class Figure(NamedTuple):
    """One number of one text."""

    quantity: Quantity
    statement: Statement
    """The one that says most about it."""
    document: Document
    what: str
    """killed, injured and the like for the count of an event; else what is counted, in the text's words."""
    whom: str
    """Of an event's count, those it happened to; else empty: `what` says it."""
    statements: tuple[Statement, ...]
    """All that give this number."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the statements it rests on."""
        return tuple(statement.id for statement in self.statements)

    @property
    def head(self) -> str:
        """The noun that is counted, in its dictionary form; "" where the words have none."""
        return head_of(self.whom or self.what)

    @property
    def counted(self) -> str:
        """What is counted, as one phrase."""
        return f"{self.whom} {self.what}" if self.whom else self.what


_ENDS = frozenset("of from in on at by for with who that which whose to among per between left still were was are is".split())
"""Words after which a phrase says more about a noun and no longer which noun it is."""


def nouns_of(phrase: str) -> list[str]:
    """The words of a noun phrase up to its noun, in dictionary form: modifiers, then the noun.

    >>> nouns_of("EU citizens fighting in Syria"), nouns_of("wounded soldiers of the garrison")
    (['eu', 'citizen'], ['wounded', 'soldier'])
    """
    words: list[str] = []
    for word in fold(phrase).split():
        if words and (word in _ENDS or word.endswith("ing")):
            break
        words.append(word)
    return [*words[:-1], lemma_of(words[-1])] if words else []


def head_of(phrase: str) -> str:
    """The noun of a noun phrase, in its dictionary form."""
    words = nouns_of(phrase)
    return words[-1] if words else ""


def figures_of(statements: Iterable[Statement], documents: Mapping[str, Document]) -> list[Figure]:
    """All numbers that statements give and that could be read, in the order of the archive."""
    groups: list[list[tuple[Statement, Quantity]]] = []
    for statement in in_archive_order(statements, documents):
        for quantity in statement.quantities:
            if quantity.low is None and quantity.high is None:
                continue
            group = next((group for group in groups[-_NEAR:] if _same_number(group[0], statement, quantity)), None)
            if group is None:
                groups.append(group := [])
            group.append((statement, quantity))
    return [_figure(group, documents) for group in groups]


_NEAR = 12
"""Numbers back among which the same stretch of text can stand again."""


def _same_number(known: tuple[Statement, Quantity], statement: Statement, quantity: Quantity) -> bool:
    one, two = known[1].anchor, quantity.anchor
    if one is None or two is None or known[0].assertion.document != statement.assertion.document or known[0].id == statement.id:
        return False
    return one.start < two.end and two.start < one.end


def _figure(group: Sequence[tuple[Statement, Quantity]], documents: Mapping[str, Document]) -> Figure:
    statement, quantity = max(group, key=_fullness)
    what, whom = _what(statement, quantity), _whom(statement, quantity) if quantity.of else ""
    members = {each.id: each for each, _ in group}
    return Figure(
        quantity=quantity,
        statement=statement,
        document=documents[statement.assertion.document],
        what=what,
        whom=whom,
        statements=(statement, *(each for each in members.values() if each.id != statement.id)),
    )


def _fullness(one: tuple[Statement, Quantity]) -> tuple[bool, bool, int, int]:
    """How much a statement says about a number: a share before a part of it, an event's count before a bare number, then places and
    participants, then few words.
    """
    statement, quantity = one
    length = statement.assertion.anchor.end - statement.assertion.anchor.start
    return quantity.ratio, quantity.of is not None, len(statement.places) + len(statement.participants), -length


def _what(statement: Statement, quantity: Quantity) -> str:
    if quantity.of:
        return "affected otherwise" if quantity.of == "other" else quantity.of
    if quantity.what and is_description(quantity.what):
        return flat(quantity.what)
    return f"“{quote(statement.assertion.anchor)}”"


def _whom(statement: Statement, quantity: Quantity) -> str:
    if quantity.what and is_description(quantity.what):
        return flat(quantity.what)
    return " and ".join(name for name in names_cell(statement, "recipient") if is_description(name))


def voice_key(figure: Figure) -> str:
    """Who vouches for a figure, for telling two voices apart: the author is another in each outlet."""
    voice = figure.statement.voice
    if voice.type == "author":
        return f"author of {figure.document.outlet or figure.document.id}"
    return voice.actor or fold(voice_cell(figure.statement))


def where_key(figure: Figure) -> tuple[str, ...]:
    """The places of a figure, for telling whether two are of the same place."""
    return place_key(figure.statement)
