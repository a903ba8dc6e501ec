"""Time expressions of a document, with the days they stand for.

`find_times` reads a whole document at once: words become class letters (`timewords`), a grammar over the letters finds the
expressions (`timegrammar`), and this module decides what depends on the surroundings: tense, "since" and "by", ranges, early and
late parts.
It does not know which event an expression belongs to, nor dates of other calendars than the Gregorian.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from dateline.records import Anchor, Interval, Record
from dateline.resolve.feasts import FEASTS, feast, nearest_feast
from dateline.resolve.intervals import Span, part, shift
from dateline.resolve.timecombined import combine
from dateline.resolve.timedates import Context, Core, has_month_first
from dateline.resolve.timegrammar import GRAMMAR, HANDLERS
from dateline.resolve.timewords import HOLIDAYS, Token, lex


class TimeMention(Record, frozen=True):
    """A time expression in the text and the days it stands for."""

    anchor: Anchor
    interval: Interval | None
    """Inclusive; None where the words name no stretch of days, or need a publication date that is not there."""
    relative: bool
    """Whether the days depend on the publication date or on an earlier expression."""
    kind: str
    """point, duration, set or past_reference."""
    value: str
    """TIMEX3 value: 2014-06-10, 2014-W23, P2D, PRESENT_REF."""


FUTURE = frozenset(
    "will shall would 'll scheduled expected expects plan plans planned planning due upcoming tomorrow set going to-be preparing "
    "prepare prepares intends intend hopes hope ahead deadline postponed agreed slated".split()
)
SPEECH = frozenset(
    "said says told announced reported added reports stated declared confirmed issued warned met was were had has did killed began "
    "arrived took came left made died held been happened occurred".split()
)
CLAUSE = frozenset(("unless", "after", "following", "since", "who", "whose", "because", "where", "when", "which", "despite"))


def _looks_ahead(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the nearest verb-like word of the sentence speaks of the future."""
    for index in range(first - 1, max(first - 16, -1), -1):
        token = tokens[index]
        word = token.word.lower()
        if token.letter == "!" and word != ":":
            break
        if word in FUTURE:
            return True
        if word in CLAUSE:
            return False
        if word in SPEECH or (token.letter == "." and len(word) > 4 and word.endswith("ed")):
            if any(t.word.lower() in ("be", "to") for t in tokens[max(index - 2, 0) : index]):
                continue
            return False
    for index in range(last, min(last + 10, len(tokens))):
        token = tokens[index]
        if token.letter == "!":
            break
        word = token.word.lower()
        if word in ("will", "shall"):
            return True
        if word in SPEECH or (len(word) > 4 and word.endswith("ed")):
            return False
    return False


def _publication(published: str | None) -> date | None:
    if not published:
        return None
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def find_times(text: str, published: str | None) -> list[TimeMention]:
    """Find every time expression of a text, in order, with the days it stands for.

    Args:
        text: a whole document; offsets of the result are into it.
        published: ISO date of publication; without it, relative expressions keep their words and have no interval.

    >>> [(m.anchor.exact, m.interval.start, m.interval.end) for m in find_times("Since 3 May, and last week", "2014-06-11")]
    [('Since 3 May', '2014-05-03', '2014-06-11'), ('last week', '2014-06-02', '2014-06-08')]
    """
    tokens = lex(text)
    letters = "".join([token.letter for token in tokens])
    at = _publication(published)
    reference: Span | None = None
    month_first = has_month_first(tokens)
    found: list[tuple[int, int, Core]] = []
    position = 0
    while match := GRAMMAR.search(letters, position):
        first, last = match.span()
        inside = match.start(match.lastgroup or 0)
        context = Context(
            published=at,
            future=lambda first=first, last=last: _looks_ahead(tokens, first, last),  # type: ignore[misc]
            reference=reference,
            before=letters[max(0, first - 3) : first] if inside == first else letters[max(0, inside - 3) : inside],
            after=tokens[last : last + 2],
            month_first=month_first,
        )
        core = HANDLERS[match.lastgroup or ""](tokens[inside:last], context)
        if core is None:
            position = first + 1
            continue
        if inside > first:
            core = _modified(core, tokens[first:inside], at)
        core = _cut(core, context, at)
        found.append((first, last, core))
        # A comparison ("a year earlier") does not become what the next expression counts from.
        compared = match.lastgroup == "ago" and letters[last - 1] in "Ae"
        if core.span and core.kind == "point" and not compared:
            reference = core.span
        position = last
    found = _joined(combine(found, tokens, letters), letters)
    mentions = [_finished(text, tokens, first, last, core, at) for first, last, core in found]
    feasts = _holidays(text, tokens, at)
    mentions = [m for m in mentions if not any(m.anchor.start < f.anchor.end and f.anchor.start < m.anchor.end for f in feasts)]
    return sorted(mentions + feasts, key=lambda m: (m.anchor.start, m.anchor.end))


def _modified(core: Core, modifier: Sequence[Token], at: date | None) -> Core:
    """Apply "early", "the end of", "earlier", "the night of"."""
    for token in modifier:
        span = core.span
        if span is None:
            return core
        inside = at is not None and span.start <= at <= span.end and span.grain != "D"
        if token.letter == "Q":
            core = core._replace(span=part(span, str(token.value)), open_ended=False)
        elif token.letter in "CNnY" and span.grain == "D":
            core = core._replace(value=core.value[:10] + _clock(token, modifier))
        elif token.letter == "e" and at and inside:
            core = core._replace(span=Span(span.start, at, "R"), open_ended=False)
        elif token.letter == "g" and at and inside:
            core = core._replace(span=Span(at, span.end, "R"), open_ended=False)
        elif token.letter == "P" and span.grain == "D":
            core = core._replace(
                value=core.value[:10] + {"noon": "T12:00", "midnight": "T24:00"}.get(token.word.lower(), f"T{token.value}")
            )
    return core


def _clock(token: Token, modifier: Sequence[Token]) -> str:
    """A clock time as TIMEX3 writes it: T19:15."""
    digits = re.sub(r"\D", "", token.word)
    hour, minute = (int(digits[:-2] or 0), int(digits[-2:])) if len(digits) > 2 else (int(digits or 0), 0)
    marks = {t.word.lower().replace(".", "") for t in modifier if t.letter == "G"}
    if "pm" in marks and hour < 12:
        hour += 12
    return f"T{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else ""


def _cut(core: Core, context: Context, at: date | None) -> Core:
    """Cut a running unit ("this week") at the publication day."""
    if not core.open_ended or core.span is None or at is None or core.span.grain == "D":
        return core
    start, end, grain = core.span
    return core._replace(span=Span(at, end, grain) if context.future() else Span(start, at, grain))


def _joined(found: list[tuple[int, int, Core]], letters: str) -> list[tuple[int, int, Core]]:
    """Join "between A and B" and "from A to B"."""
    joined: list[tuple[int, int, Core]] = []
    for first, last, core in found:
        if joined:
            before_first, before_last, before = joined[-1]
            link = letters[before_last:first].replace(",", "")
            opened = letters[max(0, before_first - 1) : before_first] == "f"
            start, end = before.span, core.span
            points = before.kind == core.kind == "point" and link in ("&", "u", "-", "&d")
            if opened and points and start and end and start.start <= end.end:
                span = Span(start.start, end.end, "R")
                joined[-1] = (before_first - 1, last, core._replace(span=span, value=f"{before.value}/{core.value}"))
                continue
        joined.append((first, last, core))
    return joined


def _finished(text: str, tokens: Sequence[Token], first: int, last: int, core: Core, at: date | None) -> TimeMention:
    """Apply the preposition before the expression, and give it its place in the text."""
    span = core.span
    back = first - 1
    if (
        back >= 0
        and tokens[back].letter in "di"
        and back >= 1
        and tokens[back - 1].letter in "sbu"
        and tokens[back].word.lower() != "in"
    ):
        back -= 1
    letter = tokens[back].letter if back >= 0 else ""
    if letter == "s" and span and at and span.start <= at:
        span, first = Span(span.start, at, "R"), back
    elif letter in ("b", "u") and span and at and span.end > at and core.kind == "point":
        span, first = Span(at, span.end, "R"), back
    elif (
        core.kind == "duration" and span is None and at and tokens[last : last + 1] and tokens[last].letter == "s" and letter == "d"
    ):
        # "in the two weeks since the truce"
        span = _ending(core, at)
    elif core.kind == "duration" and span is None and at:
        span = _anchored_duration(tokens, first, last, core, at)
    start, end = tokens[first].start, tokens[last - 1].end
    return TimeMention(
        anchor=Anchor(start=start, end=end, exact=text[start:end]),
        interval=Interval(start=span.start.isoformat(), end=span.end.isoformat()) if span else None,
        relative=core.relative or (letter in "sbu" and bool(letter)),
        kind=core.kind,
        value=core.value,
    )


_PERIOD = re.compile(r"PT?(\d+(?:\.\d+)?)(Y|M|W|D|H)$")


def _ending(core: Core, at: date) -> Span | None:
    """So many units that end at publication."""
    period = _PERIOD.match(core.value)
    if not period or (core.value.startswith("PT") and period[2] != "H"):
        return None
    unit = "TH" if core.value.startswith("PT") else period[2]
    return Span(shift(at, -float(period[1]), unit), at, "R")


def _anchored_duration(tokens: Sequence[Token], first: int, last: int, core: Core, at: date) -> Span | None:
    """A duration that ends at publication ("has fought for two months") or begins there ("within ten days")."""
    period = _PERIOD.match(core.value)
    if not period or first == 0:
        return None
    unit = "TH" if core.value.startswith("PT") and period[2] == "H" else period[2]
    if core.value.startswith("PT") and unit != "TH":
        return None
    before = tokens[first - 1]
    count = float(period[1])
    words = [token.word.lower() for token in tokens[max(0, first - 14) : first]]
    if before.word.lower() == "within":
        return Span(at, shift(at, count, unit), "R")
    if before.letter in "kis" and before.word.lower() not in ("at", "on", "within") and {"has", "have", "been", "'s"} & set(words):
        return Span(shift(at, -count, unit), at, "R")
    return None


def _holidays(text: str, tokens: Sequence[Token], at: date | None) -> list[TimeMention]:
    """Days with a name: Christmas Eve, New Year's Day, Easter, Ramadan."""
    mentions = []
    covered = -1
    for index, token in enumerate(tokens):
        if token.start < covered or token.word.lower() not in _FIRST_WORDS or token.word.islower():
            continue
        words = tuple(t.word.lower().replace("’", "'") for t in tokens[index : index + 4])
        name = next((words[:size] for size in (4, 3, 2, 1) if words[:size] in HOLIDAYS or words[:size] in FEASTS), None)
        if name is None:
            continue
        last = tokens[index + len(name) - 1]
        following = tokens[index + len(name)] if index + len(name) < len(tokens) else None
        given = following is not None and following.letter == "Y"
        if given and following is not None:
            last = following
        covered = last.end
        year = int(following.value) if given and following is not None else None  # type: ignore[call-overload]
        span = _feast_span(name, year, at) if name in FEASTS else _holiday_span(name, year, at)
        mentions.append(
            TimeMention(
                anchor=Anchor(start=token.start, end=last.end, exact=text[token.start : last.end]),
                interval=Interval(start=span.start.isoformat(), end=span.end.isoformat()) if span else None,
                relative=not given,
                kind="point",
                value=_holiday_value(name, span),
            )
        )
    return mentions


_FIRST_WORDS = frozenset(words[0] for words in (*HOLIDAYS, *FEASTS))


def _holiday_span(name: tuple[str, ...], year: int | None, at: date | None) -> Span | None:
    number, day = HOLIDAYS[name]
    if year is None and at is not None:
        candidates = [date(at.year + offset, number, day) for offset in (-1, 0, 1)]
        year = min(candidates, key=lambda c: (abs((c - at) / timedelta(days=1)), c)).year
    return Span(date(year, number, day), date(year, number, day)) if year is not None else None


def _feast_span(name: tuple[str, ...], year: int | None, at: date | None) -> Span | None:
    if year is not None:
        return feast(name, year)
    return nearest_feast(name, at) if at is not None else None


def _holiday_value(name: tuple[str, ...], span: Span | None) -> str:
    if span is not None:
        return span.start.isoformat() if span.start == span.end else f"{span.start}/{span.end}"
    if name in HOLIDAYS:
        number, day = HOLIDAYS[name]
        return f"XXXX-{number:02d}-{day:02d}"
    return "XXXX"
