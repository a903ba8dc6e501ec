"""Texts of the data folder that can be annotated: by name, and in the order in which a reader should get them.

Excerpts end at a sentence; a document that says little of conflict comes late, except for a share of hard negatives.
"""

import csv
import functools
import gzip
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.read.sentences import find_sentences
from training.corpora.files import rows

EXCERPT_WORDS = 230
_OUTLETS = {"event_classification/insightCrime.train": "InSight Crime", "voa": "Voice of America"}
_CONFLICT = re.compile(
    r"\b(kill|attack|troop|militar|rebel|soldier|bomb|army|fight|force|milit|govern|police|protest|sanction|ceasefire|truce|agree|"
    r"refugee|displac|hostage|kidnap|abduct|arrest|releas|withdr|deploy|front|party|leader|alliance|control|captur|seiz|peace)\w*",
    re.IGNORECASE,
)
_NEGATIVES = 0.06
_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_DATELINE = re.compile(rf"(\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d\d)\s*(?:\(([^)]+)\))?")
"""Of a wire of MUC-4: SAN SALVADOR, 8 JAN 90 (ACAN-EFE)."""


def source_text(data: Path, corpus: str, identifier: str) -> str:
    """The text of one document of a corpus file, or of `own/` for passages written for this project.

    Args:
        identifier: an id; several ids (with blanks between) of single sentences; `first-last` of VOA sentences.

    Raises:
        KeyError: no such document.
    """
    if corpus == "own":
        return (Path("annotation/own") / f"{identifier}.txt").read_text(encoding="utf-8")
    if corpus == "voa":
        first, last = map(int, identifier.split("-"))
        return " ".join(_untokenised(s) for s in _voa(data)[first : last + 1])
    found = _file(data / f"{corpus}.jsonl.gz")
    if corpus == "event_coding/train":
        return "\n\n".join(found[i]["text"] for i in identifier.split())
    if identifier not in found:
        raise KeyError(f"{corpus} has no document {identifier}")
    return found[identifier]["text"]


@functools.cache
def _file(path: Path) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows(path)}


@functools.cache
def _voa(data: Path) -> list[list[str]]:
    sentences: list[list[str]] = []
    with gzip.open(data / "voa" / "ner_dataset.csv.gz", "rt", encoding="latin-1", newline="") as file:
        for row in csv.DictReader(file):
            if row["Sentence #"]:
                sentences.append([])
            sentences[-1].append(row["Word"])
    return sentences


def _untokenised(words: list[str]) -> str:
    """Words joined as printed: no blank before stops and clitics, none inside brackets."""
    joined = re.sub(r" ([.,;:!?%)\]]|'s\b|n't\b|'(?:re|ve|ll|d|m)\b|' )", r"\1", " ".join(words))
    return re.sub(r"([(\[$]) ", r"\1", joined)


def candidates(data: Path, corpus: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Heads and texts of a corpus, most conflict first, with hard negatives strewn in; the same order every time."""
    found = [_excerpt(corpus, *item) for item in _items(data, corpus)]
    density = {head["doc"]: len(_CONFLICT.findall(text)) / (len(text.split()) + 20) for head, text in found}

    def order(item: tuple[dict[str, Any], str]) -> tuple[bool, float]:
        doc = item[0]["doc"]
        draw = int(hashlib.sha256(doc.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF
        return not (density[doc] > 0.045 or draw < _NEGATIVES), draw

    yield from sorted((f for f in found if len(f[1].split()) >= 40), key=order)


def _items(data: Path, corpus: str) -> Iterator[tuple[str, str, str | None, str | None]]:
    """Source id, text, date, outlet."""
    if corpus == "voa":
        for first, last in _voa_items(data):
            yield f"{first}-{last}", source_text(data, "voa", f"{first}-{last}"), None, None
        return
    if corpus == "event_coding/train":
        found = [r for r in rows(data / f"{corpus}.jsonl.gz") if _draw(r["id"]) >= 0.2]  # a fifth is kept for development
        rare = [r for r in found if {d["root"] for d in r["dyads"]} & _RARE] + [r for r in found if not r["dyads"]][:60]
        for i in range(0, len(rare), 7):
            ids = " ".join(r["id"] for r in rare[i : i + 7])
            yield ids, source_text(data, corpus, ids), None, None
        return
    for row in rows(data / f"{corpus}.jsonl.gz"):
        yield row["id"], row["text"], row.get("date"), row.get("outlet")


_RARE = {
    "AID",
    "AGREE",
    "SUPPORT",
    "CONCEDE",
    "RETREAT",
    "SANCTION",
    "PROTEST",
    "MOBILIZE",
    "COERCE",
    "CONSULT",
    "COOPERATE",
    "THREATEN",
}


def _draw(name: str) -> float:
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF


def _voa_items(data: Path) -> Iterator[tuple[int, int]]:
    """Runs of sentences that share names: the borders of items are not marked."""
    first, known = 0, set()
    sentences = _voa(data)
    for i, words in enumerate(sentences):
        names = {w for w in words[1:] if w[:1].isupper() and len(w) > 2 and not w.endswith("day")}
        follows = words[0] in ("He", "She", "It", "They", "The", "But", "Officials", "In", "Mr.") and i - first < 2
        if (i > first and not names & known and not follows) or i - first >= 11:
            if i - first >= 4:
                yield first, i - 1
            first, known = i, set()
        known |= names


def _excerpt(corpus: str, source: str, text: str, date: str | None, outlet: str | None) -> tuple[dict[str, Any], str]:
    start = text.index("[TEXT]") + 7 if "[TEXT]" in text[:600] else 0
    if wire := _DATELINE.search(text[:start]):
        day, month, year, outlet = wire.groups()
        date = f"19{year}-{_MONTHS.index(month) + 1:02d}-{int(day):02d}"
    end, words = start, 0
    for s, e in find_sentences(text[start:]):
        if words and words + len(text[start + s : start + e].split()) > EXCERPT_WORDS:
            break
        words, end = words + len(text[start + s : start + e].split()), start + e
    prefix = re.sub(r"\W+", "", corpus.split("/")[-1].split(".")[0] if "event_c" in corpus else corpus.split("/")[0])[:8].lower()
    doc = f"{prefix}-{re.sub(r'[^A-Za-z0-9]+', '-', source.split(' ')[0])[-24:].strip('-').lower()}"
    head = {"doc": doc, "corpus": corpus, "source": source, "published": date, "published_estimated": False}
    return head | {"outlet": outlet or _OUTLETS.get(corpus), "start": start, "end": end}, text[start:end]
