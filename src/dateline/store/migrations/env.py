"""Run by alembic with the connection that `database.migrate` opened: one transaction for all revisions, whole or not at all."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=False)
context.run_migrations()
