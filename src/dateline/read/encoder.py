"""Chunks -> scores: the only file that knows the model's run time (onnxruntime).

The graphs and labels are made by training/export.py, and are for one chunk. One goes through at a time: dynamic quantisation scales
activations over the whole input, so a chunk's scores would depend on its neighbours in a batch, and the same text must give the
same bytes. On a processor nothing is lost by it: a chunk fills the core. Several threads take a chunk each.
"""

import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import groupby
from os import cpu_count
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dateline.errors import ModelError
from dateline.read.marks import Marks, dense
from dateline.read.wordpieces import WordPieces

MODEL = Path(__file__).parents[1] / "model"
MOST_PIECES = 510
_DTYPES = {"tensor(float)": np.float32, "tensor(int64)": np.int64}
AHEAD = 4
"""Chunks of each thread that may be scored before they are asked for: a long text takes no more memory than a short one."""

SPANS_AT_ONCE = 16
"""Whose arguments are asked for together. With twice as many the inner arrays leave the processor's cache: five times the time."""


@dataclass(frozen=True)
class Labels:
    """The inventories of the heads, in the order of their outputs."""

    version: str
    thresholds: dict[str, float]
    kinds: list[str]
    types: list[tuple[str, str]]
    hedges: list[str]
    voices: list[str]
    likelihoods: list[str]
    roles: list[str]
    entities: list[str]
    upos: list[str]
    senses: list[str]
    relations: list[str]
    frames: list[str]
    tag_layers: dict[str, int]
    attributes: dict[str, int]
    datings: list[str]
    """What a time can hang on."""
    marks: list[str]
    """What can be said of a word beside its letters (`dateline.read.marks`)."""
    fillers: dict[str, Any] = field(default_factory=dict)
    """What `dateline.read.incidents.Settings` holds; nothing where the model has no such head."""
    roots: list[str] = field(default_factory=list)
    """What one side can do to another (`Encoder.classify`); nothing where the model has no such head."""
    coreference: dict[str, Any] = field(default_factory=dict)
    """What `dateline.read.coreference.Settings` holds; nothing where the model has no such head."""

    @cached_property
    def known(self) -> frozenset[tuple[str, str]]:
        """The types, to be asked whether one was in training."""
        return frozenset(self.types)

    @cached_property
    def types_of(self) -> dict[str, tuple[list[int], list[str]]]:
        """Kind -> where its types stand among all, and their names."""
        found: dict[str, tuple[list[int], list[str]]] = {kind: ([], []) for kind in self.kinds}
        for place, (kind, name) in enumerate(self.types):
            found[kind][0].append(place)
            found[kind][1].append(name)
        return found


@dataclass(frozen=True)
class Chunk:
    """Neighbouring sentences of one document: words as offsets into its text, the sentence of each, and wordpieces."""

    words: list[tuple[int, int]]
    owners: list[int]
    ids: np.ndarray
    """[pieces] with [CLS] and [SEP]."""
    first: np.ndarray
    """[words] index of each word's first piece."""
    marks: list[Marks]
    """[words] channels of each."""


Stretches = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Scores:
    """What the encoder says of one chunk of t words."""

    vectors: np.ndarray
    """[1, t, width]"""
    marked: np.ndarray
    """[1, t, width] the same with what the codebook says of each word."""
    tags: dict[str, np.ndarray]
    """Layer -> [t, labels]."""
    stretches: Stretches
    """First and last word of each of m stretches: every one inside a sentence."""
    spans: np.ndarray
    """[kinds, m] logits of each kind and stretch."""


class Described(NamedTuple):
    """What n spans of one chunk of t words are."""

    attributes: dict[str, np.ndarray]
    """Name -> [n, labels]."""
    mixed: np.ndarray
    """[n, width] what their arguments are asked for with."""
    trigger: np.ndarray
    """[n, t] how much each rests on each word."""


def find_stretches(owners: Sequence[int]) -> Stretches:
    """First and last word of every stretch of words inside one sentence: int64 [m] each, by first word, then by last.

    Args:
        owners: the sentence of each word of a chunk.

    >>> [ends.tolist() for ends in find_stretches([7, 7, 8])]
    [[0, 0, 1, 2], [0, 1, 1, 2]]
    """
    parts, at = [], 0
    for _, words in groupby(owners):
        size = len(list(words))
        parts.append(_triangle(size) + at)
        at += size
    first, last = np.concatenate(parts, 1)
    return first, last


@lru_cache(maxsize=256)
def _triangle(size: int) -> np.ndarray:
    """[2, m] first and last of all stretches of so many words."""
    return np.stack(np.triu_indices(size)).astype(np.int64)


class Encoder:
    """The shipped model, loaded. Raises ModelError where a file is missing or does not fit."""

    def __init__(self, folder: Path = MODEL, threads: int = 0) -> None:
        """`threads`: how many chunks at a time; 0 for one a core."""
        import onnxruntime

        if not (folder / "labels.json").exists():
            raise ModelError(
                f"No model in {folder}; check the name (`dateline retrain` makes one from reviewed rows), or reinstall Dateline."
            )
        content = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        try:
            self.labels = Labels(**{**content, "types": [tuple(t) for t in content["types"]]})
        except TypeError as error:
            raise ModelError(f"{folder / 'labels.json'} is of another version of Dateline ({error}): reinstall it.") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_mem_pattern = False  # chunks are of all lengths, and a pattern would be kept for each
        self._options = options
        self._folder = folder
        self._pieces = WordPieces.of(json.loads((folder / "tokenizer.json").read_text(encoding="utf-8")))
        self._sessions: dict[str, Any] = {}
        self._threads = threads or cpu_count() or 1
        self._session("encoder")
        self._session("spans")
        self._session("arguments")

    def _session(self, name: str) -> Any:
        import onnxruntime

        if name not in self._sessions:
            path = self._folder / f"{name}.onnx"
            if not path.exists():
                raise ModelError(f"{path} is missing: reinstall Dateline, or make a model with `make train`.")
            wanted = ["CUDAExecutionProvider", "CPUExecutionProvider"]
            providers = [p for p in wanted if p in onnxruntime.get_available_providers()]
            # The fused sum and normalisation is slower than its parts: without it a tenth less time (training/LOG.md).
            self._sessions[name] = onnxruntime.InferenceSession(
                str(path), self._options, providers=providers, disabled_optimizers=["SkipLayerNormFusion"]
            )
        return self._sessions[name]

    def chunk(self, text: str, words: list[tuple[int, int]], owners: list[int], marks: list[Marks]) -> Iterator[Chunk]:
        """The wordpieces of a chunk; one of more pieces than the model's window is halved."""
        low, high = words[0][0], words[-1][1]
        pieces = self._pieces.encode(text[low:high])
        if len(pieces.ids) > MOST_PIECES and len(words) > 1:
            half = len(words) // 2
            yield from self.chunk(text, words[:half], owners[:half], marks[:half])
            yield from self.chunk(text, words[half:], owners[half:], marks[half:])
            return
        ids = np.array(pieces.ids, dtype=np.int64)
        starts = np.array(pieces.starts, dtype=np.int64) + low
        first = np.searchsorted(starts, np.array([s for s, _ in words])) + 1
        if len(ids) > MOST_PIECES:
            ids = np.append(ids[: MOST_PIECES - 1], ids[-1])
        yield Chunk(words, owners, ids, np.minimum(first, max(1, len(ids) - 2)).astype(np.int64), marks)

    def score(self, chunks: Iterable[Chunk]) -> Iterator[Scores]:
        """Scores of each chunk, in order."""
        if self._threads == 1:
            yield from map(self._score, chunks)
            return
        with ThreadPoolExecutor(self._threads) as pool:
            under_way: deque[Future[Scores]] = deque()
            for chunk in chunks:
                under_way.append(pool.submit(self._score, chunk))
                if len(under_way) > AHEAD * self._threads:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()

    def _score(self, chunk: Chunk) -> Scores:
        marks = dense(chunk.marks, len(self.labels.marks))[None]
        begin, end = stretches = find_stretches(chunk.owners)
        inputs = {"ids": chunk.ids[None], "first": chunk.first[None], "marks": marks, "begin": begin, "end": end}
        vectors, tags, spans, marked = self._session("encoder").run(["words", "tags", "spans", "marked"], inputs)
        cuts = np.cumsum(list(self.labels.tag_layers.values()))[:-1]
        layers = np.split(tags[0], cuts, axis=-1)
        return Scores(vectors, marked, dict(zip(self.labels.tag_layers, layers, strict=True)), stretches, spans[0])

    def describe(self, scores: Scores, spans: np.ndarray) -> Described:
        """What the spans of one chunk are.

        Args:
            scores: of the chunk.
            spans: [n, 3] int64 of kind, first word, last word; n at least 1.
        """
        inputs = {"marked": scores.marked, "first": spans[:, 1], "last": spans[:, 2], "kind": spans[:, 0]}
        attributes, mixed, trigger = self._session("spans").run(["attributes", "mixed", "trigger"], inputs)
        cuts = np.cumsum(list(self.labels.attributes.values()))[:-1]
        parts = dict(zip(self.labels.attributes, np.split(attributes, cuts, axis=-1), strict=True))
        return Described(parts, mixed, trigger)

    def point(self, scores: Scores, spans: np.ndarray, mixed: np.ndarray) -> np.ndarray:
        """Which words of one chunk are the arguments of its spans.

        Args:
            scores: of the chunk.
            spans: [n, 3] as for `describe`; n may be 0.
            mixed: [n, width] what `describe` says of them.

        Returns:
            [n, t, roles, 3] scores of O, B, I of each role at each word.
        """
        shape = (scores.marked.shape[1], len(self.labels.roles), 3)
        parts = [np.zeros((0, *shape), dtype=np.float32)]
        for at in range(0, len(spans), SPANS_AT_ONCE):
            part = slice(at, at + SPANS_AT_ONCE)
            inputs = {"marked": scores.marked, "mixed": mixed[part], "first": spans[part, 1], "last": spans[part, 2]}
            (roles,) = self._session("arguments").run(None, inputs)
            parts.append(roles.reshape(len(roles), *shape))
        return np.concatenate(parts)

    def parse(self, scores: Scores, predicates: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Dependencies and roles of one chunk (one sentence makes sense).

        Args:
            scores: of the chunk.
            predicates: [n] int64 word indexes of predicates; n at least 1.

        Returns:
            heads [t] (the root is its own), relations [t] as indexes, frames [n, t, 2 * roles + 1].
        """
        inputs = {"words": scores.vectors, "row": np.zeros(len(predicates), dtype=np.int64), "predicate": predicates}
        session = self._session("grammar")
        none = np.zeros(scores.vectors.shape[:2], dtype=np.int64)
        arcs, _, frames = session.run(None, inputs | {"heads": none})
        heads = arcs[0].argmax(-1)
        labels = session.run(["labels"], inputs | {"heads": heads[None]})[0]
        return heads, labels[0].argmax(-1), frames

    def tree(self, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Dependencies of one sentence alone, of which nothing else is asked.

        Args:
            vectors: [t, width] of its words, t at least 1.

        Returns:
            heads [t] (the root is its own), relations [t] as indexes.
        """
        none = np.zeros(1, dtype=np.int64)
        inputs = {"words": vectors[None], "row": none, "predicate": none}
        (arcs,) = self._session("grammar").run(["arcs"], inputs | {"heads": np.zeros((1, len(vectors)), dtype=np.int64)})
        heads = arcs[0].argmax(-1)
        (labels,) = self._session("grammar").run(["labels"], inputs | {"heads": heads[None]})
        return heads, labels[0].argmax(-1)

    def fill(self, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Roles in violent incidents, of the words of one report or a window of it (`dateline.read.incidents`).

        Args:
            vectors: [t, width] of its words, t at least 1.

        Returns:
            tags [t, roles, 3], types of incidents by mention [t, types] and of the report [types + 1], any incident being last.
        """
        tags, types, report = self._session("fillers").run(None, {"words": vectors})
        return tags, types, report

    def mention(
        self, vectors: np.ndarray, first: np.ndarray, last: np.ndarray, root: np.ndarray, told: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Mentions of entities among the words of one text or a window of it (`dateline.read.coreference`).

        Args:
            vectors: [t, width] of its words.
            first: [m] first words of stretches, m at least 1.
            last: [m] their last words.
            root: [m] the word of each on which its others depend.
            told: [m, numbers] of what hangs on what in them.

        Returns:
            of each stretch the logit of a mention [m], and what describes it for `antecedents` [m, d].
        """
        inputs = {"words": vectors, "first": first, "last": last, "root": root, "told": told}
        logits, described = self._part("coreference", ["mentions", "stretches"], inputs)
        return logits, described

    def antecedents(
        self, described: np.ndarray, own: np.ndarray, later: np.ndarray, earlier: np.ndarray, shared: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """What mentions are, and which stand for which.

        Args:
            described: [n, d] what `mention` gave for each.
            own: [n, numbers] of `dateline.read.mention_pairs.Mentions`.
            later: [m] places of mentions among the n.
            earlier: [m] of a mention before each.
            shared: [m, numbers] of those pairs.

        Returns:
            types [n, types], and for each pair the score of being one entity, where 0 is as good as none.
        """
        inputs = {"described": described, "own": own, "later": later, "earlier": earlier, "shared": shared}
        types, scores = self._part("coreference", ["types", "pairs"], inputs)
        return types, scores

    def _part(self, name: str, outputs: list[str], inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
        """What a part of a graph gives: the run time wants every input, so those that the part does not read are made up."""
        session = self._session(name)
        idle = {
            one.name: np.zeros([size if isinstance(size, int) else 1 for size in one.shape], _DTYPES[one.type])
            for one in session.get_inputs()
            if one.name not in inputs
        }
        return session.run(outputs, inputs | idle)

    def classify(self, scores: Scores, source: tuple[int, int] | None, target: tuple[int, int] | None) -> np.ndarray:
        """What one side does to another in a chunk (one sentence makes sense), as roots of PLOVER's first manual.

        Args:
            scores: of the chunk.
            source: first and last word of who does it, within the chunk; None where no words name them.
            target: of whom it is done to, likewise.

        Returns:
            [roots] probabilities, in the order of `labels.roots`.
        """
        sides = np.zeros((*scores.vectors.shape[:2], 2), dtype=np.float32)
        for side, span in enumerate((source, target)):
            if span is not None:
                sides[0, span[0] : span[1] + 1, side] = 1.0
        (logits,) = self._session("classes").run(None, {"words": scores.vectors, "sides": sides})
        shares = np.exp(logits[0] - logits[0].max())
        return shares / shares.sum()
