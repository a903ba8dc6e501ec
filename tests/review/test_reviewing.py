"""Reviewing a case file: every act is kept, what stands is there at once, and nothing is lost, even when texts are read again."""

import sqlite3
from pathlib import Path

import msgspec
import pytest
from reviewed_reports import READ, read_again

from dateline.archive import link_case, rows_of
from dateline.archive.reviewing import Coder
from dateline.archive.shown import show, understood
from dateline.errors import StoreError, UsageError
from dateline.records import Statement
from dateline.review.corrections import Correction, GivenNumber
from dateline.stages import Stages
from dateline.store import Store


def first(store: Store, kind: str = "event", **has: str) -> Statement:
    """The first statement of a kind, and of a type where one is asked for."""
    return next(s for s in store.statements([kind]) if not has or s.assertion.type == has["type"])


def dump(store: Store) -> list[bytes]:
    """Everything that views are made of."""
    with store.reviewing() as reviews:
        read = sorted((msgspec.json.encode(s) for s in reviews.read()), key=bytes)
    return [*(msgspec.json.encode(s) for s in store.statements()), *(msgspec.json.encode(s) for s in store.set_aside()), *read]


def test_accepting_changes_nothing_but_says_so(ana: Coder) -> None:
    before = first(ana.store)
    done = ana.accept(before.id, at="2020-01-02T03:04:05+00:00")
    after = ana.store.statement(before.id)
    assert after is not None and after == done.stands and after.review is not None
    assert (after.review.status, after.review.fields, after.review.coders) == ("accepted", (), 1)
    assert msgspec.structs.replace(after, review=None) == before
    with ana.store.reviewing() as reviews:
        (act,) = reviews.acts()
    assert (act.by, act.at, act.action, act.machine, act.value) == ("ana", "2020-01-02T03:04:05+00:00", "accept", before, before)


def test_a_correction_is_in_every_view_query_and_count_at_once(ana: Coder) -> None:
    store, before = ana.store, first(ana.store)
    ana.correct(before.id, Correction(places=("Kigali",), participants={"actor": ("Interahamwe",)}, hedge="probable"))
    after = store.statement(before.id)
    assert after is not None and after.review is not None and after.review.status == "corrected"
    assert set(after.review.fields) == {"actor", "place", "hedge"}
    assert [place.country for place in after.places] == ["RW"] and after.places[0].latitude is not None
    found = [s.id for s in store.statements(wanted=understood("place:Kigali actor:Interahamwe hedge:probable", ana.tables))]
    assert found == [before.id]
    assert before.id in [s.id for s in store.select(understood("place:Kigali", ana.tables)).statements()]
    link_case(store, ana.tables)
    rows = [row for row in rows_of("timeline", store, ana.tables.codebook, ana.tables.gazetteer) if before.id in row.statements]
    assert rows and "Kigali" in str(rows[0].cells)
    labels = show(store, "sources", ana.tables)
    assert any(s.review and s.review.status == "corrected" for s in labels.statements.values())


def test_what_is_rejected_is_set_aside_and_comes_back(ana: Coder) -> None:
    store, before = ana.store, first(ana.store)
    everything = dump(store)
    done = ana.reject(before.id, note="a film")
    assert done.stands is None and store.statement(before.id) is None
    (aside,) = store.set_aside(["review"])
    assert (aside.item, aside.reason, aside.detail, aside.anchor) == (before.id, "rejected", "a film", before.assertion.anchor)
    assert store.counts().set_aside["rejected"] == 1
    ana.undo()
    assert store.statement(before.id) == before and dump(store) == everything


def test_undoing_an_undoing_brings_the_act_back(ana: Coder) -> None:
    before = first(ana.store)
    ana.correct(before.id, Correction(hedge="denied"))
    undone = ana.undo()
    assert ana.store.statement(before.id) == before
    again = ana.undo(undone.act.id)
    assert again.stands is not None and again.stands.assertion.hedge == "denied"
    with pytest.raises(UsageError, match="undone already"):
        ana.undo(undone.act.id)
    with ana.store.reviewing() as reviews:
        assert [act.action for act in reviews.acts()] == ["correct", "undo", "undo"]


def test_nothing_to_undo_is_said(ana: Coder) -> None:
    with pytest.raises(UsageError, match="nothing to undo"):
        ana.undo()
    ana.accept(first(ana.store).id)
    ana.undo()
    with pytest.raises(UsageError, match="nothing to undo"):
        ana.undo()


def test_nobody_undoes_what_another_one_did(ana: Coder, bea: Coder) -> None:
    done = ana.accept(first(ana.store).id)
    with pytest.raises(UsageError, match="is by ana"):
        bea.undo(done.act.id)


def test_several_corrections_of_one_coder_add_up(ana: Coder) -> None:
    before = first(ana.store)
    ana.correct(before.id, Correction(hedge="possible"))
    ana.correct(before.id, Correction(time=("1994-07-01", "1994-07-02")))
    after = ana.store.statement(before.id)
    assert after is not None and after.time is not None and after.review is not None
    assert (after.assertion.hedge, after.time.start, after.time.end) == ("possible", "1994-07-01", "1994-07-02")
    assert set(after.review.fields) == {"hedge", "time"}


def test_what_was_missed_is_added_and_counts(ana: Coder) -> None:
    store = ana.store
    document = next(iter(store.documents()))
    sentence = next(s for s in store.sentences(document.id) if s.index == 2)
    span = (sentence.anchor.start, sentence.anchor.end)
    change = Correction(span=span, type="aid", participants={"actor": ("Red Cross",)}, places=("Goma, CD",))
    done = ana.add(document.id, "event", change)
    assert done.stands is not None and done.stands.review is not None and done.stands.review.status == "added"
    assert done.stands.assertion.anchor.exact == sentence.anchor.exact and done.stands.assertion.sentence == sentence.id
    assert done.stands in list(store.statements(["event"]))
    with pytest.raises(UsageError, match="added this already"):
        ana.add(document.id, "event", change)
    ana.undo()
    assert store.statement(done.act.statement) is None and list(store.set_aside(["review"])) == []


# ---------------------------------------------------------------------- several coders
def test_the_first_coder_stands_until_somebody_settles_it(ana: Coder, bea: Coder, eva: Coder) -> None:
    store, id = ana.store, first(ana.store).id
    ana.correct(id, Correction(hedge="probable"))
    second = bea.correct(id, Correction(hedge="denied"))
    after = store.statement(id)
    assert after is not None and after.review is not None and not second.decides
    assert (after.assertion.hedge, after.review.coders, after.review.disputed) == ("probable", 2, True)
    eva.correct(id, Correction(hedge="possible"))
    settled = store.statement(id)
    assert settled is not None and settled.review is not None
    assert (settled.assertion.hedge, settled.review.disputed, settled.review.adjudicated) == ("possible", False, True)
    eva.undo()
    assert store.statement(id) == after


def test_a_second_coder_sees_what_was_read_and_not_what_the_first_one_made_of_it(ana: Coder, bea: Coder) -> None:
    before = first(ana.store)
    ana.correct(before.id, Correction(hedge="denied", places=()))
    assert bea.seen(before.id) == before
    ana.reject(before.id)
    assert bea.seen(before.id) == before
    document = before.assertion.document
    added = ana.add(document, "judgement", Correction(span=(0, 20)))
    with pytest.raises(UsageError, match="for bea"):
        bea.seen(added.act.statement)


def test_coders_who_say_the_same_are_not_at_odds(ana: Coder, bea: Coder) -> None:
    id = first(ana.store).id
    ana.correct(id, Correction(hedge="possible"))
    bea.correct(id, Correction(hedge="possible"), note="as I see it")
    after = ana.store.statement(id)
    assert after is not None and after.review is not None and not after.review.disputed and after.review.coders == 2


def test_two_who_reject_agree_and_one_who_accepts_does_not(ana: Coder, bea: Coder, eva: Coder) -> None:
    one, other = (s.id for s, _ in zip(ana.store.statements(["event"]), range(2), strict=False))
    for id in (one, other):
        ana.reject(id)
    bea.reject(one)
    bea.accept(other)
    assert ana.store.statement(one) is None and ana.store.statement(other) is None
    eva.accept(other)
    settled = ana.store.statement(other)
    assert settled is not None and settled.review is not None and settled.review.adjudicated


# ---------------------------------------------------------------------- nothing is lost
def test_a_text_that_is_read_again_keeps_what_coders_made_of_it(ana: Coder, stages: Stages) -> None:
    store = ana.store
    name = "goma-1994"
    document = next(d for d in store.documents() if d.name == name)
    corrected, rejected, accepted = [s.id for s in store.statements(document=document.id)][:3]
    ana.correct(corrected, Correction(hedge="denied"))
    ana.reject(rejected)
    ana.accept(accepted)
    ana.add(document.id, "judgement", Correction(span=(0, 30)))
    everything = dump(store)
    read_again(store, stages, name, READ[name])
    assert dump(store) == everything


def test_what_the_machine_does_not_find_any_more_stays_where_a_coder_kept_it(ana: Coder, stages: Stages) -> None:
    store = ana.store
    document = next(d for d in store.documents() if d.name == "goma-1994")
    kept, lost, *_ = [s.id for s in store.statements(["event"], document=document.id)]
    ana.correct(kept, Correction(hedge="possible"))

    class Blind(type(stages.reader)):
        """A later version of the reader, which finds nothing."""

        def read(self, documents):
            return [msgspec.structs.replace(reading, assertions=()) for reading in stages.reader.read(documents)]

    blind = object.__new__(Blind)
    blind.__dict__.update(stages.reader.__dict__)
    read_again(
        store,
        Stages(reader=blind, resolve=stages.resolve, codebook=stages.codebook, gazetteer=stages.gazetteer),
        "goma-1994",
        READ["goma-1994"],
    )
    there = list(store.statements(document=document.id))
    assert [s.id for s in there] == [kept] and there[0].assertion.hedge == "possible" and lost not in {s.id for s in there}
    read_again(store, stages, "goma-1994", READ["goma-1994"])
    assert store.statement(lost) is not None


def test_the_log_cannot_be_changed_or_emptied(ana: Coder, case: Path) -> None:
    ana.accept(first(ana.store).id)
    with sqlite3.connect(case) as connection:
        for change in ("DELETE FROM reviews", "UPDATE reviews SET by = 'somebody else'", "DELETE FROM reviews WHERE number = 1"):
            with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
                connection.execute(change)
    ana.store.remove(first(ana.store).assertion.document)
    with ana.store.reviewing() as reviews:
        assert len(reviews.acts()) == 1


def test_acts_on_a_text_that_was_taken_out_can_be_undone(ana: Coder) -> None:
    statement = first(ana.store)
    ana.reject(statement.id)
    ana.store.remove(statement.assertion.document)
    assert ana.undo().stands is None


def test_an_act_that_makes_no_sense_leaves_no_trace(ana: Coder) -> None:
    store, id = ana.store, first(ana.store).id
    everything = dump(store)
    for change, says in [
        (Correction(type="levitation"), "no type of event"),
        (Correction(hedge="perhaps"), "no hedge"),
        (Correction(time=("1994-02-30",)), "no time"),
        (Correction(time=("1994-07-19", "1994-07-01")), "earlier day first"),
        (Correction(span=(5, 5)), "holds no words"),
        (Correction(span=(0, 10**9)), "holds no words"),
        (Correction(participants={"addressee": ("X",)}), "has no addressee"),
        (Correction(numbers=(GivenNumber(low=5, high=3, of="killed"),)), "lower end first"),
        (Correction(numbers=(GivenNumber(low=5, high=5, of="loved"),)), "nothing that is counted"),
        (Correction(numbers=(GivenNumber(low=-1, high=5, of="killed"),)), "not below zero"),
        (Correction(likelihood="likely"), "are of forecasts"),
        (Correction(voice="unnamed: "), "A voice is"),
        (Correction(places=("geonames:999999999",)), "has no place"),
    ]:
        with pytest.raises(UsageError, match=says):
            ana.correct(id, change)
    with pytest.raises(UsageError, match="has no statement"):
        ana.accept("0" * 16)
    with store.reviewing() as reviews:
        assert reviews.acts() == ()
    assert dump(store) == everything


def test_the_same_act_twice_is_refused(ana: Coder) -> None:
    id = first(ana.store).id
    ana.accept(id, at="2020-01-01T00:00:00+00:00")
    with pytest.raises(StoreError, match="there already"):
        ana.accept(id, at="2020-01-01T00:00:00+00:00")


def test_a_coder_has_a_name(store: Store, tables) -> None:
    for name in ("", "   ", "a" * 81, "a\nb", "a\x1b[31m"):
        with pytest.raises(UsageError, match="coder's name"):
            Coder(store=store, tables=tables, name=name)


# ---------------------------------------------------------------------- linking
def test_links_after_review_are_those_of_linking_everything_anew(ana: Coder, stages: Stages) -> None:
    store, tables = ana.store, ana.tables
    link_case(store, tables)
    event, other = (s.id for s, _ in zip(store.statements(["event"]), range(2), strict=False))
    ana.correct(event, Correction(type="bombing", places=("Sarajevo",)))
    ana.reject(other)
    link_case(store, tables)
    little = [msgspec.json.encode(each) for each in (*store.incidents(), *store.stories(), *store.echoes())]
    assert link_case(store, tables).documents == 0
    with store.linking() as links:
        links.clear("made by another version")
    link_case(store, tables)
    assert [msgspec.json.encode(each) for each in (*store.incidents(), *store.stories(), *store.echoes())] == little
    assert not any(other in incident.statements for incident in store.incidents())


def test_a_text_that_is_read_again_is_linked_again(ana: Coder, stages: Stages) -> None:
    store, tables = ana.store, ana.tables
    link_case(store, tables)
    linked = [msgspec.json.encode(each) for each in (*store.incidents(), *store.stories(), *store.echoes())]
    for name, day in READ.items():
        read_again(store, stages, name, day)
    assert link_case(store, tables).documents == len(READ)
    assert link_case(store, tables).documents == 0
    assert [msgspec.json.encode(each) for each in (*store.incidents(), *store.stories(), *store.echoes())] == linked
