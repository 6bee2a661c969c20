# ruff: noqa: INP001 (Alembic runs it as a script)
"""Runs migrations on the engine that the ledger has opened."""

from alembic import context

from pipeline.ledger.schema import metadata

with context.config.attributes["engine"].begin() as connection:
    context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()
