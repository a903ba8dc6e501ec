"""`check`: every error of a folder at once, and hints at what is allowed and may not be meant."""

from pathlib import Path

import pytest

from dateline.workbench.checks import check_folder

RAID = """id: raid
label: Raid
kind: event
definition: Armed people come and go.
triggers: [{lemma: WORD}]
examples:
  "yes": [The raid on the mill.]
  "no": [{text: The mill., why: no raid}]
"""


def write(folder: Path, **files: str) -> Path:
    for name, text in ({"codebook": "name: mine\n"} | files).items():
        path = folder / (name.replace("__", "/") + (".yaml" if "." not in name else ""))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def hints(folder: Path) -> list[str]:
    checked = check_folder(folder)
    assert not checked.errors, checked.errors
    return [f"{complaint.what}; {complaint.remedy}" for complaint in checked.complaints]


def test_a_folder_that_is_well_made_has_no_complaint(tmp_path: Path) -> None:
    checked = check_folder(write(tmp_path, events__raid=RAID.replace("WORD", "zorble"), labels="- {words: [zorbler]}\n"))
    assert checked.complaints == [] and [entry.id for entry in checked.entries] == ["raid"] and len(checked.lists["labels"]) == 1


def test_errors_of_all_files_are_told_together_by_file_and_line(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        events__raid=RAID.replace("WORD", "zorble").replace("label", "labl"),
        actors__a="- {id: a, kind: wizard, names: []}\n",
        labels="- {words: [a], tone: angry}\n- {words: b}\n",
        notes="what: is this\n",
    )
    found = {(Path(complaint.file).name, complaint.line) for complaint in check_folder(folder).errors}
    assert found == {("raid.yaml", 2), ("a.yaml", 1), ("labels.yaml", 1), ("labels.yaml", 2), ("notes.yaml", 1)}


def test_what_shows_only_when_files_stand_together_is_an_error_too(tmp_path: Path) -> None:
    rows = "- id: a\n  kind: force\n  parent: nobody_at_all\n  names: [{name: Zorbles, source: s}]\n"
    (complaint,) = check_folder(write(tmp_path, actors__a=rows)).errors
    assert complaint.line == 3 and "nobody_at_all" in complaint.what


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"events__raid": RAID.replace("WORD", "raided")}, "“raided” finds only this very form; write “raid”"),
        ({"events__raid": RAID.replace("lemma: WORD", "phrase: cattle raids")}, "write “raid”"),
        ({"events__raid": RAID.replace("WORD", "town")}, "fires also in"),
        ({"events__attack": RAID.replace("WORD", "zorble").replace("id: raid", "id: attack")}, "Dateline's own type attack"),
        ({"triggers": "- {entry: attack, lemma: ambushes}\n"}, "write “ambush”"),
        ({"labels": "- {words: [zorble bandits]}\n"}, "write “bandit”"),
        ({"actors__a": "- {id: a, kind: person, names: [{name: Zorble, source: s}], aliases: [Hamas]}\n"}, "also Hamas (hamas)"),
        ({"actors__a": "- {id: a, kind: person, names: [{name: Zorble, source: s}], aliases: [Harvest]}\n"}, "to `exact`"),
        ({"drafts__half": "id: half\n"}, "a draft, which nothing reads yet"),
        ({"events__raid.yml": RAID}, "files ending in .yml are not read"),
        ({"actors.csv": "name\n"}, "dateline codebook import"),
    ],
)  # fmt: skip
def test_what_may_not_be_meant_is_hinted_at(tmp_path: Path, files: dict[str, str], says: str) -> None:
    assert any(says in hint for hint in hints(write(tmp_path, **files))), hints(tmp_path)


@pytest.mark.parametrize(
    "files",
    [
        {"events__raid": RAID.replace("WORD", "bombing")},
        {"events__raid": RAID.replace("lemma: WORD", "phrase: armed group")},
        {"events__raid": RAID.replace("WORD", "wounded, pos: adjective")},
        {"events__raid": RAID.replace("WORD", "town, near: zorble")},
        {"events__raid": RAID.replace("WORD", "town, strength: weak")},
        {"actors__a": "- {id: a, kind: person, names: [{name: Zorble, source: s}], exact: [Harvest]}\n"},
        {"README.txt": "mine\n", ".notes.txt": "mine\n"},
    ],
)
def test_what_is_meant_so_is_not_hinted_at(tmp_path: Path, files: dict[str, str]) -> None:
    assert hints(write(tmp_path, **files)) == []


def test_a_folder_without_a_name_is_told_that_packing_needs_one(tmp_path: Path) -> None:
    (tmp_path / "labels.yaml").write_text("- {words: [zorbler]}\n", encoding="utf-8")
    assert any("packing needs it" in hint for hint in hints(tmp_path))
