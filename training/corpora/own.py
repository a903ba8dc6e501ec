"""Documents annotated for this project (`annotation/`): offsets into texts of the corpora, and passages of our own with text."""

from collections.abc import Iterator
from pathlib import Path

from training.annotate import documents
from training.corpora.gold import examples
from training.examples import Example


def load(data: Path, folder: Path = Path("annotation")) -> Iterator[Example]:
    """One example a chunk, as from gold/. All of it is for training."""
    for document, text, found in documents(data, folder):
        yield from examples("own", document["doc"], text, document["published"], found)
