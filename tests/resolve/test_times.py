"""Time expressions: a table of values, and the things that only look like times."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.resolve.times import find_times

PUBLISHED = "2014-06-11"  # a Wednesday

# Words, the days they stand for, their TIMEX3 value.
VALUES = [
    ("They met on Tuesday.", "Tuesday", "2014-06-10", "2014-06-10", "2014-06-10"),
    ("The town fell Wednesday.", "Wednesday", "2014-06-11", "2014-06-11", "2014-06-11"),
    ("The envoy will arrive on Friday.", "Friday", "2014-06-13", "2014-06-13", "2014-06-13"),
    ("The envoy arrived on Friday.", "Friday", "2014-06-06", "2014-06-06", "2014-06-06"),
    ("They said on Friday that the road will open.", "Friday", "2014-06-06", "2014-06-06", "2014-06-06"),
    ("next Monday", "next Monday", "2014-06-16", "2014-06-16", "2014-06-16"),
    ("last Wednesday", "last Wednesday", "2014-06-04", "2014-06-04", "2014-06-04"),
    ("It happened late Friday night.", "late Friday night", "2014-06-06", "2014-06-06", "2014-06-06TNI"),
    ("clashes over the weekend", "the weekend", "2014-06-07", "2014-06-08", "2014-W23-WE"),
    ("last week", "last week", "2014-06-02", "2014-06-08", "2014-W23"),
    ("this week's raid", "this week", "2014-06-09", "2014-06-11", "2014-W24"),
    ("It will be held this week", "this week", "2014-06-11", "2014-06-15", "2014-W24"),
    ("last month", "last month", "2014-05-01", "2014-05-31", "2014-05"),
    ("next month", "next month", "2014-07-01", "2014-07-31", "2014-07"),
    ("last year", "last year", "2013-01-01", "2013-12-31", "2013"),
    ("in the last year", "the last year", "2013-06-11", "2014-06-11", "P1Y"),
    ("the past 24 hours", "the past 24 hours", "2014-06-10", "2014-06-11", "P1D"),
    ("in the past two weeks", "the past two weeks", "2014-05-28", "2014-06-11", "P2W"),
    ("in recent weeks", "recent weeks", "2014-05-14", "2014-06-11", "PAST_REF"),
    ("in the coming days", "the coming days", "2014-06-11", "2014-06-18", "FUTURE_REF"),
    ("earlier this month", "earlier this month", "2014-06-01", "2014-06-11", "2014-06"),
    ("later this year", "later this year", "2014-06-11", "2014-12-31", "2014"),
    ("three days ago", "three days ago", "2014-06-08", "2014-06-08", "2014-06-08"),
    ("two years ago", "two years ago", "2012-01-01", "2012-12-31", "2012"),
    ("a month ago", "a month ago", "2014-05-01", "2014-05-31", "2014-05"),
    ("yesterday", "yesterday", "2014-06-10", "2014-06-10", "2014-06-10"),
    ("tomorrow morning", "tomorrow morning", "2014-06-12", "2014-06-12", "2014-06-12TMO"),
    ("overnight", "overnight", "2014-06-10", "2014-06-11", "2014-06-11TNI"),
    ("last night", "last night", "2014-06-10", "2014-06-11", "2014-06-10TNI"),
    ("[TODAY] THE ARMY SAID", "TODAY", "2014-06-11", "2014-06-11", "2014-06-11"),
    ("in June 2013", "June 2013", "2013-06-01", "2013-06-30", "2013-06"),
    ("in March", "March", "2014-03-01", "2014-03-31", "2014-03"),
    ("in December", "December", "2013-12-01", "2013-12-31", "2013-12"),
    ("the vote will be held in September", "September", "2014-09-01", "2014-09-30", "2014-09"),
    ("mid-March", "mid-March", "2014-03-11", "2014-03-20", "2014-03"),
    ("early 2012", "early 2012", "2012-01-01", "2012-04-30", "2012"),
    ("late May", "late May", "2014-05-21", "2014-05-31", "2014-05"),
    ("Dec. 12", "Dec. 12", "2013-12-12", "2013-12-12", "2013-12-12"),
    ("Sept.11, 2001", "Sept.11, 2001", "2001-09-11", "2001-09-11", "2001-09-11"),
    ("the September 11 attacks", "September 11", "2001-09-11", "2001-09-11", "2001-09-11"),
    ("Saturday, June 7, 2014", "Saturday, June 7, 2014", "2014-06-07", "2014-06-07", "2014-06-07"),
    ("the 5th of June", "the 5th of June", "2014-06-05", "2014-06-05", "2014-06-05"),
    ("the night of 5 June", "the night of 5 June", "2014-06-05", "2014-06-05", "2014-06-05TNI"),
    ("May 7 last year", "May 7 last year", "2013-05-07", "2013-05-07", "2013-05-07"),
    ("LIMA, 9 JAN 90 (AP)", "9 JAN 90", "1990-01-09", "1990-01-09", "1990-01-09"),
    ("on 3 OCTOBER THE GROUP", "3 OCTOBER", "2013-10-03", "2013-10-03", "2013-10-03"),
    ("2014-06-02", "2014-06-02", "2014-06-02", "2014-06-02", "2014-06-02"),
    ("on 25/05/2014", "25/05/2014", "2014-05-25", "2014-05-25", "2014-05-25"),
    ("on 05/25/2014", "05/25/2014", "2014-05-25", "2014-05-25", "2014-05-25"),
    ("5-7 June", "5-7 June", "2014-06-05", "2014-06-07", "2014-06-05"),
    ("June 5 to 7, 2013", "June 5 to 7, 2013", "2013-06-05", "2013-06-07", "2013-06-05"),
    ("30 May to 2 June", "30 May to 2 June", "2014-05-30", "2014-06-02", "2014-05-30"),
    ("between 2012 and 2014", "between 2012 and 2014", "2012-01-01", "2014-12-31", "2012"),
    ("between May and June last year", "between May and June last year", "2014-05-01", "2013-06-30", None),
    ("the 1975-1990 war", "1975-1990", "1975-01-01", "1990-12-31", "1975"),
    ("since April 2013", "since April 2013", "2013-04-01", "2014-06-11", "2013-04"),
    ("since 1996", "since 1996", "1996-01-01", "2014-06-11", "1996"),
    ("since Tuesday", "since Tuesday", "2014-06-10", "2014-06-11", "2014-06-10"),
    ("by year's end", "by year's end", "2014-06-11", "2014-12-31", "2014"),
    ("by the end of this month", "by the end of this month", "2014-06-11", "2014-06-30", "2014-06"),
    ("in the 1990s", "the 1990s", "1990-01-01", "1999-12-31", "199"),
    ("in the mid-1980s", "the mid-1980s", "1984-01-01", "1986-12-31", "198"),
    ("the '90s", "the '90s", "1990-01-01", "1999-12-31", "199"),
    ("nineteen ninety-six", "nineteen ninety-six", "1996-01-01", "1996-12-31", "1996"),
    ("the third quarter of 2013", "the third quarter of 2013", "2013-07-01", "2013-09-30", "2013-Q3"),
    ("the first half of 2013", "the first half of 2013", "2013-01-01", "2013-06-30", "2013-H1"),
    ("last summer", "last summer", "2013-06-01", "2013-08-31", "2013-SU"),
    ("the winter of 2012", "the winter of 2012", "2012-12-01", "2013-02-28", "2012-WI"),
    ("the 20th century", "the 20th century", "1900-01-01", "1999-12-31", "19"),
    ("They have fought for six days.", "six days", "2014-06-05", "2014-06-11", "P6D"),
    ("within five to 10 years", "five to 10 years", "2014-06-11", "2024-06-11", "P10Y"),
    ("on Christmas Eve", "Christmas Eve", "2013-12-24", "2013-12-24", "2013-12-24"),
    ("New Year's Day 2012", "New Year's Day 2012", "2012-01-01", "2012-01-01", "2012-01-01"),
    ("10 p.m. Tuesday", "10 p.m. Tuesday", "2014-06-10", "2014-06-10", "2014-06-10T22:00"),
    ("at 0800 GMT on Monday", "0800 GMT on Monday", "2014-06-09", "2014-06-09", "2014-06-09T08:00"),
]


@pytest.mark.parametrize(("text", "words", "start", "end", "value"), [row for row in VALUES if row[4]])
def test_an_expression_stands_for_its_days(text: str, words: str, start: str, end: str, value: str) -> None:
    found = [m for m in find_times(text, PUBLISHED) if m.interval]
    assert [m.anchor.exact for m in found] == [words]
    assert found[0].interval is not None
    assert (found[0].interval.start, found[0].interval.end) == (start, end)
    assert found[0].value.split("/")[0] == value


@pytest.mark.parametrize(
    "text",
    [
        "The rebels may march on the capital.",
        "They will march tomorrow's road"[:16],
        "A second group of fighters came first.",
        "Resolution 1701 was adopted.",
        "The M-19 and the Boeing 747 of the 31st Army",
        "2000 people fled; some 1,990 soldiers and 2014 troops stayed",
        "Call 555-1234 or +44 20 7946 0958.",
        "The Five Star Movement won.",
        "in the fall of the city",
        "He sat. She saw the sun. They were wed.",
        "the 1st Brigade and the 2nd Corps",
        "the Day of Judgement",
        "The ratio was 3:1 at half time.",
    ],
)
def test_what_only_looks_like_a_time_has_no_days(text: str) -> None:
    assert [m.anchor.exact for m in find_times(text, PUBLISHED) if m.interval] == []


def test_may_is_a_month_after_a_preposition() -> None:
    found = find_times("In May the rebels said they may march in March.", PUBLISHED)
    assert [(m.anchor.exact, m.value) for m in found] == [("May", "2014-05"), ("March", "2014-03")]


def test_the_following_day_counts_from_the_day_before_it() -> None:
    found = find_times("On 3 April 2013 the town fell. The following day the mayor fled; two weeks later he died.", PUBLISHED)
    assert [m.value for m in found] == ["2013-04-03", "2013-04-04", "2013-W16"]


def test_that_year_is_the_year_named_before() -> None:
    found = find_times("In 2009 the group split. That year it lost its leader, and the same month a second one.", PUBLISHED)
    assert [m.value for m in found][:2] == ["2009", "2009"]


def test_without_a_publication_date_only_full_dates_have_days() -> None:
    found = {m.anchor.exact: m for m in find_times("On Tuesday and last week, on 5 June 2014 and in the 1990s, yesterday.", None)}
    assert {words for words, m in found.items() if m.interval} == {"5 June 2014", "the 1990s"}
    assert found["Tuesday"].relative and found["last week"].relative and not found["5 June 2014"].relative


def test_a_day_of_the_year_ahead_is_next_year_and_not_eleven_months_ago() -> None:
    assert find_times("the vote on January 31", "2010-12-20")[0].value == "2011-01-31"
    assert find_times("the attack of December 27", "2008-03-20")[0].value == "2007-12-27"


def test_an_impossible_date_is_no_date() -> None:
    assert [m for m in find_times("on 31 February 2014 or 45 May 2012", PUBLISHED) if m.value.startswith("2014-02-31")] == []


def test_present_past_and_future_in_general_have_no_days() -> None:
    found = find_times("They now hold it; they previously lost it; soon they will return.", PUBLISHED)
    assert [(m.value, m.interval) for m in found] == [("PRESENT_REF", None), ("PAST_REF", None), ("FUTURE_REF", None)]


def test_durations_and_sets_are_told_apart() -> None:
    found = find_times("a two-year war, daily raids, every week, and a six-day siege", PUBLISHED)
    assert [(m.value, m.kind) for m in found] == [("P2Y", "duration"), ("P1D", "set"), ("P1W", "set"), ("P6D", "duration")]


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=120)
    | st.lists(
        st.sampled_from("May 5 31 99 2014 - / : th the last next of Friday 's ago , . 00 \r\n é ٣ 年 for since".split()),
        max_size=14,
    ).map(" ".join)
)
def test_any_text_gives_quotes_that_are_in_it(text: str) -> None:
    for mention in find_times(text, PUBLISHED):
        assert text[mention.anchor.start : mention.anchor.end] == mention.anchor.exact
        assert mention.interval is None or mention.interval.start <= mention.interval.end


def test_two_passes_give_the_same() -> None:
    text = "Since May, on Tuesday and by June 30, the past two weeks."
    assert find_times(text, PUBLISHED) == find_times(text, PUBLISHED)


def test_a_clock_time_of_four_figures_is_no_year() -> None:
    assert not [m for m in find_times("The bombs were defused at 1145 near the bank", "1989-01-26") if m.interval]
