"""What is heard before and what alerts there are follow what comes and goes: as made of everything, found out of little."""

import random
from pathlib import Path

import pytest
from annotated import codebook, document, gazetteer, read, row, sentences_of

from dateline.archive import link_case
from dateline.archive.pages import Asked, page
from dateline.archive.shown import _made, show
from dateline.archive.tables import Tables
from dateline.query import Filter
from dateline.records import Document, Reading, Resolution, Statement
from dateline.store import Run, Store

RUN = Run(dateline="0.1.0", model="hand-1", codebook="table-1", gazetteer="table-1")
TABLES = Tables(codebook=codebook(), gazetteer=gazetteer())
OWN = "bridges over both rivers fell down when heavy rain came again"
SAID = "at least 31 people were killed in the market of Kolo on Monday"
Told = tuple[Document, list[Statement]]


def add(store: Store, told: Told) -> None:
    made, statements = told
    sentences = tuple(sentences_of({made.id: made}).values())
    reading = Reading(document=made, sentences=sentences, assertions=tuple(s.assertion for s in statements), set_aside=())
    store.add(reading, Resolution(statements=tuple(statements), set_aside=()), RUN)
    link_case(store, TABLES)


def quoted(outlet: str, day: str, words: str = SAID) -> Told:
    """A report of an outlet that quotes the ministry."""
    made = document(f"The ministry said {words}. {outlet} {day}", f"{outlet} {day}", outlet=outlet, published=day)
    return made, read(made, row("event", words, type="attack", voice="The ministry"))


def heard(store: Store) -> dict[str, str]:
    """Outlet -> whether the ministry was heard before, out of what is kept, which is what is made of everything."""
    kept = page(store, "sources", TABLES, Asked())
    assert kept is not None and kept.rows == _made(store, "sources", TABLES, Filter(), None)
    return {row.cells["through"]: row.cells["heard_before"] for row in kept.rows if row.cells["named"] == "named"}


A, B, C = (quoted(outlet, day) for outlet, day in (("A", "2014-06-10"), ("B", "2014-06-11"), ("C", "2014-06-12")))
FROM_A = "1 of 1 repeated from A, 2014-06-10"


@pytest.mark.parametrize("order", [(A, B, C), (C, B, A), (B, A, C), (C, A, B)])
def test_who_is_first_is_told_by_days_and_not_by_arrival(tmp_path: Path, order: tuple[Told, ...]) -> None:
    with Store.open(tmp_path / "case.db") as store:
        for told in order:
            add(store, told)
        assert heard(store) == {"A": "first", "B": FROM_A, "C": FROM_A}


def test_when_the_first_goes_the_next_is_first(tmp_path: Path) -> None:
    with Store.open(tmp_path / "case.db") as store:
        for told in (A, B, C):
            add(store, told)
        store.remove(A[0].id)
        link_case(store, TABLES)
        assert heard(store) == {"B": "first", "C": "1 of 1 repeated from B, 2014-06-11"}
        add(store, A)
        assert heard(store) == {"A": "first", "B": FROM_A, "C": FROM_A}


def test_what_is_said_all_over_is_found_by_what_is_rare_in_it(tmp_path: Path) -> None:
    """Half of the words stand in every report; only those who have the other half repeat each other."""
    with Store.open(tmp_path / "case.db") as store:
        for number in range(30):
            own = " ".join(
                f"{word}{number % 10}" for word in "bridges over both rivers fell down when heavy rain came again".split()
            )
            words = f"as was told before by many in the capital {own}"
            add(store, quoted(f"O{number}", f"2014-06-{number // 10 + 1:02d}", words))
        rows = page(store, "sources", TABLES, Asked())
        assert rows is not None and rows.rows == _made(store, "sources", TABLES, Filter(), None)
        found = heard(store)
        assert [found[f"O{n}"] for n in (3, 13, 23)] == ["first", *["1 of 1 repeated from O3, 2014-06-01"] * 2]


# ---------------------------------------------------------------------- alerts
ACTORS = ("Taliban", "Boko Haram", "M23", "Brigade of the Hill", "Sons of Dawra", "angry farmers")
PLACES = ("Mosul/IQ", "Goma/CD", "Kabul/AF", "the airport/XX")


def press(seed: int, weeks: int) -> list[Told]:
    """Reports of so many weeks up to 2014-06-29, of attacks, changes of control and tolls, some without a day."""
    from datetime import date, timedelta

    choose = random.Random(seed)
    made = []
    for number in range(140):
        published = date(2014, 6, 29) - timedelta(days=int(weeks * 7 * choose.random() ** 4))
        when = choose.choice([None, (published - timedelta(days=choose.randrange(4))).isoformat()])
        toll = choose.randrange(3, 90)
        report = document(f"It happened so: {toll} died. {number}", f"d{number}", outlet="AB"[number % 2], published=str(published))
        fields = {"places": [choose.choice(PLACES)], "time": when, "hedge": choose.choice(["asserted"] * 4 + ["denied"])}
        actor = choose.choice(ACTORS)
        if choose.random() < 0.4:
            change = choose.choice(["seizes", "holds", "loses", "withdraws"])
            deed = row("control", "It happened so", type=change, change=change, actor={"name": actor}, **fields)
        else:
            counts = [("killed", toll, toll, str(toll))]
            deed = row(
                "event", f"It happened so: {toll} died", type=choose.choice(["attack", "bombing"]), actors=[actor],
                recipients=[{"name": "people"}], counts=counts, **fields,
            )  # fmt: skip
        made.append((report, read(report, deed)))
    return made


@pytest.mark.parametrize(("seed", "weeks"), [(1, 12), (2, 30), (3, 60), (4, 200)])
def test_alerts_out_of_little_are_alerts_of_everything(tmp_path: Path, seed: int, weeks: int) -> None:
    with Store.open(tmp_path / "case.db") as store:
        for made, statements in press(seed, weeks):
            sentences = tuple(sentences_of({made.id: made}).values())
            reading = Reading(document=made, sentences=sentences, assertions=tuple(s.assertion for s in statements), set_aside=())
            store.add(reading, Resolution(statements=tuple(statements), set_aside=()), RUN)
        everything = _made(store, "alerts", TABLES, Filter(), None)
        link_case(store, TABLES)
        kept = page(store, "alerts", TABLES, Asked())
        assert kept is not None and kept.rows == everything
        assert show(store, "alerts", TABLES, limit=2).rows == tuple(everything[:2])
    assert len({one.cells["alert"] for one in everything}) >= 2
