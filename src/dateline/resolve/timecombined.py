"""Expressions that name a time by way of another: "two days after the vote of 10 March", "the last week of May",
"the week of 2 May", "the second anniversary of the 2011 rising", "the six months to June 2014", "between January and March 2014".

It works on what the grammar has found: an expression with a date takes in the words before it that move or cut it. What leans on a
date that is not in the text stays as it is.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from dateline.resolve.intervals import Span, month, part, shift, unit_around, value_of
from dateline.resolve.timedates import Core
from dateline.resolve.timewords import Token

Found = tuple[int, int, Core]
REACH = 7
"""Tokens between "two days after" and the date: "the disputed vote of"."""
# Over class letters, with the date to follow; "o" is of, "&" to.
_MOVED = re.compile(r"z*(?P<count>N|aN|a|d|V|aVo?)?(?P<unit>U)(?P<way>[BF])$")
_PART = re.compile(r"d?(?P<which>[LO.])(?P<count>N)?-?(?P<unit>U)[oi]d?$")
_WEEKDAY = re.compile(r"d?(?P<which>[LO])(?P<day>D)[oi]d?$")
_WEEK_OF = re.compile(r"d?(?P<unit>U)od?$")
_UP_TO = re.compile(r"id(?P<count>N)?(?P<unit>U)&d?$")
_BROKEN = frozenset("!,")
_FINAL = frozenset(("final", "closing"))
_OPENING = frozenset(("opening",))


class _Words(NamedTuple):
    tokens: Sequence[Token]
    letters: str


def combine(found: list[Found], tokens: Sequence[Token], letters: str) -> list[Found]:
    """Join expressions with the words that move or cut them, in the order of the text."""
    words = _Words(tokens, letters)
    made: list[Found] = []
    for first, last, core in found:
        lent = _lent_year(made, (first, last, core), words)
        if lent is not None:
            made[-1] = lent
        joined = _combined(first, last, core, words) if core.span is not None and core.kind == "point" else None
        if joined is not None:
            first, core = joined
            made = [each for each in made if each[1] <= first]
        made.append((first, last, core))
    return made


def _combined(first: int, last: int, core: Core, words: _Words) -> tuple[int, Core] | None:
    return _anniversary(first, core, words) or _moved(first, core, words) or _cut(first, core, words)


def _value(span: Span, core: Core) -> Core:
    return core._replace(span=span, value=value_of(span) if span.grain != "R" else f"{span.start}/{span.end}", open_ended=False)


def _back(first: int, words: _Words, reach: int) -> str:
    """The letters before a token, back to the beginning of its clause."""
    start = max(0, first - reach)
    before = words.letters[start:first]
    return before[max((before.rfind(mark) for mark in "!"), default=-1) + 1 :]


# ---------------------------------------------------------------------- two days after the vote of 10 March
def _moved(first: int, core: Core, words: _Words) -> tuple[int, Core] | None:
    """A number of units before or after a day that is named within reach."""
    assert core.span is not None
    if core.span.grain not in ("D", "M", "Y"):
        return None
    for gap in range(REACH + 1):
        at = first - gap
        if at <= 0 or words.letters[at - 1] == "!" or (gap and words.letters[at] in _BROKEN):
            return None
        match = _MOVED.search(words.letters[max(0, at - 6) : at])
        if match is None:
            continue
        start = max(0, at - 6) + match.start()
        unit = str(words.tokens[max(0, at - 6) + match.start("unit")].value)
        count = _number(words, max(0, at - 6), match, "count")
        if count is None or (gap and not _is_nominal(words, at, first)):
            return None
        if core.span.grain != "D" and unit not in ("Y", "DE") and not (core.span.grain == "M" and unit == "M"):
            return None
        ahead = match["way"] == "F"
        base = core.span.end if ahead else core.span.start
        if core.span.grain == "D":
            day = shift(base, count if ahead else -count, unit)
            return start, _value(Span(day, day), core)
        moved = shift(core.span.start, count if ahead else -count, unit)
        return start, _value(unit_around(moved, core.span.grain), core)
    return None


def _is_nominal(words: _Words, start: int, end: int) -> bool:
    """Whether the words between are a noun phrase with its "of" or "on", and no clause: the vote of, the attack on."""
    between = words.tokens[start:end]
    return (
        bool(between)
        and between[-1].letter in ("oi-.d" if len(between) == 1 else "oi-.")
        and not any(token.letter in "sukf" or token.word.lower() in _CLAUSE for token in between)
    )


_CLAUSE = frozenset("was were is are had has have been who which that when where while said killed he she they it and but".split())


def _number(words: _Words, offset: int, match: re.Match[str], group: str) -> float | None:
    if match[group] is None:
        return None
    letters = match[group]
    if letters in ("a", "d"):
        # "the days after": which days is not said
        token = words.tokens[offset + match.start("unit")]
        return None if token.word.lower().endswith("s") else 1
    for index in range(match.start(group), match.end(group)):
        token = words.tokens[offset + index]
        if token.letter in "N" and token.value is not None:
            return float(token.value)  # type: ignore[arg-type]
    return None


# ---------------------------------------------------------------------- the second anniversary of
def _anniversary(first: int, core: Core, words: _Words) -> tuple[int, Core] | None:
    """The nth anniversary of something of that date: so many years later, at the date's own grain."""
    assert core.span is not None
    before = words.tokens[max(0, first - REACH - 3) : first]
    at = next((i for i in range(len(before) - 1, 0, -1) if before[i].word.lower() == "anniversary"), None)
    if at is None or any(token.letter in "!" for token in before[at:]) or before[at - 1].letter not in "ON":
        return None
    if core.span.grain not in ("D", "M", "Y"):
        return None
    count = before[at - 1].value
    if before[at - 1].letter != "O" or count is None:
        return None
    start = first - len(before) + at - 1
    start -= words.letters[start - 1 : start] == "d"
    moved = shift(core.span.start, float(count), "Y")  # type: ignore[arg-type]
    span = Span(moved, moved) if core.span.grain == "D" else unit_around(moved, core.span.grain)
    return start, _value(span, core)


# ---------------------------------------------------------------------- the last week of May
def _cut(first: int, core: Core, words: _Words) -> tuple[int, Core] | None:
    assert core.span is not None
    before = _back(first, words, 6)
    offset = first - len(before)
    if match := _UP_TO.search(before):
        return _up_to(match, offset, core, words)
    if core.span.grain in ("M", "Y", "Q", "S", "SM", "DE") and (match := _PART.search(before)):
        return _part(match, offset, core, words)
    if core.span.grain == "M" and (match := _WEEKDAY.search(before)):
        return _weekday(match, offset, core, words)
    if core.span.grain == "D" and (match := _WEEK_OF.search(before)):
        token = words.tokens[offset + match.start("unit")]
        if token.value in ("W", "WE") and not token.word.lower().endswith("s"):
            return offset + match.start(), _value(unit_around(core.span.start, str(token.value)), core)
    return None


def _up_to(match: re.Match[str], offset: int, core: Core, words: _Words) -> tuple[int, Core] | None:
    """The six months to June 2014: so many units that end with the date."""
    assert core.span is not None
    unit = words.tokens[offset + match.start("unit")]
    link = words.tokens[offset + match.start("unit") + 1].word.lower()
    count = _number(words, offset, match, "count") or (None if unit.word.lower().endswith("s") else 1)
    if link not in ("to", "through") or count is None or str(unit.value)[0] == "T":
        return None
    start = shift(core.span.end + timedelta(days=1), -count, str(unit.value))
    return offset + match.start() + 1, _value(Span(start, core.span.end, "R"), core)


def _part(match: re.Match[str], offset: int, core: Core, words: _Words) -> tuple[int, Core] | None:
    """The first, second, last week, fortnight, month or quarter of a longer stretch; the first two weeks of it."""
    assert core.span is not None
    which, unit = words.tokens[offset + match.start("which")], words.tokens[offset + match.start("unit")]
    code, plural = str(unit.value), unit.word.lower().endswith("s")
    word = which.word.lower()
    count = _number(words, offset, match, "count") or (None if plural else 1)
    last = (which.letter == "L" and word == "last") or word in _FINAL
    number = int(which.value) if which.letter == "O" and which.value else 1  # type: ignore[call-overload]
    if (which.letter == "." and word not in _FINAL | _OPENING) or (which.letter == "L" and not last):
        return None
    if code not in ("D", "W", "FN", "M", "Q", "Y", "WE") or (count != 1 and number > 1):
        return None
    if count is None:  # "the last days of May"
        return (offset + match.start(), _value(part(core.span, "END" if last else "START"), core)) if code in "DW" else None
    span = _piece(core.span, code, count, number, last)
    if span is None:
        return None
    made = _value(span, core)
    # As TIMEX3 marks it: a duration, and the date that it is a part of.
    return offset + match.start(), made._replace(value=f"P{count:g}{code}/{core.value}") if count > 1 else made


def _weekday(match: re.Match[str], offset: int, core: Core, words: _Words) -> tuple[int, Core] | None:
    """The first or the last Friday of a month."""
    assert core.span is not None
    which, day = words.tokens[offset + match.start("which")], words.tokens[offset + match.start("day")]
    days = [core.span.start + timedelta(days=n) for n in range((core.span.end - core.span.start).days + 1)]
    fitting = [each for each in days if each.weekday() == day.value]
    number = -1 if which.letter == "L" else int(which.value) - 1  # type: ignore[call-overload]
    if (which.letter == "L" and which.word.lower() != "last") or number >= len(fitting):
        return None
    return offset + match.start(), _value(Span(fitting[number], fitting[number]), core)


def _piece(whole: Span, unit: str, count: float, number: int, last: bool) -> Span | None:
    if unit == "WE":
        days = [whole.start + timedelta(days=n) for n in range((whole.end - whole.start).days + 1)]
        saturdays = [day for day in days if day.weekday() == 5]
        if len(saturdays) < number:
            return None
        day = saturdays[-1] if last else saturdays[number - 1]
        return Span(day, day + timedelta(days=1), "WE")
    if last:
        start, end = shift(whole.end + timedelta(days=1), -count, unit), whole.end
    else:
        start = shift(whole.start, (number - 1) * count, unit)
        end = shift(start, count, unit) - timedelta(days=1)
    if start < whole.start or end > whole.end:
        return None
    if count == 1 and unit in ("M", "Q", "Y"):
        return unit_around(start, unit)
    return Span(start, end, "D" if start == end else "R")


# ---------------------------------------------------------------------- between January and March 2014
def _lent_year(made: Sequence[Found], later: Found, words: _Words) -> Found | None:
    """The year of the second end of a range for the first, which has none: "from May to July 2012"."""
    if not made:
        return None
    first, last, core = made[-1]
    start, end, other = later
    span, whole = core.span, other.span
    link = words.letters[last:start].replace(",", "").replace("d", "")
    opened = words.letters[max(0, first - 1) : first] == "f"
    if link not in ("&", "u", "-") or not (opened or link in ("u", "-") or words.tokens[last].word.lower() == "to"):
        return None
    if span is None or whole is None or not core.relative or other.relative or "Y" not in words.letters[start:end]:
        return None
    if span.grain not in ("D", "M") or "Y" in words.letters[first:last] or not any(c in "Mm" for c in words.letters[first:last]):
        return None
    year = whole.start.year
    for candidate in (year, year - 1):
        moved = _in_year(span, candidate)
        if moved is not None and moved.start <= whole.start:
            return first, last, core._replace(span=moved, value=value_of(moved), relative=False)
    return None


def _in_year(span: Span, year: int) -> Span | None:
    if span.grain == "M":
        return month(year, span.start.month)
    try:
        day = date(year, span.start.month, span.start.day)
    except ValueError:
        return None
    return Span(day, day)
