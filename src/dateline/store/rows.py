"""Records to table rows: which columns a person may query, and the whole record as JSON beside them.

Rows are written here and read back only through their `record` column, so a new column never needs a way back.
"""

import hashlib
from typing import Any

import msgspec

from dateline.records import Assertion, Document, Incident, Record, Sentence, SetAside, Statement, Telling


class Run(Record, frozen=True):
    """The versions and settings under which documents were read. It has no clock: the same versions are the same run."""

    dateline: str
    model: str
    codebook: str
    gazetteer: str
    settings: str = "{}"
    """The settings as JSON, those that change what is read."""

    @property
    def id(self) -> str:
        """Hash of the content."""
        return _hash(self)

    @property
    def versions(self) -> "Run":
        """The run without settings: what decides how a document is read once it is here."""
        return msgspec.structs.replace(self, settings="{}")


def encode(record: Record) -> str:
    """A record as JSON text, the same bytes for the same record."""
    return msgspec.json.encode(record).decode()


def _hash(record: Record) -> str:
    return hashlib.sha256(encode(record).encode()).hexdigest()[:32]


def run_row(run: Run) -> dict[str, Any]:
    """The row of a run."""
    return {"id": run.id, **msgspec.structs.asdict(run)}


def document_row(document: Document, run: Run) -> dict[str, Any]:
    """The row of a document."""
    names = ("id", "name", "outlet", "url", "title", "byline", "published", "published_from", "language", "source")
    return {name: getattr(document, name) for name in names} | {"run": run.id, "record": encode(document)}


def sentence_row(sentence: Sentence) -> dict[str, Any]:
    """The row of a sentence."""
    return {
        "id": sentence.id,
        "document": sentence.document,
        "number": sentence.index,
        "start": sentence.anchor.start,
        "end": sentence.anchor.end,
        "text": sentence.anchor.exact,
        "record": encode(sentence),
    }


def assertion_row(assertion: Assertion) -> dict[str, Any]:
    """The row of an assertion; `source` is who it is attributed to, as the text words it."""
    same = ("id", "document", "sentence", "kind", "type", "hedge", "likelihood", "conditional", "entry", "extractor", "score")
    return {name: getattr(assertion, name) for name in same} | {
        "start": assertion.anchor.start,
        "end": assertion.anchor.end,
        "quote": assertion.anchor.exact,
        "trigger": assertion.trigger.exact if assertion.trigger else None,
        "source": assertion.attribution.source.exact if assertion.attribution else None,
        "record": encode(assertion),
    }


def statement_row(statement: Statement) -> dict[str, Any]:
    """The row of a statement; several places, countries or actors stand in one column, parted by "; "."""
    return {
        "id": statement.id,
        "document": statement.assertion.document,
        "voice": statement.voice.type,
        "voice_name": statement.voice.name,
        "time_start": statement.time.start if statement.time else None,
        "time_end": statement.time.end if statement.time else None,
        **named_columns(statement),
        "mode": statement.mode,
        "codebook": statement.codebook,
        "record": encode(statement),
        "numbers": len(statement.quantities),
    }


APART = "; "
"""Stands between several values in one column."""


def named_columns(statement: Statement) -> dict[str, str]:
    """The columns in which several places, countries or actors stand."""
    return {
        "places": APART.join(place.name for place in statement.places),
        "countries": APART.join(sorted({place.country for place in statement.places if place.country})),
        "actors": APART.join(sorted({participant.name for participant in statement.participants})),
    }


def set_aside_row(item: SetAside, run: Run | None = None) -> dict[str, Any]:
    """The row of an item set aside; its id is its hash, so the same item set aside twice is one row.

    Args:
        run: which one did so, for an item that is not part of a document's reading.
    """
    names = ("stage", "item", "reason", "detail", "document")
    return {name: getattr(item, name) for name in names} | {
        "id": _hash(item),
        "record": encode(item),
        "run": run.id if run else None,
    }


def telling_row(telling: Telling) -> dict[str, Any]:
    """The row of a telling that is in no incident yet."""
    return {"id": telling.id, "document": telling.document, "component": None, "incident": None, "record": encode(telling)}


def incident_row(incident: Incident, tellings: int) -> dict[str, Any]:
    """The row of an incident made of so many tellings."""
    return {
        "id": incident.id,
        "size": tellings,
        "types": "; ".join(incident.types),
        "time_start": incident.time.start if incident.time else None,
        "time_end": incident.time.end if incident.time else None,
        "places": "; ".join(place.name for place in incident.places),
        "countries": "; ".join(sorted({place.country for place in incident.places if place.country})),
        "stories": incident.stories,
        "record": encode(incident),
    }
