"""Calendar dates as a text names them: days, months, seasons, quarters, years, decades, with or without their year.

Each `read_` function is the meaning of one rule of `timegrammar`: it takes the tokens of the rule and what stands around them.
A date named without a year is the nearest past one, unless tense or distance speaks of the future.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from dateline.resolve.intervals import Span, month, quarter, season, unit_around, value_of, years
from dateline.resolve.timewords import Token

EARLIEST_YEAR = 1000
AFTER_SEPTEMBER_11 = frozenset(("attacks", "attack", "terrorist", "terror", "hijackings", "hijackers"))


class Core(NamedTuple):
    """A time expression before its surroundings are considered."""

    span: Span | None
    value: str
    relative: bool
    kind: str = "point"
    open_ended: bool = False
    """A running unit ("this week"): cut at the publication day, on the side that the tense says."""


class Context(NamedTuple):
    """What a rule may use besides its own words."""

    published: date | None
    future: Callable[[], bool]
    """Whether the words around speak of the future."""
    reference: Span | None
    """The stretch named last before this one: "the following day" counts from it."""
    before: str
    """Class letters of the tokens before, nearest last."""
    after: Sequence[Token]
    month_first: bool = False
    """Whether dates such as 03/12/2015 have the month first, as other dates of the document show."""


Handler = Callable[[Sequence[Token], Context], Core | None]


def first_of(tokens: Sequence[Token], letters: str) -> Token | None:
    return next((token for token in tokens if token.letter in letters), None)


def all_of(tokens: Sequence[Token], letters: str) -> list[Token]:
    return [token for token in tokens if token.letter in letters]


def safe_date(year: int, number: int, day: int) -> date | None:
    try:
        return date(year, number, day)
    except ValueError:
        return None


def point_core(span: Span | None, relative: bool = False, open_ended: bool = False) -> Core | None:
    return None if span is None else Core(span, value_of(span), relative, "point", open_ended)


def unresolved(value: str, kind: str = "point") -> Core:
    return Core(None, value, True, kind)


def _year_for(number: int, day: int, ctx: Context) -> int | None:
    """Year of a day or month named without one: the nearest past, unless the words or the distance speak of the future."""
    if ctx.published is None:
        return ctx.reference.start.year if ctx.reference else None
    published = ctx.published
    candidates = [found for year in (-1, 0, 1) if (found := safe_date(published.year + year, number, day))]
    if not candidates:
        return None
    future = ctx.future()
    same = [c for c in candidates if (c.year, c.month) == (published.year, published.month)]
    if same:
        return same[0].year
    past = max((c for c in candidates if c <= published), default=None)
    ahead = min((c for c in candidates if c > published), default=None)
    if future and ahead and (ahead - published).days < 300:
        return ahead.year
    if past and ahead and (ahead - published).days * 4 < (published - past).days:
        return ahead.year
    return (past or ahead or candidates[0]).year


def _two_digit_year(number: int, ctx: Context) -> int:
    now = ctx.published.year if ctx.published else 2030
    return max((century + number for century in (1900, 2000) if century + number <= now + 10), default=1900 + number)


def _is_short_year(token: Token, ctx: Context) -> bool:
    """Whether a number after day and month is a year cut to two digits: "17 NOV 89", not "17 November 89 people"."""
    after = ctx.after[0] if ctx.after else None
    return token.word.isdigit() and not (after is not None and after.letter == "." and after.word.islower())


def read_day(tokens: Sequence[Token], ctx: Context) -> Core | None:
    named = first_of(tokens, "Mm")
    numbers = [t for t in tokens if t.letter in "NO"]
    if named is None or not numbers or (not numbers[0].word[0].isdigit() and numbers[0].letter == "N"):
        return None
    day = int(numbers[0].value)  # type: ignore[call-overload]
    if not 1 <= day <= 31:
        return None
    year_token = first_of(tokens, "Y")
    how = first_of(tokens, "LTX")
    if year_token is not None:
        year = int(year_token.value)  # type: ignore[call-overload]
    elif how is not None and ctx.published is not None:
        year = ctx.published.year + {"L": -1, "X": 1}.get(how.letter, 0)
    elif len(numbers) == 2 and _is_short_year(numbers[1], ctx):
        year = _two_digit_year(int(numbers[1].value), ctx)  # type: ignore[call-overload]
    elif (named.value, day) == (9, 11) and ctx.after and ctx.after[0].word.lower() in AFTER_SEPTEMBER_11:
        year = 2001
    else:
        found = _year_for(int(named.value), min(day, 28), ctx)  # type: ignore[call-overload]
        if found is None:
            return unresolved(f"XXXX-{named.value:02d}-{day:02d}")
        at = safe_date(found, int(named.value), day)  # type: ignore[call-overload]
        return point_core(Span(at, at), relative=True) if at else None
    at = safe_date(year, int(named.value), day)  # type: ignore[call-overload]
    return point_core(Span(at, at)) if at else None


def read_day_range(tokens: Sequence[Token], ctx: Context) -> Core | None:
    numbers = [t for t in tokens if t.letter in "NO"]
    months = all_of(tokens, "Mm")
    later = read_day([t for t in tokens if t.letter == "Y"] + [numbers[-1], months[-1]], ctx)
    if later is None or later.span is None:
        return later
    first = safe_date(later.span.end.year, int(months[0].value), int(numbers[0].value))  # type: ignore[call-overload]
    if first is None or not numbers[0].word[0].isdigit():
        return None
    if first > later.span.end and len(months) == 2:
        first = first.replace(year=first.year - 1)
    return Core(Span(first, later.span.end, "R"), first.isoformat(), later.relative) if first <= later.span.end else None


def read_month(tokens: Sequence[Token], ctx: Context) -> Core | None:
    named = next(t for t in tokens if t.letter in "Mm")
    number = int(named.value)  # type: ignore[call-overload]
    year_token = first_of(tokens, "Y")
    if year_token:
        return point_core(month(int(year_token.value), number))  # type: ignore[call-overload]
    if named.letter == "m" and not _is_month_name(named, tokens, ctx):
        return None
    if named.word.islower() and named.letter == "M" and len(named.word) <= 3:
        return None
    how = first_of(tokens, "LTXtl")
    unit = first_of(tokens, "U")
    if ctx.published is None and not (ctx.reference and not how):
        return unresolved(f"XXXX-{number:02d}")
    if how is None or ctx.published is None:
        year = _year_for(number, 1, ctx)
        return point_core(month(year, number), relative=True) if year else None
    published = ctx.published
    if unit is not None:
        year = published.year + {"L": -1, "l": -1, "X": 1}.get(how.letter, 0)
        if how.letter == "t" and ctx.reference:
            year = ctx.reference.start.year
    elif how.letter in "Ll":
        year = published.year - (number >= published.month)
    elif how.letter == "X":
        year = published.year + (number <= published.month)
    else:
        year = published.year
    return point_core(month(year, number), relative=True)


def _is_month_name(named: Token, tokens: Sequence[Token], ctx: Context) -> bool:
    """Whether "may", "march", "mar" or "dec" by itself is a month: a preposition or modifier shows it, and its capital."""
    if named.word.islower():
        return False
    if len(tokens) > 1:
        return True
    prepositions = "isbufLTX&QoA"
    before = ctx.before.rstrip("-")[-1:]
    return before != "" and before in prepositions and (named.word[1:].islower() or before in "isbufQ")


COUNTED = frozenset(
    (
        "people troops soldiers men women children fighters members refugees civilians dollars rebels persons police militants "
        "homes houses cases guerrillas homeless families tons miles kilometers kilometres meters metres feet pounds euros pesos "
        "percent hectares acres rounds prisoners villagers residents others dead wounded "
    ).split()
)  # after a bare four-digit number these show a count, not a year


def read_year(tokens: Sequence[Token], ctx: Context) -> Core | None:
    token = next(t for t in tokens if t.letter == "Y")
    year = int(token.value)  # type: ignore[call-overload]
    unit = first_of(tokens, "U")
    if unit is not None and unit.value != "Y":
        return None
    if unit is not None:
        return point_core(years(year, year))
    before = ctx.before.rstrip("-")[-1:] or "!"
    following = ctx.after[0] if ctx.after else None
    if following is not None and (following.word.lower() in COUNTED or following.letter in "UnNYG%"):
        return None
    if before in "z$" or before in "Nn":
        return None
    if before in "isbufkoLTXQA" or (before == "&" and len(ctx.before) > 1 and ctx.before[-2] in "Y'EM"):
        return point_core(years(year, year))
    if not 1900 <= year <= 2060:
        return None
    if before in "da," or following is None or following.letter in "!,'":
        return point_core(years(year, year))
    return point_core(years(year, year)) if token.word[0] != "0" and following.letter in "-&." and 1940 <= year <= 2040 else None


def read_year_range(tokens: Sequence[Token], ctx: Context) -> Core | None:
    first, last = (int(t.value) for t in tokens if t.letter in "YN")  # type: ignore[call-overload]
    if last < 100:
        last += first // 100 * 100
    if not (1500 <= first <= last <= 2100 and last - first < 300):
        return None
    return Core(years(first, last, "R"), f"{first}", False)


def read_decade(tokens: Sequence[Token], ctx: Context) -> Core | None:
    token = next(t for t in tokens if t.letter == "E")
    first = int(token.value)  # type: ignore[call-overload]
    if first < 100:
        if tokens[0].letter != "d" and ctx.before.rstrip("-")[-1:] not in ("Q", "d") and token.word[0] not in "'’":
            return None
        first += 1900
    if not EARLIEST_YEAR <= first <= 2100:
        return None
    return point_core(years(first, first + 9, "DE"))


def read_quarter(tokens: Sequence[Token], ctx: Context) -> Core | None:
    unit = next(t for t in tokens if t.letter in "Uj")
    number = int(next(t for t in tokens if t.letter == "O").value)  # type: ignore[call-overload]
    year_token = first_of(tokens, "Y")
    how = first_of(tokens, "LTXt")
    if unit.value == "CE":
        return point_core(years((number - 1) * 100, number * 100 - 1, "CE")) if 1 <= number <= 21 else None
    if unit.letter == "U" and unit.value != "Q":
        return None
    if number > (2 if unit.letter == "j" else 4):
        return None
    if year_token:
        year = int(year_token.value)  # type: ignore[call-overload]
    elif unit.letter == "j" and how is None and first_of(tokens, "d") is not None and not first_of(tokens, "o"):
        return None
    elif ctx.published is None:
        return unresolved(f"XXXX-Q{number}")
    else:
        year = ctx.published.year + ({"L": -1, "X": 1}.get(how.letter, 0) if how else 0)
        if not how and quarter(year, number).start > ctx.published and not ctx.future():
            year -= 1
    if unit.letter == "j":
        return point_core(unit_around(date(year, number * 6 - 3, 1), "SM"), relative=not year_token)
    return point_core(quarter(year, number), relative=not year_token)


def read_season(tokens: Sequence[Token], ctx: Context) -> Core | None:
    code = str(next(t for t in tokens if t.letter == "S").value)
    year_token = first_of(tokens, "Y")
    how = first_of(tokens, "LTXt")
    if year_token:
        return point_core(season(int(year_token.value), code))  # type: ignore[call-overload]
    if how is None and not year_token and tokens[-1].word.lower() in ("fall", "spring"):
        return None
    if ctx.published is None:
        return unresolved(f"XXXX-{code}")
    year = ctx.published.year
    ahead = (how is not None and how.letter == "X") or ctx.future()
    if how is not None and first_of(tokens, "U") is not None:
        shifted = year + {"L": -1, "X": 1}.get(how.letter, 0)
        return point_core(season(ctx.reference.start.year if how.letter == "t" and ctx.reference else shifted, code), relative=True)
    if ahead:
        while season(year, code).start <= ctx.published:
            year += 1
    elif how is not None and how.letter == "L":
        while season(year, code).end >= ctx.published:
            year -= 1
    elif how is None:
        while season(year, code).start > ctx.published:
            year -= 1
    return point_core(season(year, code), relative=True)


def read_iso(tokens: Sequence[Token], ctx: Context) -> Core | None:
    year, number, day = (int(piece) for piece in tokens[-1].word.split("-"))
    at = safe_date(year, number, day)
    return point_core(Span(at, at)) if at else None


def has_month_first(tokens: Sequence[Token]) -> bool:
    """Whether the slashed dates of a document have the month first: one that can be read in no other way, and none against it."""
    pairs = [tuple(map(int, token.word.split("/")[:2])) for token in tokens if token.letter == "/" and token.word[4:5] != "/"]
    return any(one <= 12 < two for one, two in pairs) and not any(two <= 12 < one for one, two in pairs)


def read_slashed(tokens: Sequence[Token], ctx: Context) -> Core | None:
    """12/05/2016: in the order of the document's other dates; else day first unless that cannot be; where both can be, the one not
    after publication, day first if both are."""
    one, two, three = tokens[-1].word.split("/")
    if len(one) == 4:
        at = safe_date(int(one), int(two), int(three[:2]))
        return point_core(Span(at, at)) if at else None
    if len(three) == 3:
        return None
    year = int(three) if len(three) == 4 else _two_digit_year(int(three), ctx)
    found = [at for at in (safe_date(year, int(two), int(one)), safe_date(year, int(one), int(two))) if at]
    if not found:
        return None
    if ctx.month_first:
        return point_core(Span(found[-1], found[-1]))
    seen = [at for at in found if ctx.published is None or at <= ctx.published]
    at = (seen or found)[0]
    return point_core(Span(at, at))
