"""A PETRARCH verb dictionary (CAMEO codes) -> words for our types.

Form: blocks that begin with `--- VERB [code] ---`; then the verbs of the block, those of several words joined by `_` with `+`
before them, irregular forms in `{}`; then patterns `- words * words [code] # VERB`, in which `*` is the verb, `&SET` any word of a
set, `{}` words that stand together, `()` a preposition with what follows it, and VERB the verb that the pattern was found with.

A code goes to the type whose crosswalk has it, or has the code above it. Sets become word classes. A verb without a pattern only
leans; a pattern is of medium strength, since nobody has looked at what it finds, and is taken for the verb it was found with: the
other verbs of its block are synonyms out of a dictionary. Who is source and who is target is for the reader, not for words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from dateline.codebook import Codebook
from dateline.codebook.entries import Strength, Trigger, as_words
from dateline.codebook.word_forms import lemma_of
from dateline.workbench.entry_drafts import trigger_text
from dateline.workbench.imports.imported import Imported

_HEADING = re.compile(r"---\s*(?P<verb>[^\[]*?)\s*(?:\[(?P<code>[^\]]*)\])?\s*---")
_CODE = re.compile(r"\[([^\]]*)\]")
_TOKEN = re.compile(r"\{[^}]*\}|\([^)]*\)|[^\s(){}]+")
_NO_EVENT = "---"
_PREFIX = "cameo_"
_SLOTS = frozenset("+ $ % ^ |".split())
_PARTICLES = frozenset(
    "up down out off away back aside over in on through along apart together forward ahead around across into to for with from "
    "against".split()
)


class _Line(NamedTuple):
    """A pattern as it stands in the file."""

    words: str
    code: str
    verb: str


class _Block(NamedTuple):
    """A block of the file: its verbs with their own codes, its code, its patterns."""

    verbs: list[tuple[str, str]]
    code: str
    patterns: list[_Line]


class _Pattern(NamedTuple):
    """What must stand around a verb, in our terms."""

    particles: tuple[str, ...]
    after: tuple[str, ...]
    """Words in a row somewhere after the verb; `#class` for any word of a class."""
    object: tuple[str, ...]
    subject: tuple[str, ...]


def import_verbs(text: str, codebook: Codebook) -> Imported:
    """The words of a verb dictionary, as rows of `triggers.yaml`."""
    found = Imported()
    types = _types_by_code(codebook)
    sets = _read_sets(text, found)
    rows: dict[tuple[str, Trigger], None] = {}
    for block in _blocks(text):
        for verb, code in block.verbs:
            rows.update(dict.fromkeys(_rows([verb], code or block.code, None, types, found)))
        for pattern in block.patterns:
            parsed = _parse(pattern.words, sets, found)
            if parsed is not None:
                own = [verb for verb, _ in block.verbs if verb == pattern.verb]
                verbs = own or [verb for verb, _ in block.verbs]
                rows.update(dict.fromkeys(_rows(verbs, pattern.code, parsed, types, found)))
    merged = _merged(rows)
    found.triggers = [f"- {trigger_text(trigger, entry=type_)}\n" for type_, trigger in merged]
    used = {word for _, t in merged for word in (*as_words(t.object), *as_words(t.subject), *_classes(t))}
    found.classes = {name: words for name, words in sorted(sets.items()) if name in used}
    found.carried["rows of words for our types"] = len(found.triggers)
    found.carried["word classes"] = len(found.classes)
    return found


def _merged(rows: Iterable[tuple[str, Trigger]]) -> list[tuple[str, Trigger]]:
    """Rows of one word that differ only in what must follow it, as one row."""
    merged: dict[tuple[str, Trigger], list[str]] = {}
    for type_, trigger in rows:
        bare = msgspec.structs.replace(trigger, object=None)
        merged.setdefault((type_, bare if trigger.object else trigger), []).extend(as_words(trigger.object))
    return [
        (type_, msgspec.structs.replace(t, object=tuple(dict.fromkeys(objects)) or None)) for (type_, t), objects in merged.items()
    ]


def _classes(trigger: Trigger) -> list[str]:
    return [part[1:] for phrase in as_words(trigger.phrase) for part in phrase.split() if part.startswith("#")]


def is_verb_dictionary(text: str) -> bool:
    """Whether a text has the headings of verb blocks."""
    return any(_HEADING.match(line) for line in text.splitlines())


def _types_by_code(codebook: Codebook) -> dict[str, str]:
    """CAMEO code -> type; where several types name a code, the event type that names it first."""
    ranked = [
        (entry.kind != "event", rank, entry.id, code)
        for entry in codebook.entries.values()
        for rank, code in enumerate(entry.crosswalk.cameo)
    ]
    types: dict[str, str] = {}
    for _, _, id, code in sorted(ranked):
        types.setdefault(code, id)
    return types


def _type_of(code: str, types: dict[str, str]) -> str | None:
    """The type of a code, or of the code above it: 1823 is 182, 084 is 080."""
    above = [code[:size] for size in range(len(code), 1, -1)]
    return next((types[one] for one in (*above, code[:2] + "0") if one in types), None)


def _read_sets(text: str, found: Imported) -> dict[str, tuple[str, ...]]:
    """Name of a class -> its words. Words of several words are left out: a class holds single ones."""
    sets: dict[str, list[str]] = {}
    name = None
    for line in _lines(text):
        if line.startswith("&"):
            name = _class_name(line)
            sets[name] = []
        elif line.startswith("+") and name is not None:
            words = _words(line[1:])
            if len(words) == 1:
                sets[name].append(lemma_of(words[0]))
            elif words:
                found.leave("words of sets that are several words: a word class holds single words", " ".join(words))
        elif line.startswith("---"):
            break
    return {name: tuple(dict.fromkeys(words)) for name, words in sets.items() if words}


def _class_name(words: str) -> str:
    return _PREFIX + re.sub(r"[^a-z0-9]+", "_", words.strip("&_ ").lower()).strip("_")


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line := line.partition("#")[0].strip():
            yield line


def _blocks(text: str) -> Iterator[_Block]:
    block: _Block | None = None
    for whole in text.splitlines():
        line, _, comment = whole.partition("#")
        line = line.strip()
        if heading := _HEADING.match(line):
            if block:
                yield block
            block = _Block([], (heading["code"] or "").strip(), [])
        elif block and line:
            code = match[1].strip() if (match := _CODE.search(line)) else ""
            line = _CODE.sub(" ", line)
            if line.startswith("-"):
                block.patterns.append(_Line(line[1:].strip(), code, " ".join(_words(comment))))
            elif words := _words(re.sub(r"\{[^}]*\}", " ", line).lstrip("+")):
                block.verbs.append((" ".join(words), code))
    if block:
        yield block


def _words(words: str) -> list[str]:
    """Words in small letters, without the marks of stems and joins."""
    return [word for word in re.split(r"[_\s+]+", words.lower()) if word.replace("-", "").replace("'", "").isalpha()]


def _parse(pattern: str, sets: dict[str, tuple[str, ...]], found: Imported) -> _Pattern | None:
    """What a pattern asks for; None, and a note, where our words cannot ask for it."""
    before, star, after = pattern.partition("*")
    if not star:
        found.leave("patterns without a place for the verb", pattern)
        return None
    try:
        subject = [word for token in _TOKEN.findall(before) if token not in _SLOTS for word in _noun(token, sets)]
        particles: list[str] = []
        object_: list[str] = []
        rest: list[str] = []
        for token in _TOKEN.findall(after):
            if token in _SLOTS:
                continue
            if token.startswith("("):
                rest += _prepositional(token, sets)
            elif not (object_ or rest) and token.lower() in _PARTICLES:
                particles.append(token.lower())
            elif rest or object_:
                rest += _row_of(token, sets)
            elif len(words := _row_of(token, sets)) == 1:
                object_ = [words[0].removeprefix("#")]
            else:
                rest += words
    except KeyError as error:
        found.leave("patterns with a set that the file does not have or that has no single words", f"{pattern}: {error.args[0]}")
        return None
    return _Pattern(tuple(particles), tuple(rest), tuple(object_), tuple(subject))


def _noun(token: str, sets: dict[str, tuple[str, ...]]) -> list[str]:
    """The head of a noun phrase: its last word, or a class."""
    return [word.removeprefix("#") for word in _row_of(token, sets)[-1:]]


def _row_of(token: str, sets: dict[str, tuple[str, ...]]) -> list[str]:
    """A token as words in a row: `{ARMS SHIPMENT}` is arms shipment, `&FOOD` any word of that class."""
    words: list[str] = []
    for part in token.strip("{}()").split():
        if part in _SLOTS:
            continue
        if part.startswith("&"):
            if _class_name(part) not in sets:
                raise KeyError(part)
            words.append(f"#{_class_name(part)}")
        else:
            words += [lemma_of(word) for word in _words(part)]
    return words


def _prepositional(token: str, sets: dict[str, tuple[str, ...]]) -> list[str]:
    words = _row_of(token, sets)
    return [words[0], "...", *words[1:]] if len(words) > 1 and not words[0].startswith("#") else words


def _rows(
    verbs: Sequence[str], code: str, pattern: _Pattern | None, types: dict[str, str], found: Imported
) -> Iterator[tuple[str, Trigger]]:
    """Type and trigger for some verbs under a pattern, or alone."""
    codes = [part for part in code.split(":") if part]
    if not codes:
        return
    if codes[0] == _NO_EVENT:
        found.leave("patterns and verbs coded as no event: our words cannot take an event away", ", ".join(verbs))
        return
    type_ = _type_of(codes[0], types)
    if type_ is None:
        found.leave("patterns and verbs with a code that no type of ours has in its crosswalk", f"code {codes[0]}")
        return
    single = tuple(dict.fromkeys(verb for verb in verbs if " " not in verb))
    several = tuple(dict.fromkeys(verb for verb in verbs if " " in verb))
    tail, object_ = _tail(pattern) if pattern else ((), ())
    subject = (pattern.subject if pattern else ()) or None
    strength: Strength = "medium" if pattern else "weak"
    if single and not tail:
        yield type_, Trigger(lemma=single, pos="verb", object=object_ or None, subject=subject, strength=strength)
    if phrases := tuple(" ".join((*verb.split(), *tail)) for verb in (*several, *(single if tail else ()))):
        yield type_, Trigger(phrase=phrases, object=object_ or None, subject=subject, strength=strength)


def _tail(pattern: _Pattern) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that follow the verb in a row, and the word that must stand somewhere after it."""
    parts, object_ = list(pattern.particles), pattern.object
    if object_ and pattern.after:  # both in one row, in their order
        parts += ["...", f"#{object_[0]}" if object_[0].startswith(_PREFIX) else object_[0]]
        object_ = ()
    if pattern.after:
        parts += ["...", *pattern.after]
    # A gap at the end, or two in a row, are none.
    kept = [part for n, part in enumerate(parts) if part != "..." or (n + 1 < len(parts) and parts[n + 1] != "...")]
    return tuple(kept), object_
