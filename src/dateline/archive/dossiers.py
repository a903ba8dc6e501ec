"""The case file for export: each document with what is known from it."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from dateline.records import Statement

if TYPE_CHECKING:  # the case file's library takes half a second to load, and reading without a case file needs none of it
    from dateline.exports.items import Dossier
    from dateline.query import Filter
    from dateline.store import Store

Keep = Callable[[Statement], bool]
"""A filter on statements, as a query makes one."""


def dossiers(store: "Store", keep: Keep | None = None) -> "Iterator[Dossier]":
    """Walk the case file for export: each document with what is known from it, in the case file's order, one at a time.

    Once statements are linked to incidents, this is where incidents come in beside them (see `exports.items`).

    Args:
        keep: which statements to export; all without it. The others of a document still tell who is a private person.
    """
    from dateline.exports.items import Dossier, Versions

    for document in store.documents():
        statements = tuple(store.statements(document=document.id))
        told = statements if keep is None else tuple(statement for statement in statements if keep(statement))
        if not told:
            continue
        run = store.run_of(document.id)
        yield Dossier(
            document=document,
            statements=statements,
            sentences=tuple(store.sentences(document.id)),
            # A document always has its run; an empty version says so if one was taken out by hand.
            versions=Versions(dateline=run.dateline, model=run.model, codebook=run.codebook, gazetteer=run.gazetteer)
            if run
            else Versions(dateline="", model="", codebook=""),
            told=told,
        )


def meant_dossiers(store: "Store", wanted: "Filter") -> "Iterator[Dossier]":
    """The same, with the statements that a query means; all of them where it asks for nothing."""
    if not wanted.conditions:
        return dossiers(store)
    meant = {statement for statement, _ in store.statement_ids(wanted=wanted)}
    return dossiers(store, lambda statement: statement.id in meant)
