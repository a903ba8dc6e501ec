"""The query language: what people type is read, or refused in one sentence that names the word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from query_cases import READ, REFUSED

from dateline.errors import UsageError
from dateline.query import FIELDS, Query, Term, parse


def terms(text: str) -> list[tuple]:
    return [(term.field, *term.values, *(["not"] if term.negated else [])) for term in parse(text).terms]


@pytest.mark.parametrize(("text", "read"), READ)
def test_what_is_typed_is_read(text: str, read: list[tuple] | None) -> None:
    if read is None:
        with pytest.raises(UsageError):
            parse(text)
    else:
        assert terms(text) == read


@pytest.mark.parametrize(("text", "names", "next_step"), REFUSED)
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
