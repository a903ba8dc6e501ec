"""The codebook's word on what may be one occurrence: families of types, kinds of targets, and what each likeness counts.

It compares nothing: `link` does, with this table as its argument.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec
import yaml

from dateline.errors import CodebookError
from dateline.records import Record

DATA = Path(__file__).parent / "data" / "occurrences.yaml"


class Family(Record, frozen=True, forbid_unknown_fields=True):
    """Types that reporters use for one and the same occurrence, and why."""

    id: str
    types: tuple[str, ...]
    reason: str


class Points(Record, frozen=True, forbid_unknown_fields=True):
    """What each likeness or difference of two reports adds to the sum, which is compared with nought; see the file for each."""

    least: float
    same_type: float
    same_family: float
    other_manner: float
    same_place: float
    same_name: float
    near: float
    around: float
    within_region: float
    within_country: float
    capital: float
    far: float
    unlike_words: float
    same_day: float
    overlap_week: float
    overlap_month: float
    overlap_long: float
    unlike_lengths: float
    next_day: float
    days_apart: float
    other_day: float
    assumed_day: float
    assumed_other: float
    same_actor: float
    kin_actor: float
    same_actor_words: float
    other_actor: float
    same_person: float
    same_victims: float
    same_victim_words: float
    other_victim_words: float
    other_victims: float
    same_count: float
    near_count: float
    like_count: float
    unlike_count: float
    far_count: float
    same_target: float
    other_target: float
    wording: float
    same_words: float
    same_span: float
    told_on: float
    told_apart: float
    same_voice_other_count: float
    one_document: float


class OccurrenceTable(Record, frozen=True, forbid_unknown_fields=True, eq=False):
    """What may be one occurrence. Made by `load_occurrences`; compared by identity."""

    families: tuple[Family, ...]
    targets: tuple[tuple[str, ...], ...]
    two_sided: tuple[str, ...]
    told_once: tuple[str, ...]
    courses: tuple[str, ...]
    apart: tuple[str, ...]
    anybody: tuple[str, ...]
    idle: tuple[str, ...]
    points: Points
    near_km: float
    around_km: float

    def families_of(self) -> Mapping[str, frozenset[str]]:
        """Type -> the families it stands in; a type without one is not a key."""
        found: dict[str, set[str]] = {}
        for family in self.families:
            for name in family.types:
                found.setdefault(name, set()).add(family.id)
        return {name: frozenset(families) for name, families in found.items()}


def load_occurrences(path: Path = DATA) -> OccurrenceTable:
    """Read the table.

    Raises:
        CodebookError: the file is not well formed, or two families bear one name; the message names the file.
    """
    try:
        table = msgspec.convert(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader), OccurrenceTable, strict=False)
    except (OSError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise CodebookError(f"{path}: cannot be used as the table of occurrences ({' '.join(str(error).split())}).") from error
    names = [family.id for family in table.families]
    if twice := {name for name in names if names.count(name) > 1}:
        raise CodebookError(f"{path}: the family {min(twice)!r} is there twice; join the two rows.")
    return table
