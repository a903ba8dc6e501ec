"""The blows: each is dealt to a program at a random moment, and tells what became of it."""

import contextlib
import os
import random
import resource
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.kills.cases import Reference, check, complete
from benchmarks.kills.programs import Desk, Program, gone, read, strike
from dateline.errors import StoreError
from dateline.store import Store

LONGEST_SECONDS = 5.0
"""Reading the crawl takes about that long on a quiet machine."""
DONE = (0, 1)
"""Exit codes of a program that has read all there is; 1 because the crawl has pages in another language."""
FAILED = 3
TOLD = ("damaged", "not a case file", "cannot read", "no case", "another program")
"""Words by which a torn file is refused."""


class Case:
    """A case that grows from blow to blow, and what was said to be kept in it."""

    def __init__(self, place: str, expected: Reference, server: Any = None) -> None:
        self.place, self.expected, self.server = place, expected, server
        self.said: set[str] = set()
        self.crawl = Path(expected.crawl)
        self.exists = False

    def read(self, before: Callable[[], None] | None = None) -> Program:
        """Begin to read, or go on."""
        return read(self.crawl, self.place, before)

    def remove(self) -> None:
        """Take the files away of a case that is done with: the disk is small."""
        for path in Path(self.place).parent.glob(f"{Path(self.place).name}*") if not self.server else ():
            path.unlink()

    def settle(self, program: Program) -> str:
        """After a program has ended: nothing is lost, doubled or half there; whether the case is complete."""
        self.said |= program.documents()
        if not self.server and not Path(self.place).exists():
            assert not self.said
            return "nothing yet"
        try:
            number = check(self.place, self.expected, self.said)
        except Exception as error:
            # Killed before the first table was made, there is no case yet, and that is said.
            if not self.said and "no case" in str(error):
                return "nothing yet"
            raise
        if number < len(self.expected.documents) or not complete(self.place, self.expected):
            return f"{number} documents"
        return "complete"


def moment(choose: random.Random) -> float:
    """Seconds until a blow: from the first moment on, as often early as late."""
    return choose.uniform(0.1, LONGEST_SECONDS)


def reader(case: Case, choose: random.Random) -> str:
    """A process that reads for the program is killed: the program goes on as if nothing was."""
    program = case.read()
    deadline = time.monotonic() + moment(choose)
    while program.running and (time.monotonic() < deadline or not program.workers()):
        time.sleep(0.02)
    if workers := program.workers():
        strike(choose.choice(workers))
    assert program.end() in DONE, program.said
    assert case.settle(program) == "complete"
    return "complete" if workers else "complete, missed"


def program(case: Case, choose: random.Random) -> str:
    """The program itself is killed, and no process of its own outlives it."""
    running = case.read()
    missed = not running.wait_for(moment(choose))
    workers = running.workers()
    running.kill()
    running.end()
    assert gone(workers), "processes outlive the program"
    return case.settle(running) + (", missed" if missed else "")


def database(case: Case, choose: random.Random) -> str:
    """The server of the database is killed while something is read into it, and started again."""
    running = case.read()
    missed = not running.wait_for(moment(choose))
    case.server.kill()
    code = running.end()
    case.server.start()
    if not missed and code not in DONE:
        assert code == FAILED and "run the command again" in running.complaint(), running.said
    return case.settle(running) + (", missed" if missed else "")


def files(case: Case, choose: random.Random) -> str:
    """Files may not grow beyond a size."""
    there = sum(path.stat().st_size for path in Path(case.place).parent.glob(Path(case.place).name + "*"))
    limit = there + choose.randrange(1, 1_500_000)
    running = case.read(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    return _full(case, running)


def disk(case: Case, choose: random.Random) -> str:
    """The disk under the case is full at some moment, and has room again."""
    folder = case.server.folder if case.server else Path(case.place).parent
    ballast = folder / "ballast"
    free = shutil.disk_usage(folder).free
    room = choose.randrange(0, 20_000_000 if case.server else 1_500_000)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, free - room))
    try:
        running = case.read()
        running.end()
    finally:
        ballast.unlink()
    if case.server:
        _revive(case.server)
    return _full(case, running)


def _revive(server: Any) -> None:
    """Wait until a server answers again; it ends itself where it cannot write its log, and is then started."""
    while server.process.poll() is None:
        with contextlib.suppress(AssertionError):
            server.run("pg_isready", *server.reached[:4], "-t", "1")
            return
        time.sleep(0.1)
    server.start()


def _full(case: Case, running: Program) -> str:
    code = running.end()
    missed = code in DONE
    if not missed:
        complaint = running.complaint()
        assert code == FAILED and "run the command again" in complaint, (code, running.said)
    return case.settle(running) + (", missed" if missed else "")


def desk(case: Case, choose: random.Random) -> str:
    """The desk is killed while somebody reviews: each act that it answered is there, once."""
    with Store.open(case.place, read_only=True) as store:
        statements = [statement.id for statement in store.statements()]
        with store.reviewing() as reviews:
            before = [act.id for act in reviews.acts()]
    review = Desk(case.place, choose.sample(statements, min(400, len(statements))))
    wait = choose.uniform(0.0, 1.5)
    if case.server and choose.random() < 0.5:
        time.sleep(wait)
        case.server.kill()
        review.program.kill()
        case.server.start()
    else:
        review.program.wait_for(wait)
        review.program.kill()
    review.end()
    with Store.open(case.place, read_only=True) as store, store.reviewing() as reviews:
        after = [act.id for act in reviews.acts()]
    assert after[: len(before)] == before and len(set(after)) == len(after), "acts of before were changed, or one is there twice"
    new = after[len(before) :]
    assert new[: len(review.kept)] == review.kept, "an act that was answered is lost"
    assert len(new) <= len(review.kept) + 1, "acts are there that nobody did"
    return f"{len(review.kept)} acts kept"


def torn(case: Case, choose: random.Random) -> str:
    """The program is killed and then its file, or the journal beside it, is cut or overwritten, as by a disk at fault.

    Either the case is good as it is (SQLite leaves out what a torn journal does not hold whole), or it is told that it is damaged.
    """
    path = Path(case.place)
    running = case.read()
    running.wait_for(moment(choose))
    running.kill()
    running.end()
    if case.settle(running) == "nothing yet":
        return "nothing yet"
    kept = path.with_suffix(".kept")
    with Store.open(path, create=False) as whole, Store.open(kept) as copy:
        copy.copy_from(whole)
    victims = [one for one in (path, path.with_name(path.name + "-wal")) if one.exists() and one.stat().st_size > 8192]
    victim = choose.choice(victims)
    what = _tear(victim, choose)
    looked = Program("db", "hash", case.place)
    code = looked.end()
    if code == 0:
        try:
            check(case.place, case.expected, set())
            result = f"{what}: good as it is"
        except StoreError as error:  # in an index, which a hash does not read
            assert any(words in str(error) for words in TOLD), error
            result = f"{what}: told"
    else:
        assert code == FAILED and any(words in looked.complaint() for words in TOLD), (code, looked.said)
        result = f"{what}: told"
    # What the message says: restore it from a copy, without the journal of the old one.
    for one in path.parent.glob(path.name + "*"):
        one.unlink()
    kept.rename(path)
    check(case.place, case.expected, case.said)
    return result


def _tear(victim: Path, choose: random.Random) -> str:
    size = victim.stat().st_size
    at = choose.randrange(size)
    name = "journal" if victim.name.endswith("-wal") else "file"
    with victim.open("r+b") as file:
        if choose.random() < 0.5:
            file.truncate(at)
            return f"{name} cut"
        file.seek(at)
        file.write(choose.randbytes(min(4096, size - at)))
        return f"{name} overwritten"
