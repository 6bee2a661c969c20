"""Upgrades: the tables of a ledger brought to this program's version by Alembic."""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, event, inspect, text

from pipeline.durable import private
from pipeline.errors import LedgerError
from pipeline.ledger import guards
from pipeline.ledger.backup import back_up
from pipeline.ledger.schema import metadata

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0002"
"""The newest migration; a ledger that is already there needs no Alembic import."""


def upgrade(engine: Engine, url: str) -> None:
    """Make or upgrade the tables, with a backup first; SQLite gets WAL and full durability."""
    _listen(engine, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
    if engine.dialect.name == "sqlite":
        _make_private(engine.url.database)
    version = _known(_version(engine))
    if not version:
        with engine.begin() as connection:
            found(connection)
    elif version < HEAD:
        back_up(engine, f"before-{HEAD}")
        migrate(engine, url)


def look_at(engine: Engine) -> None:
    """Open the tables only to be read; a LedgerError where they are not there, or not of this program's version."""
    _listen(engine, "query_only=ON")
    if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).is_file():
        raise LedgerError("台账数据库不见了")  # connecting would make an empty one
    version = _known(_version(engine))
    if version < HEAD:
        what = f"是较早的程序({version})建的,再运行一次 sitrep run 就会升级" if version else "是空的"
        raise LedgerError(f"台账{what}")


def migrate(engine: Engine, url: str) -> None:
    """Run the migrations that a ledger lacks."""
    from alembic import command

    command.upgrade(migrations(engine, url), "head")


def migrations(engine: Engine, url: str) -> "Config":
    """Alembic's settings for this ledger."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.set_main_option("path_separator", "os")
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    config.attributes["engine"] = engine
    return config


def found(connection: Connection) -> None:
    """Make a new ledger as the migrations would make it, without half a second of importing them."""
    metadata.create_all(connection, checkfirst=False)
    guards.set_up(connection)
    connection.execute(text("create table alembic_version (version_num varchar(32) not null primary key)"))
    connection.execute(text("insert into alembic_version values (:head)"), {"head": HEAD})


def _version(engine: Engine) -> str:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.execute(text("select version_num from alembic_version")).scalar() or "")


def _known(version: str) -> str:
    if version > HEAD:
        raise LedgerError(f"台账是更新的程序({version})建的,请升级本程序后再运行")
    return version


def _make_private(database: str | None) -> None:
    """A new file is its owner's alone from its first moment: rows hold what people wrote, unmasked."""
    if database and not Path(database).exists():
        with suppress(OSError), open(database, "xb", opener=private):  # a folder that lacks is told on connecting
            pass


def _listen(engine: Engine, *pragmas: str) -> None:
    """Leave transactions to us: SQLite's driver would make each table outside of one, and a kill half of them."""
    if engine.dialect.name != "sqlite":
        return

    def connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (*pragmas, "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", _begun)


def _begun(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
