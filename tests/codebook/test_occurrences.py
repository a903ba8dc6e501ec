"""The table of what may be one occurrence: its types exist, it is refused when not well formed, a user's own takes its place."""

from pathlib import Path

import pytest

from dateline.codebook import load_codebook
from dateline.codebook.occurrences import DATA, load_occurrences
from dateline.errors import CodebookError
from dateline.link.meaning import Meaning

CODEBOOK = load_codebook()
TABLE = CODEBOOK.occurrences


def test_every_type_of_the_table_is_one_of_the_codebook() -> None:
    named = {kind for family in TABLE.families for kind in family.types} | {*TABLE.two_sided, *TABLE.told_once}
    assert named <= set(CODEBOOK.entries)
    assert all(family.reason and len(family.types) > 1 for family in TABLE.families)


def test_no_word_is_in_two_rows_of_targets() -> None:
    words = [word for row in TABLE.targets for word in row]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("bombing", "attack", True),
        ("arrest", "abduction", True),
        ("seizes", "loses", True),
        ("attack", "protest", False),
        ("abduction", "release", False),
        ("statement", "attack", False),
        ("statement", "statement", True),
    ],
)
def test_which_types_may_be_one_occurrence(one: str, other: str, may: bool) -> None:
    meaning = Meaning(CODEBOOK)
    assert meaning.may_be_one(one, other) == meaning.may_be_one(other, one) == may
    assert not may or not meaning.clans(one).isdisjoint(meaning.clans(other)), "types that may be one must be able to meet"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("same_day: 2.5", "sameday: 2.5"),
        ("near_km: 12", "near_km: close"),
        ("  - id: killing", "  - id: violence"),
        ("families:", "families: {"),
    ],
)
def test_a_table_that_is_not_well_formed_is_refused_by_name(tmp_path: Path, old: str, new: str) -> None:
    text = DATA.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "occurrences.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CodebookError, match=r"occurrences\.yaml"):
        load_occurrences(path)


def test_a_table_of_the_user_takes_the_place_of_ours_and_makes_another_version(tmp_path: Path) -> None:
    text = DATA.read_text(encoding="utf-8").replace("same_day: 2.5", "same_day: 1.25")
    (tmp_path / "occurrences.yaml").write_text(text, encoding="utf-8")
    own = load_codebook([tmp_path])
    assert own.occurrences.points.same_day == 1.25 and own.version != CODEBOOK.version
