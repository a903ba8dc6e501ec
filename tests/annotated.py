"""Statements from assertions annotated by hand (the exchange form), for tests of views: what a perfect reader would hand on.

Names are looked up as the resolve stage looks them up, in the shipped codebook and gazetteer.
"""

import hashlib
import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dateline.codebook import Codebook, load_codebook
from dateline.gazetteer import Gazetteer
from dateline.ingest import ingest_path
from dateline.read.sentences import find_sentences
from dateline.records import (
    Anchor,
    Assertion,
    Attribution,
    Document,
    Interval,
    Participant,
    Place,
    Quantity,
    Sentence,
    Statement,
    Voice,
)

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
SHARED = Path(os.environ.get("DATELINE_SHARED", ROOT / ".." / "shared"))
_OPTIONS = re.compile(r'dateline read (examples/reports/\S+) --date (\S+) --outlet "([^"]+)"')
_ROLES = {
    "event": {"actors": "actor", "recipients": "recipient"},
    "control": {"actor": "actor"},
    "relation": {"subject": "subject", "object": "object"},
    "label": {"target": "target"},
    "judgement": {"target": "target"},
    "recommendation": {"addressee": "addressee"},
}


@cache
def codebook() -> Codebook:
    """The shipped codebook, loaded once."""
    return load_codebook()


@cache
def gazetteer() -> Gazetteer:
    """The shipped gazetteer."""
    return Gazetteer.open()


@cache
def example_documents() -> dict[str, Document]:
    """The example reports by name, dated as the README's commands date them."""
    given = {path: (date, outlet) for path, date, outlet in _OPTIONS.findall((EXAMPLES / "README.md").read_text("utf-8"))}
    found = {}
    for path in sorted((EXAMPLES / "reports").iterdir()):
        date, outlet = given.get(path.relative_to(ROOT).as_posix(), (None, None))
        found |= {item.name: item for item in ingest_path(path, published=date, outlet=outlet) if isinstance(item, Document)}
    return found


@cache
def examples() -> tuple[dict[str, Document], list[Statement]]:
    """All example reports by id, and their statements."""
    documents = example_documents()
    statements = [
        statement
        for name, document in sorted(documents.items())
        for statement in statements_of(document, (EXAMPLES / "expected" / f"{name}.jsonl").read_text("utf-8"))
    ]
    return {document.id: document for document in documents.values()}, statements


@cache
def seed() -> tuple[dict[str, Document], list[Statement]]:
    """The article that the project began with, or the test is skipped where it is not at hand."""
    folder = SHARED / "seed"
    if not (folder / "seed.txt").is_file():
        pytest.skip(f"{folder} is not there: put the folder with seed/ in DATELINE_SHARED to look at the first article")
    (document,) = ingest_path(folder / "seed.txt", published="2014-06-11", outlet="CNN")
    assert isinstance(document, Document)
    return {document.id: document}, statements_of(document, (folder / "expected.jsonl").read_text("utf-8"))


def document(
    text: str, name: str = "report", *, outlet: str | None = "The Courier", published: str | None = "2014-06-11"
) -> Document:
    """A document as ingest makes it."""
    ident = hashlib.sha256(text.encode()).hexdigest()[:32]
    return Document(id=ident, text=text, name=name, outlet=outlet, published=published, language="en")


def row(kind: str, quote: str, **fields: Any) -> dict[str, Any]:
    """One annotated assertion in short: `quote` for the span, places by name, `number` and counts by the words of the number.

    Fields: those of the exchange form; `voice` is a name, or words in brackets for somebody unnamed; `time` a day or two.
    """
    return {"kind": kind, "quote": quote, **fields}


def read(document: Document, *rows: dict[str, Any]) -> list[Statement]:
    """The statements of a document from assertions in short."""
    return statements_of(document, "\n".join(json.dumps(_whole(r, n, document)) for n, r in enumerate(rows)))


def archive(*read: list[Statement], documents: list[Document]) -> tuple[dict[str, Document], list[Statement]]:
    """Several documents with their statements, as views take them."""
    return {document.id: document for document in documents}, [statement for statements in read for statement in statements]


def _whole(short: dict[str, Any], number: int, document: Document) -> dict[str, Any]:
    """The exchange form of an assertion in short."""
    span = _find(document, short["quote"])
    voice, time = short.get("voice"), short.get("time")
    days = [time, time] if isinstance(time, str) else time
    made = {"hedge": "asserted", **short, "id": f"{document.name}/{number}", "span": span}
    made["time"] = {"start": days[0], "end": days[1]} if days else None
    made["places"] = [_place_row(place, document) for place in short.get("places", ())]
    made["voice"] = {"type": "author"}
    if voice:
        words = voice.strip("[]")
        made["voice"] = {
            "type": "source",
            "name": None if words != voice else voice,
            "span": _find(document, words) if words != voice else None,
        }
    made["counts"] = [
        {"of": of, "low": low, "high": high, "span": _find(document, words, span[0])}
        for of, low, high, words in short.get("counts", ())
    ]
    if "number" in short:
        made["number_span"] = _find(document, short["number"], span[0])
        made = {"approx": False, **made}
    return made


def _find(document: Document, words: str, start: int = 0) -> list[int]:
    at = document.text.index(words, start)
    return [at, at + len(words)]


def _place_row(name: str, document: Document) -> dict[str, Any]:
    """A place by its name, or "name/CC" for one of a country; with its span where the text has the name."""
    name, _, country = name.partition("/")
    span = _find(document, name) if name in document.text else None
    return {"name": name, "country": country or None, "span": span}


def statements_of(document: Document, lines: str) -> list[Statement]:
    """The statements of one document from its annotation; of lawful alternatives the first."""
    starts = find_sentences(document.text)
    found, alternatives = [], set()
    for line in lines.splitlines():
        row = json.loads(line)
        if row.get("alt") in alternatives:
            continue
        alternatives |= {row["alt"]} if row.get("alt") else set()
        found.append(_statement(row, document, starts))
    return found


def _statement(row: dict[str, Any], document: Document, starts: list[tuple[int, int]]) -> Statement:
    anchor = _anchor(document, row["span"])
    index = next(i for i, (start, end) in enumerate(starts) if start <= anchor.start < end)
    voice = row["voice"]
    source = _anchor(document, voice["span"]) if voice.get("span") else None
    assertion = Assertion(
        id=row["id"],
        document=document.id,
        sentence=f"{document.id}:{index}",
        kind=row["kind"],
        type=row.get("change") if row["kind"] == "control" else row.get("type"),
        anchor=anchor,
        attribution=Attribution(source=source, named=voice["name"] is not None) if source else None,
        hedge=row["hedge"],
        likelihood=row.get("likelihood"),
        conditional=row.get("conditional", False),
        extractor="hand 1",
    )
    named = codebook().actors.find(voice["name"], document.published) if voice.get("name") else None
    return Statement(
        assertion=assertion,
        voice=Voice(type=voice["type"], name=voice.get("name"), actor=named.id if named else None, anchor=source),
        time=Interval(**row["time"]) if row["time"] else None,
        places=tuple({place.name: place for place in (_place(p, document) for p in _places(row))}.values()),
        participants=tuple(_participants(row, document)),
        quantities=tuple(_quantities(row, document)),
        mode=row.get("mode"),
        codebook=codebook().version,
    )


def _anchor(document: Document, span: list[int]) -> Anchor:
    return Anchor(start=span[0], end=span[1], exact=document.text[slice(*span)])


def _places(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [*row["places"], *([row["place"]] if row.get("place") else [])]


def _place(row: dict[str, Any], document: Document) -> Place:
    anchor = _anchor(document, row["span"]) if row.get("span") else None
    for candidate in gazetteer().find(row["name"]):
        if row.get("country") in (None, candidate.country):
            return Place(
                name=row["name"], anchor=anchor, country=candidate.country, geonames=candidate.geonames,
                latitude=candidate.latitude, longitude=candidate.longitude, feature=candidate.feature,
            )  # fmt: skip
    return Place(name=row["name"], anchor=anchor, country=row.get("country"))


def _participants(row: dict[str, Any], document: Document):
    for key, role in _ROLES.get(row["kind"], {}).items():
        value = row.get(key)
        for each in value if isinstance(value, list) else [value] if value else []:
            each = {"name": each} if isinstance(each, str) else each
            actor = codebook().actors.find(each["name"], document.published)
            yield Participant(
                role=role, name=each["name"], actor=actor.id if actor else None, how="codebook" if actor else "words",
                anchor=_anchor(document, each["span"]) if each.get("span") else None,
            )  # fmt: skip


def _quantities(row: dict[str, Any], document: Document):
    for count in row.get("counts", ()):
        anchor = _anchor(document, count["span"]) if count.get("span") else None
        yield Quantity(low=count["low"], high=count["high"], of=count["of"], anchor=anchor)
    if row["kind"] == "quantity":
        yield Quantity(
            low=row["low"], high=row["high"], approx=row["approx"], ratio=row.get("ratio", False), what=row["what"],
            anchor=_anchor(document, row["number_span"]),
        )  # fmt: skip


def sentences_of(documents: dict[str, Document]) -> dict[str, Sentence]:
    """The sentences of documents by id."""
    found = {}
    for document in documents.values():
        for index, span in enumerate(find_sentences(document.text)):
            name = f"{document.id}:{index}"
            found[name] = Sentence(id=name, document=document.id, index=index, anchor=_anchor(document, list(span)))
    return found
