"""Points of a map: the highest figure of one statement, never a sum; what is denied or has no place is counted, not drawn."""

from dateline.records import Anchor, Assertion, Place, Quantity, Statement
from dateline.situation.points import points

MOSUL = Place(name="Mosul", country="IQ", latitude=36.34, longitude=43.13, feature="P.PPLA")
NINEVEH = Place(name="Nineveh", country="IQ", latitude=36.0, longitude=42.5, feature="A.ADM1")


def tell(id: str, *places: Place, hedge: str = "asserted", **ends: float | None) -> Statement:
    anchor = Anchor(start=0, end=1, exact="x")
    assertion = Assertion(id=id, document="d", sentence="d:0", kind="event", type="attack", anchor=anchor, hedge=hedge)
    quantities = (Quantity(of="killed", low=ends.get("low"), high=ends.get("high")),) if ends else ()
    return Statement(assertion=assertion, places=places, quantities=quantities)


def test_the_highest_figure_of_one_statement_is_kept_and_nothing_is_added_up() -> None:
    told = [tell("a", MOSUL, low=12, high=12), tell("b", MOSUL, low=10, high=40), tell("c", MOSUL, low=9, high=9)]
    [point], nowhere = points(told)
    assert (point.statements, point.first, nowhere) == (3, "a", 0)
    assert point.dead and (point.dead.low, point.dead.high, point.dead.statement) == (10, 40, "b")


def test_an_open_end_stays_open() -> None:
    [point], _ = points([tell("a", MOSUL, low=200, high=None)])
    assert point.dead and (point.dead.low, point.dead.high) == (200, None)


def test_a_denied_figure_is_not_drawn_but_its_statement_counts() -> None:
    [point], _ = points([tell("a", MOSUL, hedge="denied", low=500, high=500)])
    assert point.dead is None and point.statements == 1


def test_without_coordinates_a_statement_is_counted_as_unplaced() -> None:
    found, nowhere = points([tell("a"), tell("b", Place(name="a village")), tell("c", MOSUL, Place(name="a village"))])
    assert [point.name for point in found] == ["Mosul"] and nowhere == 2


def test_a_province_is_an_area_and_a_town_is_not() -> None:
    found, _ = points([tell("a", NINEVEH, MOSUL)])
    assert {point.name: point.area for point in found} == {"Nineveh": True, "Mosul": False}
