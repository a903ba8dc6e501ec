"""Agreement: figures worked out by hand, and what is one unit."""

from typing import Any

import pytest

from dateline.records import Anchor, Assertion, Review, Statement
from dateline.review.agreement import Agreement, agreements, alpha, f1
from dateline.review.words import words_of

A, B, C, NONE = frozenset("a"), frozenset("b"), frozenset("c"), frozenset()


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ([[A, A], [B, B]], 1.0),
        ([[A, B], [B, A]], 1 - 3 * 4 / (2 * 2 * 2)),
        ([[A, A], [A, A]], None),  # nothing varies
        ([[A]], None),
        ([], None),
        # Three coders, one of whom left a unit out: five a and three b.
        ([[A, A, A], [A, B], [B, B, A]], 1 - 7 * (2 + 2 * 2 / 2) / (2 * 5 * 3)),
        # ab, bc, a, a: ab and bc differ by two thirds, ab and a by a half, bc and a wholly.
        ([[frozenset("ab"), frozenset("bc")], [A, A]], 1 - 3 * (2 * 2 / 3) / (2 * (2 / 3) + 2 * 2 * (1 / 2) + 2 * 2 * 1)),
    ],
)
def test_alpha_is_as_worked_out_by_hand(units, expected) -> None:
    found = alpha(units)
    assert found is None if expected is None else found == pytest.approx(expected, abs=1e-4)


def test_alpha_agrees_with_krippendorffs_own_example() -> None:
    """Nominal data of four observers and twelve units, with values left out, for which he gives 0.743."""
    table = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    units = [[frozenset({row[at]}) for row in table if row[at] is not None] for at in range(12)]
    assert alpha(units) == pytest.approx(0.743, abs=5e-4)


def test_f1_counts_elements() -> None:
    assert f1([[frozenset("ab"), frozenset("b")], [NONE, NONE], [NONE, A]]) == 0.5
    assert f1([[frozenset("ab"), frozenset("bc")]]) == 0.5
    assert f1([[NONE, NONE]]) is None
    assert f1([[A, B]]) == 0.0


# ---------------------------------------------------------------------- from acts
def statement(id: str, start: int = 0, end: int = 10, kind: str = "event", **fields) -> Statement:
    anchor = Anchor(start=start, end=end, exact="x" * (end - start))
    given: dict[str, Any] = {"type": "attack"} | fields
    return Statement(assertion=Assertion(id=id, document="doc", sentence="doc:0", kind=kind, anchor=anchor, **given))


def act(number: int, by: str, read: Statement | None, value: Statement | None, **fields) -> Review:
    of = read or value
    assert of is not None
    action = "add" if read is None else "reject" if value is None else "correct"
    return Review(
        id=f"{number:016x}", by=by, at="2020", action=action, statement=of.id, document="doc", machine=read, value=value, **fields
    )


def row(found: list[Agreement], between: tuple[str, ...], kind: str, field: str) -> Agreement:
    return next(one for one in found if (one.between, one.kind, one.field) == (between, kind, field))


def test_a_coder_who_rejects_and_one_who_keeps_differ_about_whether_it_is_there() -> None:
    one, other = statement("1"), statement("2")
    acts = [act(1, "ana", one, one), act(2, "ana", other, None), act(3, "bea", one, one), act(4, "bea", other, other)]
    found = agreements(words_of(acts))
    assert row(found, ("ana", "bea"), "event", "exists").f1 == pytest.approx(2 / 3, abs=1e-4)
    assert row(found, ("ana", "bea"), "event", "type").units == 1
    assert row(found, ("ana", "machine"), "event", "exists").f1 == pytest.approx(2 / 3, abs=1e-4)
    assert row(found, ("bea", "machine"), "event", "exists").f1 == 1.0


def test_what_two_add_on_the_same_words_is_one_and_what_one_adds_is_missed_by_the_other() -> None:
    same = (statement("a", 0, 10), statement("b", 0, 12))
    alone = statement("c", 50, 60)
    acts = [act(1, "ana", None, same[0]), act(2, "bea", None, same[1]), act(3, "ana", None, alone)]
    words = words_of(acts)
    assert set(words["ana"]) == set(words["bea"]) == {"a", "c"} and words["bea"]["c"] is None
    assert words["machine"] == {"a": None, "c": None}
    exists = row(agreements(words), ("ana", "bea"), "event", "exists")
    assert (exists.units, exists.f1) == (2, pytest.approx(2 / 3, abs=1e-4))


@pytest.mark.parametrize("other", [statement("b", 8, 30), statement("b", 20, 30), statement("b", 0, 10, kind="label", type=None)])
def test_words_that_hardly_meet_and_other_kinds_are_not_one(other: Statement) -> None:
    words = words_of([act(1, "ana", None, statement("a", 0, 10)), act(2, "bea", None, other)])
    assert words["ana"]["a"] is not None and words["ana"]["b"] is None and words["bea"]["a"] is None


def test_what_one_coder_added_twice_is_two() -> None:
    words = words_of([act(1, "ana", None, statement("a", 0, 10)), act(2, "ana", None, statement("b", 0, 10, type="battle"))])
    assert len(words["ana"]) == 2


def test_what_settles_and_what_is_undone_is_nobodys_blind_word() -> None:
    one = statement("1")
    acts = [
        act(1, "ana", one, one),
        act(2, "eva", one, None, adjudication=True),
        act(3, "bea", one, None),
        act(4, "bea", one, None, undoes=f"{3:016x}"),
    ]
    assert set(words_of(acts)) == {"ana", "machine"}


def test_three_coders_are_compared_together_and_each_with_each() -> None:
    one, other = statement("1"), statement("2")
    acts = [act(n, by, s, s) for n, (by, s) in enumerate((by, s) for by in ("ana", "bea", "eva") for s in (one, other))]
    pairs = {row.between for row in agreements(words_of(acts))}
    assert pairs == {
        ("ana", "bea", "eva"), ("ana", "bea"), ("ana", "eva"), ("bea", "eva"),
        ("ana", "machine"), ("bea", "machine"), ("eva", "machine"),
    }  # fmt: skip


def test_nobody_has_nothing_to_compare() -> None:
    assert agreements(words_of([])) == []
