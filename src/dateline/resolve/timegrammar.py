"""The grammar of time expressions: regular expressions over token classes, each with what it means.

A rule sees the letters that `timewords.lex` gives ("on 5 June 2014" is ``iNMY``), so a pattern is short and a whole document is
searched at once. Rules give the bare expression; tense, "since", "by", ranges and reference to earlier expressions are
decided in `times`.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from dateline.resolve.intervals import Span, month, quarter, season, shift, unit_around, value_of, years
from dateline.resolve.timewords import Token

EARLIEST_YEAR = 1000


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


Handler = Callable[[Sequence[Token], Context], Core | None]


def _first(tokens: Sequence[Token], letters: str) -> Token | None:
    return next((token for token in tokens if token.letter in letters), None)


def _all(tokens: Sequence[Token], letters: str) -> list[Token]:
    return [token for token in tokens if token.letter in letters]


def _safe(year: int, number: int, day: int) -> date | None:
    try:
        return date(year, number, day)
    except ValueError:
        return None


def _point(span: Span | None, relative: bool = False, open_ended: bool = False) -> Core | None:
    return None if span is None else Core(span, value_of(span), relative, "point", open_ended)


def _unresolved(value: str, kind: str = "point") -> Core:
    return Core(None, value, True, kind)


def _year_for(number: int, day: int, ctx: Context) -> int | None:
    """Year of a day or month named without one: the nearest past, unless the words or the distance speak of the future."""
    if ctx.published is None:
        return ctx.reference.start.year if ctx.reference else None
    published = ctx.published
    candidates = [found for year in (-1, 0, 1) if (found := _safe(published.year + year, number, day))]
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


def _day(tokens: Sequence[Token], ctx: Context) -> Core | None:
    named = _first(tokens, "Mm")
    numbers = [t for t in tokens if t.letter in "NO"]
    if named is None or not numbers or not numbers[0].word[0].isdigit() and numbers[0].letter == "N":
        return None
    day = int(numbers[0].value)  # type: ignore[call-overload]
    if not 1 <= day <= 31:
        return None
    year_token = _first(tokens, "Y")
    if year_token is not None:
        year = int(year_token.value)  # type: ignore[call-overload]
    elif len(numbers) == 2:
        year = _two_digit_year(int(numbers[1].value), ctx)  # type: ignore[call-overload]
    elif (named.value, day) == (9, 11) and ctx.after and ctx.after[0].word.lower() in ("attacks", "attack", "terrorist", "terror"):
        year = 2001
    else:
        found = _year_for(int(named.value), min(day, 28), ctx)  # type: ignore[call-overload]
        if found is None:
            return _unresolved(f"XXXX-{named.value:02d}-{day:02d}")
        at = _safe(found, int(named.value), day)  # type: ignore[call-overload]
        return _point(Span(at, at), relative=True) if at else None
    at = _safe(year, int(named.value), day)  # type: ignore[call-overload]
    return _point(Span(at, at)) if at else None


def _day_range(tokens: Sequence[Token], ctx: Context) -> Core | None:
    numbers = [t for t in tokens if t.letter in "NO"]
    months = _all(tokens, "Mm")
    later = _day([t for t in tokens if t.letter == "Y"] + [numbers[-1], months[-1]], ctx)
    if later is None or later.span is None:
        return later
    first = _safe(later.span.end.year, int(months[0].value), int(numbers[0].value))  # type: ignore[call-overload]
    if first is None or not numbers[0].word[0].isdigit():
        return None
    if first > later.span.end and len(months) == 2:
        first = first.replace(year=first.year - 1)
    return Core(Span(first, later.span.end, "R"), first.isoformat(), later.relative) if first <= later.span.end else None


def _month(tokens: Sequence[Token], ctx: Context) -> Core | None:
    named = next(t for t in tokens if t.letter in "Mm")
    number = int(named.value)  # type: ignore[call-overload]
    year_token = _first(tokens, "Y")
    if year_token:
        return _point(month(int(year_token.value), number))  # type: ignore[call-overload]
    if named.letter == "m" and not _is_month_name(named, tokens, ctx):
        return None
    if named.word.islower() and named.letter == "M" and len(named.word) <= 3:
        return None
    how = _first(tokens, "LTXtl")
    unit = _first(tokens, "U")
    if ctx.published is None and not (ctx.reference and not how):
        return _unresolved(f"XXXX-{number:02d}")
    if how is None or ctx.published is None:
        year = _year_for(number, 1, ctx)
        return _point(month(year, number), relative=True) if year else None
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
    return _point(month(year, number), relative=True)


def _is_month_name(named: Token, tokens: Sequence[Token], ctx: Context) -> bool:
    """Whether "may", "march", "mar" or "dec" by itself is a month: a preposition or modifier shows it, and its capital."""
    if named.word.islower():
        return False
    if len(tokens) > 1:
        return True
    prepositions = "isbufLTX&QoA"
    return bool(ctx.before) and ctx.before[-1] in prepositions and (named.word[1:].islower() or ctx.before[-1] in "isbuf")


COUNTED = frozenset("people troops soldiers men women children fighters members refugees civilians dollars rebels persons police "
                    "militants homes houses cases guerrillas homeless families tons miles kilometers kilometres meters metres feet "
                    "pounds euros pesos percent hectares acres rounds prisoners villagers residents others dead wounded".split())  # fmt: skip


def _year(tokens: Sequence[Token], ctx: Context) -> Core | None:
    token = next(t for t in tokens if t.letter == "Y")
    year = int(token.value)  # type: ignore[call-overload]
    if len(tokens) > 1 and tokens[0].letter != "Q":
        return _point(years(year, year))
    before = ctx.before[-1:] or "!"
    following = ctx.after[0] if ctx.after else None
    if following is not None and (following.word.lower() in COUNTED or following.letter in "UnNY%"):
        return None
    if before in "z$" or before in "Nn":
        return None
    if before in "isbufkoLTXQA" or (before == "&" and len(ctx.before) > 1 and ctx.before[-2] in "Y'EM"):
        return _point(years(year, year))
    if not 1900 <= year <= 2060:
        return None
    if before in "da," or following is None or following.letter in "!,'":
        return _point(years(year, year))
    return _point(years(year, year)) if token.word[0] != "0" and following.letter in "-&." and 1940 <= year <= 2040 else None


def _year_range(tokens: Sequence[Token], ctx: Context) -> Core | None:
    first, last = (int(t.value) for t in tokens if t.letter in "YN")  # type: ignore[call-overload]
    if last < 100:
        last += first // 100 * 100
    if not (1500 <= first <= last <= 2100 and last - first < 300):
        return None
    return Core(years(first, last, "R"), f"{first}", False)


def _decade(tokens: Sequence[Token], ctx: Context) -> Core | None:
    token = next(t for t in tokens if t.letter == "E")
    first = int(token.value)  # type: ignore[call-overload]
    if first < 100:
        if tokens[0].letter not in "dQ'" and token.word[0] not in "'’":
            return None
        first += 1900
    if not EARLIEST_YEAR <= first <= 2100:
        return None
    return _point(years(first, first + 9, "DE"))


def _quarter(tokens: Sequence[Token], ctx: Context) -> Core | None:
    unit = next(t for t in tokens if t.letter in "Uj")
    number = int(next(t for t in tokens if t.letter == "O").value)  # type: ignore[call-overload]
    year_token = _first(tokens, "Y")
    how = _first(tokens, "LTXt")
    if unit.value == "CE":
        return _point(years((number - 1) * 100, number * 100 - 1, "CE")) if 1 <= number <= 21 else None
    if unit.letter == "U" and unit.value != "Q":
        return None
    if number > (2 if unit.letter == "j" else 4):
        return None
    if year_token:
        year = int(year_token.value)  # type: ignore[call-overload]
    elif unit.letter == "j" and how is None and _first(tokens, "d") is not None and not _first(tokens, "o"):
        return None
    elif ctx.published is None:
        return _unresolved(f"XXXX-Q{number}")
    else:
        year = ctx.published.year + ({"L": -1, "X": 1}.get(how.letter, 0) if how else 0)
        if not how and quarter(year, number).start > ctx.published and not ctx.future():
            year -= 1
    if unit.letter == "j":
        return _point(unit_around(date(year, number * 6 - 3, 1), "SM"), relative=not year_token)
    return _point(quarter(year, number), relative=not year_token)


def _season(tokens: Sequence[Token], ctx: Context) -> Core | None:
    code = str(next(t for t in tokens if t.letter == "S").value)
    year_token = _first(tokens, "Y")
    how = _first(tokens, "LTXt")
    if year_token:
        return _point(season(int(year_token.value), code))  # type: ignore[call-overload]
    if ctx.published is None:
        return _unresolved(f"XXXX-{code}")
    year = ctx.published.year
    ahead = how is not None and how.letter == "X" or ctx.future()
    if ahead:
        while season(year, code).start <= ctx.published:
            year += 1
    elif how is not None and how.letter == "L":
        while season(year, code).end >= ctx.published:
            year -= 1
    elif how is None:
        while season(year, code).start > ctx.published:
            year -= 1
    return _point(season(year, code), relative=True)


def _weekday(tokens: Sequence[Token], ctx: Context) -> Core | None:
    token = next(t for t in tokens if t.letter == "D")
    if token.word.islower() and token.word.endswith("."):
        return None
    number = int(token.value)  # type: ignore[call-overload]
    how = _first(tokens, "LTXx")
    daypart = _first(tokens, "P")
    if ctx.published is None:
        return _unresolved(f"XXXX-WXX-{number + 1}")
    back = (ctx.published.weekday() - number) % 7
    if how is not None and how.letter in "Xx":
        day = ctx.published + timedelta(days=7 - back)
    elif how is not None and how.letter == "L":
        day = ctx.published - timedelta(days=back or 7)
    elif back and ctx.future():
        day = ctx.published + timedelta(days=7 - back)
    else:
        day = ctx.published - timedelta(days=back)
    return _with_part(Span(day, day), daypart, relative=True)


def _with_part(span: Span, daypart: Token | None, relative: bool) -> Core:
    return Core(span, value_of(span) + (f"T{daypart.value}" if daypart else ""), relative)


def _deictic(tokens: Sequence[Token], ctx: Context) -> Core | None:
    token = next(t for t in tokens if t.letter == "W")
    if ctx.published is None:
        return _unresolved("PRESENT_REF" if token.value == "today" else "XXXX-XX-XX")
    word = str(token.value)
    if word == "overnight":
        return Core(Span(ctx.published - timedelta(days=1), ctx.published, "R"), f"{ctx.published}TNI", True)
    day = ctx.published + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(word, 0))
    core = _with_part(Span(day, day), _first(tokens, "P"), relative=True)
    return core._replace(value=core.value + "TNI") if word == "tonight" else core


def _daypart(tokens: Sequence[Token], ctx: Context) -> Core | None:
    daypart = next(t for t in tokens if t.letter == "P")
    how = next((t.letter for t in tokens if t.letter in "LTtdx"), "")
    if ctx.published is None:
        return _unresolved(f"XXXX-XX-XXT{daypart.value}")
    if how == "L":
        before = ctx.published - timedelta(days=1)
        span = Span(before, before if daypart.value != "NI" else ctx.published, "R" if daypart.value == "NI" else "D")
        return Core(span, f"{before}T{daypart.value}", True)
    if how in ("t", "d") and ctx.reference and ctx.reference.grain == "D":
        return _with_part(ctx.reference, daypart, relative=True)
    return _with_part(Span(ctx.published, ctx.published), daypart, relative=True)


def _count(tokens: Sequence[Token]) -> tuple[float | None, bool]:
    """Number of units that the tokens before the unit name, and whether it is vague."""
    numbers = [t for t in tokens if t.letter in "NVn"]
    if numbers and numbers[-1].value is not None:
        half = 0.5 if any(t.letter == "j" for t in tokens) else 0
        exact = [float(t.value) for t in numbers if t.letter in "Nn"]  # type: ignore[arg-type]
        if exact:
            return max(exact) + half, False
        return float(numbers[-1].value), numbers[-1].value != 2  # type: ignore[arg-type]
    if any(t.letter == "a" for t in tokens):
        return 1.5 if any(t.letter == "j" for t in tokens) else 1, False
    return None, True


def _period(count: float | None, unit: str, vague: bool) -> str:
    if unit.startswith("T"):
        head, code = "PT", unit[1:]
    else:
        head, code = "P", {"DE": "Y", "CE": "Y", "FN": "W", "SM": "M", "Q": "M", "WE": "D"}.get(unit, unit)
    if vague or count is None:
        return f"{head}X{code}"
    scale = {"DE": 10, "CE": 100, "FN": 2, "SM": 6, "Q": 3, "WE": 2}.get(unit, 1)
    if unit == "TH" and count == 24:
        return "P1D"
    return f"{head}{count * scale:g}{code}"


# How far "recent weeks" or "the past years" reach when no number is given, in units.
VAGUE_PLURAL = {"D": 7, "W": 4, "M": 3, "Y": 3, "Q": 2, "DE": 3, "CE": 2, "TH": 24, "TM": 60, "TS": 60, "FN": 2, "WE": 3, "SM": 2}


def _rolling(tokens: Sequence[Token], ctx: Context) -> Core | None:
    """ "the past two weeks", "last week", "next year", "the following day", "coming months"."""
    unit_token = next(t for t in tokens if t.letter == "U")
    unit = str(unit_token.value)
    how = next(t.letter for t in tokens if t.letter in "LlXxTtRF")
    ahead = how in "XxF"
    count, vague = _count(tokens)
    article = tokens[0].letter in "dt"
    plural = unit_token.word.lower().endswith("s")
    if count is None and not plural:
        if how == "x" or how == "F" or (how in "XL" and article and unit == "D"):
            return _from_reference(1 if how != "L" else -1, unit, ctx)
        if how in "LX" and not (article and ctx.before[-1:] == "i"):
            if ctx.published is None:
                return _unresolved("XXXX" if unit == "Y" else f"XXXX-{unit}")
            return _point(
                unit_around(shift(ctx.published, -1 if how == "L" else 1, "W" if unit == "WE" else unit), unit), relative=True
            )
        count, vague = 1, False
    if unit[0] == "T" and count is None and how in "LR":
        return None
    period = _period(count, unit, vague)
    if ctx.published is None:
        return _unresolved(period, "duration")
    steps = count if count is not None else VAGUE_PLURAL[unit]
    if ahead:
        return Core(
            Span(ctx.published, shift(ctx.published, steps, unit), "R"), period if count else "FUTURE_REF", True, "duration"
        )
    value = "PAST_REF" if how == "R" else period
    return Core(Span(shift(ctx.published, -steps, unit), ctx.published, "R"), value, True, "duration")


def _from_reference(count: float, unit: str, ctx: Context) -> Core | None:
    """ "the following day", "two days later": counted from the expression before."""
    if ctx.reference is None:
        return _unresolved(f"XXXX-{unit}")
    if count == 0:
        return _point(unit_around(ctx.reference.start, unit), relative=True)
    moved = shift(ctx.reference.start if count < 0 else ctx.reference.end, count, unit)
    return _point(unit_around(moved, unit) if unit in "DWMY" or unit in ("DE", "WE") else Span(moved, moved), relative=True)


def _running(tokens: Sequence[Token], ctx: Context) -> Core | None:
    """ "this week", "that year", "the same day"."""
    unit = str(next(t for t in tokens if t.letter == "U").value)
    how = next(t for t in tokens if t.letter in "Ttd")
    plural = any(t.letter == "U" and t.word.lower().endswith("s") for t in tokens)
    if plural or unit[0] == "T":
        return None
    if how.letter == "t":
        return _from_reference(0, unit, ctx)
    if ctx.published is None:
        return _unresolved("XXXX")
    span = unit_around(ctx.published, unit)
    return Core(span, value_of(span), True, "point", True)


def _ago(tokens: Sequence[Token], ctx: Context) -> Core | None:
    unit_token = next(t for t in tokens if t.letter == "U")
    unit = str(unit_token.value)
    how = next(t.letter for t in reversed(tokens) if t.letter in "AegBF")
    count, vague = _count(tokens)
    steps = count if count is not None else VAGUE_PLURAL[unit]
    if how in "eg" or how == "B":
        return _from_reference(steps if how == "g" else -steps, unit, ctx)
    if ctx.published is None:
        return _unresolved("PAST_REF" if vague else _period(count, unit, vague))
    back = shift(ctx.published, -steps, unit)
    if vague:
        return Core(unit_around(back, unit)._replace(grain="R"), "PAST_REF", True)
    if unit[0] == "T" or unit == "D":
        return _point(Span(back, back), relative=True)
    return _point(unit_around(back, "Y" if unit in ("DE", "CE") else unit), relative=True)


def _duration(tokens: Sequence[Token], ctx: Context) -> Core | None:
    unit = str(next(t for t in tokens if t.letter == "U").value)
    count, vague = _count(tokens)
    if unit == "TS" and count is None:
        return None
    return Core(None, _period(count, unit, vague), False, "duration")


def _set(tokens: Sequence[Token], ctx: Context) -> Core | None:
    token = tokens[-1]
    if token.letter == "U":
        value = _period(1, str(token.value), False)
    elif token.letter == "D":
        value = f"XXXX-WXX-{int(token.value) + 1}"  # type: ignore[call-overload]
    elif token.letter in "Mm":
        value = f"XXXX-{token.value:02d}"
    else:
        value = str(token.value)
    return Core(None, value, False, "set")


def _reference(tokens: Sequence[Token], ctx: Context) -> Core | None:
    value = str(tokens[-1].value)
    span = None
    if ctx.published and value == "PRESENT_REF":
        span = Span(ctx.published, ctx.published)
    elif ctx.published and tokens[-1].word.lower() in ("recently", "lately"):
        span = Span(shift(ctx.published, -4, "W"), ctx.published, "R")
    return Core(span, value, True, "past_reference" if value == "PAST_REF" else "point")


def _iso(tokens: Sequence[Token], ctx: Context) -> Core | None:
    year, number, day = (int(piece) for piece in tokens[-1].word.split("-"))
    at = _safe(year, number, day)
    return _point(Span(at, at)) if at else None


def _slashed(tokens: Sequence[Token], ctx: Context) -> Core | None:
    """12/05/2016: day first unless that cannot be; where both can be, the one not after publication, day first if both are."""
    one, two, three = tokens[-1].word.split("/")
    if len(one) == 4:
        at = _safe(int(one), int(two), int(three[:2]))
        return _point(Span(at, at)) if at else None
    if len(three) == 3:
        return None
    year = int(three) if len(three) == 4 else _two_digit_year(int(three), ctx)
    found = [at for at in (_safe(year, int(two), int(one)), _safe(year, int(one), int(two))) if at]
    if not found:
        return None
    seen = [at for at in found if ctx.published is None or at <= ctx.published]
    at = (seen or found)[0]
    return _point(Span(at, at))


def _year_end(tokens: Sequence[Token], ctx: Context) -> Core | None:
    """ "year's end", "the end of the month", "year-end"."""
    if ctx.published is None:
        return _unresolved("XXXX")
    unit = next(t for t in tokens if t.letter == "U")
    if unit.value not in ("Y", "M", "W", "DE", "Q"):
        return None
    return _point(unit_around(ctx.published, str(unit.value)), relative=True)


RULES: tuple[tuple[str, str, Handler], ...] = (
    ("iso", "I", _iso),
    ("slashed", "/", _slashed),
    ("range_dm_dm", "[NO]o?[Mm](?:-|&)d?[NO]o?[Mm](?:,?Y)?", _day_range),
    ("range_md_md", "[Mm][NO](?:-|&)[Mm][NO](?:,?Y)?", _day_range),
    ("range_d_dm", "d?[NO](?:-|&)d?[NO]o?[Mm](?:,?Y)?", _day_range),
    ("range_md_d", "[Mm]d?[NO](?:-|&)d?[NO](?:,?Y)?(?![UNn])", _day_range),
    ("dmy", "(?:D,?)?d?[NO]-?o?[Mm](?:-?,?o?Y|-?N(?=[!.)iI,]|$))?", _day),
    ("mdy", "(?:D,?)?[Mm]d?[NO](?:,?Y|,D)?(?![-]U)", _day),
    ("month_year", "[Mm](?:,|od?|i)?Y", _month),
    ("month_of_unit", "[Mm](?:,|o)?[LTXt]U", _month),
    ("month_rel", "[LTXl][Mm]", _month),
    ("month", "[Mm]", _month),
    ("quarter_year", "d?[O]-?[Uj](?:od?Y|o[LTXt]U|,?Y)?", _quarter),
    ("year_quarter", "(?:[LTXt]U'|Y'?)O-?[Uj]", _quarter),
    ("season", "(?:d?S(?:od?)?Y|YS|[LTXt]S|dS(?=o|[!,]))", _season),
    ("year_range", "Y(?:-&-|-|&)(?:Y|N(?=[!,.)]))", _year_range),
    ("year", "(?:dUY|UY|Y)", _year),
    ("decade", "d?E", _decade),
    ("set", "wN?(?:U|D|M|P)|c", _set),
    ("ago_half", "z*(?:a|N)(?:&aj)U[A]", _ago),
    ("ago_and_half", "z*(?:a|N)U&aj[A]", _ago),
    ("ago", "z*(?:N(?:-|&)N|aVo?|VoVo?|V|aN|N|a|n)?o?-?U[Aeg]", _ago),
    ("rolling_half", "d?[LlXx]aU&aj|d?[Ll]U&aj", _rolling),
    ("rolling", "[dt]?(?:[LlXx]|[LlXx]z+|z+)?(?:[LlXxR])(?:N(?:-|&)N|aVo?|Vo?|N)?z*U", _rolling),
    ("later", "dFU", _rolling),
    ("daypart_of_day", "[LTtd]P", _daypart),
    ("running", "[Tt]U", _running),
    ("weekday", "(?:[LTX]x?)?D(?:,?Q?P)?", _weekday),
    ("deictic", "W(?:,?Q?P)?", _deictic),
    ("year_end", "U(?:'|-)Q|dQodU", _year_end),
    ("reference", "r", _reference),
    ("duration", "z*(?:N(?:-|&)N|N&ajo?|aVo?|Vo?|aN|N|n|a)-?z*U", _duration),
    ("vague_duration", "(?<=[ki])U(?![!A,])", _duration),
)
HANDLERS: dict[str, Handler] = {name: handler for name, _, handler in RULES}
# What may stand before any rule: a clock time, "early", "the end of", "earlier", "the night of".
BEFORE = r"(?P<mod>(?:(?:C|[NnY](?=G))G{0,2},?i?d?)?(?:[eg](?=[TLDdWi]|[Mm])i?)?(?:d?Q-?(?:od?|i)?(?!U))?(?:d?[P](?:o|i)d?)?)"
GRAMMAR = re.compile(BEFORE + "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in RULES) + ")")
