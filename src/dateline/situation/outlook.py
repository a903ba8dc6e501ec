"""What is predicted and what is recommended: how likely, on what condition, for when, to whom; and what was reported since.

Later reports that share type, actors or places with a forecast are offered beside it; whether it came true is for a human to
say, so the verdict of every row is open. It does not read a forecast's meaning: a report that bears on it may speak for it or
against it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from dateline.codebook import Codebook
from dateline.records import Document, Row, Sentence, Statement
from dateline.situation.cells import (
    flat,
    identity,
    in_archive_order,
    in_role,
    names_cell,
    outlet_cell,
    place_ids,
    places_cell,
    published,
    quote,
    time_cell,
    voice_cell,
)

VIEW = "outlook"
MOST_OFFERED = 5
"""Later reports offered for one forecast: those that share most, the earliest first among equals."""
REACH_YEARS = 3
"""Years after a forecast in which reports are offered."""
LIKELIHOODS = ("certain", "very_likely", "likely", "possible", "unstated", "unlikely")
_HAPPENED = ("event", "control")
_SOMEBODY = ("actor", "recipient", "subject", "object", "target", "addressee")
_CONDITION = re.compile(
    r"\b(?:only\s+if|even\s+if|if|unless|as\s+long\s+as|so\s+long\s+as|provided(?:\s+that)?|in\s+case|without|once|until)\b",
    re.IGNORECASE,
)
"""Words that open a condition; a matter of grammar. Whether there is one is the reader's word, here it is only cut out."""


class Traits(NamedTuple):
    """What a forecast or a report speaks of."""

    types: frozenset[str]
    actors: frozenset[str]
    places: frozenset[str]
    countries: frozenset[str]

    def bears_on(self, other: "Traits") -> bool:
        """Whether a report shares at least two of type, actors and places with a forecast, and is not of another country."""
        if self.countries and other.countries and self.countries.isdisjoint(other.countries):
            return False
        return self.shared(other) >= 2

    def shared(self, other: "Traits") -> int:
        """How many of type, actors and places both have in common."""
        return bool(self.types & other.types) + bool(self.actors & other.actors) + bool(self.places & other.places)


def outlook(
    statements: Iterable[Statement],
    documents: Mapping[str, Document],
    sentences: Mapping[str, Sentence],
    archive: Sequence[Statement],
    codebook: Codebook,
) -> list[Row]:
    """One row for each forecast, the likeliest first, then one for each recommendation, by addressee; oldest first in each.

    Args:
        statements: those that are asked for.
        sentences: in which conditions are looked for; a forecast whose sentence is not there is looked at alone.
        archive: all statements, among which later reports are looked for.
    """
    ordered = in_archive_order(statements, documents)
    happened = _Reports(archive, documents)
    beside = _by_sentence(archive)
    forecasts = [s for s in ordered if s.assertion.kind == "forecast"]
    forecasts.sort(key=lambda s: LIKELIHOODS.index(s.assertion.likelihood or "unstated"))
    rows = []
    for statement in forecasts:
        traits = _traits(statement, beside.get(statement.assertion.sentence, ()), codebook)
        sentence = sentences.get(statement.assertion.sentence)
        words = sentence.anchor.exact if sentence else statement.assertion.anchor.exact
        rows.append(_forecast_row(statement, words, documents, happened.bearing(published(statement, documents), traits)))
    recommended = [s for s in ordered if s.assertion.kind == "recommendation"]
    recommended.sort(key=lambda s: (not _addressee(s), [name.casefold() for name in _addressee(s)]))
    return rows + [_recommendation_row(statement, documents) for statement in recommended]


def _by_sentence(archive: Iterable[Statement]) -> dict[str, list[Statement]]:
    grouped = groupby(sorted(archive, key=lambda s: s.assertion.sentence), key=lambda s: s.assertion.sentence)
    return {sentence: list(members) for sentence, members in grouped}


def _traits(statement: Statement, beside: Iterable[Statement], codebook: Codebook) -> Traits:
    """Types by the codebook's triggers in the words, actors and places of whatever else is read in the same words."""
    anchor = statement.assertion.anchor
    inside = [s for s in (statement, *beside) if s.assertion.anchor.start < anchor.end and anchor.start < s.assertion.anchor.end]
    types = {match.entry for match in codebook.find_triggers(anchor.exact)} & _types_of_kinds(codebook)
    return _traits_of(inside, types)


def _traits_of(statements: Sequence[Statement], types: Iterable[str]) -> Traits:
    places = [place for statement in statements for place in statement.places]
    return Traits(
        types=frozenset(types),
        actors=frozenset(identity(who) for statement in statements for who in in_role(statement, *_SOMEBODY)),
        places=frozenset(key for statement in statements for key in place_ids(statement)),
        countries=frozenset(place.country for place in places if place.country),
    )


def _types_of_kinds(codebook: Codebook) -> set[str]:
    return {entry.id for kind in _HAPPENED for entry in codebook.of_kind(kind)}


class _Reports:
    """What was reported as having happened, found by actors and places: nothing bears on a forecast without one of them."""

    def __init__(self, archive: Sequence[Statement], documents: Mapping[str, Document]) -> None:
        self._found: list[tuple[str, Statement, Traits]] = []
        self._by_key: dict[str, list[int]] = {}
        for statement in in_archive_order(archive, documents):
            if statement.assertion.kind not in _HAPPENED or statement.assertion.hedge == "denied":
                continue
            traits = _traits_of([statement], [statement.assertion.type or ""])
            for key in sorted(_keys(traits)):
                self._by_key.setdefault(key, []).append(len(self._found))
            self._found.append((published(statement, documents), statement, traits))

    def bearing(self, made: str, traits: Traits) -> list[Statement]:
        """Reports that bear on a forecast made on a day: published after it and within reach, of nothing that was over before.

        Those that share most come first, the earliest among equals.
        """
        if not made:
            return []
        last = f"{int(made[:4]) + REACH_YEARS}{made[4:]}"
        scored = []
        for number in sorted({number for key in _keys(traits) for number in self._by_key.get(key, ())}):
            day, report, found = self._found[number]
            if made < day <= last and not (report.time and report.time.end < made) and found.bears_on(traits):
                scored.append((-found.shared(traits), report))
        scored.sort(key=lambda pair: pair[0])
        return [report for _, report in scored[:MOST_OFFERED]]


def _keys(traits: Traits) -> set[str]:
    return {f"actor {key}" for key in traits.actors} | {f"place {key}" for key in traits.places}


def _forecast_row(statement: Statement, sentence: str, documents: Mapping[str, Document], bearing: Sequence[Statement]) -> Row:
    assertion = statement.assertion
    condition = condition_of(sentence) if assertion.conditional else None
    cells = {
        "kind": "forecast",
        "what": quote(assertion.anchor),
        "likelihood": assertion.likelihood or "unstated",
        "condition": condition or ("implied" if assertion.conditional else None),
        "horizon": time_cell(statement.time),
        "addressee": [],
        **_common(statement, documents),
        "verdict": "open",
        "since_then": [_reported(report, documents) for report in bearing],
    }
    return Row(view=VIEW, cells=cells, statements=(statement.id, *(report.id for report in bearing)))


def _recommendation_row(statement: Statement, documents: Mapping[str, Document]) -> Row:
    cells = {
        "kind": "recommendation",
        "what": quote(statement.assertion.anchor),
        "likelihood": None,
        "condition": None,
        "horizon": time_cell(statement.time),
        "addressee": _addressee(statement),
        **_common(statement, documents),
        "verdict": None,
        "since_then": [],
    }
    return Row(view=VIEW, cells=cells, statements=(statement.id,))


def _common(statement: Statement, documents: Mapping[str, Document]) -> dict:
    document = documents[statement.assertion.document]
    return {
        "place": places_cell(statement),
        "voice": voice_cell(statement),
        "outlet": outlet_cell(document),
        "made": document.published,
    }


def _addressee(statement: Statement) -> list[str]:
    return names_cell(statement, "addressee")


def _reported(report: Statement, documents: Mapping[str, Document]) -> str:
    document = documents[report.assertion.document]
    return f"{document.published} {outlet_cell(document)}: “{quote(report.assertion.anchor)}”"


def condition_of(text: str) -> str | None:
    """The clause of a sentence that states a condition; None where no word opens one.

    >>> condition_of("If left alone, the town will fall."), condition_of("The talks could go on")
    ('If left alone', None)
    """
    found = _CONDITION.search(text)
    if found is None:
        return None
    clause = re.split(r"[,;.!?]|\s--\s|\s[–—]\s", text[found.start() :], maxsplit=1)[0]
    return flat(clause).strip("\"“”' ")
