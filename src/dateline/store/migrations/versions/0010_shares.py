"""What each document gives to the parts of a view and to what is counted of all, and which incident each statement is in.

Derived tables again: the views that are kept are made anew by the next linking, for this schema comes with another version of them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def _of_statement() -> sa.Column:
    return sa.Column("statement", sa.Text, sa.ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True)


def upgrade() -> None:
    """Create tables and columns, and have the trigger keep what was counted of a document that goes."""
    op.add_column("view_members", sa.Column("share", sa.Text))
    op.add_column("viewed_documents", sa.Column("tallied", sa.Text))
    op.create_table(
        "tallies",
        sa.Column("field", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
    )
    op.create_index("tallies_by_number", "tallies", ["field", "number", "value"])
    op.create_table(
        "untallied",
        sa.Column("document", sa.Text, primary_key=True),
        sa.Column("tallied", sa.Text, nullable=False),
    )
    op.create_table(
        "incident_statements",
        _of_statement(),
        sa.Column("incident", sa.Text, sa.ForeignKey("incidents.id", ondelete="CASCADE"), nullable=False, index=True),
    )
    op.create_table(
        "wording_keys",
        sa.Column("key", sa.BigInteger, primary_key=True),
        _of_statement(),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_wording_keys_statement", "wording_keys", ["statement"])
    op.drop_index("view_rows_of_parts", "view_rows")
    op.create_index("view_rows_of_parts", "view_rows", ["view", "part", "number"])
    op.create_index("ix_statements_time_end", "statements", ["time_end"])
    # What is linked has no row for the statements of its incidents yet: it is linked anew.
    op.execute("DELETE FROM linked")
    _keep = "INSERT INTO untallied SELECT old.document, old.tallied WHERE old.tallied IS NOT NULL ON CONFLICT DO NOTHING; "
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION viewed_documents_untallied() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {_keep}RETURN NULL; END $$"
        )
        op.execute(
            "CREATE TRIGGER viewed_documents_untallied AFTER DELETE ON viewed_documents "
            "FOR EACH ROW EXECUTE FUNCTION viewed_documents_untallied()"
        )
    else:
        op.execute(f"CREATE TRIGGER viewed_documents_untallied AFTER DELETE ON viewed_documents BEGIN {_keep}END")
