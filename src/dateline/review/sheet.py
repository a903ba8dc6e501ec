"""A sheet to review in a spreadsheet: one row a statement, one column for each thing that a coder decides, and back again.

A cell has the same short forms as the options of `dateline review correct`: names parted by semicolons, `killed=3..5`, a day as
`2014-06-09..2014-06-09`, since spreadsheets turn a single day into their own form. An id begins with `#`, since they would take
some for numbers. `as_given` is a fingerprint of what the row said when the sheet was written, by which a row is known that has
been overtaken by another act.

What it does not know: names. They are looked up when the correction is made.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence

from dateline.errors import UsageError
from dateline.records import Document, Participant, Place, Quantity, Sentence, Statement
from dateline.review.corrections import Correction, GivenNumber
from dateline.review.fields import ROLES
from dateline.review.given import NONE, find_days, find_number, find_span

Words = Callable[[str], str]
"""What a sheet shows of words: the words themselves, or with names of private persons withheld."""

ID, AS_GIVEN, DECISION, NOTE = "statement", "as_given", "decision", "note"
MARK, PARTED = "#", "; "
ROLE_COLUMNS = tuple(dict.fromkeys(role for roles in ROLES.values() for role in roles))
FIELDS = ("quote", "type", *ROLE_COLUMNS, "place", "time", "count", "number", "voice", "hedge", "likelihood", "conditional")
"""Columns that a coder may change."""
COLUMNS = (ID, "document", "published", "outlet", "sentence", "kind", *FIELDS, "reviewed", DECISION, NOTE, AS_GIVEN)
DECISIONS = ("", "accept", "correct", "reject")
_WITHHELD = re.compile(r"\[private person \d+\]")


def sheet_row(statement: Statement, document: Document, sentence: Sentence | None, reviewed: str, words: Words) -> dict[str, str]:
    """The row of one statement.

    Args:
        reviewed: what became of it so far, in words.
        words: what is shown of names.
    """
    return {
        ID: MARK + statement.id,
        "document": words(document.name),
        "published": document.published or "",
        "outlet": words(document.outlet or ""),
        "sentence": words(_flat(sentence.anchor.exact)) if sentence else "",
        "kind": statement.assertion.kind,
        **cells_of(statement, words),
        "reviewed": reviewed,
        DECISION: "",
        NOTE: "",
        AS_GIVEN: fingerprint(statement, words),
    }


def is_sheet(columns: Sequence[str]) -> bool:
    """Whether a table with these columns is a sheet: it has the two that no sheet can do without."""
    return {ID, AS_GIVEN} <= set(columns)


def fingerprint(statement: Statement, words: Words) -> str:
    """The same for as long as the statement says the same in the columns that a coder may change."""
    return fingerprint_of_cells(cells_of(statement, words))


def fingerprint_of_cells(cells: Mapping[str, str]) -> str:
    """That of a row as it stands: equal to what the sheet gave where nothing in it was changed."""
    said = "\x1f".join(_flat(cells.get(name, "")) for name in FIELDS)
    return MARK + hashlib.sha256(said.encode()).hexdigest()[:12]


def cells_of(statement: Statement, words: Words) -> dict[str, str]:
    """What a statement says, in the columns that a coder may change."""
    assertion, forecast = statement.assertion, statement.assertion.kind == "forecast"
    time = statement.time
    return {
        "quote": words(_flat(assertion.anchor.exact)),
        "type": assertion.type or "",
        **{role: PARTED.join(who for who, _ in _people(statement, role, words)) for role in ROLE_COLUMNS},
        "place": PARTED.join(where for where, _ in _places(statement, words)),
        "time": f"{time.start}..{time.end}" if time else "",
        "count": PARTED.join(_count(one) for one in statement.quantities if one.of),
        "number": PARTED.join(_ends(one) for one in statement.quantities if not one.of),
        "voice": words(_voice(statement)),
        "hedge": assertion.hedge,
        "likelihood": (assertion.likelihood or "unstated") if forecast else "",
        "conditional": ("yes" if assertion.conditional else "no") if forecast else "",
    }


def changed_cells(cells: Mapping[str, str], seen: Statement, words: Words) -> dict[str, str]:
    """The cells in which a row differs from a statement, whether the sheet was written with names or without them.

    Args:
        cells: column -> what stands there; a column that is missing was taken out, and changes nothing.
        words: withholds names of private persons.
    """
    plainly, withheld = cells_of(seen, str), cells_of(seen, words)
    return {
        name: _flat(cells[name])
        for name in FIELDS
        if name in cells and _flat(cells[name]) not in (_flat(plainly[name]), _flat(withheld[name]))
    }


def correction_of(changed: Mapping[str, str], seen: Statement, text: str, words: Words) -> Correction:
    """What the changed cells of a row say.

    Args:
        text: the document's, in which a changed quote is looked for.

    Raises:
        UsageError: a cell is not of its form, or is of another kind of statement.
    """
    kind = seen.assertion.kind
    for name in changed:
        if name in ROLE_COLUMNS and name not in ROLES[kind]:
            raise UsageError(f"A {kind} has no {name}; empty that cell.")
    roles = [role for role in ROLE_COLUMNS if role in changed]
    return Correction(
        span=find_span(text, changed["quote"], seen.assertion.anchor) if "quote" in changed else None,
        type=_given(changed, "type"),
        voice=_told(_given(changed, "voice")),
        hedge=_given(changed, "hedge"),
        likelihood=_given(changed, "likelihood"),
        conditional=_yes(changed["conditional"]) if "conditional" in changed else None,
        time=find_days(changed["time"]) if "time" in changed else None,
        places=_names(changed["place"], _places(seen, words) + _places(seen, str)) if "place" in changed else None,
        participants={role: _names(changed[role], _people(seen, role, words) + _people(seen, role, str)) for role in roles} or None,
        numbers=_numbers(changed, seen) if {"count", "number"} & changed.keys() else None,
    )


# ---------------------------------------------------------------------- to cells
def _people(statement: Statement, role: str, words: Words) -> list[tuple[str, str]]:
    """Of each in a role what a sheet shows, and the name by which a correction keeps them."""
    there: list[Participant] = [who for who in statement.participants if who.role == role]
    return [(_flat(who.name if who.actor else words(who.name)).replace(";", ","), who.name) for who in there]


def _places(statement: Statement, words: Words) -> list[tuple[str, str]]:
    def shown(place: Place) -> str:
        name = words(_flat(place.name)).replace(";", ",")
        return f"{name}, {place.country}" if place.country else name

    return [(shown(place), place.name) for place in statement.places]


def _count(quantity: Quantity) -> str:
    return f"{quantity.of}={_ends(quantity)}"


def _ends(quantity: Quantity) -> str:
    low, high = quantity.low, quantity.high
    if low is not None and low == high:
        return _figure(low)
    return f"{_figure(low)}..{_figure(high)}"


def _figure(value: float | None) -> str:
    return "" if value is None else str(int(value)) if value == int(value) else repr(value)


def _voice(statement: Statement) -> str:
    voice = statement.voice
    if voice.type == "author":
        return "author"
    return _flat(voice.name) if voice.name else f"unnamed: {_flat(voice.anchor.exact) if voice.anchor else ''}".strip()


# ---------------------------------------------------------------------- and back
def _given(changed: Mapping[str, str], name: str) -> str | None:
    if name not in changed:
        return None
    if not changed[name]:
        raise UsageError(f"The cell for {name} is empty; fill it, or reject the row.")
    return changed[name]


def _told(name: str | None) -> str | None:
    if name is not None and _WITHHELD.search(name):
        raise UsageError(f"{name} is a name that was withheld; write the sheet with --with-names to change it.")
    return name


def _names(cell: str, known: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The names in a cell; one that stands as the sheet gave it keeps whom or what it meant."""
    names = [name.strip() for name in cell.split(";") if name.strip() and name.strip() != NONE]
    by_words = dict(known)
    for name in names:
        if name not in by_words:
            _told(name)
    return tuple(by_words.get(name, name) for name in names)


def _yes(cell: str) -> bool:
    if cell.casefold() not in ("yes", "no"):
        raise UsageError(f"{cell!r} is neither yes nor no, whether a forecast hangs on a condition.")
    return cell.casefold() == "yes"


def _numbers(changed: Mapping[str, str], seen: Statement) -> tuple[GivenNumber, ...]:
    """All numbers of the statement as they then are; those that stand as the sheet gave them keep what else is known of them."""
    found: list[GivenNumber] = []
    for column, counted in (("count", True), ("number", False)):
        old = [one for one in seen.quantities if bool(one.of) == counted]
        given = changed.get(column)
        parts = [_count(one) if counted else _ends(one) for one in old] if given is None else given.split(";")
        for part in (part.strip() for part in parts):
            number = (_kept(part, old, counted) or find_number(part, counted=counted)) if part else None
            if number is not None:
                found.append(number)
    return tuple(found)


def _kept(part: str, old: list[Quantity], counted: bool) -> GivenNumber | None:
    same = next((one for one in old if (_count(one) if counted else _ends(one)) == part), None)
    if same is None:
        return None
    old.remove(same)
    return GivenNumber(low=same.low, high=same.high, of=same.of, approx=same.approx, ratio=same.ratio, what=same.what)


def _flat(words: str) -> str:
    return " ".join(words.split())
