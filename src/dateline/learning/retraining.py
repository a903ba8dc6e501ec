"""Gold -> what was learned from it and what that gains; too few rows are refused before anything is read."""

from collections.abc import Callable, Sequence

from dateline.compare import Gold
from dateline.errors import LearningError
from dateline.learning.fitting import learn
from dateline.learning.material import materials
from dateline.learning.measuring import Measured, measure
from dateline.read.learned import Learned
from dateline.read.reader import Reader
from dateline.records import Record

LEAST_DOCUMENTS, LEAST_ROWS = 10, 50
"""Fewer say nothing of other documents: the interval of any gain would hold nought."""


class Retrained(Record, frozen=True):
    """What was learned, and how it was measured."""

    learned: Learned
    measured: Measured


def retrain(reader: Reader, golds: Sequence[Gold], advance: Callable[[], object] = lambda: None) -> Retrained:
    """Learn from reviewed documents, and measure what that gains on others than were learned from.

    Args:
        reader: the shipped model, with the codebook that is read with.
        advance: called for each document that was read, and each time that something was learned.

    Raises:
        LearningError: there are too few rows or documents.
    """
    rows = sum(len(gold.rows) + len(gold.rejected) for gold in golds)
    if len(golds) < LEAST_DOCUMENTS or rows < LEAST_ROWS:
        raise LearningError(
            f"{rows} reviewed rows in {len(golds)} documents are too few to learn from; it takes {LEAST_ROWS} in {LEAST_DOCUMENTS} "
            "documents, so review more (`dateline review queue`)."
        )
    found = []
    for one in materials(reader, sorted(golds, key=lambda gold: gold.document.id)):
        found.append(one)
        advance()
    labels = reader.encoder.labels
    return Retrained(learned=learn(found, labels), measured=measure(found, labels, advance))
