"""Whole documents annotated with every assertion (`gold/`): kinds, types, hedges, voices and arguments.

Licences differ by document (field `licence`): weights only, no text is shipped. Where the annotation gives a name without its
place in the text (targets, addressees, times), the place is looked for; where it is not found the role is left open, not denied.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.corpora.files import rows
from training.examples import Example, chunks, marks_of, word_range
from training.silver_times import silver_time_spans


def load(gold: Path, split: str) -> Iterator[Example]:
    """One example a chunk. `gold` is the folder with `train/` and `dev/`."""
    folder = gold / split
    assertions: dict[str, list[dict[str, Any]]] = {}
    for row in rows(folder / "gold.jsonl"):
        assertions.setdefault(row["doc"], []).append(row)
    for document in rows(folder / "docs.jsonl"):
        name = document["doc"]
        with (folder / "texts" / f"{name}.txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        yield from examples("gold", name, text, document["published"], assertions.get(name, []))


def examples(corpus: str, name: str, text: str, published: str | None, found: list[dict[str, Any]]) -> Iterator[Example]:
    """The chunks of one annotated document."""
    times = silver_time_spans(text, published, found)
    mentions = _mentions(found)
    marks = marks_of(text)
    for words, sentences in chunks(text):
        labels = {"assertions": _in_chunk(found, times, published, text, words, mentions)}
        yield Example("assertions", corpus, name, text, words, sentences, labels, [marks[word] for word in words])


def _mentions(found: list[dict[str, Any]]) -> dict[str, list[tuple[int, int]]]:
    """Name -> places in the text where the annotation says that this actor is meant."""
    places: dict[str, list[tuple[int, int]]] = {}
    for row in found:
        holders = [
            *row.get("actors", ()),
            *row.get("recipients", ()),
            *(row.get(k) for k in ("subject", "object", "actor", "voice")),
        ]
        for holder in holders:
            if isinstance(holder, dict) and holder.get("name") and holder.get("span"):
                places.setdefault(holder["name"].lower(), []).append(tuple(holder["span"]))
    return places


def _in_chunk(
    found: list[dict[str, Any]],
    times: list[tuple[int, int] | None],
    published: str | None,
    text: str,
    words: list[tuple[int, int]],
    mentions: dict[str, list[tuple[int, int]]],
) -> list[dict[str, Any]]:
    low, high = words[0][0], words[-1][1]
    out = []
    for row, time in zip(found, times, strict=True):
        start, end = row["span"]
        middle = (start + end) // 2
        if not low <= middle < high or (span := word_range(words, start, end)) is None:
            continue
        roles, open_roles = _roles(row, time, text, mentions)
        placed = [(role, *r) for role, (s, e) in roles if s < high and e > low and (r := word_range(words, s, e))]
        open_roles += [role for role, (s, e) in roles if not (s < high and e > low)]
        voice = row["voice"]
        out.append(
            {
                "kind": row["kind"],
                "type": row.get("change") if row["kind"] == "control" else row.get("type"),
                "span": span,
                "optional": bool(row.get("optional")),
                "hedge": row["hedge"],
                "voice": "author" if voice["type"] == "author" else ("named" if voice.get("name") else "unnamed"),
                "likelihood": row.get("likelihood"),
                "conditional": row.get("conditional"),
                "dating": _dating(row["time"], time, published),
                "roles": placed,
                "open": sorted({"cue", *open_roles}),
            }
        )
    return out


def _dating(when: dict[str, str] | None, words: tuple[int, int] | None, published: str | None) -> str | None:
    """What an assertion's time hangs on; None where that cannot be told."""
    if when is None:
        return "undated"
    if words is not None:
        return "words"
    return "publication" if published and when["start"] == when["end"] == published[:10] else None


def _roles(row: dict[str, Any], time: tuple[int, int] | None, text: str, mentions: dict[str, list[tuple[int, int]]]):
    """(role, characters) of each argument with a place in the text, and the roles whose place is unknown."""
    roles: list[tuple[str, tuple[int, int]]] = []
    unknown: list[str] = []
    singles = {"voice": "source", "subject": "subject", "object": "object", "actor": "actor", "place": "place"}
    for key, role in singles.items():
        holder = row.get(key)
        if isinstance(holder, dict) and not (key == "voice" and holder["type"] == "author"):
            roles.append((role, tuple(holder["span"]))) if holder.get("span") else unknown.append(role)
    lists = {"actors": "actor", "recipients": "recipient", "places": "place"}
    for key, role in lists.items():
        for holder in row.get(key) or ():
            roles.append((role, tuple(holder["span"]))) if holder.get("span") else unknown.append(role)
    for count in row.get("counts") or ():
        role = f"count:{count['of']}"
        roles.append((role, tuple(count["span"]))) if count.get("span") else unknown.append(role)
    if row.get("number_span"):
        roles.append(("number", tuple(row["number_span"])))
    if row["time"]:
        roles.append(("time", time)) if time else unknown.append("time")
    for key in ("target", "addressee"):
        if row.get(key):
            place = _nearest(row[key], row["span"], text, mentions)
            roles.append((key, place)) if place else unknown.append(key)
    return roles, unknown


def _nearest(name: str, span: list[int], text: str, mentions: dict[str, list[tuple[int, int]]]) -> tuple[int, int] | None:
    """Place of a name nearest to a span: a known mention of it, or its words as printed."""
    places = list(mentions.get(name.lower(), ()))
    folded, wanted = text.lower(), name.lower().removeprefix("the ")
    at = folded.find(wanted)
    while at >= 0 and len(folded) == len(text):
        places.append((at, at + len(wanted)))
        at = folded.find(wanted, at + 1)
    middle = sum(span) / 2
    return min(places, key=lambda p: abs((p[0] + p[1]) / 2 - middle), default=None)
