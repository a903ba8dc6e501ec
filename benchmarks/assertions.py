"""Whole assertions: text in, stored statements' exchange form out, against documents annotated with everything they assert.

The scorer is the one that lies beside the gold (tools/score_assertions.py): one-to-one by overlap of words, per document and kind.
`typed_f1`, `strict_f1`, `lenient_f1` are micro over kinds; all other metrics are its fields (accuracy or F1) on strictly matched
pairs, so that they say how well is read what was found, not how much was found.
"""

import importlib.util
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from benchmarks.bootstrap import present, read_lines, report, shared, versions
from benchmarks.counts import f1_of
from dateline.codebook import load_codebook
from dateline.exports.assertions import to_json
from dateline.gazetteer import Gazetteer
from dateline.ingest import ingest_text
from dateline.pipeline import Read, read_all
from dateline.read.encoder import MODEL
from dateline.read.reader import Reader
from dateline.records import Document
from dateline.resolve.statements import resolve
from dateline.stages import Stages

METRICS = ("typed_f1", "strict_f1", "lenient_f1")
Json = dict[str, Any]


class Gold(NamedTuple):
    """Annotated documents, and their assertions in the exchange form."""

    documents: list[Document]
    assertions: list[Json]


def load_scorer(path: Path | None = None) -> ModuleType:
    """The scorer as a module."""
    path = present(path or shared() / "tools" / "score_assertions.py")
    spec = importlib.util.spec_from_file_location("score_assertions", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be loaded as a module.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_gold(file: Path, limit: int | None = None) -> Gold:
    """Gold with `texts/` and `docs.jsonl` beside it. Documents without a line in the gold assert nothing."""
    described = read_lines(present(file.parent / "docs.jsonl"))[:limit]
    documents = [
        ingest_text(
            present(file.parent / "texts" / f"{row['doc']}.txt").read_bytes().decode("utf-8"),
            name=row["doc"],
            published=row.get("published"),
            outlet=row.get("outlet"),
        )
        for row in described
    ]
    names = {document.name for document in documents}
    return Gold(documents, [row for row in read_lines(file) if row["doc"] in names])


def load_seed(file: Path | None) -> Gold:
    """The article of the project's first day, and what must be read from it."""
    folder = shared() / "seed"
    text = present(folder / "seed.txt").read_bytes().decode("utf-8")
    assertions = read_lines(file or present(folder / "expected.jsonl"))
    (name,) = {row["doc"] for row in assertions}
    return Gold([ingest_text(text, name=name, published="2014-06-11", outlet="CNN")], assertions)


def predict(documents: Iterable[Document], stages: Stages) -> list[Json]:
    """Everything the documents are read to assert, in the exchange form."""
    found = []
    for item in read_all(documents, stages):
        if isinstance(item, Read):
            found += [to_json(statement, item.reading.document.name) for statement in item.resolution.statements]
    return found


def count(scorer: ModuleType, gold: Sequence[Json], predicted: Sequence[Json], documents: Sequence[Document]) -> list[np.ndarray]:
    """[3, 3] counts of each document, in the order of METRICS."""
    texts = {document.name: scorer.Text(document.text) for document in documents}
    counts = []
    for name in sorted(texts):
        scored = scorer.run(list(gold), list(predicted), texts, docs=[name], fld=False)
        micro = [scored[measure]["micro"] for measure in ("typed", "strict", "lenient")]
        counts.append(np.array([[m["tp"], m["pred"], m["gold"]] for m in micro]))
    return counts


def fields_of(scored: Mapping[str, Any]) -> dict[str, float]:
    """The scorer's fields by name, each one figure."""
    return {name: round(values.get("acc", values.get("f1", 0.0)), 4) for name, values in sorted(scored["fields"].items())}


def evaluate(name: str, gold: Gold, model: Path | None) -> Json:
    """Read the documents, score what was read."""
    scorer = load_scorer()
    codebook, gazetteer = load_codebook(), Gazetteer.open()
    reader = Reader.load(codebook, model or MODEL)
    predicted = predict(gold.documents, Stages(reader=reader, resolve=resolve, codebook=codebook, gazetteer=gazetteer))
    counts = count(scorer, gold.assertions, predicted, gold.documents)
    made_by = versions("onnxruntime", model=reader.encoder.labels.version, codebook=codebook.version, gazetteer=gazetteer.version)
    made = report(name, len(gold.assertions), counts, {metric: f1_of(i) for i, metric in enumerate(METRICS)}, made_by)
    if len(counts) < 2:
        made["interval"] = {}  # one document does not say how documents differ
    texts = {document.name: scorer.Text(document.text) for document in gold.documents}
    scored = scorer.run(gold.assertions, predicted, texts, docs=sorted(texts))
    made["metrics"] |= fields_of(scored)
    kinds = {kind: round(values["f1"], 4) for kind, values in scored["typed"].items() if kind != "micro"}
    return made | {"parts": {"typed_f1": kinds, "predicted": len(predicted)}}


def run(file: Path | None = None, model: Path | None = None, limit: int | None = None) -> Json:
    """Score a gold file with `texts/` and `docs.jsonl` beside it; the documents for development by default. n counts assertions."""
    return evaluate("assertions", load_gold(file or present(shared() / "gold" / "dev" / "gold.jsonl"), limit), model)
