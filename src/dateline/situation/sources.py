"""Who says what, through whom: each source with the outlets that carry it, named or not, and whether it was heard before.

One row for each source and outlet. A statement of a source is repeated when an earlier document of another outlet had it of the
same source in nearly the same words. It gives no marks: how much a source says and how firmly is counted, not how reliable it
is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
    """For each statement that is a repetition, by its id, the first that it repeats."""
    first: dict[tuple[str, str, str], dict[str, Said]] = {}
    found: dict[str, Said] = {}
    for each in said:
        day = published(each.statement, documents)
        runs = _runs(each.statement.assertion.anchor.exact)
        kind = each.statement.assertion.kind
        # Of authors an outlet's own is meant; whose words an outlet copies is for whoever compares whole documents.
        source = "" if each.kind == "author" else each.source
        hits: Counter[str] = Counter()
        by_id: dict[str, Said] = {}
        for run in runs:
            for document, one in first.get((source, kind, run), {}).items():
                if one.outlet != each.outlet and day and "" < published(one.statement, documents) < day:
                    hits[document] += 1
                    by_id.setdefault(document, one)
        enough = [document for document, number in hits.items() if number >= max(LEAST_RUNS, SAME_SHARE * len(runs))]
        if enough:
            found[each.statement.id] = by_id[enough[0]]
        for run in runs:
            first.setdefault((source, kind, run), {}).setdefault(each.statement.assertion.document, each)
    return found


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
