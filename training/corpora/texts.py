"""Plain text for masked-language adaptation: the train parts of the corpora of running text. Weights only, no text is shipped."""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

from training.corpora.files import rows
from training.examples import Example, chunks


def load(data: Path, gold: Path) -> Iterator[Example]:
    """One example a chunk, without labels."""
    for name, text in _texts(data, gold):
        for words, sentences in chunks(text):
            yield Example("mask", name.split("/")[0], name, text, words, sentences)


def _texts(data: Path, gold: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((gold / "train" / "texts").glob("*.txt")):
        yield f"gold/{path.stem}", path.read_text(encoding="utf-8")
    for file in ("muc4/train", "polnear/train", "wikinews/all", "ecb_plus/train", "geoparsing/geovirus"):
        for row in rows(data / f"{file}.jsonl.gz"):
            yield f"{file}/{row['id']}", row["text"]
    yield from _voa(data / "voa" / "ner_dataset.csv.gz")


def _voa(path: Path) -> Iterator[tuple[str, str]]:
    """Sentences of the Voice of America, twelve to a text (document borders are not marked)."""
    sentences: list[list[str]] = []
    with gzip.open(path, "rt", encoding="latin-1", newline="") as file:
        for row in csv.DictReader(file):
            if row["Sentence #"]:
                sentences.append([])
            sentences[-1].append(row["Word"])
    joined = [" ".join(words) for words in sentences]
    for i in range(0, len(joined), 12):
        yield f"voa/{i}", " ".join(joined[i : i + 12])
