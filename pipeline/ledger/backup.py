"""Backups: a whole copy of a SQLite ledger before its tables are changed. PostgreSQL has pg_dump for that."""

from pathlib import Path

from sqlalchemy import Engine

from pipeline.durable import PRIVATE, sync_folder

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
    connection = engine.raw_connection()
    try:
        connection.execute("vacuum into ?", (str(beside),))
    finally:
        connection.close()
    beside.chmod(PRIVATE)
    beside.replace(target)
    sync_folder(target.parent)
    _forget_old(target.parent, target)
    return target


def _forget_old(folder: Path, newest: Path) -> None:
    others = sorted((p for p in folder.glob("*.sqlite") if p != newest), key=lambda p: p.stat().st_mtime)
    for path in others[: -(_KEPT - 1)]:
        path.unlink()
