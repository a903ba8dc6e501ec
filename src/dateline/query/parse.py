"""What a person types -> a query: fields and values, checked as far as words alone can be.

A value runs to the next field, so that ``place:San Salvador`` needs no quotation marks; a comma parts values of which any will
do; a minus before the field means not. Words before the first field are looked for in the sentences. Fields all have to hold.
What the values mean is for `meaning`.
"""

import datetime
import difflib
import re
from collections.abc import Iterable, Iterator

from dateline.errors import UsageError
from dateline.records import HEDGES, KINDS, Record

FIELDS = ("actor", "place", "country", "type", "kind", "since", "until", "voice", "hedge", "label", "outlet", "document", "text")
"""Fields of the language; docs/cli.md says what each is for."""
_CLOSED = {"kind": KINDS, "hedge": HEDGES}
_DAYS = ("since", "until")

_FIELD = re.compile(r"(?P<minus>[-\N{MINUS SIGN}])?(?P<name>[A-Za-z]+):")
_MARKS = '"“”„'
_PLAIN = re.compile(r"[\w./]+(?:[-\w./])*")


class Term(Record, frozen=True):
    """One field with the values of which one must fit, or none when it is negated."""

    field: str
    values: tuple[str, ...]
    negated: bool = False

    def __str__(self) -> str:
        return f"{'-' if self.negated else ''}{self.field}:{','.join(map(_quoted, self.values))}"


class Query(Record, frozen=True):
    """Terms that all must hold. Its string is a query that means the same."""

    terms: tuple[Term, ...] = ()

    def __str__(self) -> str:
        return " ".join(map(str, self.terms))


def parse(text: str) -> Query:
    """Read a query.

    Raises:
        UsageError: one sentence that names the word that cannot be understood and the next step.

    >>> str(parse('bomb place:San Salvador, Goma -hedge:denied since:2014'))
    'text:bomb place:"San Salvador",Goma -hedge:denied since:2014'
    """
    terms = tuple(_checked(term) for term in _terms(text))
    for field in _DAYS:
        if sum(term.field == field for term in terms) > 1:
            raise UsageError(f"The query gives `{field}:` twice; keep one of them.")
    return Query(terms=terms)


def _quoted(value: str) -> str:
    if _PLAIN.fullmatch(value):
        return value
    escaped = value.replace("\\", "\\\\")
    for mark in _MARKS:
        escaped = escaped.replace(mark, "\\" + mark)
    return f'"{escaped}"'


def _terms(text: str) -> Iterator[Term]:
    at = _skip(text, 0)
    while at < len(text):
        found = _FIELD.match(text, at)
        if found:
            name = _known(found["name"])
            values, at = _values(text, found.end(), name)
            yield Term(field=name, values=values, negated=found["minus"] is not None)
        else:
            negated = text[at] in "-\N{MINUS SIGN}" and at + 1 < len(text) and not text[at + 1].isspace()
            value, at = _bare(text, at + negated)
            yield Term(field="text", values=(value,), negated=negated)
        at = _skip(text, at)


def _known(name: str) -> str:
    if name.lower() not in FIELDS:
        raise UsageError(f"The query has no field `{name}:`; {_instead(name.lower(), FIELDS)}; words with a colon stand in quotes.")
    return name.lower()


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _bare(text: str, at: int) -> tuple[str, int]:
    """A word before any field, or several in quotes."""
    if text[at] in _MARKS:
        return _inside_quotes(text, at)
    end = at
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[at:end], end


def _values(text: str, at: int, field: str) -> tuple[tuple[str, ...], int]:
    """The values after a field's colon, and where they end."""
    values = []
    while True:
        at = _skip(text, at)
        if at < len(text) and text[at] in _MARKS:
            value, at = _inside_quotes(text, at)
            at = _skip(text, at)
        else:
            value, at = _unquoted(text, at)
        if not value.strip():
            if wrong := _FIELD.match(text, at):
                _known(wrong["name"])
            raise UsageError(f"The query's `{field}:` lacks a value; write one after it, as in {field}:{_example(field)}.")
        values.append(value)
        if at >= len(text) or text[at] != ",":
            return tuple(dict.fromkeys(values)), at
        at += 1


def _unquoted(text: str, at: int) -> tuple[str, int]:
    """Words up to a comma, a quotation mark that opens a word, or the next field."""
    words: list[str] = []
    while at < len(text) and text[at] != "," and text[at] not in _MARKS and not _FIELD.match(text, at):
        end = at
        while end < len(text) and text[end] != "," and not text[end].isspace():
            end += 1
        words.append(text[at:end])
        at = _skip(text, end)
    return " ".join(words), at


def _inside_quotes(text: str, at: int) -> tuple[str, int]:
    """What stands in quotation marks, a backslash taking the next character as it is; and where the marks end."""
    value = []
    end = at + 1
    while end < len(text):
        if text[end] == "\\" and end + 1 < len(text):
            value.append(text[end + 1])
            end += 2
            continue
        if text[end] in _MARKS:
            return "".join(value), end + 1
        value.append(text[end])
        end += 1
    raise UsageError(f"The query's quotation mark before `{_short(text[at + 1 :])}` is not closed; close it, or leave it out.")


def _checked(term: Term) -> Term:
    """The term with its values in one form.

    Raises:
        UsageError: a value that its field does not take.
    """
    if term.field in _CLOSED:
        return Term(field=term.field, values=tuple(_one_of(term.field, v) for v in term.values), negated=term.negated)
    if term.field in _DAYS:
        first, *others = term.values
        if others or term.negated:
            raise UsageError(f"The query's `{term.field}:` takes one day and no minus; write {term.field}:{_example(term.field)}.")
        _check_day(term.field, first)
    elif not any(character.isalnum() for value in term.values for character in value):
        raise UsageError(f"The query's `{_short(str(term))}` has no letter or digit to look for; write a word.")
    return term


def _one_of(field: str, value: str) -> str:
    known = _CLOSED[field]
    if value.lower() not in known:
        raise UsageError(f"The query's `{field}:{_short(value)}` is no {field}; {_instead(value.lower(), known)}.")
    return value.lower()


def _check_day(field: str, value: str) -> None:
    try:
        if not re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}){0,2}", value):
            raise ValueError(value)
        datetime.date.fromisoformat(value + "0000-01-01"[len(value) :])
    except ValueError:
        raise UsageError(f"The query's `{field}:{_short(value)}` is no day; write YYYY, YYYY-MM or YYYY-MM-DD.") from None


def _instead(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"did you mean {near[0]}" if near else f"there are {', '.join(known)}"


def _example(field: str) -> str:
    return {"since": "2014-06-01", "until": "2014-06-30", "kind": "event", "hedge": "asserted", "type": "attack"}.get(field, "NAME")


def _short(words: str) -> str:
    """Words of the user's for a message: on one line, and not without end."""
    flat = "".join(c if c.isprintable() else " " for c in words)
    flat = " ".join(flat.split())
    return flat if len(flat) <= 40 else flat[:39] + "…"
