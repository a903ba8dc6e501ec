"""Our own annotation: from what a reader wrote down with quotes to offsets, and back to examples.

A reader writes one JSON file a document, quoting the text; `compile` finds the quotes and keeps offsets and values alone, so that
no text of a corpus enters the repository. `show` prints a document. Rows are in the form of gold/ without `quote`.

    python -m training.annotate show ../shared/data wikinews/all wn2019-0
    python -m training.annotate compile ../shared/data drafts/*.json --out annotation/wikinews.jsonl
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.corpora.files import rows

KINDS = ("event", "control", "relation", "quantity", "label", "forecast", "recommendation", "judgement")
HEDGES = ("asserted", "reported", "possible", "probable", "denied")
_SPANNED = ("actors", "recipients", "places", "counts")
_SINGLE = ("actor", "place", "subject", "object")
_VALUES = (
    "type",
    "change",
    "mode",
    "low",
    "high",
    "approx",
    "ratio",
    "what",
    "target",
    "term",
    "likelihood",
    "conditional",
    "addressee",
)


def source_text(data: Path, corpus: str, identifier: str) -> str:
    """The text of one document of a corpus file, or of `own/` for passages written for this project.

    Raises:
        KeyError: no such document.
    """
    if corpus == "own":
        return (Path("annotation/own") / f"{identifier}.txt").read_text(encoding="utf-8")
    for row in rows(data / f"{corpus}.jsonl.gz"):
        if row["id"] == identifier:
            return row["text"]
    raise KeyError(f"{corpus} has no document {identifier}")


def locate(text: str, quote: str, near: tuple[int, int], nth: int = 0) -> tuple[int, int]:
    """Where a quote stands: the `nth` time if given (from 1), else inside `near`, else nearest to it.

    Raises:
        ValueError: the text does not have it.
    """
    whole = rf"(?<!\w){re.escape(quote)}(?!\w)"  # "he" is not in "the"
    found = [m.start() for m in re.finditer(whole, text)] or [m.start() for m in re.finditer(re.escape(quote), text)]
    if not found or nth > len(found):
        raise ValueError(f"not in the text: {quote!r}")
    start = found[nth - 1] if nth else min(found, key=lambda s: (not near[0] <= s < near[1], abs(s - near[0])))
    return start, start + len(quote)


def compile_row(text: str, doc: str, number: int, row: dict[str, Any]) -> dict[str, Any]:
    """One assertion with offsets for quotes. Raises ValueError naming what is wrong."""
    if row["kind"] not in KINDS or row.get("hedge", "asserted") not in HEDGES:
        raise ValueError(f"kind or hedge unknown: {row['kind']}, {row.get('hedge')}")
    span = locate(text, row["quote"], (0, len(text)), row.get("nth", 1))
    out: dict[str, Any] = {"id": f"{doc}/{number}", "doc": doc, "kind": row["kind"], "span": list(span)}
    voice = row.get("voice", "author")
    out["voice"] = {"type": "author"}
    if voice != "author":
        out["voice"] = {"type": "source", "name": voice.get("name"), "span": list(locate(text, voice["quote"], span))}
    out["hedge"] = row.get("hedge", "asserted")
    time = row.get("time")
    out["time"] = {"start": time[0], "end": time[1]} if time else None
    for key in _SPANNED:
        if key in row or (row["kind"] == "event" and key != "places") or key == "places":
            out[key] = [_spanned(text, item, span) for item in row.get(key, ())]
    for key in _SINGLE:
        if row.get(key):
            out[key] = _spanned(text, row[key], span)
    out |= {key: row[key] for key in _VALUES if key in row}
    if row["kind"] == "quantity":
        out["number_span"] = list(locate(text, row["number"], span))
    for key in ("optional", "alt"):
        if row.get(key):
            out[key] = f"{doc}/{row[key]}" if key == "alt" else True
    return out


def _spanned(text: str, item: dict[str, Any], near: tuple[int, int]) -> dict[str, Any]:
    kept = {k: v for k, v in item.items() if k != "quote"}
    return kept | {"span": list(locate(text, item["quote"], near))}


def documents(data: Path, folder: Path = Path("annotation")) -> Iterator[tuple[dict[str, Any], str, list[dict[str, Any]]]]:
    """Every annotated document: record, text, assertions. One whose source is not at hand or differs is left out by name."""
    for path in sorted(folder.glob("*.jsonl")):
        for row in rows(path):
            document = row["document"]
            try:
                text = source_text(data, document["corpus"], document["source"])[document["start"] : document["end"]]
            except (KeyError, OSError) as error:
                print(f"{document['doc']}: {error}", file=sys.stderr)
                continue
            if hashlib.sha256(text.encode()).hexdigest()[:16] != document["sha256"]:
                print(f"{document['doc']}: the text is not the one that was annotated", file=sys.stderr)
                continue
            yield document, text, row["assertions"]


def compile_files(data: Path, drafts: list[Path], out: Path) -> int:
    """Drafts -> one JSON Lines file, a document a line. Returns how many assertions were wrong; each is named on stderr."""
    lines, wrong, total = [], 0, 0
    for path in sorted(drafts):
        draft = json.loads(path.read_text(encoding="utf-8"))
        whole = source_text(data, draft["corpus"], draft["source"])
        start, end = draft.get("start", 0), draft.get("end") or len(whole)
        text, found = whole[start:end], []
        for number, row in enumerate(draft["assertions"], 1):
            try:
                found.append(compile_row(text, draft["doc"], number, row))
            except (ValueError, KeyError, TypeError) as error:
                wrong += 1
                print(f"{path.name} assertion {number}: {error}", file=sys.stderr)
        total += len(found)
        keep = ("doc", "corpus", "source", "published", "published_estimated", "outlet")
        document = {k: draft.get(k) for k in keep} | {"start": start, "end": end}
        document["sha256"] = hashlib.sha256(text.encode()).hexdigest()[:16]
        lines.append(json.dumps({"document": document, "assertions": found}, ensure_ascii=False))
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} documents, {total} assertions, {wrong} wrong", file=sys.stderr)
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    show = commands.add_parser("show")
    show.add_argument("data", type=Path)
    show.add_argument("corpus")
    show.add_argument("source")
    make = commands.add_parser("compile")
    make.add_argument("data", type=Path)
    make.add_argument("drafts", type=Path, nargs="+")
    make.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if args.command == "show":
        print(source_text(args.data, args.corpus, args.source))
    else:
        raise SystemExit(1 if compile_files(args.data, args.drafts, args.out) else 0)


if __name__ == "__main__":
    main()
