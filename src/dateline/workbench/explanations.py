"""Why a sentence is read as it is: which words fire and which do not, how types were weighed, who and how many are meant, and why.

It explains what the other parts did; it decides nothing itself.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dateline.codebook import Codebook, TriggerMatch
from dateline.codebook.actor_rows import Actor, Span
from dateline.codebook.actor_words import fold
from dateline.codebook.complaints import Fault
from dateline.codebook.entries import Entry
from dateline.codebook.files import FOLDERS
from dateline.codebook.quantities import VagueRow, find_rows
from dateline.codebook.triggers import Obstacle
from dateline.codebook.yaml_files import located
from dateline.plugins import codebook_folders
from dateline.records import Document, Record, Sentence, Statement
from dateline.stages import Stages
from dateline.workbench.trials import LEANS, printed

MOST_TYPES = 4
"""Types of an assertion that are shown: the one chosen and the next likely ones."""
_LONGEST_NAME = 7


class Word(Record, frozen=True):
    """Words of the sentence that stand in a trigger, and whether it fires."""

    words: str
    entry: str
    label: str
    kind: str
    strength: str
    trigger: str
    """The trigger as the codebook has it, with its number."""
    where: str | None
    """File and line, for a type of the user's own."""
    obstacle: Obstacle | None
    """What keeps it from firing."""
    mode: str | None = None


class Weighed(Record, frozen=True):
    """One type that an assertion may be of: how likely the model finds it, and what the words add, both as log-odds."""

    type: str
    model: float
    words: float
    known: bool
    """Whether the model has seen the type in training."""


class Found(Record, frozen=True):
    """One thing that the reader found in the sentence, with the types it weighed, the likeliest first."""

    statement: Statement
    types: tuple[Weighed, ...]


class Missed(Record, frozen=True):
    """Words that fire where the reader sees nothing of their kind: how sure it is at best, and how sure it must be (0 to 1)."""

    words: str
    entry: str
    kind: str
    sure: float
    needed: float


class NameMatch(Record, frozen=True):
    """A name in the sentence: whom it may name, by which name or alias, valid from when until when; `chosen` is who is meant."""

    words: str
    actor: str
    name: str
    surface: str
    as_name: bool
    """Whether it is a name of the actor; else an alias."""
    since: str | None
    until: str | None
    on_the_day: bool | None
    """Whether it is valid on the document's day; None without a day."""
    chosen: bool


class NumberMatch(Record, frozen=True):
    """Words of number in the sentence, and the codebook's reading of them."""

    words: str
    reading: str
    reason: str


class Explanation(Record, frozen=True):
    """All there is to say about one sentence."""

    sentence: str
    fired: tuple[Word, ...]
    kept: tuple[Word, ...]
    """Triggers whose words are there and which do not fire."""
    found: tuple[Found, ...]
    missed: tuple[Missed, ...]
    names: tuple[NameMatch, ...]
    numbers: tuple[NumberMatch, ...]


def explain(
    document: Document, index: int | None, stages: Stages, given: Sequence[Path] = (), *, only: str | None = None
) -> list[Explanation]:
    """Explain the sentences of a document, or one of them.

    Args:
        index: which sentence; None for all.
        given: the user's folders, for the files of their types.
        only: a type; of the words that do not fire, its alone are told, weak ones too.
    """
    audit: dict[str, Any] = {}
    reader: Any = stages.reader  # ours: others cannot say how they weighed
    (reading,) = reader.read([document], audit)
    resolution = stages.resolve(reading, stages.codebook, stages.gazetteer)
    return [
        _explain(
            document,
            sentence,
            [s for s in resolution.statements if s.assertion.sentence == sentence.id],
            audit,
            stages,
            given,
            only,
        )
        for sentence in reading.sentences
        if index is None or sentence.index == index
    ]


def _explain(
    document: Document, sentence: Sentence, statements: list[Statement], audit: dict[str, Any],
    stages: Stages, given: Sequence[Path], only: str | None,
) -> Explanation:  # fmt: skip
    text, codebook = sentence.anchor.exact, stages.codebook
    words = list(_words(text, codebook, given))
    matches = [match.moved(sentence.anchor.start) for match in codebook.find_triggers(text)]
    return Explanation(
        sentence=text,
        fired=tuple(word for word in words if word.obstacle is None),
        kept=tuple(word for word in words if word.obstacle and _worth_telling(word, only)),
        found=tuple(_found(statement, audit, stages) for statement in statements),
        missed=tuple(_missed(document, matches, statements, stages)),
        names=tuple(_names(text, document, statements, codebook)),
        numbers=tuple(_numbers(text, codebook)),
    )


def _worth_telling(word: Word, only: str | None) -> bool:
    if only is not None:
        return word.entry == only
    return word.strength != LEANS and word.obstacle is not None and word.obstacle.by != "longer"


def _words(text: str, codebook: Codebook, given: Sequence[Path]) -> Iterator[Word]:
    for trace in codebook.triggers.trace(text):
        entry = codebook.entries[trace.match.entry]
        yield Word(
            words=printed(text, trace.match),
            entry=entry.id,
            label=entry.label,
            kind=entry.kind,
            strength=trace.match.strength,
            trigger=f"trigger {trace.number}, “{trace.words}”",
            where=_where(entry, trace.number, given),
            obstacle=trace.obstacle,
            mode=trace.match.mode,
        )


def _where(entry: Entry, number: int, given: Sequence[Path]) -> str | None:
    folder = next(name for name, kind in FOLDERS.items() if kind == entry.kind)
    for root in reversed(codebook_folders(given)):
        path = root / folder / f"{entry.id}.yaml"
        if path.is_file():
            (place,) = located([Fault(("triggers", number - 1), "", "")], path)
            return f"{path}, line {place.line}"
    return None


def _found(statement: Statement, audit: dict[str, Any], stages: Stages) -> Found:
    scores = audit.get(statement.id, {})
    reader: Any = stages.reader
    trained = reader.types
    types = [
        Weighed(type=t, model=model, words=words, known=(statement.assertion.kind, t) in trained)
        for t, (model, words) in sorted(scores.items(), key=lambda one: (-sum(one[1]), one[0]))
    ]
    return Found(statement=statement, types=tuple(types[:MOST_TYPES]))


def _missed(document: Document, matches: list[TriggerMatch], statements: list[Statement], stages: Stages) -> Iterator[Missed]:
    """The strongest word of each type that stands in nothing the reader found."""
    free = [m for m in matches if m.strength != LEANS and not any(_covers(statement, m) for statement in statements)]
    first = {match.entry: match for match in reversed(free)}
    reader: Any = stages.reader
    doubts = reader.likeliest(document, sorted(first.values(), key=lambda m: (m.start, m.entry)))
    for match, (sure, needed) in doubts.items():
        yield Missed(words=printed(document.text, match), entry=match.entry, kind=match.kind, sure=sure, needed=needed)


def _covers(statement: Statement, match: TriggerMatch) -> bool:
    assertion = statement.assertion
    return assertion.kind == match.kind and assertion.anchor.start <= match.start and match.end <= assertion.anchor.end


# ---------------------------------------------------------------------- who
def _names(text: str, document: Document, statements: list[Statement], codebook: Codebook) -> Iterator[NameMatch]:
    meant = {who.actor for statement in statements for who in (*statement.participants, statement.voice) if who.actor}
    for words, actors in _naming(text, codebook):
        chosen = {a.id for a in actors} & meant or {a.id for a in [codebook.actors.find(words, document.published)] if a}
        for actor in actors:
            surface, as_name, span = surface_of(actor, words)
            yield NameMatch(
                words=words,
                actor=actor.id,
                name=actor.name_on(document.published),
                surface=surface,
                as_name=as_name,
                since=span.since,
                until=span.until,
                on_the_day=None if document.published is None else span.days_from(document.published) == 0,
                chosen=actor.id in chosen,
            )


def _naming(text: str, codebook: Codebook) -> Iterator[tuple[str, tuple[Actor, ...]]]:
    """The longest stretches of words that name somebody, in order, with those whom they may name."""
    words = text.split()
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            stretch = " ".join(words[at : at + size]).strip(".,;:!?()[]\"“”‘’'")
            actors = codebook.actors.bearing(stretch) if stretch else ()
            if not actors and stretch[:1].isupper():
                named = codebook.actors.find(stretch)
                actors = (named,) if named and named.id in codebook.actors.countries else ()
            if actors:
                yield stretch, actors
                at += size
                break
        else:
            at += 1


def surface_of(actor: Actor, words: str) -> tuple[str, bool, Span]:
    """The name or alias of an actor that words are, whether it is a name, and when it is valid: an alias as long as the actor."""
    wanted = fold(words)
    for name in actor.names:
        if fold(name.name) == wanted:
            return name.name, True, name
    alias = next((surface for surface in actor.surfaces() if fold(surface) == wanted), words)
    return alias, False, actor.lifetime


def _numbers(text: str, codebook: Codebook) -> Iterator[NumberMatch]:
    for start, end, row in find_rows(text, codebook.quantities):
        if isinstance(row, VagueRow):
            if row.only_when_asked:
                continue
            ends = ("any number" if row.low is None else f"{row.low:g}", "no upper end" if row.high is None else f"{row.high:g}")
            reading = ends[0] if row.low == row.high else f"{ends[0]} to {ends[1]}"
            reading += ", about" if row.approx else ""
            reading += ", a share" if row.ratio else ""
        else:
            known = {
                "low": "the number is the least; the upper end is open",
                "high": "the number is the most; the lower end is open",
            }
            reading = known.get(row.known, "the number is round")
        yield NumberMatch(words=text[start:end], reading=reading, reason=row.reason)
