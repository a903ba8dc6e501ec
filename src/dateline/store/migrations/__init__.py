"""How a case file gets from one schema to the next: alembic revisions, numbered, never edited after a release."""
