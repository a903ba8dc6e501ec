"""The example reports and what must be read from them: annotations agree with the texts, every sentence is accounted for."""

import json
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from dateline.codebook import load_codebook
from dateline.errors import Reason
from dateline.ingest import ingest_path
from dateline.read import Reader
from dateline.records import Anchor, Document, Reading

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
HEDGES = {"asserted", "reported", "possible", "probable", "denied"}
COUNTS = {"killed", "injured", "abducted", "detained", "released", "displaced", "arrested", "other"}
LIKELIHOODS = {"certain", "very_likely", "likely", "possible", "unlikely", "unstated"}
EVENTS = """
    battle attack bombing airstrike shelling abduction execution sexual_violence arrest release displacement destruction deployment
    withdrawal recruitment aid sanction protest riot talks agreement statement legal other_conflict
"""
RELATIONS = """
    leads member_of founder_of offshoot_of successor_of merged_with split_from rejected_by allied_with supports fights alias_of
"""
CHANGES = {"seizes", "holds", "contests", "loses", "withdraws", "besieges"}
TYPES = {"event": set(EVENTS.split()), "control": CHANGES, "relation": set(RELATIONS.split())}
COMMAND = re.compile(r'dateline read (examples/reports/\S+) --date (\S+) --outlet "([^"]+)"')


def options() -> dict[str, tuple[str, str]]:
    """Date and outlet of the plain texts, as the README's commands give them."""
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    return {path: (date, outlet) for path, date, outlet in COMMAND.findall(readme)}


def read_reports() -> dict[str, Document]:
    given = options()
    found = {}
    for path in sorted((EXAMPLES / "reports").iterdir()):
        date, outlet = given.get(path.relative_to(ROOT).as_posix(), (None, None))
        for item in ingest_path(path, published=date, outlet=outlet):
            assert isinstance(item, Document), f"{path.name}: {item}"
            found[item.name] = item
    return found


REPORTS = read_reports()
EXPECTED = {path.stem: path for path in sorted((EXAMPLES / "expected").glob("*.jsonl"))}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in EXPECTED[name].read_text(encoding="utf-8").splitlines()]


def spans(value: Any) -> Iterator[list[int]]:
    """Every span of a row, however deep."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("span", "number_span") and inner is not None:
                yield inner
            else:
                yield from spans(inner)
    elif isinstance(value, list):
        yield from chain.from_iterable(spans(inner) for inner in value)


def test_every_report_is_annotated_and_every_annotation_has_its_report() -> None:
    assert set(EXPECTED) == set(REPORTS)
    assert len(REPORTS) >= 14


def test_most_reports_carry_their_own_date_and_the_readme_dates_the_others() -> None:
    assert all(report.published and report.outlet for report in REPORTS.values())
    own = [report for report in REPORTS.values() if report.published_from != "option"]
    assert len(own) > len(REPORTS) / 2


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_reports_have_150_to_500_words(name: str) -> None:
    assert 150 <= len(REPORTS[name].text.split()) <= 500


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_quotes_are_the_text_at_their_offsets(name: str) -> None:
    text = REPORTS[name].text
    for row in rows(name):
        start, end = row["span"]
        assert text[start:end] == row["quote"], row["id"]
        assert row["quote"] == row["quote"].strip()
        assert all(0 <= low < high <= len(text) for low, high in spans(row)), row["id"]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_annotations_have_the_form_of_assertions(name: str) -> None:
    found = rows(name)
    assert len(found) >= 15
    assert [row["id"] for row in found] == [f"{name}/{number}" for number in range(1, len(found) + 1)]
    for row in found:
        kind = row["kind"]
        assert row["hedge"] in HEDGES and row["voice"]["type"] in ("author", "source"), row["id"]
        word = row.get("change") if kind == "control" else row.get("type")
        assert word in TYPES[kind] if kind in TYPES else word is None, row["id"]
        assert all(count["of"] in COUNTS for count in row.get("counts", ())), row["id"]
        assert kind != "forecast" or row["likelihood"] in LIKELIHOODS, row["id"]
        if row["time"]:
            assert row["time"]["start"] <= row["time"]["end"], row["id"]


def test_the_reports_hold_every_kind_every_hedge_and_most_event_types() -> None:
    every = [row for name in EXPECTED for row in rows(name)]
    kinds = {row["kind"] for row in every}
    assert kinds == {"event", "control", "relation", "quantity", "label", "forecast", "recommendation", "judgement"}
    assert {row["hedge"] for row in every} == HEDGES
    assert len({row["type"] for row in every if row["kind"] == "event"}) >= 18


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    return {reading.document.name: reading for reading in Reader.load(load_codebook()).read(list(REPORTS.values()))}


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_every_sentence_bears_an_assertion_or_is_set_aside(name: str, readings: Any) -> None:
    reading = readings[name]
    bearing = {assertion.sentence for assertion in reading.assertions}
    aside = {item.item for item in reading.set_aside if item.reason in (Reason.NOTHING_ASSERTED, Reason.FURNITURE)}
    everything = {sentence.id for sentence in reading.sentences}
    assert bearing | (aside & everything) == everything
    assert not bearing & aside


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_every_assertion_read_is_the_text_at_its_offsets(name: str, readings: Any) -> None:
    for assertion in readings[name].assertions:
        anchor = assertion.anchor
        assert REPORTS[name].text[anchor.start : anchor.end] == anchor.exact


FOUND, RIGHT = 0.6, 0.55
"""Least share of what is annotated that is found, and of what is found that is annotated. Measured: see training/LOG.md."""


def overlap(one: Anchor, two: list[int]) -> float:
    """Characters shared over characters covered."""
    shared = min(one.end, two[1]) - max(one.start, two[0])
    return shared / (max(one.end, two[1]) - min(one.start, two[0])) if shared > 0 else 0.0


def test_most_of_what_is_annotated_is_found_and_most_of_what_is_found_is_annotated(readings: dict[str, Reading]) -> None:
    """A found assertion is right when one of its kind is annotated there (overlap 0.3, as in the scorer), whatever the type."""
    wanted = found = given = right = 0
    for name, reading in readings.items():
        annotated = rows(name)
        same_kind = [(a, r) for a in reading.assertions for r in annotated if a.kind == r["kind"]]
        pairs = [(a, r) for a, r in same_kind if overlap(a.anchor, r["span"]) >= 0.3]
        must = {r["id"] for r in annotated if not r.get("optional") and not r.get("alt")}
        wanted, found = wanted + len(must), found + len(must & {r["id"] for _, r in pairs})
        given, right = given + len(reading.assertions), right + len({a.id for a, _ in pairs})
    assert found / wanted >= FOUND, f"{found} of {wanted}"
    assert right / given >= RIGHT, f"{right} of {given}"
