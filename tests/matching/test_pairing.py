"""Which of ours and which of theirs are one event."""

import itertools

import numpy
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from dateline.link.places import distance_km
from dateline.matching.events import Event
from dateline.matching.pairing import Near, Pair, Reach, matched
from dateline.records import Place

MOSUL, TEL_AFAR, TIKRIT = (36.335, 43.119), (36.379, 42.448), (34.607, 43.678)


def event(id: str, day: str, at: tuple[float, float] = MOSUL, **more) -> Event:
    radius = more.pop("radius_km", None)
    place = Place(name=more.pop("name", "Mosul"), latitude=at[0], longitude=at[1], radius_km=radius)
    fields = {"start": day, "end": day, "types": ("Battles",), "label": "", "places": (place,)} | more
    return Event(id=id, line=int(id) if id.isdigit() else 0, **fields)


def pairs(ours: list[Event], theirs: list[Event], reach: Reach | None = None) -> list[Pair]:
    near = Near(ours, distance_km, reach or Reach())
    return [pair for one in theirs for pair in near.pairs(one)]


def test_near_is_by_days_and_kilometres() -> None:
    ours = [event("a", "2014-06-10"), event("b", "2014-06-20"), event("c", "2014-06-10", TIKRIT)]
    [found] = pairs(ours, [event("1", "2014-06-11")])
    assert (found.ours, found.days, found.km, found.by, found.same_type) == ("a", 1, 0.0, "point", True)
    assert pairs(ours, [event("1", "2014-06-12")]) == []
    assert [one.ours for one in pairs(ours, [event("1", "2014-06-12")], Reach(days=2))] == ["a"]
    assert [one.ours for one in pairs(ours, [event("1", "2014-06-10", TEL_AFAR)])] == []
    assert [round(one.km) for one in pairs(ours, [event("1", "2014-06-10", TEL_AFAR)], Reach(km=70))] == [60]


def test_stretches_of_days_meet_where_they_overlap() -> None:
    long = event("a", "2014-06-01", end="2014-06-09")
    assert [one.days for one in pairs([long], [event("1", "2014-06-05"), event("2", "2014-06-10"), event("3", "2014-06-11")])] == [
        0,
        1,
    ]


def test_a_vague_place_reaches_as_far_as_its_words() -> None:
    theirs = [event("1", "2014-06-10", TEL_AFAR)]
    assert pairs([event("a", "2014-06-10", radius_km=20.0)], theirs) == []
    assert len(pairs([event("a", "2014-06-10", radius_km=40.0)], theirs)) == 1


def test_where_only_the_province_is_known_name_or_province_will_do() -> None:
    theirs = [event("1", "2014-06-10", TEL_AFAR, name="Tel Afar", provinces=("ninawa",))]
    assert pairs([event("a", "2014-06-10", name="Tel Afar")], theirs) == []
    assert [one.by for one in pairs([event("a", "2014-06-10", name="Tel Afar", broad=True)], theirs)] == ["name"]
    assert [one.by for one in pairs([event("a", "2014-06-10", broad=True, provinces=("ninawa",))], theirs)] == ["province"]
    assert pairs([event("a", "2014-06-10", broad=True, provinces=("saladin",))], theirs) == []


def test_one_type_goes_before_others_then_the_nearest() -> None:
    ours = [event("a", "2014-06-10", types=("Protests",)), event("b", "2014-06-11")]
    taken = matched(pairs(ours, [event("1", "2014-06-10"), event("2", "2014-06-10")]))
    assert {line: pair.ours for line, pair in taken.items()} == {1: "b", 2: "a"}


EVENTS = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from([MOSUL, TEL_AFAR, TIKRIT]), st.sampled_from(["Battles", "Protests"])), max_size=8
)


@given(left=EVENTS, right=EVENTS)
def test_each_is_in_one_pair_at_most_no_pair_is_missed_and_order_changes_nothing(left: list, right: list) -> None:
    ours = [event(f"o{at}", f"2014-06-0{day}", where, types=(kind,)) for at, (day, where, kind) in enumerate(left)]
    theirs = [event(str(at + 1), f"2014-06-0{day}", where, types=(kind,)) for at, (day, where, kind) in enumerate(right)]
    every = pairs(ours, theirs)
    taken = matched(every)
    assert len({pair.ours for pair in taken.values()}) == len(taken)
    # Whoever could still be paired would be.
    ours_taken = {pair.ours for pair in taken.values()}
    assert [pair for pair in every if pair.line not in taken and pair.ours not in ours_taken] == []
    assert matched(list(reversed(every))) == taken
    # The best that is possible has at most twice as many.
    table = numpy.zeros((len(ours) or 1, len(theirs) or 1))
    for pair in every:
        table[int(pair.ours[1:]), pair.line - 1] = 1
    rows, columns = linear_sum_assignment(table, maximize=True)
    assert len(taken) <= table[rows, columns].sum() <= 2 * len(taken)


def test_all_our_days_are_looked_at() -> None:
    days = [f"2014-06-{day:02}" for day in range(1, 29)]
    ours = [event(day, day) for day in days]
    for one, other in itertools.product((0, 13, 27), (0, 1, 5)):
        found = pairs(ours, [event("1", days[one])], Reach(days=other))
        assert [pair.ours for pair in found] == days[max(0, one - other) : one + other + 1]
