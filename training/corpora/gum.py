"""GUM: documents of several genres with every mention of an entity, nested and single ones too, and which mentions are one entity.

Terms are by genre, and a document's record names its own: only those that may go into a model that is passed on are given
(news and interviews CC BY 2.5, academic writing and court hearings CC BY 4.0, lives and travel guides CC BY-SA 3.0).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.corpora.files import rows

TYPES = ("abstract", "animal", "event", "object", "organization", "person", "place", "plant", "substance", "time")
TERMS = frozenset({"CC-BY-2.5", "CC-BY-4.0", "CC-BY-SA-3.0"})
Span = tuple[int, int]


@dataclass(frozen=True)
class Document:
    """One document: its text, and the mentions in it."""

    name: str
    genre: str
    text: str
    mentions: dict[Span, tuple[str, str]]
    """Characters [start, end) -> type, and the name of the entity within the document."""


def load(data: Path, split: str) -> Iterator[Document]:
    """The documents of one part whose terms are free."""
    yield from (document_of(row) for row in rows(data / "gum" / f"{split}.jsonl.gz") if row["licence"] in TERMS)


def document_of(row: dict[str, Any]) -> Document:
    """One record. Of two mentions with the same words the first stays: two in a thousand."""
    mentions: dict[Span, tuple[str, str]] = {}
    for mention in row["mentions"]:
        mentions.setdefault((mention["start"], mention["end"]), (mention["type"], mention["coref"]))
    return Document(row["id"], row["genre"], row["text"], mentions)
