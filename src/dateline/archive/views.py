"""The views that rest on incidents: what is in the case file, handed to the situation stage, which opens no files."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from dateline.link.meaning import Meaning
from dateline.records import Row
from dateline.situation.control import control
from dateline.situation.harm import harm
from dateline.situation.timeline import timeline

if TYPE_CHECKING:
    from dateline.codebook import Codebook
    from dateline.store import Store

Maker = Callable[["Store", "Codebook", str | None], tuple[Row, ...]]


def _timeline(store: "Store", codebook: "Codebook", at: str | None) -> tuple[Row, ...]:
    return timeline(store.incidents())


def _harm(store: "Store", codebook: "Codebook", at: str | None) -> tuple[Row, ...]:
    return harm(store.incidents())


def _control(store: "Store", codebook: "Codebook", at: str | None) -> tuple[Row, ...]:
    kinship = Meaning(codebook).kinship
    statements = {statement.id: statement for statement in store.statements(["control"])}
    documents = {document.id: document for document in store.documents()}
    return control(store.incidents(), statements, documents, at=at, same_side=lambda one, other: kinship.are_kin([one], [other]))


VIEWS: dict[str, Maker] = {"timeline": _timeline, "harm": _harm, "control": _control}


def rows_of(view: str, store: "Store", codebook: "Codebook", *, at: str | None = None) -> tuple[Row, ...]:
    """The rows of a view of what is linked.

    Args:
        view: a key of `VIEWS`.
        at: the day to which states are carried; the last day of publication when None.
    """
    return VIEWS[view](store, codebook, at)
