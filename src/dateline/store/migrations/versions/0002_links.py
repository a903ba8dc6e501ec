"""Derived tables for linking: stories, echoes, tellings, incidents. They start empty and are made from the others."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def _text(name: str, *, nullable: bool = False, index: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=nullable, index=index)


def _id(name: str = "id") -> sa.Column:
    return sa.Column(name, sa.Text, primary_key=True)


def _owner(name: str, table: str, *, primary_key: bool = False, index: bool = False) -> sa.Column:
    return sa.Column(
        name, sa.Text, sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), primary_key=primary_key, nullable=False, index=index
    )


def _size() -> sa.Column:
    return sa.Column("size", sa.Integer, nullable=False)


def upgrade() -> None:
    """Create the tables."""
    op.create_table("linked", _id("made_by"))
    _create_copies()
    op.create_table(
        "tellings",
        _id(),
        _owner("document", "documents", index=True),
        _text("component", nullable=True, index=True),
        _text("incident", nullable=True, index=True),
        _text("record"),
    )
    op.create_table(
        "telling_rooms",
        sa.Column("key", sa.BigInteger, primary_key=True),
        _owner("telling", "tellings", primary_key=True, index=True),
        sa.Column("host", sa.Boolean, nullable=False),
    )
    op.create_table(
        "incidents",
        _id(),
        _size(),
        _text("types"),
        _text("time_start", nullable=True, index=True),
        _text("time_end", nullable=True),
        *(_text(name) for name in ("places", "countries")),
        sa.Column("stories", sa.Integer, nullable=False),
        _text("record"),
    )


def _create_copies() -> None:
    op.create_table("stories", _id(), _size(), _text("record"))
    op.create_table("story_members", _owner("document", "documents", primary_key=True), _text("story", index=True))
    op.create_table(
        "document_keys",
        sa.Column("key", sa.BigInteger, primary_key=True),
        _owner("document", "documents", primary_key=True, index=True),
        _text("sentence", nullable=True),
    )
    op.create_table("echoes", _id(), _size(), _text("record"))
    op.create_table("echo_members", _owner("sentence", "sentences", primary_key=True), _text("echo", index=True))
