"""The views that rest on incidents: what is in the case file, handed to the situation stage, which opens no files."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from dateline.link.meaning import Meaning
from dateline.records import Document, Incident, Place, Row, Statement
from dateline.situation.control import control
from dateline.situation.harm import harm
from dateline.situation.provinces import provinces
from dateline.situation.timeline import timeline

if TYPE_CHECKING:
    from dateline.codebook import Codebook
    from dateline.gazetteer import Gazetteer
    from dateline.store import Store

Maker = Callable[["Store", "Codebook", "Gazetteer", str | None], tuple[Row, ...]]


def _timeline(store: "Store", codebook: "Codebook", gazetteer: "Gazetteer", at: str | None) -> tuple[Row, ...]:
    return timeline(store.incidents())


def _harm(store: "Store", codebook: "Codebook", gazetteer: "Gazetteer", at: str | None) -> tuple[Row, ...]:
    return harm(store.incidents())


def _control(store: "Store", codebook: "Codebook", gazetteer: "Gazetteer", at: str | None) -> tuple[Row, ...]:
    statements = {statement.id: statement for statement in store.statements(["control"])}
    documents = {document.id: document for document in store.documents()}
    return control_rows(store.incidents(), statements, documents, codebook, gazetteer, at=at)


def _provinces(store: "Store", codebook: "Codebook", gazetteer: "Gazetteer", at: str | None) -> tuple[Row, ...]:
    return provinces(_control(store, codebook, gazetteer, at))


VIEWS: dict[str, Maker] = {"timeline": _timeline, "harm": _harm, "control": _control, "provinces": _provinces}


def control_rows(
    incidents: Iterable[Incident],
    statements: Mapping[str, Statement],
    documents: Mapping[str, Document],
    codebook: "Codebook",
    gazetteer: "Gazetteer",
    *,
    at: str | None,
) -> tuple[Row, ...]:
    """Who holds each place, with what the codebook knows of sides and the gazetteer of provinces."""
    kinship = Meaning(codebook).kinship

    def province_of(place: Place) -> str | None:
        return gazetteer.province_of(place.geonames) if place.geonames is not None else None

    return control(
        incidents,
        statements,
        documents,
        at=at,
        same_side=lambda one, other: kinship.are_kin([one], [other]),
        province_of=province_of,
    )


def rows_of(view: str, store: "Store", codebook: "Codebook", gazetteer: "Gazetteer", *, at: str | None = None) -> tuple[Row, ...]:
    """The rows of a view of what is linked.

    Args:
        view: a key of `VIEWS`.
        at: the day to which states are carried; the last day of publication when None.
    """
    return VIEWS[view](store, codebook, gazetteer, at)
