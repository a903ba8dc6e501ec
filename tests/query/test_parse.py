"""The query language: what people type is read, or refused in one sentence that names the word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import UsageError
from dateline.query import FIELDS, Query, Term, parse


def terms(text: str) -> list[tuple]:
    return [(term.field, *term.values, *(["not"] if term.negated else [])) for term in parse(text).terms]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", []),
        ("actor:ISIS place:Mosul", [("actor", "ISIS"), ("place", "Mosul")]),
        ("place:San Salvador type:attack", [("place", "San Salvador"), ("type", "attack")]),
        ("place:Mosul,Falluja", [("place", "Mosul", "Falluja")]),
        ("place:Mosul , Falluja ,", None),
        ('text:"car bomb"', [("text", "car bomb")]),
        ("text:car bomb", [("text", "car bomb")]),
        ("text:“car bomb”, 'vest", [("text", "car bomb", "'vest")]),
        ('text:"10:30, local time" voice:author', [("text", "10:30, local time"), ("voice", "author")]),
        (r'text:"she said \"no\""', [("text", 'she said "no"')]),
        ("bomb mosul", [("text", "bomb"), ("text", "mosul")]),
        ('"car bomb" -rescue hedge:asserted', [("text", "car bomb"), ("text", "rescue", "not"), ("hedge", "asserted")]),
        ("-hedge:denied", [("hedge", "denied", "not")]),
        ("\N{MINUS SIGN}hedge:denied", [("hedge", "denied", "not")]),
        ("KIND:Event Hedge:DENIED", [("kind", "event"), ("hedge", "denied")]),
        ("since:2014 until:2014-06-30", [("since", "2014"), ("until", "2014-06-30")]),
        ("place: Mosul", [("place", "Mosul")]),
        ("place:Mosul,Mosul", [("place", "Mosul")]),
        ("voice:Abu Bakr al-Baghdadi", [("voice", "Abu Bakr al-Baghdadi")]),
        ("actor:Al-Qaeda -place:Mosul", [("actor", "Al-Qaeda"), ("place", "Mosul", "not")]),
        ("text:at 10:30 sharp", [("text", "at 10:30 sharp")]),
        ("actor:ISIS actor:Iraq", [("actor", "ISIS"), ("actor", "Iraq")]),
    ],
)
def test_what_is_typed_is_read(text: str, read: list[tuple] | None) -> None:
    if read is None:
        with pytest.raises(UsageError):
            parse(text)
    else:
        assert terms(text) == read


@pytest.mark.parametrize(
    ("text", "names", "next_step"),
    [
        ("plce:Mosul", "`plce:`", "did you mean place"),
        ("colour:red", "`colour:`", "there are actor, place"),
        ("actor:ISIS plce:Mosul", "`plce:`", "did you mean place"),
        ("text:Police: four dead", "`Police:`", "words with a colon stand in quotes"),
        ("place:", "`place:`", "write one after it"),
        ("place:,Mosul", "`place:`", "write one after it"),
        ("place: type:attack", "`place:`", "write one after it"),
        ('text:"car bomb', "car bomb", "close it"),
        ("kind:evnt", "`kind:evnt`", "did you mean event"),
        ("hedge:maybe", "`hedge:maybe`", "asserted, reported, possible, probable, denied"),
        ("since:June", "`since:June`", "YYYY-MM-DD"),
        ("since:2014-02-30", "`since:2014-02-30`", "YYYY-MM-DD"),
        ("since:2014-6-1", "`since:2014-6-1`", "YYYY-MM-DD"),
        ("since:2013,2014", "`since:`", "takes one day"),
        ("-until:2014", "`until:`", "no minus"),
        ("since:2013 since:2014", "`since:`", "twice"),
        ("text:!!!", "!!!", "write a word"),
        ("- -", "-", "write a word"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence_with_a_next_step(text: str, names: str, next_step: str) -> None:
    with pytest.raises(UsageError) as error:
        parse(text)
    message = str(error.value)
    assert names in message and next_step in message
    assert message.endswith(".") and "\n" not in message and len(message) < 250


WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from([f"{field}:" for field in FIELDS]),
    st.sampled_from(
        ["-", "−", ",", '"', "“", "\\", ":", " ", "2014", "2014-06-01", "event", "denied", "\u202e", "\x00", "🕊️", "é", "قصف"]
    ),
)


@given(st.lists(WORDS, max_size=12).map("".join))
def test_any_text_is_read_or_refused_in_one_sentence_and_reads_the_same_when_written_out(text: str) -> None:
    try:
        query = parse(text)
    except UsageError as error:
        message = str(error)
        assert message.endswith(".") and message.isprintable()
    else:
        assert parse(str(query)) == query


VALUES = st.text(min_size=1, max_size=20).filter(lambda value: value.strip() and any(c.isalnum() for c in value))


@given(
    st.lists(
        st.builds(
            Term,
            field=st.sampled_from(["actor", "place", "type", "voice", "label", "outlet", "text"]),
            values=st.lists(VALUES, min_size=1, max_size=3, unique=True).map(tuple),
            negated=st.booleans(),
        ),
        max_size=4,
    )
)
def test_any_query_can_be_written_out_and_read_back(listed: list[Term]) -> None:
    query = Query(terms=tuple(listed))
    assert parse(str(query)) == query
