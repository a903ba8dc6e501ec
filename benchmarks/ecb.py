"""Cross-document events, ECB+ with gold mentions: which words of which articles of one subtopic name the same event.

`conll_f1`: mean of MUC, B3 and CEAFe over all subtopics, singletons counted. `lemma_f1`: the same for the usual baseline, equal
lemmas of a mention's last word. `words_f1`: with the cheap likenesses only, without the encoder's vectors.

ECB+ joins single words ("hit", "died", "search"), where `dateline.link` joins what statements say by day, place, actors and counts,
of which most of these mentions have none. So this measures the parts that the two share: lemmas, the codebook's types, the content
words around, the shipped encoder's vectors, and the clustering. The weights below were fitted on the training part (logistic
regression over 185,493 pairs) and the threshold chosen among five on the development part.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.bootstrap import present, read_lines, report, shared
from benchmarks.coreference import MEASURES, Clusters, Scores, conll_f1, count, f1
from benchmarks.tagging import model_versions, open_encoder, score
from dateline.codebook import Codebook, load_codebook
from dateline.link.clusters import average_linkage, components
from dateline.link.meaning import Meaning
from dateline.link.words import lemma_of, plain
from dateline.read.chunks import pack
from dateline.read.encoder import Encoder
from dateline.read.sentences import find_sentences
from dateline.read.words import find_words

STEM = 4
"""First letters that words of one derivation share: arrest, arrested."""
AROUND = 60
"""Characters looked at on either side."""
WORDS = (0.63, 2.45, 1.17, 2.23, 1.86, 0.0, -3.09)
BOTH = (0.13, 1.26, 1.24, 1.49, 0.46, 5.62, -4.66)
"""Weights of: same last lemma, a shared lemma, same stem, a shared codebook type, shared words around, cosine of vectors; and the
constant."""


class Mention(NamedTuple):
    """A marked event, with what is compared."""

    id: str
    cluster: str
    lemmas: tuple[str, ...]
    types: frozenset[str]
    near: frozenset[str]
    vector: np.ndarray
    """[width], of length one."""

    @property
    def last(self) -> str:
        return self.lemmas[-1] if self.lemmas else self.id


def mentions_of(row: Mapping[str, Any], encoder: Encoder, codebook: Codebook, meaning: Meaning) -> list[Mention]:
    """The gold event mentions of one article."""
    text, vectors = row["text"], word_vectors(row["text"], encoder)
    found = []
    for number, mention in enumerate(row["mentions"]):
        if mention["kind"] != "event":
            continue
        start, end = mention["start"], mention["end"]
        inside = [vector for (s, e), vector in vectors.items() if s < end and e > start]
        mean = np.mean(inside, axis=0) if inside else np.zeros(1, dtype=np.float32)
        lemmas = tuple(lemma_of(word) for word in plain(mention["text"]).split())
        around = f"{text[max(0, start - AROUND) : start]} {text[end : end + AROUND]}"
        found.append(
            Mention(
                id=f"{row['id']}/{number}",
                cluster=mention["cluster"],
                lemmas=lemmas,
                types=frozenset(codebook.type_evidence(mention["text"])),
                near=meaning.words.content(around) - set(lemmas),
                vector=mean / (np.linalg.norm(mean) + 1e-9),
            )
        )
    return found


def word_vectors(text: str, encoder: Encoder) -> dict[tuple[int, int], np.ndarray]:
    """Word -> the encoder's vector for it."""
    chunks = [words for words, _ in pack((i, find_words(text, *span)) for i, span in enumerate(find_sentences(text)))]
    found = {}
    for pieces in score(encoder, ((text, words) for words in chunks)):
        for _, chunk, scores in pieces:
            found.update(zip(chunk.words, scores.vectors[0], strict=True))
    return found


def likenesses(mentions: Sequence[Mention]) -> np.ndarray:
    """[n, n, 6], in the order of the weights."""
    last, stem = _equal([m.last for m in mentions]), _equal([m.last[:STEM] if len(m.last) >= STEM else m.id for m in mentions])
    lemmas, types = (_shared(what) > 0 for what in ([m.lemmas for m in mentions], [m.types for m in mentions]))
    both = _shared([m.near for m in mentions])
    sizes = np.diag(both)
    near = both / np.maximum(1, sizes[:, None] + sizes[None] - both)
    width = max(m.vector.size for m in mentions)
    vectors = np.array([m.vector if m.vector.size == width else np.zeros(width) for m in mentions])
    return np.stack([last, lemmas, stem, types, near, vectors @ vectors.T], axis=-1).astype(np.float64)


def _equal(values: Sequence[str]) -> np.ndarray:
    array = np.array(values, dtype=object)
    return array[:, None] == array[None]


def _shared(values: Sequence[Any]) -> np.ndarray:
    """[n, n] how many members two sets share."""
    number = {each: i for i, each in enumerate(sorted({each for value in values for each in value}))}
    table = np.zeros((len(values), max(1, len(number))), dtype=np.float32)
    for row, value in enumerate(values):
        table[row, [number[each] for each in value]] = 1
    return table @ table.T


def cluster(mentions: Sequence[Mention], weights: Sequence[float]) -> Clusters:
    """The clusters of one subtopic's mentions."""
    points = likenesses(mentions) @ np.array(weights[:-1]) + weights[-1]
    at = {mention.id: i for i, mention in enumerate(mentions)}
    names = list(at)
    links = [(names[i], names[j]) for i, j in zip(*np.nonzero(np.triu(points >= 0, 1)), strict=True)]
    parts = components(names, links)
    return [frozenset(each) for part in parts for each in average_linkage(part, lambda a, b: float(points[at[a], at[b]]))]


def grouped(mentions: Sequence[Mention], key: Callable[[Mention], str]) -> Clusters:
    """Mentions with one key as one cluster."""
    found: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        found[key(mention)].add(mention.id)
    return [frozenset(each) for each in found.values()]


def run(file: Path | None = None, model: Path | None = None) -> dict[str, Any]:
    """Score articles {id, subtopic, text, mentions: [{kind, start, end, text, cluster}]}; the dev part by default."""
    rows = read_lines(file or present(shared() / "data" / "ecb_plus" / "dev.jsonl.gz"))
    encoder, codebook = open_encoder(model), load_codebook()
    meaning = Meaning(codebook)
    subtopics: dict[str, list[Mention]] = defaultdict(list)
    for row in rows:
        subtopics[row["subtopic"]] += mentions_of(row, encoder, codebook, meaning)
    scored: list[list[Scores]] = []
    for mentions in filter(None, subtopics.values()):
        gold = grouped(mentions, lambda m: m.cluster)
        found = (cluster(mentions, BOTH), cluster(mentions, WORDS), grouped(mentions, lambda m: m.last))
        scored.append([count(each, gold) for each in found])

    def of(which: int) -> Callable[[Sequence[list[Scores]]], float]:
        return lambda sets: conll_f1([each[which] for each in sets])

    measures = {"conll_f1": of(0), "words_f1": of(1), "lemma_f1": of(2)}
    made = report("ecb", sum(map(len, subtopics.values())), scored, measures, model_versions(encoder))
    return made | {"parts": {name: {"f1": round(f1(each[0][name] for each in scored), 4)} for name in MEASURES}}
