"""Dossiers made by hand, for tests of exports: a text, and statements on stretches of it. Tables are the shipped ones."""

import hashlib
from functools import cache

from dateline.codebook import load_codebook
from dateline.exports.items import Dossier, Versions
from dateline.exports.tables import Tables
from dateline.gazetteer import Gazetteer
from dateline.records import (
    Anchor,
    Assertion,
    Document,
    Interval,
    Participant,
    Place,
    Quantity,
    Sentence,
    Statement,
    Voice,
)

MOSUL = Place(name="Mosul", country="IQ", geonames=99072, latitude=36.335, longitude=43.11889, feature="P.PPLA")
REPORT = (
    "Fighters of the Islamic State shelled Mosul on Monday, killing at least 37 civilians, said Karim Haddad, a baker. "
    "Iraqi soldiers seized the town of Qara from the group in June. The army may have killed dozens of people. "
    "The army denied that it had shot anybody. Peace is likely."
)


@cache
def tables() -> Tables:
    """The shipped tables, loaded once."""
    return Tables.load(load_codebook(), Gazetteer.open())


def document(text: str, **fields: str | None) -> Document:
    """A document as ingest makes it."""
    ident = hashlib.sha256(text.encode()).hexdigest()[:32]
    return Document(id=ident, text=text, **{"name": "report", "language": "en", "published": "2014-06-11", **fields})  # type: ignore[arg-type]


def anchor(text: str, words: str) -> Anchor:
    """Where the words first stand."""
    start = text.index(words)
    return Anchor(start=start, end=start + len(words), exact=words)


def statement(doc: Document, words: str, kind: str = "event", type_: str | None = "attack", **meaning) -> Statement:
    """A statement on the stretch `words`; further fields are the statement's or, where it has none such, its assertion's."""
    own = {name: meaning.pop(name) for name in list(meaning) if name in Assertion.__struct_fields__}
    at = anchor(doc.text, words)
    ident = hashlib.sha256(f"{doc.id} {kind} {type_} {at.start}".encode()).hexdigest()[:16]
    assertion = Assertion(id=ident, document=doc.id, sentence=f"{doc.id}:{at.start}", kind=kind, type=type_, anchor=at, **own)
    return Statement(assertion=assertion, codebook=tables().codebook.version, **meaning)


def dossier(doc: Document, *statements: Statement) -> Dossier:
    """A document with its statements, whose sentences reach from full stop to full stop."""
    sentences = []
    for index, one in enumerate(statements):
        start = doc.text.rfind(". ", 0, one.assertion.anchor.start) + 2 if ". " in doc.text[: one.assertion.anchor.start] else 0
        end = doc.text.find(". ", one.assertion.anchor.end)
        end = len(doc.text) if end < 0 else end + 1
        at = Anchor(start=start, end=end, exact=doc.text[start:end])
        sentences.append(Sentence(id=one.assertion.sentence, document=doc.id, index=index, anchor=at))
    versions = Versions(dateline="9.9", model="m1", codebook=tables().codebook.version)
    return Dossier(document=doc, statements=statements, sentences=tuple(sentences), versions=versions)


def report(text: str = REPORT, **fields: str | None) -> Dossier:
    """A report with an event, a change of control, a possible and a denied event, and a forecast."""
    doc = document(text, **{"outlet": "The Courier", "title": "Mosul shelled", "url": "https://courier.example/mosul", **fields})
    says = anchor(text, "Karim Haddad, a baker")
    return dossier(
        doc,
        statement(
            doc,
            "Fighters of the Islamic State shelled Mosul on Monday, killing at least 37 civilians",
            type_="shelling",
            voice=Voice(type="source", name="Karim Haddad", anchor=says),
            time=Interval(start="2014-06-09", end="2014-06-09"),
            places=(MOSUL,),
            participants=(
                Participant(
                    role="actor", name="Islamic State", actor="islamic_state", anchor=anchor(text, "Fighters"), how="codebook"
                ),
                Participant(role="recipient", name="civilians", anchor=anchor(text, "at least 37 civilians")),
            ),
            quantities=(Quantity(low=37, high=None, of="killed", what="civilians", anchor=anchor(text, "at least 37")),),
        ),
        statement(
            doc,
            "Iraqi soldiers seized the town of Qara from the group in June",
            kind="control",
            type_="seizes",
            time=Interval(start="2014-06-01", end="2014-06-30"),
            places=(Place(name="Qara", country="IQ", anchor=anchor(text, "the town of Qara")),),
            participants=(
                Participant(role="actor", name="Iraqi soldiers", actor="iraq_soldiers", anchor=anchor(text, "Iraqi soldiers")),
            ),
        ),
        statement(
            doc,
            "The army may have killed dozens of people",
            hedge="possible",
            participants=(Participant(role="actor", name="army", anchor=anchor(text, "The army")),),
            quantities=(Quantity(low=24, high=99, of="killed", what="people", anchor=anchor(text, "dozens")),),
        ),
        statement(doc, "it had shot anybody", hedge="denied"),
        statement(doc, "Peace is likely", kind="forecast", type_=None, likelihood="likely"),
    )
