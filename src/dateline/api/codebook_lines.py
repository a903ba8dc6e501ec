"""What is in a codebook as lists that can be looked through, and what a trial of a change says, as the desk shows it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import yaml

from dateline.api.codebook_answers import Attempt, ChangedSentence, ChangeGroup, CodebookEntry, CodebookLine, Part
from dateline.codebook import Codebook, LabelRow
from dateline.codebook.actor_rows import Actor, ActorAddition, Rejection
from dateline.codebook.actor_words import fold
from dateline.codebook.actors import read_actor_rows
from dateline.codebook.entries import MoreWords, convert, read_entry
from dateline.codebook.files import ACTORS, DATA, FOLDERS, MORE_WORDS, listed_files
from dateline.codebook.words import read_rows
from dateline.codebook.yaml_files import read_yaml
from dateline.errors import CodebookError, UsageError
from dateline.readings.changes import Change
from dateline.stages import Stages
from dateline.workbench.checks import Checked
from dateline.workbench.editing import Edit, base_of
from dateline.workbench.folders import row_blocks
from dateline.workbench.forms import Form, row_form, type_form
from dateline.workbench.trials import Trial, try_entries, try_names, try_words

MOST_EXAMPLES = 5
"""Sentences of one group of changes in one answer."""


class Lines:
    """The lists of a codebook.

    Args:
        texts: files of the own folder -> what they say.
        folder: the own folder.
        under: the folders below it.
    """

    def __init__(self, codebook: Codebook, texts: Mapping[str, str], folder: Path, under: Sequence[Path]) -> None:
        self.codebook, self.texts, self.folder, self.under = codebook, texts, folder, under

    def list(self, part: Part, words: str = "", *, own: bool = False) -> list[CodebookLine]:
        """The lines of a part whose id or label has these words; the own ones first."""
        wanted = fold(words)
        mine = [line for line, _ in self._own(part)]
        had = {line.id for line in mine}
        others = [] if own else [line for line in self._ours(part, wanted) if line.id not in had]
        found = [line for line in mine if not wanted or wanted in fold(f"{line.id} {line.label}")]
        return [*sorted(found, key=_order), *sorted(others, key=_order)]

    def entry(self, part: Part, id: str, file: str | None, row: int | None) -> CodebookEntry:
        """One of them as it is written.

        Raises:
            UsageError: there is no such thing.
        """
        if file is not None:
            for line, value in self._own(part):
                if (line.file, line.row) == (file, row):
                    text = self.texts[file] if row is None else row_blocks(self.texts[file], file)[1][row]
                    return CodebookEntry(line=line, text=text, base=base_of(self.texts[file]), form=_form(value))
            raise UsageError(f"{file} has nothing of the kind any more; load it again.")
        line = next((line for line in self._ours(part, "") if line.id == id), None)
        if line is None:
            raise UsageError(f"The codebook has no {part} {id}.")
        if part in FOLDERS.values():
            path = self.type_file(id)
            text = path.read_text(encoding="utf-8")
            return CodebookEntry(line=line, text=text, base="", form=type_form(read_entry(read_yaml(text, id), path)))
        row_: Any = self.codebook.actors.actors[id] if part == "actor" else next(r for r in self.codebook.labels if id in r.words)
        return CodebookEntry(line=line, text=_text(row_), base="", form=None)

    def type_file(self, id: str) -> Path:
        """The file of a type outside the own folder: the one that counts.

        Raises:
            UsageError: there is none.
        """
        for folder in (*reversed(self.under), DATA):
            for path in listed_files(folder):
                if path.stem == id and path.parent.name in FOLDERS:
                    return path
        raise UsageError(f"There is no type {id} outside your own codebook.")

    def _own(self, part: Part) -> Iterator[tuple[CodebookLine, Any]]:
        """The lines of the own folder with what they say; what is not well formed has none, and the checker tells of it."""
        for file, text in self.texts.items():
            path = self.folder / file
            try:
                value = read_yaml(text, file)
                if FOLDERS.get(Path(file).parent.name) == part:
                    entry = read_entry(value, path)
                    yield CodebookLine(part=part, id=entry.id, label=entry.label, own=True, file=file, row=None), entry
                elif _holds(Path(file)) == part:
                    row_blocks(text, file)
                    for number, row in enumerate(_rows(path, value)):
                        id, label = _named(row)
                        yield CodebookLine(part=part, id=id, label=label, own=True, file=file, row=number), row
            except CodebookError:
                continue

    def _ours(self, part: Part, wanted: str) -> Iterator[CodebookLine]:
        """The lines of everything that is in force and not of the own folder."""
        if part in FOLDERS.values():
            found = ((entry.id, entry.label, "") for entry in self.codebook.of_kind(part))
        elif part == "actor":
            found = ((one.id, one.names[-1].name, " ".join(one.surfaces())) for one in self.codebook.actors.actors.values())
        elif part == "label":
            found = ((words, words, "") for row in self.codebook.labels for words in row.words)
        else:
            return
        for id, label, more in found:
            if not wanted or wanted in fold(f"{id} {label} {more}"):
                yield CodebookLine(part=part, id=id, label=label, own=False, file=None, row=None)


def _order(line: CodebookLine) -> tuple[str, str]:
    return line.label.casefold(), line.id


def _holds(path: Path) -> Part | None:
    if path.parent.name == ACTORS:
        return "actor"
    return {"labels.yaml": "label", f"{MORE_WORDS}.yaml": "words"}.get(str(path))  # type: ignore[return-value]


def _rows(path: Path, value: Any) -> Sequence[Any]:
    if path.parent.name == ACTORS:
        return read_actor_rows(value, path)
    if path.stem == MORE_WORDS:
        return convert(value, tuple[MoreWords, ...], path)
    return read_rows(value, LabelRow, path)


def _named(row: Any) -> tuple[str, str]:
    """Id and label of a row."""
    match row:
        case Actor():
            return row.id, row.names[-1].name
        case ActorAddition():
            names = [*(name.name for name in row.names), *row.aliases, *row.exact, *(n for one in row.called for n in one.names)]
            return row.adds_to, ", ".join(names) or row.adds_to
        case Rejection():
            return row.rejects, f"{row.rejects} (nobody's name)"
        case MoreWords():
            (words,) = (row_form(row) or Form()).words.words  # type: ignore[union-attr]
            return row.entry, f"{words} → {row.entry}"
    return row.words[0], ", ".join(row.words)


def _form(value: Any) -> Form | None:
    return type_form(value) if hasattr(value, "triggers") else row_form(value)


def _text(row: Any) -> str:
    """A row of ours, as YAML: what is empty is left out."""
    return yaml.safe_dump(
        [_held(msgspec.to_builtins(row))], sort_keys=False, allow_unicode=True, default_flow_style=None, width=100
    )


def _held(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _held(one) for name, one in value.items() if one not in (None, [], "")}
    return [_held(one) for one in value] if isinstance(value, list) else value


def attempts(edit: Edit, found: Checked, codebook: Codebook, stages: Stages) -> Iterator[Attempt]:
    """What the file of a change asks to be tried, tried."""
    path = Path(edit.file)
    if path.parent.name in FOLDERS:
        one = Checked(folder=found.folder, entries=[entry for entry in found.entries if entry.id == path.stem])
        yield from map(_of_sentence, try_entries(one, codebook, stages))
    elif path.parent.name == ACTORS:
        for name in try_names(found, codebook):
            on = f" on {name.on}" if name.on else ""
            who = tuple((codebook.actors.actors[id].names[-1].name, id) for id in name.found if codebook.actors.get(id))
            words = f"{name.name}{on}: {name.actor}"
            yield Attempt(words=words, passes=name.passes, expected=True, fired=who, read=None, found=name.passes, why="")
    else:
        for word in try_words(found, codebook):
            if word.list == path.stem:
                yield Attempt(words=word.words, passes=word.passes, expected=True, fired=(), read=None, found=word.passes, why="")


def _of_sentence(trial: Trial) -> Attempt:
    return Attempt(
        words=trial.sentence, passes=trial.passes, expected=trial.expected, fired=trial.fired, read=trial.read, found=trial.found,
        why=trial.why,
    )  # fmt: skip


def grouped(changes: Iterable[Change]) -> tuple[ChangeGroup, ...]:
    """Changes by what they are, the most frequent first."""
    groups: dict[tuple[str, str, str | None, str | None], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.what, change.kind, change.before, change.after), []).append(change)
    made = [
        ChangeGroup(
            what=what, kind=kind, before=before, after=after, count=len(held), examples=tuple(map(_quoted, held[:MOST_EXAMPLES]))
        )
        for (what, kind, before, after), held in groups.items()
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda group: -group.count))


def _quoted(change: Change) -> ChangedSentence:
    return ChangedSentence(
        text=change.sentence.anchor.exact, quote=change.quote, document=change.document, name=change.name,
        published=change.published,
    )  # fmt: skip
