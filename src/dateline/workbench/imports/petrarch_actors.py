"""A PETRARCH actor dictionary -> actors.

Form: `NAME_OF_ACTOR [CODE dates]`, further names below with `+` before them, further codes on lines of their own, comments behind
`#`.
A code is a country of three letters and a role (AFGREB), or a role alone (IGOUNO); dates are `<890101`, `>890101` or
`890101-920101`, with two or four digits for the year. A country's own names, and the places and people filed under it by its code
alone, are not carried over: countries, places and governments have tables of their own here. Nor are the dates of roles: the
dictionary does not say which office somebody held.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dateline.codebook import Codebook
from dateline.workbench.imports.actors import ActorImport, ListedActor
from dateline.workbench.imports.imported import Imported, load_forms

_CODES = re.compile(r"\[([^\]]*)\]")
_DATED = re.compile(r"[<>]?\s*\d")
_BRACKETS = re.compile(r"\(([^)]*)\)")
_SMALL = frozenset(
    "of the and for in on at to by de del la las los el al ul ud bin ibn van von der des du da di y e with against".split()
)
_SHORT = 4
"""Names in one word of so many letters are short forms, and stay in capitals."""


class _Entry(NamedTuple):
    names: list[str]
    codes: list[str]


def import_actors(text: str, codebook: Codebook, source: str) -> Imported:
    """The actors of a dictionary. `source`: what the rows say they are from."""
    found = Imported()
    forms = load_forms()
    kinds = {role: kind for kind, roles in forms["roles"].items() for role in roles}
    into = ActorImport(codebook, found)
    known_countries = {country.iso for country in codebook.actors.countries.values()}
    for entry in _entries(text, found):
        if not entry.codes:
            found.leave("names without a code", _written(entry.names[0]))
            continue
        code = entry.codes[0].split()[0]
        if code.startswith("~"):
            found.leave(
                "agents: words for anybody in a role (~GOV), which our label nouns and the reader know", _written(entry.names[0])
            )
            continue
        country, role = _take_apart(code, forms["countries"], kinds)
        if country and not role:
            found.leave("names and places of countries: these have tables of their own", _written(entry.names[0]))
            continue
        dated = [one for one in entry.codes if _DATED.search(one.partition(" ")[2])]
        kind = "person" if dated and role in forms["held_by_persons"] else kinds.get(role or "")
        if kind is None:
            found.leave("codes that say nothing of what the actor is", f"{_written(entry.names[0])} [{code}]")
            continue
        for one in dated:
            found.leave("dates of roles: the dictionary does not say which office it was", f"{_written(entry.names[0])} [{one}]")
        first, *others = [name for words in entry.names for name in _names(words)]
        into.add(
            ListedActor(
                name=first,
                kind=kind,
                source=f"{source}, {code}",
                aliases=tuple(others),
                countries=(country,) if country in known_countries else (),
            )
        )
    return found


def _entries(text: str, found: Imported) -> Iterator[_Entry]:
    entry: _Entry | None = None
    for whole in text.splitlines():
        line = whole.partition("#")[0].rstrip()
        codes = [code.strip() for code in _CODES.findall(line) if code.strip()]
        words = _CODES.sub(" ", line).strip()
        if words.startswith("!"):
            found.leave("sets for making words (!PERSON!)", words)
        elif words.startswith("+"):
            if entry and words.strip("+_ "):
                entry.names.append(words[1:])
                entry.codes.extend(codes)
        elif words:
            if entry:
                yield entry
            entry = _Entry([words], codes)
        elif entry:
            entry.codes.extend(codes)
    if entry:
        yield entry


def _take_apart(code: str, countries: Mapping[str, str], roles: Mapping[str, str]) -> tuple[str | None, str | None]:
    """ISO code of the country, and the role: AFGREB is AF and REB; IGOUNO is no country and IGO, SASREB (of a region) REB."""
    if code[:3] in countries:
        return countries[code[:3]], code[3:6] or None
    return None, code[:3] if code[:3] in roles else code[3:6] or code[:3]


def _names(words: str) -> list[str]:
    """The name, and the short forms in brackets behind it.

    >>> _names("ADEN_ISLAMIC_ARMY_(AAIA)_")
    ['Aden Islamic Army', 'AAIA']
    """
    short = [found.strip("_ ") for found in _BRACKETS.findall(words)]
    name = _written(_BRACKETS.sub(" ", words))
    return [name, *(word for word in short if word.isupper() and word.isalpha())] if name else [word for word in short if word]


def _written(words: str) -> str:
    """A name in capitals with underscores as people write it.

    >>> _written("ARMY_OF_GOD_"), _written("ETA_"), _written("AL-QUDS_BRIGADES_")
    ('Army of God', 'ETA', 'Al-Quds Brigades')
    """
    parts = [part for part in re.split(r"[_\s]+", words) if part]
    if len(parts) == 1 and len(parts[0]) <= _SHORT:
        return parts[0]
    return " ".join(_capital(part, first=n == 0) for n, part in enumerate(parts))


def _capital(word: str, *, first: bool) -> str:
    if word.lower() in _SMALL and not first:
        return word.lower()
    if "." in word or not word.isupper():
        return word
    return "-".join(part[:1] + part[1:].lower() for part in word.split("-"))
