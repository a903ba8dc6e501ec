"""Who says what, through whom: each source with the outlets that carry it, named or not, and whether it was heard before.

One row for each source and outlet. A statement of a source is repeated when an earlier document of another outlet had it of the
same source in nearly the same words. What authors write is not compared: whose texts an outlet copies is told by stories. It gives
no marks: how much a source says and how firmly is counted, not how reliable it is.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dateline.codebook.actor_words import fold
from dateline.records import Document, Record, Row, Statement
from dateline.situation.cells import days_cell, in_archive_order, outlet_cell, voice_cell
from dateline.situation.parts import MOST, Share, key_of, place_of
from dateline.situation.wording import and_list

VIEW = "sources"
SHINGLE_WORDS = 4
"""Words of the runs by which two wordings are compared."""
LEAST_RUNS = 3
"""Shorter wordings are anybody's: "at least 12 people were killed" is compared, "rebels" is not."""
SAME_SHARE = 0.6
"""Share of a statement's runs of words that must have stood in one earlier statement for it to be a repetition."""
NAMED, UNNAMED, AUTHOR = "named", "unnamed", "author"
_ORDER = (NAMED, UNNAMED, AUTHOR)


class Said(NamedTuple):
    """A statement with who says it and through whom."""

    statement: Statement
    source: str
    """What makes two voices the same."""
    name: str
    kind: str
    """author, named or unnamed."""
    outlet: str
    order: tuple[str, str, str, int, int, str]
    """Its place in the archive, the day of publication first ("" when not known)."""


class SourceShare(Record, frozen=True):
    """What one document carries of a source."""

    order: tuple[str, str, str]
    """Day of publication ("" when not known), name and id of the document: its place in the archive."""
    source: str
    name: str
    kind: str
    outlet: str
    kinds: dict[str, int]
    hedges: dict[str, int]
    statements: tuple[str, ...]


class Heard(Record, frozen=True):
    """That a statement repeats another."""

    order: tuple[str, str, str]
    """Of the document that repeats."""
    statement: str
    first: str
    """The statement that is repeated."""
    document: str
    """In which that one stands."""
    outlet: str
    day: str


class HeardShare(Record, frozen=True):
    """What one document repeats of a source."""

    heard: tuple[Heard, ...]


def sources(statements: Iterable[Statement], documents: Mapping[str, Document]) -> list[Row]:
    """One row for each source and outlet: named sources first, then unnamed ones, then authors; who says most first."""
    ordered = in_archive_order(statements, documents)
    told: dict[str, list[SourceShare]] = {}
    for share in source_shares(ordered, documents):
        told.setdefault(share.key, []).append(share.given)  # type: ignore[arg-type]
    heard: dict[str, list[HeardShare]] = {}
    for key, given in _heard_in(ordered, documents):
        heard.setdefault(key, []).append(given)
    made = [placed for key, shares in told.items() for placed in source_rows(shares, heard.get(key, ()))]
    return [row for _, row in sorted(made, key=lambda one: one[0])]


def said_of(statement: Statement, document: Document) -> Said:
    """A statement with who says it and through whom."""
    voice, outlet, anchor = statement.voice, outlet_cell(document), statement.assertion.anchor
    order = (document.published or "", document.name, document.id, anchor.start, anchor.end, statement.id)
    if voice.type == "author":
        return Said(statement, f"author of {outlet}", f"{outlet} (author)", AUTHOR, outlet, order)
    name = voice_cell(statement)
    return Said(statement, voice.actor or fold(name), name, NAMED if voice.name else UNNAMED, outlet, order)


def source_shares(statements: Iterable[Statement], documents: Mapping[str, Document]) -> Iterator[Share]:
    """What each document carries of each source."""
    groups: dict[tuple[str, str], list[Said]] = {}
    for statement in in_archive_order(statements, documents):
        each = said_of(statement, documents[statement.assertion.document])
        groups.setdefault((part_of_source(each), statement.assertion.document), []).append(each)
    for (key, document), group in groups.items():
        first = group[0]
        given = SourceShare(
            order=first.order[:3],
            source=first.source,
            name=first.name,
            kind=first.kind,
            outlet=first.outlet,
            kinds=dict(Counter(each.statement.assertion.kind for each in group)),
            hedges=dict(Counter(each.statement.assertion.hedge for each in group)),
            statements=tuple(each.statement.id for each in group),
        )
        yield Share(key, document, given)


def part_of_source(each: Said) -> str:
    """The part that a statement is in."""
    return key_of((each.kind, each.source, each.outlet))


# ---------------------------------------------------------------------- heard before
def wording_keys(each: Said) -> dict[int, str]:
    """What a statement shares with others that say the same: the number of each run of words, of whose and which kind it is.

    Empty where it is not compared.
    """
    runs = runs_of(each)
    return {} if runs is None else {_number(each, run): run for run in runs}


def runs_of(each: Said) -> list[str] | None:
    """The runs of words of a statement; None where it is not compared: what authors say, and what is too short."""
    if each.kind == AUTHOR or not each.order[0]:
        return None
    folded = fold(each.statement.assertion.anchor.exact).split()
    runs = list(dict.fromkeys(" ".join(folded[at : at + SHINGLE_WORDS]) for at in range(len(folded) - SHINGLE_WORDS + 1)))
    return runs if len(runs) >= LEAST_RUNS else None


def enough(runs: Sequence[object]) -> int:
    """How many of a statement's runs another must have for the one to repeat the other."""
    return max(LEAST_RUNS, math.ceil(SAME_SHARE * len(runs)))


def rarest(keys: Iterable[int], often: Mapping[int, int]) -> list[int]:
    """Those of a statement's keys that are followed: whatever has enough of them has one of these, and they lead to fewest.

    Args:
        often: how many statements have each key.
    """
    ordered = sorted(keys, key=lambda key: (often.get(key, 0), key))
    return ordered[: len(ordered) - enough(ordered) + 1]


def first_heard(each: Said, near: Iterable[Said]) -> Heard | None:
    """What a statement repeats: the first that has enough of its words, of an earlier day and another outlet; None if nothing.

    Args:
        near: statements that share one of the keys that are followed, and any others.
    """
    mine = set(wording_keys(each))
    for other in sorted(near, key=lambda one: one.order):
        if other.order[0] >= each.order[0]:
            return None
        if other.outlet != each.outlet and len(mine & wording_keys(other).keys()) >= enough(list(mine)):
            return Heard(
                order=each.order[:3],
                statement=each.statement.id,
                first=other.statement.id,
                document=other.order[2],
                outlet=other.outlet,
                day=other.order[0],
            )
    return None


def _heard_in(ordered: Sequence[Statement], documents: Mapping[str, Document]) -> Iterator[tuple[str, HeardShare]]:
    """What each document repeats of each source, with the part."""
    said = [said_of(statement, documents[statement.assertion.document]) for statement in ordered]
    holders: dict[int, list[Said]] = {}
    for each in said:
        for key in wording_keys(each):
            holders.setdefault(key, []).append(each)
    often = {key: len(there) for key, there in holders.items()}
    found: dict[tuple[str, str], list[Heard]] = {}
    for each in said:
        near = {one.statement.id: one for key in rarest(wording_keys(each), often) for one in holders[key]}
        if near and (heard := first_heard(each, near.values())) is not None:
            found.setdefault((part_of_source(each), each.order[2]), []).append(heard)
    for (key, _), heard in found.items():
        yield key, HeardShare(heard=tuple(heard))


def _number(each: Said, run: str) -> int:
    """64 bits, signed: an integer in any database."""
    words = repr((each.source, each.statement.assertion.kind, run)).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(words, digest_size=8).digest(), "big", signed=True)


# ---------------------------------------------------------------------- rows
def source_rows(shares: Iterable[SourceShare], heard: Iterable[HeardShare]) -> list[tuple[str, Row]]:
    """The row of one source and outlet with its place, out of what all documents carry of it."""
    told = sorted(shares, key=lambda share: share.order)
    if not told:
        return []
    first, statements = told[0], [name for share in told for name in share.statements]
    days = sorted(filter(None, (share.order[0] for share in told)))
    number = {name: at for at, name in enumerate(statements)}
    repeated = sorted((one for share in heard for one in share.heard), key=lambda one: number[one.statement])
    cells = {
        "source": first.name,
        "named": first.kind,
        "through": first.outlet,
        "statements": len(statements),
        "kinds": _counted(share.kinds for share in told),
        "hedges": _counted(share.hedges for share in told),
        "published": days_cell(days[0], days[-1]) if days else None,
        "heard_before": None if first.kind == AUTHOR else _heard_words(repeated, len(statements)),
    }
    ids = dict.fromkeys([*statements, *(one.first for one in repeated)])
    place = place_of(
        _ORDER.index(first.kind), MOST - len(statements), first.name.casefold(), first.kind, first.source, first.outlet
    )
    return [(place, Row(view=VIEW, cells=cells, statements=tuple(ids)))]


def _counted(each: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """How often each, the most frequent first."""
    counts: Counter[str] = Counter()
    for numbers in each:
        counts.update(numbers)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _heard_words(repeated: Sequence[Heard], total: int) -> str:
    """Whether what the source says is said for the first time here."""
    if not repeated:
        return "first"
    return f"{len(repeated)} of {total} repeated from {and_list([f'{one.outlet}, {one.day}' for one in repeated])}"
