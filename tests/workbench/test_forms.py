"""What is asked of a type or a row: filled in from what is written, and written again."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from dateline.codebook import load_codebook
from dateline.codebook.entries import Entry, Trigger, as_words, read_entry
from dateline.codebook.files import FOLDERS, shipped_files
from dateline.codebook.yaml_files import read_yaml
from dateline.errors import CodebookError, UsageError
from dateline.workbench.entry_drafts import Answers, read_words, written
from dateline.workbench.forms import Form, MoreAnswers, changed_text, new_text, row_form, type_form, with_row
from dateline.workbench.row_drafts import LabelAnswers

CODEBOOK = load_codebook()
TYPES = [path for path in shipped_files() if path.parent.name in FOLDERS]


@pytest.mark.parametrize("path", TYPES, ids=lambda path: path.stem)
def test_what_is_asked_of_every_type_of_ours_leads_back_to_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    entry = read_entry(read_yaml(text, path.name), path)
    for trigger in entry.triggers:
        again, notes = read_words(written(trigger))
        assert (meant(again), notes) == (meant(trigger), [])
    form = type_form(entry)
    assert form.type
    assert changed_text(form, CODEBOOK, text, path, None) == (text, []), "nothing was answered otherwise"
    more = replace(form, type=replace(form.type, words=(*form.type.words, "zorble"), definition="Otherwise."))
    changed, _ = changed_text(more, CODEBOOK, text, path, None)
    again = read_entry(read_yaml(changed, path.name), path)
    triggers = (*entry.triggers, read_words("zorble")[0])
    assert said(again) == said(replace(entry, definition="Otherwise.", triggers=triggers)), "and all else says the same"


def meant(trigger: Trigger) -> dict[str, object]:
    """A trigger in which one word and a list of one are the same."""
    listed = ("lemma", "phrase", "object", "subject", "near", "unless")
    return {name: as_words(value) if name in listed else value for name, value in asdict(trigger).items()}


def said(entry: Entry) -> dict[str, object]:
    """A type with its triggers as they are meant."""
    return {**asdict(entry), "triggers": [meant(trigger) for trigger in entry.triggers]}


def test_lines_between_rows_stay_with_the_row_that_follows() -> None:
    text = "# Top.\n\n- {words: [a]}\n\n# Of b.\n- {words: [b]}\n- {words: [c]}\n"
    assert with_row(text, "- {words: [x]}\n", 0, "labels.yaml") == text.replace("[a]", "[x]")
    assert with_row(text, "", 1, "labels.yaml") == "# Top.\n\n- {words: [a]}\n\n# Of b.\n- {words: [c]}\n"
    assert with_row(text, "- {words: [d]}\n", None, "labels.yaml") == text + "- {words: [d]}\n"
    with pytest.raises(UsageError, match="no row 4"):
        with_row(text, "", 3, "labels.yaml")
    with pytest.raises(CodebookError, match="cannot be told apart"):
        with_row("  - {words: [a]}\n", "- {words: [b]}\n", None, "labels.yaml")


def test_a_file_on_one_line_is_left_to_its_text(tmp_path: Path) -> None:
    text = "{id: x, label: X, kind: event, definition: d, triggers: [{lemma: zorble}], "
    text += 'examples: {"yes": [a], "no": [{text: b, why: c}]}}'
    path = tmp_path / "events" / "x.yaml"
    form = type_form(read_entry(read_yaml(text, "x.yaml"), path))
    assert form.type
    other = Form(type=replace(form.type, definition="e"))
    with pytest.raises(CodebookError, match="several keys stand on one line"):
        changed_text(other, CODEBOOK, text, path, None)


def test_a_row_that_says_more_than_is_asked_has_no_form() -> None:
    assert row_form(CODEBOOK.actors.actors["hezbollah"]) is None


def test_a_form_is_about_one_thing() -> None:
    with pytest.raises(UsageError, match="about none"):
        new_text(Form(), CODEBOOK, {})
    both = Form(label=LabelAnswers(words=("raider",)), words=MoreAnswers(entry="attack", words=("waylay",)))
    with pytest.raises(UsageError, match="label and words"):
        new_text(both, CODEBOOK, {})
    with pytest.raises(UsageError, match="no type nothing"):
        new_text(Form(words=MoreAnswers(entry="nothing", words=("waylay",))), CODEBOOK, {})


@given(words=st.text(min_size=1).filter(lambda words: any(c.isalnum() for c in words)))
@example("- x: [")
@example("a: b # c")
@example("yes")
@example("&a *a | %x @y `z '")
@example("{lemma: x}\u2028id: other\n<script>")
def test_whatever_stands_in_an_answer_is_words_and_never_yaml(words: str) -> None:
    answers = Answers(kind="event", name="Zorble", definition=words, words=("zorble",), yes=(words,), no=((words, words),))
    file, text, _ = new_text(Form(type=answers), CODEBOOK, {})
    form = type_form(read_entry(read_yaml(text, file), Path(file))).type
    assert form and form.words == ("zorble",) and form.name == "Zorble"
    plain = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    assert form.yes == (plain,) and form.no == ((plain, plain),)
