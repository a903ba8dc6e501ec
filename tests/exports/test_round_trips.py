"""From a file alone back to what was told: which statement, when, where, how many, who. Tables come back through `dateline match`
(`tests/matching`), Parquet and GeoJSON property by property (`test_forms`); here are the forms that hold records.
"""

import io
import json
from collections.abc import Callable
from typing import NamedTuple

import pytest
from dossiers import report, tables

from dateline.exports import export, load_format
from dateline.exports.telling import items_of
from dateline.records import Statement


class Told(NamedTuple):
    """What a form must give back of a statement."""

    days: tuple[str, str]
    point: tuple[float, float] | None
    killed: tuple[float | None, float | None] | None
    names: frozenset[str]
    quote: str


def told(statement: Statement) -> Told:
    """What there was."""
    place = next((one for one in statement.places if one.latitude is not None), None)
    assert statement.time
    killed = next(((one.low, one.high) for one in statement.quantities if one.of == "killed"), None)
    return Told(
        days=(statement.time.start, statement.time.end),
        point=(place.latitude, place.longitude) if place and place.latitude is not None and place.longitude is not None else None,
        killed=killed,
        names=frozenset(participant.name for participant in statement.participants),
        quote=statement.assertion.anchor.exact,
    )


def range_of(words: str) -> tuple[float | None, float | None]:
    """A range as FollowTheMoney's notes say it."""
    low, _, high = words.removeprefix("at least ").partition(" to ")
    return float(low), None if words.startswith("at least ") else float(high or low)


def from_plover(text: str) -> dict[str, Told]:
    found = {}
    for line in text.splitlines():
        one = json.loads(line)
        (statement,) = one["cite_info"]["statements"]
        size = next((each for each in one["text_info"]["size"] if each["of"] == "dead"), None)
        where = one["event_loc"]
        found[statement] = Told(
            days=(one["date"], one["enddate"] or one["date"]),
            point=None if where["latitude"] is None else (where["latitude"], where["longitude"]),
            killed=(size["low"], size["high"]) if size else None,
            names=frozenset(who["identifier_text"] for who in one["actor"] + one["recipient"]),
            quote=one["event_text"][0],
        )
        start, end = one["text_info"]["start"], one["text_info"]["end"]
        assert report().document.text[start:end] == found[statement].quote
    return found


def from_ftm(text: str) -> dict[str, Told]:
    entities = {one["id"]: one for one in map(json.loads, text.splitlines())}
    found = {}
    for one in entities.values():
        if one["schema"] != "Event":
            continue
        own = one["properties"]
        address = entities[own["addressEntity"][0]]["properties"]
        killed = next((note.partition(": ")[2] for note in own["notes"] if note.startswith("killed: ")), None)
        found[own["recordId"][0]] = Told(
            days=(own["startDate"][0], own["endDate"][0]),
            point=(float(address["latitude"][0]), float(address["longitude"][0])) if "latitude" in address else None,
            killed=range_of(killed) if killed else None,
            names=frozenset(entities[who]["properties"]["name"][0] for who in own["involved"]),
            quote=own["summary"][0],
        )
    return found


@pytest.mark.parametrize(("form", "read"), [("plover", from_plover), ("ftm", from_ftm)])
def test_what_was_told_comes_back_out_of_the_file(form: str, read: Callable[[str], dict[str, Told]]) -> None:
    out = io.StringIO()
    tally = export(load_format(form), items_of([report()], tables()), out, tables())
    found = read(out.getvalue())
    there = {statement.id: told(statement) for statement in report().statements if statement.id in found}
    assert found == there and len(found) == 2
    # What is not in the file is counted with its reason.
    assert len(report().statements) - len(found) == sum(tally.left_out.values())


def test_an_annotation_leads_back_to_the_words_the_kind_and_the_statement() -> None:
    out = io.StringIO()
    export(load_format("annotation"), items_of([report()], tables()), out, tables())
    text = report().document.text
    items = json.loads(out.getvalue())["items"]
    for annotation, one in zip(items, report().statements, strict=True):
        position = annotation["target"]["selector"][0]
        assert text[position["start"] : position["end"]] == one.assertion.anchor.exact
        assert one.id in annotation["id"] and one.assertion.kind in json.dumps(annotation["body"])
