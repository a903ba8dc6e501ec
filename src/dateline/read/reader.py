"""Document -> Reading: sentences, what each asserts, and which were set aside.

The item that this stage counts is the sentence: it bears an assertion, is page furniture, or asserts nothing.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from dateline.codebook import Codebook, TriggerMatch, WordMatch
from dateline.read.assemble import Scored, assemble
from dateline.read.candidates import Candidate, find_candidates
from dateline.read.chunks import pack
from dateline.read.encoder import MODEL, Chunk, Encoder
from dateline.read.learned import FILE, Learned, load_learned
from dateline.read.marks import Marks, mark_words
from dateline.read.reading import find_all_sentences, make_reading
from dateline.read.weighing import UNTRAINED, TypeScores
from dateline.read.words import find_words
from dateline.records import Assertion, Document, Reading, Sentence

TOGETHER = 8
"""Chunks that are decoded together: most of the gain, and memory for the scores of few."""


class Reader:
    """The model and the codebook together. `version` names both makers of an assertion."""

    def __init__(self, encoder: Encoder, codebook: Codebook, learned: Learned | None = None) -> None:
        self.encoder = encoder
        self.codebook = codebook
        self.learned = learned
        self.version = f"dateline-reader {encoder.labels.version}{'+' + learned.version if learned else ''}"

    @classmethod
    def load(cls, codebook: Codebook, folder: Path = MODEL, threads: int = 0) -> "Reader":
        """A model with a codebook.

        Args:
            folder: the shipped model, another one like it, or what was learned from reviewed rows, which stands on the shipped one.
            threads: chunks read at a time, 0 for one a core.

        Raises:
            ModelError: a file of the model is missing or of another version.
        """
        if (folder / FILE).exists():
            encoder = Encoder(MODEL, threads)
            return cls(encoder, codebook, load_learned(folder, encoder.labels.version))
        return cls(Encoder(folder, threads), codebook)

    @property
    def types(self) -> frozenset[tuple[str, str]]:
        """Kind and name of each type that the model has seen in training."""
        return self.encoder.labels.known

    def with_codebook(self, codebook: Codebook) -> "Reader":
        """The same model with another codebook."""
        return Reader(self.encoder, codebook, self.learned)

    def read(self, documents: Sequence[Document], audit: dict[str, TypeScores] | None = None) -> list[Reading]:
        """One reading a document, in order. Documents do not influence one another.

        Args:
            audit: takes, for each assertion's id, how its types were weighed; None where nobody asks.
        """
        sentences = [find_all_sentences(d) for d in documents]
        triggers: list[dict[int, list[TriggerMatch]]] = []
        chunks: list[tuple[int, Chunk]] = []
        for i, (document, found) in enumerate(zip(documents, sentences, strict=True)):
            those, matches = self.prepare(document, found)
            triggers.append(matches)
            chunks += ((i, chunk) for chunk in those)
        assertions: list[list[Assertion]] = [[] for _ in documents]
        scored = (
            (i, Scored(text=documents[i].text, document=documents[i].id, triggers=triggers[i], chunk=chunk, scores=scores))
            for (i, chunk), scores in zip(chunks, self.encoder.score(c for _, c in chunks), strict=True)
        )
        while group := list(islice(scored, TOGETHER)):
            made = assemble([one for _, one in group], self.encoder, self.codebook, self.version, audit, self.learned)
            for (i, _), those in zip(group, made, strict=True):
                assertions[i] += those
        return [make_reading(d, s, a) for d, s, a in zip(documents, sentences, assertions, strict=True)]

    def candidates(self, document: Document, below: float) -> Iterator[list[Candidate]]:
        """The spans of each chunk of a document that may be assertions, down to `below` under the threshold of their kind."""
        chunks, triggers = self.prepare(document, find_all_sentences(document))
        for chunk, scores in zip(chunks, self.encoder.score(chunks), strict=True):
            yield find_candidates(document.text, chunk, scores, self.encoder, self.codebook, triggers, below).candidates

    def evidence(self, document: Document) -> list[list[TriggerMatch] | list[WordMatch]]:
        """What the codebook says of the words of each sentence: two codebooks that say the same here give the same reading."""
        book = self.codebook
        lists = (book.find_triggers, book.find_reporting, book.find_hedges, book.find_likelihood, book.find_labels)
        sentences = [s.anchor.exact for s, furniture in find_all_sentences(document) if not furniture]
        return [find(sentence) for sentence in sentences for find in lists]

    def likeliest(self, document: Document, matches: Iterable[TriggerMatch]) -> dict[TriggerMatch, tuple[float, float]]:
        """How sure the reader is that something of a trigger's kind is told around it, at best, and how sure it must be; 0 to 1."""
        chunks, _ = self.prepare(document, find_all_sentences(document))
        kinds, found = self.encoder.labels.kinds, {}
        scored = list(zip(chunks, self.encoder.score(chunks), strict=True))
        for match in matches:
            for chunk, scores in scored:
                inside = [i for i, (start, end) in enumerate(chunk.words) if start < match.end and match.start < end]
                if inside and match.kind in kinds:
                    first, last = scores.stretches
                    around = (first <= inside[0]) & (inside[-1] <= last)
                    best = scores.spans[kinds.index(match.kind), around].max()
                    needed = self.encoder.labels.thresholds[match.kind]
                    needed += 0.0 if (match.kind, match.entry) in self.encoder.labels.known else UNTRAINED
                    needed -= self.learned.added(match.kind, match.entry) if self.learned else 0.0
                    found[match] = (_share(float(best)), _share(needed))
        return found

    def prepare(
        self, document: Document, sentences: Sequence[tuple[Sentence, bool]]
    ) -> tuple[list[Chunk], dict[int, list[TriggerMatch]]]:
        """What goes through the model: neighbouring sentences without furniture, with what the codebook says of their words.

        Returns:
            The chunks; sentence index -> the codebook's matches, offsets into the document.
        """
        text, channels = document.text, {name: i for i, name in enumerate(self.encoder.labels.marks)}
        items: list[tuple[int, list[tuple[int, int]]]] = []
        triggers: dict[int, list[TriggerMatch]] = {}
        marks: dict[tuple[int, int], Marks] = {}
        for sentence, furniture in sentences:
            if furniture:
                continue
            start, end = sentence.anchor.start, sentence.anchor.end
            words = find_words(text, start, end)
            matches = [match.moved(start) for match in self.codebook.find_triggers(sentence.anchor.exact)]
            marks.update(zip(words, mark_words(text, words, matches, self.codebook, channels), strict=True))
            items.append((sentence.index, words))
            triggers[sentence.index] = matches
        chunks = [
            chunk
            for words, owners in pack(items)
            for chunk in self.encoder.chunk(text, words, owners, [marks[word] for word in words])
        ]
        return chunks, triggers


def _share(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))
