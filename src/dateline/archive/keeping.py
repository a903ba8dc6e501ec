"""Views that are kept in the case file, brought up to date with what was linked, in the same transaction.

What is new or was taken out touches the parts of a view that it is in (`situation.parts`), and these alone are made anew; the rows
are the same as those made of everything. Views that need no part are answered from columns instead (`pages`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from dateline.archive.heard import HEARD, keep_heard, note_wordings
from dateline.archive.of_control import CONTROL, keep_of_control
from dateline.archive.tables import Tables
from dateline.records import Document, Incident, Record, Sentence, Statement
from dateline.situation.alerts.control import hold_parts
from dateline.situation.alerts.jumps import jump_rows
from dateline.situation.bearing import report_keys
from dateline.situation.candidates import NameShare, name_rows, name_shares
from dateline.situation.checks import check_parts
from dateline.situation.control import CHANGES, control_parts
from dateline.situation.harm import harm_parts
from dateline.situation.labels import label_parts
from dateline.situation.lineage import lineage_parts
from dateline.situation.moments import happening_parts, unseen_parts
from dateline.situation.numbers import number_parts
from dateline.situation.outlook import FORETOLD, outlook_parts
from dateline.situation.parts import Part, Share
from dateline.situation.points import PointShare, place_on_list, point_shares, together
from dateline.situation.sources import HeardShare, SourceShare, source_rows, source_shares
from dateline.situation.verdicts import calibration_parts
from dateline.store.tallies import tally_of

if TYPE_CHECKING:
    from dateline.store import Links

VERSION = "views 2"
"""Raised when a view gives other rows for the same documents: what is kept is then made anew."""
AT_ONCE = 200
"""Documents or incidents that are looked at together."""
KINDS = ("event", "control", "relation", "quantity", "label", "forecast", "recommendation", "judgement")
POINTS, HAPPENINGS, UNSEEN = "points", "happenings", "unseen"
"""What the desk draws: the points of its map, what that plays of incidents, and incidents that it cannot show."""
JUMPS, HOLDS = "jumps", "holds"
"""What alerts of any week rest on: counts that jumped, and who was said to hold which place."""
Listener = Callable[[int, int], None]


class Told(NamedTuple):
    """Documents with all that a view is made of."""

    statements: list[Statement]
    documents: Mapping[str, Document]
    sentences: Mapping[str, Sentence]
    incidents: list[Incident]


class Kept(NamedTuple):
    """How the parts of a view are made."""

    parts: Callable[[Told, Tables], Iterator[Part]]
    kinds: tuple[str, ...] = ()
    """Kinds of statements that it is made of."""
    sentences: bool = False
    """Looks at the words around statements."""
    incidents: bool = False
    """Its members are incidents, not documents."""
    beside: str | None = None
    """Another view of which rows are made with its parts."""


class Summed(NamedTuple):
    """How a view is made whose parts add up what each document gives to them."""

    shares: Callable[[Told, Tables], Iterator[Share]]
    given: type[Record]
    """What a share is."""
    rows: Callable[[Sequence[Any], Sequence[Any], Tables], Iterable[tuple[str, Record]]]
    """The rows of one part out of all its shares, and those of another view, each with its place in the view."""
    kinds: tuple[str, ...] = KINDS
    """Kinds of statements that it is made of."""
    sentences: bool = False
    """Looks at the words around statements."""
    beside: tuple[str, type[Record]] | None = None
    """Another view of which the shares are looked at, of the parts by the same keys, and what a share is there."""


KEPT: Mapping[str, Kept] = {
    "lineage": Kept(lambda t, c: lineage_parts(t.statements, t.documents, c.codebook.actors), kinds=("relation",)),
    "numbers": Kept(
        lambda t, c: number_parts(t.statements, t.documents, c.codebook.quantities, jump_rows),
        kinds=("event", "quantity"),
        beside=JUMPS,
    ),
    "labels": Kept(lambda t, c: label_parts(t.statements, t.documents, c.codebook), kinds=("label",)),
    "checks": Kept(
        lambda t, c: check_parts(t.statements, t.documents, t.sentences, c.codebook, c.gazetteer), kinds=KINDS, sentences=True
    ),
    "outlook": Kept(
        lambda t, c: outlook_parts(
            [s for s in t.statements if s.assertion.kind in FORETOLD], t.documents, t.sentences, t.statements, c.codebook
        ),
        kinds=KINDS,
        sentences=True,
    ),
    "calibration": Kept(lambda t, c: calibration_parts(t.statements, t.documents, c.codebook.actors), kinds=("forecast",)),
    "harm": Kept(lambda t, c: harm_parts(t.incidents), incidents=True),
    "control": Kept(
        lambda t, c: control_parts(
            t.incidents, {s.id: s for s in t.statements}, t.documents, same_side=c.same_side, province_of=c.province_of
        ),
        kinds=("control",),
        incidents=True,
    ),
}
"""The views that are kept in parts, by name."""
BESIDE: Mapping[str, Kept] = {
    HAPPENINGS: Kept(lambda t, c: happening_parts(t.incidents), incidents=True),
    UNSEEN: Kept(lambda t, c: unseen_parts(t.incidents), incidents=True),
    HOLDS: Kept(lambda t, c: hold_parts(t.statements, t.documents), kinds=("control",)),
}
"""What is kept beside views, by name."""
_IN_PARTS = {**KEPT, **BESIDE}
SUMMED: Mapping[str, Summed] = {
    "sources": Summed(
        lambda t, c: source_shares(t.statements, t.documents),
        SourceShare,
        lambda shares, heard, c: source_rows(shares, heard),
        beside=(HEARD, HeardShare),
    ),
    "candidates": Summed(
        lambda t, c: name_shares(t.statements, t.documents, t.sentences, c.codebook.actors),
        NameShare,
        lambda shares, _, c: name_rows(shares, c.known_names, c.codebook.actors, c.gazetteer),
    ),
    POINTS: Summed(
        lambda t, c: point_shares(t.statements, t.documents),
        PointShare,
        lambda shares, _, c: [(place_on_list(point := together(shares)), point)],
    ),
}
"""The views that are added up, by name."""


def made_by(tables: Tables) -> str:
    """The versions on which rows that are kept rest."""
    return f"{VERSION}, {tables.versions}"


def keep_views(links: "Links", tables: Tables, listen: Listener = lambda done, total: None) -> None:
    """Bring the kept views up to date with what is linked.

    Args:
        listen: called with the number of documents and incidents looked at so far, and of all that are to be.
    """
    views = links.views
    if views.made_by() != (versions := made_by(tables)):
        views.clear(versions)
    new = views.new_documents(), views.new_incidents()
    alone = not views.viewed_any()
    done, total = 0, sum(map(len, new))
    changed: dict[str, set[str]] = {name: set() for name in _IN_PARTS}
    views.tallies.take_off_gone()
    for incidents, ids in zip((False, True), new, strict=True):
        ours = {name: kept for name, kept in _IN_PARTS.items() if kept.incidents == incidents}
        for at in range(0, len(ids), AT_ONCE):
            chunk = ids[at : at + AT_ONCE]
            told = _told(links, chunk, ours.values())
            for name, kept in ours.items():
                changed[name] |= _take_in(links, name, kept.parts(_of_kinds(told, kept.kinds), tables))
            if incidents:
                views.note_incidents(chunk)
            else:
                _take_documents_in(links, chunk, told, tables)
            done += len(chunk)
            listen(done, total)
    parts = keep_heard(links, new[0], views.stale().get(HEARD, ()), alone=alone)
    views.mark_stale("sources", parts)
    stale = {name: parts for name, parts in views.stale().items() if name != HEARD}
    for name, parts in stale.items():
        make = _add_up if name in SUMMED else _make_anew
        for at in range(0, len(parts), AT_ONCE):
            make(links, name, parts[at : at + AT_ONCE], tables)
    keep_of_control(views, changed[CONTROL] | set(stale.get(CONTROL, ())))
    views.forget_stale()


def _take_documents_in(links: "Links", ids: Sequence[str], told: Told, tables: Tables) -> None:
    """What is kept of documents beside parts of which the rows are known."""
    views = links.views
    for name, summed in SUMMED.items():
        shares = list(summed.shares(_of_kinds(told, summed.kinds), tables))
        views.add_shares(name, shares)
        views.mark_stale(name, (share.key for share in shares))
    note_wordings(links, told.statements, told.documents)
    views.replace_reports((s.id for s in told.statements), report_keys(told.statements, told.documents))
    theirs: dict[str, list[Statement]] = {name: [] for name in ids}
    for statement in told.statements:
        theirs[statement.assertion.document].append(statement)
    views.note_documents({name: tally_of(told.documents[name], statements) for name, statements in theirs.items()})


def _take_in(links: "Links", name: str, made: Iterable[Part]) -> set[str]:
    """Put new parts in; those that had members before are stale with the new ones.

    Returns:
        The parts of which the rows are there.
    """
    parts = {part.key: part for part in made}
    known = links.views.known_parts(name, parts)
    links.views.add_members(name, {key: part.members for key, part in parts.items()})
    # One that has lost all its members may be back: its rows are still there.
    new = parts.keys() - known
    _put_rows(links, name, new, [parts[key] for key in sorted(new)])
    links.views.mark_stale(name, known)
    return new


def _make_anew(links: "Links", name: str, stale: list[str], tables: Tables) -> None:
    """Make stale parts anew, each from all its members."""
    kept = _IN_PARTS[name]
    there = links.views.members(name, stale)
    told = _told(links, {member for members in there.values() for member in members}, [kept])
    _put_rows(links, name, stale, [part for part in kept.parts(told, tables) if part.key in there] if there else [])


def _put_rows(links: "Links", name: str, old: Iterable[str], made: Iterable[Part]) -> None:
    """Put the rows of parts in the place of those that are there."""
    made = list(made)
    links.views.replace_rows(name, old, {part.key: part.rows for part in made})
    if (beside := _IN_PARTS[name].beside) is not None:
        links.views.replace_rows(beside, old, {part.key: part.beside for part in made})


def _add_up(links: "Links", name: str, stale: list[str], tables: Tables) -> None:
    """Make stale parts anew, each from the shares of all its members."""
    summed = SUMMED[name]
    shares = _shares(links, name, summed.given, stale)
    others = _shares(links, *summed.beside, stale) if summed.beside else {}
    made = {
        part: [(place, None, row) for place, row in summed.rows(given, others.get(part, ()), tables)]
        for part, given in shares.items()
    }
    links.views.replace_rows(name, stale, made)


def _told(links: "Links", ids: Iterable[str], wanted: Iterable[Kept]) -> Told:
    """Documents, or incidents with theirs, and what is told in them."""
    every, ids = list(wanted), list(ids)
    kinds = sorted({kind for kept in every for kind in kept.kinds})
    incidents = []
    if every[0].incidents:
        incidents = links.incidents(ids)
        of_control = (name for one in incidents if not CHANGES.isdisjoint(one.types) for name in one.statements)
        statements = list(links.statements(of_control if kinds else ()).values())
        return Told(statements, links.documents(s.assertion.document for s in statements), {}, incidents)
    statements = [each for there in links.statements_of(ids, kinds).values() for each in there]
    sentences = links.sentences(ids) if any(kept.sentences for kept in every) else {}
    return Told(statements, links.documents(ids), {s.id: s for there in sentences.values() for s in there}, incidents)


def _of_kinds(told: Told, kinds: tuple[str, ...]) -> Told:
    return told._replace(statements=[s for s in told.statements if s.assertion.kind in kinds])


def _shares(links: "Links", name: str, given: type[Record], parts: list[str]) -> dict[str, list[Record]]:
    decoder = msgspec.json.Decoder(given)
    return {part: [decoder.decode(text) for text in texts] for part, texts in links.views.shares(name, parts).items()}
