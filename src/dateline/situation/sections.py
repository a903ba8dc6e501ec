"""Statements -> the sections of a briefing: what happened, who holds what, numbers, voices, labels, outlook and the rest.

A line is built from one statement's own fields and its quote; statements that say the same in the same words share a line.
What it does not know: whether two statements speak of one incident. It puts equal day, place and type side by side, no more.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from dateline.records import Document, Record, Statement
from dateline.situation import wording
from dateline.situation.citations import Citation

DAYS_OF_A_LONG_TIME = 31
"""Above it an event is a course of events, and does not belong to a day."""

HEDGES = ("asserted", "reported", "probable", "possible", "denied")
NO_PLACE = "Place not stated"
NO_ACTOR = "Speaker not named"
NO_TARGET = "Target not named"
NO_ADDRESSEE = "Addressee not named"
NO_SUBJECT = "Actor not named"
LAST = frozenset({NO_PLACE, NO_ACTOR, NO_TARGET, NO_ADDRESSEE, NO_SUBJECT})

SECTIONS = (
    ("happened", "What happened", "Newest day first, then what lasted longer than a month, then what has no day", "timeline"),
    ("control", "Who holds what", "By place", "list"),
    ("numbers", "Numbers", "Side by side, never averaged", "table"),
    ("declared", "What was declared", "Threats, demands, accusations, condemnations and pledges, by speaker", "list"),
    ("voices", "Who says so", "Those who vouch for the statements, the most quoted first", "table"),
    ("labels", "What they are called", "Who uses which word for whom", "table"),
    ("outlook", "Outlook", "Forecasts, the likeliest first", "list"),
    ("recommendations", "Recommendations", "By addressee", "list"),
    ("judgements", "Judgements", "Opinion and interpretation, by what they are about", "list"),
    ("relations", "Relations", "Leaders, allies, offshoots, enemies", "list"),
)
"""Id, title, caption and layout of each section, in reading order."""

Phrase = Callable[[Statement], str]


class Line(Record, frozen=True):
    """One sentence of the briefing. `lead` is ours, `quote` is the text's, `voice` says who vouches for it."""

    lead: str
    quote: str
    voice: str
    hedge: str
    kind: str
    outlets: str
    citations: tuple[Citation, ...]


class Group(Record, frozen=True):
    """Lines that belong together: a day and a place, a speaker, a figure. `note` marks what a reader must not miss."""

    heading: str
    lines: tuple[Line, ...]
    subheading: str = ""
    note: str = ""


class Section(Record, frozen=True):
    """One part of the briefing. `layout` is timeline, table or list."""

    id: str
    title: str
    caption: str
    layout: str
    groups: tuple[Group, ...]


def make_sections(
    statements: Sequence[Statement], documents: Mapping[str, Document], citations: Mapping[str, Citation], labels: Mapping[str, str]
) -> tuple[Section, ...]:
    """The sections that have something to say, in reading order; `statements` in the order of the archive."""
    return tuple(section for section in _Maker(documents, citations, labels).sections(statements) if section.groups)


class _Maker:
    """Builds sections; holds the tables that every section needs."""

    def __init__(self, documents: Mapping[str, Document], citations: Mapping[str, Citation], labels: Mapping[str, str]) -> None:
        self.documents, self.citations, self.labels = documents, citations, labels

    def sections(self, statements: Sequence[Statement]) -> list[Section]:
        """All sections in reading order, empty ones too."""
        kinds: dict[str, list[Statement]] = {}
        for statement in statements:
            declared = statement.assertion.kind == "event" and statement.assertion.type == "statement"
            kinds.setdefault("declared" if declared else statement.assertion.kind, []).append(statement)

        def of(kind: str) -> list[Statement]:
            return kinds.get(kind, [])

        def event(statement: Statement) -> str:
            return wording.event_words(statement, self.labels)

        groups = {
            "happened": self._by_day(of("event")),
            "control": self._grouped(of("control"), _place, lambda s: wording.control_words(s, under=_place(s))),
            "numbers": self._numbers(statements),
            "declared": self._grouped(of("declared"), _speaker, event),
            "voices": self._voices(statements),
            "labels": self._labels(of("label")),
            "outlook": self._outlook(of("forecast")),
            "recommendations": self._grouped(of("recommendation"), _addressee, _nothing),
            "judgements": self._grouped(of("judgement"), _target, _nothing),
            "relations": self._grouped(of("relation"), _subject, lambda s: wording.relation_words(s, under=_subject(s))),
        }
        return [
            Section(id=id, title=title, caption=caption, layout=layout, groups=tuple(groups[id]))
            for id, title, caption, layout in SECTIONS
        ]

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
            lines.append(
                Line(
                    lead=lead, quote=words, voice=voice, hedge=_hedge(members[0]), kind=members[0].assertion.kind,
                    outlets=wording.and_list(self._outlet(m) for m in members),
                    citations=tuple(self.citations[m.id] for m in members),
                )
            )  # fmt: skip
        return tuple(lines)

    def _by_day(self, statements: Iterable[Statement]) -> list[Group]:
        """By day, newest first; then what lasted longer than a month; then what has no day."""
        days: dict[tuple[int, str, str], dict[str, list[Statement]]] = {}
        for statement in statements:
            time = statement.time
            late = 0 if time is None else 2 if wording.span_days(time) <= DAYS_OF_A_LONG_TIME else 1
            day = (late, time.start, time.end) if time else (late, "", "")
            days.setdefault(day, {}).setdefault(_place(statement), []).append(statement)
        groups = []
        for day in sorted(days, reverse=True):
            for place, members in sorted(days[day].items(), key=lambda item: (item[0] == NO_PLACE, item[0])):
                lines = self._lines(members, lambda s, place=place: wording.event_words(s, self.labels, under=place))
                groups.append(Group(heading=wording.interval_words(members[0].time), subheading=place, lines=lines))
        return groups

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
        return tuple(
            Line(
                lead=lead, quote="", voice=who, hedge=hedge, kind=members[0].assertion.kind,
                outlets=wording.and_list(self._outlet(m) for m in members),
                citations=tuple(self.citations[m.id] for m in members),
            )
            for (lead, who, hedge), members in merged.items()
        )  # fmt: skip

    def _numbers(self, statements: Iterable[Statement]) -> list[Group]:
        """Counts of events by day, place, type and what is counted; then every other number."""
        counts: dict[tuple[str, ...], list[Statement]] = {}
        others: dict[str, list[Statement]] = {}
        for statement in statements:
            if statement.assertion.kind == "quantity":
                what = _what(statement)
                others.setdefault(what, []).append(statement)
            for of in sorted({q.of for q in statement.quantities if q.of}) if statement.assertion.kind == "event" else ():
                day = statement.time.end + statement.time.start if statement.time else ""
                anywhere = statement.id if not day and not statement.places else ""
                counts.setdefault((day, _place(statement), statement.assertion.type or "", of, anywhere), []).append(statement)
        groups = []
        for key in sorted(counts, key=lambda k: (k[0] == "", _reversed(k[0]), k[1:])):
            members, of = counts[key], key[3]
            rows = self._rows(members, lambda s, of=of: " / ".join(wording.range_words(q) for q in s.quantities if q.of == of))
            label = self.labels.get(key[2], key[2].replace("_", " "))
            heading = f"{wording.COUNT_WORD.get(of, of).capitalize()}, {label}"
            subheading = ", ".join(
                part for part in (key[1] if key[1] != NO_PLACE else "", wording.interval_words(members[0].time)) if part
            )
            differ = len({row.voice for row in rows}) > 1 and len({row.lead for row in rows}) > 1
            groups.append(Group(heading=heading, subheading=subheading, lines=rows, note="figures differ" if differ else ""))
        groups.sort(key=lambda group: group.note == "")  # what differs comes first; the order is otherwise kept
        for what in sorted(others, key=lambda w: (w.casefold(), w)):
            groups.append(Group(heading=what[:1].upper() + what[1:], lines=self._rows(others[what], _value)))
        return groups

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
            cited = {self.citations[m.id].number: self.citations[m.id] for m in members}
            outlets = wording.and_list(sorted({self._outlet(m) for m in members}))
            lines.append(
                Line(
                    lead=words,
                    quote="",
                    voice=name,
                    hedge="asserted",
                    kind="voice",
                    outlets=outlets,
                    citations=tuple(cited.values()),
                )
            )
        return [Group(heading="", lines=tuple(lines))] if lines else []


def _reversed(day: str) -> tuple[int, ...]:
    return tuple(-ord(mark) for mark in day)


def _place(statement: Statement) -> str:
    named = wording.names(statement, "place") or [" ".join(place.name.split()) for place in statement.places]
    return named[0] if named else NO_PLACE


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
