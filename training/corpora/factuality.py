"""Event factuality, -3 (certainly not) to 3 (certainly): UDS-IH2 (CC BY-SA 4.0), MEANTIME (CC BY, Wikinews), RP implicatives."""

from collections.abc import Iterator
from pathlib import Path

from dateline.read.words import find_words
from training.corpora.files import rows
from training.examples import Example, word_range

_CORPORA = ("uds_ih2", "meantime", "rp_implicative")


def load(data: Path, split: str) -> Iterator[Example]:
    """One example a sentence: (word, value) of each judged predicate."""
    for corpus in _CORPORA if split == "train" else _CORPORA[:1]:
        for row in rows(data / "factuality" / f"{corpus}.{split}.jsonl.gz"):
            words = find_words(row["text"])
            found = [(r[1], t["factuality"]) for t in row["targets"] if (r := word_range(words, t["start"], t["end"]))]
            if found:
                yield Example("factuality", corpus, row["id"], row["text"], words, [0] * len(words), {"factuality": found})
