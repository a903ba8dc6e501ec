"""Search: names and places of statements by index, words of sentences by full text, and queries that are kept.

The names, places and words are derived; `dateline.store.index` fills them from the records.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def _statement() -> sa.Column:
    return sa.Column("statement", sa.Text, sa.ForeignKey("statements.id", ondelete="CASCADE"), nullable=False, index=True)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "statement_names",
        _statement(),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, index=True),
        sa.Column("key", sa.Text, nullable=False),
    )
    op.create_table(
        "statement_places",
        _statement(),
        sa.Column("geonames", sa.Integer, index=True),
        sa.Column("country", sa.Text, index=True),
        sa.Column("key", sa.Text, nullable=False),
    )
    op.create_table(
        "saved_queries",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("query", sa.Text, nullable=False),
    )
    op.create_table(
        "saved_matches",
        sa.Column("name", sa.Text, sa.ForeignKey("saved_queries.name", ondelete="CASCADE"), primary_key=True),
        sa.Column("document", sa.Text, primary_key=True),
    )
    _create_full_text()


def _create_full_text() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _create_full_text_of_postgresql()
    else:
        _create_full_text_of_sqlite()


def _create_full_text_of_sqlite() -> None:
    """The document's id stands among the words: by it a document's sentences are found again when it is taken out."""
    op.execute(
        "CREATE VIRTUAL TABLE sentence_text USING "
        "fts5(text, document, sentence UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2')"
    )
    op.execute(
        "CREATE TRIGGER document_text_gone AFTER DELETE ON documents BEGIN "
        "DELETE FROM sentence_text WHERE sentence_text MATCH 'document : \"' || old.id || '\"'; END"
    )


def _create_full_text_of_postgresql() -> None:
    """Every word by its stem, as SQLite's tokenizer above takes them: Porter's rules, no stop words. `plain` are the words alone,
    without marks or accents, so that of the parser's many kinds of tokens only words and numbers come."""
    op.execute("CREATE TEXT SEARCH DICTIONARY dateline_stems (TEMPLATE = snowball, LANGUAGE = porter)")
    op.execute("CREATE TEXT SEARCH CONFIGURATION dateline_words (PARSER = default)")
    op.execute(
        "ALTER TEXT SEARCH CONFIGURATION dateline_words ADD MAPPING FOR asciiword, word, numword, asciihword, hword, numhword, "
        "hword_asciipart, hword_part, hword_numpart, int, uint, float, sfloat, version, email, host, url, url_path, file "
        "WITH dateline_stems"
    )
    op.execute(
        'CREATE TABLE sentence_text (sentence text COLLATE "C" PRIMARY KEY REFERENCES sentences (id) ON DELETE CASCADE, '
        'plain text COLLATE "C" NOT NULL, '
        "words tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('dateline_words', plain)) STORED)"
    )
    op.execute("CREATE INDEX ix_sentence_text_words ON sentence_text USING gin (words)")
