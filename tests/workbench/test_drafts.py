"""A coder's answers become an entry or a row: in the form that is looked for, well formed, and only when all is there."""

from pathlib import Path

import pytest

from dateline.codebook import load_codebook
from dateline.codebook.entries import read_entry, read_file
from dateline.errors import CodebookError, UsageError
from dateline.workbench.entry_drafts import Answers, draft_entry, read_words
from dateline.workbench.folders import append_rows, begin, find_folder, write_whole
from dateline.workbench.row_drafts import ActorAnswers, LabelAnswers, add_actor, add_label
from dateline.workbench.yaml_text import scalar

CODEBOOK = load_codebook()
RAID = Answers(
    kind="event",
    name="Cattle raid",
    definition="Armed people drive off herds.",
    words=("rustled", "stole: cattle, goats", "cattle raids", "drive off ... herd", "herd (weak)"),
    yes=("Youths stole goats in Turkana.",),
    no=(("The farmer sold his goats: a good price.", "a sale"), ("They denied that they had stolen cattle.", "denied")),
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("rustled", {"lemma": "rustle"}),
        ("RAIDS", {"lemma": "raid"}),
        ("stole: cattle, Goats", {"lemma": "steal", "pos": "verb", "object": ("cattle", "goat")}),
        ("cattle raids", {"phrase": "cattle raid"}),
        ("drove off ... herds", {"phrase": "drive off ... herd"}),
        ("armed group", {"phrase": "armed group"}),
        ("bombing", {"lemma": "bombing"}),
        ("fire (weak)", {"lemma": "fire", "strength": "weak"}),
        ("took: hostages (medium)", {"lemma": "take", "pos": "verb", "object": ("hostage",), "strength": "medium"}),
    ],
)
def test_words_are_put_into_the_form_that_is_looked_for(words: str, expected: dict) -> None:
    trigger, _ = read_words(words)
    said = {name: getattr(trigger, name) for name in ("lemma", "phrase", "pos", "object", "strength")}
    assert {k: v for k, v in said.items() if v not in (None, "any", "strong")} == expected


@pytest.mark.parametrize("words", ["", "   ", ": cattle", "...", "... herd", "(weak)"])
def test_words_without_a_word_are_refused(words: str) -> None:
    with pytest.raises(UsageError):
        read_words(words)


def test_the_file_of_a_type_is_well_formed_and_says_what_was_changed(tmp_path: Path) -> None:
    draft = draft_entry(RAID, CODEBOOK, tmp_path)
    path = Path(draft.path)
    write_whole(path, draft.text)
    entry = read_entry(read_file(path)[1], path)
    assert path == tmp_path / "events" / "cattle_raid.yaml"
    assert (entry.id, entry.label, entry.definition) == ("cattle_raid", "Cattle raid", "Armed people drive off herds.")
    assert entry.examples.yes == RAID.yes
    assert [(row.text, row.why) for row in entry.examples.no] == list(RAID.no)
    # What no word fires in now is to stay so; a denial has the words, and is for the reader.
    assert [row.trigger for row in entry.examples.no] == [False, True]
    assert "“stole” is looked for as “steal”, “goats” as “goat”" in draft.notes
    assert "cattle_raid" in load_codebook([tmp_path]).entries


@pytest.mark.parametrize("kind", ["control", "relation"])
def test_changes_of_control_and_relations_go_into_their_folders(tmp_path: Path, kind: str) -> None:
    answers = Answers(kind=kind, name="Zorbles", definition="D.", words=("zorble",), yes=("A zorbled B.",), no=(("A sat.", "no"),))
    draft = draft_entry(answers, CODEBOOK, tmp_path)
    write_whole(Path(draft.path), draft.text)
    assert load_codebook([tmp_path]).entries["zorbles"].kind == kind


@pytest.mark.parametrize("missing", ["name", "definition", "words", "yes", "no"])
def test_a_type_that_lacks_something_is_refused_by_what_it_lacks(tmp_path: Path, missing: str) -> None:
    fields = {name: getattr(RAID, name) for name in RAID.__struct_fields__}
    with pytest.raises(UsageError, match="A type needs"):
        draft_entry(Answers(**{**fields, missing: type(fields[missing])()}), CODEBOOK, tmp_path)


def test_a_type_of_ours_is_replaced_only_when_that_is_meant(tmp_path: Path) -> None:
    fields = {name: getattr(RAID, name) for name in RAID.__struct_fields__} | {"name": "attack"}
    with pytest.raises(UsageError, match="--replace"):
        draft_entry(Answers(**fields), CODEBOOK, tmp_path)
    assert draft_entry(Answers(**fields), CODEBOOK, tmp_path, replace=True).path.endswith("attack.yaml")


@pytest.mark.parametrize(
    "words",
    ["no", "true", "2014", "1.5", "He said: no", "- a", "a #b", "[x]", "{a: b}", 'with "quotes"', "it's", "@home", "*", "&", "%",
     "", " x ", "الموصل", "a\nb", "\x07a", "null", "~", "!x", "> y", "| z", "key:", "`a`", "a, b", "’s", "naïve café"],
)  # fmt: skip
def test_any_words_survive_being_written(tmp_path: Path, words: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(f"a: {scalar(words)}\nb: [{scalar(words)}, c]\n", encoding="utf-8")
    value = read_file(path)[1]
    expected = " ".join(words.replace("\x07", " ").split())
    assert value == {"a": expected, "b": [expected, "c"]}


# ---------------------------------------------------------------------- actors and labels


def test_an_actor_is_added_beside_those_that_are_there(tmp_path: Path) -> None:
    first = ActorAnswers(name="Lake Guard", country=("Kenya", "ug"), since="2023-05", aliases=("LG: North",), source="notes, p. 3")
    path, _ = add_actor(first, CODEBOOK, tmp_path)
    before = path.read_text(encoding="utf-8")
    path.write_text(before + "# a remark of mine\n", encoding="utf-8")
    add_actor(ActorAnswers(name="River Guard", source="notes"), CODEBOOK, tmp_path)
    text = path.read_text(encoding="utf-8")
    assert text.startswith(before + "# a remark of mine\n")
    table = load_codebook([tmp_path]).actors
    guard = table.actors["lake_guard"]
    assert (guard.country, guard.aliases, guard.names[0].since, guard.names[0].source) == (
        ("KE", "UG"),
        ("LG: North",),
        "2023-05",
        "notes, p. 3",
    )
    assert "river_guard" in table.actors


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (ActorAnswers(name="Hamas", source="s"), "--adds-to hamas"),
        (ActorAnswers(name="Zorbles", source=""), "--source"),
        (ActorAnswers(name="Zorbles", source="s", kind="wizard"), "armed_group"),
        (ActorAnswers(name="Zorbles", source="s", country=("Atlantis",)), "Atlantis"),
        (ActorAnswers(name="Zorbles", source="s", parent="nobody_at_all"), "nobody_at_all"),
        (ActorAnswers(name="Zorbles", adds_to="nobody_at_all"), "nobody_at_all"),
        (ActorAnswers(name="...", source="s"), "letter"),
    ],
)
def test_an_actor_that_cannot_be_is_refused_and_nothing_is_written(tmp_path: Path, answers: ActorAnswers, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        add_actor(answers, CODEBOOK, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_date_that_is_none_is_refused_and_the_file_stays(tmp_path: Path) -> None:
    path, _ = add_actor(ActorAnswers(name="Lake Guard", source="s"), CODEBOOK, tmp_path)
    before = path.read_bytes()
    with pytest.raises(CodebookError, match="'spring' is not a date"):
        add_actor(ActorAnswers(name="River Guard", source="s", since="spring"), CODEBOOK, tmp_path)
    assert path.read_bytes() == before


def test_another_actor_of_a_known_name_gets_an_id_of_its_own(tmp_path: Path) -> None:
    _, row = add_actor(ActorAnswers(name="Hamas", source="s", country=("KE",)), CODEBOOK, tmp_path, another=True)
    assert "id: hamas_2\n" in row


def test_a_label_is_written_as_one_of_the_side_and_found_as_several(tmp_path: Path) -> None:
    _, row = add_label(LabelAnswers(words=("Zorblers",), tone="hostile"), tmp_path)
    assert row == "- {words: [zorbler], tone: hostile}\n"
    found = load_codebook([tmp_path]).find_labels("The zorblers came, one zorbler stayed.")
    assert [m.value for m in found] == ["label", "label"]


def test_rows_are_not_added_to_a_file_that_cannot_take_them(tmp_path: Path) -> None:
    path = tmp_path / "labels.yaml"
    for text in ("[{words: [a]}]\n", "  - words: [a]\n", "words: [a]\n", "- words: [a\n"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(CodebookError):
            append_rows(path, "- {words: [b]}\n", "# head\n", lambda value, at: None)
        assert path.read_text(encoding="utf-8") == text


# ---------------------------------------------------------------------- folders


def test_the_folder_that_is_meant_is_found_or_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="no codebook here"):
        find_folder(None)
    begin(Path("Sahel Herding"))
    assert find_folder(None) == Path("Sahel Herding")
    assert "name: sahel-herding\n" in Path("Sahel Herding/codebook.yaml").read_text(encoding="utf-8")
    begin(Path("other"))
    with pytest.raises(UsageError, match="several codebooks"):
        find_folder(None)
    monkeypatch.chdir(tmp_path / "other")
    assert find_folder(None) == Path()
