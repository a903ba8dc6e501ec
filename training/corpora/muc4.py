"""MUC-4: reports of political violence in Latin America, 1988 to 1991, with the fillers of five roles by incident.

Translations by the US Government's FBIS; no licence file: weights only. Roles and templates in the form of GRIT and GTT (Du et al.
2021).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.corpora.files import rows

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
TYPES = ("attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage")
Mentions = list[str]


@dataclass
class Report:
    """One report: its text, and its incidents. Every mention is a string of the text."""

    name: str
    text: str
    incidents: list[tuple[list[str], dict[str, list[Mentions]]]]
    """Types (more than one where it was left open) and role -> entities."""
    entities: dict[str, list[Mentions]]
    """Role -> entities of the whole report."""
    described: list[str]
    """Human targets that have no name, which are no filler of a role, as "three peasants"."""


def load(data: Path, split: str) -> Iterator[Report]:
    """The reports of one part."""
    for row in rows(data / "muc4" / f"{split}.jsonl.gz"):
        incidents = [([t.strip() for t in i["incident_type"].split("/")], _roles(i)) for i in row["gtt_templates"]]
        yield Report(row["id"], row["grit_text"], incidents, _roles(row["grit_roles"]), sorted(_described(row["templates"])))


def _roles(given: dict[str, Any]) -> dict[str, list[Mentions]]:
    return {role: [[mention for mention, _ in entity] for entity in given[role] if entity] for role in ROLES}


def _described(templates: Iterable[dict[str, Any]]) -> set[str]:
    """Words of descriptions, written as the benchmark's text writes them."""
    given = (words for t in templates for filler in t["hum_target_description"] for words in filler["alternatives"])
    return {re.sub(r'\\?"', "", words.lower().replace("[", "(").replace("]", ")")) for words in given}
