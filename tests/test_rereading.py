"""Several readings of one archive: the new one beside the old, each document once whatever happens, chosen and compared."""

import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from makers import new_stages, old_stages
from older_schemas import WITHOUT_KEPT_VIEWS
from readings import make_document

from dateline.engine import Local
from dateline.errors import Reason, UsageError
from dateline.pipeline import add_all
from dateline.readings import Choice, as_read_by, choose, compare_readings, read_again, versions_of
from dateline.records import SetAside
from dateline.settings import Settings
from dateline.stages import Stages
from dateline.store import Store

TEXTS = [f"The army shelled village {n}. It rained. Officials said rebels seized bridge {n}. The rebels left." for n in range(12)]
DOCUMENTS = [make_document(text, f"report-{n:02}", published="1999-04-03") for n, text in enumerate(TEXTS)]


@pytest.fixture
def store(place: str):
    """A case of each kind in turn, read once."""
    with Store.open(place) as store:
        list(add_all(DOCUMENTS, store, Settings(), old_stages()))
        yield store


def reread(store: Store, load=new_stages, jobs: int = 1) -> int:
    with Local(load, jobs) as engine:
        run = engine.ask(versions_of)
        return sum(added for _, added in read_again(store, engine, run, store.unread(run)))


def everything(store: Store) -> tuple:
    return list(store.documents()), list(store.sentences()), list(store.statements()), list(store.set_aside())


def version(stages: Stages) -> str:
    return versions_of(stages).id


def test_the_old_reading_stays_whole_beside_the_new_one(store: Store) -> None:
    before = everything(store)
    assert reread(store) == len(DOCUMENTS)
    after = everything(store)
    assert after[0] == before[0] and after[2] != before[2]
    with as_read_by(store, choose(store, "previous")) as case:
        assert everything(case) == before
    with as_read_by(store, choose(store, version(old_stages())[:8])) as case:
        assert everything(case) == before
    with as_read_by(store, choose(store, version(new_stages())[:8])) as case:
        assert everything(case) == after
    with as_read_by(store, choose(store, "newest")) as case:
        assert case is store


def test_several_processes_give_what_one_gives(store: Store, tmp_path: Path) -> None:
    with Store.open(tmp_path / "other.db") as other:
        list(add_all(DOCUMENTS, other, Settings(), old_stages()))
        reread(store, jobs=1)
        reread(other, jobs=2)
        assert everything(store) == everything(other)
        assert store.manifests() == other.manifests()


def test_what_was_read_by_these_versions_is_not_read_twice(store: Store) -> None:
    reread(store)
    before = everything(store), store.manifests()
    assert reread(store) == 0
    assert (everything(store), store.manifests()) == before


def test_another_program_that_was_first_makes_nothing_double(store: Store) -> None:
    with Local(new_stages, 1) as engine:
        run = engine.ask(versions_of)
        mine = read_again(store, engine, run, len(DOCUMENTS))
        assert next(mine)[1]
        assert reread(store) == len(DOCUMENTS) - 1
        assert [added for _, added in mine].count(True) == 0
    assert [(m.newest, m.earlier) for m in store.manifests()] == [(0, 12), (12, 0)]


def test_there_and_back_again_keeps_one_reading_of_each(store: Store) -> None:
    first = everything(store)
    reread(store)
    second = everything(store)
    assert reread(store, old_stages) == len(DOCUMENTS)
    assert everything(store) == first
    with as_read_by(store, choose(store, "previous")) as case:
        assert everything(case) == second
    old, new = version(old_stages()), version(new_stages())
    assert {m.id: (m.newest, m.earlier) for m in store.manifests()} == {old: (12, 0), new: (0, 12)}


def test_a_document_that_was_corrected_meanwhile_is_left_for_the_next_time(store: Store) -> None:
    with Local(new_stages, 1) as engine:
        run = engine.ask(versions_of)
        documents = list(store.unread_documents(run))
        corrected = make_document(documents[-1].text, documents[-1].name, published="1999-04-05", published_from="option")
        mine = read_again(store, engine, run, 1)
        next(mine)
        list(add_all([corrected], store, Settings(), old_stages()))
        # Whether the last document was on its way by then is for the batches to say; what counts is what is there now.
        list(mine)
    assert store.document(corrected.id).published == "1999-04-05"
    reread(store)
    assert store.unread(run) == 0


def test_a_document_taken_out_takes_its_earlier_readings_along(store: Store) -> None:
    reread(store)
    store.remove(DOCUMENTS[0].id)
    assert store.kept_reading(DOCUMENTS[0].id) is None
    assert [(m.newest, m.earlier) for m in store.manifests()] == [(0, 11), (11, 0)]


def test_reading_again_by_path_keeps_the_old_reading_too(store: Store) -> None:
    before = everything(store)
    list(add_all(DOCUMENTS, store, Settings(), new_stages(), again=True))
    with as_read_by(store, choose(store, "previous")) as case:
        assert everything(case) == before


def test_reading_again_with_the_same_versions_keeps_nothing(store: Store) -> None:
    list(add_all(DOCUMENTS, store, Settings(), old_stages(), again=True))
    assert store.kept_reading(DOCUMENTS[0].id) is None and len(store.manifests()) == 1


def test_a_manifest_says_what_was_read_and_what_was_set_aside(store: Store) -> None:
    empty = SetAside(stage="ingest", item="empty.txt", reason=Reason.EMPTY)
    copy = make_document(TEXTS[0], "copy", source="copy.txt")
    list(add_all([empty, copy], store, Settings(), old_stages()))
    reread(store)
    old, new = store.manifests()
    assert (old.model, old.newest, old.earlier, old.sentences) == ("words-1", 0, 12, 48)
    assert old.statements == {"control": 12, "event": 12, "label": 12}
    assert old.set_aside == {"duplicate": 1, "empty": 1, "nothing_asserted": 12}
    assert (new.model, new.newest, new.earlier, new.sentences) == ("words-2", 12, 0, 48)
    assert new.statements == {"control": 12, "event": 12}
    assert new.set_aside == {"nothing_asserted": 12}
    # The copy is no part of a reading: it is noted still.
    assert [item.item for item in store.set_aside(["ingest"])] == ["copy.txt", "empty.txt"]


def test_a_run_is_found_by_the_start_of_its_id_and_by_nothing_else(store: Store) -> None:
    reread(store)
    ids = [manifest.id for manifest in store.manifests()]
    assert choose(store, ids[0][:12]).words == ids[0]
    for words in ("", "no-such-run", ids[0] + "0"):
        with pytest.raises(UsageError, match="show runs"):
            choose(store, words)


def test_a_comparison_tells_what_vanished_was_retyped_and_is_meant_otherwise(store: Store) -> None:
    reread(store)
    compared = list(compare_readings(store, Choice(words="previous"), Choice(words="newest")))
    assert all(one.both for one in compared)
    for one in compared:
        found = {(c.what, c.kind, c.before, c.after) for c in one.changes}
        assert found == {
            ("removed", "label", None, None),
            ("retyped", "event", "shelling", "attack"),
            ("meant", "control", "hedge: reported", "hedge: asserted"),
        }
        assert all(change.quote in change.sentence.anchor.exact for change in one.changes)


def test_a_comparison_with_itself_finds_nothing_and_one_with_nothing_says_so(store: Store) -> None:
    newest, previous = Choice(words="newest"), Choice(words="previous")
    assert not any(one.changes or not one.both for one in compare_readings(store, newest, newest))
    assert not any(one.changes or one.both for one in compare_readings(store, previous, newest))


def test_a_case_file_of_the_schema_before_is_brought_up_to_date_with_what_it_has(tmp_path: Path) -> None:
    """The schema of 0006 is had by taking back what came after it."""
    path = tmp_path / "case.db"
    with Store.open(path) as store:
        list(add_all(DOCUMENTS[:2], store, Settings(), old_stages()))
        before = everything(store)
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in (*WITHOUT_KEPT_VIEWS, "DROP TABLE spending"):
        connection.execute(statement)
    connection.execute("DROP TABLE kept_readings")
    connection.execute("ALTER TABLE set_aside DROP COLUMN run")
    connection.execute("UPDATE alembic_version SET version_num = '0006'")
    connection.close()
    with Store.open(path) as store:
        assert everything(store) == before
        assert reread(store) == 2


def test_killed_at_any_moment_it_loses_and_doubles_nothing(store: Store, tmp_path: Path) -> None:
    """Seeded kills of the program with its processes, then one run to the end: the same as without any."""
    code = textwrap.dedent(f"""
        import sys
        from functools import partial
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from makers import new_stages
        from dateline.engine import Local
        from dateline.readings import read_again, versions_of
        from dateline.store import Store
        if __name__ == "__main__":
            with Store.open({str(store.path)!r}) as store, Local(partial(new_stages, 0.05), 2) as engine:
                run = engine.ask(versions_of)
                for _, added in read_again(store, engine, run, store.unread(run)):
                    print(added, flush=True)
    """)
    chance, acknowledged = random.Random(7), 0
    for _ in range(4):
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert process.stdout
        for _ in range(chance.randrange(1, 3)):
            acknowledged += process.stdout.readline() == "True\n"
        time.sleep(chance.random() * 0.1)
        process.send_signal(signal.SIGKILL)
        rest = process.communicate()[0]
        acknowledged += rest.count("True\n")
        there = len(DOCUMENTS) - store.unread(versions_of(new_stages()))
        # What was committed but not yet told may be one more.
        assert acknowledged <= there <= acknowledged + 4
    assert acknowledged > 0
    reread(store)
    with Store.open(tmp_path / "whole.db") as whole:
        list(add_all(DOCUMENTS, whole, Settings(), old_stages()))
        reread(whole)
        assert everything(store) == everything(whole)
        assert store.manifests() == whole.manifests()
        for document in DOCUMENTS:
            assert store.kept_reading(document.id) == whole.kept_reading(document.id)
