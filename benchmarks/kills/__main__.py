"""The command: deals the blows in turn and tells what became of each; one JSON object a blow on stdout, the sum on stderr.

Exit codes: 0 nothing was lost or doubled, 1 something was, 2 usage. Needs Linux; PostgreSQL's server for the part with a database;
the right to mount for a disk that is full (without it, that blow is left out).
"""

import argparse
import contextlib
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from benchmarks.kills import blows
from benchmarks.kills.blows import Case
from benchmarks.kills.cases import reference
from dateline.store import Store

KILLS = 200
ARTICLES, WORDS = 120, 60
DISK_BYTES = {"sqlite": 60_000_000, "postgresql": 400_000_000}
Blow = Callable[[Case, random.Random], str]
BLOWS: dict[str, tuple[Blow, ...]] = {
    "sqlite": (blows.program, blows.reader, blows.desk, blows.program, blows.disk, blows.torn, blows.files, blows.program),
    "postgresql": (blows.database, blows.program, blows.desk, blows.reader, blows.disk, blows.database),
}


@contextlib.contextmanager
def small_disk(folder: Path, size: int) -> Iterator[bool]:
    """A disk of so many bytes at a folder; False where it may not be mounted."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, check=False)
    try:
        yield mounted.returncode == 0
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "--lazy", folder], check=False)


def deal(kind: str, kills: int, seed: int, folder: Path) -> Iterator[dict]:
    """Deal so many blows to cases in one kind of database."""
    from benchmarks.crawls import write_crawl  # needs packages of its own

    crawl = folder / "crawl.warc.gz"
    write_crawl(crawl, ARTICLES, seed=seed, words=WORDS)
    expected = reference(crawl, str(folder / "reference.db"))
    with small_disk(folder / kind, DISK_BYTES[kind]) as mounted, contextlib.ExitStack() as stack:
        server = stack.enter_context(_server(folder / kind)) if kind == "postgresql" else None
        dealt = [blow for blow in BLOWS[kind] if blow is not blows.disk or mounted]
        numbers = count(1)

        def fresh() -> Case:
            name = f"case{next(numbers)}"
            if server:
                server.run("createdb", *server.reached, name)
            return Case(server.url(name) if server else str(folder / kind / f"{name}.db"), expected, server)

        case, read = fresh(), filled(fresh(), folder)
        for number in range(kills):
            blow = dealt[number % len(dealt)]
            choose = random.Random(f"{seed}/{kind}/{number}")
            told: dict = {"database": kind, "blow": blow.__name__, "number": number}
            try:
                told["result"] = blow(read if blow is blows.desk else case, choose)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
                told |= {"result": "FAILED", "error": f"{type(error).__name__}: {error}"}
            if blow is not blows.desk and told["result"].startswith(("complete", "FAILED")):
                case.remove()
                case = fresh()
            yield told


def filled(case: Case, folder: Path) -> Case:
    """A case that has been read in peace, to be reviewed."""
    with Store.open(folder / "reference.db", read_only=True) as source, Store.open(case.place) as target:
        target.copy_from(source)
    return case


@contextlib.contextmanager
def _server(folder: Path) -> Iterator:
    from tests import postgres_server

    bin = postgres_server.programs()
    assert bin, postgres_server.MISSING
    for parent in (folder, *folder.parents):
        if parent.stat().st_mode & 0o77 == 0 and parent != Path("/"):
            parent.chmod(0o711)
    server = postgres_server.Server(folder, bin)
    try:
        yield server
    finally:
        server.stop()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description="Kills programs at random moments and looks.")
    parser.add_argument("--kills", type=int, default=KILLS, metavar="N", help=f"in all [default: {KILLS}]")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    args = parser.parse_args()
    kinds = ["sqlite", "postgresql"] if args.database == "both" else [args.database]
    seen: Counter[str] = Counter()
    for kind in kinds:
        with tempfile.TemporaryDirectory(prefix="dateline-kills-") as folder:
            for told in deal(kind, args.kills // len(kinds), args.seed, Path(folder)):
                print(json.dumps(told), flush=True)
                seen[f"{told['database']} {told['blow']}"] += 1
                seen["failed"] += told["result"] == "FAILED"
    print(", ".join(f"{name} {number}" for name, number in sorted(seen.items())), file=sys.stderr)
    return 1 if seen["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
