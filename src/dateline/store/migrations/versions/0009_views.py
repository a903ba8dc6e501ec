"""Derived tables for views that are kept: their rows, what these are made of, and which are to be made anew. They start empty."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
GONE = (("viewed_documents", "document"), ("viewed_incidents", "incident"))


def _key(name: str, kind: type[sa.types.TypeEngine] = sa.Text) -> sa.Column:
    return sa.Column(name, kind, primary_key=True)


def upgrade() -> None:
    """Create the tables, indexes that views are asked for by, and the triggers that mark what lost a member."""
    op.create_table("kept_by", _key("made_by"))
    for table, column in GONE:
        owner = f"{column}s.id"
        op.create_table(table, sa.Column(column, sa.Text, sa.ForeignKey(owner, ondelete="CASCADE"), primary_key=True))
    op.create_table("view_members", *map(_key, ("member", "view", "part")))
    op.create_index("view_members_of_parts", "view_members", ["view", "part"])
    op.create_table(
        "view_rows",
        *map(_key, ("view", "place", "part")),
        _key("number", sa.Integer),
        sa.Column("day", sa.Text),
        sa.Column("record", sa.Text, nullable=False),
    )
    op.create_index("view_rows_of_parts", "view_rows", ["view", "part"])
    op.create_index("view_rows_by_day", "view_rows", ["view", "day"])
    op.create_index("statement_names_by_key", "statement_names", ["key"])
    op.create_table("stale_parts", *map(_key, ("view", "part")))
    op.create_table(
        "report_keys",
        _key("key", sa.BigInteger),
        _key("day"),
        sa.Column("statement", sa.Text, sa.ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True, index=True),
    )
    for sized in ("stories", "echoes", "incidents"):
        op.create_index(f"{sized}_by_size", sized, ["size"])
    order = [sa.text("(time_start IS NULL)"), "time_start", "time_end", "id"]
    op.create_index("incidents_in_order", "incidents", order)
    _mark = _mark_in_postgresql if op.get_bind().dialect.name == "postgresql" else _mark_in_sqlite
    for table, column in GONE:
        _mark(table, column)


def _marking(member: str) -> str:
    return (
        f"INSERT INTO stale_parts SELECT view, part FROM view_members WHERE member = {member} ON CONFLICT DO NOTHING; "
        f"DELETE FROM view_members WHERE member = {member}; "
        "INSERT INTO stale_parts VALUES ('', '') ON CONFLICT DO NOTHING; "
    )


def _mark_in_sqlite(table: str, column: str) -> None:
    op.execute(f"CREATE TRIGGER {table}_gone AFTER DELETE ON {table} BEGIN {_marking('old.' + column)}END")


def _mark_in_postgresql(table: str, column: str) -> None:
    op.execute(
        f"CREATE FUNCTION {table}_gone() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {_marking('old.' + column)}RETURN NULL; END $$"
    )
    op.execute(f"CREATE TRIGGER {table}_gone AFTER DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_gone()")
