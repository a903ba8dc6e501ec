"""One narrow row for each statement, in the order of the archive. It starts empty; the index is made anew after a migration."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def _key(name: str, kind: type[sa.types.TypeEngine] = sa.Text) -> sa.Column:
    return sa.Column(name, kind, primary_key=True)


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "gists",
        *map(_key, ("published", "name", "document")),
        *(_key(name, sa.Integer) for name in ("start", "end")),
        _key("kind"),
        sa.Column("statement", sa.Text, sa.ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("type", sa.Text),
        sa.Column("hedge", sa.Text, nullable=False),
        sa.Column("outlet", sa.Text),
        sa.Column("voice", sa.Text, nullable=False),
        sa.Column("voice_name", sa.Text),
        sa.Column("time_start", sa.Text),
        sa.Column("time_end", sa.Text),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("places", "countries", "actors")),
        sa.Column("numbers", sa.Integer, nullable=False),
        sa.Column("points", sa.Text),
        sa.Column("killed", sa.Text),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_gists_statement", "gists", ["statement"])
