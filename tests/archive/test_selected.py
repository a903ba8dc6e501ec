"""What is answered out of gists is what whole records say: points, values, days and documents of a query, in both databases."""

import random
from collections import Counter
from collections.abc import Callable

import msgspec
import pytest
from annotated import codebook, examples, gazetteer, sentences_of

from dateline.archive.selected import days_of, facets_of, map_points
from dateline.archive.tables import Tables, understood
from dateline.records import Document, Quantity, Reading, Resolution, Statement
from dateline.situation.points import points
from dateline.store import Run, Store
from dateline.store.tallies import tally_of

RUN = Run(dateline="0.1.0", model="hand-1", codebook="table-1", gazetteer="table-1")
TABLES = Tables(codebook=codebook(), gazetteer=gazetteer())
QUERIES = (
    "", "kind:event", "-kind:event,control", "country:UA since:2022-01-01", "place:Goma", "hedge:denied", "text:the",
    "actor:nobody",
)  # fmt: skip
DAYS = (None, "1994-07-19", "2014-06-11", "2014-06-12T08:00:00Z")


def told_again(document: Document, number: int, chance: random.Random) -> tuple[Document, tuple[Statement, ...]]:
    """The statements of a report in another one: some denied, and with figures of the dead of which many are the highest."""
    other = msgspec.structs.replace(document, id=f"{number:04x}{document.id[4:]}", published=chance.choice(DAYS))
    told = []
    for statement in examples()[1]:
        if statement.assertion.document != document.id:
            continue
        text = msgspec.json.encode(statement).replace(document.id.encode(), other.id.encode())
        same = msgspec.json.decode(text, type=Statement)
        hedge = chance.choice(("asserted", "reported", "denied"))
        assertion = msgspec.structs.replace(same.assertion, id=f"{number}/{same.id}", hedge=hedge)
        low, high = chance.choice(((2, 2), (2, None), (1, 2), (None, 2), (0, 1), (None, None)))
        dead = Quantity(low=low, high=high, of="killed", ratio=chance.random() < 0.1)
        quantities = (*same.quantities, dead) if chance.random() < 0.7 else same.quantities
        told.append(msgspec.structs.replace(same, assertion=assertion, quantities=quantities))
    return other, tuple(told)


@pytest.fixture(scope="module")
def store(new_place: Callable[[], str]):
    chance = random.Random(4)
    with Store.open(new_place()) as store:
        for document in examples()[0].values():
            for number in range(4):
                other, told = told_again(document, number, chance)
                sentences = tuple(sentences_of({other.id: other}).values())
                reading = Reading(document=other, sentences=sentences, assertions=tuple(s.assertion for s in told), set_aside=())
                store.add(reading, Resolution(statements=told, set_aside=()), RUN)
        yield store


@pytest.mark.parametrize("query", QUERIES)
def test_points_are_those_of_the_statements(store: Store, query: str) -> None:
    wanted = understood(query, TABLES)
    made, nowhere = points(store.statements(wanted=wanted))
    assert map_points(store, wanted, TABLES, 10_000) == (made, len(made), nowhere)
    assert bool(made) == (query != "actor:nobody")


def test_the_highest_figure_is_often_given_by_several(store: Store) -> None:
    """Else the test above says nothing of which of them is named."""
    found, _, _ = map_points(store, understood("", TABLES), TABLES, 10_000)
    often = Counter(
        (place.name, quantity.low, quantity.high)
        for statement in store.statements()
        for quantity in statement.quantities
        for place in statement.places
        if quantity.of == "killed" and statement.assertion.hedge != "denied" and not quantity.ratio
    )
    assert sum(often[point.name, point.dead.low, point.dead.high] > 1 for point in found if point.dead) > 10


@pytest.mark.parametrize("query", QUERIES)
def test_values_days_and_documents_are_those_of_the_statements(store: Store, query: str) -> None:
    wanted = understood(query, TABLES)
    told = list(store.statements(wanted=wanted))
    documents = {document.id: document for document in store.documents()}
    counted: Counter[tuple[str, str]] = Counter()
    for statement in told:
        counted.update(tally_of(documents[statement.assertion.document], [statement]))
    found = msgspec.structs.asdict(facets_of(store, wanted, TABLES, 10_000))
    assert found == {field: {v: n for (named, v), n in counted.items() if named == field} for field in found}
    dated = Counter((s.time.start, s.time.end, s.assertion.kind) for s in told if s.time)
    assert [(d.start, d.end, d.kind, d.statements) for d in days_of(store, wanted, TABLES)] == [
        (*days, number) for days, number in sorted(dated.items())
    ]
    per_document = Counter(s.assertion.document for s in told)
    assert list(store.select(wanted).by_document().items()) == list(per_document.items())
    few = list(per_document)[1:4]
    assert store.select(wanted).by_document(few) == {name: per_document[name] for name in few}


def test_another_meaning_and_a_document_that_goes_are_followed(store: Store) -> None:
    whole = understood("", TABLES)
    gone, changed = list(store.document_ids())[:2]
    store.remove(gone)
    some = tuple(store.statements(document=changed))[1:]
    store.give_meaning(changed, Resolution(statements=some, set_aside=()), RUN)
    assert store.select(whole).by_document().get(gone) is None
    assert store.select(whole).by_document([changed]) == ({changed: len(some)} if some else {})
    assert store.select(whole).statements() == list(store.statements())
