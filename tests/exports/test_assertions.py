"""The JSON Lines form: the keys of each kind, exactly."""

import io
import json

import pytest

from dateline.exports.assertions import to_json, write_jsonl
from dateline.records import Anchor, Assertion, Interval, Participant, Place, Quantity, Statement, Voice

TEXT = "Rebels shot two guards near Kidal, police said."
COMMON = ["doc", "id", "kind", "span", "quote", "voice", "hedge", "time", "places"]
KEYS = {
    "event": ["type", "actors", "recipients", "counts"],
    "control": ["actor", "place", "change"],
    "relation": ["subject", "object", "type"],
    "quantity": ["low", "high", "approx", "ratio", "what", "number_span"],
    "label": ["target", "term"],
    "forecast": ["likelihood", "conditional"],
    "recommendation": ["addressee"],
    "judgement": ["target"],
}


def anchor(words: str) -> Anchor:
    start = TEXT.index(words)
    return Anchor(start=start, end=start + len(words), exact=words)


def statement(
    kind: str = "event", type_: str | None = "attack", words: str = "Rebels shot two guards near Kidal", **meaning
) -> Statement:
    return Statement(
        assertion=Assertion(id=f"x/{words}", document="x", sentence="x:0", kind=kind, type=type_, anchor=anchor(words)), **meaning
    )


@pytest.mark.parametrize("kind", sorted(KEYS))
def test_each_kind_has_its_keys_even_when_nothing_is_known(kind: str) -> None:
    assert list(to_json(statement(kind), "report")) == COMMON + KEYS[kind]


def test_an_event_carries_its_parts_with_their_offsets() -> None:
    written = to_json(
        statement(
            voice=Voice(type="source", name="Malian police", anchor=anchor("police")),
            time=Interval(start="2013-02-01", end="2013-02-02"),
            places=(Place(name="Kidal", country="ML", anchor=anchor("Kidal")),),
            participants=(
                Participant(role="actor", name="MNLA", anchor=anchor("Rebels")),
                Participant(role="recipient", name="guards", anchor=anchor("two guards")),
            ),
            quantities=(Quantity(low=2.0, high=None, of="killed", anchor=anchor("two guards")),),
        ),
        "report",
    )
    assert written["voice"] == {"type": "source", "name": "Malian police", "span": [35, 41]}
    assert written["time"] == {"start": "2013-02-01", "end": "2013-02-02"}
    assert written["places"] == [{"name": "Kidal", "country": "ML", "span": [28, 33]}]
    assert written["actors"] == [{"name": "MNLA", "span": [0, 6]}]
    assert written["recipients"] == [{"name": "guards", "span": [12, 22]}]
    assert written["counts"] == [{"of": "killed", "low": 2, "high": None, "span": [12, 22]}]


def test_an_unnamed_voice_has_no_name_but_the_words_that_show_it() -> None:
    written = to_json(statement(voice=Voice(type="source", anchor=anchor("police said"))), "report")
    assert written["voice"] == {"type": "source", "name": None, "span": [35, 46]}


def test_a_share_keeps_its_decimals_and_a_whole_number_has_none() -> None:
    share = to_json(statement("quantity", quantities=(Quantity(low=0.5, high=1.0, ratio=True, anchor=anchor("two")),)), "report")
    assert (share["low"], share["high"], share["ratio"]) == (0.5, 1, True)
    assert '"high": 1,' in json.dumps(share)


def test_lines_come_in_the_order_of_the_text_and_each_is_one_object() -> None:
    out = io.StringIO()
    assert write_jsonl([statement(words="two guards"), statement(words="Rebels")], "report", out) == 2
    assert [json.loads(line)["quote"] for line in out.getvalue().splitlines()] == ["Rebels", "two guards"]
