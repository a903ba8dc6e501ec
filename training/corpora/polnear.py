"""PolNeAR: who says what in political news (source, cue, content). No licence file: weights only, no text is shipped."""

from collections.abc import Iterator
from pathlib import Path

from training.corpora.files import rows
from training.examples import Example, chunks, tags, word_range

PARTS = ("source", "cue", "content")


def load(data: Path, split: str) -> Iterator[Example]:
    """One example a chunk, with BIO tags of each part and the attributions as (content, sources, cues)."""
    for row in rows(data / "polnear" / f"{split}.jsonl.gz"):
        for words, sentences in chunks(row["text"]):
            low, high = words[0][0], words[-1][1]
            found = [
                {part: [r for s, e in a[part] if s < high and e > low and (r := word_range(words, s, e))] for part in PARTS}
                for a in row["attributions"]
            ]
            labels = {part: tags(len(words), [(*r, part) for a in found for r in a[part]]) for part in PARTS}
            yield Example(
                task="attribution",
                corpus="polnear",
                document=row["id"],
                text=row["text"],
                words=words,
                sentences=sentences,
                labels={**labels, "attributions": [a for a in found if a["content"]]},
            )
