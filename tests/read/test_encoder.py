"""The encoder's door: which stretches are scored, and how far ahead of who asks it works."""

from collections.abc import Iterator

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dateline.codebook import load_codebook
from dateline.ingest import ingest_text
from dateline.read.encoder import AHEAD, Chunk, Encoder, find_stretches
from dateline.read.reader import Reader
from dateline.read.reading import find_all_sentences
from dateline.records import Document

TEXT = "The group took Mosul on Tuesday, officials said. Thousands of people fled the city to the north. "


@given(st.lists(st.integers(1, 6), min_size=1, max_size=5))
def test_stretches_are_all_pairs_of_words_of_one_sentence_in_their_order(sizes: list[int]) -> None:
    owners = [3 + sentence for sentence, size in enumerate(sizes) for _ in range(size)]
    first, last = find_stretches(owners)
    pairs = [(a, b) for a in range(len(owners)) for b in range(a, len(owners)) if owners[a] == owners[b]]
    assert list(zip(first.tolist(), last.tolist(), strict=True)) == pairs


def test_threads_work_a_few_chunks_ahead_and_give_the_same_scores() -> None:
    document = ingest_text(TEXT * 160)
    assert isinstance(document, Document)
    one, two = Encoder(threads=1), Encoder(threads=2)
    chunks, _ = Reader(one, load_codebook()).prepare(document, find_all_sentences(document))
    taken = 0

    def counted() -> Iterator[Chunk]:
        nonlocal taken
        for chunk in chunks:
            taken += 1
            yield chunk

    expected = list(one.score(chunks))
    for done, (scores, same) in enumerate(zip(two.score(counted()), expected, strict=True), 1):
        assert np.array_equal(scores.spans, same.spans)
        assert taken <= min(len(chunks), done + 2 * AHEAD)
    assert taken == len(chunks) > 2 * AHEAD + 1
