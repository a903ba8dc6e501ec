"""What the last briefing of each series had, so that the next one can say what is new."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"


def upgrade() -> None:
    """Create the tables."""
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
