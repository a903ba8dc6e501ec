"""Several readings of one document. The newest is what the other tables hold; the ones before it are kept here, each whole.

A reading is known by its document and the versions that made it: made twice by the same versions, it is there once. There is no
clock; readings of a document are numbered in the order in which they were made. A reading is what was
read: what coders made of it is no part of it (`reviews`).
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, or_, select, update

from dateline.records import Record, Sentence, SetAside, Spending, Statement
from dateline.store import rows
from dateline.store.dialect import InsertOnce
from dateline.store.reviews import STAGE, Reviews
from dateline.store.rows import Run
from dateline.store.tables import (
    assertions,
    documents,
    kept_readings,
    machine_statements,
    reviews,
    runs,
    sentences,
    set_aside,
    spending,
    statements,
)

OF_A_READING = ("read", "resolve")
"""Stages whose items set aside belong to a reading; those of others belong to the document, however often it is read."""
_WITHIN = re.compile(r"(?:![^#!]*\.warc(?:\.gz)?)?(?:#\d+(?: .*)?|:\d+| \([^()]*\))?$", re.DOTALL)
"""What an item's name says of the place within its file."""
RUN_COLUMNS = tuple(runs.c[name] for name in Run.__struct_fields__)


class Kept(Record, frozen=True):
    """One reading of one document, as it was when another took its place."""

    document: str
    run: Run
    published: str | None
    """The day of publication that the reading went by, and where that came from."""
    published_from: str | None
    sentences: tuple[Sentence, ...]
    statements: tuple[Statement, ...]
    set_aside: tuple[SetAside, ...]


class Input(Record, frozen=True):
    """What came of one file or archive."""

    name: str
    documents: int
    set_aside: dict[str, int]
    """Records, lines and items of it, or the file itself, by reason; what was set aside within its documents is no part of it."""


class Manifest(Record, frozen=True):
    """What one set of versions has read in a case file, and what it set aside and why."""

    id: str
    """Of the versions, whatever settings documents came in with."""
    dateline: str
    model: str
    codebook: str
    gazetteer: str
    settings: tuple[dict[str, Any], ...]
    """Those that decided what came in, each once."""
    newest: int
    """Documents whose newest reading is by these versions."""
    earlier: int
    """Documents that were read by others since; the reading is kept."""
    sentences: int
    statements: dict[str, int]
    """By kind, of both."""
    set_aside: dict[str, int]
    """Files, records, documents and sentences, by reason."""
    inputs: tuple[Input, ...]
    """Where documents with their newest reading from here came from, and what was set aside on the way, by name."""
    spent: Spending | None = None
    """Where a language model read: what it took, all times together."""


class _Statements(msgspec.Struct):
    """What a manifest needs of a kept reading: the rest is not decoded."""

    class _Statement(msgspec.Struct):
        class _Assertion(msgspec.Struct):
            kind: str

        assertion: _Assertion

    class _SetAside(msgspec.Struct):
        reason: str

    sentences: list[msgspec.Raw]
    statements: list[_Statement]
    set_aside: list[_SetAside]


def make_room(connection: Connection, document: str, run: Run) -> list[dict[str, Any]]:
    """Take a document out so that it can be written anew: its reading is kept if other versions made it.

    Returns:
        Rows of what was set aside of the document itself, to be put back beside the new reading.
    """
    current = run_of(connection, document)
    if current is None:
        return []
    if current.versions != run.versions:
        _keep(connection, document)
    _drop_same(connection, document, run)
    # What coders rejected is set aside anew by whoever writes the document.
    belongs = select(set_aside).where(set_aside.c.document == document, set_aside.c.stage.not_in((*OF_A_READING, STAGE)))
    carried = [dict(row._mapping) for row in connection.execute(belongs)]
    connection.execute(delete(documents).where(documents.c.id == document))
    return carried


def forget(connection: Connection, document: str, run: Run | None = None) -> None:
    """Drop the kept readings of a document that is taken out for good, or the one by the versions of a run."""
    if run:
        _drop_same(connection, document, run)
        return
    connection.execute(delete(kept_readings).where(kept_readings.c.document == document))


def run_of(connection: Connection, document: str) -> Run | None:
    """The run of a document's newest reading."""
    query = select(*RUN_COLUMNS).join(documents, documents.c.run == runs.c.id).where(documents.c.id == document)
    found = connection.execute(query).one_or_none()
    return Run(**found._mapping) if found else None


def newest(connection: Connection, document: str) -> Kept | None:
    """The newest reading of a document, out of the tables that hold it; None where there is no such document."""
    run = run_of(connection, document)
    if run is None:
        return None
    days = connection.execute(select(documents.c.published, documents.c.published_from).where(documents.c.id == document)).one()

    def records(kind: type, query: Select) -> tuple:
        return tuple(msgspec.json.decode(record, type=kind) for record in connection.execute(query).scalars())

    aside = select(set_aside.c.record).where(set_aside.c.document == document, set_aside.c.stage.in_(OF_A_READING))
    return Kept(
        document=document,
        run=run,
        published=days.published,
        published_from=days.published_from,
        sentences=records(
            Sentence, select(sentences.c.record).where(sentences.c.document == document).order_by(sentences.c.number)
        ),
        statements=tuple(sorted(Reviews(connection).read(document), key=_place)),
        set_aside=records(SetAside, aside.order_by(set_aside.c.id)),
    )


def kept(connection: Connection, document: str, ids: Collection[str] | None = None) -> Kept | None:
    """The last reading of a document before the newest, by one of the runs if any are given."""
    query = select(kept_readings.c.record).where(kept_readings.c.document == document).order_by(kept_readings.c.number.desc())
    if ids is not None:
        query = query.where(kept_readings.c.run.in_(ids))
    record = connection.execute(query.limit(1)).scalar_one_or_none()
    return msgspec.json.decode(record, type=Kept) if record else None


def all_runs(connection: Connection) -> dict[str, Run]:
    """Every run of a case file by its id."""
    return {run.id: run for run in (Run(**row._mapping) for row in connection.execute(select(*RUN_COLUMNS).order_by(runs.c.id)))}


def same_versions(connection: Connection, run: Run) -> list[str]:
    """Ids of the runs of the same versions, whatever their settings."""
    return [id for id, other in all_runs(connection).items() if other.versions == run.versions]


def manifests(connection: Connection) -> tuple[Manifest, ...]:
    """What each set of versions has read, in the order in which they came to be used."""
    made: dict[str, list[Run]] = {}
    for run in all_runs(connection).values():
        made.setdefault(run.versions.id, []).append(run)
    found = [(_last_number(connection, listed), _manifest(connection, id, listed)) for id, listed in made.items()]
    # Of versions that only lent their name for a while, nothing is left to tell.
    left = [(number, one) for number, one in found if one.newest or one.earlier or one.set_aside or one.spent]
    return tuple(manifest for _, manifest in sorted(left, key=lambda one: (one[0], one[1].newest > 0, one[1].id)))


def _keep(connection: Connection, document: str) -> None:
    reading = newest(connection, document)
    assert reading is not None, "its run was found just now"
    # The same versions may have read it before, under other settings: what they say now is what counts.
    _drop_same(connection, document, reading.run)
    before = select(func.max(kept_readings.c.number)).where(kept_readings.c.document == document)
    number = (connection.execute(before).scalar_one() or 0) + 1
    row = {"document": document, "run": reading.run.id, "number": number, "record": rows.encode(reading)}
    connection.execute(insert(kept_readings), row)


def _drop_same(connection: Connection, document: str, run: Run) -> None:
    same = kept_readings.c.run.in_(same_versions(connection, run))
    connection.execute(delete(kept_readings).where(kept_readings.c.document == document, same))


def _last_number(connection: Connection, listed: list[Run]) -> int:
    """The highest number of a reading by these runs; a document's newest comes after all that are kept of it."""
    ids = [run.id for run in listed]
    theirs = select(documents.c.id).where(documents.c.run.in_(ids))
    number = select(func.max(kept_readings.c.number))
    earlier = connection.execute(number.where(kept_readings.c.run.in_(ids))).scalar_one() or 0
    before = connection.execute(number.where(kept_readings.c.document.in_(theirs))).scalar_one() or 0
    return max(earlier, before + 1)


def _manifest(connection: Connection, id: str, listed: list[Run]) -> Manifest:
    ids = [run.id for run in listed]
    mine = documents.c.run.in_(ids)

    def count(query: Select) -> int:
        return connection.execute(query).scalar_one()

    newest = count(select(func.count()).select_from(documents).where(mine))
    earlier = count(select(func.count()).select_from(kept_readings).where(kept_readings.c.run.in_(ids)))
    read = count(select(func.count()).select_from(sentences).join(documents).where(mine))
    told = _newest_kinds(connection, mine)
    # What belongs to a reading has the run of its document; what became no document, or was a copy, has its own.
    of_reading = set_aside.c.stage.in_(OF_A_READING) & set_aside.c.document.in_(select(documents.c.id).where(mine))
    of_item = set_aside.c.stage.not_in(OF_A_READING) & set_aside.c.run.in_(ids)
    reasons = select(set_aside.c.reason, func.count()).where(or_(of_reading, of_item)).group_by(set_aside.c.reason)
    aside = Counter({reason: number for reason, number in connection.execute(reasons)})  # noqa: C416
    for one in _kept_statements(connection, ids):
        read += len(one.sentences)
        told.update(statement.assertion.kind for statement in one.statements)
        aside.update(item.reason for item in one.set_aside)
    settings = sorted({run.settings for run in listed})
    versions = listed[0]
    return Manifest(
        id=id,
        dateline=versions.dateline,
        model=versions.model,
        codebook=versions.codebook,
        gazetteer=versions.gazetteer,
        settings=tuple(msgspec.json.decode(one, type=dict[str, Any]) for one in settings),
        newest=newest,
        earlier=earlier,
        sentences=read,
        statements=dict(sorted(told.items())),
        set_aside=dict(sorted(aside.items())),
        inputs=_inputs(connection, mine, of_item),
        spent=_spent(connection, ids),
    )


def add_spending(connection: Connection, run: Run, spent: Spending) -> None:
    """Add what was spent to what the run had spent before."""
    connection.execute(InsertOnce(runs), rows.run_row(run))
    connection.execute(InsertOnce(spending), {"run": run.id, **msgspec.structs.asdict(Spending())})
    added = {name: spending.c[name] + value for name, value in msgspec.structs.asdict(spent).items()}
    connection.execute(update(spending).where(spending.c.run == run.id).values(added))


def _spent(connection: Connection, ids: list[str]) -> Spending | None:
    of_runs = select(*(func.sum(spending.c[name]) for name in Spending.__struct_fields__)).where(spending.c.run.in_(ids))
    requests, cached, tokens_in, tokens_out, cost = tuple(connection.execute(of_runs).one())
    if requests is None:
        return None
    # PostgreSQL gives sums of whole numbers as decimals.
    return Spending(
        requests=int(requests), cached=int(cached), tokens_in=int(tokens_in), tokens_out=int(tokens_out), cost=float(cost)
    )


def _inputs(connection: Connection, mine: ColumnElement[bool], of_item: ColumnElement[bool]) -> tuple[Input, ...]:
    read: Counter[str] = Counter()
    # A text at hand has no file; it is called by its own name.
    for (came_from,) in connection.execute(select(func.coalesce(documents.c.source, documents.c.name)).where(mine)):
        read[_file(came_from)] += 1
    aside: dict[str, Counter[str]] = {}
    for item, reason in connection.execute(select(set_aside.c.item, set_aside.c.reason).where(of_item)):
        aside.setdefault(_file(item), Counter())[reason] += 1
    return tuple(
        Input(name=name, documents=read[name], set_aside=dict(sorted(aside.get(name, Counter()).items())))
        for name in sorted({*read, *aside})
    )


def _file(item: str) -> str:
    """The file in which an item stands.

    >>> [_file(item) for item in ("a.txt", "a.warc.gz#12 https://b.c/d", "a.wacz!archive/a.warc#3", "a.jsonl:7", "a.warc (notes)")]
    ['a.txt', 'a.warc.gz', 'a.wacz', 'a.jsonl', 'a.warc']
    """
    return _WITHIN.sub("", item)


def _newest_kinds(connection: Connection, mine: ColumnElement[bool]) -> Counter[str]:
    """How many statements of each kind were read in documents, whatever coders made of them."""
    reviewed = select(reviews.c.statement)
    untouched = select(assertions.c.kind, func.count()).join(documents).where(mine, assertions.c.id.not_in(reviewed))
    told = Counter({kind: number for kind, number in connection.execute(untouched.group_by(assertions.c.kind))})  # noqa: C416 - rows are no pairs to dict
    kept = select(machine_statements.c.record).join(documents, documents.c.id == machine_statements.c.document).where(mine)
    undone = select(statements.c.record).join(documents, documents.c.id == statements.c.document)
    for query in (kept, undone.where(mine, statements.c.id.in_(reviewed))):
        for record in connection.execute(query).scalars():
            one = msgspec.json.decode(record, type=Statement)
            told[one.assertion.kind] += one.review is None
    return Counter({kind: number for kind, number in told.items() if number})


def _place(statement: Statement) -> tuple[int, int, str, str]:
    anchor = statement.assertion.anchor
    return anchor.start, anchor.end, statement.assertion.kind, statement.id


def _kept_statements(connection: Connection, ids: list[str]) -> Iterator[_Statements]:
    decoder = msgspec.json.Decoder(_Statements)
    query = select(kept_readings.c.record).where(kept_readings.c.run.in_(ids)).execution_options(yield_per=500)
    for record in connection.execute(query).scalars():
        yield decoder.decode(record)
