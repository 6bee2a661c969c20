"""Backups: a whole copy of a SQLite ledger before its tables are changed. PostgreSQL has pg_dump for that."""

import os
import sqlite3
from pathlib import Path

from sqlalchemy import Engine

from pipeline.durable import private, sync_folder
from pipeline.errors import LedgerError

_KEPT = 3


def back_up(engine: Engine, label: str) -> Path | None:
    """Copies the ledger to `backups/` beside it; the newest few stay. None where it is not a file of SQLite.

    VACUUM INTO reads one consistent state whatever is written meanwhile.
    """
    database = engine.url.database
    if engine.dialect.name != "sqlite" or not database:
        return None
    target = Path(database).parent / "backups" / f"{Path(database).stem}-{label}.sqlite"
    target.parent.mkdir(exist_ok=True)
    beside = target.with_name(f".{target.name}.part")
    beside.unlink(missing_ok=True)  # of a run that was killed
    with open(beside, "xb", opener=private) as copy:  # VACUUM INTO fills an empty file, and does not sync it
        _vacuum(engine, beside)
        os.fsync(copy.fileno())
    beside.replace(target)
    sync_folder(target.parent)
    _forget_old(target.parent, target)
    return target


def _vacuum(engine: Engine, into: Path) -> None:
    connection = engine.raw_connection()
    try:
        connection.execute("vacuum into ?", (str(into),))
    except sqlite3.Error as fault:
        raise LedgerError(f"台账升级前的备份没有做成({fault.__class__.__name__}),没有升级") from fault
    finally:
        connection.close()


def _forget_old(folder: Path, newest: Path) -> None:
    others = sorted((p for p in folder.glob("*.sqlite") if p != newest), key=lambda p: p.stat().st_mtime)
    for path in others[: -(_KEPT - 1)]:
        path.unlink()
