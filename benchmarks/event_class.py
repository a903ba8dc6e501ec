"""What one side does to another: the PLOVER root and quad class of a dyad whose source and target are given.

`root_macro_f1`, `quad_macro_f1`: mean F1 of the roots and of the four quad classes. The roots are those of PLOVER's first manual,
where the later one's CONCEDE and RETREAT are one root, YIELD, and where a sanction is material conflict (the later one: verbal).
The head gives a root; the quad class follows from it. Gold's quad class is what the annotators gave, five of whose thousand are
not those of the root.

`parts` has, beside it, what the whole program reads without being told source and target: the root that the codebook's crosswalk
gives to the surest event of the sentence.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.bootstrap import read_lines, report, shared
from benchmarks.counts import macro_f1, one_of
from benchmarks.crosswalk import Crosswalk
from benchmarks.tagging import model_versions, open_encoder, score, touched
from dateline.read.encoder import Encoder
from dateline.read.words import find_words
from training.corpora.event_coding import Dyad, dyads, load

QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "YIELD"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
"""Root of the first manual -> quad class: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict."""
ROOTS = tuple(QUADS)


def first_manual(root: str) -> str:
    """A root of either manual as the first one has it.

    >>> first_manual("RETREAT/ceasefire"), first_manual("AID"), first_manual("SANCTION/convict")
    ('YIELD', 'AID', 'ACCUSE')
    """
    name, _, mode = root.partition("/")
    if mode == "convict":
        return "ACCUSE"
    return "YIELD" if name in ("CONCEDE", "RETREAT") else name


def predict(encoder: Encoder, dyad: Dyad) -> str:
    """The root that the model gives to a dyad; of a sentence longer than the model's window the first part is read."""
    words = find_words(dyad.text)
    piece = next(score(encoder, [(dyad.text, words)]))[0]
    inside = piece.chunk.words
    source, target = (touched(inside, *span) if span else None for span in (dyad.source, dyad.target))
    return encoder.labels.roots[int(encoder.classify(piece.scores, source, target).argmax())]


def count(predicted: str | None, dyad: Dyad) -> np.ndarray:
    """[roots + quads, 3] counts of one dyad."""
    roots = one_of(ROOTS, predicted, first_manual(dyad.root))
    quads = one_of("1234", str(QUADS[predicted]) if predicted in QUADS else None, str(dyad.quad))
    return np.concatenate([roots, quads])


def macro_of(rows: slice) -> Callable[[Sequence[np.ndarray]], float]:
    """The measure over dyads with counts [labels, 3]: macro F1 of these labels."""
    return lambda found: macro_f1(np.sum(found, axis=0)[rows])


MEASURES = {"root_macro_f1": macro_of(slice(None, len(ROOTS))), "quad_macro_f1": macro_of(slice(len(ROOTS), None))}


def by_crosswalk(found: Sequence[Dyad], model: Path | None) -> list[np.ndarray]:
    """Counts of what the whole program reads: the root of the surest event that has one."""
    told = Crosswalk.open(model).told(dyad.text for dyad in found)
    roots = ([first_manual(item.codes.plover) for item in items if item.codes.plover] for items in told)
    return [count(next(iter(of), None), dyad) for of, dyad in zip(roots, found, strict=True)]


def run(file: Path | None = None, model: Path | None = None, limit: int | None = None) -> dict[str, Any]:
    """Score rows {id, text, dyads: [{root, penta, source_span, target_span}]}; the dev part by default. n counts dyads."""
    found = (dyads(read_lines(file)) if file else load(shared(), "dev"))[:limit]
    encoder = open_encoder(model)
    counts = [count(predict(encoder, dyad), dyad) for dyad in found]
    made = report("event-class", len(found), counts, MEASURES, model_versions(encoder))
    crosswalk = by_crosswalk(found, model)
    return made | {"parts": {"codebook alone": {name: round(measure(crosswalk), 4) for name, measure in MEASURES.items()}}}
