"""Who says what, through whom: each source with the outlets that carry it, named or not, and whether it was heard before.

One row for each source and outlet. A statement of a source is repeated when an earlier document of another outlet had it of the
same source in nearly the same words. It gives no marks: how much a source says and how firmly is counted, not how reliable it
is.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import accumulate, groupby, islice
from typing import NamedTuple

from dateline.codebook.actor_words import fold
from dateline.records import Document, Row, Statement
from dateline.situation.cells import days_cell, in_archive_order, outlet_cell, published, voice_cell
from dateline.situation.wording import and_list

VIEW = "sources"
SHINGLE_WORDS = 4
"""Words of the runs by which two wordings are compared."""
LEAST_RUNS = 3
"""Shorter wordings are anybody's: "at least 12 people were killed" is compared, "rebels" is not."""
SAME_SHARE = 0.6
"""Share of a statement's runs of words that must have stood in one earlier document for it to be a repetition."""
MOST_FOLLOWED = 200
"""Documents looked at for one statement: what more of them have in common is a way of speaking, or is found among the first."""
_Run = tuple[str, str, str]
"""Words side by side, with whose and of which kind the statement is."""


class Said(NamedTuple):
    """A statement with who says it and through whom."""

    statement: Statement
    source: str
    """What makes two voices the same."""
    name: str
    kind: str
    """author, named or unnamed."""
    outlet: str


def sources(statements: Iterable[Statement], documents: Mapping[str, Document]) -> list[Row]:
    """One row for each source and outlet: named sources first, then unnamed ones, then authors; who says most first."""
    said = [_said(statement, documents[statement.assertion.document]) for statement in in_archive_order(statements, documents)]
    earlier = _earlier(said, documents)
    groups: dict[tuple[str, str, str], list[Said]] = {}
    for each in said:
        groups.setdefault((each.kind, each.source, each.outlet), []).append(each)

    def order(key: tuple[str, str, str]) -> tuple:
        return (("named", "unnamed", "author").index(key[0]), -len(groups[key]), groups[key][0].name.casefold(), key)

    return [_row(groups[key], earlier, documents) for key in sorted(groups, key=order)]


def _said(statement: Statement, document: Document) -> Said:
    voice, outlet = statement.voice, outlet_cell(document)
    if voice.type == "author":
        return Said(statement, source=f"author of {outlet}", name=f"{outlet} (author)", kind="author", outlet=outlet)
    name = voice_cell(statement)
    kind = "named" if voice.name else "unnamed"
    return Said(statement, source=voice.actor or fold(name), name=name, kind=kind, outlet=outlet)


def _earlier(said: Sequence[Said], documents: Mapping[str, Document]) -> dict[str, Said]:
    """For each statement that is a repetition, by its id, what it repeats: of the first document that has enough of its words.

    Whatever has enough of them has one of the rarest: only these are followed, for the others lead to half of an archive.
    """
    runs = {each.statement.id: [(*_spoken(each), run) for run in _runs(each.statement.assertion.anchor.exact)] for each in said}
    often = Counter(run for each in runs.values() for run in each)
    printed: dict[str, dict[_Run, Said]] = {}
    having: dict[_Run, list[tuple[int, str]]] = {}
    found: dict[str, Said] = {}
    for each in said:
        name, mine = each.statement.assertion.document, runs[each.statement.id]
        if (first := _first_repeated(each, mine, often, having, printed, documents)) is not None:
            found[each.statement.id] = first
        there = printed.setdefault(name, {})
        for run in mine:
            if run not in there:
                there[run] = each
                having.setdefault(run, []).append((len(printed), name))
    return found


def _first_repeated(
    each: Said,
    runs: Sequence[_Run],
    often: Mapping[_Run, int],
    having: Mapping[_Run, Sequence[tuple[int, str]]],
    printed: Mapping[str, Mapping[_Run, Said]],
    documents: Mapping[str, Document],
) -> Said | None:
    """What a statement repeats of an earlier day and another outlet; None where it says something first.

    Args:
        having: the documents so far that have a run, each with its number in the order of the archive.
        printed: of each document so far, who says which run there.
    """
    day, enough = published(each.statement, documents), max(LEAST_RUNS, math.ceil(SAME_SHARE * len(runs)))
    if not day or len(runs) < enough:
        return None
    rarest = sorted(runs, key=lambda run: (often[run], run))[: len(runs) - enough + 1]
    reached = accumulate(often[run] for run in rarest)
    followed = [run for run, number in zip(rarest, reached, strict=True) if number <= MOST_FOLLOWED]
    near = merge(*(having.get(run, ()) for run in followed or rarest[:1]))
    for _, name in islice(_each_once(near), MOST_FOLLOWED):
        before = documents[name].published or ""
        if before >= day:
            return None
        shared = [there for run in runs if (there := printed[name].get(run)) is not None]
        if before and shared and shared[0].outlet != each.outlet and len(shared) >= enough:
            return shared[0]
    return None


def _spoken(each: Said) -> tuple[str, str]:
    """Whose words it is compared with, and of which kind. Authors are all one: whose words an outlet copies is for whoever compares
    whole documents."""
    return "" if each.kind == "author" else each.source, each.statement.assertion.kind


def _each_once(ordered: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    return (one for one, _ in groupby(ordered))


def _runs(words: str) -> list[str]:
    folded = fold(words).split()
    last = max(1, len(folded) - SHINGLE_WORDS + 1)
    return list(dict.fromkeys(" ".join(folded[start : start + SHINGLE_WORDS]) for start in range(last)))


def _row(group: Sequence[Said], earlier: Mapping[str, Said], documents: Mapping[str, Document]) -> Row:
    statements = [each.statement for each in group]
    days = sorted(filter(None, (published(statement, documents) for statement in statements)))
    repeated = [earlier[statement.id] for statement in statements if statement.id in earlier]
    cells = {
        "source": group[0].name,
        "named": group[0].kind,
        "through": group[0].outlet,
        "statements": len(statements),
        "kinds": _counted(statement.assertion.kind for statement in statements),
        "hedges": _counted(statement.assertion.hedge for statement in statements),
        "published": days_cell(days[0], days[-1]) if days else None,
        "heard_before": _heard_words(repeated, len(statements), documents),
    }
    ids = dict.fromkeys([*(statement.id for statement in statements), *(one.statement.id for one in repeated)])
    return Row(view=VIEW, cells=cells, statements=tuple(ids))


def _counted(words: Iterable[str]) -> dict[str, int]:
    """How often each, the most frequent first."""
    counts = Counter(words)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _heard_words(repeated: Sequence[Said], total: int, documents: Mapping[str, Document]) -> str:
    """Whether what the source says is said for the first time here."""
    if not repeated:
        return "first"
    first = [f"{one.outlet}, {published(one.statement, documents)}" for one in repeated]
    return f"{len(repeated)} of {total} repeated from {and_list(first)}"
