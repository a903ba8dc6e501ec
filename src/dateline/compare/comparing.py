"""Gold and readers -> figures and differences. Documents that one of the readers could not read are compared for none."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from dateline.codebook.actor_table import ActorTable
from dateline.compare.counting import ALL, EXTRA, FOUND, MISSED, WHOLE, Counted, Raw, count
from dateline.compare.fields import Known
from dateline.compare.gold import Gold
from dateline.compare.pairs import Words, pairs
from dateline.compare.readers import Reading
from dateline.compare.rows import Json, type_of
from dateline.compare.scores import Beside, Score, beside, draws, scores
from dateline.errors import InputError
from dateline.read.reading import find_all_sentences
from dateline.records import Anchor, Document, Record, Spending


class Compared(Record, frozen=True):
    """One reader."""

    name: str
    version: str
    codebook: str | None
    assertions: int
    undecided: int
    """Of these, in documents of which not everything is decided: counted neither for nor against it."""
    spent: Spending | None


class Difference(Record, frozen=True):
    """One thing in which a reader and the gold differ."""

    reader: str
    what: str
    """`missed`, `extra`, or the field that is otherwise."""
    kind: str
    type: str | None
    """Of the gold; of the reader where it is extra."""
    wanted: str
    said: str
    """What the gold has in the field, and what the reader; empty where it is no field."""
    also: tuple[str, ...]
    """Other readers that differ likewise."""
    document: str
    start: int
    quote: str
    sentence: str


class Comparison(Record, frozen=True):
    """Readers beside each other."""

    documents: int
    incomplete: int
    """Of these, not everything is decided."""
    unread: tuple[str, ...]
    """Documents that a reader could not read; compared for none."""
    wanted: int
    """Assertions of the gold that count: without optional ones, and one of each group of lawful codings."""
    readers: tuple[Compared, ...]
    scores: tuple[Score, ...]
    beside: tuple[Beside, ...]
    differences: tuple[Difference, ...]


def compare(
    gold: Sequence[Gold], readers: Sequence[Reading], actors: ActorTable, advance: Callable[[], object] = lambda: None
) -> Comparison:
    """Have every reader read the gold's documents, and compare.

    Args:
        actors: by which names are the same.
        advance: called for each document that a reader has read.

    Raises:
        InputError: no document is left that all could read.
        ExtractorError: a language model cannot be asked, or no more.
    """
    found: dict[str, dict[str, Sequence[Json] | None]] = {}
    spent: dict[str, Spending | None] = {}
    for reader in readers:
        found[reader.name] = {}
        for name, rows in reader.read(gold):
            found[reader.name][name] = rows
            advance()
        spent[reader.name] = reader.spent()
    unread = tuple(one.name for one in gold if any(rows[one.name] is None for rows in found.values()))
    kept = [one for one in gold if one.name not in unread]
    if not kept:
        raise InputError("There is no document of the gold that every reader could read; see why with `dateline read`.")
    counted: dict[str, list[Counted]] = {reader.name: [] for reader in readers}
    differences: list[Difference] = []
    for one in kept:
        words, known = Words(one.document.text), _known(actors, one.document.published)
        of_document = {reader.name: count(one, found[reader.name][one.name] or (), words, known) for reader in readers}
        for name, each in of_document.items():
            counted[name].append(each)
        differences += _differences(one.document, one.name, {n: each.differences for n, each in of_document.items()}, words)
    drawn, names = draws(len(kept)), [reader.name for reader in readers]
    figures = [score for name in names for score in scores(name, counted[name], drawn)]
    return Comparison(
        documents=len(kept),
        incomplete=sum(not one.complete for one in kept),
        unread=unread,
        wanted=max((score.wanted for score in figures if (score.measure, score.kind) == (WHOLE, ALL)), default=0),
        readers=tuple(
            Compared(
                name=reader.name,
                version=reader.version,
                codebook=reader.codebook,
                assertions=sum(len(found[reader.name][one.name] or ()) for one in kept),
                undecided=sum(each.undecided for each in counted[reader.name]),
                spent=spent[reader.name],
            )
            for reader in readers
        ),
        scores=tuple(figures),
        beside=tuple(beside(names, counted, drawn, (WHOLE, FOUND))),
        differences=tuple(sorted(differences, key=lambda one: names.index(one.reader))),
    )


def _known(actors: ActorTable, on: str | None) -> Known:
    @cache
    def known(name: str) -> str | None:
        actor = actors.find(name, on)
        return actor.id if actor else None

    return known


def _differences(document: Document, name: str, raw: Mapping[str, Sequence[Raw]], words: Words) -> list[Difference]:
    sentences = [sentence.anchor for sentence, _ in find_all_sentences(document)]
    made = []
    for reader, listed in raw.items():
        others = {other: differences for other, differences in raw.items() if other != reader}
        for one in sorted(listed, key=lambda each: (each.row["span"], each.what, each.row["kind"])):
            start, end = one.row["span"]
            made.append(
                Difference(
                    reader=reader,
                    what=one.what,
                    kind=one.row["kind"],
                    type=type_of(one.row),
                    wanted=one.wanted,
                    said=one.said,
                    also=tuple(other for other, theirs in others.items() if any(_alike(one, each, words) for each in theirs)),
                    document=name,
                    start=start,
                    quote=document.text[start:end],
                    sentence=_sentence(document, sentences, start, end),
                )
            )
    return made


def _alike(one: Raw, other: Raw, words: Words) -> bool:
    """Whether two readers differ from the gold in the same way: they miss the same, say the same else, or add the same."""
    if one.what != other.what:
        return False
    if one.what == EXTRA:
        return type_of(one.row) == type_of(other.row) and bool(pairs([one.row], [other.row], words))
    return one.gold is other.gold and (one.what == MISSED or one.said == other.said)


def _sentence(document: Document, sentences: Sequence[Anchor], start: int, end: int) -> str:
    """The sentences that a stretch touches."""
    touched = [each for each in sentences if each.start < end and each.end > start]
    return document.text[min([start, *(t.start for t in touched)]) : max([end, *(t.end for t in touched)])]
