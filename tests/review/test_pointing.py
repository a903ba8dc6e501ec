"""Words that a coder points at: what they stand for, as the reader would take them, and the values of statements they become."""

import pytest

from dateline.archive.pointing import Meant, meant
from dateline.archive.reviewing import Coder
from dateline.archive.tables import Tables
from dateline.errors import UsageError
from dateline.records import Statement
from dateline.review.changes import Correction, GivenNumber, Span
from dateline.store import Store


@pytest.fixture
def goma(store: Store) -> str:
    return next(document.id for document in store.documents() if document.name == "goma-1994")


def span_of(store: Store, document: str, words: str) -> Span:
    start = store.document(document).text.index(words)
    return start, start + len(words)


@pytest.fixture
def asked(store: Store, tables: Tables, goma: str):
    def asked(role: str, words: str, kind: str = "event") -> Meant:
        return meant(store, tables, goma, kind, role, span_of(store, goma, words))

    return asked


def statement(store: Store, words: str) -> Statement:
    with store.reviewing() as reviews:
        return next(one for one in reviews.read() if words in one.assertion.anchor.exact)


def words_of(statement: Statement, role: str) -> list[str]:
    return [argument.anchor.exact for argument in statement.assertion.arguments if argument.role == role]


def test_names_places_days_and_numbers_mean_what_they_mean_in_their_text(asked) -> None:
    assert asked("actor", "the Rwandan Patriotic Front").name == "Rwandan Patriotic Front"
    # Whom the text named before, as the reader takes it.
    assert asked("actor", "The Front") == Meant(words="The Front", known=True, name="Rwandan Patriotic Front")
    assert asked("place", "Gisenyi") == Meant(words="Gisenyi", known=True, name="Gisenyi")
    assert asked("time", "on Sunday").days == ("1994-07-17", "1994-07-17")
    assert asked("count:injured", "more than 400 people").number == GivenNumber(low=400.0, high=None, of="injured", what="people")
    assert asked("number", "one in three", "quantity").number == GivenNumber(
        low=0.333333, high=0.333333, ratio=True, what=asked("number", "one in three", "quantity").number.what
    )


def test_words_of_a_voice_are_a_source_with_a_name_or_one_without(store: Store, tables: Tables, asked) -> None:
    assert asked("voice", "United Nations") == Meant(words="United Nations", known=True, name="United Nations")
    assert asked("voice", "The Front").name == "Rwandan Patriotic Front"
    # What is no name is shown by its words alone.
    assert asked("voice", "water") == Meant(words="water", known=True, name="unnamed: water")
    sarajevo = next(document.id for document in store.documents() if document.name == "sarajevo-1995")
    for words, name in (
        ("hospital officials", "unnamed: hospital officials"),
        ("Foreign Minister Muhamed Sacirbey", "Muhamed Sacirbey"),
    ):
        assert meant(store, tables, sarajevo, "event", "voice", span_of(store, sarajevo, words)) == Meant(
            words=words, known=True, name=name
        )


def test_what_no_table_and_no_rule_knows_is_words(asked) -> None:
    for role, words in (("actor", "Our nurses"), ("place", "plants"), ("time", "water"), ("count:killed", "weapons")):
        assert asked(role, words) == Meant(words=words, known=False, name=words), role
    # A day of the same sentence is not what these words say.
    assert asked("time", "captured Ruhengeri").days is None


@pytest.mark.parametrize(
    ("kind", "role", "span"),
    [("event", "target", (0, 5)), ("nothing", "actor", (0, 5)), ("event", "count:loved", (0, 5)), ("event", "actor", (5, 5)),
     ("event", "actor", (0, 10**9))],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(store: Store, tables: Tables, goma: str, kind: str, role: str, span: Span) -> None:
    with pytest.raises(UsageError):
        meant(store, tables, goma, kind, role, span)
    with pytest.raises(UsageError, match="no document"):
        meant(store, tables, "0" * 32, "event", "actor", (0, 5))


def test_other_words_for_a_value_change_the_argument_and_not_the_meaning(store: Store, ana: Coder, goma: str) -> None:
    before = statement(store, "captured Ruhengeri")
    assert words_of(before, "actor") == ["Most", "the Rwandan Patriotic Front"]
    at = span_of(store, goma, "The Front declared")
    front = (at[0], at[0] + len("The Front"))
    after = ana.correct(before.id, Correction(words={"actor": (None, front)})).stands
    assert after is not None and words_of(after, "actor") == ["Most", "The Front"]
    assert [who.actor for who in after.participants] == [who.actor for who in before.participants]
    assert after.places == before.places and words_of(after, "place") == words_of(before, "place")
    assert after.review is not None and (after.review.status, after.review.fields) == ("corrected", ("words",))
    ana.undo()
    assert store.statement(before.id) == before


def test_new_values_come_with_their_words(store: Store, ana: Coder, goma: str) -> None:
    before = statement(store, "militiamen beat people")
    count, day = span_of(store, goma, "more than 400 people"), span_of(store, goma, "on Monday")
    change = Correction(
        numbers=(GivenNumber(low=400.0, high=None, of="injured"),),
        time=("1994-07-18", "1994-07-18"),
        places=("Goma",),
        words={"count": (count,), "time": (day,), "place": (span_of(store, goma, "Goma, Zaire"),)},
    )
    after = ana.correct(before.id, change).stands
    assert after is not None and after.time is not None and after.time.anchor is not None
    assert words_of(after, "count:injured") == ["more than 400 people"] and words_of(after, "time") == ["on Monday"]
    assert words_of(after, "place") == ["Goma, Zaire"] and after.places[0].geonames is not None
    assert after.time.anchor.exact == "on Monday"
    assert [quantity.anchor and quantity.anchor.exact for quantity in after.quantities] == ["more than 400 people"]


def test_the_words_of_a_voice_change_and_who_it_is_stays(store: Store, ana: Coder) -> None:
    before = statement(store, "the shell had been fired from Bosnian Serb positions")
    assert before.voice.actor == "united_nations" and before.assertion.attribution is not None
    shown = span_of(store, before.assertion.document, "United Nations")
    after = ana.correct(before.id, Correction(words={"voice": (shown,)})).stands
    assert after is not None and after.assertion.attribution is not None and after.voice.anchor is not None
    assert after.voice.anchor.exact == after.assertion.attribution.source.exact == "United Nations"
    assert (after.voice.name, after.voice.actor) == (before.voice.name, before.voice.actor)
    assert after.assertion.attribution.cue == before.assertion.attribution.cue
    assert after.review is not None and after.review.fields == ("words",)
    ana.undo()
    assert store.statement(before.id) == before


def test_a_voice_comes_with_its_words_where_the_author_was_taken_for_it(store: Store, ana: Coder, goma: str) -> None:
    before = statement(store, "militiamen beat people")
    nurses = span_of(store, goma, "Our nurses")
    after = ana.correct(before.id, Correction(voice="unnamed: Our nurses", words={"voice": (nurses,)})).stands
    assert after is not None and after.assertion.attribution is not None
    assert (after.voice.name, after.assertion.attribution.source.exact) == (None, "Our nurses")
    with pytest.raises(UsageError, match="it has 0"):
        ana.correct(before.id, Correction(voice="author", words={"voice": (nurses,)}))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"actor": ((0, 4), (5, 9), (10, 14))}, "it has 1"),
        ({"target": ((0, 4),)}, "No words stand for the target"),
        ({"span": ((0, 4),)}, "No words stand for the span"),
        ({"actor": ((4, 4),)}, "holds no words"),
        ({"time": ((0, 4),)}, "it has 0"),
    ],
)
def test_words_without_a_value_are_refused_and_nothing_is_done(store: Store, ana: Coder, words: dict, says: str) -> None:
    before = statement(store, "militiamen beat people")
    with pytest.raises(UsageError, match=says):
        ana.correct(before.id, Correction(words=words))
    assert store.statement(before.id) == before
