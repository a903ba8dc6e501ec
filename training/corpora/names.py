"""Entity corpora under one inventory, re3d's: re3d (per-document licences; the BBC's non-commercial documents left out), CrossNER
politics (MIT), WikiGold (CC BY 4.0), WNUT-17 (CC BY 4.0), UNER English EWT (CC BY-SA 4.0).

Each corpus marks only some types. A word it leaves unmarked may be of a type that it does not mark, so each example says
which types it knows (`covers`) and the loss leaves the others open.
"""

from collections.abc import Iterator
from pathlib import Path

from training.corpora.files import rows
from training.examples import Example
from training.labels import ENTITY_TYPES as TYPES

_NAMES = ("Organisation", "Location", "Person")
_SOURCES = {
    "re3d": ("re3d/conflibert_{split}.jsonl.gz", TYPES, {t: t for t in TYPES}),
    "crossner": (
        "crossner_politics/{split}.jsonl.gz",
        _NAMES,
        {
            "politicalparty": "Organisation",
            "organisation": "Organisation",
            "politician": "Person",
            "person": "Person",
            "location": "Location",
            "country": "Location",
        },
    ),
    "wikigold": ("wikigold/all.jsonl.gz", _NAMES, {"PER": "Person", "ORG": "Organisation", "LOC": "Location"}),
    "wnut17": (
        "wnut17/{split}.jsonl.gz",
        _NAMES,
        {"person": "Person", "location": "Location", "group": "Organisation", "corporation": "Organisation"},
    ),
    "uner": ("uner_ewt/{split}.jsonl.gz", _NAMES, {"PER": "Person", "ORG": "Organisation", "LOC": "Location"}),
}


def load(data: Path, split: str, corpora: tuple[str, ...] = tuple(_SOURCES)) -> Iterator[Example]:
    """One example a sentence. UNER has only a dev part here: it trains, its scores are not reported."""
    closed = {r["id"] for r in rows(data / "re3d" / "documents.jsonl.gz") if "NC" in r["licence"]}
    for corpus in corpora:
        pattern, covers, types = _SOURCES[corpus]
        if split == "dev" and corpus in ("wikigold", "uner"):
            continue
        part = "dev" if corpus == "uner" else split
        for row in rows(data / pattern.format(split=part)):
            if row.get("doc_id") in closed and split == "train":
                continue
            yield _example(row, corpus, covers, types)


def _example(row: dict, corpus: str, covers: tuple[str, ...], types: dict[str, str]) -> Example:
    words, at = [], 0
    for token in row["tokens"]:
        at = row["text"].index(token, at)
        words.append((at, at + len(token)))
        at += len(token)
    found, before = [], "O"
    for tag in row["tags"]:
        name = types.get(tag[2:])
        inside = tag[:1] == "I" and before[2:] == tag[2:] and before != "O"
        found.append("O" if tag == "O" else ("?" if name is None else f"{'I' if inside else 'B'}-{name}"))
        before = tag
    labels = {"entity": found, "covers": list(covers)}
    return Example("entity", corpus, str(row.get("doc_id") or row["id"]), row["text"], words, [0] * len(words), labels)
