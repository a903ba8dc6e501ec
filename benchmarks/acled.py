"""ACLED sub-events of sentences, told through the codebook: the task of CASE-2021 (task 2), without a label to learn from.

A sentence is read on its own; what it tells goes through the crosswalk; of the events that ACLED has a name for the surest
wins, and where there is none it is ACLED's own rest, Strategic developments/Other. `weighted_f1` is the mean F1 of labels, each
as often as gold has it. `parts` has the same on the rows whose label is ACLED's: that task added types of its own (crime,
disasters, ...), which the codebook does not have and this never gives.

There is no dev part: no such data with labels lie with the corpora.
"""

import csv
import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.bootstrap import MissingDataError, read_lines, report
from benchmarks.counts import one_of, weighted_f1
from benchmarks.crosswalk import Crosswalk

REST = "Other"
CASE_2021 = {
    "ABDUCT_DISSAP": "Abduction/forced disappearance",
    "AGREEMENT": "Agreement",
    "AIR_STRIKE": "Air/drone strike",
    "ARMED_CLASH": "Armed clash",
    "ARREST": "Arrests",
    "ART_MISS_ATTACK": "Shelling/artillery/missile attack",
    "ATTACK": "Attack",
    "CHANGE_TO_GROUP_ACT": "Change to group/activity",
    "CHEM_WEAP": "Chemical weapon",
    "DISR_WEAP": "Disrupted weapons use",
    "FORCE_AGAINST_PROTEST": "Excessive force against protesters",
    "GOV_REGAINS_TERIT": "Government regains territory",
    "GRENADE": "Grenade",
    "HQ_ESTABLISHED": "Headquarters or base established",
    "MOB_VIOL": "Mob violence",
    "NON_STATE_ACTOR_OVERTAKES_TER": "Non-state actor overtakes territory",
    "NON_VIOL_TERRIT_TRANSFER": "Non-violent transfer of territory",
    "OTHER": REST,
    "PEACE_PROTEST": "Peaceful protest",
    "PROPERTY_DISTRUCT": "Looting/property destruction",
    "PROTEST_WITH_INTER": "Protest with intervention",
    "REM_EXPLOS": "Remote explosive/landmine/IED",
    "SEX_VIOL": "Sexual violence",
    "SUIC_BOMB": "Suicide bomb",
    "VIOL_DEMONSTR": "Violent demonstration",
}
"""What that task calls ACLED's sub-events."""
TEXTS, LABELS = ("text", "snippet", "sentence"), ("label", "event_type", "sub_event_type", "type")
"""What a column of the file may be called."""


class Labelled(NamedTuple):
    """A sentence and its ACLED sub-event, or another label as the file has it."""

    text: str
    label: str


def sub_event(label: str) -> str:
    """The sub-event that a label means; one that is not ACLED's stays as it is.

    >>> sub_event("ARREST"), sub_event("Battles/Armed clash"), sub_event("Armed clash"), sub_event("ORG_CRIME")
    ('Arrests', 'Armed clash', 'Armed clash', 'ORG_CRIME')
    """
    name = label.strip()
    known = CASE_2021.values()
    return CASE_2021.get(name) or next((sub for sub in known if name == sub or name.endswith(f"/{sub}")), name)


def read_labelled(path: Path) -> list[Labelled]:
    """Rows of JSON Lines or of a table (tabs in .tsv and .txt, commas in .csv), gzipped or not.

    A table without a line of names has the text in the column with the longest cells, the label in the last of the others.

    Raises:
        MissingDataError: no column is called as a text or a label is.
    """
    suffix = Path(path.stem if path.suffix == ".gz" else path.name).suffix
    if suffix not in (".tsv", ".txt", ".csv"):
        return _named(read_lines(path), path)
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    table = [row for row in csv.reader(data.decode("utf-8-sig").splitlines(), delimiter="," if suffix == ".csv" else "\t") if row]
    if table and {name.strip().lower() for name in table[0]} & {*TEXTS, *LABELS}:
        return _named([dict(zip(table[0], row, strict=False)) for row in table[1:]], path)
    if not table or min(map(len, table)) < 2:
        raise MissingDataError(f"{path} is no table of texts and labels.")
    width = min(map(len, table))
    longest = max(range(width), key=lambda column: sum(len(row[column]) for row in table))
    last = max(column for column in range(width) if column != longest)
    return [Labelled(row[longest], sub_event(row[last])) for row in table]


def _named(rows: Sequence[dict[str, Any]], path: Path) -> list[Labelled]:
    names = {name.strip().lower(): name for name in (rows[0] if rows else {})}
    text, label = (next((names[name] for name in known if name in names), None) for known in (TEXTS, LABELS))
    if text is None or label is None:
        raise MissingDataError(f"{path} needs a column {' or '.join(TEXTS)}, and a column {' or '.join(LABELS)}.")
    return [Labelled(str(row[text]), sub_event(str(row[label]))) for row in rows]


def predict(found: Sequence[Labelled], crosswalk: Crosswalk) -> list[str]:
    """The sub-event that is told of each sentence."""
    told = crosswalk.told(row.text for row in found)
    named = ([sub_event(item.codes.acled) for item in items if item.codes.acled] for items in told)
    return [next((sub for sub in subs if sub != REST), REST) for subs in named]


def run(file: Path | None = None, model: Path | None = None, limit: int | None = None) -> dict[str, Any]:
    """Score rows of a text and a label (see `read_labelled`). n counts sentences.

    Raises:
        MissingDataError: no file is given, or it has no such rows.
    """
    if file is None:
        raise MissingDataError("acled has no dev part: the labelled sentences are given with --file.")
    found = read_labelled(file)[:limit]
    crosswalk = Crosswalk.open(model)
    labels = sorted({*CASE_2021.values(), *(row.label for row in found)})
    predicted = predict(found, crosswalk)
    counts = [one_of(labels, answer, row.label) for answer, row in zip(predicted, found, strict=True)]
    made = report("acled", len(found), counts, {"weighted_f1": lambda of: weighted_f1(np.sum(of, axis=0))}, crosswalk.made_by)
    own = [of for of, row in zip(counts, found, strict=True) if row.label in CASE_2021.values()]
    parts = {"ACLED's own types": {"n": len(own), "weighted_f1": round(weighted_f1(np.sum(own, axis=0)), 4) if own else None}}
    return made | {"parts": parts}
