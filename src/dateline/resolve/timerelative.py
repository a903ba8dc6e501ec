"""Time expressions that count from somewhere: weekdays, "last week", "three days ago", "the past two months", durations.

They count from the publication date, or from the expression named before ("the following day"). Each `read_` function is the
meaning of one rule of `timegrammar`.
"""

from collections.abc import Sequence
from datetime import timedelta

from dateline.resolve.intervals import Span, shift, unit_around, value_of
from dateline.resolve.timedates import Context, Core, first_of, point_core, unresolved
from dateline.resolve.timewords import Token


def read_weekday(tokens: Sequence[Token], ctx: Context) -> Core | None:
    token = next(t for t in tokens if t.letter == "D")
    if token.word.islower() and token.word.endswith("."):
        return None
    number = int(token.value)  # type: ignore[call-overload]
    how = first_of(tokens, "LTXx")
    daypart = first_of(tokens, "P")
    if ctx.published is None:
        return unresolved(f"XXXX-WXX-{number + 1}")
    back = (ctx.published.weekday() - number) % 7
    if how is not None and how.letter == "T":
        back = ctx.published.weekday() - number
    if how is not None and how.letter in "Xx":
        day = ctx.published + timedelta(days=7 - back)
    elif how is not None and how.letter == "L":
        day = ctx.published - timedelta(days=back or 7)
    elif back > 0 and how is None and ctx.future():
        day = ctx.published + timedelta(days=7 - back)
    else:
        day = ctx.published - timedelta(days=back)
    return _with_part(Span(day, day), daypart, relative=True)


def _with_part(span: Span, daypart: Token | None, relative: bool) -> Core:
    return Core(span, value_of(span) + (f"T{daypart.value}" if daypart else ""), relative)


def read_deictic(tokens: Sequence[Token], ctx: Context) -> Core | None:
    token = next(t for t in tokens if t.letter == "W")
    if ctx.published is None:
        return unresolved("PRESENT_REF" if token.value == "today" else "XXXX-XX-XX")
    word = str(token.value)
    if word == "overnight":
        return Core(Span(ctx.published - timedelta(days=1), ctx.published, "R"), f"{ctx.published}TNI", True)
    day = ctx.published + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(word, 0))
    core = _with_part(Span(day, day), first_of(tokens, "P"), relative=True)
    return core._replace(value=core.value + "TNI") if word == "tonight" else core


def read_daypart(tokens: Sequence[Token], ctx: Context) -> Core | None:
    daypart = next(t for t in tokens if t.letter == "P")
    how = next((t.letter for t in tokens if t.letter in "LTtdx"), "")
    if ctx.published is None:
        return unresolved(f"XXXX-XX-XXT{daypart.value}")
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


def read_rolling(tokens: Sequence[Token], ctx: Context) -> Core | None:
    """ "the past two weeks", "last week", "next year", "the following day", "coming months"."""
    unit_token = next(t for t in tokens if t.letter == "U")
    unit = str(unit_token.value)
    how = next(t.letter for t in tokens if t.letter in "LlXxTtRF")
    ahead = how in "XxF"
    count, vague = _count(tokens)
    article = tokens[0].letter == "d" and not any(t.word.lower() == "latest" for t in tokens)
    plural = unit_token.word.lower().endswith("s")
    if count is None and not plural:
        if how == "x" or how == "F" or (how in "XL" and article and unit == "D"):
            return _from_reference(1 if how != "L" else -1, unit, ctx)
        if how in "LX" and not (article and ctx.before[-1:] == "i"):
            if ctx.published is None:
                return unresolved("XXXX" if unit == "Y" else f"XXXX-{unit}")
            return point_core(
                unit_around(shift(ctx.published, -1 if how == "L" else 1, "W" if unit == "WE" else unit), unit), relative=True
            )
        count, vague = 1, False
    if unit[0] == "T" and count is None and how in "LR":
        return None
    period = _period(count, unit, vague)
    if ctx.published is None:
        return unresolved(period, "duration")
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
        return unresolved(f"XXXX-{unit}")
    if count == 0:
        return point_core(unit_around(ctx.reference.start, unit), relative=True)
    moved = shift(ctx.reference.start if count < 0 else ctx.reference.end, count, unit)
    return point_core(unit_around(moved, unit) if unit in "DWMY" or unit in ("DE", "WE") else Span(moved, moved), relative=True)


def read_running(tokens: Sequence[Token], ctx: Context) -> Core | None:
    """ "this week", "that year", "the same day"."""
    unit = str(next(t for t in tokens if t.letter == "U").value)
    how = next(t for t in tokens if t.letter in "Ttd")
    plural = any(t.letter == "U" and t.word.lower().endswith("s") for t in tokens)
    if plural or unit[0] == "T":
        return None
    if how.letter == "t":
        return _from_reference(0, unit, ctx)
    if ctx.published is None:
        return unresolved("XXXX")
    span = unit_around(ctx.published, unit)
    return Core(span, value_of(span), True, "point", True)


def read_the_unit(tokens: Sequence[Token], ctx: Context) -> Core | None:
    """ "the weekend", "the quarter": the last one before publication; other units need more, as in "the end of the month"."""
    unit = str(tokens[-1].value)
    modified = ctx.before.endswith(("Qo", "ei", "gi")) and unit in ("W", "M", "Y")
    if (unit not in ("WE", "Q") and not modified) or tokens[-1].word.lower().endswith("s"):
        return None
    if ctx.published is None:
        return unresolved(f"XXXX-{unit}")
    if unit == "Q" and ctx.reference and ctx.reference.grain == "Q":
        return point_core(ctx.reference, relative=True)
    if modified:
        return point_core(unit_around(ctx.published, unit), relative=True)
    ahead = unit == "WE" and ctx.future() and ctx.published.weekday() < 5
    day = shift(ctx.published, 7 if ahead else 0, "D") if unit == "WE" else shift(ctx.published, -1, "Q")
    return point_core(unit_around(day, unit), relative=True)


def read_ago(tokens: Sequence[Token], ctx: Context) -> Core | None:
    unit_token = next(t for t in tokens if t.letter == "U")
    unit = str(unit_token.value)
    how = next(t.letter for t in reversed(tokens) if t.letter in "AegBF")
    count, vague = _count(tokens)
    if count is None and not unit_token.word.lower().endswith("s"):
        count, vague = 1, False
    steps = count if count is not None else VAGUE_PLURAL[unit]
    if unit == "Y" and count == 1 and how in "Ae" and ctx.reference and ctx.reference.grain == "Q":
        return point_core(unit_around(shift(ctx.reference.start, -1, "Y"), "Q"), relative=True)
    if how in "eg" or how == "B":
        return _from_reference(steps if how == "g" else -steps, unit, ctx)
    if ctx.published is None:
        return unresolved("PAST_REF" if vague else _period(count, unit, vague))
    back = shift(ctx.published, -steps, unit)
    if vague:
        return Core(unit_around(back, unit)._replace(grain="R"), "PAST_REF", True)
    if unit[0] == "T" or unit == "D":
        return point_core(Span(back, back), relative=True)
    return point_core(unit_around(back, "Y" if unit in ("DE", "CE") else unit), relative=True)


def read_duration(tokens: Sequence[Token], ctx: Context) -> Core | None:
    unit = str(next(t for t in tokens if t.letter == "U").value)
    count, vague = _count(tokens)
    if unit == "TS" and count is None:
        return None
    return Core(None, _period(count, unit, vague), False, "duration")


def read_set(tokens: Sequence[Token], ctx: Context) -> Core | None:
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


def read_reference(tokens: Sequence[Token], ctx: Context) -> Core | None:
    value = str(tokens[-1].value)
    span = None
    if tokens[-1].letter == "T" and tokens[-1].word.lower() != "current":
        return None
    value = {"R": "PAST_REF", "T": "PRESENT_REF", "l": "PAST_REF"}.get(tokens[-1].letter, value)
    if ctx.published and tokens[-1].word.lower() in ("recently", "lately"):
        span = Span(shift(ctx.published, -4, "W"), ctx.published, "R")
    return Core(span, value, True, "past_reference" if value == "PAST_REF" else "point")


def read_year_end(tokens: Sequence[Token], ctx: Context) -> Core | None:
    """ "year's end", "the end of the month", "year-end"."""
    if ctx.published is None:
        return unresolved("XXXX")
    unit = next(t for t in tokens if t.letter == "U")
    if unit.value not in ("Y", "M", "W", "DE", "Q"):
        return None
    return point_core(unit_around(ctx.published, str(unit.value)), relative=True)
