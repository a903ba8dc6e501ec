"""Numbers and their ranges: a table of values, and the numbers that count nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.codebook.quantities import load_quantities
from dateline.errors import CodebookError
from dateline.records import Anchor, Argument, Assertion
from dateline.resolve.counts import read_count
from dateline.resolve.numbers import quantities_of
from dateline.resolve.quantities import find_numbers, read_quantity

TABLE = load_quantities()

RANGES = [
    ("dozens of people", 24, 99),
    ("scores", 40, 199),
    ("hundreds of villagers", 200, 999),
    ("several hundred inmates", 200, 999),
    ("a few hundred", 200, 500),
    ("Thousands", 2000, 9999),
    ("tens of thousands of others", 20000, 99999),
    ("hundreds of thousands", 200000, 999999),
    ("at least 14 people", 14, None),
    ("MORE THAN 11", 11, None),
    ("over 400 of whom", 400, None),
    ("no fewer than nine", 9, None),
    ("60-plus", 60, None),
    ("50 or more", 50, None),
    ("up to 40 militants", None, 40),
    ("as many as 500", None, 500),
    ("fewer than 30", None, 30),
    ("no more than six", None, 6),
    ("about 200 fighters", 200, 200),
    ("nearly 1,000", 1000, 1000),
    ("some 5,000", 5000, 5000),
    ("Seven A.U. troops", 7, 7),
    ("15 to 240", 15, 240),
    ("between 15 and 240 people", 15, 240),
    ("five or six", 5, 6),
    ("5-7", 5, 7),
    ("2 to 3 million", 2e6, 3e6),
    ("two or three hundred", 200, 300),
    ("2.5 million", 2.5e6, 2.5e6),
    ("120,000", 120000, 120000),
    ("4,00,000 tons", 400000, 400000),
    ("$1.3 billion", 1.3e9, 1.3e9),
    ("£5m", 5e6, 5e6),
    ("3,000-strong", 3000, 3000),
    ("a dozen", 12, 12),
    ("two dozen", 24, 24),
    ("more than a dozen", 12, None),
    ("half a million", 500000, 500000),
    ("twenty-three", 23, 23),
    ("two thousand five hundred", 2500, 2500),
    ("one hundred and twenty", 120, 120),
    ("a hundred", 100, 100),
    ("no casualties", 0, 0),
    ("None", 0, 0),
    ("not a single", 0, 0),
    ("a couple of soldiers", 2, 2),
    ("an officer", 1, 1),
    ("another peacekeeper", 1, 1),
    ("one soldier", 1, 1),
    ("14 of them Colombian", 14, 14),
    ("an estimated 3,500", 3500, 3500),
    ("a total of 25", 25, 25),
    ("both brothers", 2, 2),
    ("a 70-year-old woman", 1, 1),
]

SHARES = [
    ("40 percent", 0.4, 0.4),
    ("about 40 per cent", 0.4, 0.4),
    ("12.5%", 0.125, 0.125),
    ("over 60 percent", 0.6, None),
    ("half", 0.5, 0.5),
    ("more than half", 0.5, None),
    ("a third of", 0.333333, 0.333333),
    ("two-thirds of the city", 0.666667, 0.666667),
    ("three quarters of", 0.75, 0.75),
    ("one in nine", 0.111111, 0.111111),
    ("one in three of them", 0.333333, 0.333333),
    ("two out of every three", 0.666667, 0.666667),
    ("one out of every five", 0.2, 0.2),
    ("the vast majority", 0.5, 1),
    ("most", 0.5, 1),
    ("20 to 30 percent", 0.2, 0.3),
]


@pytest.mark.parametrize(("words", "low", "high"), RANGES)
def test_a_number_phrase_stands_for_its_range(words: str, low: float | None, high: float | None) -> None:
    read = read_quantity(words, TABLE)
    assert read is not None
    assert (read.low, read.high, read.ratio) == (low, high, False)


@pytest.mark.parametrize(("words", "low", "high"), SHARES)
def test_a_share_is_a_number_from_0_to_1(words: str, low: float | None, high: float | None) -> None:
    read = read_quantity(words, TABLE)
    assert read is not None
    assert (read.low, read.high, read.ratio) == (low, high, True)


@pytest.mark.parametrize(("words", "value"), [("2 in 2014", 2), ("three in 12 hours", 3), ("nine in 30 km", 9)])
def test_a_count_with_a_year_or_a_measure_behind_it_is_no_share(words: str, value: int) -> None:
    read = read_quantity(words, TABLE)
    assert read is not None and (read.low, read.high, read.ratio) == (value, value, False)


def test_a_share_is_one_number_where_the_reader_points_at_two() -> None:
    text = "about one in nine returnees went on to commit offences, and three more in two towns"

    def at(words: str) -> Argument:
        start = text.index(words)
        return Argument(role="number", anchor=Anchor(start=start, end=start + len(words), exact=words))

    span = Anchor(start=0, end=len(text), exact=text)
    assertion = Assertion(
        id="a", document="d", sentence="d:0", kind="quantity", type=None, anchor=span,
        arguments=(at("about one"), at("nine"), at("three"), at("two")),
    )  # fmt: skip
    read = quantities_of(assertion, text, TABLE)
    assert [(q.low, q.ratio, q.anchor.exact if q.anchor else "") for q in read] == [
        (0.111111, True, "about one in nine"),
        (3, False, "three"),
        (2, False, "two"),
    ]
    assert read[0].what == "returnees"


@pytest.mark.parametrize(
    "words", ["several", "many fighters", "the militants", "multiple", "", "rebels", "534th", "Resolution 1701", "the 31st Army"]
)
def test_words_that_name_no_number_give_none(words: str) -> None:
    assert read_quantity(words, TABLE) is None


@pytest.mark.parametrize("words", ["about 50", "nearly fifty", "roughly 50", "50 or so", "some 50", "an estimated 50"])
def test_a_round_number_is_marked_and_gets_no_invented_margin(words: str) -> None:
    read = read_quantity(words, TABLE)
    assert read is not None
    assert (read.low, read.high, read.approx) == (50, 50, True)


NOT_COUNTS = [
    "Resolution 1701 was adopted.",
    "Members of M-19 spoke.",
    "A Boeing 747 landed.",
    "The 31st Army moved.",
    "Call +44 20 7946 0958 or 555-1234.",
    "The suspect, 34, fled.",
    "A 34-year-old man fled.",
    "a woman aged 34",
    "The Five Star Movement won.",
    "in the 1990s",
    "on 5 June 2014",
    "It began in 2011.",
    "the 2003 war",
    "for six days",
    "about 30 kilometers away",
    "two years ago",
    "at 0800 GMT",
    "at 10:30 on Monday",
    "No one knows.",
    "one of the men",
    "Flight 93",
    "Highway 1",
    "Article 5",
    "an AK-47 and an F-16",
    "children as young as 10",
    "one day",
    "1. The army withdrew.",
    "the first and the second",
    "They may march.",
    "the gang Barrio 18, which",
    "on June 5-7",
    "122-mm rockets",
]


@pytest.mark.parametrize("text", [text for text in NOT_COUNTS if not text.startswith("No one")])
def test_a_number_that_counts_nothing_is_left_out(text: str) -> None:
    assert [text[start:end] for start, end, _ in find_numbers(text, TABLE)] == []


def test_counts_are_found_in_running_text_with_their_words() -> None:
    text = "At least 14 people, including two children, died in 2013; some 3,000 rebels fired dozens of shells; no civilians died."
    found = [(words.anchor.exact, words.low, words.high) for _, _, words in find_numbers(text, TABLE) if words.anchor]
    assert found == [
        ("At least 14", 14, None),
        ("two", 2, 2),
        ("some 3,000", 3000, 3000),
        ("dozens", 24, 99),
        ("no civilians", 0, 0),
    ]


def test_two_counts_joined_by_and_are_two_counts() -> None:
    assert [q.low for _, _, q in find_numbers("12 soldiers and 30 rebels; five and six; toll rose from 14 to 31", TABLE)] == [
        12,
        30,
        5,
        6,
        14,
        31,
    ]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("the guard", 1),
        ("she", 1),
        ("John Okello", 1),
        ("the guard and his brother", 2),
        ("Omar al-Hadi", 1),
        ("a judge and two clerks", 3),
        ("former minister Ana Ruiz", 1),
        ("HER DRIVER AND A GUARD", 2),
        ("Mr. Khan and 4 of his sons", 5),
        ("the guards", None),
        ("troops", None),
        ("the police", None),
        ("villagers", None),
    ],
)
def test_a_singular_noun_phrase_counts_one(words: str, count: int | None) -> None:
    read = read_count(words, TABLE)
    assert (read.low if read else None) == count


def test_a_range_that_ends_before_it_begins_is_refused_by_file_name(tmp_path) -> None:
    path = tmp_path / "quantities.yaml"
    path.write_text(
        "vague: [{words: [lots], low: 9, high: 2, reason: x}]\nbounds: []\nafter: []\nidle: []\nnone: []\nnone_of: []\n"
        "names_before: []\nmeasures: []\nnames: []\n"
    )
    with pytest.raises(CodebookError, match=r"quantities\.yaml.*lots"):
        load_quantities(path)


def test_an_unknown_key_is_refused_by_file_name(tmp_path) -> None:
    path = tmp_path / "quantities.yaml"
    path.write_text("vagueness: []\n")
    with pytest.raises(CodebookError, match=r"quantities\.yaml"):
        load_quantities(path)


def test_every_vague_row_says_why() -> None:
    assert all(row.reason for row in (*TABLE.vague, *TABLE.bounds, *TABLE.after))


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=100)
    | st.lists(
        st.sampled_from("5 1,000 half of one in nine between and to 3 million % $ - dozens at least no a third ² ٣ 12.5".split()),
        max_size=12,
    ).map(" ".join)
)
def test_any_text_gives_quotes_that_are_in_it_and_ranges_in_order(text: str) -> None:
    for start, end, quantity in find_numbers(text, TABLE):
        assert quantity.anchor is not None
        assert text[start:end] == quantity.anchor.exact
        assert quantity.low is None or quantity.high is None or quantity.low <= quantity.high
    read_count(text, TABLE)
