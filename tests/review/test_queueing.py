"""The queue: what matters first, each statement once, and no coder learns from it what another one thought."""

import time

import msgspec

from dateline.archive.queueing import Queue
from dateline.archive.reviewing import Coder
from dateline.codebook import load_codebook
from dateline.records import Anchor, Assertion, Participant, Place, Quantity, Statement
from dateline.review.changes import Correction
from dateline.review.ranking import load_weights, rank
from dateline.store import Store


def make(kind: str = "event", type: str | None = "attack", score: float = 0.9, killed: float | None = None) -> Statement:
    anchor = Anchor(start=0, end=1, exact="x")
    return Statement(
        assertion=Assertion(id="1", document="d", sentence="d:0", kind=kind, type=type, anchor=anchor, score=score),
        quantities=(Quantity(low=killed, high=killed, of="killed"),) if killed else (),
        participants=(Participant(role="actor", name="ISIS", actor="islamic_state"),),
        places=(Place(name="Mosul", latitude=36.3, longitude=43.1),),
    )


def test_doubt_and_consequence_both_count() -> None:
    weights = load_weights()

    def value(**fields) -> float:
        return rank(make(**fields), weights).value

    assert value(score=0.3) > value(score=0.9)
    assert value(killed=500) > value(killed=5) > value()
    assert value(kind="control", type="seizes") > value(kind="label", type=None)
    assert value(type="airstrike") > value(type="talks")
    known = make()
    nowhere = msgspec.structs.replace(known, places=())
    unknown = msgspec.structs.replace(known, participants=(Participant(role="actor", name="men in masks"),))
    assert rank(nowhere, weights).value > rank(known, weights).value < rank(unknown, weights).value
    assert "nowhere" in rank(nowhere, weights).reasons and "nobody known" in rank(unknown, weights).reasons
    assert rank(make(score=1.0), weights).value > 0


def test_the_weights_name_types_that_the_codebook_has() -> None:
    types = load_codebook().of_kind("event")
    assert set(load_weights().types) <= {entry.id for entry in types}


def test_each_statement_is_there_once_and_the_order_is_the_same_every_time(store: Store) -> None:
    tasks, total = Queue(store).tasks("ana", limit=1000)
    assert total == len(tasks) == sum(store.counts().statements.values())
    assert len({task.statement.id for task in tasks}) == total
    values = [task.rank.value for task in tasks]
    assert values == sorted(values, reverse=True)
    assert [t.statement.id for t in Queue(store).tasks("bea", limit=1000)[0]] == [t.statement.id for t in tasks]
    pages = [t.statement.id for at in range(0, total, 7) for t in Queue(store).tasks("ana", limit=7, offset=at)[0]]
    assert pages == [t.statement.id for t in tasks]


def test_what_is_decided_leaves_the_queue_and_comes_to_the_second_coder_as_it_was_read(ana: Coder) -> None:
    queue = Queue(ana.store)
    (task, other, *_), total = queue.tasks("ana")
    ana.correct(task.statement.id, Correction(hedge="denied", places=()))
    ana.reject(other.statement.id)
    assert queue.tasks("ana")[1] == queue.tasks("bea")[1] == total - 2
    for_bea, number = queue.tasks("bea", "second")
    assert number == 2 and {t.statement.id: t.statement for t in for_bea} == {t.statement.id: t.statement for t in (task, other)}
    assert all(t.decision is None and t.words == () for t in for_bea)
    assert queue.tasks("ana", "second")[1] == 0
    mine = {t.statement.id: t for t in queue.tasks("ana", "mine")[0]}
    assert mine[task.statement.id].statement.assertion.hedge == "denied" and mine[task.statement.id].decision == "correct"
    assert mine[other.statement.id].decision == "reject"
    ana.undo()
    assert queue.tasks("bea")[1] == total - 1


def test_only_what_is_seen_differently_is_to_be_settled(ana: Coder, bea: Coder, eva: Coder) -> None:
    queue = Queue(ana.store)
    (same, differs, *_), _ = queue.tasks("ana")
    for coder in (ana, bea):
        coder.accept(same.statement.id)
    ana.accept(differs.statement.id)
    bea.correct(differs.statement.id, Correction(hedge="denied"))
    (task,), number = queue.tasks("eva", "disputed")
    assert number == 1 and task.statement.id == differs.statement.id
    assert [(act.by, act.value.assertion.hedge) for act in task.words if act.value] == [
        ("ana", differs.statement.assertion.hedge), ("bea", "denied"),
    ]  # fmt: skip
    progress = queue.progress()
    assert (progress.decided, progress.twice, progress.disputed) == (2, 2, 1) and progress.coders == {"ana": 2, "bea": 2}
    eva.accept(differs.statement.id)
    assert queue.tasks("eva", "disputed")[1] == queue.progress().disputed == 0


def test_kinds_and_documents_narrow_the_queue(store: Store) -> None:
    document = next(store.documents()).id
    tasks, number = Queue(store).tasks("ana", kinds=["label", "control"], document=document, limit=1000)
    assert number == len(tasks) > 0
    assert {t.statement.assertion.kind for t in tasks} <= {"label", "control"} and {t.document for t in tasks} == {document}


def test_what_another_coder_added_is_not_shown_to_one_who_is_blind(ana: Coder, bea: Coder) -> None:
    queue = Queue(ana.store)
    document = next(ana.store.documents()).id
    added = ana.add(document, "judgement", Correction(span=(0, 12))).act.statement
    for mode in ("open", "second", "mine", "disputed"):
        assert added not in {t.statement.id for t in queue.tasks("bea", mode, limit=1000)[0]}
    assert added in {t.statement.id for t in queue.tasks("ana", "mine")[0]} and queue.progress().added == 1


def test_the_order_is_kept_until_other_texts_are_read(store: Store) -> None:
    queue = Queue(store)
    queue.tasks("ana")
    began = time.perf_counter()
    queue.tasks("ana", limit=1)
    assert time.perf_counter() - began < 1
    total = queue.tasks("ana")[1]
    store.remove(next(store.documents()).id)
    assert queue.tasks("ana")[1] < total
