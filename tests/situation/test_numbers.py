"""The ledger: every number once, rivals side by side, and a derived number only where the text itself speaks of one population."""

from random import Random

import pytest
from annotated import archive, codebook, document, examples, read, row, seed
from hypothesis import given
from hypothesis import strategies as st

from dateline.records import Quantity, Row
from dateline.situation.cells import cell_words
from dateline.situation.derived import multiply
from dateline.situation.numbers import numbers


def ledger(documents, statements) -> list[Row]:
    return numbers(statements, documents, codebook().quantities)


def of(text: str, *rows: dict, **about: str | None) -> list[Row]:
    doc = document(text, **about)
    return ledger(*archive(read(doc, *rows), documents=[doc]))


def derived(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row.cells["basis"] == "derived"]


def words(rows: list[Row], *names: str) -> list[tuple]:
    return [tuple(cell_words(row.cells[name]) for name in names) for row in rows]


# ---------------------------------------------------------------------- the first article and the examples


def test_the_first_articles_rate_and_count_give_222_with_both_sources() -> None:
    documents, statements = seed()
    (found,) = derived(ledger(documents, statements))
    assert found.cells["range"] == {"low": 222, "high": 222, "approx": True, "ratio": False, "words": ""}
    assert cell_words(found.cells["range"]) == "about 222"
    assert found.cells["voice"] == ["“A frequently-referenced study into foreign fighters in 1980s Afghanistan”", "Europol"]
    assert "if one considers" in found.cells["note"] and set(found.statements) == {"seed/40", "seed/41"}


def test_the_first_articles_ledger_has_the_rows_that_a_careful_reader_writes() -> None:
    rows = ledger(*seed())
    assert words(rows, "what", "whom", "range", "place", "hedge") == [
        ("abducted", "people", "200 to 999", "Nineveh", "reported"),
        ("released", "jihadist prisoners", "2,000 to 9,999", "Nineveh", "asserted"),
        ("EU citizens fighting in Syria", "", "about 2,000", "Syria", "asserted"),
        ("returnees who committed terrorism offences, of EU citizens fighting in Syria", "", "about 222", "Syria", "asserted"),
        ("hours from Falluja to Baghdad", "", "0 to 1 (“less than an hour”)", "Falluja, Baghdad", "asserted"),
        ("ISIS fighters drawn from the Sunni population", "", "50% to 100% (“most ISIS fighters”)", "", "asserted"),
        ("nations per battalion of foreign fighters", "", "1", "", "asserted"),
        ("returnees who committed terrorism offences", "", "about 11.1%", "Afghanistan", "asserted"),
        ("Shi'ite population in Nineveh", "", "2,000 to 999,999 (“in the thousands”)", "Nineveh", "asserted"),
    ]


def test_in_the_examples_one_number_follows_from_two_and_no_more() -> None:
    (found,) = derived(ledger(*examples()))
    assert words([found], "what", "range") == [("patients treated for wounds, of people affected otherwise", "at least 133")]
    assert found.cells["note"].endswith("“one in three of them” is of the count before it")


def test_every_number_of_the_examples_stands_in_a_row_with_its_statement() -> None:
    documents, statements = examples()
    shown = {statement for row in ledger(documents, statements) for statement in row.statements}
    assert {s.id for s in statements if any(q.low is not None or q.high is not None for q in s.quantities)} == shown


# ---------------------------------------------------------------------- rate and count


def rate(quote: str, number: str, low: float, what: str, **more) -> dict:
    return row("quantity", quote, number=number, low=low, high=low, ratio=True, what=what, **more)


def count(quote: str, number: str, low: float, what: str, **more) -> dict:
    return row("quantity", quote, number=number, low=low, high=more.pop("high", low), what=what, **more)


@pytest.mark.parametrize(
    ("text", "rows", "range"),
    [
        (
            "The clinic saw 90 people, a third of them children.",
            (count("90 people", "90", 90, "people"), rate("a third of them children", "a third", 1 / 3, "children")),
            "30",
        ),
        (
            "Half of the 400 refugees were ill.",
            (rate("Half of the 400 refugees were ill", "Half", 0.5, "refugees"), count("the 400 refugees", "400", 400, "refugees")),
            "200",
        ),
        (
            "Some 900 refugees came. One in nine refugees was ill.",
            (count("900 refugees", "900", 900, "refugees"), rate("One in nine refugees", "One in nine", 1 / 9, "refugees")),
            "100",
        ),
        (
            "One in ten returnees was jailed. At that rate, 300 of the 3,000 volunteers will be.",
            (
                rate("One in ten returnees", "One in ten", 0.1, "returnees"),
                count("the 3,000 volunteers", "3,000", 3000, "volunteers"),
            ),
            "300",
        ),
        (
            "More than 400 people came. About one in four of them was ill.",
            (
                row("quantity", "More than 400 people", number="More than 400", low=400, high=None, what="people"),
                rate("one in four of them", "one in four", 0.25, "ill"),
            ),
            "at least 100",
        ),
        (
            "The army held more than 400 people, most of them farmers.",
            (
                row("quantity", "more than 400 people", number="more than 400", low=400, high=None, what="people"),
                row("quantity", "most of them farmers", number="most", low=0.5, high=1, ratio=True, what="farmers"),
            ),
            "at least 200",
        ),
    ],
)
def test_a_rate_of_those_who_are_counted_is_multiplied(text: str, rows: tuple[dict, ...], range: str) -> None:
    (found,) = derived(of(text, *rows))
    assert cell_words(found.cells["range"]) == range and len(set(found.statements)) == 2


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "One in nine houses burned. Two thousand people fled.",
            (
                rate("One in nine houses", "One in nine", 1 / 9, "houses"),
                count("Two thousand people", "Two thousand", 2000, "people"),
            ),
        ),
        (
            "One in nine Rwandan refugees was ill. Some 900 Sudanese refugees came.",
            (
                rate("One in nine Rwandan refugees", "One in nine", 1 / 9, "Rwandan refugees"),
                count("900 Sudanese refugees", "900", 900, "Sudanese refugees"),
            ),
        ),
        (
            "In Goma one in nine refugees was ill. In Bukavu 900 refugees came.",
            (
                rate("one in nine refugees", "one in nine", 1 / 9, "refugees", places=["Goma/CD"]),
                count("900 refugees", "900", 900, "refugees", places=["Bukavu/CD"]),
            ),
        ),
        (
            "In 1994 one in nine refugees was ill. Last year 900 refugees came.",
            (
                rate("one in nine refugees", "one in nine", 1 / 9, "refugees", time=["1994-01-01", "1994-12-31"]),
                count("900 refugees", "900", 900, "refugees", time=["2013-01-01", "2013-12-31"]),
            ),
        ),
        (
            "Some 900 refugees came. The camp was full. The rain went on. One in nine refugees was ill.",
            (count("900 refugees", "900", 900, "refugees"), rate("One in nine refugees", "One in nine", 1 / 9, "refugees")),
        ),
        (
            "A third of them were children.",
            (rate("A third of them", "A third", 1 / 3, "children"),),
        ),
        (
            "The market lost 90 stalls. The clinic saw 40 people, a third of them children. ",
            (count("90 stalls", "90", 90, "stalls"), rate("a third of them children", "a third", 1 / 3, "children")),
        ),
        (
            "The market lost 90 stalls. Refugees came, a third of them children.",
            (count("90 stalls", "90", 90, "stalls"), rate("a third of them children", "a third", 1 / 3, "children")),
        ),
        (
            "It is denied that 900 refugees came. One in nine refugees was ill.",
            (
                count("900 refugees", "900", 900, "refugees", hedge="denied"),
                rate("One in nine refugees", "One in nine", 1 / 9, "refugees"),
            ),
        ),
        (
            "One in nine returnees was jailed. If one considers that the trip takes 40 hours, few will go.",
            (rate("One in nine returnees", "One in nine", 1 / 9, "returnees"), count("40 hours", "40", 40, "hours")),
        ),
        (
            "Half of the refugees are ill, and a third of the refugees are children.",
            (
                rate("Half of the refugees", "Half", 0.5, "refugees"),
                rate("a third of the refugees", "a third", 1 / 3, "refugees"),
            ),
        ),
    ],
    ids=[
        "nouns",
        "modifiers",
        "places",
        "days",
        "far",
        "alone",
        "others counted",
        "others named",
        "denied",
        "measure",
        "two rates",
    ],
)
def test_what_is_not_of_one_population_is_never_multiplied(text: str, rows: tuple[dict, ...]) -> None:
    assert [row.cells["note"] for row in derived(of(text, *rows))] == []


def test_numbers_of_two_documents_are_never_multiplied() -> None:
    one, two = document("Some 900 refugees came.", "one"), document("One in nine refugees was ill.", "two")
    first = read(one, count("900 refugees", "900", 900, "refugees"))
    second = read(two, rate("One in nine refugees", "One in nine", 1 / 9, "refugees"))
    assert not derived(ledger(*archive(first, second, documents=[one, two])))


ENDS = st.one_of(st.none(), st.floats(0, 1e6))
SHARES = st.floats(0, 1)


@given(st.tuples(SHARES, SHARES).map(sorted), st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)).map(sorted), SHARES, SHARES)
def test_a_product_holds_the_product_of_any_two_numbers_in_the_ranges(share, counted, at: float, other: float) -> None:
    rate = Quantity(low=share[0], high=share[1], ratio=True)
    count = Quantity(low=counted[0], high=counted[1])
    product = multiply(rate, count)
    value = (share[0] + at * (share[1] - share[0])) * (counted[0] + other * (counted[1] - counted[0]))
    assert product.low is not None and product.high is not None
    assert product.low - 0.5 <= value <= product.high + 0.5


@pytest.mark.parametrize(("low", "high"), [(None, 10), (10, None)])
def test_an_end_that_is_left_open_stays_open(low: int | None, high: int | None) -> None:
    product = multiply(Quantity(low=0.5, high=0.5, ratio=True), Quantity(low=low, high=high))
    assert (product.low, product.high) == (5 if low else None, 5 if high else None)


# ---------------------------------------------------------------------- rivals and series


def killed(text: str, quote: str, words: str, low: int, high: int | None, **more) -> dict:
    fields = {"type": "attack", "places": ["Mosul/IQ"], "time": "2014-06-10", "recipients": [{"name": "people"}]} | more
    return row("event", quote, counts=[("killed", low, high, words)], **fields)


def notes(*told: tuple[str, str, int, int | None, str], **more) -> list[str | None]:
    """Notes of rows of one series told by outlets: (outlet, day, low, high, voice)."""
    documents, found = [], []
    for number, (outlet, day, low, high, voice) in enumerate(told):
        text = f"In Mosul {low} people were killed, {voice or 'it'} said. {number}"
        documents.append(document(text, f"d{number}", outlet=outlet, published=day))
        quote = f"{low} people were killed"
        found.append(read(documents[-1], killed(text, quote, str(low), low, high, **({"voice": voice} if voice else {}), **more)))
    return [row.cells["note"] for row in ledger(*archive(*found, documents=documents))]


def test_a_later_number_says_how_it_stands_to_the_one_before() -> None:
    told = [
        ("A", "2014-06-10", 14, 14, ""),
        ("A", "2014-06-11", 31, 31, ""),
        ("B", "2014-06-12", 30, None, ""),
        ("B", "2014-06-13", 9, 9, ""),
    ]
    assert notes(*told) == [
        None,
        "up from 14 (A, 10 June 2014)",
        "agrees with 31 (A, 10 June 2014)",
        "down from at least 30 (B, 10 June 2014)",
    ]


def test_two_voices_of_one_day_are_rivals_and_both_stay() -> None:
    told = [("A", "2014-06-11", 4, 4, "the ministry"), ("A", "2014-06-11", 12, None, "witnesses")]
    assert notes(*told) == [None, "more than 4 (the ministry, 10 June 2014)"]


@pytest.mark.parametrize("more", [{"places": []}, {"time": None}], ids=["no place", "no day"])
def test_what_is_not_known_to_be_of_one_thing_is_not_compared(more: dict) -> None:
    assert notes(("A", "2014-06-11", 4, 4, ""), ("B", "2014-06-12", 12, 12, ""), **more) == [None, None]


def test_other_people_of_the_same_place_and_day_are_not_compared() -> None:
    one, two = document("4 soldiers were killed in Mosul.", "a"), document("12 children were killed in Mosul.", "b", outlet="B")
    rows = ledger(
        *archive(
            read(one, killed("", "4 soldiers were killed", "4", 4, 4, recipients=[{"name": "soldiers"}])),
            read(two, killed("", "12 children were killed", "12", 12, 12, recipients=[{"name": "children"}])),
            documents=[one, two],
        )
    )
    assert [row.cells["note"] for row in rows] == [None, None]


def test_parts_of_a_total_are_no_rivals_of_it() -> None:
    text = "In Mosul 82 people, among them 11 women, were killed."
    both = killed(text, text[:-1], "82", 82, 82)
    both["counts"].append(("killed", 11, 11, "11"))
    assert [row.cells["note"] for row in of(text, both)] == [None, None]


def test_one_number_read_twice_is_one_row() -> None:
    text = "Tens of thousands of people fled Mosul."
    event = row("event", text[:-1], type="displacement", places=["Mosul/IQ"], recipients=[{"name": "people"}],
                counts=[("displaced", 20000, 99999, "Tens of thousands")])  # fmt: skip
    number = row("quantity", "Tens of thousands of people", number="Tens of thousands", low=20000, high=99999, what="people")
    (found,) = of(text, number, event)
    assert words([found], "what", "whom", "range") == [("displaced", "people", "20,000 to 99,999 (“Tens of thousands”)")]
    assert len(found.statements) == 2


def test_the_same_said_by_one_voice_through_two_outlets_is_one_row() -> None:
    documents = [document(f"The ministry said 4 people were killed in Mosul. {n}", n, outlet=n) for n in ("A", "B")]
    found = [read(d, killed("", "4 people were killed in Mosul", "4", 4, 4, voice="The ministry")) for d in documents]
    (only,) = ledger(*archive(*found, documents=documents))
    assert only.cells["outlet"] == ["A", "B"] and len(only.statements) == 2


def test_a_number_that_could_not_be_read_has_no_row() -> None:
    assert of("Many fled.", row("quantity", "Many fled", number="Many", low=None, high=None, what="people")) == []


def test_order_of_statements_changes_nothing() -> None:
    documents, statements = examples()
    mixed = list(statements)
    Random(7).shuffle(mixed)
    assert ledger(documents, mixed) == ledger(dict(reversed(documents.items())), statements)
