"""Records -> flat rows of plain values, the form of every data frame: text, numbers, and None for what is not stated.

Lists of words are joined with "; ", as in the case file's own columns; a range or a stretch of days becomes one column for each
end; a list of objects becomes JSON.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from dateline.records import Document, Place, Row, Statement
from dateline.situation import wording
from dateline.situation.cells import flat, voice_cell
from dateline.situation.rows import what_words

Record = dict[str, Any]


def statement_record(statement: Statement, document: Document, labels: Mapping[str, str]) -> Record:
    """A statement as one flat row; `id` leads back to it."""
    assertion, time = statement.assertion, statement.time
    acting = [p for p in statement.participants if p.role in ("actor", "subject")]
    others = [p for p in statement.participants if p.role in ("recipient", "object", "target", "addressee")]
    counts = [f"{quantity.of} {wording.range_words(quantity)}" for quantity in statement.quantities if quantity.of]
    return {
        "id": statement.id,
        "kind": assertion.kind,
        "type": assertion.type,
        "mode": statement.mode,
        "what": what_words(statement, labels),
        "actors": _joined(p.name for p in acting),
        "actor_ids": _joined(p.actor for p in acting if p.actor),
        "others": _joined(p.name for p in others),
        "other_ids": _joined(p.actor for p in others if p.actor),
        "counts": _joined(counts),
        "start": time.start if time else None,
        "end": time.end if time else None,
        "places": _joined(place.name for place in statement.places),
        "countries": _joined(place.country for place in statement.places if place.country),
        "voice": voice_cell(statement),
        "hedge": assertion.hedge,
        "likelihood": assertion.likelihood,
        "quote": flat(assertion.anchor.exact),
        "outlet": document.outlet,
        "published": document.published,
        "document": document.name,
        "sentence": assertion.sentence,
        "score": assertion.score,
    }


STATEMENT_COLUMNS = (
    "id", "kind", "type", "mode", "what", "actors", "actor_ids", "others", "other_ids", "counts", "start", "end", "places",
    "countries", "voice", "hedge", "likelihood", "quote", "outlet", "published", "document", "sentence", "score",
)  # fmt: skip


def row_record(row: Row) -> Record:
    """A row of a view as one flat row: its cells, and in `statement_ids` what it rests on."""
    return {**dict(_cells("", row.cells)), "statement_ids": "; ".join(row.statements)}


def place_records(record: Record, places: Iterable[Place]) -> Iterator[Record]:
    """The record once for each place that has coordinates, with them; once without where no place has any."""
    known = {(p.latitude, p.longitude): p for p in places if p.latitude is not None and p.longitude is not None}
    for place in known.values() or (None,):
        yield {
            **record,
            "located_at": place.name if place else None,
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
        }


def _joined(words: Iterable[str]) -> str | None:
    return "; ".join(dict.fromkeys(flat(word) for word in words)) or None


def _cells(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """
    >>> dict(_cells("", {"what": "killed", "range": {"low": 3, "high": None}, "voice": ["UN", "army"], "held": [{"by": "UN"}]}))
    {'what': 'killed', 'range_low': 3, 'range_high': None, 'voice': 'UN; army', 'held': '[{"by":"UN"}]'}
    """
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _cells(f"{name}_{key}" if name else key, inner)
    elif isinstance(value, list | tuple):
        plain = all(isinstance(one, str) for one in value)
        yield name, ("; ".join(value) or None) if plain else msgspec.json.encode(value).decode()
    else:
        yield name, value
