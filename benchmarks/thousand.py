"""A thousand cores and one store: a simulation, `python -m benchmarks.thousand [--seconds ...]`. Nothing is read; times are given.

A writer (one `dateline read`) takes results in the order of the articles, as `Engine.map` gives them: each costs it some time of
its own and then a transaction in the database, for which it waits. Workers have some articles in hand (`AHEAD`) and stand idle when
these are done and not taken, because the writer is busy or waits for a slow one. The database does so many things at once as it has
cores. Reading times are log-normal, as articles' lengths are. The defaults are what was measured on two cores (docs/archives.md).
"""

import argparse
import heapq
import json
import math
import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from dateline.engine.contract import AHEAD

SPREAD = 0.6
"""Standard deviation of the logarithm of reading times."""


@dataclass(frozen=True)
class Costs:
    """Seconds for one article."""

    read: float = 0.12
    writer: float = 0.006
    """Of the process that writes: unpacking, rows, encoding."""
    database: float = 0.005
    """Of a core of the database's server."""


@dataclass
class Item:
    """One article under way."""

    worker: int
    done: bool = False


@dataclass
class Writer:
    """One process that writes, with its workers."""

    workers: list[int]
    order: deque[Item] = field(default_factory=deque)
    """Its items in the order in which they are taken."""
    busy: bool = False


def simulate(cores: int, writers: int, database_cores: int, costs: Costs, documents: int, seed: int = 0) -> dict[str, float]:
    """Let so many workers, shared among writers, read so many documents into one database."""
    choose = random.Random(seed)
    mean = math.log(costs.read) - SPREAD**2 / 2
    groups = [Writer(list(range(group, cores, writers))) for group in range(writers)]
    owner = [worker % writers for worker in range(cores)]
    hands: list[deque[Item]] = [deque() for _ in range(cores)]
    waiting: deque[int] = deque()
    free, done, now = database_cores, 0, 0.0
    read_seconds = database_seconds = 0.0
    events: list[tuple[float, int, str, int]] = []
    numbers = count()

    def at(seconds: float, what: str, who: int) -> None:
        heapq.heappush(events, (now + seconds, next(numbers), what, who))

    def begin(worker: int) -> None:
        nonlocal read_seconds
        seconds = choose.lognormvariate(mean, SPREAD)
        read_seconds += seconds
        at(seconds, "read", worker)

    def give(group: Writer) -> None:
        """The worker with the least to do gets an item."""
        worker = min(group.workers, key=lambda one: len(hands[one]))
        item = Item(worker)
        group.order.append(item)
        hands[worker].append(item)
        if len(hands[worker]) == 1:
            begin(worker)

    def take(number: int) -> None:
        """The writer takes the result whose turn it is, if it is there."""
        group = groups[number]
        if not group.busy and group.order[0].done:
            group.busy = True
            group.order.popleft()
            give(group)
            at(costs.writer, "written", number)

    for group in groups:
        for _ in range(AHEAD * len(group.workers)):
            give(group)
    while done < documents:
        now, _, what, who = heapq.heappop(events)
        if what == "read":
            hands[who].popleft().done = True
            if hands[who]:
                begin(who)
            take(owner[who])
        elif what == "written":
            waiting.append(who)
        else:
            free += 1
            done += 1
            groups[who].busy = False
            take(who)
        while free and waiting:
            free -= 1
            seconds = choose.expovariate(1 / costs.database)
            database_seconds += seconds
            at(seconds, "kept", waiting.popleft())
    return {
        "cores": cores,
        "writers": writers,
        "database_cores": database_cores,
        "documents_per_second": round(done / now, 1),
        "of_ideal": round(done / now / (cores / costs.read), 3),
        "workers_busy": round(min(1.0, read_seconds / now / cores), 3),
        "database_busy": round(database_seconds / now / database_cores, 3),
    }


def designs(costs: Costs, documents: int) -> Iterator[dict[str, float]]:
    """What was asked: one writer with ever more workers, more writers, more of a server, and the case parted in several."""
    for cores in (2, 8, 16, 32, 64, 1_000):
        yield simulate(cores, 1, 4, costs, documents)
    for writers, database_cores in ((32, 8), (64, 8), (64, 16), (64, 32), (128, 32), (128, 64)):
        yield simulate(1_000, writers, database_cores, costs, documents)


def main() -> None:
    usual = Costs()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.thousand", description="A thousand cores and one store, simulated.")
    parser.add_argument("--read", type=float, default=usual.read, metavar="SECONDS", help="a worker reads an article")
    parser.add_argument("--writer", type=float, default=usual.writer, metavar="SECONDS", help="a writer is busy with it")
    parser.add_argument("--database", type=float, default=usual.database, metavar="SECONDS", help="a core of the server is")
    parser.add_argument("--documents", type=int, default=40_000, metavar="N")
    args = parser.parse_args()
    for row in designs(Costs(args.read, args.writer, args.database), args.documents):
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
