"""Two counts beside one another: whatever ranges the reports give, there is an answer."""

from hypothesis import given
from hypothesis import strategies as st

from dateline.link.compare import _count_feature

_NUMBER = st.one_of(st.none(), st.integers(0, 5000).map(float))
COUNTS = st.tuples(st.just("killed"), _NUMBER, _NUMBER).filter(lambda c: None in c or c[1] <= c[2])


@given(COUNTS, COUNTS)
def test_any_two_counts_can_be_compared_in_either_order(one: tuple, other: tuple) -> None:
    assert _count_feature(one, other) == _count_feature(other, one)


def test_more_than_a_few_above_what_another_counted_at_most() -> None:
    assert _count_feature(("killed", 60.0, None), ("killed", 50.0, 55.0))[0] == "near_count"
    assert _count_feature(("killed", 600.0, None), ("killed", 50.0, 55.0))[0] == "far_count"
