"""Sentences with who does it to whom, and the PLOVER root of what is done (`event_coding`, set `plv`). No licence: weights only.

The roots are those of PLOVER's first manual, which has one root YIELD where the later one has CONCEDE and RETREAT. The corpus names
no documents, so the development part is cut by sentence: a fifth of each root, four of the rarest; sentences that are nearly the
same lie on one side.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from training.corpora.files import rows

FILE = Path("data/event_coding/train.jsonl.gz")
SHARE, LEAST = 0.2, 4
"""Of the sentences of a root, and how many at least, are the development part."""
RUN, ALIKE = 3, 0.5
"""Two sentences are nearly the same where the shorter one shares half of its runs of three words with the other."""
COMMON = 40
"""A run of words in more sentences than this tells nothing of two of them."""
Span = tuple[int, int]


class Dyad(NamedTuple):
    """One thing done: offsets of source and target in the sentence, None where the words name nobody."""

    sentence: str
    """Its id."""
    text: str
    source: Span | None
    target: Span | None
    root: str
    quad: int
    """As annotated: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict."""


def load(shared: Path, split: str) -> list[Dyad]:
    """The dyads of one part, `train` or `dev`. `shared` is the folder of the corpora."""
    found = list(rows(shared / FILE))
    dev = development(found)
    return dyads(row for row in found if (row["id"] in dev) == (split == "dev"))


def dyads(found: Iterable[Mapping[str, Any]]) -> list[Dyad]:
    """Everything done in these rows; rows that the set `plv` has not are left out."""
    return [
        Dyad(row["id"], row["text"], _span(dyad, "source"), _span(dyad, "target"), dyad["root"], dyad["penta"])
        for row in found
        for dyad in row["dyads"]
        if dyad.get("root")
    ]


def _span(dyad: Mapping[str, Any], side: str) -> Span | None:
    span = dyad.get(f"{side}_span")
    return (span[0], span[1]) if span else None


def development(found: Sequence[Mapping[str, Any]]) -> set[str]:
    """Ids of the development part. A group of alike sentences goes as one, under the root and the hash of its first with a root."""
    groups: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row, first in zip(found, alike([row["text"] for row in found]), strict=True):
        groups[first].append(row)
    by_root: dict[str, list[tuple[float, list[str]]]] = defaultdict(list)
    for group in groups.values():
        coded = dyads(group)
        if coded:
            by_root[coded[0].root].append((_draw(coded[0].sentence), [row["id"] for row in group]))
    kept: set[str] = set()
    for members in by_root.values():
        wanted = max(LEAST, SHARE * sum(len(ids) for _, ids in members))
        taken = 0
        for _, ids in sorted(members):
            if taken >= wanted:
                break
            kept.update(ids)
            taken += len(ids)
    return kept


def _draw(name: str) -> float:
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF


def alike(texts: Sequence[str]) -> list[int]:
    """For each text the first one that it is nearly the same as, itself or by way of others.

    >>> alike(["Troops left the town of A on Monday.", "A treaty was signed.", "On Monday troops left the town of A, he said."])
    [0, 1, 0]
    """
    runs = [_runs(text) for text in texts]
    where: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, of in enumerate(runs):
        for run in of:
            where[run].append(i)
    first = list(range(len(texts)))

    def root(i: int) -> int:
        while first[i] != i:
            first[i] = first[first[i]]
            i = first[i]
        return i

    for i, of in enumerate(runs):
        shared: dict[int, int] = defaultdict(int)
        for run in of:
            if len(where[run]) <= COMMON:
                for other in where[run]:
                    shared[other] += other < i
        for other, n in shared.items():
            if n >= ALIKE * min(len(of), len(runs[other])):
                a, b = sorted((root(i), root(other)))
                first[b] = a
    return [root(i) for i in range(len(texts))]


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1))}
