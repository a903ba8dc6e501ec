"""Withholding the names of private persons: in a document's words a name becomes "[private person 1]", and stays that person.

Persons are numbered within a document, in the order in which they appear, so that a reader can tell two apart; the numbers
say nothing across documents. Only the name goes: "Ana Ruiz's brother" becomes "[private person 1]'s brother". A name that is
part of a place's, a group's or a public person's name is left there, and so is a surname that is also a place's after "in" or
"near".
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from dateline.codebook.actors import fold
from dateline.exports.names import Names, Verdict
from dateline.exports.words import Run, Word, find_runs, find_words, headlines, is_capital, is_shouting
from dateline.records import Document, Record, Statement

MARK = "[private person {number}]"
LEADS = frozenset({"leads", "founder_of"})
"""Relations that make their subject a public person: who heads or founded a group."""


class Person(Record, frozen=True):
    """A private person of one document: the ways in which the document writes the name."""

    number: int
    names: tuple[str, ...]

    @property
    def mark(self) -> str:
        """What stands in place of the name."""
        return MARK.format(number=self.number)


class Mask:
    """Withholds the names of one document's private persons in any words that leave it."""

    def __init__(self, persons: tuple[Person, ...], kept: Iterable[str], names: Names, *, shouting: bool = False) -> None:
        self.persons = persons
        self._names = names
        self._shouting = shouting
        self._parts: dict[str, Person] = {}
        self._pattern = self._compile(kept)

    def words(self, text: str) -> str:
        """The text with names withheld."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda match: self._replace(match, text), text)

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """The stretches of the text that are withheld."""
        return tuple((start, end) for start, end, _ in self.marks(text))

    def marks(self, text: str) -> tuple[tuple[int, int, str], ...]:
        """The stretches of the text that are withheld, each with what stands in its place."""
        if self._pattern is None:
            return ()
        found = ((match, self._replace(match, text)) for match in self._pattern.finditer(text))
        return tuple((*match.span(), mark) for match, mark in found if mark != match.group())

    def address(self, url: str) -> str:
        """A URL, cut to its host where its path spells a private name out."""
        parts = urlsplit(url)
        if not self.spells(f"{parts.path} {parts.query} {parts.fragment}"):
            return url
        return f"{parts.scheme}://{parts.netloc}/" if parts.netloc else ""

    def spells(self, slug: str) -> bool:
        """Whether the words of an address or a file's name, which have no capitals, hold a private name."""
        tokens = set(re.split(r"[^\w]+|_", unquote(slug).casefold()))
        return any(fold(part) in tokens for part in self._parts if " " not in part and not self._names.is_ordinary(part))

    # ------------------------------------------------------------------ the pattern
    def _compile(self, kept: Iterable[str]) -> re.Pattern[str] | None:
        if not self.persons:
            return None
        forms: dict[str, str] = {}
        for person in self.persons:
            for name in person.names:
                self._parts[name.casefold()] = person
                if " " in name:
                    forms[f"(?i:{_spaced(name)})"] = name
                for part in self._lone(name):
                    self._parts.setdefault(part.casefold(), person)
                    forms[self._exactly(part)] = part
        keeps = {f"(?P<keep{i}>(?i:{_spaced(name)}))": name for i, name in enumerate(sorted(set(kept))) if " " in name.strip()}
        ordered = sorted(forms.items() | keeps.items(), key=lambda form: (-len(form[1]), form[0]))
        return re.compile(r"(?<!\w)(?:" + "|".join(form for form, _ in ordered) + r")(?!\w)")

    def _lone(self, name: str) -> Iterator[str]:
        """The words of a name that stand for it by themselves."""
        for word in find_words(name):
            if len(word.text) > 2 and word.low not in self._names.rules.particles and word.low not in self._names.rules.honorifics:
                yield word.text

    def _exactly(self, part: str) -> str:
        """A lone word of a name, as names are printed: never in small letters; an ordinary word with its capital alone."""
        capital = part[:1].upper() + part[1:]
        if self._shouting:
            return "(?!)" if self._names.is_ordinary(part, shouting=True) else f"(?i:{re.escape(part)})"
        spellings = {part, capital} if self._names.is_ordinary(part) else {part, capital, part.upper(), part.title()}
        return "(?:" + "|".join(sorted(map(re.escape, spellings))) + ")"

    def _replace(self, match: re.Match[str], text: str) -> str:
        if any(value is not None for value in match.groups()):
            return match.group()
        found = " ".join(match.group().split())
        person = self._parts.get(found.casefold())
        if person is None or (" " not in found and self._is_place(found, text[: match.start()])):
            return match.group()
        return person.mark

    def _is_place(self, word: str, before: str) -> bool:
        """Whether a lone surname that is a place's too stands where places do."""
        last = re.search(r"(\w+)(?:\s+the)?\s+$", before)
        return last is not None and last.group(1).lower() in self._names.rules.place_before and self._names.is_place(word)


def mask_of(document: Document, statements: Iterable[Statement], names: Names) -> Mask:
    """Find the private persons of a document; see `Names` for who is one."""
    shouting = is_shouting(document.text)
    found: list[tuple[int, str]] = []
    public: set[str] = {name for statement in statements for name in _led(statement)}
    kept: set[str] = {place.name for statement in statements for place in statement.places}
    for text in (document.text, document.title or ""):
        for run, shouts in _candidates(text, names, shouting=shouting):
            verdict, rest = names.judge(run, text, document.published, shouting=shouts)
            if not rest:
                continue
            name = _name(rest, text)
            if verdict is Verdict.PRIVATE:
                found.append((rest[0].start, name))
            elif verdict is Verdict.PUBLIC:
                public.add(name)
            elif verdict is Verdict.THING:
                kept.add(_name(run, text))
    found += _named_only_in_statements(document, statements, names, shouting=shouting)
    private = [(at, name) for at, name in found if not _is_public(name, public)]
    return Mask(_persons(private), kept | public, names, shouting=shouting)


def _candidates(text: str, names: Names, *, shouting: bool) -> Iterator[tuple[Run, bool]]:
    """Runs of words that may be names, each with whether its capitals say nothing: a text in capitals, a headline in title case."""
    words = find_words(text)
    loud = {word.start for word in words} if shouting else headlines(text, words)

    def is_name(word: Word) -> bool:
        if not word.text[:1].isalpha() or not (is_capital(word) or word.start in loud):
            return False
        if word.start in loud:
            return not names.is_ordinary(word.text, shouting=True) or (shouting and word.low in names.rules.particles)
        return True

    titles = names.rules.honorifics | names.rules.offices
    for run in find_runs(text, words, is_name, names.rules.particles, titles):
        yield run, run[0].start in loud


def _named_only_in_statements(
    document: Document, statements: Iterable[Statement], names: Names, *, shouting: bool
) -> Iterator[tuple[int, str]]:
    """Participants and voices whom no codebook row names and whose words are a bare name."""
    for statement in statements:
        mentions = [(p.name, p.actor, p.anchor) for p in statement.participants]
        mentions.append((statement.voice.name or "", statement.voice.actor, statement.voice.anchor))
        for name, actor, anchor in mentions:
            words = find_words(name)
            bare = bool(words) and all(is_capital(w) or w.low in names.rules.particles for w in words) and len(words) <= 5
            if actor is not None or anchor is None or not bare or " ".join(w.text for w in words) != name:
                continue
            verdict, rest = names.judge(tuple(words), name, document.published, shouting=shouting)
            if shouting and rest and any(names.is_ordinary(word.text, shouting=True) for word in rest):
                continue
            lone = len(words) == 1 and _is_bare_surname(words[0], anchor.exact, names)
            if rest and (verdict is Verdict.PRIVATE or (verdict is Verdict.UNSEEN and lone)):
                yield anchor.start, _name(rest, name)


def _is_bare_surname(word: Word, printed: str, names: Names) -> bool:
    """A lone name in a role, without an article: no plural, no acronym, no word of the dictionary, no place."""
    return (
        printed.strip() == word.text
        and len(word.text) > 2
        and not word.text.isupper()
        and not word.low.endswith("s")
        and not names.is_ordinary(word.text)
        and not names.is_place(word.text)
    )


def _led(statement: Statement) -> Iterator[str]:
    if statement.assertion.kind == "relation" and statement.assertion.type in LEADS:
        yield from (p.name for p in statement.participants if p.role == "subject")


def _is_public(name: str, public: set[str]) -> bool:
    """Whether a name is, whole or by its surname, that of a person with an office in the same text."""
    folded = fold(name).split()
    for other in public:
        known = fold(other).split()
        if not known or not folded:
            continue
        same = folded[-1] == known[-1] and (len(folded) == 1 or len(known) == 1 or folded[0] == known[0])
        if folded == known or same:
            return True
    return False


def _persons(found: list[tuple[int, str]]) -> tuple[Person, ...]:
    """Mentions -> persons: one surname with one first name is one person, a lone name is whoever bears it."""
    groups: list[list[str]] = []
    first_full = sorted(found, key=lambda mention: (" " not in mention[1], mention[0]))
    order = {name: at for at, name in sorted(found, reverse=True)}
    for _, name in first_full:
        tokens = fold(name).split()
        for group in groups:
            full = fold(group[0]).split()
            if (len(tokens) == 1 and tokens[0] in full) or (tokens[-1:] == full[-1:] and tokens[0][:1] == full[0][:1]):
                if name not in group:
                    group.append(name)
                break
        else:
            groups.append([name])
    groups.sort(key=lambda group: min(order[name] for name in group))
    return tuple(Person(number=i, names=tuple(group)) for i, group in enumerate(groups, start=1))


def _name(run: Run, text: str) -> str:
    return " ".join(text[run[0].start : run[-1].end].split())


def _spaced(name: str) -> str:
    return r"\s+".join(re.escape(part) for part in name.split())
