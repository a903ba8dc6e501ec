"""How far two readings of the same documents agree: `python -m training.agreement ../shared`.

The first reading (`annotation/twice/first.jsonl`) is the key; the second is scored as a program would be, by the scorer of the
shared folder: of an alt group its first line, optional lines included.
"""

import argparse
from pathlib import Path
from typing import Any

from training.annotate import documents
from training.corpora.files import rows
from training.tune import load_scorer

FOLDER = Path("annotation/twice")


def as_predicted(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Assertions as a program gives them: one of each alt group, none marked optional."""
    out: list[dict[str, Any]] = []
    groups: set[str] = set()
    for row in found:
        group = row.get("alt")
        if group is None or group not in groups:
            out.append({k: v for k, v in row.items() if k not in ("alt", "optional")})
        groups.add(group)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the shared folder")
    args = parser.parse_args()
    scorer = load_scorer(args.data)
    first: list[dict[str, Any]] = [a for row in rows(FOLDER / "first.jsonl") for a in row["assertions"]]
    second = [a for row in rows(FOLDER / "second.jsonl") for a in as_predicted(row["assertions"])]
    names = {row["document"]["doc"] for row in rows(FOLDER / "second.jsonl")}
    texts = {d["doc"]: scorer.Text(text) for d, text, _ in documents(args.data / "data", FOLDER) if d["doc"] in names}
    scorer.show(scorer.run(first, second, texts, sorted(texts)))


if __name__ == "__main__":
    main()
