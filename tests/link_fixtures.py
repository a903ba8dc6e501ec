"""Statements written by hand, looked up in the real tables: what a reader and resolver that make no mistake would give of a
sentence."""

import hashlib
import re
from pathlib import Path
from typing import Any

import yaml

from dateline.archive.tables import Tables
from dateline.codebook import load_codebook
from dateline.gazetteer import Gazetteer
from dateline.link.meaning import Meaning
from dateline.records import Anchor, Assertion, Document, Interval, Participant, Place, Quantity, Sentence, Statement, Voice

CODEBOOK = load_codebook()
GAZETTEER = Gazetteer.open()
TABLES = Tables(codebook=CODEBOOK, gazetteer=GAZETTEER)
MEANING = Meaning(CODEBOOK)
CONTROL = {"seizes", "holds", "contests", "loses", "withdraws", "besieges"}
COUNTS = ("killed", "injured", "abducted", "detained", "released", "displaced", "arrested")
_COUNT = re.compile(r"(~?)(\d+)(?:(\+)|-(\d+))?")


def digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def report(
    *sides: dict[str, Any], outlet: str = "Example Wire", name: str = "report"
) -> tuple[Document, list[Sentence], list[Statement]]:
    """A document of one sentence for each side, with its statements. The first side's `published` is the document's."""
    text = ""
    spans = []
    for side in sides:
        spans.append((len(text), len(text) + len(side["text"])))
        text += side["text"] + ". "
    published = str(sides[0]["published"]) if sides[0].get("published") else None
    document = Document(id=digest(f"{text}{published}{outlet}"), text=text, name=name, outlet=outlet, published=published)
    sentences, statements = [], []
    for index, ((start, end), side) in enumerate(zip(spans, sides, strict=True)):
        anchor = Anchor(start=start, end=end, exact=text[start:end])
        sentence = Sentence(id=f"{document.id}:{index}", document=document.id, index=index, anchor=anchor)
        sentences.append(sentence)
        if side.get("type"):
            statements.append(statement(document, sentence, side))
    return document, sentences, statements


def statement(document: Document, sentence: Sentence, side: dict[str, Any]) -> Statement:
    anchor = sentence.anchor
    assertion = Assertion(
        id=digest(f"{sentence.id}/{side['type']}"),
        document=document.id,
        sentence=sentence.id,
        kind="control" if side["type"] in CONTROL else "event",
        type=side["type"],
        anchor=anchor,
        hedge=side.get("hedge", "asserted"),
        extractor="hand 1",
    )
    first, _, last = str(side.get("day", "")).partition("/")
    voice = side.get("voice")
    return Statement(
        assertion=assertion,
        voice=Voice(type="source", name=voice, actor=actor_id(voice, first)) if voice else Voice(),
        time=Interval(start=first, end=last or first, anchor=anchor if side.get("own_day", True) else None) if first else None,
        places=(place(side["place"]),) if side.get("place") else (),
        participants=tuple(
            Participant(role=role, name=words, actor=actor_id(words, first))
            for role, key in (("actor", "actor"), ("recipient", "victim"))
            if (words := side.get(key))
        ),
        quantities=tuple(quantity(of, str(side[of])) for of in COUNTS if of in side),
        mode=side.get("mode"),
    )


def actor_id(words: str, day: str) -> str | None:
    found = CODEBOOK.actors.find(words, day or None)
    return found.id if found else None


def place(words: str) -> Place:
    """NAME/COUNTRY is the town of that name if there is one, NAME/COUNTRY/A the province or country; bare words are not looked
    up."""
    name, *more = words.split("/")
    if not more:
        return Place(name=words)
    found = [c for c in GAZETTEER.find(name) if c.country == more[0]]
    assert found, f"the gazetteer has no {words}"
    wanted = more[1] if len(more) > 1 else "P"
    best = next((c for c in found if c.feature.startswith(wanted)), found[0])
    return Place(
        name=best.name,
        country=best.country,
        geonames=best.geonames,
        latitude=best.latitude,
        longitude=best.longitude,
        feature=best.feature,
    )


def quantity(of: str, words: str) -> Quantity:
    match = _COUNT.fullmatch(words)
    assert match, words
    low = float(match[2])
    high = None if match[3] else float(match[4] or low)
    return Quantity(low=low, high=high, approx=bool(match[1]), of=of)


def pairs() -> list[dict[str, Any]]:
    return yaml.safe_load((Path(__file__).parent / "link" / "pairs.yaml").read_text(encoding="utf-8"))
