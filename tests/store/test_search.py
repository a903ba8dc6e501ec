"""A filter finds in the case file exactly what a plain look at each statement finds, and full text follows the documents."""

import sqlite3
from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from annotated import codebook, example_documents, examples, gazetteer, sentences_of
from hypothesis import given, settings
from hypothesis import strategies as st
from older_schemas import WITHOUT_KEPT_VIEWS
from readings import Table, WordReader, make_document, resolve

from dateline.codebook.actor_words import fold
from dateline.gazetteer.names import fold as fold_place
from dateline.query import parse, understand
from dateline.records import Document, Reading, Resolution, Sentence, Statement
from dateline.store import Run, Store

RUN = Run(dateline="0.1.0", model="hand-1", codebook="table-1", gazetteer="table-1")
ROLES = {"actor", "recipient", "subject", "object", "target", "addressee"}


@pytest.fixture(scope="module")
def store(new_place: Callable[[], str]):
    """The example reports as they are annotated."""
    documents, statements = examples()
    with Store.open(new_place()) as store:
        for document in documents.values():
            mine = tuple(s for s in statements if s.assertion.document == document.id)
            listed = tuple(s for s in sentences().values() if s.document == document.id)
            reading = Reading(document=document, sentences=listed, assertions=tuple(s.assertion for s in mine), set_aside=())
            store.add(reading, Resolution(statements=mine, set_aside=()), RUN)
        yield store


@cache
def sentences() -> dict[str, Sentence]:
    """The sentences of the example reports by id."""
    return sentences_of(examples()[0])


def found(store: Store, text: str) -> set[str]:
    return {s.id for s in store.statements(wanted=understand(parse(text), codebook(), gazetteer()))}


def holds(name: str, words: str) -> bool:
    return f" {fold(words)} " in f" {fold(name)} "


def plain(text: str) -> set[str]:
    """What a query means, looked at statement by statement, for queries of one value a field."""
    documents, statements = examples()
    return {s.id for s in statements if all(_meets(s, documents[s.assertion.document], part) for part in text.split("  "))}


def _meets(statement: Statement, document: Document, part: str) -> bool:
    if part.startswith("-"):
        return not _meets(statement, document, part[1:])
    field, _, value = part.partition(":")
    assertion, time = statement.assertion, statement.time
    match field:
        case "actor":
            known = {actor.id for actor in codebook().actors.bearing(value)}
            who = [p for p in statement.participants if p.role in ROLES]
            return any(p.actor in known if known and p.actor else holds(p.name, value) for p in who)
        case "country":
            return any(place.country == value for place in statement.places)
        case "place":
            ids = {candidate.geonames for candidate in gazetteer().find(value)}
            places = statement.places
            return any(p.geonames in ids if p.geonames else f" {fold_place(value)} " in f" {fold_place(p.name)} " for p in places)
        case "voice":
            return statement.voice.type == "author" if value == "author" else holds(statement.voice.name or "", value)
        case "since":
            return (time.end if time else document.published or "") >= value
        case "until":
            return (time.start if time else document.published or "9999") <= value
        case "outlet":
            return holds(document.outlet or "", value)
        case "label":
            return assertion.kind == "label" and any(holds(assertion.anchor.exact, w) for w in (value, value.removesuffix("s")))
        case "text":
            return value.casefold() in sentences()[assertion.sentence].anchor.exact.casefold()
        case "type":
            return assertion.type == value
        case _:
            return getattr(assertion, field) == value


PARTS = [
    "actor:M23", "actor:Taliban", "actor:jihadists", "place:Goma", "place:Kherson", "kind:event", "kind:label", "type:attack",
    "hedge:denied", "hedge:asserted", "voice:author", "voice:France", "since:2012-11-20", "until:2009-05-20", "outlet:Wire",
    "label:rebels", "text:airport", "-kind:event", "-actor:M23", "-voice:author", "-text:airport", "-place:Goma",
]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=3, unique=True))
@settings(max_examples=120, deadline=None)
def test_a_filter_finds_what_a_look_at_each_statement_finds(store: Store, parts: list[str]) -> None:
    assert found(store, " ".join(parts)) == plain("  ".join(parts))


@pytest.mark.parametrize(("query", "other"), [("place:Mali", "country:ML"), ("place:Syria", "country:SY")])
def test_a_country_means_all_that_lies_in_it(store: Store, query: str, other: str) -> None:
    assert found(store, query) == plain(other) != set()


def test_each_part_of_the_test_above_finds_something(store: Store) -> None:
    assert [part for part in PARTS if not found(store, part)] == []


def test_one_of_several_values_will_do(store: Store) -> None:
    assert found(store, "kind:label,forecast") == found(store, "kind:label") | found(store, "kind:forecast")
    assert found(store, "-kind:label,forecast") == {s.id for s in store.statements()} - found(store, "kind:label,forecast")


def test_words_of_another_actor_do_not_stand_for_the_one_asked_for(store: Store) -> None:
    """ "Islamic State" is the group; the words "Islamic" inside other names are not."""
    islamic = found(store, "actor:Islamic State")
    assert islamic and not islamic & found(store, "actor:al-Qaeda in the Islamic Maghreb")


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ("text:peacekeeper", True),  # the stem finds the plural
        ('text:"a few hundred men"', True),
        ('text:"hundred few men"', False),
        ("text:AND", True),
        ('text:"NEAR(peacekeepers airport)"', False),
        ("text:airpor*", False),
        ('text:"text : peacekeepers"', False),
        ("text:document", False),
        ("text:pêacekeepers", True),
    ],
)
def test_full_text_takes_words_and_no_operators(store: Store, query: str, finds: bool) -> None:
    assert bool(found(store, query + " outlet:Wire")) is finds


def test_a_documents_id_is_no_word_of_its_text(store: Store) -> None:
    assert not found(store, f"text:{next(iter(examples()[0]))}")


@given(st.text(min_size=1, max_size=30).filter(lambda t: any(c.isalnum() for c in t)))
@settings(max_examples=60, deadline=None)
def test_any_words_can_be_looked_for(store: Store, words: str) -> None:
    query = parse("text:x").terms[0]
    asked = understand(type(parse(""))(terms=(type(query)(field="text", values=(words,)),)), codebook(), gazetteer())
    list(store.statements(wanted=asked))


def test_published_until_leaves_out_what_came_later_and_what_has_no_day(place: str) -> None:
    with Store.open(place) as store:
        for number, day in enumerate((None, "1999-04-03", "1999-04-04")):
            (reading,) = WordReader().read([make_document(f"The army shelled hill {number}.", f"r{number}", published=day)])
            store.add(reading, resolve(reading, Table(), Table()), RUN)
        assert len(list(store.statements())) == 3 and store.undated() == 1
        assert len(list(store.statements(published_until="1999-04-03"))) == 1


def words_of(path: Path) -> list[str]:
    return [text for (text,) in sqlite3.connect(path).execute("SELECT text FROM sentence_text ORDER BY text")]


def test_full_text_follows_what_is_replaced_and_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    with Store.open(path) as store:
        (first, second) = WordReader().read([make_document("The army shelled Bar."), make_document("The army shelled Foo.", "b")])
        for reading in (first, second, first):
            store.add(reading, resolve(reading, Table(), Table()), RUN, replace=True)
        assert words_of(path) == ["The army shelled Bar.", "The army shelled Foo."]
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("DELETE FROM documents WHERE id = ?", (first.document.id,))
    connection.execute("VACUUM")
    assert words_of(path) == ["The army shelled Foo."]
    assert connection.execute("SELECT count(*) FROM statement_names").fetchone() == (1,)


def test_an_older_case_file_is_indexed_when_it_is_opened(tmp_path: Path) -> None:
    """The schema of 0002 is had by taking back what came after it."""
    path = tmp_path / "case.db"
    with Store.open(path) as store:
        (reading,) = WordReader().read([make_document("The army shelled Bar. Troops seized it.", published="1999-04-03")])
        store.add(reading, resolve(reading, Table(), Table()), RUN)
        names = {query: found(store, query) for query in ("actor:army", "place:Prizren", "text:shell", "text:Kosovo")}
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in (*WITHOUT_KEPT_VIEWS, "DROP TRIGGER document_text_gone"):
        connection.execute(statement)
    later = ("verdicts", "briefing_documents", "briefings", "reviews", "machine_statements", "kept_readings", "spending")
    for table in ("sentence_text", "statement_names", "statement_places", "saved_matches", "saved_queries", *later):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("DROP INDEX documents_in_order")
    connection.execute("ALTER TABLE statements DROP COLUMN numbers")
    connection.execute("ALTER TABLE set_aside DROP COLUMN run")
    connection.execute("UPDATE alembic_version SET version_num = '0002'")
    connection.close()
    with Store.open(path) as store:
        assert {query: found(store, query) for query in names} == names
    assert names["actor:army"] and names["place:Prizren"] and names["text:shell"] and not names["text:Kosovo"]


def test_queries_are_kept_listed_replaced_and_dropped(place: str) -> None:
    with Store.open(place) as store:
        store.save_query("b", "place:Mosul", ["d2", "d1", "d1"])
        store.save_query("a", "kind:event", [])
        store.save_query("b", "place:Goma", ["d3"])
        assert [(s.name, s.query, s.seen) for s in store.saved_queries()] == [("a", "kind:event", ()), ("b", "place:Goma", ("d3",))]
        assert store.forget_query("b") and not store.forget_query("b")
        assert [s.name for s in store.saved_queries()] == ["a"]


def test_the_examples_are_enough_for_these_tests() -> None:
    assert len(example_documents()) == 15 and len(list(product(PARTS, PARTS))) > 400
