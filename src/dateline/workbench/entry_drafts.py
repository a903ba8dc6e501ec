"""A new type of event, change of control or relation: from a coder's answers to its YAML file.

Words are given as people write them: `steal: cattle, goats` is the word and what it is done to, `cattle raid` a phrase, and
`fire (weak)` a word that only leans. They are put into the form that the codebook looks for, and what was changed is said. What
people have no such way to write stands as in the file: `{lemma: raid, near: police}`.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec
import simplemma

from dateline.codebook import Codebook
from dateline.codebook.actor_words import fold
from dateline.codebook.entries import Entry, Examples, Negative, Trigger, as_words, entry_faults
from dateline.codebook.files import FOLDERS
from dateline.codebook.shapes import shape_faults
from dateline.codebook.word_forms import lemma_of
from dateline.codebook.yaml_files import read_yaml, refuse
from dateline.errors import DatelineError, UsageError
from dateline.records import Record
from dateline.workbench.yaml_text import flow_map, folded, scalar

_STRENGTH = re.compile(r"\s*\((strong|medium|weak)\)\s*$")
_FUNCTION_WORDS = frozenset("be is was has had does did this its as us".split())
_AFTER_VERB = frozenset("... up down out off away back over on in into through to with from by the a an at for against".split())
_HEADING = (
    "# {what}. After a change: dateline codebook check, then dateline codebook test.\n"
    "# triggers: the words that show it, as a dictionary has them. lemma: one word. phrase: several in a row, ... for a gap.\n"
    "#   Beside them may stand object (a word that must follow), subject (one that must stand before), near, unless,\n"
    "#   and strength: strong (hardly means anything else), medium, weak (only leans).\n"
)
_WHAT = {"event": "A type of event", "control": "A change of control", "relation": "A relation"}


class Answers(Record, frozen=True):
    """What a coder says of a new type."""

    kind: Literal["event", "control", "relation"]
    name: str
    """As people read it; the id is made from it."""
    definition: str
    words: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[tuple[str, str], ...]
    """Sentences with the reason why they are not of the type."""


class Draft(Record, frozen=True):
    """A file that is to be written, and what was changed in the answers on the way."""

    path: str
    text: str
    notes: tuple[str, ...] = ()


def entry_id(name: str) -> str:
    """The id of a type by its name.

    >>> entry_id("Cattle raid")
    'cattle_raid'
    """
    return fold(name).replace(" ", "_")


def read_words(words: str) -> tuple[Trigger, list[str]]:
    """A trigger from words as people write them, and what was changed.

    >>> read_words("stole: cattle, goats")[1]
    ['“stole” is looked for as “steal”, “goats” as “goat”']

    Raises:
        UsageError: there is no word in them, or what is written as in a file is no trigger.
    """
    if words.lstrip().startswith("{"):
        return _as_in_a_file(words), []
    found = _STRENGTH.search(words)
    bare, _, after = (words[: found.start()] if found else words).partition(":")
    changed: list[tuple[str, str]] = []
    parts = bare.lower().split()
    own = [_dictionary_form(word, changed, verb=n == 0 and opens_as_verb(parts)) for n, word in enumerate(parts)]
    objects = tuple(_dictionary_form(word.strip().lower(), changed) for word in after.split(",") if word.strip())
    if not own or own[0] == "..." or own[-1] == "...":
        raise UsageError(f"{words!r} has no word to look for; write it as `raid`, `cattle raid` or `steal: cattle, goat`.")
    trigger = Trigger(
        lemma=own[0] if len(own) == 1 else None,
        phrase=" ".join(own) if len(own) > 1 else None,
        pos="verb" if objects and len(own) == 1 else "any",
        object=objects or None,
        strength=found[1] if found else "strong",  # type: ignore[arg-type]
    )
    notes = [", ".join(f"“{a}” {'' if n else 'is looked for '}as “{b}”" for n, (a, b) in enumerate(changed))] if changed else []
    return trigger, notes


def _as_in_a_file(words: str) -> Trigger:
    value = read_yaml(words, "the word")
    try:
        return msgspec.convert(value, Trigger, strict=False)
    except msgspec.ValidationError as error:
        fault = shape_faults(value, Trigger)[0]
        raise UsageError(f"{words!r}: {fault.what}; {fault.remedy}.") from error


def written(trigger: Trigger) -> str:
    """A trigger as people write it, or as a file has it where they cannot: what `read_words` makes the same trigger of.

    >>> written(Trigger(lemma="steal", pos="verb", object=("cattle", "goat"), strength="weak"))
    'steal: cattle, goat (weak)'
    >>> written(Trigger(lemma="raid", near="police"))
    '{lemma: raid, near: police}'
    """
    own, objects = as_words(trigger.lemma or trigger.phrase), as_words(trigger.object)
    words = f"{own[0] if own else ''}{': ' if objects else ''}{', '.join(objects)}"
    words += "" if trigger.strength == "strong" else f" ({trigger.strength})"
    try:
        same = read_words(words) == (trigger, [])
    except DatelineError:
        same = False
    return words if same else trigger_text(trigger)


def opens_as_verb(parts: Sequence[str]) -> bool:
    """Whether the first of some words is a verb where it may be an adjective: alone, or before a particle or a gap."""
    return len(parts) == 1 or parts[1] in _AFTER_VERB


def _dictionary_form(word: str, changed: list[tuple[str, str]], *, verb: bool = False) -> str:
    better = better_form(word, verb=verb)
    if better is None:
        return word
    changed.append((word, better))
    return better


def better_form(word: str, *, verb: bool = False) -> str | None:
    """The dictionary form of a word that would else find only itself; None for one that is right as it is.

    Words in -ing stay, and words in -ed that are no `verb`: "armed group" means no arming.

    >>> better_form("raids"), better_form("stole"), better_form("bombing"), better_form("armed"), better_form("looted", verb=True)
    ('raid', 'steal', None, None, 'loot')
    """
    if word in _FUNCTION_WORDS or not word.isalpha() or word.endswith(("ing", "ss", "us")) or (word.endswith("ed") and not verb):
        return None
    lemma = lemma_of(word)
    if lemma == word and word.endswith("s") and not simplemma.is_known(word, lang="en"):
        lemma = word[:-1]  # a word that no dictionary has, in the plural
    return lemma if lemma != word and lemma.isalpha() else None


def draft_entry(answers: Answers, codebook: Codebook, folder: Path, *, replace: bool = False) -> Draft:
    """The file of a new type.

    Args:
        codebook: what is there already; its word classes are those that triggers are tried with.
        replace: also where the codebook has a type of that id.

    Raises:
        UsageError: something is missing, or the codebook has the type already.
        CodebookError: what was answered makes no well-formed entry.
    """
    id = entry_id(answers.name)
    needed = {
        "a name with a letter in it": id,
        "a definition": answers.definition.strip(),
        "words that show it": answers.words,
        "a sentence in which it happens": answers.yes,
        "a sentence in which it does not happen": answers.no,
    }
    for what, given in needed.items():
        if not given:
            raise UsageError(f"A type needs {what}.")
    if id in codebook.entries and not replace:
        raise UsageError(
            f"There is a type {id} already ({codebook.entries[id].label}). A file of yours with that name takes its place: say "
            f"--replace if you mean that, or choose another name."
        )
    entry, notes = entry_of(answers, codebook)
    path = folder / next(name for name, kind in FOLDERS.items() if kind == answers.kind) / f"{id}.yaml"
    text = _text(entry)
    if faults := list(entry_faults(entry, id)):
        raise refuse(faults, path, text)
    return Draft(path=str(path), text=text, notes=tuple(notes))


def entry_of(answers: Answers, codebook: Codebook) -> tuple[Entry, list[str]]:
    """The entry that the answers make, whether it is well formed or not, and what was changed in them on the way."""
    id, triggers, notes = entry_id(answers.name), [], []
    for words in answers.words:
        trigger, changed = read_words(words)
        triggers.append(trigger)
        notes += changed
    index = codebook.triggers.of([_entry(id, answers, triggers, ())])
    silent = [all(m.strength == "weak" for m in index.find(sentence)) for sentence, _ in answers.no]
    return _entry(id, answers, triggers, silent), notes


def _entry(id: str, answers: Answers, triggers: Sequence[Trigger], silent: Sequence[bool]) -> Entry:
    silent = [*silent, *[False] * (len(answers.no) - len(silent))]
    no = [Negative(text=text, why=why, trigger=not still) for (text, why), still in zip(answers.no, silent, strict=True)]
    label = answers.name.strip()
    return Entry(
        id=id,
        label=label[:1].upper() + label[1:],
        kind=answers.kind,
        definition=" ".join(answers.definition.split()),
        triggers=tuple(triggers),
        examples=Examples(yes=answers.yes, no=tuple(no)),
    )


def _text(entry: Entry) -> str:
    """The file of an entry, as a person would write it."""
    parts = parts_of(entry)
    kind = f"kind: {entry.kind}\n"
    opening = [_HEADING.format(what=_WHAT[entry.kind]), f"id: {entry.id}\n", parts.pop("label"), kind]
    return "".join([*opening, *parts.values()])


def parts_of(entry: Entry) -> dict[str, str]:
    """What an entry's file says under each key that is asked for, as a person would write it."""
    lines = ["examples:\n", '  "yes":\n', *(f"    - {scalar(sentence)}\n" for sentence in entry.examples.yes), '  "no":\n']
    for row in entry.examples.no:
        lines += [f"    - text: {scalar(row.text)}\n", f"      why: {scalar(row.why)}\n"]
        lines += [] if row.trigger else ["      trigger: false  # none of the words may fire here\n"]
    return {
        "label": f"label: {scalar(entry.label)}\n",
        "definition": f"definition: {folded(entry.definition)}\n",
        "triggers": "".join(["triggers:\n", *(f"  - {trigger_text(trigger)}\n" for trigger in entry.triggers)]),
        "examples": "".join(lines),
    }


def trigger_text(trigger: Trigger, **before: str) -> str:
    """A trigger on one line. `before`: keys that come first."""
    pairs = dict(before)
    for name in ("lemma", "phrase", "pos", "object", "subject", "near", "unless", "strength", "mode"):
        value = getattr(trigger, name)
        if value is not None and (name, value) not in (("pos", "any"), ("strength", "strong")):
            words = as_words(value)
            pairs[name] = words[0] if len(words) == 1 else words  # type: ignore[assignment]
    return flow_map(pairs)
