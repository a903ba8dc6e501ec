"""What is asked of an entry or a row, filled in from what a file says, and the text of the file after it was answered.

What is not asked stays as it is written: of a type's file only the parts whose answers changed are written anew. A row of a list
that says more than is asked has no form; its file's own text is for that.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from dateline.codebook import Codebook, LabelRow
from dateline.codebook.actor_rows import Actor, ActorAddition
from dateline.codebook.entries import Entry, Examples, MoreWords, read_entry
from dateline.codebook.files import MORE_WORDS
from dateline.codebook.yaml_files import key_lines, read_yaml
from dateline.errors import CodebookError, UsageError
from dateline.records import Record
from dateline.workbench.entry_drafts import Answers, draft_entry, entry_of, parts_of, read_words, trigger_text, written
from dateline.workbench.folders import row_blocks
from dateline.workbench.row_drafts import ACTORS, LABELS, ActorAnswers, LabelAnswers, actor_row, label_row

WORDS = "# More words for types that other files have. After a change: dateline codebook check.\n\n"
LISTS = {"actor": ("actors/actors.yaml", ACTORS), "label": ("labels.yaml", LABELS), "words": (f"{MORE_WORDS}.yaml", WORDS)}
"""What a row is -> the file that a new one goes into, and how that file begins."""


class MoreAnswers(Record, frozen=True):
    """More words for a type that is there."""

    entry: str
    """Id of the type."""
    words: tuple[str, ...]
    """As people write them: `steal: cattle, goat`."""


class Form(Record, frozen=True):
    """The answers about one thing: one of these, the others None."""

    type: Answers | None = None
    actor: ActorAnswers | None = None
    label: LabelAnswers | None = None
    words: MoreAnswers | None = None

    @property
    def of(self) -> str:
        """What it is about: type, actor, label or words."""
        given = [name for name in self.__struct_fields__ if getattr(self, name) is not None]
        if len(given) != 1:
            raise UsageError(f"A form is about one of type, actor, label and words; this is about {' and '.join(given) or 'none'}.")
        return given[0]


def type_form(entry: Entry) -> Form:
    """What is asked of a type, as its file answers it."""
    no = tuple((row.text, row.why) for row in entry.examples.no)
    words = tuple(written(trigger) for trigger in entry.triggers)
    definition = " ".join(entry.definition.split())
    return Form(
        type=Answers(
            kind=entry.kind, name=entry.label, definition=definition, words=words, yes=entry.examples.yes, no=no
        )
    )  # fmt: skip


def row_form(row: object) -> Form | None:
    """What is asked of a row, as it answers it; None where it says more than is asked."""
    match row:
        case LabelRow(note=""):
            return Form(label=LabelAnswers(words=row.words, tone=row.tone, weak=row.strength == "weak", label=row.label))
        case MoreWords():
            return Form(words=MoreAnswers(entry=row.entry, words=(written(row.trigger()),)))
        case Actor(names=(name,), exact=(), called=(), offices=(), predecessors=()):
            return Form(
                actor=ActorAnswers(
                    name=name.name, kind=row.kind, country=row.country, aliases=row.aliases, since=name.since, until=name.until,
                    parent=row.parent, source=name.source,
                )
            )  # fmt: skip
        case ActorAddition(names=(), aliases=(name, *others), exact=(), called=(), offices=()):
            return Form(actor=ActorAnswers(name=name, aliases=tuple(others), adds_to=row.adds_to))
        case ActorAddition(names=(name,), exact=(), called=(), offices=()):
            answers = ActorAnswers(
                name=name.name, aliases=row.aliases, since=name.since, until=name.until, source=name.source, adds_to=row.adds_to
            )
            # A name without dates would be written as an alias, and lose its source.
            return Form(actor=answers) if name.since or name.until else None
    return None


def new_text(form: Form, codebook: Codebook, texts: Mapping[str, str]) -> tuple[str, str, list[str]]:
    """The file that a new type or row goes into, what it will say, and what was changed in the answers.

    Args:
        codebook: what is there already.
        texts: the folder's files -> what they say.

    Raises:
        UsageError: something is missing or there already.
        CodebookError: the answers make no well-formed entry, or the file takes no row at its end.
    """
    if form.type:
        draft = draft_entry(form.type, codebook, Path())
        return draft.path, draft.text, list(draft.notes)
    file, heading = LISTS[form.of]
    rows, notes = _rows(form, codebook)
    return file, with_row(texts.get(file, ""), rows, None, file, heading), notes


def changed_text(form: Form, codebook: Codebook, text: str, path: Path, row: int | None) -> tuple[str, list[str]]:
    """What a file will say in which a type or a row was answered anew, and what was changed in the answers.

    Args:
        text: what the file at `path` says.
        row: number of the row, from 0; None where the file is a type's.

    Raises:
        UsageError: something is missing.
        CodebookError: the file is not well formed, or written in a way in which its parts cannot be told.
    """
    if form.type:
        return _changed_type(form.type, codebook, text, path)
    blocks = row_blocks(text, path.name)[1]
    if row is None or not 0 <= row < len(blocks):
        raise UsageError(f"{path.name} has no such row any more; load it again.")
    rows, notes = _rows(form, codebook, read_yaml(blocks[row], path.name)[0].get("id"))
    return with_row(text, rows, row, path.name), notes


def with_row(text: str, row: str, number: int | None, file: str, heading: str = "") -> str:
    """A list file's text with a row in the place of the one of that number, or at its end; no row takes it out."""
    if number is None:
        if text and not text.endswith("\n"):
            text += "\n"
        row_blocks(text or heading, file)  # where rows cannot be told apart, one more could not either
        return (text or heading) + row
    opening, blocks = row_blocks(text, file)
    if not 0 <= number < len(blocks):
        raise UsageError(f"{file} has no row {number + 1}; load it again.")
    # Lines between this row and the next belong to the next.
    kept = blocks[number].splitlines(keepends=True)
    while kept and not kept[-1].startswith((" ", "-")):
        kept.pop()
    after = blocks[number][len("".join(kept)) :]
    blocks[number] = row + after
    return opening + "".join(blocks)


def _rows(form: Form, codebook: Codebook, id: str | None = None) -> tuple[str, list[str]]:
    if form.actor:
        return actor_row(form.actor, codebook, id), []
    if form.label:
        return label_row(form.label), []
    assert form.words
    if form.words.entry not in codebook.entries:
        raise UsageError(f"There is no type {form.words.entry} that words could be added to.")
    if not form.words.words:
        raise UsageError("Give a word that shows the type.")
    rows, notes = [], []
    for words in form.words.words:
        trigger, changed = read_words(words)
        rows.append(f"- {trigger_text(trigger, entry=form.words.entry)}\n")
        notes += changed
    return "".join(rows), notes


def _changed_type(answers: Answers, codebook: Codebook, text: str, path: Path) -> tuple[str, list[str]]:
    before = read_entry(read_yaml(text, str(path)), path)
    was = type_form(before).type
    assert was
    drafted, notes = entry_of(answers, codebook)
    had = {row.text: row.trigger for row in before.examples.no}
    no = tuple(msgspec.structs.replace(row, trigger=had.get(row.text, row.trigger)) for row in drafted.examples.no)
    parts = parts_of(msgspec.structs.replace(drafted, examples=Examples(yes=answers.yes, no=no)))
    same = {
        "label": answers.name == was.name,
        "definition": answers.definition == was.definition,
        "triggers": answers.words == was.words,
        "examples": (answers.yes, answers.no) == (was.yes, was.no),
    }
    return _with_parts(text, {key: part for key, part in parts.items() if not same[key]}, path), notes if not same[
        "triggers"
    ] else []


def _with_parts(text: str, parts: Mapping[str, str], path: Path) -> str:
    """A type's file with some of its outermost keys written anew; all else, comments too, stays."""
    starts = key_lines(text, str(path))
    if len(set(starts.values())) != len(starts):
        raise CodebookError(f"{path}: several keys stand on one line; write each on its own, or change the file's text.")
    lines = text.splitlines(keepends=True)
    after = dict(zip(sorted(starts.values()), [*sorted(starts.values())[1:], len(lines)], strict=True))
    for key in sorted(parts, key=lambda key: -starts.get(key, -1)):
        begin = starts[key]
        end = after[begin]
        while end > begin + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
            end -= 1  # what stands before the next key belongs to it
        lines[begin:end] = [parts[key]]
    return "".join(lines)
