"""What coders did, and the machine's own word where theirs stands in its place. What coders did can only be added to."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def _text(name: str, *, nullable: bool = False, index: bool = False, unique: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=nullable, index=index, unique=unique)


def upgrade() -> None:
    """Create the tables, and the triggers that keep what coders did."""
    op.create_table(
        "reviews",
        sa.Column("number", sa.Integer, primary_key=True),
        _text("id", unique=True),
        *(_text(name, index=True) for name in ("document", "statement", "by")),
        *(_text(name) for name in ("at", "action")),
        sa.Column("adjudication", sa.Boolean, nullable=False),
        _text("undoes", nullable=True),
        _text("note"),
        _text("record"),
    )
    if op.get_bind().dialect.name == "postgresql":
        _keep_in_postgresql()
    else:
        _keep_in_sqlite()
    op.create_table(
        "machine_statements",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("document", sa.Text, sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
        _text("record"),
    )


def _keep_in_sqlite() -> None:
    for name, change in (("kept", "DELETE"), ("final", "UPDATE")):
        op.execute(
            f"CREATE TRIGGER reviews_are_{name} BEFORE {change} ON reviews BEGIN "
            "SELECT RAISE(ABORT, 'what coders did is only ever added to'); END"
        )


def _keep_in_postgresql() -> None:
    """One trigger for the statement, whatever rows it means: emptying the table whole has no rows."""
    op.execute(
        "CREATE FUNCTION reviews_are_final() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'what coders did is only ever added to'; END $$"
    )
    op.execute(
        "CREATE TRIGGER reviews_are_final BEFORE UPDATE OR DELETE OR TRUNCATE ON reviews "
        "FOR EACH STATEMENT EXECUTE FUNCTION reviews_are_final()"
    )
