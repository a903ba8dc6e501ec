"""Sheets to review in a spreadsheet, written from a case file; `importing` brings them back."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from dateline.archive.reviewing import Coder
from dateline.exports.mask import mask_of
from dateline.exports.names import Names, load_rules
from dateline.exports.tables import DATA
from dateline.query import Filter
from dateline.records import Review, Statement
from dateline.review.sheet import Words, sheet_row
from dateline.review.words import by_statement

_DONE = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "add": "added"}


def written(coder: Coder, *, with_names: bool = False, wanted: Filter | None = None) -> Iterator[dict[str, str]]:
    """The rows of a sheet: every statement as this coder sees it, by document and place in the text.

    Args:
        wanted: only the statements that a query means, as they now stand.
    """
    meant = None
    if wanted is not None and wanted.conditions:
        meant = {statement.id for statement in coder.store.statements(wanted=wanted)}
    words_of = withholding(coder)
    for document in coder.store.documents():
        with coder.store.reviewing() as reviews:
            read = {statement.id: statement for statement in reviews.read(document.id)}
            acts = by_statement(reviews.acts(document=document.id))
            sentences = {sentence.id: sentence for sentence in reviews.sentences(document.id)}
        seen: list[tuple[Statement, Review | None]] = []
        for id in dict.fromkeys((*read, *acts)):
            statement, act = coder.sees(acts.get(id, ()), read.get(id))
            if statement is not None and (meant is None or id in meant):
                seen.append((statement, act))
        words: Words = str if with_names or not seen else words_of(document.id)
        for statement, act in sorted(seen, key=_place):
            said = _DONE.get(act.action, "") if act else ""
            yield sheet_row(statement, document, sentences.get(statement.assertion.sentence), said, words)


def withholding(coder: Coder) -> Callable[[str], Words]:
    """Document id -> what withholds the names of its private persons."""

    names = Names(load_rules(DATA / "private.yaml"), coder.tables.codebook.actors, coder.tables.gazetteer)

    @lru_cache(maxsize=64)
    def words_of(document: str) -> Words:
        return mask_of(coder.store.document(document), list(coder.store.statements(document=document)), names).words

    return words_of


def _place(each: tuple[Statement, Review | None]) -> tuple[int, int, str]:
    anchor = each[0].assertion.anchor
    return anchor.start, anchor.end, each[0].id
