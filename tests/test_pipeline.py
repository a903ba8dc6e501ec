"""The pipeline: nothing vanishes, nothing comes twice, batches and order change nothing, a blow loses one batch at most."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from readings import Table, WordReader, listen, make_document, resolve

from dateline.engine import Local
from dateline.errors import EngineError, InputError, Reason
from dateline.pipeline import Read, Tally, add_all, list_files, read_all, read_into, stored
from dateline.records import Document, SetAside
from dateline.settings import Settings
from dateline.stages import Stages
from dateline.store import Store

TEXTS = [f"The army shelled village {n}. It rained. Officials said troops seized bridge {n}." for n in range(20)]
DOCUMENTS = [make_document(text, f"report-{n:02}", published="1999-04-03") for n, text in enumerate(TEXTS)]


def make_stages(reader: WordReader | None = None) -> Stages:
    return Stages(reader=reader or WordReader(), resolve=resolve, codebook=Table(), gazetteer=Table())


def add(store: Store, items: Sequence[Document | SetAside], **options: bool) -> list[Read | SetAside]:
    return list(add_all(items, store, Settings(), make_stages(), **options))


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "case.db") as store:
        yield store


def everything(store: Store) -> tuple:
    return list(store.documents()), list(store.sentences()), list(store.statements()), list(store.set_aside())


def test_what_goes_in_is_what_comes_out_and_what_is_set_aside(store: Store) -> None:
    empty = SetAside(stage="ingest", item="empty.txt", reason=Reason.EMPTY)
    items = [*DOCUMENTS[:3], empty, DOCUMENTS[0], *DOCUMENTS[3:5]]
    out = add(store, items)
    tally = Tally()
    for item in out:
        tally.add(item)
    assert len(out) == len(items) == tally.documents + sum(tally.items_aside.values())
    assert tally.items_aside == {Reason.EMPTY: 1, Reason.DUPLICATE: 1}
    assert tally.sentences == 15 == tally.sentences_with_assertions + tally.sentences_aside[Reason.NOTHING_ASSERTED]
    assert tally.incomplete and store.counts().documents == 5


def test_reading_twice_adds_nothing_and_is_complete(store: Store) -> None:
    add(store, DOCUMENTS)
    before = everything(store)
    tally = Tally()
    for item in add(store, DOCUMENTS):
        tally.add(item)
    assert (tally.documents, tally.items_aside[Reason.DUPLICATE], tally.incomplete) == (0, 20, False)
    assert everything(store) == before


def test_a_copy_under_another_name_is_noted_the_same_file_is_not(store: Store) -> None:
    first, copy = (make_document(TEXTS[0], name, source=f"{name}.txt") for name in ("first", "copy"))
    add(store, [first])
    add(store, [first, copy])
    assert [(item.item, item.reason, item.detail) for item in store.set_aside(["ingest"])] == [
        ("copy.txt", Reason.DUPLICATE, "the same text as first")
    ]


@pytest.mark.parametrize(
    ("stored_day", "new_day", "new_from", "expected"),
    [
        (None, "1999-04-03", "meta", "1999-04-03"),
        (None, "1999-04-03", "option", "1999-04-03"),
        ("1999-04-01", "1999-04-03", "option", "1999-04-03"),
        ("1999-04-01", "1999-04-03", "meta", "1999-04-01"),
        ("1999-04-01", None, None, "1999-04-01"),
    ],
)
def test_a_text_is_read_again_when_its_day_becomes_known(store: Store, stored_day, new_day, new_from, expected: str) -> None:
    add(store, [make_document(TEXTS[0], published=stored_day)])
    add(store, [make_document(TEXTS[0], published=new_day, published_from=new_from)])
    assert [document.published for document in store.documents()] == [expected]
    assert store.counts().sentences == 3


def test_again_replaces_what_is_there(store: Store) -> None:
    add(store, DOCUMENTS[:3])
    out = add(store, DOCUMENTS[:3], again=True)
    assert all(isinstance(item, Read) for item in out) and store.counts().documents == 3


@pytest.mark.parametrize("size", [1, 3, 16, 1000])
def test_batch_size_and_order_change_nothing_that_is_stored(tmp_path: Path, size: int) -> None:
    seen = []
    for name, order, batch in (("one", DOCUMENTS, 7), ("two", DOCUMENTS[::-1], size)):
        with Store.open(tmp_path / f"{name}.db") as store:
            list(add_all(order, store, Settings(batch_documents=batch), make_stages()))
            seen.append(everything(store))
    assert seen[0] == seen[1]


def test_the_first_result_does_not_wait_for_a_batch(store: Store) -> None:
    reader = WordReader()
    next(add_all(DOCUMENTS, store, Settings(), make_stages(reader)))
    assert reader.batches == [1]
    list(read_all(DOCUMENTS, make_stages(reader), batch_documents=8))
    assert reader.batches == [1, 1, 8, 8, 3]


def test_each_document_is_stored_when_it_is_yielded(store: Store, tmp_path: Path) -> None:
    for number, _ in enumerate(add_all(DOCUMENTS, store, Settings(), make_stages()), start=1):
        count = sqlite3.connect(tmp_path / "case.db").execute("SELECT count(*) FROM documents").fetchone()
        assert count == (number,)


def test_without_a_case_file_copies_are_read_too() -> None:
    assert len(list(read_all([DOCUMENTS[0], DOCUMENTS[0]], make_stages()))) == 2


def test_a_stored_document_comes_back_as_it_was_read(store: Store) -> None:
    (item,) = add(store, [DOCUMENTS[0]])
    again = stored(store, DOCUMENTS[0].id)
    assert again.resolution.statements == item.resolution.statements and again.reading.sentences == item.reading.sentences


def test_files_are_listed_once_in_one_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    expected = [tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "sub" / "c.txt"]
    assert list_files([tmp_path]) == expected
    assert list_files([tmp_path / "sub", tmp_path / "b.txt", tmp_path]) == expected
    with pytest.raises(InputError):
        list_files([tmp_path / "nowhere.txt"])


def test_files_go_the_whole_way_whatever_order_they_are_named_in(tmp_path: Path) -> None:
    for number, text in enumerate(TEXTS[:6]):
        (tmp_path / f"{number}.txt").write_text(text)
    (tmp_path / "copy.txt").write_text(TEXTS[0])
    (tmp_path / "empty.txt").write_text("")
    seen = []
    paths = sorted(tmp_path.glob("*.txt"))
    for name, order in (("one", paths), ("two", paths[::-1])):
        with Store.open(tmp_path / f"{name}.db") as store:
            out = list(read_into(order, store, Settings(), make_stages()))
            assert [item.reason for item in out if isinstance(item, SetAside)] == [Reason.DUPLICATE, Reason.EMPTY]
            seen.append(everything(store))
    assert seen[0] == seen[1] and len(seen[0][0]) == 6


PROGRAM = """
    import sys
    from pathlib import Path
    sys.path.insert(0, sys.argv[1])
    from readings import WordReader
    from test_pipeline import DOCUMENTS, make_stages
    from dateline.pipeline import add_all
    from dateline.settings import Settings
    from dateline.store import Store
    with Store.open(sys.argv[2]) as store:
        for item in add_all(DOCUMENTS, store, Settings(batch_documents=2), make_stages(WordReader(float(sys.argv[3])))):
            sys.stdout.write("read\\n")
            sys.stdout.flush()
"""


def run_slowly(case: Path, wait_seconds: float) -> subprocess.Popen:
    command = [sys.executable, "-c", textwrap.dedent(PROGRAM), str(Path(__file__).parent), str(case), str(wait_seconds)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, env=environment, text=True, preexec_fn=listen)


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGINT])
def test_stopped_in_the_middle_it_keeps_what_was_read_and_finishes_the_rest(tmp_path: Path, blow: signal.Signals) -> None:
    case = tmp_path / "case.db"
    program = run_slowly(case, 0.05)
    for _ in range(5):
        assert program.stdout and program.stdout.readline() == "read\n"
    time.sleep(0.02)
    program.send_signal(blow)
    program.communicate(timeout=30)
    assert program.returncode != 0
    with Store.open(case) as store:
        documents = list(store.documents())
        assert 5 <= len(documents) < 20
        assert all(len(list(store.sentences(document.id))) == 3 for document in documents), "a document was half written"
        out = add(store, DOCUMENTS)
        assert sum(isinstance(item, Read) for item in out) == 20 - len(documents)
        finished = everything(store)
    with Store.open(tmp_path / "whole.db") as store:
        add(store, DOCUMENTS)
        assert everything(store) == finished


def test_two_programs_may_read_the_same_documents_at_once(tmp_path: Path) -> None:
    programs = [run_slowly(tmp_path / "case.db", 0.005) for _ in range(2)]
    for program in programs:
        _, errors = program.communicate(timeout=60)
        assert program.returncode == 0, errors
    with Store.open(tmp_path / "case.db") as store:
        assert store.counts().documents == 20 and store.counts().sentences == 60


def test_the_manifest_tells_what_came_of_each_file(store: Store, tmp_path: Path) -> None:
    rows = [f'{{"text": "{text}", "doc": "r{number}"}}' for number, text in enumerate(TEXTS[:3])]
    (tmp_path / "rows.jsonl").write_text("\n".join([*rows, "{not json"]))
    (tmp_path / "empty.txt").write_text(" ")
    (tmp_path / "one.txt").write_text(TEXTS[4])
    list(read_into([tmp_path / name for name in ("rows.jsonl", "empty.txt", "one.txt")], store, Settings(), make_stages()))
    (manifest,) = store.manifests()
    assert [(Path(one.name).name, one.documents, one.set_aside) for one in manifest.inputs] == [
        ("empty.txt", 0, {"empty": 1}),
        ("one.txt", 1, {}),
        ("rows.jsonl", 3, {"malformed": 1}),
    ]
    assert sum(one.documents for one in manifest.inputs) == manifest.newest == 4


@pytest.mark.parametrize("again", [False, True])
def test_a_text_that_comes_twice_in_one_run_is_read_once(store: Store, again: bool) -> None:
    if again:
        add(store, DOCUMENTS[:2])
    reader = WordReader()
    out = list(add_all([*DOCUMENTS[:2], *DOCUMENTS[:2]], store, Settings(batch_documents=1), make_stages(reader), again=again))
    assert [isinstance(item, Read) for item in out] == [True, True, False, False]
    assert sum(reader.batches) == 2


def test_other_versions_elsewhere_are_refused(store: Store) -> None:
    class Elsewhere(WordReader):
        version = "words-2"

    class Engine(Local[Stages]):
        def map(self, function, items):
            return (function(make_stages(Elsewhere()), item) for item in items)

    with pytest.raises(EngineError, match=r"words-2.*install the same Dateline"):
        list(add_all(DOCUMENTS, store, Settings(), make_stages(), engine=Engine(make_stages, 2)))
    assert store.counts().documents == 0
