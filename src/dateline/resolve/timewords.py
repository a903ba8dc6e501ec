"""Words of the calendar: what each token of a text can mean in a time expression.

`lex` gives one `Token` a word or mark, with a one-letter class; the grammar (`timegrammar`) is written over strings of
these letters. It knows English only, and nothing of sentences or tense.
"""

import re
from typing import NamedTuple

MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
UNITS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "fortnight": "FN", "month": "M",
    "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE", "centurie": "CE", "weekend": "WE", "semester": "SM",
}  # fmt: skip
PARTS_OF_DAY = {
    "morning": "MO", "dawn": "MO", "daybreak": "MO", "sunrise": "MO", "noon": "MI", "midday": "MI", "afternoon": "AF",
    "evening": "EV", "dusk": "EV", "sunset": "EV", "night": "NI", "nightfall": "EV", "midnight": "NI", "lunchtime": "MI",
    "predawn": "MO",
}  # fmt: skip
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
CARDINALS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "dozen": 12}
ORDINALS = {
    word: number
    for number, word in enumerate(
        "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()
    )
} | {"thirtieth": 30}
# Vague counts of units: a habit of readers of the conflict corpora ("the past few months" is read as three).
VAGUE = {"few": 3, "several": 4, "couple": 2, "some": 4, "many": 4, "various": 4}
DECADES = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}
# Days with one fixed date; feasts that move (Easter, Ramadan, Eid) are in `feasts`.
HOLIDAYS = {
    ("christmas", "eve"): (12, 24), ("christmas", "day"): (12, 25), ("christmas",): (12, 25), ("boxing", "day"): (12, 26),
    ("new", "year", "'s", "eve"): (12, 31), ("new", "year", "'s", "day"): (1, 1), ("new", "year", "'s"): (1, 1),
    ("new", "years", "eve"): (12, 31), ("new", "years", "day"): (1, 1),
    ("new", "year", "day"): (1, 1), ("may", "day"): (5, 1), ("valentine", "'s", "day"): (2, 14), ("halloween",): (10, 31),
}  # fmt: skip

# One letter a class; words that mean the same to the grammar share a letter.
_GROUPS = {
    "L": "last previous preceding latest",
    "l": "past",
    "T": "this current",
    "t": "that same those",
    "X": "next upcoming",
    "x": "coming following ensuing",
    "A": "ago",
    "e": "earlier",
    "g": "later afterwards afterward",
    "B": "before",
    "F": "after following",
    "d": "the",
    "a": "a an",
    "o": "of",
    "i": "in during over within on at throughout",
    "s": "since",
    "b": "by",
    "u": "until till til pending",
    "f": "from between",
    "k": "for",
    "&": "and to through or",
    "R": "recent",
    "z": "more than nearly almost about approximately roughly around least less under exactly just only another "
    "additional consecutive full",
    "v": "old",
    "j": "half",
    "w": "each every",
    "p": "plus",
    "E": " ".join(DECADES),
}
_DEICTIC = "today yesterday tomorrow tonight overnight"
_REFERENCES = {
    "now": "PRESENT_REF", "currently": "PRESENT_REF", "presently": "PRESENT_REF", "nowadays": "PRESENT_REF",
    "recently": "PAST_REF", "lately": "PAST_REF", "previously": "PAST_REF", "formerly": "PAST_REF", "once": "PAST_REF",
    "soon": "FUTURE_REF", "shortly": "FUTURE_REF", "future": "FUTURE_REF",
}  # fmt: skip
_SETS = {
    "daily": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M", "annually": "P1Y", "yearly": "P1Y", "hourly": "PT1H",
    "annual": "P1Y", "nightly": "P1D",
}  # fmt: skip
_MODIFIERS = {"early": "START", "mid": "MID", "late": "END", "beginning": "START", "start": "START", "middle": "MID", "end": "END"}


class Token(NamedTuple):
    """One word or mark: its class letter, what it stands for, its place in the text."""

    letter: str
    value: object
    start: int
    end: int
    word: str


TOKEN = re.compile(
    r"\b[ap]\.m\.|[^\W\d_]+|\d{4}-\d\d-\d\d(?![\d-])|\d{1,4}/\d{1,2}/\d{2,4}(?![\d/])"
    r"|(?:[01]?\d|2[0-4])[:.][0-5]\d(?=\s?(?:[ap]\.?m\b|hours|hrs|GMT|UTC|local)|\b(?!\.\d))(?<!\d\d\d)"
    r"|\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+(?:st|nd|rd|th|s)?(?![^\W\d_])"
    r"|['’]\d0s\b|['’]s\b|\n[ \t\r]*\n|[^\w\s]",
    re.IGNORECASE,
)


def _words() -> dict[str, tuple[str, object]]:
    table: dict[str, tuple[str, object]] = {}
    for number, month in enumerate(MONTHS, 1):
        for form in {month, month[:3], month[:3] + "."} - {"may."}:
            table[form] = ("M", number)
    table |= {"sept": ("M", 9), "sept.": ("M", 9)}
    for ambiguous in ("may", "march", "mar", "dec", "jan"):
        table[ambiguous] = ("m", table[ambiguous][1])
    for number, day in enumerate(WEEKDAYS):
        table[day] = table[day[:3] + "."] = ("D", number)
    table |= {"tues.": ("D", 1), "thurs.": ("D", 3), "thur.": ("D", 3)}
    for unit, code in UNITS.items():
        table[unit] = table[unit + "s"] = ("U", code)
    table |= {word: ("P", code) for word, code in PARTS_OF_DAY.items()}
    table |= {word + "s": ("P", code) for word, code in PARTS_OF_DAY.items()}
    table |= {word: ("S", code) for word, code in SEASONS.items()}
    table |= {word: ("N", number) for word, number in CARDINALS.items()}
    table |= {word: ("O", number) for word, number in ORDINALS.items()}
    table |= {word: ("V", number) for word, number in VAGUE.items()}
    for letter, words in _GROUPS.items():
        for word in words.split():
            table.setdefault(word, (letter, DECADES.get(word)))
    table |= {word: ("W", word) for word in _DEICTIC.split()}
    table |= {word: ("r", code) for word, code in _REFERENCES.items()}
    table |= {word: ("c", code) for word, code in _SETS.items()}
    table |= {word: ("Q", code) for word, code in _MODIFIERS.items()}
    table |= {word: ("G", word) for word in ("gmt", "utc", "est", "edt", "hours", "hrs", "a.m.", "p.m.", "am", "pm", "local")}
    table |= {"-": ("-", None), "–": ("-", None), "—": ("-", None), ",": (",", None), "'s": ("'", None), "’s": ("'", None)}
    table |= dict.fromkeys(".;:!?", ("!", None))
    table["hours"] = ("U", "TH")
    return table


WORDS = _words()
_OTHER = (".", None)


def _numeral(word: str) -> tuple[str, object]:
    if word[0] in "'’":
        return "E", int(word[1:3])
    if "/" in word:
        return "/", word
    if "-" in word:
        return "I", word
    if ":" in word:
        return "C", word
    if word[-1] in "sS":
        digits = word[:-1]
        decade = digits.isdigit() and digits[-1] == "0" and len(digits) in (2, 4) and int(digits[:2]) >= 10
        return ("E", int(digits)) if decade else _OTHER
    if word[-1].isalpha():
        number = int(word[:-2])
        return ("O", number) if 0 < number < 100 else _OTHER
    if "," in word or "." in word:
        return "n", float(word.replace(",", "")) if word.count(".") < 2 else None
    if len(word) == 4 and 1400 <= int(word) <= 2199:
        return "Y", int(word)
    if len(word) <= 3:
        return "N", int(word)
    return "n", None


def lex(text: str) -> list[Token]:
    """Give every word and mark of the text its class.

    >>> "".join(token.letter for token in lex("on 5 June, three days ago"))
    'iNM,NUA'
    """
    tokens = []
    append = tokens.append
    get = WORDS.get
    for match in TOKEN.finditer(text):
        word = match[0]
        lower = word.lower()
        found = get(lower)
        if word == "." and tokens and tokens[-1].end == match.start() and (short := get(tokens[-1].word.lower() + ".")):
            tokens[-1] = Token(short[0], short[1], tokens[-1].start, match.end(), tokens[-1].word + ".")
            continue
        if found is None:
            first = lower[0]
            if (first.isdecimal() and first.isascii()) or (first in "'’" and len(lower) > 2):
                found = _numeral(lower)
            elif first == "\n":
                found = ("!", None)
            else:
                found = _OTHER
        append(Token(found[0], found[1], *match.span(), word))
    return _merge_numbers(tokens)


def _merge_numbers(tokens: list[Token]) -> list[Token]:
    """Join "twenty-four" to 24, "nineteen ninety-six" to the year 1996, "a hundred" to 100."""
    merged: list[Token] = []
    for token in tokens:
        if token.letter == "N" and merged and not token.word.isdigit():
            back = 1
            if (
                merged[-1].letter == "-"
                and len(merged) > 1
                and merged[-1].start == merged[-2].end
                and merged[-1].end == token.start
            ):
                back = 2
            before = merged[-back]
            if before.letter in "NY" and not before.word[0].isdigit():
                joined = _join(int(before.value), int(token.value), before, token)  # type: ignore[call-overload]
                if joined:
                    del merged[-back:]
                    merged.append(joined)
                    continue
        merged.append(token)
    return merged


def _join(left: int, right: int, before: Token, token: Token) -> Token | None:
    word = f"{before.word} {token.word}"
    if left >= 20 and left % 10 == 0 and left < 100 and 0 < right < 10:
        return Token("N", left + right, before.start, token.end, word)
    if before.letter == "Y":
        return Token("Y", left + right, before.start, token.end, word) if left % 10 == 0 and right < 10 else None
    if 17 <= left <= 20 and 10 <= right <= 99:
        return Token("Y", left * 100 + right, before.start, token.end, word)
    if 1700 <= left * 100 <= 2000 and right == 100:
        return Token("Y", left * 100, before.start, token.end, word)
    if right == 100 and left < 20:
        return Token("N", left * 100, before.start, token.end, word)
    return None
