"""What sources are heard to repeat, kept: who had nearly the same words before, of the same source through another outlet.

A document that comes may repeat others, and be repeated by those that are there; one that goes may have been the first. Only the
statements that share rare runs of words with it are looked at.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from dateline.records import Document, Statement
from dateline.situation.sources import (
    LEAST_RUNS,
    Heard,
    HeardShare,
    Said,
    first_heard,
    part_of_source,
    rarest,
    said_of,
    wording_keys,
)

if TYPE_CHECKING:
    from dateline.store import Links

HEARD = "heard"
"""The view under which it is kept; its parts are those of the view of sources."""
KINDS = ("event", "control", "relation", "quantity", "label", "forecast", "recommendation", "judgement")
AT_ONCE = 200
"""Documents that are looked at together."""
_SHARE = msgspec.json.Decoder(HeardShare)


def note_wordings(links: "Links", statements: Iterable[Statement], documents: Mapping[str, Document]) -> None:
    """Note what statements share with others that say the same."""
    said = [said_of(statement, documents[statement.assertion.document]) for statement in statements]
    links.views.replace_wordings({each.statement.id: wording_keys(each) for each in said})


def keep_heard(links: "Links", new: Iterable[str], stale: Iterable[str], *, alone: bool) -> set[str]:
    """Bring up to date what is repeated, after documents came and went.

    Args:
        new: documents that came.
        stale: parts in which something went.
        alone: there were no documents before.

    Returns:
        The parts of the view of sources that are to be made anew.
    """
    views, came = links.views, set(new)
    given = [_SHARE.decode(text) for texts in views.shares(HEARD, stale).values() for text in texts]
    firsts = {one.document for share in given for one in share.heard}
    gone = firsts - links.published(firsts).keys()
    changed = came | {one.order[2] for share in given for one in share.heard if one.document in gone | came}
    ordered = sorted(came)
    for at in range(0, 0 if alone else len(ordered), AT_ONCE):
        changed |= _hearers(links, ordered[at : at + AT_ONCE])
    parts, ordered = set(stale), sorted(changed)
    for at in range(0, len(ordered), AT_ONCE):
        parts |= _hear_again(links, ordered[at : at + AT_ONCE])
    return parts


def _hearers(links: "Links", new: Iterable[str]) -> set[str]:
    """Documents of later days that share words with new ones: they may repeat them."""
    said = _said_in(links, new)
    keys = {each.statement.id: wording_keys(each) for each in said}
    holders = links.views.wordings({key for each in keys.values() for key in each})
    near: set[str] = set()
    for name, mine in keys.items():
        shared = Counter(other for key in mine for other in holders.get(key, ()) if other != name)
        near.update(other for other, number in shared.items() if number >= LEAST_RUNS)
    others = links.statements(near - keys.keys())
    first = min((each.order[0] for each in said if each.order[0]), default=None)
    days = links.published(statement.assertion.document for statement in others.values())
    return {name for name, day in days.items() if first is not None and (day or "") > first}


def _hear_again(links: "Links", ids: Iterable[str]) -> set[str]:
    """Find anew what documents repeat; the parts of which that changes something."""
    views, ids = links.views, list(ids)
    said = _said_in(links, ids)
    before = views.parts_of(HEARD, ids)
    keys = {each.statement.id: wording_keys(each) for each in said}
    often = views.count_wordings({key for each in keys.values() for key in each})
    followed = {name: rarest(each, often) for name, each in keys.items()}
    holders = views.wordings({key for each in followed.values() for key in each})
    near = _said(links, {name for there in holders.values() for name in there})
    found: dict[tuple[str, str], list[Heard]] = {}
    for each in said:
        reached = {name for key in followed[each.statement.id] for name in holders.get(key, ())} - {each.statement.id}
        if reached and (heard := first_heard(each, [near[name] for name in reached])) is not None:
            found.setdefault((part_of_source(each), each.order[2]), []).append(heard)
    views.drop_shares(HEARD, ids)
    views.add_shares(HEARD, [(part, member, HeardShare(heard=tuple(heard))) for (part, member), heard in found.items()])
    # who was first is a member as well: when it goes, the part is looked at again
    firsts: dict[str, set[str]] = {}
    for (part, _), heard in found.items():
        firsts.setdefault(part, set()).update(one.document for one in heard)
    views.add_members_once(HEARD, firsts)
    return before | {part for part, _ in found}


def _said_in(links: "Links", ids: Iterable[str]) -> list[Said]:
    listed = list(ids)
    documents = links.documents(listed)
    return [
        said_of(statement, documents[name])
        for name, there in links.statements_of(listed, KINDS).items()
        for statement in there
        if statement.voice.type != "author"
    ]


def _said(links: "Links", ids: Iterable[str]) -> Mapping[str, Said]:
    statements: dict[str, Statement] = links.statements(ids)
    documents = links.documents(statement.assertion.document for statement in statements.values())
    return {name: said_of(statement, documents[statement.assertion.document]) for name, statement in statements.items()}
