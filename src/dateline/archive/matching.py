"""A case file beside an event table of others: our incidents with the table's types, the pairs of both, and what is in one alone.

Types are those that `dateline export` gives, statement by statement; an incident may be of several. The table is gone through as it
stands and never stored.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from dateline.csvfile import Table, plain
from dateline.errors import InputError
from dateline.exports.accounts import why_no_event
from dateline.exports.days import length_days
from dateline.exports.formats import acled, plover, ucdp
from dateline.exports.items import LEVELS, Item
from dateline.exports.tables import Tables
from dateline.gazetteer import Gazetteer
from dateline.gazetteer.names import fold
from dateline.link.places import distance_km
from dateline.matching.events import LONGEST_DAYS, Event
from dateline.matching.forms import COUNTRY_ONLY, MISSHAPEN, NO_TYPE, TOO_LONG, Form, form_of
from dateline.matching.pairing import Distance, Near, Pair, Reach, matched
from dateline.matching.scores import BOTH, OURS, THEIRS, Compared, Scores, Tally
from dateline.query import Filter
from dateline.records import Incident
from dateline.review.sheet import is_sheet
from dateline.situation.timeline import of_attribute, span
from dateline.store import Store

NO_DAY_TOLD, NOWHERE = "no day told", "no place with a point told"
NOT_ASKED, OTHER_DAYS, TWICE = "not meant by the query", "outside the days asked for", "its id stands in an earlier row"
NO_DEATHS = "no number of deaths told: UCDP's events have at least one"
BROAD = frozenset({"province", "area", "water"})
BROADEST = 3
"""The precision of a place of which only the province is known."""
VIOLENCE = {number: words for words, number in ucdp.TYPES.items()}


class Scope(Reach, frozen=True):
    """What is compared, and how far apart two may be."""

    since: str | None = None
    """ISO date."""
    until: str | None = None
    meant: frozenset[str] | None = None
    """Statements that a query means: of ours only incidents that rest on one of them."""

    def holds(self, event: Event) -> bool:
        """Whether it may have been in the days asked for."""
        return (self.since or "") <= event.end and event.start <= (self.until or "9999")


@dataclass(frozen=True)
class Comparison:
    """What came of it; the rows can be gone through more than once, and each time the table is."""

    form: Form
    ours: tuple[Event, ...]
    """By first day."""
    pairs: dict[int, Pair]
    theirs: dict[int, Event]
    """Those in a pair, by line."""
    _walk: Callable[[Counter[str]], Iterator[Event]]
    _ours_left_out: Counter[str]

    def rows(self, theirs_left_out: Counter[str] | None = None) -> Iterator[Compared]:
        """What is in both, then what is ours alone, both by day; then what is theirs alone, in the order of the table.

        Args:
            theirs_left_out: where rows of the table that cannot be compared are counted, by reason.
        """
        by_ours = {pair.ours: pair for pair in self.pairs.values()}
        for event in self.ours:
            if pair := by_ours.get(event.id):
                yield Compared(standing=BOTH, ours=event, theirs=self.theirs[pair.line], pair=pair)
        for event in self.ours:
            if event.id not in by_ours:
                yield Compared(standing=OURS, ours=event, theirs=None, pair=None)
        for event in self._walk(Counter() if theirs_left_out is None else theirs_left_out):
            if event.line not in self.pairs:
                yield Compared(standing=THEIRS, ours=None, theirs=event, pair=None)

    def scores(self) -> Scores:
        """The figures."""
        tally = Tally()
        tally.ours_left_out.update(self._ours_left_out)
        for row in self.rows(tally.theirs_left_out):
            tally.add(row)
        return tally.scores()


def form_of_table(table: Table) -> Form:
    """Whose table it is.

    Raises:
        InputError: it has not the columns of any that is known.
    """
    if form := form_of(table.columns):
        return form
    if is_sheet(table.columns):
        raise InputError(f"{table.name} is a review sheet and no event table; bring it back with `dateline import {table.name}`.")
    raise InputError(f"{table.name} has not the columns of an event table of ACLED, UCDP or POLECAT; give it as they publish it.")


def narrowed(scope: Scope, store: Store, wanted: Filter) -> Scope:
    """A scope in which of ours only that is compared which a query means."""
    if not wanted.conditions:
        return scope
    return msgspec.structs.replace(scope, meant=frozenset(statement for statement, _ in store.statement_ids(wanted=wanted)))


def compare(
    store: Store,
    items: Iterable[Item],
    tables: Tables,
    gazetteer: Gazetteer,
    table: Table,
    form: Form,
    scope: Scope,
    listen: Callable[[], None] = lambda: None,
) -> Comparison:
    """Compare a case file, linked before, with an event table.

    Args:
        items: what exporters see of all events and changes of control of the case file.
        gazetteer: where the names that they give provinces are looked up.
        listen: called for each row of the table that can be compared.
    """
    left_out: Counter[str] = Counter()
    ours = tuple(sorted(_ours(store, items, tables, form, scope, left_out), key=lambda e: (e.start, e.end, e.id)))

    @lru_cache(maxsize=10_000)
    def provinces(name: str) -> tuple[str, ...]:
        return (name, *(fold(one.name) for one in gazetteer.find(name) if one.feature == "A.ADM1"))

    def walk(why: Counter[str]) -> Iterator[Event]:
        for event in _theirs(table, form, scope, why):
            names = sorted({one for name in event.provinces for one in provinces(name)})
            yield msgspec.structs.replace(event, provinces=tuple(names)) if names else event

    near = Near(ours, _apart, scope)
    found: list[Pair] = []
    met: dict[int, Event] = {}
    for event in walk(Counter()):
        listen()
        if pairs := list(near.pairs(event)):
            found += pairs
            met[event.line] = event
    taken = matched(found)
    theirs = {line: met[line] for line in taken}
    return Comparison(form=form, ours=ours, pairs=taken, theirs=theirs, _walk=walk, _ours_left_out=left_out)


_apart: Distance = distance_km


def _theirs(table: Table, form: Form, scope: Scope, left_out: Counter[str]) -> Iterator[Event]:
    known: set[int] = set()
    for line in table.lines():
        cells = {name: plain(cell) for name, cell in line.cells.items()} if line.cells is not None else None
        event = MISSHAPEN if cells is None else form.read(cells, line.number)
        if isinstance(event, str):
            left_out[event] += 1
        elif (key := hash(event.id)) in known:
            left_out[TWICE] += 1
        else:
            known.add(key)
            if scope.holds(event):
                yield event
            else:
                left_out[OTHER_DAYS] += 1


# ---------------------------------------------------------------------- ours
def _ours(store: Store, items: Iterable[Item], tables: Tables, form: Form, scope: Scope, left_out: Counter[str]) -> Iterator[Event]:
    codes = {item.id: _code(item, tables, form) for item in items if item.kind in acled.KINDS}
    for incident in store.incidents():
        event = _event(incident, codes, tables, form)
        if scope.meant is not None and scope.meant.isdisjoint(incident.statements):
            left_out[NOT_ASKED] += 1
        elif isinstance(event, str):
            left_out[event] += 1
        elif not scope.holds(event):
            left_out[OTHER_DAYS] += 1
        else:
            yield event


def _code(item: Item, tables: Tables, form: Form) -> tuple[str | None, str]:
    """The table's type of a statement, or None and why there is none."""
    if (reason := why_no_event(item)) is not None:
        return None, reason
    none = f"{form.label} has no type for {item.label or item.type}"
    match form.name:
        case "acled":
            code = acled.code_of(item, tables)
            return (code[0] if code else None), none
        case "polecat":
            code = plover.code_of(item, tables)
            return (code[0] if code else None), none
    if item.violence is None:
        return None, none
    violence = ucdp.type_of_violence(item, *ucdp.ordered(item))
    return (VIOLENCE[violence] if violence else None), "the sides do not show the type of violence"


def _event(incident: Incident, codes: dict[str, tuple[str | None, str]], tables: Tables, form: Form) -> Event | str:
    told = [codes[name] for name in incident.statements if name in codes]
    types = tuple(dict.fromkeys(code for code, _ in told if code is not None))
    if not types:
        return Counter(reason for _, reason in told).most_common(1)[0][0] if told else NO_TYPE
    if incident.time is None:
        return NO_DAY_TOLD
    if length_days(incident.time) > LONGEST_DAYS:
        return TOO_LONG
    low, high = span(of_attribute(incident, "killed"))
    if form.name == "ucdp" and not (low or high):
        return NO_DEATHS
    sites = [(tables.sites.site(place, place.name, place.label), place) for place in incident.places]
    grounded = [(site, place) for site, place in sites if site.level is not None and site.level != "country"]
    if not grounded:
        return COUNTRY_ONLY if any(site.level == "country" for site, _ in sites) else NOWHERE
    finest = min(LEVELS.index(site.level) for site, _ in grounded)
    return Event(
        id=incident.id,
        start=incident.time.start,
        end=incident.time.end,
        places=tuple(place for _, place in grounded),
        provinces=tuple(sorted({fold(site.province) for site, _ in grounded if site.province})),
        broad=LEVELS[finest] in BROAD or all(place.precision == BROADEST for _, place in grounded),
        types=types,
        label=", ".join(incident.types),
        low=low,
        high=high,
        statements=incident.statements,
    )
