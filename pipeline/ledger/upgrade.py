"""Upgrades: the tables of a ledger brought to this program's version by Alembic."""

from pathlib import Path

from sqlalchemy import Connection, Engine, event, inspect, text

from pipeline.errors import LedgerError
from pipeline.ledger.schema import metadata

HEAD = "0001"
"""The newest migration; a ledger that is already there needs no Alembic import."""


def upgrade(engine: Engine, url: str) -> None:
    """Make or upgrade the tables; SQLite gets WAL and full durability."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _connected)
        event.listen(engine, "begin", _begun)
    version = _version(engine)
    if version > HEAD:
        raise LedgerError(f"台账是更新的程序({version})建的,请升级本程序后再运行")
    if not version:
        _found(engine)
    elif version < HEAD:
        migrate(engine, url)


def migrate(engine: Engine, url: str) -> None:
    """Run the migrations that a ledger lacks."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    config.attributes["engine"] = engine
    command.upgrade(config, "head")


def _found(engine: Engine) -> None:
    """A new ledger is made as the migrations would make it, without half a second of importing them."""
    with engine.begin() as connection:
        metadata.create_all(connection, checkfirst=False)
        connection.execute(text("create table alembic_version (version_num varchar(32) not null primary key)"))
        connection.execute(text("insert into alembic_version values (:head)"), {"head": HEAD})


def _version(engine: Engine) -> str:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.execute(text("select version_num from alembic_version")).scalar() or "")


def _connected(connection: object, _record: object) -> None:
    """Leave transactions to us: the driver's own would make each table outside of one, and a kill half of them."""
    connection.isolation_level = None  # type: ignore[attr-defined]  # a DB-API connection has no common type
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begun(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
