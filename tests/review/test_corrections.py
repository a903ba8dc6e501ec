"""What a coder types, looked up: names as the reader's are, in the text where they stand, words where no table knows them."""

from itertools import pairwise

import pytest

from dateline.cli.review.given import correction, find_span
from dateline.errors import UsageError
from dateline.records import Anchor, Document, Sentence, Statement
from dateline.review.changes import Context, Correction, GivenNumber
from dateline.review.corrections import added, corrected
from dateline.review.fields import differences
from dateline.review.shown import field_words

TEXT = (
    "Mosul fell on Tuesday. ISIS fighters seized the airport at Mosul on Tuesday, killing about a dozen guards, "
    "officials in Baghdad said. "
    "The Order of the Lamp, unknown until now, was blamed."
)


@pytest.fixture
def context(tables) -> Context:
    document = Document(id="d" * 32, text=TEXT, name="mosul", published="2014-06-11", outlet="The Courier")
    starts = [0, TEXT.index("ISIS"), TEXT.index("The Order"), len(TEXT) + 1]
    sentences = tuple(
        Sentence(id=f"{document.id}:{i}", document=document.id, index=i, anchor=Anchor(start=a, end=b - 1, exact=TEXT[a : b - 1]))
        for i, (a, b) in enumerate(pairwise(starts))
    )
    return Context(document=document, sentences=sentences, codebook=tables.codebook, gazetteer=tables.gazetteer)


@pytest.fixture
def seizing(context: Context) -> Statement:
    """That the airport was seized, as a coder added it."""
    start = TEXT.index("ISIS")
    change = Correction(
        span=(start, TEXT.index(" on Tuesday, killing")), type="seizes", participants={"actor": ("ISIS",)}, places=("Mosul",)
    )
    return added("control", change, context)


def test_names_are_looked_up_as_of_the_day_and_stand_where_the_text_has_them(seizing: Statement, context: Context) -> None:
    (who,), (where,) = seizing.participants, seizing.places
    assert (who.role, who.actor, who.how) == ("actor", "islamic_state", "codebook") and who.anchor is not None
    assert who.anchor.start == TEXT.index("ISIS")
    assert where.country == "IQ" and where.geonames is not None and where.anchor is not None
    # The nearer one of two, which stands in the same sentence.
    assert where.anchor.start == TEXT.index("Mosul on Tuesday, killing")
    assert {argument.role for argument in seizing.assertion.arguments} == {"actor", "place"}
    assert seizing.assertion.sentence == context.sentences[1].id


def test_what_no_table_knows_stays_words(seizing: Statement, context: Context) -> None:
    after = corrected(seizing, Correction(participants={"actor": ("Order of the Lamp",)}, places=("the old mill",)), context)
    (who,), (where,) = after.participants, after.places
    assert (who.name, who.actor, who.how) == ("Order of the Lamp", None, "words")
    assert (where.name, where.latitude, where.anchor) == ("the old mill", None, None)


def test_a_country_tells_places_of_one_name_apart(seizing: Statement, context: Context) -> None:
    places = {
        given: corrected(seizing, Correction(places=(given,)), context).places[0]
        for given in ("Paris", "Paris, US", "geonames:98182")
    }
    assert places["Paris"].country == "FR" and places["Paris, US"].country == "US"
    assert places["geonames:98182"].name == "Baghdad"


def test_only_what_is_named_changes(seizing: Statement, context: Context) -> None:
    after = corrected(seizing, Correction(hedge="reported"), context)
    assert differences(seizing, after) == ("hedge",)
    assert corrected(seizing, Correction(), context) == seizing
    same = Correction(participants={"actor": ("ISIS",)}, places=("Mosul",), type="seizes", voice="author")
    assert differences(seizing, corrected(seizing, same, context)) == ()


def test_an_empty_list_takes_everything_out(seizing: Statement, context: Context) -> None:
    after = corrected(seizing, Correction(participants={"actor": ()}, places=(), time=()), context)
    assert (after.participants, after.places, after.time, after.assertion.arguments) == ((), (), None, ())


def test_a_voice_is_the_author_a_name_or_the_words_that_show_it(seizing: Statement, context: Context) -> None:
    named = corrected(seizing, Correction(voice="officials in Baghdad"), context)
    unnamed = corrected(seizing, Correction(voice="unnamed: officials in Baghdad"), context)
    assert named.voice.name == "officials in Baghdad" and named.assertion.attribution is not None
    assert unnamed.voice.name is None and unnamed.voice.anchor is not None and unnamed.voice.anchor.exact == "officials in Baghdad"
    assert unnamed.assertion.attribution is not None and not unnamed.assertion.attribution.named
    back = corrected(unnamed, Correction(voice="author"), context)
    assert back == seizing and differences(named, unnamed) == ("voice",)


def test_a_span_takes_its_sentence_and_its_trigger_along(context: Context) -> None:
    event = added(
        "event",
        Correction(span=find_span(TEXT, "killing about a dozen guards", context.sentences[0].anchor), type="attack"),
        context,
    )
    moved = corrected(event, Correction(span=find_span(TEXT, "The Order of the Lamp", event.assertion.anchor)), context)
    assert moved.assertion.sentence == context.sentences[2].id and moved.id == event.id
    assert moved.assertion.anchor.exact == "The Order of the Lamp"


def test_counts_keep_their_ends_open_and_where_they_stand(context: Context) -> None:
    event = added("event", Correction(span=(0, 22), type="attack", numbers=(GivenNumber(low=3, high=None, of="killed"),)), context)
    after = corrected(
        event, Correction(numbers=(GivenNumber(low=None, high=9, of="injured"), GivenNumber(low=12, high=12, of="killed"))), context
    )
    assert field_words(event, "count") == "killed at least 3" and field_words(after, "count") == "injured up to 9; killed 12"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ({"counts": ["killed=3..5"]}, Correction(numbers=(GivenNumber(low=3, high=5, of="killed"),))),
        ({"counts": ["killed=1,200"]}, Correction(numbers=(GivenNumber(low=1200, high=1200, of="killed"),))),
        (
            {"counts": ["killed=3..", "injured=..9"]},
            Correction(numbers=(GivenNumber(low=3, high=None, of="killed"), GivenNumber(low=None, high=9, of="injured"))),
        ),
        ({"counts": ["none"]}, Correction(numbers=())),
        ({"number": "0.25"}, Correction(numbers=(GivenNumber(low=0.25, high=0.25),))),
        ({"day": "2014-06-10"}, Correction(time=("2014-06-10",))),
        ({"day": "2014-06-09..2014-06-10"}, Correction(time=("2014-06-09", "2014-06-10"))),
        ({"day": "none"}, Correction(time=())),
        (
            {"who": ["actor=ISIS", "actor=the tribes", "recipient=none"]},
            Correction(participants={"actor": ("ISIS", "the tribes"), "recipient": ()}),
        ),
        ({"places": ["none"]}, Correction(places=())),
        ({"span": "seized  the\nairport"}, Correction(span=(TEXT.index("seized"), TEXT.index(" at Mosul")))),
        ({}, Correction()),
    ],
)  # fmt: skip
def test_what_is_typed_is_what_is_meant(typed: dict, meant: Correction) -> None:
    assert correction(TEXT, Anchor(start=0, end=5, exact=TEXT[:5]), **typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        {"counts": ["killed"]}, {"counts": ["killed="]}, {"counts": ["killed=.."]}, {"counts": ["killed=many"]},
        {"counts": ["killed=3-5"]},
        {"number": "-3"}, {"who": ["ISIS"]}, {"span": "no such words"}, {"span": " "},
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(typed: dict) -> None:
    with pytest.raises(UsageError):
        correction(TEXT, Anchor(start=0, end=5, exact=TEXT[:5]), **typed)


def test_the_same_words_added_twice_are_one_and_other_words_are_another(context: Context) -> None:
    ids = [added("judgement", Correction(span=span), context).id for span in ((0, 22), (0, 22), (0, 21))]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize(
    ("kind", "change", "says"),
    [
        ("rumour", Correction(span=(0, 5)), "no kind"),
        ("event", Correction(type="attack"), "needs the words"),
        ("event", Correction(span=(0, 5)), "needs a type"),
        ("event", Correction(span=(0, 5), type="seizes"), "no type of event"),
        ("judgement", Correction(span=(0, 5), type="attack"), "has none"),
    ],
)
def test_what_is_added_must_be_whole(context: Context, kind: str, change: Correction, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        added(kind, change, context)
