"""Every entry of the shipped codebook: its own examples, its codes, and that ill-formed files are refused by file and key."""

import csv
import os
from pathlib import Path

import pytest

from dateline.codebook import Codebook, load_codebook
from dateline.codebook.entries import ROLES_OF_KIND, read_entry, read_file
from dateline.errors import CodebookError

CODEBOOK = load_codebook()
ENTRIES = tuple(CODEBOOK.entries.values())
SHARED = Path(os.environ.get("DATELINE_SHARED", Path(__file__).parents[2] / ".." / "shared"))
LEANS = "weak"

EVENTS = """battle attack bombing airstrike shelling abduction execution sexual_violence arrest release displacement destruction
deployment withdrawal recruitment aid sanction protest riot talks agreement statement legal other_conflict"""
CONTROL = "seizes holds contests loses withdraws besieges"
RELATIONS = """leads member_of founder_of offshoot_of successor_of merged_with split_from rejected_by allied_with supports fights
alias_of"""

GOOD = """
id: raid
label: Raid
kind: event
definition: Armed people come and go.
triggers: [{lemma: raid, pos: noun}]
roles: {noun: {by: actor}}
examples:
  "yes": [The raid on the mill.]
  "no": [{text: The mill., why: no raid, trigger: false}]
"""


def fires(codebook: Codebook, entry: str, sentence: str) -> bool:
    """Whether a trigger of the entry that is more than weak fires: a weak one only leans."""
    return any(m.entry == entry and m.strength != LEANS for m in codebook.find_triggers(sentence))


def yes_examples() -> list[tuple[str, str]]:
    return [(entry.id, sentence) for entry in ENTRIES for sentence in entry.examples.yes]


def silent_examples() -> list[tuple[str, str]]:
    return [(entry.id, row.text) for entry in ENTRIES for row in entry.examples.no if not row.trigger]


@pytest.mark.parametrize(("kind", "ids"), [("event", EVENTS), ("control", CONTROL), ("relation", RELATIONS)])
def test_every_type_of_the_records_has_its_entry(kind: str, ids: str) -> None:
    assert sorted(entry.id for entry in CODEBOOK.of_kind(kind)) == sorted(ids.split())


@pytest.mark.parametrize(("entry", "sentence"), yes_examples())
def test_a_trigger_fires_in_every_example_that_is_of_the_type(entry: str, sentence: str) -> None:
    assert fires(CODEBOOK, entry, sentence)


@pytest.mark.parametrize(("entry", "sentence"), silent_examples())
def test_no_trigger_fires_in_the_examples_that_say_so(entry: str, sentence: str) -> None:
    assert not fires(CODEBOOK, entry, sentence)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_entry_has_four_examples_either_way_and_one_in_capitals(entry) -> None:
    assert len(entry.examples.yes) >= 4
    assert len(entry.examples.no) >= 4
    assert len({*entry.examples.yes, *(row.text for row in entry.examples.no)}) == len(entry.examples.yes) + len(entry.examples.no)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_triggers_fire_in_capitals_too(entry) -> None:
    assert sum(fires(CODEBOOK, entry.id, sentence.upper()) for sentence in entry.examples.yes) >= len(entry.examples.yes) - 1


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_offsets_of_triggers_lead_back_to_the_words(entry) -> None:
    for sentence in entry.examples.yes:
        for match in CODEBOOK.find_triggers(sentence):
            assert 0 <= match.start < match.end <= len(sentence)
            assert sentence[match.start : match.end] == sentence[match.start : match.end].strip()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("label: Raid", "labal: Raid", "labal"),
        ("kind: event", "kind: happening", "happening"),
        ("pos: noun", "pos: nown", "nown"),
        ("pos: noun", "pos: noun, strenght: weak", "strenght"),
        ("lemma: raid", "lemma: Raid", "small letters"),
        ("lemma: raid", "lemma: raid, phrase: a raid", "either `lemma` or `phrase`"),
        ("lemma: raid", "lemma: raid, mode: night", "night"),
        ("by: actor", "by: doer", "doer"),
        ("noun: {by", "nown: {by", "nown"),
        ("id: raid", "id: rade", "rade"),
        ("definition: Armed people come and go.", "definition: ''", "definition"),
        ("[{lemma: raid, pos: noun}]", "[]", "triggers"),
        ('"yes": [The raid on the mill.]', '"yes": []', "examples"),
        ("why: no raid", "because: no raid", "because"),
        ("label: Raid", "label: [", "YAML"),
    ],
)
def test_an_ill_formed_entry_is_refused_by_file_and_key(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "raid.yaml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CodebookError) as error:
        read_entry(read_file(path)[1], path)
    assert "raid.yaml" in str(error.value)
    assert message in str(error.value)


def test_roles_are_those_of_the_kind() -> None:
    for entry in ENTRIES:
        for roles in entry.roles.values():
            assert set(roles.values()) <= set(ROLES_OF_KIND[entry.kind])


def codes(name: str, *columns: str) -> list[tuple[str, ...]]:
    path = SHARED / "reference" / name
    if not path.is_file():
        pytest.skip(f"{path} is not there: put the folder with reference/ in DATELINE_SHARED to check codes")
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row[column] for column in columns) for row in csv.DictReader(file)]


def test_every_plover_code_is_one() -> None:
    known = {"/".join(filter(None, row)) for row in codes("plover_types_modes.csv", "type", "mode")}
    assert [e.id for e in ENTRIES if e.crosswalk.plover is not None and e.crosswalk.plover not in known] == []


def test_every_cameo_code_is_one() -> None:
    known = {row[0] for row in codes("cameo_plover.csv", "cameo")}
    assert [(e.id, code) for e in ENTRIES for code in e.crosswalk.cameo if code not in known] == []


def test_every_acled_code_is_one() -> None:
    known = {"/".join(row) for row in codes("acled_event_categories.csv", "event_type", "sub_event_type")}
    assert [e.id for e in ENTRIES if e.crosswalk.acled is not None and e.crosswalk.acled not in known] == []
