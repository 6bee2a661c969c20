# ruff: noqa: INP001 (Alembic runs it as a script)
"""Runs migrations on the engine that the ledger has opened, in one transaction, with the guards taken down."""

from alembic import context
from sqlalchemy import text

from pipeline.errors import LedgerError
from pipeline.ledger import guards
from pipeline.ledger.schema import metadata
from pipeline.ledger.upgrade import HEAD

with context.config.attributes["engine"].connect() as connection:
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:  # a table that is made anew is dropped in between; this cannot be said inside a transaction
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
    with connection.begin():
        context.configure(
            connection=connection, target_metadata=metadata, transactional_ddl=True, render_as_batch=sqlite
        )
        guards.take_down(connection)
        with context.begin_transaction():
            context.run_migrations()
        if str(context.get_context().get_current_revision()) >= HEAD:
            guards.set_up(connection)
        if sqlite and connection.execute(text("PRAGMA foreign_key_check")).first():
            raise LedgerError("台账升级没有通过核对,没有改动;请把 ledger 文件夹交给维护人员")
