"""The schema of views that are kept: derived tables, which can be emptied, all together, at any time (`dateline link`).

A view is made of parts, a part of what its members have: documents or incidents. Where a part may have very many, each member's
share of it is kept beside it, so that nothing but shares is added up when one comes or goes.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text

from dateline.store.tables import metadata

kept_by = Table(
    "kept_by",
    metadata,
    Column("made_by", Text, primary_key=True),
)
"""One row: the versions that made the views that are kept below. With another one, all of them are made anew."""

viewed_documents = Table(
    "viewed_documents",
    metadata,
    Column("document", Text, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("tallied", Text),
)
"""Documents that the kept views have, with what was counted of each. Where one goes, triggers mark the parts that it was in as
stale, and keep what was counted of it."""

viewed_incidents = Table(
    "viewed_incidents",
    metadata,
    Column("incident", Text, ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True),
)
"""The same of incidents."""

view_members = Table(
    "view_members",
    metadata,
    # A document or an incident. No foreign key: the trigger that marks its parts takes it out here.
    Column("member", Text, primary_key=True),
    Column("view", Text, primary_key=True),
    Column("part", Text, primary_key=True),
    Column("share", Text),
)
"""`share` is what the member gives to the part, of views that are added up."""

view_rows = Table(
    "view_rows",
    metadata,
    Column("view", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("part", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("day", Text),
    Column("record", Text, nullable=False),
)
"""Rows of views, in the order in which they are shown: by place, part and number. `day` is set where a view is asked for by day."""

stale_parts = Table(
    "stale_parts",
    metadata,
    Column("view", Text, primary_key=True),
    Column("part", Text, primary_key=True),
)
"""Parts of views that are to be made anew. A row without a view says that something was taken out at all."""

report_keys = Table(
    "report_keys",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("statement", Text, ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True, index=True),
)
"""What reports of events and control share with forecasts that they bear on, by day of publication."""

wording_keys = Table(
    "wording_keys",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("statement", Text, ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""What statements share with others that say the same in nearly the same words."""

tallies = Table(
    "tallies",
    metadata,
    Column("field", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
)
"""How many statements of all have a value."""

untallied = Table(
    "untallied",
    metadata,
    Column("document", Text, primary_key=True),
    Column("tallied", Text, nullable=False),
)
"""What was counted of documents that are gone, to be taken off."""

Index("view_members_of_parts", view_members.c.view, view_members.c.part)
Index("view_rows_by_day", view_rows.c.view, view_rows.c.day)
Index("view_rows_of_parts", view_rows.c.view, view_rows.c.part, view_rows.c.number)
Index("tallies_by_number", tallies.c.field, tallies.c.number, tallies.c.value)
