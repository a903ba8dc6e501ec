"""Fields of a statement -> plain English words: dates, ranges, voices, hedges, and one phrase for each kind of statement.

The words never say more than the statement's fields do: a role that is empty is not named, a range is not narrowed, a denial opens
the phrase. What is not known here: grammar. Phrases are noun phrases and short main clauses, so that any name fits into them.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from dateline.records import Anchor, Interval, Participant, Quantity, Statement

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]  # our own names: the page must not change with the machine's locale

BETWEEN = frozenset({"battle", "talks", "agreement"})
"""Event types whose actors stand side by side; of the others the actors are those who did it."""
INVOLVING = frozenset({"displacement", "protest", "riot", "other_conflict"})
"""Event types whose actors may be doers or the people it happened to."""
OBJECT_WORD = {
    "abduction": "of",
    "arrest": "of",
    "release": "of",
    "displacement": "of",
    "execution": "of",
    "recruitment": "of or into",
    "destruction": "of",
    "aid": "to",
    "deployment": "to or among",
    "talks": "with",
    "agreement": "with",
    "statement": "towards",
    "legal": "concerning",
    "other_conflict": "concerning",
    "withdrawal": "concerning",
}
CHANGE_WORD = {
    "seizes": "taken by",
    "holds": "held by",
    "contests": "contested by",
    "loses": "lost by",
    "withdraws": "left by",
    "besieges": "besieged by",
}
"""Passive and without a finite verb: fits singular and plural names, and states no tense that the text may not have."""
RELATION_WORD = {
    "leads": "leader of",
    "member_of": "member of",
    "founder_of": "founder of",
    "offshoot_of": "offshoot of",
    "successor_of": "successor of",
    "merged_with": "merged with",
    "split_from": "split from",
    "rejected_by": "rejected by",
    "allied_with": "allied with",
    "supports": "support for",
    "fights": "in conflict with",
    "alias_of": "also called",
}
LIKELIHOOD_WORD = {
    "certain": "Held to be certain",
    "very_likely": "Very likely",
    "likely": "Likely",
    "possible": "Possible",
    "unlikely": "Unlikely",
    "unstated": "Expected, likelihood not stated",
}
HEDGE_WORD = {"reported": "Reportedly", "possible": "Possibly", "probable": "Probably"}
COUNT_WORD = {"other": "otherwise affected"}


def and_list(words: Iterable[str]) -> str:
    """Join names for reading.

    >>> and_list(["A", "B", "C"])
    'A, B and C'
    """
    items = list(dict.fromkeys(words))
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1] if items else ""


def day_words(day: str) -> str:
    """An ISO date for reading; anything else is returned as it is.

    >>> day_words("1995-08-09")
    '9 August 1995'
    """
    parts = day[:10].split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts) or not 1 <= int(parts[1]) <= 12:
        return day
    return f"{int(parts[2])} {MONTHS[int(parts[1]) - 1]} {int(parts[0])}"


def interval_words(time: Interval | None) -> str:
    """A stretch of days for reading; whole months and years by their names.

    >>> interval_words(Interval(start="1995-08-01", end="1995-08-31"))
    'August 1995'
    >>> interval_words(Interval(start="1995-08-28", end="1995-08-29"))
    '28 to 29 August 1995'
    """
    if time is None:
        return "Day not stated"
    if time.start == time.end:
        return day_words(time.start)
    if time.start[:4] == time.end[:4]:
        if time.start.endswith("-01-01") and time.end.endswith("-12-31"):
            return time.start[:4]
        if time.start[:7] == time.end[:7]:
            if time.start.endswith("-01") and int(time.end[8:10] or 0) >= _last_day(time.end):
                return day_words(time.end).split(" ", 1)[1]
            return f"{int(time.start[8:10])} to {day_words(time.end)}"
        return f"{day_words(time.start).rsplit(' ', 1)[0]} to {day_words(time.end)}"
    return f"{day_words(time.start)} to {day_words(time.end)}"


def span_days(time: Interval) -> int:
    """How many days an interval holds, both ends counted; 0 where its ends are not whole dates.

    >>> span_days(Interval(start="1995-08-28", end="1995-08-29"))
    2
    """
    try:
        return (date.fromisoformat(time.end) - date.fromisoformat(time.start)).days + 1
    except ValueError:
        return 0


def _last_day(day: str) -> int:
    year, month = int(day[:4]), int(day[5:7])
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _number(value: float, ratio: bool) -> str:
    if ratio:
        return f"{value * 100:.1f}".rstrip("0").rstrip(".") + "%"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"


def range_words(quantity: Quantity) -> str:
    """A range for reading, both ends as they are, with the printed words where they are vague.

    >>> range_words(Quantity(low=24, high=99, anchor=Anchor(start=0, end=6, exact="dozens")))
    '24 to 99 (“dozens”)'
    >>> range_words(Quantity(low=37, high=None))
    'at least 37'
    """
    low, high = quantity.low, quantity.high
    if low is None and high is None:
        return f"“{quantity.anchor.exact}”" if quantity.anchor else "a number that could not be read"
    if low is not None and low == high:
        words = ("about " if quantity.approx else "") + _number(low, quantity.ratio)
    elif high is None:
        words = f"at least {_number(low or 0, quantity.ratio)}"
    elif low is None:
        words = f"up to {_number(high, quantity.ratio)}"
    else:
        words = f"{_number(low, quantity.ratio)} to {_number(high, quantity.ratio)}"
    vague = quantity.anchor and low != high and not any(mark.isdigit() for mark in quantity.anchor.exact)
    return f"{words} (“{_flat(quantity.anchor)}”)" if vague and quantity.anchor else words


def _flat(anchor: Anchor) -> str:
    return " ".join(anchor.exact.split())


def voice_words(statement: Statement) -> str:
    """Who vouches for it, as a clause that ends the line; empty when it is the document's author."""
    voice = statement.voice
    if voice.type == "author":
        return ""
    if voice.name:
        return f"according to {voice.name}"
    if voice.anchor is None:
        return "no source named"
    words = f"“{_flat(voice.anchor)}”"
    return f"no source named: {words}" if statement.assertion.hedge == "reported" else f"according to {words}, not named"


def voice_name(statement: Statement, outlet: str) -> str:
    """The voice as a name for a table: the outlet itself, the source, or the words that stand for an unnamed one."""
    voice = statement.voice
    if voice.type == "author":
        return outlet
    return voice.name or (f"“{_flat(voice.anchor)}” (unnamed)" if voice.anchor else "unnamed source")


def hedged(statement: Statement, phrase: str) -> str:
    """Put the hedge before the phrase: a denied event must read as denied from its first word."""
    hedge = statement.assertion.hedge
    if hedge == "denied":
        by = statement.voice.name
        word = f"Denied by {by}" if by else "Denied" if statement.voice.type == "source" else "Said not to be so"
    else:
        word = HEDGE_WORD.get(hedge, "")
    if word and phrase:
        return f"{word}: {phrase}"
    return word or phrase[:1].upper() + phrase[1:]


def names(statement: Statement, role: str) -> list[str]:
    """The names in a role, in the order of the text, each once."""
    return list(dict.fromkeys(" ".join(p.name.split()) for p in statement.participants if p.role == role))


def place_words(statement: Statement) -> str:
    """The places of a statement for reading."""
    return and_list(" ".join(place.name.split()) for place in statement.places)


def event_words(statement: Statement, labels: Mapping[str, str], under: str = "") -> str:
    """An event as a noun phrase: type and manner, who, whom, where, how many. `under` is the place that a heading already gives."""
    kind = statement.assertion.type or "event"
    label = labels.get(kind, kind.replace("_", " "))
    if kind == "statement" and statement.mode:
        label = statement.mode.replace("_", " ")
    elif statement.mode:
        label = f"{label} ({statement.mode.replace('_', ' ')})"
    actors = names(statement, "actor")
    recipients = [name for name in names(statement, "recipient") if name not in actors]  # who flees is often pointed at as both
    if kind in BETWEEN and len(actors) > 1:
        label += f" between {and_list(actors)}"
    elif actors:
        label += f" {'involving' if kind in INVOLVING or kind in BETWEEN else 'by'} {and_list(actors)}"
    if recipients:
        label += f" {OBJECT_WORD.get(kind, 'against')} {and_list(recipients)}"
    places = place_words(statement)
    if places and places != under:
        label += f", {places}"
    counts = [f"{COUNT_WORD.get(q.of, q.of)} {range_words(q)}" for q in statement.quantities if q.of]
    return label + (": " + ", ".join(counts) if counts else "")


def control_words(statement: Statement, under: str = "") -> str:
    """Who takes, holds or loses which place. `under` is the place that a heading already gives."""
    change = statement.assertion.type or "contests"
    actor = and_list(names(statement, "actor")) or "a side that is not named"
    place = and_list(names(statement, "place")) or place_words(statement) or "a place that is not named"
    words = f"{CHANGE_WORD.get(change, change)} {actor}"
    return words if place == under else f"{place} {words}"


def relation_words(statement: Statement, under: str = "") -> str:
    """How two actors stand to each other. `under` is the subject that a heading already gives."""
    kind = statement.assertion.type or "related to"
    subject = and_list(names(statement, "subject")) or "an actor that is not named"
    other = and_list(names(statement, "object")) or "an actor that is not named"
    words = f"{RELATION_WORD.get(kind, kind.replace('_', ' '))} {other}"
    return words if subject == under else f"{subject}, {words}"


def target_words(participants: Iterable[Participant], role: str) -> str:
    """The names in `role`, for the head of a judgement or recommendation."""
    return and_list(" ".join(p.name.split()) for p in participants if p.role == role)
