"""Backups: a whole copy, and only the newest few."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine

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


def test_a_database_that_is_no_file_is_left_to_its_own_tools() -> None:
    engine = create_engine("sqlite://")
    assert back_up(engine, "before-0002") is None
    engine.dispose()
