"""What the routes of the codebook are sent and what they answer."""

from typing import Annotated, Literal

from msgspec import Meta

from dateline.codebook.complaints import Complaint
from dateline.records import Record
from dateline.workbench.editing import Edit
from dateline.workbench.forms import Form

Part = Literal["event", "control", "relation", "actor", "label", "words"]
"""What a line of the codebook is: a type by its kind, an actor, a label, or words added to a type."""
LONGEST_FILE = 1_000_000
"""Characters of one file."""
Name = Annotated[str, Meta(max_length=120)]


class CodebookState(Record, frozen=True):
    """Which codebook this desk has, and what of it can be changed here."""

    version: str
    folder: str | None
    """The folder that changes go into, as the desk was started with it; None where there is none."""
    writable: bool
    """Whether whoever asks may change it."""
    files: tuple[str, ...]
    """The folder's files that can be changed here."""
    complaints: tuple[Complaint, ...]
    """What the checker says of the folder as it is."""
    stale: bool
    """Whether nothing in the case was read with this codebook."""
    reread: str
    """The command that reads the case with it."""
    actor_kinds: tuple[str, ...]


class CodebookLine(Record, frozen=True):
    """One type, actor, label or row of words in a list."""

    part: Part
    id: str
    """Of a type or an actor; of other rows their words."""
    label: str
    own: bool
    """Whether the user's own folder has it."""
    file: str | None
    """Its file in the own folder, where it can be changed here."""
    row: int | None
    """Number of its row in that file, from 0; None where the file is all its own."""


class CodebookEntry(Record, frozen=True):
    """One of them as it is written."""

    line: CodebookLine
    text: str
    """Its file, or its row, as it is written."""
    base: str
    """What its own file said, to be given back with a change; nothing where there is none."""
    form: Form | None
    """What is asked of it, filled in; None where it says more than is asked."""


class CodebookFile(Record, frozen=True):
    """One file of the own folder."""

    file: str
    text: str
    base: str


class Asked(Record, frozen=True, forbid_unknown_fields=True):
    """A change before it is a file's text: answers to what is asked, a text, or that something is to be taken out."""

    file: Name | None = None
    """Of what is changed; None of what is new."""
    row: int | None = None
    id: Name | None = None
    """Of the type that one of the own folder is to take the place of."""
    form: Form | None = None
    text: Annotated[str, Meta(max_length=LONGEST_FILE)] | None = None
    """All that the file is to say."""
    remove: bool = False
    another: bool = False
    """Whether an actor may bear a name that another one has."""


class Drafted(Record, frozen=True):
    """What a change makes of a file, and what the checker says of that."""

    edit: Edit
    base: str
    notes: tuple[str, ...]
    """What was changed in the answers, so that the words are found."""
    complaints: tuple[Complaint, ...]

    @property
    def stands(self) -> bool:
        """Whether nothing keeps it from being used."""
        return all(one.hint for one in self.complaints)


class Attempt(Record, frozen=True):
    """One sentence, name or word of the file, tried."""

    words: str
    passes: bool
    expected: bool
    """Whether a word should fire; of names and words of lists always so."""
    fired: tuple[tuple[str, str], ...]
    """Words that fire, with their strength; of a name, who bears it."""
    read: tuple[tuple[str, str], ...] | None
    """What the reader makes of the sentence: types with their hedge; None of names and words."""
    found: bool
    """Whether the reader takes it for the type."""
    why: str


class Tested(Record, frozen=True):
    """What came of trying them."""

    attempts: tuple[Attempt, ...]
    wrong: int


class ChangedSentence(Record, frozen=True):
    """A sentence that the case would read otherwise."""

    text: str
    quote: str
    """The words in it that the change is about."""
    document: str
    name: str
    published: str | None


class ChangeGroup(Record, frozen=True):
    """Changes that are of one sort, with some of them."""

    what: str
    """added, removed, retyped or meant."""
    kind: str
    before: str | None
    after: str | None
    count: int
    examples: tuple[ChangedSentence, ...]


class Differences(Record, frozen=True):
    """What a change makes of some documents of the case; nothing of it is kept."""

    total: int
    """Documents in the case."""
    looked: int
    """Documents looked at by this and earlier answers."""
    read: int
    """Of those of this answer, how many had to be read."""
    groups: tuple[ChangeGroup, ...]
    next: int | None
    """The offset to ask on with; None at the end."""


class Save(Record, frozen=True, forbid_unknown_fields=True):
    """A change that is to be written."""

    edit: Edit
    base: Name


class Saved(Record, frozen=True):
    """What was written, and what to do next."""

    file: str
    version: str
    """Of the codebook as it is now."""
    next: str
    """The command that reads the case with it."""
