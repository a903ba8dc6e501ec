"""Our own annotation: what a reader wrote down with quotes -> offsets, and back.

A reader gets a folder of texts (`pick`, or `reopen` for a second look), writes `<doc>.jsonl` beside each `<doc>.txt`, one
assertion a line quoting the text, and runs `check`. `compile` keeps offsets and values alone, so that no text of a corpus enters
the repository. The form of a line is in `training/drafts.py`. `example` prints a gold document in that form.

    python -m training.annotate pick ../shared wikinews/all runs/drafts/wikinews --count 40
    python -m training.annotate check runs/drafts/wikinews
    python -m training.annotate compile ../shared runs/drafts/wikinews --out annotation/wikinews-c.jsonl
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.read.sentences import find_sentences
from training.corpora.files import rows
from training.drafts import compile_row, draft_row
from training.sources import candidates, source_text

SILENT_WORDS = 12
"""A sentence of at least this many words that bears nothing is named by `check`: most say something."""


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
            if _hash(text) != document["sha256"]:
                print(f"{document['doc']}: the text is not the one that was annotated", file=sys.stderr)
                continue
            yield document, text, row["assertions"]


def drafts(folder: Path) -> Iterator[tuple[dict[str, Any], str, list[dict[str, Any]], list[str]]]:
    """Head, text, assertions and complaints of each document of a folder that has a draft."""
    for path in sorted(folder.glob("*.jsonl")):
        head = json.loads(path.with_suffix(".head.json").read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        found, wrong = [], []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                found.append(compile_row(text, head["doc"], number, json.loads(line)))
            except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
                wrong.append(f"{path.name}:{number}: {type(error).__name__} {error}")
        yield head, text, found, wrong


def compile_folders(data: Path, folders: list[Path], out: Path) -> int:
    """Drafts -> one JSON Lines file, a document a line. Returns how many assertions were wrong; each is named on stderr."""
    lines, wrong, total = [], 0, 0
    for folder in folders:
        for head, text, found, complaints in drafts(folder):
            wrong += len(complaints)
            print(*complaints, sep="\n", end="\n" if complaints else "", file=sys.stderr)
            whole = source_text(data / "data", head["corpus"], head["source"])
            if whole[head["start"] : head["end"]] != text:
                print(f"{head['doc']}: the text was changed, left out", file=sys.stderr)
                continue
            total += len(found)
            row = {"document": head | {"sha256": _hash(text)}, "assertions": found}
            lines.append(json.dumps(row, ensure_ascii=False))
    out.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    print(f"{len(lines)} documents, {total} assertions, {wrong} wrong", file=sys.stderr)
    return wrong


def check(folder: Path) -> int:
    """Print what is wrong in the drafts of a folder, how dense they are, and longer sentences that bear nothing."""
    complaints = 0
    words = assertions = 0
    for head, text, found, wrong in drafts(folder):
        complaints += len(wrong)
        print(*wrong, sep="\n", end="\n" if wrong else "")
        words += len(text.split())
        assertions += len(found)
        for start, end in find_sentences(text):
            silent = not any(a["span"][0] < end and a["span"][1] > start for a in found)
            if silent and found and len(text[start:end].split()) >= SILENT_WORDS:
                print(f"{head['doc']}: nothing in: {' '.join(text[start:end].split())[:110]}")
    missing = [p.stem for p in sorted(folder.glob("*.txt")) if not p.with_suffix(".jsonl").exists()]
    print(f"{assertions} assertions in {words} words ({100 * assertions / max(1, words):.1f} a hundred), {complaints} wrong lines")
    print(f"{len(missing)} without a draft: {' '.join(missing[:8])}")
    return complaints


def pick(data: Path, corpus: str, folder: Path, count: int) -> None:
    """Write texts of a corpus that nobody has annotated yet, with a head each, into a folder."""
    banned = {_fold(s) for text in _annotated(data) for s in _sentences(text)}
    folder.mkdir(parents=True, exist_ok=True)
    made = 0
    for head, text in candidates(data / "data", corpus):
        if made == count or any(_fold(s) in banned for s in _sentences(text)):
            continue
        _write(folder, head, text)
        banned.update(_fold(s) for s in _sentences(text))
        made += 1
    print(f"{made} texts in {folder}")


def reopen(data: Path, names: list[str], folder: Path) -> None:
    """Write annotated documents out as drafts again, for a second look."""
    folder.mkdir(parents=True, exist_ok=True)
    for document, text, found in documents(data / "data"):
        if any(document["doc"].startswith(name) for name in names):
            _write(folder, {k: v for k, v in document.items() if k != "sha256"}, text)
            lines = [json.dumps(draft_row(text, a), ensure_ascii=False) for a in found]
            (folder / f"{document['doc']}.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def example(data: Path, doc: str) -> None:
    """Print a document of gold/train: its text, and its assertions as a draft."""
    gold = data / "gold" / "train"
    published = next(d["published"] for d in rows(gold / "docs.jsonl") if d["doc"] == doc)
    text = (gold / "texts" / f"{doc}.txt").read_bytes().decode("utf-8")
    print(f"### {doc} published {published}\n{text}\n### draft")
    for row in rows(gold / "gold.jsonl"):
        if row["doc"] == doc:
            print(json.dumps(draft_row(text, row), ensure_ascii=False))


def _annotated(data: Path) -> Iterator[str]:
    for part in ("train", "dev"):
        for path in sorted((data / "gold" / part / "texts").glob("*.txt")):
            yield path.read_text(encoding="utf-8")
    yield (data / "seed" / "seed.txt").read_text(encoding="utf-8")
    yield from (text for _, text, _ in documents(data / "data"))
    for path in Path("runs/drafts").glob("*/*.txt"):
        yield path.read_text(encoding="utf-8")


def _sentences(text: str) -> list[str]:
    return [text[s:e] for s, e in find_sentences(text) if e - s >= 40]


def _fold(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _write(folder: Path, head: dict[str, Any], text: str) -> None:
    (folder / f"{head['doc']}.txt").write_bytes(text.encode("utf-8"))
    (folder / f"{head['doc']}.head.json").write_text(json.dumps(head, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("pick", help="texts to annotate, into a folder")
    one.add_argument("data", type=Path)
    one.add_argument("corpus")
    one.add_argument("folder", type=Path)
    one.add_argument("--count", type=int, default=40)
    two = commands.add_parser("check", help="what is wrong in a folder's drafts")
    two.add_argument("folder", type=Path)
    three = commands.add_parser("compile", help="drafts -> offsets")
    three.add_argument("data", type=Path)
    three.add_argument("folders", type=Path, nargs="+")
    three.add_argument("--out", type=Path, required=True)
    four = commands.add_parser("reopen", help="annotated documents -> drafts")
    four.add_argument("data", type=Path)
    four.add_argument("folder", type=Path)
    four.add_argument("names", nargs="+", help="beginnings of document names")
    five = commands.add_parser("example", help="a gold document as a draft")
    five.add_argument("data", type=Path)
    five.add_argument("doc")
    args = parser.parse_args()
    match args.command:
        case "pick":
            pick(args.data, args.corpus, args.folder, args.count)
        case "check":
            raise SystemExit(1 if check(args.folder) else 0)
        case "compile":
            raise SystemExit(1 if compile_folders(args.data, args.folders, args.out) else 0)
        case "reopen":
            reopen(args.data, args.names, args.folder)
        case "example":
            example(args.data, args.doc)


if __name__ == "__main__":
    main()
