"""The first schema: documents, sentences, assertions, statements, what was set aside, and runs with their versions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _document(*, nullable: bool = False) -> sa.Column:
    return sa.Column("document", sa.Text, sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=nullable, index=True)


def _text(name: str, *, nullable: bool = True, index: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=nullable, index=index)


def upgrade() -> None:
    """Create the tables."""
    _create_documents()
    _create_assertions()
    op.create_table(
        "set_aside",
        sa.Column("id", sa.Text, primary_key=True),
        *(_text(name, nullable=False, index=name == "reason") for name in ("stage", "item", "reason", "detail")),
        _document(nullable=True),
        _text("record", nullable=False),
    )


def _create_documents() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.Text, primary_key=True),
        *(_text(name, nullable=False) for name in ("dateline", "model", "codebook", "gazetteer", "settings")),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("run", sa.Text, sa.ForeignKey("runs.id"), nullable=False),
        _text("name", nullable=False),
        *(_text(name, index=name == "published") for name in ("outlet", "url", "title", "byline", "published")),
        *(_text(name) for name in ("published_from", "language", "source")),
        _text("record", nullable=False),
    )
    op.create_table(
        "sentences",
        sa.Column("id", sa.Text, primary_key=True),
        _document(),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("number", "start", "end")),
        _text("text", nullable=False),
        _text("record", nullable=False),
    )


def _create_assertions() -> None:
    op.create_table(
        "assertions",
        sa.Column("id", sa.Text, primary_key=True),
        _document(),
        sa.Column("sentence", sa.Text, sa.ForeignKey("sentences.id", ondelete="CASCADE"), nullable=False, index=True),
        _text("kind", nullable=False, index=True),
        _text("type", index=True),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("start", "end")),
        _text("quote", nullable=False),
        *(_text(name) for name in ("trigger", "source")),
        _text("hedge", nullable=False),
        _text("likelihood"),
        sa.Column("conditional", sa.Boolean, nullable=False),
        _text("entry"),
        _text("extractor", nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        _text("record", nullable=False),
    )
    op.create_table(
        "statements",
        sa.Column("id", sa.Text, sa.ForeignKey("assertions.id", ondelete="CASCADE"), primary_key=True),
        _document(),
        _text("voice", nullable=False),
        _text("voice_name"),
        _text("time_start", index=True),
        _text("time_end"),
        *(_text(name, nullable=False) for name in ("places", "countries", "actors")),
        _text("mode"),
        _text("codebook", nullable=False),
        _text("record", nullable=False),
    )
