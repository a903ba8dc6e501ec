"""What a document's own wording teaches about names: which words an acronym stands for, and which country it is about.

By form and count alone: initials, capitals, brackets. It knows nobody; that is the codebook's.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from dateline.codebook.actors import ActorTable
from dateline.resolve import nouns
from dateline.resolve.mentions import bare, name_runs

INNER = nouns.words("zu zur ter ten di della le of for de del la las los al bin ibn van von and the el da do dos y der abu ul ur")
NOT_PERSONAL = nouns.words(
    "of for and the to in against alleged unidentified unknown civilian civilians peasants women children persons masked"
    " drug said says that not is was were are has have had by it as"
)


@lru_cache(maxsize=4)
def country_words(table: ActorTable) -> dict[str, str]:
    """Every name, adjective, people and capital of a country in lower case, and its ISO code."""
    words: dict[str, str] = {}
    for country in table.countries.values():
        for form in (country.name, *country.aliases, *country.demonyms, country.plural or "", country.capital or ""):
            words.setdefault(form.lower(), country.iso)
    return words


MANY_PLACES = 3
"""Different places of one country that outweigh another country named once."""


def main_country(text: str, table: ActorTable, places: Iterable[str] = ()) -> str | None:
    """ISO code of the country that the text names most, by name, adjective, people or capital; None when it names none or two
    equally. A country that is named once, in passing, gives way where all that happens does so in another.

    Args:
        places: countries of the places that it names, one for each.
    """
    words = country_words(table)
    tokens = re.findall(r"[^\W\d_]+(?:\.[^\W\d_]\.?)?", text.lower())
    count: Counter[str] = Counter()
    for first, second in zip(tokens, [*tokens[1:], ""], strict=False):
        iso = words.get(f"{first} {second}") or words.get(first)
        if iso and first:
            count[iso] += 1
    top = count.most_common(2)
    told = Counter(places)
    if len(top) == 1 and top[0][1] == 1 and len(told) == 1 and told.total() >= MANY_PLACES and top[0][0] not in told:
        return next(iter(told))
    return top[0][0] if top and (len(top) == 1 or top[0][1] > top[1][1]) else None


def _continues(word: str) -> bool:
    """Whether a capitalised word before a name can be its first word: no title, no determiner, no common noun, no end of a
    sentence.
    """
    plain = bare(word)
    known = (nouns.PLAIN, nouns.PREPOSITIONS, nouns.TITLES, nouns.FITS, nouns.PRONOUNS, NOT_PERSONAL)
    return word[-1:].isalnum() and not any(plain in words for words in known)


def initials_of(text: str) -> dict[str, str]:
    """Initials of every long name in the text: "KNU" for the Karen National Union."""
    found: dict[str, str] = {}
    for start, end in name_runs(text):
        words = text[start:end].split()
        if len(words) > 2:
            found.setdefault("".join(w[0].upper() for w in words if w.lower() not in INNER), " ".join(words))
    return found


def expansion(before: str, short: str) -> str | None:
    """The words before a bracket that an acronym abbreviates: those whose initials are its letters, else the name they end with."""
    words = re.split(r"\s+", before.strip())
    letters = [c.lower() for c in short if c.isalpha()]
    for count in range(2, min(len(words), len(letters) + 4) + 1):
        tail = words[-count:]
        initials = [w.strip("\"'“‘(")[:1].lower() for w in tail if w.lower() not in INNER or w.lower() == "al"]
        split = [piece[:1].lower() for w in tail for piece in w.strip("\"'“‘(").split("-") if w.lower() not in INNER]
        if (sorted(initials) == sorted(letters) or sorted(split) == sorted(letters)) and tail[0].lower() not in INNER:
            rest = words[: len(words) - count]
            while (
                rest
                and len(tail) < count + 2
                and rest[-1][:1].isupper()
                and _continues(rest[-1])
                and (before.isupper() or len(rest) > 1)
            ):
                tail.insert(0, rest.pop())
            return " ".join(tail)
    run: list[str] = []
    for word in reversed(words[-8:]):
        if (
            bare(word) in nouns.DETERMINERS
            or word[-1:] in ",;:."
            or (bare(word) in nouns.PREPOSITIONS and word.lower() not in ("of", "for"))
        ):
            break
        if not word[:1].isupper() and word.lower() not in INNER:
            break
        run.insert(0, word)
    while run and run[0].lower() in INNER:
        run = run[1:]
    return " ".join(run) if len(run) > 1 else None


_CUE_ONLY = re.compile(
    r"^(?:it\s+)?(?:is|are|was|were|be|been|being|has|have|had|reportedly|allegedly|supposedly|purportedly|apparently|widely|said|believed|thought|reported|alleged"
    r"|accused|rumou?red|estimated|expected|considered|suspected|attributed|blamed|claimed|purported|presumed|according)\b",
    re.IGNORECASE,
)


def is_cue(line: str) -> bool:
    """Whether the words that show a voice name nobody: "reportedly", "is believed to".

    >>> is_cue("reportedly"), is_cue("it is said"), is_cue("officials")
    (True, True, False)
    """
    return bool(_CUE_ONLY.match(line))
