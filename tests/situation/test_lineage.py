"""Actors through time: each relation told once of one side, denials apart, with what the codebook knows beside it."""

from random import Random

from annotated import archive, codebook, document, examples, read, row, seed

from dateline.records import Row
from dateline.situation.lineage import lineage


def told(documents, statements) -> list[Row]:
    return lineage(statements, documents, codebook().actors)


def edges(rows: list[Row]) -> list[tuple[str, str, str]]:
    return [(row.cells["actor"], row.cells["relation"], row.cells["other"]) for row in rows]


def of(*relations: dict, text: str = "One and two.") -> list[Row]:
    doc = document(text)
    return told(*archive(read(doc, *relations), documents=[doc]))


def relation(type: str, subject: str, other: str, **more) -> dict:
    return row("relation", "One and two", type=type, subject={"name": subject}, object={"name": other}, **more)


def test_the_first_article_tells_where_the_group_came_from() -> None:
    rows = told(*seed())
    assert edges(rows) == [
        ("Armed Forces of Syria", "fights", "Syrian rebels"),
        ("Government of Iraq", "led by", "Nuri al-Maliki"),
        ("Islamic State of Iraq", "led by", "Abu Musab al-Zarqawi"),
        ("Islamic State of Iraq and Syria", "offshoot of", "al-Qaeda"),
        ("Islamic State of Iraq and Syria", "offshoot of", "Islamic State of Iraq"),
        ("Islamic State of Iraq and Syria", "merged with", "Jabhat al-Nusra"),
        ("Islamic State of Iraq and Syria", "led by", "Abu Bakr al-Baghdadi"),
        ("Islamic State of Iraq and Syria", "rejected by", "al-Qaeda"),
    ]
    merger = rows[5].cells
    assert merger["time"] == {"start": "2013-04-01", "end": "2013-04-30"} and merger["said_by"] == ["CNN"]
    assert rows[4].cells["codebook"] == "Islamic State grew out of Islamic State of Iraq"
    assert rows[6].cells["codebook"] == "leader, 2013-04-08 to 2019-10-27"
    assert rows[3].cells["codebook"] is None


def test_a_denial_stands_apart_from_what_it_denies() -> None:
    rows = [row for row in told(*examples()) if row.cells["actor"] == "M23"]
    supported = [row for row in rows if row.cells["relation"] == "supported by"]
    assert [row.cells["hedge"] for row in supported] == [["asserted"], ["denied"]]
    assert [row.cells["said_by"] for row in supported] == [["“United Nations experts” in Example Wire"], ["Rwanda in Example Wire"]]


def test_who_says_the_same_stands_together_with_each_hedge() -> None:
    one, two = document("One and two.", "one", outlet="A"), document("One and two!", "two", outlet="B", published="2014-06-19")
    first = read(one, relation("allied_with", "Taliban", "al-Qaeda"))
    second = read(two, relation("allied_with", "al-Qaeda", "Taliban", hedge="possible"))
    (only,) = told(*archive(first, second, documents=[one, two]))
    assert only.cells["said_by"] == ["A", "B"] and only.cells["hedge"] == ["asserted", "possible"]
    assert only.cells["reported"] == {"start": "2014-06-11", "end": "2014-06-19"}


def test_two_stated_times_are_two_rows() -> None:
    rows = of(
        relation("leads", "Mullah Omar", "Taliban", time="1996-01-01"),
        relation("leads", "Mullah Omar", "Taliban", time="2001-01-01"),
    )
    assert [row.cells["time"]["start"] for row in rows] == ["1996-01-01", "2001-01-01"]


def test_two_names_of_one_actor_are_told_as_names() -> None:
    (only,) = of(relation("alias_of", "Jabhat Fateh al-Sham", "Nusra Front"))
    assert edges([only]) == [("Jabhat Fateh al-Sham", "also called", "Nusra Front")]


def test_leading_is_not_mutual() -> None:
    assert edges(of(relation("supports", "Iran", "Hezbollah"), relation("supports", "Hezbollah", "Iran"))) == [
        ("Hezbollah", "supported by", "Iran"),
        ("Iran", "supported by", "Hezbollah"),
    ]


def test_what_does_not_say_who_both_are_has_no_row() -> None:
    assert (
        of(
            row("relation", "One and two", type="leads", subject={"name": "Mullah Omar"}),
            relation("member_of", "This", "Taliban"),
            relation("member_of", "most of them", "Taliban"),
            relation("leads", "Taliban", "the Taliban"),
            relation("fights", "Taliban", "30"),
        )
        == []
    )


def test_a_group_that_no_table_knows_is_called_as_the_text_calls_it() -> None:
    (only,) = of(relation("split_from", "Brigade of the Hill", "Taliban"))
    assert edges([only]) == [("Brigade of the Hill", "split from", "Taliban")] and only.cells["codebook"] is None


def test_order_of_statements_changes_nothing() -> None:
    documents, statements = examples()
    mixed = list(statements)
    Random(3).shuffle(mixed)
    assert told(documents, mixed) == told(documents, statements)
