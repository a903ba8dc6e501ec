"""The codebook as the desk has it: what is in it, and changes to the user's own folder, tried before they are written.

One folder is written, the last that the desk was given; Dateline's own files, installed codebooks and other folders are only read.
"""

import shlex
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic

from msgspec.structs import replace

from dateline.api.codebook_answers import (
    Asked,
    CodebookEntry,
    CodebookFile,
    CodebookState,
    Differences,
    Drafted,
    Part,
    Saved,
    Tested,
)
from dateline.api.codebook_lines import Lines, attempts, grouped
from dateline.codebook import Codebook
from dateline.codebook.actor_rows import KINDS as ACTOR_KINDS
from dateline.codebook.complaints import Complaint, refusal
from dateline.errors import CodebookError, DatelineError, UsageError
from dateline.plugins import codebook_folders, load_codebook
from dateline.stages import Stages
from dateline.store import Store
from dateline.workbench.checks import Checked, check_folder
from dateline.workbench.differences import compare
from dateline.workbench.editing import Edit, base_of, checked, refuse_strange_file, texts_of, tried, write
from dateline.workbench.entry_drafts import entry_id
from dateline.workbench.forms import Form, changed_text, new_text, with_row
from dateline.workbench.row_drafts import known_actors

AT_ONCE = 20
"""Documents that are compared before it is looked at the clock."""
SECONDS = 4.0
"""An answer about differences takes about as long; whoever asked goes on from there."""


class Shelf:
    """The codebook of a desk.

    Args:
        codebook: what the folders say together.
        given: other folders that the desk was given; the own one stands over them.
        own: the folder that changes go into, whether it is there yet or not; None where nothing can be changed.
        over: folders that stand over it: what was decided about names of the case.
        reread: the command that reads the case with these folders.
        stages: loads the reader; only asked when something is tried.
    """

    def __init__(
        self,
        codebook: Codebook,
        *,
        given: Sequence[Path] = (),
        own: Path | None = None,
        over: Sequence[Path] = (),
        reread: str = "",
        stages: Callable[[], Stages] | None = None,
    ) -> None:
        self.codebook, self.own, self.reread = codebook, own, reread
        self._given, self._over, self._load_stages = tuple(given), tuple(over), stages
        self._stages: Stages | None = None
        self._trial: tuple[Edit, str, Codebook] | None = None
        # The reader is one, and two who write at once would write over each other.
        self._lock = threading.Lock()
        self.renewed: Callable[[Codebook], None] = lambda codebook: None
        """Is told of the codebook after a change."""

    @property
    def _below(self) -> list[Path]:
        """The folders that the own one stands over; installed codebooks are among them."""
        return codebook_folders(self._given)

    @property
    def folder(self) -> Path:
        """The own folder.

        Raises:
            UsageError: there is none.
        """
        if self.own is None:
            raise UsageError("This desk has no codebook folder; start it with --codebook my-codebook to change one.")
        return self.own

    def state(self, store: Store, *, writable: bool) -> CodebookState:
        """Which codebook this is."""
        texts = texts_of(self.own) if self.own else {}
        return CodebookState(
            version=self.codebook.version,
            folder=str(self.own) if self.own else None,
            writable=writable and self.own is not None,
            files=tuple(texts),
            complaints=self._complaints() if self.own and self.own.is_dir() else (),
            stale=self.codebook.version not in {run.codebook for run in store.runs()},
            reread=self.reread,
            actor_kinds=ACTOR_KINDS,
        )

    def _complaints(self) -> tuple[Complaint, ...]:
        place = f"{self.folder}/"
        found = check_folder(self.folder, self._below).complaints
        return tuple(replace(one, file=one.file.removeprefix(place)) for one in found)

    @property
    def lines(self) -> Lines:
        """What is in it, as lists."""
        return Lines(self.codebook, texts_of(self.own) if self.own else {}, self.own or Path(), self._below)

    def entry(self, part: Part, id: str, file: str | None, row: int | None) -> CodebookEntry:
        """One thing as it is written.

        Raises:
            UsageError: there is no such thing.
        """
        return self.lines.entry(part, id, file, row)

    def file(self, name: str) -> CodebookFile:
        """One file of the own folder; one that is not there yet is empty.

        Raises:
            UsageError: it is none of a codebook's.
        """
        refuse_strange_file(name)
        text = texts_of(self.folder).get(name)
        return CodebookFile(file=name, text=text or "", base=base_of(text))

    def draft(self, asked: Asked) -> Drafted:
        """What a change makes of a file, and what the checker says of it."""
        texts = texts_of(self.folder)
        try:
            edit, notes = self._edit(asked, texts)
        except CodebookError as error:
            # Of an entry that is not well formed yet, the lines are those of a text that nobody sees: the answers make it.
            told = [Complaint(file="", line=None, what=one.what, remedy=one.remedy) for one in error.complaints]
            return Drafted(edit=Edit(file="", text=""), base="", notes=(), complaints=tuple(told or [_told(error)]))
        except UsageError as error:
            return Drafted(edit=Edit(file="", text=""), base="", notes=(), complaints=(_told(error),))
        with tried(self.folder, edit) as copy:
            complaints = [one for one in checked(copy, self._below).complaints if not one.hint or one.file == edit.file]
        return Drafted(edit=edit, base=base_of(texts.get(edit.file)), notes=tuple(notes), complaints=tuple(complaints))

    def test(self, edit: Edit) -> Tested:
        """Every example, name or word of a file, tried with the words and the reader.

        Raises:
            CodebookError: the codebook does not stand with it.
        """
        with self._lock, tried(self.folder, edit) as copy:
            found = checked(copy, self._below)
            codebook = self._loaded(edit, copy, found)
            made = tuple(attempts(edit, found, codebook, self._reader().with_codebook(codebook)))
        return Tested(attempts=made, wrong=sum(not one.passes for one in made))

    def differences(self, store: Store, edit: Edit, offset: int) -> Differences:
        """What a change makes of the documents of the case from an offset on, as far as one answer goes.

        Raises:
            CodebookError: the codebook does not stand with it.
        """
        with self._lock:
            with tried(self.folder, edit) as copy:
                codebook = self._loaded(edit, copy)
            old = self._reader()
            new = old.with_codebook(codebook)
            _, total = store.first_documents(0)
            changes, read, end, at = [], 0, monotonic() + SECONDS, offset
            while at < total and codebook.version != self.codebook.version:
                ids, total = store.first_documents(AT_ONCE, at)
                documents = store.documents_by_id(ids)
                for compared in compare((documents[id] for id in ids if id in documents), old, new):
                    changes += compared.changes
                    read += compared.read
                at += AT_ONCE
                if monotonic() > end or not ids:
                    break
            done = at >= total or codebook.version == self.codebook.version
            looked = total if done else at
            return Differences(total=total, looked=looked, read=read, groups=grouped(changes), next=None if done else at)

    def save(self, edit: Edit, base: str) -> Saved:
        """Write a change.

        Raises:
            CodebookError: the codebook does not stand with it.
            UsageError: somebody else changed the file meanwhile.
        """
        with self._lock:
            with tried(self.folder, edit) as copy:
                codebook = self._loaded(edit, copy)
            write(self.folder, edit, base)
            self.codebook, self._trial = codebook, None
            self._stages = self._stages.with_codebook(codebook) if self._stages else None
            self.renewed(codebook)
        return Saved(file=edit.file, version=codebook.version, next=self.reread)

    def _loaded(self, edit: Edit, copy: Path, found: Checked | None = None) -> Codebook:
        """The codebook with a change; the last one is kept, for it is asked for step by step."""
        if self._trial and self._trial[:2] == (edit, self.codebook.version):
            return self._trial[2]
        if errors := (found or checked(copy, self._below)).errors:
            raise refusal(errors)
        codebook = load_codebook([*self._given, copy, *self._over])
        self._trial = (edit, self.codebook.version, codebook)
        return codebook

    def _reader(self) -> Stages:
        if self._stages is None:
            if self._load_stages is None:
                raise UsageError("This desk has no reader to try a change with.")
            self._stages = self._load_stages().with_codebook(self.codebook)
        return self._stages

    def _edit(self, asked: Asked, texts: dict[str, str]) -> tuple[Edit, list[str]]:
        """The text that a change comes to."""
        if asked.file is not None:
            refuse_strange_file(asked.file)
        if asked.text is not None:
            return Edit(file=_needed(asked.file), text=asked.text), []
        if asked.remove:
            file = _needed(asked.file)
            taken = "" if asked.row is None else with_row(texts.get(file, ""), "", asked.row, file)
            return Edit(file=file, text="" if _only_comments(taken) else taken), []
        if asked.form is None:
            raise UsageError("A change needs answers, a text, or that something is taken out.")
        if asked.file is None and asked.id is None:
            self._refuse_known(asked.form, another=asked.another)
            file, text, notes = new_text(asked.form, self.codebook, texts)
            return Edit(file=file, text=text), notes
        if asked.file is None:  # one of ours, of which the own folder gets a copy that is changed
            assert asked.id is not None
            path = self.lines.type_file(asked.id)
            file, text = f"{path.parent.name}/{path.name}", path.read_text(encoding="utf-8")
            if file in texts:
                raise UsageError(f"Your codebook has a type {asked.id} already; change that one.")
        else:
            file, path = asked.file, self.folder / asked.file
            if file not in texts:
                raise UsageError(f"{file} is not there any more; load it again.")
            text = texts[file]
        text, notes = changed_text(asked.form, self.codebook, text, path, asked.row)
        return Edit(file=file, text=text), notes

    def _refuse_known(self, form: Form, *, another: bool) -> None:
        """Refuse a new thing that is there already, in the words of the desk."""
        if form.type and (entry := self.codebook.entries.get(entry_id(form.type.name))):
            raise UsageError(
                f"There is a type {entry.id} already: {entry.label}. Change that one, add words to it, or choose another name."
            )
        if form.actor and not form.actor.adds_to and not another and (known := known_actors(form.actor.name, self.codebook)):
            who = ", ".join(f"{actor.names[-1].name} ({actor.id})" for actor in known)
            raise UsageError(
                f"{form.actor.name} names somebody already: {who}. If that is the same, add the name to that actor; if not, say "
                "that this is another of the same name."
            )


def command(case: str, folders: Sequence[Path]) -> str:
    """The command that reads a case with codebook folders."""
    return shlex.join(["dateline", "reread", "--db", case, *(part for folder in folders for part in ("--codebook", str(folder)))])


def _told(error: DatelineError) -> Complaint:
    return Complaint(file="", line=None, what=str(error), remedy="")


def _needed(file: str | None) -> str:
    if file is None:
        raise UsageError("Say of which file the text is.")
    return file


def _only_comments(text: str) -> bool:
    return all(not line.strip() or line.startswith("#") for line in text.splitlines())


__all__ = ["Shelf", "command"]
