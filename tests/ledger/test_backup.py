"""Backups: a whole copy, and only the newest few."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event

from pipeline.errors import LedgerError
from pipeline.ledger.backup import back_up
from tests.ledger.keeping import keep


def test_a_copy_is_whole_and_the_newest_three_stay(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    keep(url)
    engine = create_engine(url)
    for version in ("0002", "0003", "0004", "0005"):
        assert back_up(engine, f"before-{version}") == tmp_path / "backups" / f"ledger-before-{version}.sqlite"
    engine.dispose()
    copies = sorted(p.name for p in (tmp_path / "backups").iterdir())
    assert len(copies) == 3
    assert copies[-1] == "ledger-before-0005.sqlite"
    with (
        closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as one,
        closing(sqlite3.connect(tmp_path / "backups" / copies[-1])) as other,
    ):
        assert sorted(one.iterdump()) == sorted(other.iterdump())


def test_nobody_else_reads_a_copy_while_it_is_written_and_it_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    modes: set[int] = set()
    synced: set[int] = set()
    keep(url)
    engine, fsync = create_engine(url), os.fsync

    def watched(connection: sqlite3.Connection, _record: object) -> None:
        connection.set_progress_handler(look, 1)

    def look() -> int:
        modes.update(p.stat().st_mode & 0o777 for p in (tmp_path / "backups").iterdir())
        return 0

    def noted(descriptor: int) -> None:
        synced.add(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    event.listen(engine, "connect", watched)
    monkeypatch.setattr(os, "fsync", noted)
    copy = back_up(engine, "before-0002")
    engine.dispose()
    assert copy
    assert copy.stat().st_ino in synced
    assert modes == {0o600}


def test_a_ledger_that_cannot_be_copied_is_a_fault_of_the_ledger(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"no database, but longer than its first page of a hundred bytes" * 40)
    engine = create_engine(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    with pytest.raises(LedgerError, match="没有升级"):
        back_up(engine, "before-0002")
    engine.dispose()


def test_a_database_that_is_no_file_is_left_to_its_own_tools() -> None:
    engine = create_engine("sqlite://")
    assert back_up(engine, "before-0002") is None
    engine.dispose()
