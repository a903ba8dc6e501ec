"""The codebook: what words mean, written in YAML files that a domain expert can read, argue with and change.

`load_codebook` reads the files, refuses what is not well formed by file, line and key, and gives a `Codebook`. Nothing here reads a
sentence: the codebook says which words may show a type, the reader decides whether they do.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dateline.codebook.actors import ActorTable, load_actors
from dateline.codebook.entries import ROLES_OF_KIND, Crosswalk, Entry, Trigger
from dateline.codebook.files import Files, listed_files, shipped_files
from dateline.codebook.occurrences import OccurrenceTable, load_occurrences
from dateline.codebook.quantities import QuantityTable, load_quantities
from dateline.codebook.triggers import TriggerIndex, TriggerMatch
from dateline.codebook.words import (
    HedgeRow,
    LabelRow,
    LikelihoodRow,
    MoodRow,
    ReportingRow,
    WordMatch,
    WordTable,
    forms_of,
)
from dateline.records import Record

STRENGTHS: Mapping[str, float] = MappingProxyType({"strong": 3.7, "medium": 2.6, "weak": 1.7})
"""What a trigger adds to the log-odds of its type among the types of its kind: log likelihood ratios, measured over all types on
4,898 annotated clauses (docs/codebook.md)."""
LATER = 0.5
"""A trigger that follows another of the same type counts this much of its strength: words of one type come in clusters."""
MOST = 6.0
"""No type gets more evidence than this from words alone."""


class Codebook(Record, frozen=True):
    """Everything the codebook says. Made by `load_codebook`, passed as an argument, never changed."""

    version: str
    """Hash of the content of all files: two codebooks with one version say the same."""
    entries: Mapping[str, Entry]
    """Types of events, changes of control and relations by id, in the order of ids."""
    reporting: tuple[ReportingRow, ...]
    hedges: tuple[HedgeRow, ...]
    likelihood: tuple[LikelihoodRow, ...]
    moods: tuple[MoodRow, ...]
    labels: tuple[LabelRow, ...]
    actors: ActorTable
    quantities: QuantityTable
    occurrences: OccurrenceTable
    triggers: TriggerIndex
    tables: Mapping[str, WordTable]

    @property
    def modes(self) -> Mapping[str, Mapping[str, str]]:
        """Entry id -> manner -> what it means, for the entries that tell manners apart."""
        return {entry.id: entry.modes for entry in self.entries.values() if entry.modes}

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        """The entries of one kind: event, control or relation."""
        return tuple(entry for entry in self.entries.values() if entry.kind == kind)

    def find_triggers(self, text: str) -> list[TriggerMatch]:
        """Every trigger that fires in `text`, in order of place. Offsets are into `text`."""
        return self.triggers.find(text)

    def find_mode(self, entry: str, text: str) -> str | None:
        """The manner that the words show (`threat`, `flee`): the strongest words', then the first; None when they show none."""
        found = [m for m in self.find_triggers(text) if m.entry == entry and m.mode is not None]
        return min(found, key=lambda m: (-STRENGTHS[m.strength], m.start)).mode if found else None

    def type_evidence(self, text: str) -> dict[str, float]:
        """How much the words of a span speak for each type, as an addition to its log-odds; types without a word are left out.

        The strongest trigger of a type counts whole, further ones by `LATER`, all together at most `MOST`.
        """
        return self.weigh(self.find_triggers(text))

    def weigh(self, matches: Sequence[TriggerMatch]) -> dict[str, float]:
        """What `type_evidence` says, of triggers already found."""
        found: dict[str, list[float]] = {}
        for match in matches:
            found.setdefault(match.entry, []).append(STRENGTHS[match.strength])
        return {entry: min(MOST, max(s) + LATER * (sum(s) - max(s))) for entry, s in sorted(found.items())}

    def find_reporting(self, text: str) -> list[WordMatch]:
        """Words that show that someone else speaks; the value is the kind of speaking."""
        return self.tables["reporting"].find(text)

    def find_hedges(self, text: str) -> list[WordMatch]:
        """Words that weaken or deny; the value is reported, possible, probable or denied."""
        return self.tables["hedges"].find(text)

    def find_likelihood(self, text: str) -> list[WordMatch]:
        """Words by which a forecast says how likely it is; the value is one of the five steps."""
        return self.tables["likelihood"].find(text)

    def find_moods(self, text: str) -> list[WordMatch]:
        """Words by which a clause says what will be (`forecast`) or what is to be done (`recommendation`)."""
        return self.tables["moods"].find(text)

    def find_labels(self, text: str) -> list[WordMatch]:
        """Nouns that name a side (`label`), weakly so (`weak`), or only look so (`not_label`)."""
        return self.tables["labels"].find(text)


def load_codebook(extra: Sequence[Path] = ()) -> Codebook:
    """Read the shipped codebook, and over it the user's own files.

    Args:
        extra: files, or folders laid out as ours (``events/``, ``control/``, ``relations/``, lists). An entry with the id of one
            of ours takes its place; rows of lists and of ``triggers.yaml`` are added; a ``quantities.yaml`` or ``occurrences.yaml``
            takes the place of ours.

    Raises:
        CodebookError: a file is not well formed; the message names the file, the line and the key.
    """
    files = Files()
    for file in [*shipped_files(), *(file for path in extra for file in listed_files(path))]:
        files.add(file)
    entries, surroundings = files.finish()
    forms = forms_of(surroundings)
    actors = load_actors(extra)
    lists = {name: tuple(rows) for name, rows in files.lists.items()}
    digest = hashlib.sha256("\n".join([*files.digests, actors.version]).encode()).hexdigest()
    return Codebook(
        version=digest[:12],
        entries=MappingProxyType(entries),
        reporting=lists["reporting"],
        hedges=lists["hedges"],
        likelihood=lists["likelihood"],
        moods=lists["moods"],
        labels=lists["labels"],
        actors=actors,
        quantities=load_quantities(files.quantities),
        occurrences=load_occurrences(files.occurrences),
        triggers=TriggerIndex(entries.values(), surroundings.classes, forms),
        tables=MappingProxyType(
            {
                "reporting": _table(lists["reporting"], lambda row: row.cue, forms),
                "hedges": _table(lists["hedges"], lambda row: row.hedge, forms),
                "likelihood": _table(lists["likelihood"], lambda row: row.likelihood, forms),
                "moods": _table(lists["moods"], lambda row: row.kind, forms),
                "labels": _table(lists["labels"], _label_value, forms),
            }
        ),
    )


def _table(rows: Sequence[Any], value: Callable[[Any], str], forms: Mapping[str, tuple[str, ...]]) -> WordTable:
    return WordTable([(row.words, value(row)) for row in rows], forms)


def _label_value(row: LabelRow) -> str:
    if not row.label:
        return "not_label"
    return "label" if row.strength == "strong" else "weak"


__all__ = [
    "ROLES_OF_KIND", "Codebook", "Crosswalk", "Entry", "HedgeRow", "LabelRow", "LikelihoodRow", "OccurrenceTable",
    "ReportingRow", "Trigger", "TriggerMatch", "WordMatch", "WordTable", "load_codebook",
]  # fmt: skip
