"""An audit and a rebuild that only compares leave everything as it is, whatever they find, or do not."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from pipeline.audit.auditing import audit
from pipeline.errors import ExitCode, LedgerError, UsageError
from pipeline.founding import found
from pipeline.ledger.store import Ledger
from pipeline.ledger.upgrade import migrations
from pipeline.rebuilding import rebuild
from pipeline.site import Site
from tests.ledger.keeping import keep
from tests.nights import FOOD, MONDAY, at
from tests.site_nights import Clerk, Ink, about, files


@pytest.fixture(scope="module")
def lived(founded: Site, tmp_path_factory: pytest.TempPathFactory) -> Clerk:
    clerk = Clerk.of(founded, tmp_path_factory.mktemp("lived") / "site")
    clerk.drop(MONDAY, "初二1班", about(FOOD))
    clerk.run(MONDAY)
    return clerk


@pytest.fixture
def clerk(lived: Clerk, tmp_path: Path) -> Clerk:
    shutil.copytree(lived.site.root, tmp_path / "site")
    return Clerk(Site(tmp_path / "site"))


def looks(site: Site) -> tuple[ExitCode, ExitCode]:
    """How an audit and a comparison end."""
    compared = rebuild(site, lambda *_: None, check=True, press=Ink())
    return audit(site, lambda *_: None).code, compared.code


def everything(site: Site) -> dict[str, object]:
    """Every folder, and every file with its bytes, but for the lock and what the database keeps beside its file."""
    there = {p.relative_to(site.root).as_posix(): p for p in site.root.rglob("*")}
    passing = ("run.lock", "-wal", "-shm")
    return {n: p.read_bytes() if p.is_file() else None for n, p in there.items() if not n.endswith(passing)}


def test_a_folder_that_is_no_site_is_left_as_it_is(tmp_path: Path) -> None:
    for look in (audit, rebuild):
        with pytest.raises(UsageError, match="不是一个站点"):
            look(Site(tmp_path), lambda *_: None)
    assert list(tmp_path.iterdir()) == []


def test_a_site_that_has_not_been_run_has_nothing_to_look_at(tmp_path: Path) -> None:
    site = Site(tmp_path)
    found(site, "epidemic")
    shutil.rmtree(site.ledger)
    before = everything(site)
    for look in (audit, rebuild):
        with pytest.raises(UsageError, match="没有可以"):
            look(site, lambda *_: None)
    assert everything(site) == before


def test_a_ledger_that_is_gone_is_said_so_and_not_begun_anew(clerk: Clerk) -> None:
    for path in clerk.site.ledger.glob("ledger.sqlite*"):
        path.unlink()
    before = everything(clerk.site)
    assert [f.code for f in audit(clerk.site, lambda *_: None).findings] == ["audit.ledger"]
    rebuild(clerk.site, lambda *_: None, check=True, press=Ink())
    assert everything(clerk.site) == before


def test_an_empty_file_is_no_ledger_and_stays_empty(clerk: Clerk) -> None:
    for path in clerk.site.ledger.glob("ledger.sqlite*"):
        path.unlink()
    (clerk.site.ledger / "ledger.sqlite").touch()
    assert looks(clerk.site) == (ExitCode.LEDGER, ExitCode.LEDGER)
    assert (clerk.site.ledger / "ledger.sqlite").read_bytes() == b""


def test_a_ledger_of_an_older_program_is_not_upgraded(clerk: Clerk) -> None:
    path = clerk.site.ledger / "ledger.sqlite"
    for there in clerk.site.ledger.glob("ledger.sqlite*"):
        there.unlink()
    engine = create_engine(clerk.site.database)
    command.upgrade(migrations(engine, clerk.site.database), "0001")
    engine.dispose()
    before = everything(clerk.site)
    assert looks(clerk.site) == (ExitCode.LEDGER, ExitCode.LEDGER)
    assert everything(clerk.site) == before
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("select version_num from alembic_version").fetchall() == [("0001",)]


def test_a_copy_that_keeps_no_log_ahead_stays_so(clerk: Clerk) -> None:
    """As a backup is: its very bytes stay."""
    with closing(sqlite3.connect(clerk.site.ledger / "ledger.sqlite")) as connection:
        connection.execute("pragma journal_mode = delete")
    before = everything(clerk.site)
    assert looks(clerk.site) == (ExitCode.DONE, ExitCode.DONE)
    assert everything(clerk.site) == before


def test_a_ledger_that_is_looked_at_cannot_be_written(url: str) -> None:
    with pytest.raises(LedgerError):
        Ledger(url, looking=True)
    keep(url)
    with Ledger(url, looking=True) as ledger:
        assert ledger.verify_chain() > 0
        assert ledger.issues() == ()
        with pytest.raises(LedgerError, match="没有改动"):
            ledger.commit_night(
                ledger.register(), ledger.register(), [], MONDAY, "d", now=at(MONDAY, "18:00"), interim=True
            )


def test_looking_at_an_empty_database_leaves_it_empty(url: str) -> None:
    with pytest.raises(LedgerError):
        Ledger(url, looking=True)
    engine = create_engine(url)
    query = "select count(*) from sqlite_master" if url.startswith("sqlite") else "select count(*) from pg_tables"
    where = "" if url.startswith("sqlite") else " where schemaname = 'public'"
    with engine.connect() as connection:
        assert connection.execute(text(query + where)).scalar() == 0
    engine.dispose()


def test_what_was_looked_at_is_whole(clerk: Clerk) -> None:
    before = everything(clerk.site)
    assert files(clerk.site.outbox)
    assert looks(clerk.site) == (ExitCode.DONE, ExitCode.DONE)
    assert everything(clerk.site) == before
