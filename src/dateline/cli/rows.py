"""A statement or another record as a program gets it: one JSON object a line, UTF-8, the same bytes every time."""

import sys
from collections.abc import Iterable
from typing import Any

import msgspec

from dateline.records import Document, Sentence, Statement


def statement_row(statement: Statement, sentence: Sentence, document: Document) -> dict[str, Any]:
    """A statement with its sentence and where that stands."""
    return {
        "id": statement.id,
        "kind": statement.assertion.kind,
        "type": statement.assertion.type,
        "quote": statement.assertion.anchor.exact,
        "sentence": {"id": sentence.id, "text": sentence.anchor.exact},
        "document": document_row(document),
        "statement": msgspec.to_builtins(statement),
    }


def document_row(document: Document) -> dict[str, Any]:
    """What identifies a document, without its text."""
    names = ("id", "name", "outlet", "title", "byline", "published", "published_from", "language", "url", "source")
    return {name: getattr(document, name) for name in names}


def write_lines(rows: Iterable[Any]) -> None:
    """Write objects or records to stdout as JSON Lines."""
    out = sys.stdout.buffer
    for row in rows:
        out.write(msgspec.json.encode(row) + b"\n")
    out.flush()
