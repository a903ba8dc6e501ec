"""Several readings of one document: those before the newest are kept whole, and items set aside name the run that did so."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the table and the column; what was set aside before has no run there."""
    op.create_table(
        "kept_readings",
        sa.Column("document", sa.Text, primary_key=True),
        sa.Column("run", sa.Text, sa.ForeignKey("runs.id"), primary_key=True, index=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
    )
    op.add_column("set_aside", sa.Column("run", sa.Text))
