"""Who says what through whom: named, unnamed and authors apart; a repetition is told from a first hearing."""

import random

from annotated import archive, document, examples, read, row, seed

from dateline.records import Row
from dateline.situation.cells import in_archive_order
from dateline.situation.sources import LEAST_RUNS, SAME_SHARE, _heard_in, runs_of, said_of, sources


def view(documents, statements) -> list[Row]:
    return sources(statements, documents)


def test_the_first_article_names_two_sources_and_hides_six() -> None:
    rows = view(*seed())
    assert [row.cells["source"] for row in rows if row.cells["named"] == "named"] == ["Europol", "The Long War Journal"]
    assert len([row for row in rows if row.cells["named"] == "unnamed"]) == 6
    (author,) = [row.cells for row in rows if row.cells["named"] == "author"]
    assert (author["source"], author["statements"], author["through"]) == ("CNN (author)", 51, "CNN")


def test_every_statement_of_the_examples_is_somebodys() -> None:
    documents, statements = examples()
    rows = view(documents, statements)
    assert sum(row.cells["statements"] for row in rows) == len(statements)
    assert {name for row in rows for name in row.statements} == {s.id for s in statements}


def test_nothing_in_the_examples_is_heard_twice() -> None:
    """They tell of fifteen wars; short wordings that come back ("rebels") are nobody's in particular."""
    heard = {(row.cells["named"] == "author", row.cells["heard_before"]) for row in view(*examples())}
    assert heard == {(False, "first"), (True, None)}


SAID = "at least 31 people were killed in the market of Kolo on Monday"


def heard(*told: tuple[str, str, str, str]) -> list[str]:
    """What is said of each source's row, told by outlets: (outlet, day, voice, words)."""
    documents, found = [], []
    for number, (outlet, day, voice, words) in enumerate(told):
        documents.append(document(f"{voice} said {words}. {number}", f"d{number}", outlet=outlet, published=day))
        found.append(read(documents[-1], row("event", words, type="attack", voice=voice)))
    return [row.cells["heard_before"] for row in view(*archive(*found, documents=documents))]


def test_what_a_source_said_before_in_another_outlet_is_a_repetition() -> None:
    told = [("A", "2014-06-10", "the ministry", SAID), ("B", "2014-06-11", "the ministry", SAID.replace("Monday", "9 June"))]
    assert heard(*told) == ["first", "1 of 1 repeated from A, 2014-06-10"]


def test_another_source_the_same_day_or_other_words_are_no_repetition() -> None:
    first = ("A", "2014-06-10", "the ministry", SAID)
    assert heard(first, ("B", "2014-06-11", "the mayor", SAID)) == ["first", "first"]
    assert heard(first, ("B", "2014-06-10", "the ministry", SAID)) == ["first", "first"]
    other = "four soldiers were wounded when a shell fell on the barracks in Kolo"
    assert heard(first, ("B", "2014-06-11", "the ministry", other)) == ["first", "first"]
    assert (
        heard(("A", "2014-06-10", "the ministry", "rebels fled"), ("B", "2014-06-11", "the ministry", "rebels fled"))
        == ["first"] * 2
    )


def test_a_row_rests_on_what_it_repeats_too() -> None:
    one = document(f"The ministry said {SAID}.", "one", outlet="A", published="2014-06-10")
    two = document(f"The ministry said that {SAID}.", "two", outlet="B", published="2014-06-11")
    found = [read(each, row("event", SAID, type="attack", voice="The ministry")) for each in (one, two)]
    rows = view(*archive(*found, documents=[one, two]))
    assert [row.statements for row in rows] == [("one/0",), ("two/0", "one/0")]


def test_what_is_found_by_rare_words_is_what_is_found_by_comparing_all() -> None:
    """Many reports that have parts of few others' words: some of them enough."""
    chance, outlets = random.Random(3), ("One", "Two", "Three")
    told = [chance.choices("smoke fear rain night".split(), k=14) for _ in range(15)]
    documents, found = [], []
    for number in range(120):
        start, length = chance.randrange(5), chance.randrange(4, 10)
        words = " ".join(chance.choice(told)[start : start + length])
        day = f"2014-06-{chance.randrange(1, 20):02d}"
        documents.append(
            document(f"{number}: the ministry said {words}.", f"d{number}", outlet=chance.choice(outlets), published=day)
        )
        found += read(documents[-1], row("event", words, type="attack", voice="the ministry"))
    by_id = {one.id: one for one in documents}
    ordered = in_archive_order(found, by_id)
    repeated = {one.statement: one.first for _, share in _heard_in(ordered, by_id) for one in share.heard}
    assert 20 < len(repeated) < 110
    assert repeated == dict(_by_comparing([said_of(s, by_id[s.assertion.document]) for s in ordered], by_id))


def _by_comparing(said, documents):
    for each in said:
        runs, day = runs_of(each) or [], documents[each.statement.assertion.document].published
        for other in said:
            shared = sum(run in (runs_of(other) or []) for run in runs)
            earlier = documents[other.statement.assertion.document].published < day and other.outlet != each.outlet
            if earlier and runs and shared >= max(LEAST_RUNS, SAME_SHARE * len(runs)):
                yield each.statement.id, other.statement.id
                break
