"""Replacing: a ledger made anew takes the place of the one in use, which is kept."""

from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, insert, inspect, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from pipeline.durable import sync_folder
from pipeline.errors import LedgerError
from pipeline.ledger import guards
from pipeline.ledger.schema import metadata
from pipeline.ledger.store import Ledger, unopened
from pipeline.ledger.upgrade import found

_ASIDE = "kept_"


def stands(url: str) -> bool:
    """Whether there is a ledger at this URL, whatever its state."""
    engine = create_engine(url, poolclass=NullPool)
    try:
        if engine.dialect.name == "sqlite":
            return Path(str(engine.url.database)).is_file()
        with engine.connect() as connection:
            return inspect(connection).has_table("alembic_version")
    except SQLAlchemyError as error:
        raise LedgerError(unopened(engine.url, error)) from error
    finally:
        engine.dispose()


def replace_ledger(url: str, fresh: Path, kept: Path) -> str:
    """Put the SQLite ledger `fresh` in the place of the one at the URL; the name of where that is kept, or "".

    In SQLite the file is moved to the folder `kept`; in PostgreSQL its tables move to a schema of their own, and
    the rows are copied into new ones, in one transaction.
    """
    engine = create_engine(url, poolclass=NullPool)
    try:
        if engine.dialect.name == "sqlite":
            return _move_file(Path(str(engine.url.database)), fresh, kept)
        return _move_tables(engine, fresh)
    finally:
        engine.dispose()


def _move_file(path: Path, fresh: Path, kept: Path) -> str:
    """The file's companions go first: what they hold was written into it before, if it can be read at all."""
    there = path.is_file()
    if there:
        _settle(path)
    for name in (f"{path.name}-wal", f"{path.name}-shm", path.name):
        if path.with_name(name).exists():
            kept.mkdir(parents=True, exist_ok=True)
            path.with_name(name).replace(kept / name)
    fresh.replace(path)
    sync_folder(path.parent)
    return kept.name if there else ""


def _settle(path: Path) -> None:
    """Write the log ahead into the file; one that is no database has none."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    try:
        with engine.connect() as connection:
            connection.execute(text("pragma wal_checkpoint(truncate)"))
    except SQLAlchemyError:
        return
    finally:
        engine.dispose()


def _move_tables(engine: Engine, fresh: Path) -> str:
    with Ledger(f"sqlite:///{fresh}") as ledger, engine.begin() as connection:
        there = set(inspect(connection).get_table_names()) & {*metadata.tables, "alembic_version"}
        aside = _schema(connection) if there else ""
        guards.take_down(connection)
        for name in sorted(there):
            connection.execute(text(f'alter table "{name}" set schema {aside}'))
        found(connection)
        for table in metadata.sorted_tables:
            if rows := list(ledger.records(table.name)):
                connection.execute(insert(table), rows)
    return aside


def _schema(connection: Connection) -> str:
    """A new schema for what is kept."""
    number = 1 + sum(name.startswith(_ASIDE) for name in inspect(connection).get_schema_names())
    connection.execute(text(f"create schema {_ASIDE}{number}"))
    return f"{_ASIDE}{number}"
