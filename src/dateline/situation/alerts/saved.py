"""Saved queries: what they find in documents that they had found nothing in when they were saved."""

from collections.abc import Mapping
from typing import NamedTuple

from dateline.records import Document, Row, Statement
from dateline.situation.alerts.alert import alert, reports
from dateline.situation.cells import outlet_cell


class SavedQuery(NamedTuple):
    """A query that is kept, and what it finds in documents that it had not found when it was kept."""

    name: str
    query: str
    new: tuple[Statement, ...]


def saved_query(query: SavedQuery, documents: Mapping[str, Document]) -> Row:
    """What is new under a query; there is something new.

    Args:
        documents: by id; those of the new statements are needed.
    """
    where = list(dict.fromkeys(outlet_cell(documents[s.assertion.document]) for s in query.new))
    statements = "1 statement" if len(query.new) == 1 else f"{len(query.new)} statements"
    return alert(
        "saved query",
        what=query.name,
        place=None,
        now=f"{statements} in {reports(query.new)}: {', '.join(where)}",
        before=None,
        rule=f"{query.query}; in documents that it found nothing in when it was saved",
        statements=query.new,
    )
