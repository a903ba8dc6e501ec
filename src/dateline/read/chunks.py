"""Sentences -> chunks: whole neighbouring sentences that go through the model together, so that a pronoun sees its name.

Training and reading cut texts by the same functions: see training/examples.py.
"""

from collections.abc import Iterable, Iterator

Span = tuple[int, int]

WORDS_PER_CHUNK = 170
"""About 230 wordpieces: inside the window of 256 in which an encoder's attention is still cheap."""


def pack(sentences: Iterable[tuple[int, list[Span]]]) -> Iterator[tuple[list[Span], list[int]]]:
    """Chunks of whole sentences; a sentence longer than a chunk is cut.

    Args:
        sentences: (index, words) of each sentence, words as character offsets.

    Yields:
        Words of a chunk and, for each, the index of its sentence.

    >>> [(len(w), s) for w, s in pack([(0, [(0, 1)] * 100), (1, [(2, 3)] * 100), (2, [])])]  # doctest: +ELLIPSIS
    [(100, [0, 0, ...]), (100, [1, 1, ...])]
    """
    words: list[Span] = []
    owners: list[int] = []
    for index, found in sentences:
        if words and len(words) + len(found) > WORDS_PER_CHUNK:
            yield words, owners
            words, owners = [], []
        while len(found) > WORDS_PER_CHUNK:
            yield found[:WORDS_PER_CHUNK], [index] * WORDS_PER_CHUNK
            found = found[WORDS_PER_CHUNK:]
        words = words + found
        owners = owners + [index] * len(found)
    if words:
        yield words, owners
