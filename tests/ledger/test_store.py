"""The ledger keeps a register as it is, in whole nights, and its events in a chain."""

import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from pipeline.errors import LedgerError
from pipeline.ledger.issues import Filed, Issue
from pipeline.ledger.store import Ledger
from pipeline.model import Fate
from pipeline.register.night import lay
from tests.ledger.keeping import FIRST, NIGHTS, keep, unguarded
from tests.nights import MONDAY, TUESDAY, at, law

NOW = at(MONDAY, "18:00")


def test_the_register_comes_back_as_it_was_laid(url: str) -> None:
    school = keep(url)
    with Ledger(url) as ledger:
        loaded = ledger.register()
        assert loaded.reports == school.register.reports
        assert sorted(loaded.events, key=repr) == sorted(school.register.events, key=repr)
        assert set(loaded.calls) == set(school.register.calls)
        for day, _ in NIGHTS:
            assert loaded.edition(law(), day, day) == school.edition(day)
        assert ledger.nights() == (MONDAY, TUESDAY)
        fates = {w.fate for w in ledger.workbooks(MONDAY)}
        assert fates == {Fate.ACCEPTED, Fate.PARTLY, Fate.RETURNED}
        assert len(ledger.taken()) == sum(len(books) for _, books in NIGHTS)


def test_an_issue_comes_back_as_it_was_recorded(url: str) -> None:
    issue = Issue(
        MONDAY,
        1,
        12,
        TUESDAY,
        "d" * 64,
        ("a:上报:7",),
        {"x/要点.txt": Filed("e" * 64, private=False)},
        ((MONDAY, 1),),
    )
    keep(url)
    with Ledger(url) as ledger:
        ledger.record_issue(issue, NOW)
        ledger.add_files(issue, {"x/退回/b.xlsx": Filed("f" * 64, private=True)}, "d" * 64, NOW)
        with pytest.raises(LedgerError, match="没有改动"):
            ledger.record_issue(issue, NOW)
    with Ledger(url) as ledger:
        (found,) = ledger.issues()
    assert found == replace(issue, files={**issue.files, "x/退回/b.xlsx": Filed("f" * 64, private=True)})


def test_a_night_that_fails_leaves_nothing(url: str) -> None:
    with Ledger(url) as ledger:
        before = ledger.register()
        taken = [FIRST.taken(MONDAY)] * 2  # the same file twice breaks the key of its table
        laid = lay(before, taken[:1], law(), MONDAY)
        with pytest.raises(LedgerError):
            ledger.commit_night(before, laid.register, taken, MONDAY, "d", now=NOW)
        assert (ledger.register(), ledger.nights(), ledger.taken()) == (before, (), frozenset())


def test_an_interim_night_is_not_yet_run(url: str) -> None:
    with Ledger(url) as ledger:
        before = ledger.register()
        laid = lay(before, [FIRST.taken(MONDAY)], law(), MONDAY, interim=True)
        ledger.commit_night(before, laid.register, [FIRST.taken(MONDAY)], MONDAY, "d", now=NOW, interim=True)
        assert ledger.nights() == ()


@pytest.mark.parametrize(
    "change",
    [
        "update event set at = '2021-03-22T08:00:01+00:00' where seq = 2",
        'update event set data = \'{"to":"calm"}\' where seq = 3',
        "delete from event where seq = 2",
        "update event set hash = previous where seq = 1",
    ],
)
def test_a_changed_event_is_found(url: str, change: str) -> None:
    keep(url)
    with Ledger(url) as ledger:
        assert ledger.verify_chain() == len(ledger.register().events) + len(NIGHTS)  # each ends with its seal
    engine = create_engine(url)
    with unguarded(engine) as connection:
        connection.execute(text(change))
    engine.dispose()
    with Ledger(url) as ledger, pytest.raises(LedgerError, match="与写入时不符"):
        ledger.verify_chain()


def test_events_hold_no_words_that_people_wrote(url: str) -> None:
    school = keep(url)
    with Ledger(url) as ledger:
        events = json.dumps([dict(e.data) for e in ledger.register().events], ensure_ascii=False, default=str)
    rows = school.register.rows().values()
    written = {str(r.row.values.get(k)) for r in rows for k in ("summary", "content", "request", "note", "answered")}
    assert [w for w in written - {"None", ""} if w in events] == []


def test_sqlite_writes_ahead_and_in_full(tmp_path: Path) -> None:
    with Ledger(f"sqlite:///{tmp_path / 'a.sqlite'}"):
        pass
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as connection:
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    keep(f"sqlite:///{tmp_path / 'a.sqlite'}")
    with Ledger(f"sqlite:///{tmp_path / 'a.sqlite'}"):
        assert {p.stat().st_mode & 0o777 for p in tmp_path.iterdir()} == {0o600}


def test_a_kill_between_two_tables_leaves_none(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table issue (day text)")  # the last table cannot be made
    with pytest.raises(LedgerError):
        Ledger(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
    assert tables == [("issue",)]


def test_a_ledger_of_a_newer_program_is_not_touched(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    with Ledger(url):
        pass
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as connection, connection:
        connection.execute("update alembic_version set version_num = '9999'")
    with pytest.raises(LedgerError, match="更新的程序"):
        Ledger(url)


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").write_bytes(b"no database, but longer than its first page of a hundred bytes" * 40)
    with pytest.raises(LedgerError, match="打不开"):
        Ledger(f"sqlite:///{tmp_path / 'a.sqlite'}")


def test_a_password_is_not_said(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"打不开.*\*\*\*") as said:
        Ledger(f"postgresql+psycopg://sitrep:geheim@/x?host={tmp_path}")
    assert "geheim" not in str(said.value)
