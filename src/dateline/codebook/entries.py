"""The codebook's entries: one record per type of event, change of control or relation, and the strict reading of its file.

An entry says what a type means, which words show it, which part of the sentence plays which role, what other codebooks call it,
and gives sentences that are and are not of the type. It knows nothing of matching: that is `triggers`.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from dateline.codebook.complaints import Fault, Where
from dateline.codebook.shapes import shape_faults
from dateline.codebook.yaml_files import read_yaml, refuse
from dateline.errors import CodebookError
from dateline.records import Record

Strength = Literal["strong", "medium", "weak"]
Part = Literal["verb", "noun", "adjective", "any"]
T = TypeVar("T")
Words = str | tuple[str, ...]

KINDS = ("event", "control", "relation")
NOTHING = "none"
"""Said in a crosswalk where the other codebook has nothing like it."""
PARTIES = ("target_armed", "target_protesters", "actor_crowd")
"""Whom a crosswalk tells apart: soldiers, police, fighters who are acted on; protesters who are; protesters, rioters who act."""
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


class MoreWords(Trigger, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of ``triggers.yaml``: a trigger that is added to a type which another file has."""

    entry: str
    """Id of the type."""

    def trigger(self) -> Trigger:
        """The trigger alone."""
        return Trigger(**{name: getattr(self, name) for name in Trigger.__struct_fields__})


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
    """What other codebooks call the type. Finer codes take the place of the type's own: by its manner, by words in the quote, by
    who acts or is acted on, and by whether the government of the country is the one who acts.
    """

    cameo: tuple[str, ...] = ()
    """CAMEO codes, the most usual first."""
    ucdp: Literal["state-based", "non-state", "one-sided", "by sides"] | None = None
    """UCDP type of violence; `by sides` where it hangs on who fights whom."""
    by_mode: dict[str, Codes] = msgspec.field(default_factory=dict)
    finer: tuple[Finer, ...] = ()
    by_government: Codes = Codes()
    by_party: dict[str, Codes] = msgspec.field(default_factory=dict)
    """One of PARTIES -> its codes: an attack on soldiers is a clash to ACLED, one on protesters excessive force."""

    def codes(self, mode: str | None, quote: str, *, government: bool = False, parties: Collection[str] = ()) -> Codes:
        """The codes of one mention.

        Args:
            mode: the manner that its words show.
            quote: the words it rests on.
            government: whether the government of the country it happened in is the one who acts.
            parties: which of PARTIES act and are acted on.
        """
        layers: list[Codes] = [self, *(codes for party, codes in self.by_party.items() if party in parties)]
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
    examples: Examples
    roles: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)
    """Construction (verb, noun, adjective) -> grammatical position -> role. The reader finds who takes part by itself; these are
    for people and other programs."""
    crosswalk: Crosswalk = Crosswalk()
    modes: dict[str, str] = msgspec.field(default_factory=dict)
    """Manner -> what it means; triggers name them."""


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
    """`value` as a record of `kind`; CodebookError naming the file, the line and the key when it does not fit."""
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        raise refuse(shape_faults(value, kind), path) from error


def read_entry(value: Any, path: Path) -> Entry:
    """An entry from what its file says; CodebookError naming the file, the line and the key when something is wrong with it."""
    entry = convert(value, Entry, path)
    if faults := list(entry_faults(entry, path.stem)):
        raise refuse(faults, path)
    return entry


def as_words(words: Words | None) -> tuple[str, ...]:
    """One word or several, as several."""
    if words is None:
        return ()
    return (words,) if isinstance(words, str) else words


def entry_faults(entry: Entry, stem: str) -> Iterator[Fault]:
    """What is wrong with an entry whose form is right. `stem` is its file's name without the ending."""
    if entry.id != stem:
        yield Fault(("id",), f"`id` is {entry.id!r}, but the file's name says {stem!r}", "make them the same")
    for name in ("label", "definition"):
        if not getattr(entry, name).strip():
            yield Fault((name,), f"`{name}` is empty", "write it in a few words")
    if not entry.triggers:
        yield Fault(("triggers",), "`triggers` is empty: a type without words can never be found", "give the words that show it")
    for number, trigger in enumerate(entry.triggers):
        yield from trigger_faults(trigger, entry.modes, ("triggers", number))
    for construction, roles in entry.roles.items():
        if construction not in CONSTRUCTIONS:
            yield Fault(("roles", construction), f"`roles` has {construction!r}", f"it can have {', '.join(CONSTRUCTIONS)}")
        for position, role in roles.items():
            if role not in ROLES_OF_KIND[entry.kind]:
                allowed = ", ".join(ROLES_OF_KIND[entry.kind])
                at = ("roles", construction, position)
                yield Fault(at, f"{role!r} is no role of a type of kind {entry.kind}", f"it can be {allowed}")
    for mode in entry.crosswalk.by_mode:
        if mode not in entry.modes:
            known = f"it has {', '.join(entry.modes)}" if entry.modes else "it has none: add `modes:`"
            yield Fault(("crosswalk", "by_mode", mode), f"the mode {mode!r} is not one of the type's", known)
    for party in entry.crosswalk.by_party:
        if party not in PARTIES:
            yield Fault(("crosswalk", "by_party", party), f"{party!r} is nobody to tell apart", f"it can be {', '.join(PARTIES)}")
    for answer, sentences in (("yes", entry.examples.yes), ("no", entry.examples.no)):
        if not sentences:
            what = f'`examples` has no sentence under "{answer}"'
            yield Fault(("examples", answer), what, "write at least one: the examples are what tests a type")


def trigger_faults(trigger: Trigger, modes: Mapping[str, str], where: Where) -> Iterator[Fault]:
    """What is wrong with one trigger of an entry that knows these manners."""
    number = f"trigger {int(where[-1]) + 1}"
    if (trigger.lemma is None) == (trigger.phrase is None):
        yield Fault(
            where, f"{number} must have either `lemma` or `phrase`", "`lemma` for single words, `phrase` for several in a row"
        )
    if trigger.mode is not None and trigger.mode not in modes:
        known = f"it has {', '.join(modes)}" if modes else "it has none: add `modes:`"
        yield Fault((*where, "mode"), f"{number} names the mode {trigger.mode!r}, which the type does not have", known)
    for key, words in (("lemma", as_words(trigger.lemma)), ("phrase", as_words(trigger.phrase))):
        for word in words:
            if not word.strip() or word != word.lower():
                what = f"{number}: {word!r} must be written in small letters"
                yield Fault((*where, key), what, f"write {word.lower()!r}" if word.strip() else "write a word, or take it out")
        if key == "lemma":
            for word in words:
                if " " in word.strip():
                    yield Fault(
                        (*where, key), f"{number}: {word!r} is more than one word", "put it under `phrase` instead of `lemma`"
                    )
