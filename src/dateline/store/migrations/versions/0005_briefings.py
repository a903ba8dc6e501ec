"""What the last briefing of each series had, so that the next can say what is new; what people say of forecasts and findings."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"


AT_ONCE = 5_000


def upgrade() -> None:
    """Create the tables, the order of documents by index, and how many numbers each statement gives."""
    op.create_index("documents_in_order", "documents", ["published", "name", "id"])
    op.add_column("statements", sa.Column("numbers", sa.Integer, nullable=False, server_default="0"))
    _count_numbers(op.get_bind())
    op.create_table(
        "briefings",
        sa.Column("series", sa.Text, primary_key=True),
        sa.Column("until", sa.Text),
    )
    op.create_table(
        "briefing_documents",
        sa.Column("series", sa.Text, sa.ForeignKey("briefings.series", ondelete="CASCADE"), primary_key=True),
        sa.Column("document", sa.Text, primary_key=True),
    )
    op.create_table(
        "verdicts",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("view", sa.Text, nullable=False),
        sa.Column("check", sa.Text, nullable=False),
        sa.Column("statement", sa.Text, nullable=False, index=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("verdict", "by", "at", "record")),
    )


def _count_numbers(connection: sa.Connection) -> None:
    statements = sa.table("statements", sa.column("id"), sa.column("record"), sa.column("numbers"))
    counted = [
        {"name": name, "found": found}
        for name, record in connection.execute(sa.select(statements.c.id, statements.c.record))
        if (found := len(json.loads(record)["quantities"]))
    ]
    change = sa.update(statements).where(statements.c.id == sa.bindparam("name")).values(numbers=sa.bindparam("found"))
    for at in range(0, len(counted), AT_ONCE):
        connection.execute(change, counted[at : at + AT_ONCE])
