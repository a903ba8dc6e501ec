"""The public function: one text in, typed records out."""

import pytest

import dateline
from dateline.errors import UsageError
from dateline.records import Statement

TEXT = "At least 12 soldiers were killed on Tuesday when gunmen attacked a checkpoint near Mosul, the army said."


def test_read_text_gives_statements_in_the_order_of_the_text() -> None:
    statements = dateline.read_text(TEXT, published="2014-06-11", outlet="Example Wire")
    assert statements
    assert all(isinstance(s, Statement) for s in statements)
    starts = [s.assertion.anchor.start for s in statements]
    assert starts == sorted(starts)
    assert all(TEXT[s.assertion.anchor.start : s.assertion.anchor.end] == s.assertion.anchor.exact for s in statements)


def test_an_event_has_its_count_day_place_and_voice() -> None:
    (event, *_) = [s for s in dateline.read_text(TEXT, published="2014-06-11") if s.assertion.kind == "event"]
    assert [(q.of, q.low, q.high) for q in event.quantities] == [("killed", 12, None)]
    assert event.time is not None and event.time.start == "2014-06-10"
    assert [(p.name, p.country) for p in event.places] == [("Mosul", "IQ")]
    assert event.voice.type == "source"


def test_without_a_date_relative_times_stay_unresolved() -> None:
    assert all(s.time is None for s in dateline.read_text(TEXT))


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError):
        dateline.read_text(TEXT, published="last Tuesday")


@pytest.mark.parametrize("text", ["", "   ", "...", "1", "🙂", "\r\n\r\n", "- - -", "الموصل"])
def test_a_text_that_says_nothing_gives_nothing(text: str) -> None:
    assert dateline.read_text(text, published="2014-06-11") == []
