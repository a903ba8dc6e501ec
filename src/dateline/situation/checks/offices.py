"""Office at the date: a person whom the text gives an office of state, beside the offices that the codebook has for that day.

It reads "Iraqi President X", "President X of Iraq" and "X, the prime minister"; "former" asks for an office that had begun, a
title below an office ("deputy president") counts only where the codebook has it as an office of its own. Where the codebook knows
neither an office of the person nor another holder of the office on that day, there is no row.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dateline.codebook.actor_words import fold
from dateline.codebook.actors import Actor, ActorTable, Office
from dateline.records import Row
from dateline.situation.checks.finding import finding
from dateline.situation.checks.names import NAME, runs_after, runs_before, word_before
from dateline.situation.passages import Passage
from dateline.situation.wording import day_words

CHECK = "office"
_VAGUE = frozenset({"leader", "chief of staff", "chief executive", "ambassador", "commander in chief", "army chief"})
"""Offices whose words are said of many who hold no office of state."""
_PAST = frozenset({"former", "ex", "late", "deposed", "ousted", "then", "onetime", "previous"})
_OTHER = frozenset(
    {"vice", "deputy", "assistant", "candidate", "would-be", "next", "future", "incoming", "elect", "self-proclaimed"}
)


class Claim(NamedTuple):
    """The text gives a person an office."""

    person: Actor
    office: str
    of: Actor | None
    """The country, where the words name it."""
    past: bool
    start: int
    end: int


def check_offices(passages: Iterable[Passage], actors: ActorTable) -> Iterator[Row]:
    """A row for each person whom a sentence gives an office of state."""
    offices = {o.office for a in actors.actors.values() for o in a.offices if o.of in actors.countries} - _VAGUE
    pattern = re.compile(
        rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, offices), key=len, reverse=True))})(?![\w-])", re.IGNORECASE
    )
    for passage in passages:
        day = passage.document.published
        if day is None:
            continue
        for claim in _claims(passage.text, pattern, actors, day):
            if row := _row(claim, passage, actors, day):
                yield row


def _claims(text: str, pattern: re.Pattern[str], actors: ActorTable, day: str) -> Iterator[Claim]:
    for match in pattern.finditer(text):
        start, past, country = match.start(), False, None
        while True:
            word, at = word_before(text, start)
            key = fold(word)
            if key in _OTHER:
                break
            if key in _PAST or key.startswith("ex-"):
                past = True
            elif word[:1].isupper() and (found := actors.find(word, day)) and found.id in actors.countries:
                country = found
            elif key not in ("the", "a"):
                break
            start = at
        if key in _OTHER:
            continue
        after = re.match(rf"\s+of\s+(?:the\s+)?({NAME})", text[match.end() :])
        if after and country is None and (found := actors.find(after[1], day)) and found.id in actors.countries:
            country = found
        if named := _person(text, start, match.end(), match.end() + after.end() if after else match.end(), actors, day):
            person, left, right = named
            yield Claim(person, match.group().lower(), country, past, min(left, start), max(right, match.end()))


def _person(text: str, start: int, end: int, after_country: int, actors: ActorTable, day: str) -> tuple[Actor, int, int] | None:
    """Whom an office is given: the name after it, or before it with a comma; with where the name stands."""
    for at in dict.fromkeys((end, after_country)):
        for words in runs_after(text, at):
            found = actors.find(words, day)
            if found and found.kind == "person":
                left = text.index(words, at)
                return found, left, left + len(words)
    comma = re.search(r"\s*,\s*$", text[:start])
    if comma:
        for words in runs_before(text, comma.start()):
            found = actors.find(words, day)
            if found and found.kind == "person":
                left = comma.start() - len(words)
                return found, left, comma.start()
    return None


def _row(claim: Claim, passage: Passage, actors: ActorTable, day: str) -> Row | None:
    statements = passage.around(claim.start, claim.end)
    days = [day, *(d for s in statements if s.time for d in (s.time.start, s.time.end))]
    state = [office for office in claim.person.offices if office.of in actors.countries]
    if claim.of:
        state = [office for office in state if office.of == claim.of.id]
    fits = any(_is(office, claim.office) and _then(office, days, claim.past) for office in state)
    now = [office for office in state if office.days_from(day) == 0]
    owner = claim.of.id if claim.of else next((office.of for office in now or state), None)
    holder = actors.holder(claim.office, owner, day) if owner else None
    if holder and holder.id == claim.person.id and not claim.past:
        fits = True
    if not fits and not now and (holder is None or claim.past):
        return None
    known = [
        f"{office.office} of {_name(office.of, actors)}, {office.since or '?'} to {office.until or 'now'}"
        for office in now or state
    ]
    if not fits and holder and holder.id != claim.person.id:
        known.append(f"{claim.office} of {_name(owner or '', actors)} on {day_words(day)}: {holder.name_on(day)}")
    title = f"{'former ' if claim.past else ''}{claim.office}" + (f" of {claim.of.name_on(day)}" if claim.of else "")
    return finding(
        CHECK,
        about=claim.person.name_on(day),
        says=f"{title} (“{' '.join(passage.text[claim.start : claim.end].split()).rstrip('.,;')}”)",
        known="; ".join(known),
        known_from="codebook",
        consistent=fits,
        statements=statements,
        document=passage.document,
    )


def _is(office: Office, claimed: str) -> bool:
    """An acting or interim president is called president too."""
    return office.office == claimed or (office.office.endswith(f" {claimed}") and not office.office.startswith(("vice", "deputy")))


def _then(office: Office, days: list[str], past: bool) -> bool:
    """Whether it was held on one of the days; "former" and "then" ask only that it had begun."""
    if past:
        return not office.since or office.since <= days[0]
    return any(office.days_from(day) == 0 for day in days)


def _name(owner: str, actors: ActorTable) -> str:
    found = actors.get(owner)
    return found.names[-1].name if found else owner
