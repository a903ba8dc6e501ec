"""Statements that are in no incident -> sections of a briefing: declarations, voices, labels, outlook and the rest.

A line is built from one statement's own fields and its quote; statements that say the same in the same words share a line.
What happened, control and what changed are made of incidents: `accounts`, `standing`, `changes`, `gaps`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from dateline.records import Document, Statement
from dateline.situation import wording
from dateline.situation.citations import Citation
from dateline.situation.lines import Group, Line, Section, cited

HEDGES = ("asserted", "reported", "probable", "possible", "denied")
NO_ACTOR = "Speaker not named"
NO_TARGET = "Target not named"
NO_ADDRESSEE = "Addressee not named"
NO_SUBJECT = "Actor not named"
LAST = frozenset({NO_ACTOR, NO_TARGET, NO_ADDRESSEE, NO_SUBJECT})

SECTIONS = (
    ("changed", "What changed", "By new reports: those of the period, or those that the last briefing did not have", "list"),
    ("compared", "Two periods", "This one beside as many days before it; what was reported in neither has no row", "table"),
    (
        "happened",
        "What happened",
        "Incidents: newest day first, then what lasted longer than a month, then what has no day",
        "timeline",
    ),
    ("control", "Who holds what", "By province; carried forward from the last report, with its age", "list"),
    ("numbers", "Numbers", "Side by side, never averaged; the range over all that is held", "table"),
    ("disputed", "What is disputed", "Values that cannot be true together, each with who holds it", "list"),
    ("declared", "What was declared", "Threats, demands, accusations, condemnations and pledges, by speaker", "list"),
    ("voices", "Who says so", "Those who vouch for the statements, the most quoted first", "table"),
    ("labels", "What they are called", "Who uses which word for whom", "table"),
    ("outlook", "Outlook", "Forecasts, the likeliest first", "list"),
    ("recommendations", "Recommendations", "By addressee", "list"),
    ("judgements", "Judgements", "Opinion and interpretation, by what they are about", "list"),
    ("relations", "Relations", "Leaders, allies, offshoots, enemies", "list"),
    ("unknown", "What is not known", "What the reports leave open", "list"),
)
"""Id, title, caption and layout of each section, in reading order."""

Phrase = Callable[[Statement], str]


def make_sections(
    statements: Sequence[Statement],
    documents: Mapping[str, Document],
    citations: Mapping[str, Citation],
    labels: Mapping[str, str],
    of_incidents: Mapping[str, Sequence[Group]],
) -> tuple[Section, ...]:
    """The sections that have something to say, in reading order.

    Args:
        statements: in the order of the archive.
        of_incidents: the groups of the sections that are made of incidents, by the section's id.
    """
    groups = _Maker(documents, citations, labels).groups(statements)
    return tuple(
        Section(id=id, title=title, caption=caption, layout=layout, groups=found)
        for id, title, caption, layout in SECTIONS
        if (found := (*of_incidents.get(id, ()), *groups.get(id, ())))
    )


class _Maker:
    """Builds sections; holds the tables that every section needs."""

    def __init__(self, documents: Mapping[str, Document], citations: Mapping[str, Citation], labels: Mapping[str, str]) -> None:
        self.documents, self.citations, self.labels = documents, citations, labels

    def groups(self, statements: Sequence[Statement]) -> dict[str, list[Group]]:
        """The groups of each section that is made of statements."""
        kinds: dict[str, list[Statement]] = {}
        for statement in statements:
            declared = statement.assertion.kind == "event" and statement.assertion.type == "statement"
            kinds.setdefault("declared" if declared else statement.assertion.kind, []).append(statement)

        def of(kind: str) -> list[Statement]:
            return kinds.get(kind, [])

        def event(statement: Statement) -> str:
            return wording.event_words(statement, self.labels)

        return {
            "numbers": self._numbers(of("quantity")),
            "declared": self._grouped(of("declared"), _speaker, event),
            "voices": self._voices(statements),
            "labels": self._labels(of("label")),
            "outlook": self._outlook(of("forecast")),
            "recommendations": self._grouped(of("recommendation"), _addressee, _nothing),
            "judgements": self._grouped(of("judgement"), _target, _nothing),
            "relations": self._grouped(of("relation"), _subject, lambda s: wording.relation_words(s, under=_subject(s))),
        }

    def _outlet(self, statement: Statement) -> str:
        document = self.documents[statement.assertion.document]
        return document.outlet or document.name

    def _lines(self, statements: Iterable[Statement], phrase: Phrase, quote: bool = True) -> tuple[Line, ...]:
        """One line for each statement; those that say the same in the same words become one line with several citations."""
        merged: dict[tuple[str, str, str], list[Statement]] = {}
        for statement in statements:
            lead = wording.hedged(statement, phrase(statement)) if _hedge(statement) != "asserted" else _first_up(phrase(statement))
            denier = statement.assertion.hedge == "denied" and statement.voice.name
            voice = "" if denier else wording.voice_words(statement)
            words = " ".join(statement.assertion.anchor.exact.split()) if quote else ""
            merged.setdefault((lead, words, voice), []).append(statement)
        lines = []
        for (lead, words, voice), members in merged.items():
            first, others = cited((m.id for m in members), self.citations)
            lines.append(
                Line(
                    lead=lead, quote=words, voice=voice, hedge=_hedge(members[0]), kind=members[0].assertion.kind,
                    outlets=wording.and_list(self._outlet(m) for m in members),
                    first=first, others=others,
                )
            )  # fmt: skip
        return tuple(lines)

    def _grouped(self, statements: Iterable[Statement], key: Phrase, phrase: Phrase) -> list[Group]:
        groups: dict[str, list[Statement]] = {}
        for statement in statements:
            groups.setdefault(key(statement), []).append(statement)
        ordered = sorted(groups.items(), key=lambda item: (item[0] in LAST, item[0].casefold(), item[0]))
        return [Group(heading=heading, lines=self._lines(members, phrase)) for heading, members in ordered]

    def _outlook(self, statements: Sequence[Statement]) -> list[Group]:
        groups = []
        for likelihood, heading in wording.LIKELIHOOD_WORD.items():
            members = [s for s in statements if (s.assertion.likelihood or "unstated") == likelihood]
            if members:
                groups.append(Group(heading=heading, lines=self._lines(members, _condition)))
        return groups

    def _labels(self, statements: Iterable[Statement]) -> list[Group]:
        def phrase(statement: Statement) -> str:
            return f"“{' '.join(statement.assertion.anchor.exact.split())}”"

        groups: dict[str, list[Statement]] = {}
        for statement in statements:
            groups.setdefault(_target(statement), []).append(statement)
        result = []
        for target, members in sorted(groups.items(), key=lambda item: (item[0] in LAST, item[0].casefold(), item[0])):
            result.append(Group(heading=target, lines=self._rows(members, phrase)))
        return result

    def _rows(self, statements: Iterable[Statement], phrase: Phrase) -> tuple[Line, ...]:
        """Table rows: what, and by whom; equal ones become one row."""
        merged: dict[tuple[str, str, str], list[Statement]] = {}
        for statement in statements:
            who = wording.voice_name(statement, self._outlet(statement))
            merged.setdefault((wording.hedged(statement, phrase(statement)), who, statement.assertion.hedge), []).append(statement)
        rows = []
        for (lead, who, hedge), members in merged.items():
            first, others = cited((m.id for m in members), self.citations)
            rows.append(
                Line(
                    first=first, others=others, lead=lead, quote="", voice=who, hedge=hedge, kind=members[0].assertion.kind,
                    outlets=wording.and_list(self._outlet(m) for m in members),
                )
            )  # fmt: skip
        return tuple(rows)

    def _numbers(self, statements: Iterable[Statement]) -> list[Group]:
        """Numbers that are no count of an event, by what is counted."""
        others: dict[str, list[Statement]] = {}
        for statement in statements:
            others.setdefault(_what(statement), []).append(statement)
        return [
            Group(heading=what[:1].upper() + what[1:], lines=self._rows(others[what], _value))
            for what in sorted(others, key=lambda w: (w.casefold(), w))
        ]

    def _voices(self, statements: Iterable[Statement]) -> list[Group]:
        voices: dict[str, list[Statement]] = {}
        for statement in statements:
            voices.setdefault(wording.voice_name(statement, self._outlet(statement)), []).append(statement)
        lines = []
        for name, members in sorted(voices.items(), key=lambda item: (-len(item[1]), item[0].casefold(), item[0])):
            tally: dict[str, int] = {}
            for member in members:
                tally[member.assertion.hedge] = tally.get(member.assertion.hedge, 0) + 1
            words = ", ".join(f"{tally[hedge]} {hedge}" for hedge in HEDGES if hedge in tally)
            by_source = {self.citations[m.id].number: m.id for m in members}
            first, others = cited(by_source.values(), self.citations)
            outlets = wording.and_list(sorted({self._outlet(m) for m in members}))
            lines.append(
                Line(
                    lead=words,
                    quote="",
                    voice=name,
                    hedge="asserted",
                    kind="voice",
                    outlets=outlets,
                    first=first,
                    others=others,
                )
            )
        return [Group(heading="", lines=tuple(lines))] if lines else []


def _speaker(statement: Statement) -> str:
    return wording.target_words(statement.participants, "actor") or NO_ACTOR


def _target(statement: Statement) -> str:
    return wording.target_words(statement.participants, "target") or NO_TARGET


def _addressee(statement: Statement) -> str:
    return wording.target_words(statement.participants, "addressee") or NO_ADDRESSEE


def _subject(statement: Statement) -> str:
    return wording.target_words(statement.participants, "subject") or NO_SUBJECT


def _what(statement: Statement) -> str:
    """What a number counts, in words."""
    return wording.and_list(" ".join(q.what.split()) for q in statement.quantities if q.what) or "other numbers"


def _value(statement: Statement) -> str:
    return " / ".join(wording.range_words(q) for q in statement.quantities) or "a number that could not be read"


def _nothing(statement: Statement) -> str:
    """For sections whose lines are the quotes themselves."""
    return ""


def _condition(statement: Statement) -> str:
    return "on a condition" if statement.assertion.conditional else ""


def _hedge(statement: Statement) -> str:
    """A forecast's heading says how likely it is; said twice, "possibly possible" would be less than the text says."""
    assertion = statement.assertion
    softened = assertion.kind == "forecast" and assertion.hedge in ("possible", "probable")
    return "asserted" if softened else assertion.hedge


def _first_up(words: str) -> str:
    return words[:1].upper() + words[1:]
