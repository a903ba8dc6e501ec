"""Annotated documents as readings: what the reader would hand on if it found just what the annotation says."""

from collections.abc import Iterator
from typing import Any

from dateline.ingest import ingest_text
from dateline.read.sentences import find_sentences
from dateline.records import Anchor, Argument, Assertion, Attribution, Reading, Sentence

Span = tuple[int, int]


def reading_of(name: str, text: str, published: str | None, outlet: str | None, rows: list[dict[str, Any]]) -> Reading:
    """A document with its annotation (exchange form of the gold) as a reading."""
    document = ingest_text(text, name=name, published=published, outlet=outlet)
    sentences = tuple(
        Sentence(id=f"{document.id}:{i}", document=document.id, index=i, anchor=_anchor(text, span))
        for i, span in enumerate(find_sentences(text))
    )
    assertions = []
    for number, row in enumerate(rows):
        anchor = _anchor(text, row["span"])
        inside = (s.id for s in sentences if s.anchor.start <= anchor.start < s.anchor.end)
        voice = row["voice"]
        source = _anchor(text, voice["span"]) if voice.get("span") else None
        assertions.append(
            Assertion(
                id=str(number),
                document=document.id,
                sentence=next(inside, sentences[0].id),
                kind=row["kind"],
                type=row.get("type") or row.get("change"),
                anchor=anchor,
                arguments=tuple(Argument(role=role, anchor=_anchor(text, span)) for role, _, span in holders(row)),
                attribution=Attribution(source=source, named=bool(voice.get("name"))) if source else None,
                hedge=row["hedge"],
            )
        )
    return Reading(document=document, sentences=sentences, assertions=tuple(assertions), set_aside=())


def holders(row: dict[str, Any]) -> Iterator[tuple[str, str, Span]]:
    """Role, name and place in the text of everybody in an assertion whose words are marked; places among them."""
    for key, role in (("actors", "actor"), ("recipients", "recipient"), ("places", "place")):
        for each in row.get(key) or ():
            if each.get("span"):
                yield role, each["name"], tuple(each["span"])
    for role in ("subject", "object", "actor", "place"):
        each = row.get(role)
        if isinstance(each, dict) and each.get("span"):
            yield role, each["name"], tuple(each["span"])


def _anchor(text: str, span: Any) -> Anchor:
    return Anchor(start=span[0], end=span[1], exact=text[span[0] : span[1]])
