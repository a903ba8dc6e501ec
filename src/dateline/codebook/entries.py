"""The codebook's entries: one record per type of event, change of control or relation, and the strict reading of its file.

An entry says what a type means, which words show it, which part of the sentence plays which role, what other codebooks call it,
and gives sentences that are and are not of the type. It knows nothing of matching: that is `triggers`.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from dateline.codebook.actors import read_yaml
from dateline.errors import CodebookError
from dateline.records import Record

Strength = Literal["strong", "medium", "weak"]
Part = Literal["verb", "noun", "adjective", "any"]
T = TypeVar("T")
Words = str | tuple[str, ...]

KINDS = ("event", "control", "relation")
NOTHING = "none"
"""Said in a crosswalk where the other codebook has nothing like it."""
CONSTRUCTIONS = ("verb", "noun", "adjective")
ROLES_OF_KIND = {
    "event": ("actor", "recipient", "place", "object", "time"),
    "control": ("actor", "place"),
    "relation": ("subject", "object"),
}


class Trigger(Record, frozen=True, forbid_unknown_fields=True):
    """Words that show a type: a lemma with its part of speech, or a phrase of lemmas; with what must stand around them.

    `object` is looked for after the trigger (before it in the passive), `subject` before it (after ``by`` in the passive),
    `near` and `unless` on either side within the same clause. Each names a word class of ``words.yaml`` or lists lemmas.
    In `phrase`, ``...`` stands for up to four words and ``#class`` for any word of a class.
    """

    lemma: Words | None = None
    phrase: Words | None = None
    pos: Part = "any"
    object: Words | None = None
    subject: Words | None = None
    near: Words | None = None
    unless: Words | None = None
    strength: Strength = "strong"
    mode: str | None = None


class Negative(Record, frozen=True, forbid_unknown_fields=True):
    """A sentence that is not of the type, and why. With `trigger: false` not even a trigger may fire in it."""

    text: str
    why: str
    trigger: bool = True


class Examples(Record, frozen=True, forbid_unknown_fields=True):
    """Sentences that are of the type, each firing a trigger, and sentences that are not."""

    yes: tuple[str, ...]
    no: tuple[Negative, ...]


class Codes(Record, frozen=True, forbid_unknown_fields=True):
    """What two other codebooks call something; None where nothing is said, ``none`` where they have nothing like it."""

    plover: str | None = None
    """TYPE or TYPE/mode."""
    acled: str | None = None
    """Event type/Sub-event type."""


class Finer(Codes, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Codes that words in the quote call for: "suicide" of a bombing. The first that fits counts."""

    words: tuple[str, ...]


class Crosswalk(Codes, frozen=True, forbid_unknown_fields=True):
    """What other codebooks call the type. Finer codes take the place of the type's own: by its manner, by words in the quote, and
    by whether the government of the country is the one who acts.
    """

    cameo: tuple[str, ...] = ()
    """CAMEO codes, the most usual first."""
    ucdp: Literal["state-based", "non-state", "one-sided", "by sides"] | None = None
    """UCDP type of violence; `by sides` where it hangs on who fights whom."""
    by_mode: dict[str, Codes] = msgspec.field(default_factory=dict)
    finer: tuple[Finer, ...] = ()
    by_government: Codes = Codes()

    def codes(self, mode: str | None, quote: str, *, government: bool = False) -> Codes:
        """The codes of one mention.

        Args:
            mode: the manner that its words show.
            quote: the words it rests on.
            government: whether the government of the country it happened in is the one who acts.
        """
        layers: list[Codes] = [self]
        if government:
            layers.append(self.by_government)
        if mode in self.by_mode:
            layers.append(self.by_mode[mode])
        words = " ".join(quote.casefold().split())
        layers += [next((finer for finer in self.finer if any(_stands_in(word, words) for word in finer.words)), Codes())]
        plover = next((codes.plover for codes in reversed(layers) if codes.plover is not None), None)
        acled = next((codes.acled for codes in reversed(layers) if codes.acled is not None), None)
        return Codes(plover=None if plover == NOTHING else plover, acled=None if acled == NOTHING else acled)


def _stands_in(word: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", words) is not None


class Entry(Record, frozen=True, forbid_unknown_fields=True):
    """One type of the codebook: an event type, a change of control or a relation."""

    id: str
    label: str
    kind: Literal["event", "control", "relation"]
    definition: str
    triggers: tuple[Trigger, ...]
    roles: dict[str, dict[str, str]]
    """Construction (verb, noun, adjective) -> grammatical position -> role."""
    examples: Examples
    crosswalk: Crosswalk = Crosswalk()
    modes: dict[str, str] = msgspec.field(default_factory=dict)
    """Manner -> what it means; triggers name them."""


class _Problem(Exception):
    """What is wrong with a file, without its name."""


def read_file(path: Path) -> tuple[bytes, Any]:
    """The bytes of a YAML file and what they say, all scalars as text; CodebookError naming the file when they are not YAML."""
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
    except OSError as error:
        raise CodebookError(f"{path}: cannot be read ({error.strerror}); give the path of a codebook file or folder.") from error
    except UnicodeDecodeError as error:
        raise CodebookError(f"{path}: is not UTF-8; save it as UTF-8.") from error
    return data, read_yaml(text, str(path))


def convert(value: Any, kind: type[T], path: Path) -> T:
    """`value` as a record of `kind`; CodebookError naming the file and the key when it does not fit."""
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        raise CodebookError(f"{path}: {error}.") from error


def read_entry(value: Any, path: Path) -> Entry:
    """An entry from what its file says; CodebookError naming the file and the key when something is wrong with it."""
    entry = convert(value, Entry, path)
    try:
        _check(entry, path)
    except _Problem as problem:
        raise CodebookError(f"{path}: {problem}.") from problem
    return entry


def as_words(words: Words | None) -> tuple[str, ...]:
    """One word or several, as several."""
    if words is None:
        return ()
    return (words,) if isinstance(words, str) else words


def _check(entry: Entry, path: Path) -> None:
    if entry.id != path.stem:
        raise _Problem(f"key `id` is {entry.id!r}, but the file's name says {path.stem!r}; make them the same")
    for name in ("label", "definition"):
        if not getattr(entry, name).strip():
            raise _Problem(f"key `{name}` is empty")
    if not entry.triggers:
        raise _Problem("key `triggers` is empty; a type without words can never be found")
    for number, trigger in enumerate(entry.triggers, 1):
        _check_trigger(entry, trigger, number)
    for construction, roles in entry.roles.items():
        if construction not in CONSTRUCTIONS:
            raise _Problem(f"key `roles` has {construction!r}; it takes {', '.join(CONSTRUCTIONS)}")
        for position, role in roles.items():
            if role not in ROLES_OF_KIND[entry.kind]:
                allowed = ", ".join(ROLES_OF_KIND[entry.kind])
                raise _Problem(f"key `roles.{construction}.{position}` is {role!r}; a {entry.kind} has {allowed}")
    for mode in entry.crosswalk.by_mode:
        if mode not in entry.modes:
            raise _Problem(f"key `crosswalk.by_mode` has {mode!r}, which is not among the entry's `modes`")
    if not entry.examples.yes or not entry.examples.no:
        raise _Problem('key `examples` needs sentences under both "yes" and "no"')


def _check_trigger(entry: Entry, trigger: Trigger, number: int) -> None:
    if (trigger.lemma is None) == (trigger.phrase is None):
        raise _Problem(f"key `triggers`, number {number}: give either `lemma` or `phrase`")
    if trigger.mode is not None and trigger.mode not in entry.modes:
        raise _Problem(f"key `triggers`, number {number}: mode {trigger.mode!r} is not among the entry's `modes`")
    for word in _own_words(trigger):
        if not word or word != word.lower():
            raise _Problem(f"key `triggers`, number {number}: {word!r} must be written in small letters")


def _own_words(trigger: Trigger) -> Iterator[str]:
    yield from as_words(trigger.lemma)
    yield from as_words(trigger.phrase)
