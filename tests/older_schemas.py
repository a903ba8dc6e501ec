"""How a schema of before is had: what came after it is taken back."""

_TABLES = (
    "viewed_documents", "viewed_incidents", "view_members", "view_rows", "stale_parts", "report_keys", "kept_by", "tallies",
    "untallied", "wording_keys", "incident_statements", "gists",
)  # fmt: skip
_INDEXES = (
    "statement_names_by_key",
    "stories_by_size",
    "echoes_by_size",
    "incidents_by_size",
    "incidents_in_order",
    "ix_statements_time_end",
)
WITHOUT_KEPT_VIEWS = (*(f"DROP TABLE {name}" for name in _TABLES), *(f"DROP INDEX {name}" for name in _INDEXES))
"""Statements that give the schema of 0008, before anything else is taken back; PostgreSQL has functions beside (`FUNCTIONS`)."""
FUNCTIONS = (*(f"DROP FUNCTION {name}_gone" for name in _TABLES[:2]), "DROP FUNCTION viewed_documents_untallied")
