"""The schema as SQLAlchemy Core tables: what people query as columns, and each whole record as JSON beside them.

The columns are read off the record when it is written; the `record` column is what Dateline itself reads back. How a database
gets here from an older schema is told in `migrations/`; a test holds the two together. Below `linked` stand derived tables: they
can be emptied, all together, at any time, and are made anew from the others (`dateline link`); so can those of `kept_tables`.
"""

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text

metadata = MetaData()


def _document() -> Column:
    return Column("document", Text, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True)


def _statement() -> Column:
    return Column("statement", Text, ForeignKey("statements.id", ondelete="CASCADE"), nullable=False, index=True)


runs = Table(
    "runs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("dateline", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("codebook", Text, nullable=False),
    Column("gazetteer", Text, nullable=False),
    Column("settings", Text, nullable=False),
)

spending = Table(
    "spending",
    metadata,
    Column("run", Text, ForeignKey("runs.id"), primary_key=True),
    Column("requests", Integer, nullable=False),
    Column("cached", Integer, nullable=False),
    Column("tokens_in", BigInteger, nullable=False),
    Column("tokens_out", BigInteger, nullable=False),
    Column("cost", Float, nullable=False),
)
"""What runs of a language model took; of the doing, not of what was read, and so no part of a case's hash."""

documents = Table(
    "documents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("run", Text, ForeignKey("runs.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("outlet", Text),
    Column("url", Text),
    Column("title", Text),
    Column("byline", Text),
    Column("published", Text, index=True),
    Column("published_from", Text),
    Column("language", Text),
    Column("source", Text),
    Column("record", Text, nullable=False),
)

sentences = Table(
    "sentences",
    metadata,
    Column("id", Text, primary_key=True),
    _document(),
    Column("number", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("record", Text, nullable=False),
)

assertions = Table(
    "assertions",
    metadata,
    Column("id", Text, primary_key=True),
    _document(),
    Column("sentence", Text, ForeignKey("sentences.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", Text, nullable=False, index=True),
    Column("type", Text, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("trigger", Text),
    Column("source", Text),
    Column("hedge", Text, nullable=False),
    Column("likelihood", Text),
    Column("conditional", Boolean, nullable=False),
    Column("entry", Text),
    Column("extractor", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("record", Text, nullable=False),
)

statements = Table(
    "statements",
    metadata,
    Column("id", Text, ForeignKey("assertions.id", ondelete="CASCADE"), primary_key=True),
    _document(),
    Column("voice", Text, nullable=False),
    Column("voice_name", Text),
    Column("time_start", Text, index=True),
    Column("time_end", Text, index=True),
    Column("places", Text, nullable=False),
    Column("countries", Text, nullable=False),
    Column("actors", Text, nullable=False),
    Column("mode", Text),
    Column("codebook", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("numbers", Integer, nullable=False, server_default="0"),
)

# Derived from the records above so that a query can be answered by index; rebuilt from them when a case file is brought up to date.
statement_names = Table(
    "statement_names",
    metadata,
    _statement(),
    Column("role", Text, nullable=False),
    Column("actor", Text, index=True),
    Column("key", Text, nullable=False),
)

statement_places = Table(
    "statement_places",
    metadata,
    _statement(),
    Column("geonames", Integer, index=True),
    Column("country", Text, index=True),
    Column("key", Text, nullable=False),
)

gists = Table(
    "gists",
    metadata,
    # The key is the order of the archive, so that a file holds the rows in that order and nothing has to be sorted.
    Column("published", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("document", Text, primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("statement", Text, ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("type", Text),
    Column("hedge", Text, nullable=False),
    Column("outlet", Text),
    Column("voice", Text, nullable=False),
    Column("voice_name", Text),
    Column("time_start", Text),
    Column("time_end", Text),
    Column("places", Text, nullable=False),
    Column("countries", Text, nullable=False),
    Column("actors", Text, nullable=False),
    Column("numbers", Integer, nullable=False),
    Column("points", Text),
    Column("killed", Text),
    sqlite_with_rowid=False,
)
"""What is asked of many statements at once: a narrow row for each, read through in a small part of the time of whole records.

`published` is "" where the day is not known. `points` are its places with coordinates and `killed` its figures of the dead, as
JSON, no more of them than a map asks; None where it has none."""

saved_queries = Table(
    "saved_queries",
    metadata,
    Column("name", Text, primary_key=True),
    Column("query", Text, nullable=False),
)

saved_matches = Table(
    "saved_matches",
    metadata,
    Column("name", Text, ForeignKey("saved_queries.name", ondelete="CASCADE"), primary_key=True),
    # Not a foreign key: a text that is read again is taken out for a moment, and is still known.
    Column("document", Text, primary_key=True),
)

briefings = Table(
    "briefings",
    metadata,
    Column("series", Text, primary_key=True),
    Column("until", Text),
)

briefing_documents = Table(
    "briefing_documents",
    metadata,
    Column("series", Text, ForeignKey("briefings.series", ondelete="CASCADE"), primary_key=True),
    # Not a foreign key: a text that is read again is taken out for a moment, and was still in it.
    Column("document", Text, primary_key=True),
)

verdicts = Table(
    "verdicts",
    metadata,
    # In the order in which they were given. The statement is no foreign key: a verdict outlives a text that is read again.
    Column("number", Integer, primary_key=True),
    Column("view", Text, nullable=False),
    Column("check", Text, nullable=False),
    Column("statement", Text, nullable=False, index=True),
    Column("verdict", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("record", Text, nullable=False),
)

set_aside = Table(
    "set_aside",
    metadata,
    Column("id", Text, primary_key=True),
    Column("stage", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("reason", Text, nullable=False, index=True),
    Column("detail", Text, nullable=False),
    Column("document", Text, ForeignKey("documents.id", ondelete="CASCADE"), index=True),
    Column("record", Text, nullable=False),
    Column("run", Text),
)
"""`run` of items that became no document, and of copies; what was set aside of a reading has the run of its document."""

kept_readings = Table(
    "kept_readings",
    metadata,
    # Not a foreign key: a text that is read again is taken out for a moment, and its earlier readings stay.
    Column("document", Text, primary_key=True),
    Column("run", Text, ForeignKey("runs.id"), primary_key=True, index=True),
    Column("number", Integer, nullable=False),
    Column("record", Text, nullable=False),
)
"""Readings before the newest one, each whole in `record`, numbered per document in the order in which they were made."""


reviews = Table(
    "reviews",
    metadata,
    # In the order in which they came. Document and statement are no foreign keys: what a coder did outlives a text read again.
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("document", Text, nullable=False, index=True),
    Column("statement", Text, nullable=False, index=True),
    Column("by", Text, nullable=False, index=True),
    Column("at", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("adjudication", Boolean, nullable=False),
    Column("undoes", Text),
    Column("note", Text, nullable=False),
    Column("record", Text, nullable=False),
)
"""What coders did. Rows are only ever added: triggers of the case file refuse to change or remove one."""

machine_statements = Table(
    "machine_statements",
    metadata,
    Column("id", Text, primary_key=True),
    _document(),
    Column("record", Text, nullable=False),
)
"""What was read, of each statement on which a coder's word stands in its place."""


linked = Table(
    "linked",
    metadata,
    Column("made_by", Text, primary_key=True),
)
"""One row: the versions that made what is below. With another one, all of it is made anew."""

stories = Table(
    "stories",
    metadata,
    Column("id", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("record", Text, nullable=False),
)

story_members = Table(
    "story_members",
    metadata,
    Column("document", Text, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("story", Text, nullable=False, index=True),
)

document_keys = Table(
    "document_keys",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("document", Text, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("sentence", Text),
)
"""What documents that may be copies share; `sentence` where the key is a sentence's words."""

echoes = Table(
    "echoes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("record", Text, nullable=False),
)

echo_members = Table(
    "echo_members",
    metadata,
    Column("sentence", Text, ForeignKey("sentences.id", ondelete="CASCADE"), primary_key=True),
    Column("echo", Text, nullable=False, index=True),
)

tellings = Table(
    "tellings",
    metadata,
    Column("id", Text, primary_key=True),
    _document(),
    Column("component", Text, index=True),
    Column("incident", Text, index=True),
    Column("record", Text, nullable=False),
)

telling_rooms = Table(
    "telling_rooms",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("telling", Text, ForeignKey("tellings.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("host", Boolean, nullable=False),
)
"""Where tellings that may be of one occurrence meet."""

incidents = Table(
    "incidents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("types", Text, nullable=False),
    Column("time_start", Text, index=True),
    Column("time_end", Text),
    Column("places", Text, nullable=False),
    Column("countries", Text, nullable=False),
    Column("stories", Integer, nullable=False),
    Column("record", Text, nullable=False),
)
"""`size` is how many tellings it was made of: fewer there now, and it is out of date."""


incident_statements = Table(
    "incident_statements",
    metadata,
    Column("statement", Text, ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True),
    Column("incident", Text, ForeignKey("incidents.id", ondelete="CASCADE"), nullable=False, index=True),
)
"""In which incident each statement of an event or of control is."""


Index("statement_names_by_key", statement_names.c.key)
Index("documents_in_order", documents.c.published, documents.c.name, documents.c.id)
for sized in (stories, echoes, incidents):
    Index(f"{sized.name}_by_size", sized.c.size)
Index("incidents_in_order", incidents.c.time_start.is_(None), incidents.c.time_start, incidents.c.time_end, incidents.c.id)

DOCUMENT_ORDER = (documents.c.published.nulls_first(), documents.c.name, documents.c.id)
STATEMENT_ORDER = tuple(gists.primary_key)
"""The order in which things are given back: by publication, then by position in the text."""
INCIDENT_ORDER = (incidents.c.time_start.is_(None), incidents.c.time_start, incidents.c.time_end, incidents.c.id)
"""By first day; those without a day come last."""
