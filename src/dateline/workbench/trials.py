"""The examples of a user's own codebook, tried: which words fire in each sentence, and what the reader makes of it.

A sentence under "yes" must fire a word of its type that is more than weak; one under "no" with `trigger: false` must fire none.
What the reader makes of a sentence is told beside it and is no failure: it looks at the whole sentence, and is sometimes wrong.
"""

import hashlib
from collections.abc import Iterator, Sequence

from dateline import pipeline
from dateline.codebook import Codebook, TriggerMatch
from dateline.codebook.actor_rows import Actor, ActorAddition, first_day
from dateline.codebook.entries import Entry
from dateline.pipeline import Read
from dateline.records import Document, Record, Statement
from dateline.stages import Stages
from dateline.workbench.checks import Checked

LEANS = "weak"


class Trial(Record, frozen=True):
    """One sentence of one type, tried."""

    entry: str
    sentence: str
    expected: bool
    """Whether it is under "yes"."""
    must_be_silent: bool
    """Whether it is under "no" and says that no word may fire."""
    why: str
    fired: tuple[tuple[str, str], ...]
    """Words that fire for the type, as printed, with their strength."""
    read: tuple[tuple[str, str], ...] | None
    """What the reader makes of it: types with their hedge; None when it was not asked."""

    @property
    def passes(self) -> bool:
        """Whether the words do what the example says."""
        fires = any(strength != LEANS for _, strength in self.fired)
        return fires if self.expected else not (self.must_be_silent and fires)

    @property
    def found(self) -> bool:
        """Whether the reader takes it for the type, and not for something that is denied."""
        return any(type_ == self.entry and hedge != "denied" for type_, hedge in self.read or ())


class NameTrial(Record, frozen=True):
    """One name of an actor, looked up."""

    actor: str
    name: str
    on: str | None
    """A day on which the actor is known to have existed."""
    found: tuple[str, ...]
    """Ids of those it may name then; one, the actor's own, is right."""

    @property
    def passes(self) -> bool:
        """Whether the name leads to its actor and nobody else."""
        return self.found == (self.actor,)


class WordTrial(Record, frozen=True):
    """One word of a list, looked for in itself."""

    list: str
    words: str
    passes: bool


def try_entries(checked: Checked, codebook: Codebook, stages: Stages | None) -> Iterator[Trial]:
    """Every example of the folder's types.

    Args:
        codebook: with the folder over ours.
        stages: a reader with that codebook; None tries the words alone, in a moment.
    """
    for entry in sorted(checked.entries, key=lambda one: one.id):
        rows = [(s, True, False, "") for s in entry.examples.yes] + [
            (r.text, False, not r.trigger, r.why) for r in entry.examples.no
        ]
        read = read_sentences(stages, [sentence for sentence, *_ in rows]) if stages else [None] * len(rows)
        for (sentence, expected, silent, why), statements in zip(rows, read, strict=True):
            yield Trial(
                entry=entry.id,
                sentence=sentence,
                expected=expected,
                must_be_silent=silent,
                why=why,
                fired=tuple(_fired(entry, sentence, codebook)),
                read=None if statements is None else tuple(_types(entry, statements)),
            )


def _fired(entry: Entry, sentence: str, codebook: Codebook) -> Iterator[tuple[str, str]]:
    for match in codebook.find_triggers(sentence):
        if match.entry == entry.id:
            yield printed(sentence, match), match.strength


def printed(text: str, match: TriggerMatch) -> str:
    """The words of a match as the text has them."""
    return " ".join(text[match.start : match.end].split())


def _types(entry: Entry, statements: Sequence[Statement]) -> Iterator[tuple[str, str]]:
    for statement in statements:
        assertion = statement.assertion
        if assertion.kind == entry.kind or assertion.kind == "forecast":
            yield assertion.type or assertion.kind, assertion.hedge


def read_sentences(stages: Stages, sentences: Sequence[str]) -> list[tuple[Statement, ...]]:
    """What the reader makes of each sentence where it stands alone."""
    items = pipeline.read_all(map(sentence_document, sentences), stages)
    return [item.resolution.statements if isinstance(item, Read) else () for item in items]


def sentence_document(sentence: str, published: str | None = None) -> Document:
    """A sentence as a document of its own."""
    return Document(
        id=hashlib.sha256(sentence.encode()).hexdigest()[:32], text=sentence, name="sentence", language="en", published=published
    )


def try_names(checked: Checked, codebook: Codebook) -> Iterator[NameTrial]:
    """Every name and alias of the folder's actors."""
    table = codebook.actors
    for row in checked.actors:
        id = row.id if isinstance(row, Actor) else row.adds_to
        actor = table.actors[id]
        for name, on in _names_with_days(row, actor):
            country = next(iter(actor.country), None)
            found = table.find(name, on, country)
            ids = (found.id,) if found else tuple(one.id for one in table.bearing(name))
            yield NameTrial(actor=id, name=name, on=on, found=ids)


def _names_with_days(row: Actor | ActorAddition, actor: Actor) -> Iterator[tuple[str, str | None]]:
    """The names that a row gives, each with a day on which it is borne."""
    for name in row.names:
        yield name.name, _day(name.since, name.until)
    span = actor.lifetime
    for alias in (*row.aliases, *row.exact):
        yield alias, _day(span.since, span.until)


def _day(since: str | None, until: str | None) -> str | None:
    return first_day(since) if since else first_day(until) if until else None


def try_words(checked: Checked, codebook: Codebook) -> Iterator[WordTrial]:
    """Every word of the folder's labels, hedges, reporting words and likelihoods: whether it is found as it stands there."""
    for name, rows in sorted(checked.lists.items()):
        for words in (words for row in rows for words in row.words):
            found = codebook.tables[name].find(words)
            whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(words))
            yield WordTrial(list=name, words=words, passes=whole)
