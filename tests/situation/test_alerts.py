"""Alerts: each rule with what must raise it and what must not, and each row with its statements and its parameters."""

from datetime import date, timedelta

import pytest
from annotated import archive, codebook, document, examples, read, row, seed

from dateline.records import Document, Row, Statement
from dateline.situation.alerts import SavedQuery, alerts, saved_query
from dateline.situation.alerts.surges import _chance

END = date(2014, 6, 29)


def day(weeks: int, days: int = 0) -> str:
    """A day so many weeks and days before the end."""
    return (END - timedelta(weeks=weeks, days=days)).isoformat()


def view(documents: dict[str, Document], statements: list[Statement], **more) -> list[Row]:
    return alerts(statements, documents, codebook().actors, **more)


def of(kind: str, rows: list[Row]) -> list[dict]:
    return [row.cells for row in rows if row.cells["alert"] == kind]


class Press:
    """Builds an archive report by report."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.read: list[list[Statement]] = []

    def report(self, published: str | None, *rows: dict, text: str = "It happened so.", outlet: str = "A") -> None:
        number = len(self.documents)
        self.documents.append(document(f"{text} {number}", f"d{number}", outlet=outlet, published=published))
        self.read.append(read(self.documents[-1], *rows))

    def view(self, **more) -> list[Row]:
        return view(*archive(*self.read, documents=self.documents), **more)


def attack(when: str | None, actor: str = "Taliban", place: str = "Mosul/IQ", **more) -> dict:
    fields = {"type": "attack", "actors": [actor], "places": [place], "time": when}
    return row("event", "It happened so", **(fields | more))


# ---------------------------------------------------------------------- surges


def press(*, weeks: int = 8, now: int = 4, before: int = 0) -> Press:
    """So many covered weeks, with `before` attacks in each, and `now` attacks in the last week."""
    made = Press()
    for week in range(1, weeks + 1):
        made.report(day(week), *(attack(day(week, n)) for n in range(before)))
    for n in range(now):
        made.report(day(0), attack(day(0, n)))
    made.report(day(0))
    return made


def test_more_than_a_places_own_weeks_would_give_is_a_surge() -> None:
    (found,) = of("surge", press(now=4, before=0).view())
    assert (found["what"], found["place"], found["now"], found["before"]) == ("attack", "Mosul", "4 in 7 days", "0 in 8 weeks")
    assert "7 days to 29 June 2014" in found["rule"] and "1%" in found["rule"]


@pytest.mark.parametrize(
    "made",
    [press(now=4, before=3), press(now=2, before=0), press(weeks=2, now=5), press(weeks=0, now=5)],
    ids=["as usual there", "too few", "too short an archive", "no archive before"],
)
def test_what_is_usual_or_cannot_be_compared_is_no_surge(made: Press) -> None:
    assert of("surge", made.view()) == []


def test_one_attack_told_by_many_outlets_is_counted_once() -> None:
    made = press(now=0)
    for outlet in "ABCDEF":
        made.report(day(0), attack(day(0, 1)), outlet=outlet)
    assert of("surge", made.view()) == []


@pytest.mark.parametrize(
    "more",
    [
        {"hedge": "denied"},
        {"hedge": "possible"},
        {"when": None},
        {"when": ["2013-01-01", "2014-06-29"]},
        {"when": "1999-06-29"},
        {"places": []},
    ],
    ids=["denied", "possible", "no day", "over a year", "long ago", "nowhere"],
)
def test_what_did_not_happen_there_and_then_is_not_counted(more: dict) -> None:
    made = press(now=0)
    for n in range(5):
        made.report(day(0), attack(**({"when": day(0, n)} | more)))
    assert of("surge", made.view()) == []


def test_another_type_or_place_has_its_own_baseline() -> None:
    made = press(now=4, before=0)
    for week in range(1, 9):
        made.report(day(week), *(attack(day(week, n), place="Kabul/AF") for n in range(5)))
    assert [found["place"] for found in of("surge", made.view())] == ["Mosul"]


def test_the_chance_of_a_count_is_poissons() -> None:
    assert _chance(0, 2.0) == 1.0
    assert abs(_chance(1, 2.0) - 0.864665) < 1e-6 and abs(_chance(5, 1.0) - 0.003660) < 1e-6


# ---------------------------------------------------------------------- control


def control(change: str, actor: str | None, when: str | None, place: str = "Mosul/IQ", **more) -> dict:
    fields = {"type": change, "change": change, "places": [place], "time": when} | ({"actor": {"name": actor}} if actor else {})
    return row("control", "It happened so", **(fields | more))


def test_the_first_article_tells_of_three_places_taken() -> None:
    found = of("change of control", view(*seed()))
    assert [(cells["place"], cells["what"]) for cells in found] == [
        (place, "taken by Islamic State of Iraq and Syria") for place in ("Nineveh", "Mosul", "Falluja")
    ]
    assert "day not stated" in found[2]["now"] and "day not stated" not in found[0]["now"]


def test_a_change_stands_beside_who_held_the_place_before() -> None:
    made = Press()
    made.report(day(5), control("holds", "Iraqi army", day(5)))
    made.report(day(0), control("seizes", "Islamic State", day(0, 2)))
    (found,) = of("change of control", made.view())
    assert found["before"] == "held by Iraqi army, 25 May 2014" and found["now"] == "1 report, 27 June 2014"


def test_who_holds_it_already_does_not_take_it() -> None:
    made = Press()
    made.report(day(5), control("seizes", "Islamic State", day(5)))
    made.report(day(0), control("seizes", "Islamic State", day(0, 2)))
    assert of("change of control", made.view()) == []


def test_two_who_are_said_to_have_taken_it_are_two_rows_and_nobody_named_joins_the_first() -> None:
    made = Press()
    for actor in ("Islamic State", None, "Iraqi army"):
        made.report(day(0), control("seizes", actor, day(0, 2)))
    assert [found["what"] for found in of("change of control", made.view())] == ["taken by Islamic State", "taken by Iraqi army"]


@pytest.mark.parametrize(
    "change",
    [
        control("seizes", "Islamic State", day(0, 2), hedge="denied"),
        control("seizes", "Islamic State", "2003-04-09"),
        control("holds", "Islamic State", day(0, 2)),
        control("contests", "Islamic State", day(0, 2)),
    ],
    ids=["denied", "long ago", "held", "contested"],
)
def test_what_is_no_change_now_is_left_out(change: dict) -> None:
    made = Press()
    made.report(day(0), change)
    assert of("change of control", made.view()) == []


def test_the_airport_of_one_report_is_not_that_of_another() -> None:
    made = Press()
    made.report(day(5), control("holds", "Iraqi army", day(5), place="the airport/XX"))
    made.report(day(0), control("seizes", "Islamic State", day(0, 2), place="the airport/XX"))
    (found,) = of("change of control", made.view())
    assert found["before"] is None


# ---------------------------------------------------------------------- counts and actors


def toll(published: str, killed: int, high: int | None = 0) -> tuple[str, dict]:
    counts = [("killed", killed, killed if high == 0 else high, str(killed))]
    text = f"It happened so: {killed} died."
    return text, row(
        "event", text[:-1], type="attack", places=["Mosul/IQ"], time=day(1, 3), recipients=[{"name": "people"}], counts=counts
    )


def jump(before: int, after: int, **more) -> list[dict]:
    made = Press()
    for published, number in ((day(1, 2), before), (day(0), after)):
        text, deed = toll(published, number, **more)
        made.report(published, deed, text=text)
    return of("count jump", made.view())


def test_a_count_that_grows_by_half_and_ten_is_a_jump() -> None:
    (found,) = jump(14, 31)
    assert (found["what"], found["now"], found["before"]) == ("people killed", "31 (A, 2014-06-29)", "14 (A, 2014-06-20)")


@pytest.mark.parametrize(("before", "after"), [(14, 20), (4, 9), (31, 14), (14, 14), (300, 340)])
def test_a_count_that_grows_little_or_falls_is_no_jump(before: int, after: int) -> None:
    assert jump(before, after) == []


def test_a_count_without_an_upper_end_cannot_be_jumped_over() -> None:
    assert jump(14, 31, high=None) == []


def newcomers(*rows: dict, before: tuple[dict, ...] = (), old: bool = True) -> list[str]:
    made = Press()
    if old:
        made.report(day(9), *before)
    for each in rows:
        made.report(day(0), each)
    return [found["what"] for found in of("new actor", made.view())]


def test_who_acts_for_the_first_time_is_new() -> None:
    assert newcomers(attack(day(0), "Taliban"), before=(attack(day(9), "Boko Haram"),)) == ["Taliban"]


def test_who_acted_before_is_not_new() -> None:
    assert newcomers(attack(day(0), "Taliban"), before=(attack(day(9), "Taliban"),)) == []


def test_in_an_archive_without_a_before_nobody_is_new() -> None:
    assert newcomers(attack(day(0), "Taliban"), old=False) == []


def test_somebody_unknown_must_act_in_two_documents_and_have_a_name() -> None:
    once, twice = (attack(day(0), "Brigade of the Hill"),), (attack(day(0), "Brigade of the Hill"),) * 2
    assert newcomers(*once) == [] and newcomers(*twice) == ["Brigade of the Hill"]
    assert newcomers(attack(day(0), "angry farmers"), attack(day(0), "angry farmers")) == []


def test_persons_and_denied_deeds_make_no_new_actor() -> None:
    assert newcomers(attack(day(0), "Barack Obama"), attack(day(0), "Taliban", hedge="denied")) == []


# ---------------------------------------------------------------------- saved queries, and all together


def test_what_is_new_under_a_saved_query_is_told() -> None:
    documents, statements = seed()
    found = saved_query(SavedQuery("mosul", "place:Mosul", tuple(statements[:2])), documents).cells
    assert (found["what"], found["now"]) == ("mosul", "2 statements in 1 report: CNN") and "place:Mosul" in found["rule"]


def test_an_earlier_day_has_its_own_week() -> None:
    documents, statements = examples()
    early = {d.id: d for d in documents.values() if d.published and d.published <= "2012-11-20"}
    known = [s for s in statements if s.assertion.document in early]
    places = {cells["place"] for cells in of("change of control", view(early, known, at="2012-11-20"))}
    assert "Goma" in places and "Kherson" not in places


def test_without_a_dated_document_nothing_is_now() -> None:
    made = Press()
    made.report(None, control("seizes", "Islamic State", None))
    assert made.view() == []


def test_every_alert_of_the_examples_has_its_statements_and_its_rule() -> None:
    documents, statements = examples()
    rows = view(documents, statements)
    known = {s.id for s in statements}
    assert rows and all(row.statements and set(row.statements) <= known and "7 days to" in row.cells["rule"] for row in rows)
