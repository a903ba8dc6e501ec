"""Coreference of entity mentions, GUM (genres with free terms): which words mean an entity, and which of them the same one.

`conll_f1`: mean of MUC, B3 and CEAFe over all documents, where mentions that are alone in their entity are left out on both sides,
as in CoNLL-2012 and OntoGUM; mentions are found, not given. Everything that GUM marks as one entity counts, appositions and
predicates too, which OntoGUM takes out: figures on OntoGUM are not comparable. `mention_f1`: mentions by their exact characters,
those that are alone too. n counts gold mentions, all of them.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.bootstrap import present, read_lines, report, shared
from benchmarks.coreference import MEASURES, Clusters, Counts, Scores, conll_f1, f1
from benchmarks.coreference import count as count_clusters
from benchmarks.tagging import limited, model_versions, open_encoder
from dateline.read.coreference import find_entities
from training.corpora.gum import Document, document_of

Span = tuple[int, int]


def count(document: Document, spans: Sequence[Span], clusters: Iterable[Sequence[int]]) -> dict[str, Counts]:
    """The counts of one document: of each measure without those that are alone, and of mentions with them.

    Args:
        document: with the gold.
        spans: characters of the mentions that were found.
        clusters: places of mentions that were found to be one entity.
    """
    gold: dict[str, set[Span]] = {}
    for span, (_, entity) in document.mentions.items():
        gold.setdefault(entity, set()).add(span)
    found = [frozenset(spans[place] for place in each) for each in clusters]
    hits = len(set(spans) & set(document.mentions))
    counts = count_clusters(_joined(found), _joined(map(frozenset, gold.values())))
    return counts | {"mention": Counts(hits, len(spans), hits, len(document.mentions))}


def _joined(clusters: Iterable[frozenset[Span]]) -> Clusters:
    return [each for each in clusters if len(each) > 1]


def _f1_of(name: str) -> Callable[[Sequence[Scores]], float]:
    return lambda documents: f1(each[name] for each in documents)


METRICS: dict[str, Callable[[Sequence[Scores]], float]] = {
    "conll_f1": conll_f1,
    "mention_f1": _f1_of("mention"),
    **{name: _f1_of(name) for name in MEASURES},
}


def figures(documents: Sequence[Scores]) -> dict[str, float]:
    """Every figure over some documents."""
    return {name: round(measure(documents), 4) for name, measure in METRICS.items()}


def run(file: Path | None = None, model: Path | None = None, limit: int | None = None) -> dict[str, Any]:
    """Score documents {id, genre, licence, text, mentions: [{start, end, type, coref}]}; the dev part by default."""
    rows = limited(read_lines(file or present(shared() / "data" / "gum" / "dev.jsonl.gz")), limit)
    encoder = open_encoder(model)
    documents: list[Scores] = []
    genres: dict[str, list[Scores]] = {}
    n = 0
    for row in rows:
        document = document_of(row)
        found = find_entities(document.text, encoder)
        counts = count(document, [(mention.start, mention.end) for mention in found.mentions], found.clusters)
        documents.append(counts)
        genres.setdefault(document.genre, []).append(counts)
        n += len(document.mentions)
    made = report("gum", n, documents, METRICS, model_versions(encoder))
    parts = {genre: _precise(counts) for genre, counts in sorted(genres.items())}
    return made | {"parts": {"all": _precise(documents)} | parts}


def _precise(documents: Sequence[Scores]) -> dict[str, float]:
    """CoNLL F1 of some documents, and precision and recall of mentions."""
    hits, found, _, gold = (sum(each["mention"][i] for each in documents) for i in range(4))
    shares = {"mention_precision": hits / max(1, found), "mention_recall": hits / max(1, gold)}
    return {"conll_f1": round(conll_f1(documents), 4)} | {name: round(share, 4) for name, share in shares.items()}
