"""A rebuild makes the same ledger and the same reports from the archive alone."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from unittest.mock import ANY

import pytest
from openpyxl import load_workbook
from sqlalchemy import create_engine, text

from pipeline.audit.auditing import audit
from pipeline.cli.faults import reported
from pipeline.cli.main import cli
from pipeline.demo.running import run_demo
from pipeline.errors import ExitCode, LedgerError, UsageError
from pipeline.founding import found
from pipeline.intake.archive import Archive
from pipeline.ledger.schema import metadata
from pipeline.ledger.store import Ledger
from pipeline.model import Arrival, Step, StepKind
from pipeline.nightly import run_night
from pipeline.rebuilding import Rebuilt, rebuild
from pipeline.site import Site
from tests.intake.originals import put
from tests.ledger.conftest import new_database
from tests.ledger.keeping import unguarded
from tests.ledger.lived import QUESTION, copied, live
from tests.nights import FOOD, MONDAY, PARKING, THURSDAY, TUESDAY, WEDNESDAY
from tests.site_nights import Clerk, Ink, about, evening


@pytest.fixture(scope="module")
def lived(founded: Site, tmp_path_factory: pytest.TempPathFactory) -> Clerk:
    clerk = Clerk.of(founded, tmp_path_factory.mktemp("lived") / "site")
    live(clerk)
    return clerk


@pytest.fixture
def clerk(lived: Clerk, tmp_path: Path) -> Clerk:
    return copied(lived, tmp_path / "site")


def again(clerk: Clerk, *, check: bool = False) -> Rebuilt:
    return rebuild(clerk.site, lambda *_: None, check=check, press=Ink())


def lose(clerk: Clerk) -> None:
    """The database, the issued bytes and the outbox."""
    for path in clerk.site.ledger.glob("ledger.sqlite*"):
        path.unlink()
    shutil.rmtree(clerk.site.issued)
    shutil.rmtree(clerk.site.outbox)


def dump(clerk: Clerk) -> dict[str, list[object]]:
    with Ledger(clerk.site.database) as ledger:
        return {table: list(ledger.records(table)) for table in metadata.tables}


def is_whole(clerk: Clerk) -> bool:
    return audit(clerk.site, lambda *_: None).findings == ()


def test_from_the_archive_alone_come_the_same_ledger_and_outbox(clerk: Clerk) -> None:
    ledger, outbox, modes = clerk.ledger(), clerk.outbox(), clerk.modes()
    journal = (clerk.site.archive / "nights.jsonl").read_bytes()
    lose(clerk)
    done = again(clerk)
    assert (done.findings[0].code, {f.code for f in done.findings}) == ("rebuild.outbox_gone", {"rebuild.outbox_gone"})
    assert (done.replaced, done.kept) == (True, "")
    assert clerk.ledger() == ledger
    assert (clerk.outbox(), clerk.modes()) == (outbox, modes)
    assert (clerk.site.archive / "nights.jsonl").read_bytes() == journal
    assert is_whole(clerk)


def test_a_late_row_after_a_rebuild_corrects_its_day(clerk: Clerk) -> None:
    lose(clerk)
    again(clerk)
    clerk.drop(THURSDAY, "初二5班", about("操场晨跑的哨声太响,影响附近居民"), day=WEDNESDAY)
    done = clerk.run(THURSDAY)
    assert [(i.day, i.correction) for i in done.issues] == [(WEDNESDAY, 1), (THURSDAY, 0)]
    assert [n for n in clerk.outbox() if n.startswith(f"{WEDNESDAY}/舆情汇报") and "第1次更正" in n]
    assert is_whole(clerk)


@pytest.mark.heavy
def test_what_is_equal_stays(clerk: Clerk) -> None:
    before = clerk.ledger(), clerk.outbox()
    assert again(clerk, check=True).code is ExitCode.DONE
    done = again(clerk)
    assert (done.findings, done.replaced, done.kept, done.written) == ((), False, "", ())
    assert (clerk.ledger(), clerk.outbox()) == before
    assert not (clerk.site.ledger / "kept").exists()


def test_a_site_whose_nights_brought_no_file_is_rebuilt_too(lived: Clerk, tmp_path: Path) -> None:
    clerk = Clerk(Site(tmp_path / "new"))
    shutil.copytree(lived.site.root / "templates", clerk.site.root / "templates")
    clerk.site.inbox.mkdir()
    clerk.run(MONDAY)
    clerk.run(TUESDAY)
    before = clerk.ledger(), clerk.outbox()
    lose(clerk)
    again(clerk)
    assert (clerk.ledger(), clerk.outbox()) == before


@pytest.mark.heavy
def test_every_night_is_laid_by_its_own_plan(clerk: Clerk) -> None:
    book = load_workbook(clerk.site.plan_book)
    row = next(r for r in book["基本信息"].iter_rows() if r[0].value == "cutoff")
    row[1].value = "17:00"
    book.save(clerk.site.plan_book)
    clerk.drop(THURSDAY, "初二1班", QUESTION, clock="17:30")
    clerk.run(THURSDAY)
    before = dump(clerk), clerk.outbox()
    assert len({row["plan_digest"] for row in before[0]["night"]}) == 2  # type: ignore[index]
    lose(clerk)
    again(clerk)
    assert (dump(clerk), clerk.outbox()) == before


def test_a_changed_ledger_is_told_and_kept(clerk: Clerk) -> None:
    before = clerk.ledger()
    with closing(sqlite3.connect(clerk.site.ledger / "ledger.sqlite")) as connection, connection:
        connection.execute("drop trigger guard_call_update")
        connection.execute("update call set rows = 7 where unit = '初二3班'")
    changed = next(n for n in clerk.outbox() if n.endswith("要点.txt"))
    (clerk.site.outbox / changed).write_bytes(b"other")
    checked = again(clerk, check=True)
    assert {f.code for f in checked.findings} == {"rebuild.row", "rebuild.outbox", "audit.guard"}
    assert checked.code is ExitCode.LEDGER
    assert "初二3班 2021-03-23,重建的与原来的不同:rows" in checked.findings[0].sentence
    done = again(clerk)
    assert (done.replaced, done.kept) == (True, "1")
    assert clerk.ledger() == before
    kept = clerk.site.ledger / "kept" / "1"
    assert (kept / "outbox" / changed).read_bytes() == b"other"
    with closing(sqlite3.connect(kept / "ledger.sqlite")) as connection:
        assert connection.execute("select count(*) from call where rows = 7").fetchone() == (1,)
    assert is_whole(clerk)


def test_guards_that_are_gone_come_back(clerk: Clerk) -> None:
    before = clerk.ledger()
    with closing(sqlite3.connect(clerk.site.ledger / "ledger.sqlite")) as connection, connection:
        connection.execute("drop trigger guard_call_update")
    assert [f.code for f in again(clerk, check=True).findings] == ["audit.guard"]
    done = again(clerk)
    assert (done.replaced, done.kept) == (True, "1")
    assert clerk.ledger() == before
    assert is_whole(clerk)


@pytest.mark.heavy
def test_a_ledger_that_is_no_database_is_replaced(clerk: Clerk) -> None:
    before = clerk.ledger()
    (clerk.site.ledger / "ledger.sqlite").write_bytes(b"no database at all, though long enough" * 99)
    done = again(clerk)
    assert (done.replaced, done.findings[0].code) == (True, "audit.ledger")
    assert clerk.ledger() == before


def test_a_run_never_begins_a_new_ledger_over_an_old_archive(clerk: Clerk) -> None:
    lose(clerk)
    clerk.drop(THURSDAY, "初二1班", QUESTION)
    with pytest.raises(LedgerError, match="sitrep rebuild"):
        clerk.run(THURSDAY)
    assert clerk.inbox()
    again(clerk)
    clerk.run(THURSDAY)
    assert clerk.inbox() == []


def test_a_ledger_from_an_old_backup_is_not_gone_on_with(clerk: Clerk, tmp_path: Path) -> None:
    backup = copied(clerk, tmp_path / "backup")
    clerk.run(THURSDAY)
    shutil.copy(backup.site.ledger / "ledger.sqlite", clerk.site.ledger / "ledger.sqlite")
    with pytest.raises(LedgerError, match="sitrep rebuild"):
        clerk.run(THURSDAY)


@pytest.mark.heavy
def test_what_was_taken_in_and_not_laid_is_left_for_the_next_run(clerk: Clerk) -> None:
    path = clerk.drop(THURSDAY, "初二1班", QUESTION)
    archive = Archive(clerk.site.archive)
    sha = put(archive, path)
    plan = archive.journal.read()[-1].plan_digest
    archive.journal.append([Arrival("初二1班/新.xlsx", sha, THURSDAY, clerk.register().calls[0].received, plan)])
    path.unlink()
    lose(clerk)
    again(clerk)
    assert [t.arrival.name for t in clerk.run(THURSDAY).taken] == ["初二1班/新.xlsx"]


@pytest.mark.heavy
def test_a_journal_without_steps_is_laid_a_night_a_day(clerk: Clerk) -> None:
    """As an older program left it; the night without files is not known, and no interim run is."""
    journal = clerk.site.archive / "nights.jsonl"
    lines = journal.read_text("utf-8").splitlines(keepends=True)
    journal.write_text("".join(line for line in lines if '"step"' not in line), encoding="utf-8")
    lose(clerk)
    again(clerk)
    with Ledger(clerk.site.database) as ledger:
        assert ledger.nights() == (MONDAY, TUESDAY)
        assert [(i.day, i.correction) for i in ledger.issues()] == [(MONDAY, 0), (MONDAY, 1), (TUESDAY, 0)]
        steps = ledger.steps()
    assert Archive(clerk.site.archive).journal.steps() == steps
    assert is_whole(clerk)
    clerk.drop(THURSDAY, "初二1班", QUESTION)
    clerk.run(THURSDAY)
    assert again(clerk, check=True).findings == ()


@pytest.mark.heavy
def test_a_ledger_that_was_upgraded_is_laid_a_night_a_day_up_to_there(clerk: Clerk) -> None:
    journal = clerk.site.archive / "nights.jsonl"
    lines = [line for line in journal.read_text("utf-8").splitlines(keepends=True) if '"step"' not in line]
    journal.write_text("".join(lines), encoding="utf-8")
    plan = Archive(clerk.site.archive).journal.read()[-1].plan_digest
    Archive(clerk.site.archive).journal.append([Step(StepKind.UPGRADED, TUESDAY, plan, 40, "e" * 64)])
    lose(clerk)
    assert again(clerk).findings[0].code == "rebuild.step"
    with Ledger(clerk.site.database) as ledger:
        assert ledger.nights() == (MONDAY, TUESDAY)
    clerk.run(WEDNESDAY)
    before = clerk.ledger(), clerk.outbox()
    lose(clerk)
    again(clerk)
    assert (clerk.ledger(), clerk.outbox()) == before
    assert is_whole(clerk)


@pytest.mark.heavy
def test_pages_that_come_out_otherwise_are_told_and_the_site_goes_on(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with another version of a library: the manifests name it."""
    monkeypatch.setattr("pipeline.__version__", "9.9.9")
    lose(clerk)
    done = again(clerk)
    assert done.findings[0].code == "rebuild.step"
    assert "签发" in done.findings[0].sentence
    assert Archive(clerk.site.archive).journal.steps()[-1].kind is StepKind.REBUILT
    assert is_whole(clerk)
    clerk.drop(THURSDAY, "初二1班", about(FOOD), about(PARKING, 序号="2"))
    clerk.run(THURSDAY)
    assert is_whole(clerk)
    before = clerk.ledger(), clerk.outbox()
    lose(clerk)
    again(clerk)
    assert (clerk.ledger(), clerk.outbox()) == before


def test_after_a_rebuild_that_came_out_otherwise_only_what_was_done_since_is_compared(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.__version__", "9.9.9")
    assert "rebuild.step" in {f.code for f in again(clerk).findings}
    assert again(clerk, check=True).findings == ()
    clerk.run(THURSDAY)
    assert again(clerk, check=True).findings == ()
    monkeypatch.setattr("pipeline.__version__", "9.9.10")
    (step, *_) = again(clerk, check=True).findings
    assert step.code == "rebuild.step"
    assert f"{WEDNESDAY} 的重建" in step.sentence


def test_without_a_journal_there_is_nothing_to_rebuild(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        rebuild(Site(tmp_path), lambda *_: None, press=Ink())


def test_a_plan_that_is_gone_is_named(clerk: Clerk) -> None:
    shutil.rmtree(clerk.site.archive / "plans")
    before = clerk.ledger()
    with pytest.raises(LedgerError, match="plans"):
        again(clerk)
    assert clerk.ledger() == before


def on_postgres(clerk: Clerk, url: str) -> None:
    (clerk.site.root / "site.toml").write_text(f'[database]\nurl = "{url}"\n', encoding="utf-8")


@pytest.mark.heavy
def test_in_postgresql_too_and_the_former_tables_are_kept_in_a_schema(lived: Clerk, clerk: Clerk, cluster: str) -> None:
    on_postgres(clerk, new_database(cluster))
    shutil.rmtree(clerk.site.outbox)
    done = again(clerk)
    assert (done.replaced, done.kept) == (True, "")
    before, outbox = dump(clerk), clerk.outbox()
    assert (before, outbox) == (dump(lived), lived.outbox())
    assert is_whole(clerk)
    clerk.drop(THURSDAY, "初二5班", QUESTION)
    clerk.run(THURSDAY)
    assert is_whole(clerk)
    assert again(clerk, check=True).findings == ()
    before, outbox = dump(clerk), clerk.outbox()
    engine = create_engine(clerk.site.database)
    with unguarded(engine) as connection:
        connection.execute(text("update call set rows = 7 where unit = '初二3班'"))
    assert [f.code for f in audit(clerk.site, lambda *_: None).findings] == ["audit.row"]
    done = again(clerk)
    assert (done.replaced, done.kept) == (True, "kept_1")
    assert (dump(clerk), clerk.outbox()) == (before, outbox)
    assert is_whole(clerk)
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from kept_1.call where rows = 7")).scalar() == 1
    engine.dispose()


@pytest.mark.heavy
def test_the_demo_is_rebuilt_to_the_byte_and_goes_on(tmp_path: Path) -> None:
    clerk = Clerk(Site(tmp_path / "site"))
    found(clerk.site, "epidemic")
    run_demo(clerk.site, lambda *_: None)
    ledger, outbox = clerk.ledger(), clerk.outbox()
    assert is_whole(clerk)
    lose(clerk)
    rebuild(clerk.site, lambda *_: None)
    assert clerk.ledger() == ledger
    assert clerk.outbox() == outbox
    assert is_whole(clerk)
    with Ledger(clerk.site.database) as known:
        last = known.nights()[-1]
    clerk.drop(last + timedelta(days=1), "总务处", about("操场晨跑的哨声太响,影响附近居民", 确认属实="是"), day=last)
    done = run_night(clerk.site, last + timedelta(days=1), evening(last + timedelta(days=1)), lambda *_: None)
    assert [(i.day, i.correction) for i in done.issues] == [(last, 1), (last + timedelta(days=1), 0)]
    assert [n for n in clerk.outbox() if n.startswith(str(last)) and "第1次更正" in n]
    assert is_whole(clerk)


def test_the_commands_say_what_they_found(clerk: Clerk, capsys: pytest.CaptureFixture[str]) -> None:
    def say(*arguments: str) -> tuple[int, str]:
        code = reported(lambda: cli.main([*arguments, "--site", str(clerk.site.root)], standalone_mode=False))
        return code, capsys.readouterr().out

    assert say("audit") == (0, ANY)
    page = next(n for n in clerk.outbox() if n.endswith("要点.txt"))
    (clerk.site.outbox / page).write_bytes(b"other")
    code, told = say("audit")
    assert (code, f"outbox/{page} 与签发时不符" in told, "发现 1 处不符" in told) == (6, True, True)
    assert json.loads(say("audit", "--json")[1])["findings"][0]["name"] == page
