"""What is wrong with a codebook file is said by line, in plain words, with what to do; all of it, not only the first thing."""

from pathlib import Path

import pytest

from dateline.codebook import load_codebook
from dateline.codebook.actors import load_actors
from dateline.codebook.entries import Entry, read_entry, read_file
from dateline.codebook.shapes import shape_faults
from dateline.codebook.yaml_files import located, read_yaml
from dateline.errors import CodebookError

GOOD = """id: raid
label: Raid
kind: event
definition: Armed people come and go.
triggers:
  - {lemma: raid, pos: noun}
examples:
  "yes":
    - The raid on the mill.
  "no":
    - {text: The mill., why: no raid, trigger: false}
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "remedy"),
    [
        ("label: Raid", "labl: Raid", 2, "`labl` is no key of a type", "did you mean `label`"),
        ("label: Raid\n", "", 1, "needs the key `label`", "add `label: `"),
        ("kind: event", "kind: events", 3, "`kind` is 'events'", "did you mean event? It can be control, event, relation"),
        ("pos: noun", "pos: nown", 6, "`pos` is 'nown'", "adjective, any, noun, verb"),
        ("pos: noun", "strenght: weak", 6, "`strenght` is no key of a trigger", "`strength`"),
        ("{lemma: raid, pos: noun}", "raid", 6, "'raid' stands where keys with values are needed", "{lemma: ...}"),
        ("    - The raid on the mill.", "    - He said: a raid on the mill.", 9, "`He said:` was read as a key", "double quotes"),
        ('  "yes":\n    - The', '  "yes": The', 8, "`yes` must be a list", "dash"),
        ("why: no raid", "why: ", 11, "`why` is empty", "take it out"),
        ("trigger: false", "trigger: perhaps", 11, "`trigger` must be true or false", ""),
    ],
)
def test_what_does_not_fit_is_named_with_its_line_and_what_to_do(
    tmp_path: Path, old: str, new: str, line: int, what: str, remedy: str
) -> None:
    assert old in GOOD
    path = write(tmp_path, "raid.yaml", GOOD.replace(old, new, 1))
    (complaint,) = located(shape_faults(read_file(path)[1], Entry), path)
    assert complaint.line == line
    assert what in complaint.what
    assert remedy in complaint.remedy


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("id: raid", "id: rade", 1, "file's name says 'raid'"),
        ("lemma: raid", "lemma: a raid", 6, "more than one word"),
        ("lemma: raid", "lemma: Raid", 6, "small letters"),
        ("lemma: raid", "lemma: raid, mode: night", 6, "night"),
        ("lemma: raid, ", "", 6, "either `lemma` or `phrase`"),
        ("examples:", "roles: {verb: {subject: boss}}\nexamples:", 7, "'boss' is no role"),
        ("examples:", "crosswalk: {by_party: {actor_boss: {acled: none}}}\nexamples:", 7, "'actor_boss' is nobody to tell apart"),
    ],
)
def test_what_has_the_form_and_no_sense_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, what: str) -> None:
    path = write(tmp_path, "raid.yaml", GOOD.replace(old, new, 1))
    with pytest.raises(CodebookError) as error:
        read_entry(read_file(path)[1], path)
    (complaint,) = error.value.complaints
    assert (complaint.line, what in complaint.what) == (line, True)
    assert str(error.value) == str(complaint) and f"raid.yaml, line {line}: " in str(error.value)


def test_all_that_is_wrong_is_carried_by_the_error(tmp_path: Path) -> None:
    text = GOOD.replace("label", "labl").replace("kind: event", "kind: riot").replace("pos: noun", "pos: nown")
    path = write(tmp_path, "raid.yaml", text)
    with pytest.raises(CodebookError, match="There are 2 more: `dateline codebook check` lists them") as error:
        read_entry(read_file(path)[1], path)
    assert [complaint.line for complaint in error.value.complaints] == [2, 3, 6]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: b\n\tc: d\n", 2, "a tab stands at the beginning of the line; use spaces"),
        ("text: He said: no\n", 1, "a colon inside words without quotes"),
        ('a: b\nc: "d\ne: f\n', 2, "a quotation mark is opened here and never closed"),
        ("a: [b, c\nd: e\n", 2, "a square bracket is opened in line 1"),
        ("- {a: [b], c: d\n- {a: e}\n", 2, "a curly bracket is opened in line 1"),
        ("a:\n  - b\n - c\n", 3, "this line does not fit to the ones above it"),
        ('a:\n  - "b" c\n', 2, "goes on after a closing quotation mark"),
        ("a: @b\n", 1, "a sign that YAML keeps for itself"),
        ("a: *b\n", 1, "a star"),
        ("a: b\na: c\n", 2, "the key 'a' stands twice"),
        ("a: &x [b]\nc: *x\n", 1, "references & and * are not read"),
    ],
)
def test_what_is_no_yaml_is_explained_in_plain_words(text: str, line: int, says: str) -> None:
    with pytest.raises(CodebookError) as error:
        read_yaml(text, "mine.yaml")
    assert f"mine.yaml, line {line}: " in str(error.value) and says in str(error.value)


@pytest.mark.parametrize("text", ["[" * 4000, "a: \x00b\n", "a: &x [*x]\n"])
def test_hostile_yaml_is_refused_and_does_no_harm(text: str) -> None:
    with pytest.raises(CodebookError):
        read_yaml(text, "mine.yaml")


# ---------------------------------------------------------------------- rows that add


def test_words_are_added_to_a_type_that_is_there(tmp_path: Path) -> None:
    write(tmp_path, "triggers.yaml", "- {entry: attack, lemma: zorble, pos: verb}\n- {entry: riot, phrase: mass zorbling}\n")
    codebook, ours = load_codebook([tmp_path]), load_codebook()
    text = "Gunmen zorbled the village after the mass zorbling."
    found = {(m.entry, text[m.start : m.end]) for m in codebook.find_triggers(text)}
    assert found >= {("attack", "zorbled"), ("riot", "mass zorbling")}
    assert codebook.entries["attack"].triggers[:-1] == ours.entries["attack"].triggers
    assert codebook.version != ours.version


@pytest.mark.parametrize(
    ("row", "line", "says"),
    [
        ("- {entry: atack, lemma: zorble}", 2, "did you mean attack?"),
        ("- {entry: attack}", 2, "either `lemma` or `phrase`"),
        ('- {entry: attack, phrase: "#nowhere zorble"}', 2, "there is no word class 'nowhere'"),
        ("- {lemma: zorble}", 2, "needs the key `entry`"),
    ],
)
def test_words_for_no_type_are_refused_with_their_line(tmp_path: Path, row: str, line: int, says: str) -> None:
    write(tmp_path, "triggers.yaml", f"- {{entry: riot, lemma: zorble}}\n{row}\n")
    with pytest.raises(CodebookError) as error:
        load_codebook([tmp_path])
    assert f"triggers.yaml, line {line}: " in str(error.value) and says in str(error.value)


def test_names_are_added_to_an_actor_that_is_there(tmp_path: Path) -> None:
    rows = "- {adds_to: hamas, aliases: [Zorble Men], names: [{name: Zorble Front, until: 1990, source: a book}]}\n"
    write(tmp_path, "actors/more.yaml", rows)
    table, ours = load_actors([tmp_path]), load_actors()
    for name in ("the Zorble Men", "Zorble Front", "Hamas"):
        found = table.find(name, "2014-01-01")
        assert found is not None and found.id == "hamas"
    hamas = table.actors["hamas"]
    assert hamas.name_on() == ours.actors["hamas"].name_on() and set(ours.actors["hamas"].aliases) <= set(hamas.aliases)


def test_names_for_nobody_are_refused_with_their_line(tmp_path: Path) -> None:
    write(tmp_path, "actors/more.yaml", "- {adds_to: hamas, aliases: [A]}\n- {adds_to: nobody_at_all, aliases: [B]}\n")
    with pytest.raises(CodebookError, match=r"more.yaml, line 2: there is no actor 'nobody_at_all'"):
        load_actors([tmp_path])


# ---------------------------------------------------------------------- the folder


def test_drafts_and_hidden_folders_are_not_read(tmp_path: Path) -> None:
    write(tmp_path, "drafts/half.yaml", "id: half\n")
    write(tmp_path, ".github/workflow.yaml", "on: push\n")
    write(tmp_path, "events/raid.yaml", GOOD)
    assert "raid" in load_codebook([tmp_path]).entries


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("codebook.yaml", "name: My Book\n", "small letters and digits"),
        ("codebook.yaml", 'name: book\nversion: "spring"\n', "numbers parted by points"),
        ("codebook.yaml", "name: book\ncolour: red\n", "`colour` is no key"),
        ("people.yaml", "- {id: a, kind: person, names: [{name: A, source: s}]}\n", "not in a folder named actors"),
        ("raid.yaml", GOOD.replace("kind: event\n", ""), "has no `kind`"),
        ("notes.yaml", "a: b\n", "neither a type"),
        ("control/raid.yaml", GOOD, "the folder control holds another kind"),
        ("quantities.yaml", "vague: []\n", "needs the key `bounds`"),
    ],
)
def test_a_file_that_has_no_place_is_refused_by_name(tmp_path: Path, name: str, text: str, says: str) -> None:
    write(tmp_path, name, text)
    with pytest.raises(CodebookError) as error:
        load_codebook([tmp_path])
    assert Path(name).name in str(error.value) and says in str(error.value)
