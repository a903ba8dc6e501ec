"""Incidents -> lines of a briefing: what happened, the counts of it, what is disputed. Every value with who holds it.

A line says no more than the incident's versions: where several values are held, all are shown with their voices, and how many
independent stories hold each; the range over them is never narrowed, nothing is averaged. It does not know which incidents matter.
"""

from collections.abc import Iterable, Mapping, Sequence

from dateline.records import Document, Incident, Statement, Version
from dateline.situation import wording
from dateline.situation.citations import Citation
from dateline.situation.lines import Detail, Group, Line, cited
from dateline.situation.scope import DAYS_OF_A_LONG_TIME
from dateline.situation.timeline import COUNTS, DENIED, of_attribute, span, values

NO_PLACE = "Place not stated"
MOST_QUOTES = 3
"""Quotes printed of one incident; the sentences of the others are cited."""
VAGUE = "other_conflict"
DECLARED = frozenset(("statement",))
_CERTAINTY = {"denied": "denied", "possible": "possible", "probable": "probable", "reported": "reported"}
_SHOWN = (*COUNTS, *(f"{of}, part" for of in COUNTS))


class Accounts:
    """Makes the lines; holds the tables that each needs."""

    def __init__(
        self,
        documents: Mapping[str, Document],
        statements: Mapping[str, Statement],
        citations: Mapping[str, Citation],
        labels: Mapping[str, str],
    ) -> None:
        self.documents, self.statements, self.citations, self.labels = documents, statements, citations, labels

    def happened(self, incidents: Iterable[Incident]) -> list[Group]:
        """By day, newest first; then what lasted longer than a month; then what has no day."""
        days: dict[tuple[int, str, str], dict[str, list[Incident]]] = {}
        for incident in incidents:
            time = incident.time
            late = 0 if time is None else 2 if wording.span_days(time) <= DAYS_OF_A_LONG_TIME else 1
            day = (late, time.start, time.end) if time else (late, "", "")
            days.setdefault(day, {}).setdefault(where(incident), []).append(incident)
        return [
            Group(heading=wording.interval_words(members[0].time), subheading=place, lines=tuple(map(self.line, members)))
            for day in sorted(days, reverse=True)
            for place, members in sorted(days[day].items(), key=lambda item: (item[0] == NO_PLACE, item[0]))
        ]

    def line(self, incident: Incident) -> Line:
        """One incident: what, who, whom, how many; its quotes, and each value that another one stands against."""
        first, others = cited(incident.statements, self.citations)
        one = self.statements[incident.statements[0]]
        hedge = certainty(incident)
        return Line(
            first=first, others=others, lead=self.phrase(incident), quote=_quote(one), voice=wording.voice_words(one), hedge=hedge,
            outlets=self.told(incident), kind=one.assertion.kind,
            details=(*self._values(incident), *self._further_quotes(incident)),
        )  # fmt: skip

    def headline(self, incident: Incident) -> Line:
        """One incident in a line: what, where, when, how many."""
        first, others = cited(incident.statements, self.citations)
        return Line(
            first=first, others=others, lead=self.phrase(incident, place=True), quote="", voice="", kind="event",
            hedge=certainty(incident), outlets=self.told(incident),
        )  # fmt: skip

    def phrase(self, incident: Incident, *, counts: bool = True, place: bool = False) -> str:
        """An incident as a noun phrase, its hedge first."""
        words = self.types(incident)
        actors, recipients = values(incident, "actor"), values(incident, "recipient")
        if actors:
            involved = len(actors) > 1 or not wording.INVOLVING.isdisjoint(incident.types) or "battle" in incident.types
            words += f" {'involving' if involved else 'by'} {wording.and_list(actors)}"
        if recipients:
            words += f", against or concerning {wording.and_list(recipients)}"
        if place:
            words += f", {where(incident)}, {wording.interval_words(incident.time)}"
        found = [f"{wording.COUNT_WORD.get(of, of)} {range_of(incident, of)}" for of in COUNTS if of_attribute(incident, of)]
        words += ": " + ", ".join(found) if found and counts else ""
        hedge = certainty(incident)
        words = f"{'Denied' if hedge == DENIED else wording.HEDGE_WORD[hedge]}: {words}" if hedge != "asserted" else words
        words = words[:1].upper() + words[1:]
        return f"{words}; denied by some" if hedge != DENIED and DENIED in values(incident, "occurrence") else words

    def types(self, incident: Incident) -> str:
        """What it was, in the codebook's labels."""
        telling = [kind for kind in incident.types if kind != VAGUE] or incident.types
        return wording.and_list(self.labels.get(kind, kind.replace("_", " ")) for kind in telling)

    def told(self, incident: Incident) -> str:
        """In how many independent stories, and by whom."""
        outlets = wording.and_list(dict.fromkeys(self._outlet(name) for name in incident.documents))
        return outlets if len(incident.documents) == 1 else f"{count_words(incident.stories)}: {outlets}"

    def counts(self, incidents: Iterable[Incident]) -> list[Group]:
        """A group for each count of each incident: the range, then each value with who holds it; disputed ones first."""
        made: list[Group] = []
        for incident in sorted(incidents, key=_newest_first):
            for of in _SHOWN:
                if versions := of_attribute(incident, of):
                    rows = tuple(self._count_row(version, incident) for version in versions)
                    label = wording.COUNT_WORD.get(of, of)
                    parts = (where(incident) if incident.places else "", wording.interval_words(incident.time))
                    note = f"figures differ: {range_of(incident, of)}" if _differ(versions) else ""
                    made.append(
                        Group(
                            heading=f"{label[:1].upper()}{label[1:]}, {self.types(incident)}",
                            subheading=", ".join(part for part in parts if part),
                            lines=rows,
                            note=note,
                        )
                    )
        return sorted(made, key=lambda group: not group.note)

    def disputed(self, incidents: Iterable[Incident]) -> list[Group]:
        """Incidents of which two voices hold what cannot both be: each attribute a line, each value with its voices under it."""
        made = []
        for incident in sorted(incidents, key=_newest_first):
            lines = []
            for attribute in dict.fromkeys(v.attribute for v in incident.versions if v.standing == "disputed"):
                versions = of_attribute(incident, attribute)
                first, others = cited((s for v in versions for s in v.statements), self.citations)
                lead = f"{attribute[:1].upper()}{attribute[1:]}: {wording.and_list(v.value for v in versions)}"
                details = tuple(self._detail(version) for version in versions)
                lines.append(
                    Line(
                        first=first, others=others, lead=lead, quote="", voice="", outlets="", hedge="asserted", kind="event",
                        details=details,
                    )
                )  # fmt: skip
            if lines:
                made.append(Group(heading=self.phrase(incident, counts=False, place=True), lines=tuple(lines)))
        return made

    # ------------------------------------------------------------------ parts of a line
    def _values(self, incident: Incident) -> list[Detail]:
        """The values of an attribute that has several rivals, or several counts."""
        found = []
        for attribute in dict.fromkeys(version.attribute for version in incident.versions):
            versions = of_attribute(incident, attribute)
            rivals = any(v.standing in ("disputed", "revised", "revision") for v in versions)
            if rivals or (attribute in _SHOWN and len(versions) > 1):
                found += [self._detail(version) for version in versions]
        return found

    def _detail(self, version: Version) -> Detail:
        first, others = cited(version.statements, self.citations)
        since = f", since {wording.day_words(version.since)}" if version.since else ""
        words = f"{version.attribute} {version.value}: {wording.and_list(version.voices)}, {count_words(version.stories)}{since}"
        return Detail(first=first, others=others, words=words, standing=version.standing)

    def _further_quotes(self, incident: Incident) -> list[Detail]:
        """Other wordings, one of a document, a few at the most."""
        found: dict[str, Detail] = {}
        shown = {_quote(self.statements[incident.statements[0]])}
        for name in incident.statements[1:]:
            statement = self.statements[name]
            words, document = _quote(statement), statement.assertion.document
            if words not in shown and document not in found and len(found) < MOST_QUOTES - 1:
                shown.add(words)
                first, others = cited([name], self.citations)
                voice = wording.voice_words(statement)
                said = ", ".join(filter(None, (voice, self._outlet(document))))
                found[document] = Detail(first=first, others=others, words=said, quote=words)
        return list(found.values())

    def _count_row(self, version: Version, incident: Incident) -> Line:
        first, others = cited(version.statements, self.citations)
        documents = (self.statements[name].assertion.document for name in version.statements)
        outlets = [name for name in dict.fromkeys(map(self._outlet, documents)) if name not in version.voices]
        return Line(
            first=first, others=others, lead=version.value, quote="", hedge=certainty(incident), kind="event",
            voice=wording.and_list(version.voices),
            outlets=" · ".join(filter(None, (wording.and_list(outlets), count_words(version.stories)))),
        )  # fmt: skip

    def _outlet(self, document: str) -> str:
        found = self.documents[document]
        return found.outlet or found.name


def where(incident: Incident) -> str:
    """The finest place that most stories name."""
    return " ".join(incident.places[0].name.split()) if incident.places else NO_PLACE


def certainty(incident: Incident) -> str:
    """As surely as its surest voice says that it happened: asserted, reported, probable, possible; denied where nobody says so."""
    told = values(incident, "occurrence")
    if not told or "happened" in told:
        return "asserted"
    return next((_CERTAINTY[word] for word in ("reported", "probable", "possible") if word in told), DENIED)


def range_of(incident: Incident, of: str) -> str:
    """The range that the values of a count span; open ends stay open."""
    low, high = span(of_attribute(incident, of))
    return ends_words(low, high)


def ends_words(low: float | None, high: float | None) -> str:
    """Both ends for reading.

    >>> ends_words(12, 15), ends_words(20, None), ends_words(7, 7), ends_words(None, 5)
    ('12 to 15', 'at least 20', '7', 'up to 5')
    """
    if high is None:
        return f"at least {low or 0:,.0f}"
    if low is None:
        return f"up to {high:,.0f}"
    return f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"


def count_words(stories: int) -> str:
    """How many independent stories."""
    return "1 independent story" if stories == 1 else f"{stories:,} independent stories"


def _differ(versions: Sequence[Version]) -> bool:
    return any(version.standing == "disputed" for version in versions)


def _newest_first(incident: Incident) -> tuple:
    day = incident.time.end if incident.time else ""
    return (day == "", tuple(-ord(mark) for mark in day), where(incident), incident.id)


def _quote(statement: Statement) -> str:
    return " ".join(statement.assertion.anchor.exact.split())
