"""What is new since the briefing before, or from the first day of a period: control, values of incidents, incidents; and the two
periods side by side.

New is what rests on documents that were not there before; an old report read again is not new. It does not know whether a later
number is an increase or a better count: both stand there with their voices.
"""

from collections.abc import Iterable, Mapping, Sequence

from dateline.records import Document, Incident, Row, Version
from dateline.situation import wording
from dateline.situation.accounts import Accounts, count_words, ends_words
from dateline.situation.citations import Citation
from dateline.situation.harm import HARMS, total
from dateline.situation.lines import Detail, Group, Line, cited
from dateline.situation.scope import Period, Scope, in_period
from dateline.situation.standing import control_line, state_words, status_words
from dateline.situation.timeline import DENIED, of_attribute, values


def changed(
    incidents: Sequence[Incident], control: Sequence[Row], accounts: Accounts, citations: Mapping[str, Citation], scope: Scope
) -> list[Group]:
    """Changes of control, new values of incidents that were known, and incidents that were not."""
    if scope.fresh is None:
        return []
    known = [one for one in incidents if not set(one.documents) <= scope.fresh]
    new = [one for one in incidents if set(one.documents) <= scope.fresh]
    lines = [line for one in known if (line := _new_values(one, accounts, scope.fresh, citations))]
    groups = [
        Group(heading="Control", lines=tuple(_control(control, accounts, scope, citations))),
        Group(heading="Known incidents, told on", lines=tuple(lines)),
        Group(heading="New incidents", lines=tuple(accounts.headline(one) for one in new) if known else ()),
    ]
    return [group for group in groups if group.lines]


def _control(control: Sequence[Row], accounts: Accounts, scope: Scope, citations: Mapping[str, Citation]) -> Iterable[Line]:
    """Places whose state is another than before, from a day of the period on."""
    before: dict[tuple, Row] = {}
    for row in control:
        place = (row.cells["place"], row.cells["latitude"], row.cells["longitude"])
        old = before.get(place)
        before[place] = row
        if any(name not in citations for name in row.statements):
            continue
        is_fresh = scope.fresh_in(accounts.statements[name].assertion.document for name in row.statements)
        if (
            not is_fresh
            or not scope.period.holds(row.cells["from"])
            or (old and status_words(old.cells) == status_words(row.cells))
        ):
            continue
        behind = tuple(name for name in old.statements if name in citations) if old else ()
        was = f"; before: {status_words(old.cells)}" if old and behind else ""
        yield control_line(row, citations, lead=f"{row.cells['place']}: {state_words(row.cells)}{was}", behind=behind)


def _new_values(incident: Incident, accounts: Accounts, fresh: frozenset[str], citations: Mapping[str, Citation]) -> Line | None:
    """The values of a known incident that only new documents hold, each beside those held before."""
    found: dict[str, list[Version]] = {}
    for version in incident.versions:
        if all(accounts.statements[name].assertion.document in fresh for name in version.statements):
            found.setdefault(version.attribute, []).append(version)
    if not found:
        return None
    details = [_detail(version, "new", citations) for versions in found.values() for version in versions]
    details += [_detail(v, "before", citations) for of in found for v in of_attribute(incident, of) if v not in found[of]]
    first, others = cited((name for versions in found.values() for v in versions for name in v.statements), citations)
    return Line(
        first=first, others=others, lead=accounts.phrase(incident, counts=False, place=True), quote="", voice="", kind="event",
        outlets="", hedge="asserted", details=tuple(sorted(details, key=lambda each: each.words)),
    )  # fmt: skip


def _detail(version: Version, standing: str, citations: Mapping[str, Citation]) -> Detail:
    first, others = cited(version.statements, citations)
    words = f"{version.attribute} {version.value}: {wording.and_list(version.voices)}, {count_words(version.stories)}"
    return Detail(first=first, others=others, words=words, standing=standing)


def compared(
    incidents: Iterable[Incident],
    documents: Mapping[str, Document],
    accounts: Accounts,
    citations: Mapping[str, Citation],
    period: Period,
) -> list[Group]:
    """Incidents by type, and harm, in a period and in as many days before it; what is in neither has no row."""
    before = period.before()
    if before is None:
        return []
    told = [one for one in incidents if set(values(one, "occurrence")) != {DENIED}]
    sides = [(each, [one for one in told if in_period(one, each, documents)]) for each in (period, before)]
    groups = []
    for kind in sorted({one.types[0] for _, members in sides for one in members if one.types}):
        rows = [(each, [one for one in members if one.types[0] == kind]) for each, members in sides]
        label = accounts.labels.get(kind, kind.replace("_", " "))
        groups.append(_side_by_side(label, [(each, f"{len(ones):,}", ones) for each, ones in rows if ones], citations))
    for of in HARMS:
        counted = [(each, [one for one in members if of_attribute(one, of)]) for each, members in sides]
        rows = [(each, ends_words(*total(ones, of)), ones) for each, ones in counted if ones]
        groups += [_side_by_side(of, rows, citations)] if rows else []
    return groups


def _side_by_side(heading: str, rows: Iterable[tuple[Period, str, Sequence[Incident]]], citations: Mapping[str, Citation]) -> Group:
    lines = []
    for period, figure, members in rows:
        first, others = cited((one.statements[0] for one in members), citations)
        number = f"{len(members):,} {'incident' if len(members) == 1 else 'incidents'}"
        lines.append(
            Line(
                first=first, others=others, lead=figure, quote="", voice=str(period), outlets=number, hedge="asserted", kind="event"
            )
        )  # fmt: skip
    return Group(heading=heading[:1].upper() + heading[1:], lines=tuple(lines))
