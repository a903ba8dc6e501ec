"""Noun phrases as words: what to trim, which word is the head, how to write it, and where names stand in a text.

Works on the surface alone (no parse): phrases here are short and come from the model's pointing, so position of determiners,
commas and
prepositions is enough to find the head. It does not know who anybody is.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from dateline.resolve import nouns

_SPACE = re.compile(r"\s+")
_UPPER, _LETTER = re.compile(r"[A-Z]"), re.compile(r"[A-Za-z]")
_POSSESSIVE = re.compile(r"['’][sS]?$")
_OUTER = " \t\r\n,;:.!?\"“”()[]«»—-–'’`"
_DOTTED_END = re.compile(r"(?:^|[\s(])(?:[^\W\d_]\.)+[^\W\d_]$")
_ACRONYM = re.compile(r"^(?:[A-Z]\.){2,}[A-Z]?\.?$|^[A-Z]{1,4}-?\d+[A-Z]?$")
_CUT = re.compile(r"\s*(?:,|;| -- | - |—|–|\(|\[|:)\s*")
_SMALL = nouns.words("of the and for in on at to de del la las los el y al bin ibn van von der da do dos with from by")

# A run of capitalised words; small words may stand inside ("Bureau of Investigation", "Movement for the Emancipation of the
# Delta").
_TITLE = r"(?:Mrs?|Ms|Dr|Gens?|Lt|Col|Maj|Capt|Sgt|Adm|Brig|Msgr|Sen|Rep|Gov|St|Prof|Rev)\.(?=\s)"
_CAPITAL = rf"(?:{_TITLE}|[A-Z][\w'’&.-]*[\w]|[A-Z](?:\.[A-Z])*\.?|al-[A-Z][\w'’-]*)"
NAME_RUN = re.compile(
    rf"{_CAPITAL}(?:\s+(?:(?:of|for|de|del|la|los|al|bin|ibn|van|von|zu|di|der|and|the|el|da|do|dos)\s+(?:the\s+|la\s+|los\s+)?)?{_CAPITAL})*"
)
# "Army of the People (Ejercito del Pueblo - EP)" as well as "Army of the People (EP)".
BRACKETED = re.compile(
    r"\s*[,]?\s*[\(\[]\s*(?:[^()\[\]]{4,70}\s[-–—]\s*|[^()\[\]]{4,70},\s+)?[\"“']?([A-Z][\w.-]{1,11}|[A-Z][A-Za-z.-]{1,11})[\"”']?\s*[\)\]]"
)


class Phrase(NamedTuple):
    """A noun phrase taken apart. `core` is the part around the head, `head` its last word in lower case."""

    words: str
    core: str
    head: str
    definite: bool
    determiner: str


@lru_cache(maxsize=8192)
def squeeze(words: str) -> str:
    """Put the words on one line, without outer punctuation.

    >>> squeeze("the\\n rebels,")
    'the rebels'
    """
    return _outer_off(_SPACE.sub(" ", words))


def _outer_off(words: str) -> str:
    """Without outer punctuation, but with the last dot of "the U.S."."""
    inner = words.strip(_OUTER)
    return f"{inner}." if _DOTTED_END.search(inner) and words.lstrip(_OUTER).startswith(f"{inner}.") else inner


@lru_cache(maxsize=8192)
def bare(word: str) -> str:
    """Lower-case a word and take off its possessive ending and dots.

    >>> bare("Gen."), bare("rebels’"), bare("Peru's")
    ('gen', 'rebels', 'peru')
    """
    return _POSSESSIVE.sub("", word.strip(_OUTER)).lower().replace(".", "")


def singular(word: str) -> str:
    """The singular of a regular plural, roughly: for comparing nouns, not for printing."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=8192)
def numbers_of(noun: str) -> frozenset[str]:
    """All words whose singular is this one.

    >>> sorted(numbers_of("army")), sorted(numbers_of("rebel"))
    (['armies', 'army', 'armys'], ['rebel', 'rebels'])
    """
    return frozenset(word for word in (noun, f"{noun}s", f"{noun[:-1]}ies") if singular(word) == noun)


def is_shouting(text: str) -> bool:
    """Say whether a text is written in capitals throughout, as old wires are."""
    capitals, small = _count_cases(text)
    return capitals > 0.8 * (capitals + small)


@lru_cache(maxsize=8192)
def tidy(words: str) -> str:
    """Take determiner, quotation marks and possessive ending off a phrase; never empty.

    >>> tidy("the town's"), tidy("The"), tidy("about 40 rebels")
    ('town', 'The', 'about 40 rebels')
    """
    line = _POSSESSIVE.sub("", squeeze(words))
    tokens = line.split(" ")
    while len(tokens) > 1 and tokens[0].lower() in (
        "the",
        "a",
        "an",
        "this",
        "these",
        "those",
        "that",
        "both",
        "his",
        "her",
        "its",
        "their",
    ):
        tokens = tokens[1:]
    return _outer_off(" ".join(tokens)) or line or words.strip() or words


@lru_cache(maxsize=8192)
def without_number(words: str) -> str:
    """Take a leading number off a tidied phrase: what is left is who was counted.

    >>> without_number("at least 40 rebels"), without_number("about one million"), without_number("46 people")
    ('rebels', 'about one million', 'people')
    """
    tokens = words.split(" ")
    index = 0
    while index < len(tokens) - 1 and (bare(tokens[index]) in nouns.NUMBERS or tokens[index][:1].isdigit()):
        index += 1
    if 0 < index < len(tokens) and tokens[index].lower() == "of":
        index += 1
    if index < len(tokens) - 1 and index and tokens[index].lower() in nouns.DETERMINERS:
        index += 1
    rest = " ".join(tokens[index:])
    return words if bare(rest) in nouns.NUMBERS else rest or words


@lru_cache(maxsize=8192)
def take_apart(words: str) -> Phrase:
    """Find the head of a noun phrase.

    >>> take_apart("the armed group that took the town").head
    'group'
    >>> take_apart("A spokesman for the ministry").core
    'A spokesman'
    """
    line = squeeze(words)
    core = _CUT.split(line, maxsplit=1)[0] or line
    tokens = core.split(" ")
    first = tokens[0].lower()
    for index, token in enumerate(tokens[1:], start=1):
        if token in nouns.PREPOSITIONS or (token.isupper() and token.lower() in nouns.PREPOSITIONS):
            tokens = tokens[:index]
            break
    core = " ".join(tokens)
    definite = first in ("the", "this", "that", "these", "those", "both") or first in nouns.POSSESSIVES
    determiner = first if first in nouns.DETERMINERS or first in nouns.POSSESSIVES else ""
    return Phrase(words=line, core=core, head=bare(tokens[-1]), definite=definite, determiner=determiner)


def display(words: str, acronyms: frozenset[str] = frozenset()) -> str:
    """Write a phrase that is printed in capitals as a reader expects it.

    Common nouns of conflict go to lower case when nothing in the phrase can be a name; acronyms given by the document stay.

    >>> display("SALVADORAN ARMY COLONEL", frozenset()), display("THE FMLN", frozenset({"FMLN"})), display("ARMED MEN")
    ('Salvadoran Army Colonel', 'the FMLN', 'armed men')
    """
    tokens = words.split(" ")
    common = all(t.lower() in _SMALL or bare(t) in _COMMON or not t[:1].isalpha() for t in tokens)
    out = []
    for token in tokens:
        core = _POSSESSIVE.sub("", token.strip(_OUTER))
        if core in acronyms or _ACRONYM.match(core) or not re.search(r"[AEIOUYaeiouy]", core):
            out.append(token)
        elif common or token.lower() in _SMALL:
            out.append(token.lower())
        else:
            out.append(re.sub(r"[^\W\d_]+(?:['’][A-Z])?", lambda m: m.group(0)[:1].upper() + m.group(0)[1:].lower(), token))
    return " ".join(out)


_COMMON = (
    nouns.GROUP_NOUNS
    | nouns.FORCE_NOUNS
    | nouns.PERSON_NOUNS
    | nouns.GOVERNMENT_NOUNS
    | nouns.COUNTRY_NOUNS
    | nouns.PLACE_NOUNS
    | nouns.UNNAMED
    | nouns.SPOKESPEOPLE
    | nouns.DETERMINERS
    | nouns.POSSESSIVES
    | nouns.NUMBERS
    | frozenset(nouns.PRONOUNS)
    | nouns.words(
        "men women children persons civilians unidentified unknown alleged suspected armed masked drug police local"
        " foreign security members leaders students workers"
        " peasants journalists judges priests citizens population public civilian military guerrilla political senior"
        " high-ranking"
    )
)


def is_whispering(text: str) -> bool:
    """Say whether a text is written without capitals, as some feeds are."""
    capitals, small = _count_cases(text)
    return capitals < 0.005 * (capitals + small)


def _count_cases(text: str) -> tuple[int, int]:
    """How many letters are capitals, and how many are not."""
    capitals = len(_UPPER.findall(text)) if text.isascii() else sum(map(str.isupper, text))
    letters = len(_LETTER.findall(text)) if text.isascii() else sum(map(str.isalpha, text))
    return capitals, letters - capitals


@lru_cache(maxsize=4)
def name_runs(text: str) -> tuple[tuple[int, int], ...]:
    """Find capitalised runs of words in a text of mixed case. A lone word that opens a sentence counts only where it recurs
    inside one.
    """
    found: list[tuple[int, int]] = []
    inside: set[str] = set()
    doubtful: list[tuple[int, int]] = []
    for match in NAME_RUN.finditer(text):
        start, end = match.span()
        before = text[max(0, start - 3) : start].rstrip(" \t\"“'‘(")
        opens = start == 0 or not before or before[-1] in ".!?\n:"
        tokens = match.group(0).split()
        if opens:  # "The", "In", "But Iraq": the first word is capital for its place
            while tokens and bare(tokens[0]) in _OPENERS:
                start += len(tokens[0])
                start += len(text[start:end]) - len(text[start:end].lstrip())
                tokens = tokens[1:]
        if not tokens or all(bare(token) in EMPTY for token in tokens):
            continue
        if opens and start == match.start() and len(tokens) == 1 and not tokens[0].isupper():
            doubtful.append((start, end))
            continue
        inside.add(tokens[0])
        found.append((start, end))
    found += [span for span in doubtful if text[span[0] : span[1]] in inside]
    return tuple(sorted(found))


_DATES = nouns.words(
    "january february march april may june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday"
    " jan feb mar apr jun jul aug sep sept oct nov dec"
)
EMPTY = _DATES | nouns.words("mr mrs ms dr gen lt col maj capt sgt adm brig msgr sen rep gov prof rev")
"""Capitalised words that name nobody by themselves."""
_OPENERS = (
    nouns.DETERMINERS
    | nouns.POSSESSIVES
    | nouns.PREPOSITIONS
    | frozenset(nouns.PRONOUNS)
    | nouns.words(
        "but and or so like if as while although though when there here also however meanwhile then now not no yes even"
        " despite because once until unless what how why"
        " according earlier later last next today yesterday sunday monday tuesday wednesday thursday friday saturday"
    )
)
