"""Weights of `dateline.resolve.antecedents` from annotated names: `python -m training.antecedents --data ../shared`.

Documents of gold/train and of annotation/ are walked as the program walks them. Each pronoun or description whose name is annotated
is one choice: the options whose name is the annotated one are right, the others wrong. Weights maximise the likelihood of the right
ones (ridge; L-BFGS) and the walk is repeated with them, since what stands before depends on what was chosen.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from dateline.codebook import Codebook, load_codebook
from dateline.records import Reading
from dateline.resolve.actors import Names
from dateline.resolve.antecedents import Antecedents, Option
from dateline.resolve.coreference import pronoun_of
from dateline.resolve.entities import Anaphor, Entity
from dateline.resolve.mentions import squeeze, tidy, without_number
from dateline.resolve.voices import is_unnamed
from dateline.resolve.who import unpointed_target, who_is_who
from training.annotate import documents
from training.corpora.files import rows
from training.replay import holders, reading_of
from training.tune import load_scorer

WEIGHTS = Path("src/dateline/resolve/antecedents.json")
ROUNDS = 3
NAME_IT = 0.5
"""How often plain words ("army") count as wrong where a name is possible and right ("Peruvian army"): a wrong name is worse than
words, and a right one better."""
NAMELESS = ""
"""The annotated name of a voice without one: a pronoun for it stands for somebody who has none."""
Read = tuple[Reading, list[dict[str, Any]]]
"""A document as the reader hands it on, and its annotation."""


class Choice(NamedTuple):
    """One anaphor: its sort, its options and which of them are right."""

    sort: str
    options: Sequence[Option]
    right: list[bool]


class Recorder(Antecedents):
    """Chooses as the weights say, and notes each choice whose outcome is annotated."""

    def __init__(self, weights: dict[str, float], annotated: dict[tuple[int, str], str], names: Names, same: Any) -> None:
        super().__init__(weights)
        self._annotated, self._names, self._same = annotated, names, same
        self._draw = random.Random(len(annotated))
        self.choices: list[Choice] = []

    def choose(self, sort: str, options: Sequence[Option], at: Anaphor) -> Entity | None:
        name = self._annotated.get((at.start, at.words)) if at.role != "owner" else None
        if name == NAMELESS and options:
            right = [o.entity is not None and is_unnamed(o.entity.name, o.entity) for o in options]
            self.choices.append(Choice(sort, options, right))
        elif name and options:
            own = without_number(tidy(at.words))
            right = [self._is_right(option.entity, name) for option in options]
            if options[-1].entity is None:
                right[-1] = bool(self._same(name, own)) or (sort == "author" and not any(right))
                if any(right[:-1]) and right[-1] and own.lower() != name.lower() and self._draw.random() < NAME_IT:
                    right[-1] = False
            self.choices.append(Choice(sort, options, right))
        return super().choose(sort, options, at)

    def _is_right(self, entity: Entity | None, name: str) -> bool:
        known = self._names.lookup(name)
        actor = known.actor if known else None
        return entity is not None and (bool(self._same(name, entity.name)) or (actor is not None and actor == entity.actor))


def training_documents(shared: Path) -> Iterator[Read]:
    """Readings of gold/train and of our own annotation, with their assertions."""
    yield from gold_documents(shared / "gold" / "train")
    for head, text, found in documents(shared / "data"):
        yield reading_of(head["doc"], text, head["published"], head["outlet"], found), found


def gold_documents(folder: Path) -> Iterator[Read]:
    """Readings of one part of the gold, with their assertions."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows(folder / "gold.jsonl"):
        found.setdefault(row["doc"], []).append(row)
    for row in rows(folder / "docs.jsonl"):
        with (folder / "texts" / f"{row['doc']}.txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        own = found.get(row["doc"], [])
        yield reading_of(row["doc"], text, row["published"], row.get("outlet"), own), own


def walk(read: Sequence[Read], codebook: Codebook, weights: dict[str, float], same: Any) -> list[Choice]:
    """Every annotated choice of some documents, made one after the other with the given weights."""
    choices: list[Choice] = []
    for reading, found in read:
        text = reading.document.text
        targets = {a.id: t for a in reading.assertions if (t := unpointed_target(a, text)) is not None}
        annotated: dict[tuple[int, str], str] = {}
        for assertion, row in zip(reading.assertions, found, strict=True):
            about = row.get("target") if row["kind"] == "label" else row.get("addressee")  # a judgement's is often no actor
            at = targets.get(assertion.id)
            if about and at:
                annotated[at.start, squeeze(at.exact)] = about
        for row in found:
            annotated |= {(s[0], squeeze(text[slice(*s)])): name for role, name, s in holders(row) if role != "place"}
        for row in found:
            if span := row["voice"].get("span"):
                words = squeeze(text[slice(*span)])
                if row["voice"].get("name") or pronoun_of(words):
                    annotated[span[0], words] = row["voice"].get("name") or NAMELESS
        names = Names(text, codebook.actors, reading.document.published)
        recorder = Recorder(weights, annotated, names, same)
        who_is_who(reading, names, targets, recorder)
        choices += recorder.choices
    return choices


def fit(choices: Sequence[Choice], ridge: float, least: int) -> dict[str, float]:
    """Weights of the features seen at least `least` times, rounded to a hundredth; zeros left out."""
    usable = [c for c in choices if any(c.right) and not all(c.right)]
    seen = Counter(n for c in usable for o in c.options for f in o.features for n in (f, f"{c.sort}|{f}"))
    index = {name: i for i, name in enumerate(sorted(n for n, count in seen.items() if count >= least))}
    columns, pointers, starts, right = [], [0], [0], []
    for choice in usable:
        for option, good in zip(choice.options, choice.right, strict=True):
            names = (n for f in option.features for n in (f, f"{choice.sort}|{f}"))
            columns += [index[n] for n in names if n in index]
            pointers.append(len(columns))
            right.append(good)
        starts.append(len(right))
    matrix = csr_matrix((np.ones(len(columns)), columns, pointers), shape=(len(right), len(index)))
    good = np.array(right)
    first, group = np.array(starts[:-1]), np.repeat(np.arange(len(usable)), np.diff(starts))

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ w
        scores = np.exp(scores - np.maximum.reduceat(scores, first)[group])
        total, of_right = np.add.reduceat(scores, first), np.add.reduceat(scores * good, first) + 1e-12
        slope = scores / total[group] - scores * good / of_right[group]
        return float(np.log(total / of_right).sum() + ridge * w @ w / 2), matrix.T @ slope + ridge * w

    found = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return {name: round(float(found[i]), 2) for name, i in index.items() if abs(found[i]) >= 0.005}


def report(choices: Sequence[Choice], weights: Sequence[dict[str, float]]) -> str:
    """Share of choices made rightly, by sort; each choice with its own weights."""
    made: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for c, own in zip(choices, weights, strict=True):
        judge = Antecedents(own)
        best = max(range(len(c.options)), key=lambda i: judge.score(c.sort, c.options[i]))
        for sort in (c.sort, "all"):
            total[sort] += 1
            made[sort] += c.right[best]
    return ", ".join(f"{sort} {made[sort] / n:.3f} of {n}" for sort, n in total.most_common())


def held_out(
    read: Sequence[Read], codebook: Codebook, weights: dict[str, float], same: Any, args: argparse.Namespace
) -> tuple[list[Choice], list[dict[str, float]]]:
    """The choices of each fifth of the documents, with weights fitted on the others."""
    parts = [walk(read[i::5], codebook, weights, same) for i in range(5)]
    choices: list[Choice] = []
    own: list[dict[str, float]] = []
    for i, part in enumerate(parts):
        others = [c for j, other in enumerate(parts) if j != i for c in other]
        choices += part
        own += [fit(others, args.ridge, args.least)] * len(part)
    return choices, own


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--ridge", type=float, default=4.0)
    parser.add_argument("--least", type=int, default=8)
    parser.add_argument("--folds", action="store_true", help="measure on fifths, write nothing")
    args = parser.parse_args()
    codebook, same = load_codebook(), load_scorer(args.data).same
    read = list(training_documents(args.data))
    weights: dict[str, float] = {}
    for _ in range(ROUNDS):
        choices = walk(read, codebook, weights, same)
        weights = fit(choices, args.ridge, args.least)
        print(len(weights), "weights;", report(choices, [weights] * len(choices)), flush=True)
    if args.folds:
        print("held out:", report(*held_out(read, codebook, weights, same, args)))
        return
    WEIGHTS.write_text(json.dumps(weights, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
