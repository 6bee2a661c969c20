"""Upgrades: the tables of a ledger brought to this program's version by Alembic."""

from pathlib import Path

from sqlalchemy import Engine, event, inspect, text

HEAD = "0001"
"""The newest migration; a ledger that is already there needs no Alembic import."""


def upgrade(engine: Engine, url: str) -> None:
    """Make or upgrade the tables; SQLite gets WAL and full durability."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _pragmas)
    if _version(engine) != HEAD:
        from alembic import command  # noqa: PLC0415 (half a second that a ledger of this version saves)
        from alembic.config import Config  # noqa: PLC0415

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
        config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
        config.attributes["engine"] = engine
        command.upgrade(config, "head")


def _version(engine: Engine) -> str:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.execute(text("select version_num from alembic_version")).scalar() or "")


def _pragmas(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]  # a DB-API connection has no common type
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
