"""What the sides are called: which outlet, or whom it quotes, uses which word for whom, when, how often; switches of words.

A switch is: an outlet (or a voice in it) that named somebody before uses, the next day that it does, other words and none of
the last ones. It does not know why; one report may quote another's words.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from dateline.codebook import Codebook, WordTable
from dateline.codebook.actor_words import fold
from dateline.codebook.word_forms import lemma_of
from dateline.records import Document, Participant, Row, Statement
from dateline.situation.cells import (
    days_cell,
    flat,
    identity,
    in_archive_order,
    in_role,
    outlet_cell,
    published,
    quote,
    voice_cell,
)
from dateline.situation.parts import Part, part_of, place_of, rows_of
from dateline.situation.wording import and_list, day_words

VIEW = "labels"


class Use(NamedTuple):
    """One time somebody is called something."""

    statement: Statement
    outlet: str
    voice: str
    target: str
    """Identity of who is meant; "" where nobody is named but by this very word."""
    name: str | None
    term: str
    """In dictionary form, small letters: what makes two uses the same."""


def labels(statements: Iterable[Statement], documents: Mapping[str, Document], codebook: Codebook) -> list[Row]:
    """One row for each outlet, voice, target and term, sorted by target, outlet, voice and first use."""
    return rows_of(label_parts(statements, documents, codebook))


def label_parts(statements: Iterable[Statement], documents: Mapping[str, Document], codebook: Codebook) -> Iterator[Part]:
    """The rows of each target, outlet and voice; where nobody is named as target, of each term, for then no other bears on it."""
    tones = _tones(codebook)
    named: dict[tuple[str, ...], list[Use]] = {}
    for use in _uses(statements, documents, codebook):
        key = (use.target, use.outlet, use.voice)
        named.setdefault(key if use.target else (*key, use.term), []).append(use)
    for key, uses in named.items():
        terms: dict[str, list[Use]] = {}
        for use in uses:
            terms.setdefault(use.term, []).append(use)
        rows = [
            (
                place_of(not key[0], uses[0].name or "", *key[:3], *_first(mine[0], documents)),
                _row(term, terms, uses, documents, tones),
            )
            for term, mine in terms.items()
        ]
        yield part_of(key, (use.statement.assertion.document for use in uses), rows)


def _first(use: Use, documents: Mapping[str, Document]) -> tuple[str | int, ...]:
    """Where a use stands in the archive."""
    document, anchor = documents[use.statement.assertion.document], use.statement.assertion.anchor
    return (document.published or "", document.name, document.id, anchor.start, anchor.end, use.statement.id)


def _uses(statements: Iterable[Statement], documents: Mapping[str, Document], codebook: Codebook) -> Iterator[Use]:
    for statement in in_archive_order(statements, documents):
        if statement.assertion.kind != "label" or statement.assertion.hedge == "denied":
            continue
        document, words = documents[statement.assertion.document], quote(statement.assertion.anchor)
        targets: Sequence[Participant | None] = in_role(statement, "target") or [None]
        for target in targets:
            if target and _is_name(words, target, document, codebook):
                continue
            same = target is None or fold(target.name) == fold(words)
            yield Use(
                statement=statement,
                outlet=outlet_cell(document),
                voice=voice_cell(statement),
                target="" if same or target is None else identity(target),
                name=None if same or target is None else flat(target.name),
                term=_term(words),
            )


def _is_name(words: str, target: Participant, document: Document, codebook: Codebook) -> bool:
    """Whether the words are a name of who is meant: a name names, it does not label."""
    if target.actor is None:
        return False
    return any(actor.id == target.actor for actor in codebook.actors.bearing(words))


def _term(words: str) -> str:
    """Small letters, the noun in its dictionary form, so that REBELS, rebels and rebel are one."""
    folded = fold(words).split()
    return " ".join([*folded[:-1], lemma_of(folded[-1])]) if folded else words


def _tones(codebook: Codebook) -> WordTable:
    """How a word judges, as the codebook's list of labels says; the last of its words decides nothing by itself."""
    return WordTable([(row.words, row.tone) for row in codebook.labels if row.label], {})


def _tone(words: str, tones: WordTable) -> str:
    """hostile or friendly where any word is, else plain."""
    found = {match.value for match in tones.find(words)}
    return next((tone for tone in ("hostile", "friendly") if tone in found), "plain")


def _row(
    term: str, terms: Mapping[str, Sequence[Use]], uses: Sequence[Use], documents: Mapping[str, Document], tones: WordTable
) -> Row:
    mine = terms[term]
    first, last = mine[0], mine[-1]
    switches = _switches(term, uses, documents) if first.target else {}
    cells = {
        "target": first.name,
        "term": _printed(first),
        "outlet": first.outlet,
        "voice": first.voice,
        "tone": _tone(_printed(first), tones),
        "used": days_cell(published(first.statement, documents), published(last.statement, documents)),
        "documents": len({use.statement.assertion.document for use in mine}),
        "others": [_printed(other[0]) for name, other in terms.items() if name != term] if first.target else [],
        "switches": [f"{day_words(day)}, from {and_list(map(_printed, before))}" for day, before in switches.items()],
    }
    ids = dict.fromkeys(use.statement.id for use in (*mine, *(use for before in switches.values() for use in before)))
    return Row(view=VIEW, cells=cells, statements=tuple(ids))


def _printed(use: Use) -> str:
    """The words as printed, in small letters where they are all capitals or begin a sentence."""
    words = quote(use.statement.assertion.anchor)
    first, _, rest = words.partition(" ")
    return words.lower() if words.isupper() or (first.istitle() and rest == rest.lower() and not rest) else words


def _switches(term: str, uses: Sequence[Use], documents: Mapping[str, Document]) -> dict[str, list[Use]]:
    """The days on which the word is used and none of the day before it is, each with those uses of the day before."""
    days: dict[str, list[Use]] = {}
    for use in uses:
        if day := published(use.statement, documents):
            days.setdefault(day, []).append(use)
    found = {}
    for before, day in pairwise(sorted(days)):
        today = {use.term for use in days[day]}
        if term in today and today.isdisjoint(use.term for use in days[before]):
            found[day] = days[before]
    return found
