"""Stories, echoes and incidents of a case file, brought up to date in one transaction.

What is new or has lost a member is compared with what it meets, and nothing else is touched. The result is the same as that of
linking everything anew.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from dateline.archive.keeping import keep_views
from dateline.archive.tables import Tables
from dateline.link.assemble import make_incident, units_of
from dateline.link.clusters import components
from dateline.link.copies import candidates, make_echoes, make_stories, prints_of
from dateline.link.incidents import Group, group, pair_features
from dateline.link.meaning import Meaning
from dateline.link.rooms import Room, rooms_of
from dateline.link.tellings import KINDS, tellings_of
from dateline.records import Incident, Record, Story

if TYPE_CHECKING:
    from dateline.store import Links, Store

VERSION = "links 3"
"""Raised when linking gives other results for the same documents: case files are then linked anew."""
AT_ONCE = 200
"""Documents that are prepared together."""
Listener = Callable[[int, int], None]


class Linked(Record, frozen=True):
    """What linking changed."""

    documents: int
    """New documents."""
    stories: int
    """Stories made or made anew."""
    incidents: int
    """Incidents made or made anew."""
    removed: int
    """Incidents that are no more, or were made anew."""


def link_case(
    store: "Store",
    tables: Tables,
    listen: Listener = lambda done, total: None,
    listen_views: Listener = lambda done, total: None,
) -> Linked:
    """Bring stories, echoes, incidents and the views that are kept up to date; all of it or, when interrupted, nothing.

    Args:
        listen: called with the number of documents prepared so far, and of all new ones.
        listen_views: called with the number of documents and incidents that views have taken in, and of all new ones.
    """
    meaning = Meaning(tables.codebook)
    with store.linking() as links:
        if links.made_by() != (made_by := f"{VERSION}, codebook {tables.codebook.version}"):
            links.clear(made_by)
        new = links.new_documents()
        stories, echoes, incidents = links.out_of_date()
        _prepare(links, new, meaning, listen)
        changed = _link_stories(links, new, stories)
        witnesses = _link_echoes(links, changed, echoes)
        made, gone = _link_incidents(links, incidents, {*witnesses, *(d for s in changed for d in s.documents)}, meaning)
        keep_views(links, tables, listen_views)
    return Linked(documents=len(new), stories=len(changed), incidents=made, removed=gone)


def _prepare(links: "Links", new: list[str], meaning: Meaning, listen: Listener) -> None:
    """Store what is compared of each new document."""
    for at in range(0, len(new), AT_ONCE):
        chunk = new[at : at + AT_ONCE]
        sentences, statements = links.sentences(chunk), links.statements_of(chunk, KINDS)
        tellings, keys = [], []
        for name, document in links.documents(chunk).items():
            prints = prints_of(document, sentences.get(name, ()))
            keys.append((name, prints.keys, prints.sentences))
            tellings += tellings_of(document, sentences.get(name, ()), statements.get(name, ()), meaning)
        links.add_keys(keys)
        links.add_tellings([(telling, rooms_of(telling, meaning)) for telling in tellings])
        listen(min(at + AT_ONCE, len(new)), len(new))


# ---------------------------------------------------------------------- stories
def _link_stories(links: "Links", new: list[str], shrunk: list[str]) -> list[Story]:
    """Make the stories of new documents, and again those that they may join or that have lost a document."""
    touched = {*new, *links.members(shrunk)}
    near = {document for there in links.holders(links.keys_of(touched)).values() for document, _ in there}
    old = {*links.stories_of(near).values(), *shrunk}
    affected = touched | links.members(old)
    holders = {key: [document for document, _ in there] for key, there in links.holders(links.keys_of(affected)).items()}
    near_pairs = sorted(pair for pair in candidates(holders) if affected.issuperset(pair))
    parts = components(affected, near_pairs)
    part_of = {document: part[0] for part in parts for document in part}
    pairs: dict[str, list[tuple[str, str]]] = {}
    for pair in near_pairs:
        pairs.setdefault(part_of[pair[0]], []).append(pair)
    made = []
    for part in parts:
        alone = len(part) == 1
        made += [Story(id=part[0], documents=part)] if alone else make_stories(links.documents(part).values(), pairs[part[0]])
    # One that has lost a document is put in anew, even where it comes out as it was: a text that was read again is back in it.
    known = {story.id: story for story in links.stories(old - set(shrunk))}
    changed = [story for story in made if known.get(story.id) != story]
    links.replace_stories(old - {story.id for story in made if known.get(story.id) == story}, changed)
    return changed


def _link_echoes(links: "Links", changed: Iterable[Story], shrunk: list[str]) -> set[str]:
    """Make anew the echoes of changed stories and those that have lost a sentence; the documents whose witnesses change by that."""
    keys = links.keys_of(document for story in changed for document in story.documents) | {int(name, 16) for name in shrunk}
    there = {key: [(d, s) for d, s in pairs if s is not None] for key, pairs in links.holders(keys).items()}
    names = {document for pairs in there.values() for document, _ in pairs}
    published, story_of = links.published(names), links.stories_of(names)
    holders = {key: [(published[d] or "9999", d, s) for d, s in pairs] for key, pairs in there.items()}
    made = {echo.id: echo for echo in make_echoes(holders, story_of)}
    known = {echo.id: echo for echo in links.echoes(f"{key:016x}" for key in keys)}
    new = [echo for name, echo in made.items() if known.get(name) != echo or name in shrunk]
    gone = [name for name, echo in known.items() if made.get(name) != echo or name in shrunk]
    links.replace_echoes(gone, new)
    return {s.rpartition(":")[0] for echo in (*new, *(known[name] for name in gone)) for s in echo.sentences}


# ---------------------------------------------------------------------- incidents
def _link_incidents(links: "Links", shrunk: list[str], dirty: set[str], meaning: Meaning) -> tuple[int, int]:
    """Group what is loose with what it meets, and make anew the incidents of changed groups and of documents whose story changed.

    Returns:
        How many incidents were made, and how many were taken out.
    """
    within = links.tellings_of(incidents=shrunk)
    broken = {component for component, _ in links.places_of(within).values() if component}
    changed = {*links.loose_tellings(), *links.tellings_in(broken)}
    touched = _joined(links, changed, meaning)
    rooms = {name: [Room(*room) for room in there] for name, there in links.rooms(touched).items()}
    groups = group(links.tellings(touched).values(), meaning, rooms)
    old = {incident for incident in links.tellings_of(documents=dirty).values() if incident}
    groups += _standing_groups(links, old, touched)
    old |= {incident for _, incident in links.places_of(touched).values() if incident}
    known = {incident.id: incident for incident in links.incidents({*old, *shrunk})}
    links.remove_incidents(known)
    made, standing = 0, set()
    for chunk in _assembled(links, groups, meaning):
        links.add_incidents(chunk)
        made += sum(known.get(incident.id) != incident for incident, _, _ in chunk)
        standing.update(incident.id for incident, _, _ in chunk if known.get(incident.id) == incident)
    return made, len(known.keys() - standing)


def _joined(links: "Links", changed: set[str], meaning: Meaning) -> set[str]:
    """Tellings that have changed, with the components that they are linked to: what else there is, they cannot touch."""
    if not links.has_more_tellings(len(changed)):
        return changed
    rooms = links.rooms(changed)
    meets: dict[str, set[str]] = {}
    wanted: dict[int, bool] = {}
    for there in rooms.values():
        for key, host in there:
            wanted[key] = wanted.get(key, False) or host
    visitors = links.visitors(wanted.items())
    for name, there in rooms.items():
        found = {other for key, host in there for other, is_host in visitors.get(key, ()) if host or is_host}
        if found := found - changed:
            meets[name] = found
    tellings = links.tellings({*meets, *(other for others in meets.values() for other in others)})
    linked = set()
    for name, others in meets.items():
        for other in others - linked:
            features = pair_features(tellings[name], tellings[other], meaning)
            if features is not None and features.points >= 0:
                linked.add(other)
    reached = {component for component, _ in links.places_of(linked).values() if component}
    return changed | links.tellings_in(reached)


def _standing_groups(links: "Links", incidents: set[str], touched: set[str]) -> list[Group]:
    """The groups of incidents whose tellings have not changed."""
    members: dict[str, list[str]] = {}
    for telling, incident in links.tellings_of(incidents=incidents).items():
        if telling not in touched:
            members.setdefault(incident, []).append(telling)
    component_of = links.places_of(name for names in members.values() for name in names)
    return [Group(tellings=tuple(sorted(names)), component=component_of[names[0]][0] or "") for names in members.values()]


def _assembled(links: "Links", groups: list[Group], meaning: Meaning) -> Iterator[list[tuple[Incident, tuple[str, ...], str]]]:
    """The incidents of groups, each with its tellings and their component, some at a time."""
    for at in range(0, len(groups), AT_ONCE):
        chunk = groups[at : at + AT_ONCE]
        tellings = links.tellings(name for each in chunk for name in each.tellings)
        statements = links.statements(name for telling in tellings.values() for name in telling.statements)
        documents = links.documents(telling.document for telling in tellings.values())
        echoes = links.echoes_of(statement.assertion.sentence for statement in statements.values())
        units = units_of(statements.values(), links.stories_of(documents), echoes)
        yield [
            (make_incident(each, tellings, statements, documents, units, meaning), each.tellings, each.component) for each in chunk
        ]
