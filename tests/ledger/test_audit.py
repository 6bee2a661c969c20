"""The audit finds whatever was changed, and names it."""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.audit.auditing import Audited, audit
from pipeline.errors import ExitCode, LedgerError
from pipeline.rebuilding import rebuild
from pipeline.site import Site
from pipeline.workbooks.reading import Reader
from tests.ledger.lived import copied, live
from tests.ledger.tampering import KINDS, Tamper
from tests.nights import FOOD, THURSDAY, TUESDAY
from tests.site_nights import Clerk, Ink, about, files


@pytest.fixture(scope="module")
def lived(founded: Site, tmp_path_factory: pytest.TempPathFactory) -> Clerk:
    clerk = Clerk.of(founded, tmp_path_factory.mktemp("lived") / "site")
    live(clerk)
    return clerk


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


@pytest.fixture
def clerk(lived: Clerk, tmp_path: Path) -> Clerk:
    return copied(lived, tmp_path / "site")


def audited(clerk: Clerk, reader: Reader) -> Audited:
    return audit(clerk.site, lambda *_: None, reader)


def said(clerk: Clerk, reader: Reader) -> list[str]:
    return [f.sentence for f in audited(clerk, reader).findings]


def change(clerk: Clerk, *statements: str) -> None:
    """Statements of somebody who takes the guards down and puts them back."""
    with closing(sqlite3.connect(clerk.site.ledger / "ledger.sqlite")) as connection, connection:
        guards = connection.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"drop trigger {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in guards:
            connection.execute(sql)


def test_a_site_that_lived_is_whole(clerk: Clerk, reader: Reader) -> None:
    before = clerk.ledger(), clerk.outbox()
    done = audited(clerk, reader)
    assert (done.findings, done.code) == ((), ExitCode.DONE)
    assert (done.files, done.rows, done.issues) > (10, 20, 3)
    assert (clerk.ledger(), clerk.outbox()) == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            "update report set row = replace(row, '饭菜偏凉', '饭菜很凉') where name = '{first}'",
            "台账“上报行”表的 2021-03-22 {first} 的“上报”第 6 行与写入时不符(字段 row.values.summary)",
        ),
        ("update report set status = 'withdrawn' where name = '{first}'", "(字段 status)"),
        ("update workbook set accepted = 9 where name = '{first}'", "收到的 {first}与写入时不符(字段 accepted)"),
        ("update workbook set name = 'x.xlsx' where name = '笔记.xlsx'", "收到的 笔记.xlsx与写入时不符(字段 name)"),
        ("update call set unit = '初二9班' where unit = '初二3班'", "初二3班 2021-03-23与写入时不符(字段 unit)"),
        ("update night set plan_digest = 'other' where day = '2021-03-24'", "2021-03-24与写入时不符(字段 plan_digest)"),
        ("update issue set number = 7 where correction = 1", "2021-03-22 第1次更正与写入时不符(字段 number)"),
        ("update issue set files = '{{}}' where correction = 1", "第1次更正与写入时不符(字段 files)"),
        ("update issue set seal = 'x' || substr(seal, 2) where correction = 1", "第1次更正与写入时不符(字段 seal)"),
        ("update call set seal = 'x' || substr(seal, 2) where unit = '初二3班'", "(字段 seal)"),
        ("delete from call where unit = '初二3班'", "台账“报送”表少了 初二3班 2021-03-23"),
        ("delete from issue where correction = 1", "台账“签发”表少了 2021-03-22 第1次更正"),
        (
            "insert into night select '2021-03-25', plan_digest, seal from night where day = '2021-03-24'",
            "台账“夜次”表的 2021-03-24与写入时不符(字段 day)",
        ),
        ("update event set at = '2021-03-22T01:00:00+00:00' where seq = 2", "第 2 条事件与写入时不符(字段 at)"),
        ("update event set data = json_set(data, '$.grade', 'Ⅰ') where kind = 'assessed'", "(字段 data.grade)"),
        ("update event set hash = 'x' || substr(hash, 2) where seq = 2", "第 2 条事件与写入时不符(字段 hash)"),
        ("update event set previous = 'x' || substr(previous, 2) where seq = 3", "第 3 条事件与写入时不符(字段 prev"),
        ("delete from event where seq = 2", "台账缺少第 2 条事件"),
        ("delete from event where seq = (select max(seq) from event)", "存档日志里有 2021-03-24 的签发 2021-03-24"),
    ],
)  # fmt: skip
def test_what_was_changed_is_named(clerk: Clerk, reader: Reader, changes: str, sentence: str) -> None:
    first = next(c for c in clerk.register().reports.values() if c.unit == "初二1班").row.file
    change(clerk, changes.format(first=first))
    done = audited(clerk, reader)
    told = [f.sentence for f in done.findings]
    assert any(sentence.format(first=first) in t for t in told), told
    assert done.code is ExitCode.LEDGER


def test_a_guard_that_is_gone_is_named(clerk: Clerk, reader: Reader) -> None:
    with closing(sqlite3.connect(clerk.site.ledger / "ledger.sqlite")) as connection, connection:
        connection.execute("drop trigger guard_call_delete")
    assert said(clerk, reader)[0].startswith("台账的防改保护 guard_call_delete 不在了")


def test_a_file_that_is_gone_is_named(clerk: Clerk, reader: Reader) -> None:
    files(clerk.site.outbox / "受限")[0].unlink()
    page = next(p for p in files(clerk.site.outbox) if p.name.endswith("存档.pdf"))
    page.chmod(0o644)
    done = audited(clerk, reader)
    assert done.code is ExitCode.OUTPUT
    assert [f.code for f in done.findings] == ["audit.outbox_open", "audit.outbox_gone"]
    clerk.run(TUESDAY)
    shutil.rmtree(clerk.site.issued)
    assert {f.code for f in audited(clerk, reader).findings} == {"audit.outbox_open", "audit.issued_gone"}


def test_a_journal_that_is_gone_is_named(clerk: Clerk, reader: Reader) -> None:
    (clerk.site.archive / "nights.jsonl").unlink()
    done = audited(clerk, reader)
    assert [f.code for f in done.findings] == ["audit.line_gone"]


def test_a_ledger_that_cannot_be_opened_is_said_so(clerk: Clerk, reader: Reader) -> None:
    (clerk.site.ledger / "ledger.sqlite").write_bytes(b"no database at all, though long enough" * 99)
    assert [f.code for f in audited(clerk, reader).findings] == ["audit.ledger"]


TABLES = ("workbook", "report", "call", "event", "night", "issue")


def spoil(clerk: Clerk, table: str) -> None:
    """A page in the middle of the file otherwise, as a failing disk leaves it: the one that holds the table."""
    path = clerk.site.ledger / "ledger.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        page = connection.execute("select rootpage from sqlite_master where name = ?", (table,)).fetchone()[0]
        size = connection.execute("pragma page_size").fetchone()[0]
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


@pytest.mark.parametrize("table", TABLES)
def test_a_page_of_the_database_that_is_spoilt_is_a_fault_of_the_ledger(
    clerk: Clerk, reader: Reader, table: str
) -> None:
    spoil(clerk, table)
    done = audited(clerk, reader)
    assert [f.code for f in done.findings] == ["audit.ledger"]
    clerk.drop(THURSDAY, "初二1班", about(FOOD))
    with pytest.raises(LedgerError, match=r"台账[读写]不"):
        clerk.run(THURSDAY)
    assert clerk.inbox()


@pytest.mark.parametrize(
    "changes",
    [
        "update report set unit = cast(x'ff' as text)",
        "update event set incident = cast(x'ff' as text) where seq = 2",
        "update report set past = '{'",
        "update report set status = 'nothing known'",
        "update call set received = 'soon'",
        "update issue set files = '[1]'",
        "update workbook set night = 'not a date'",
    ],
)
def test_text_that_cannot_be_is_a_fault_of_the_ledger(clerk: Clerk, reader: Reader, changes: str) -> None:
    change(clerk, "pragma ignore_check_constraints = on", changes)
    assert audited(clerk, reader).code is ExitCode.LEDGER
    clerk.drop(THURSDAY, "初二1班", about(FOOD))
    with pytest.raises(LedgerError, match="sitrep rebuild"):
        clerk.run(THURSDAY)


def test_a_spoilt_ledger_is_rebuilt(clerk: Clerk) -> None:
    before = clerk.ledger()
    spoil(clerk, "report")
    assert rebuild(clerk.site, lambda *_: None, press=Ink()).replaced
    assert clerk.ledger() == before


def tampered(clerk: Clerk, reader: Reader, root: Path, seed: int) -> tuple[Tamper, list[str], list[str]]:
    """A tamper of a copy, what the audit says of it, and the places its findings carry."""
    mine = copied(clerk, root / str(seed))
    dice = random.Random(seed)  # noqa: S311 (a test that can be repeated)
    tamper = dice.choice(KINDS)(mine, dice)
    findings = audited(mine, reader).findings
    shutil.rmtree(mine.site.root)
    return tamper, [f.sentence for f in findings], [str(f.values) for f in findings]


def found_all(clerk: Clerk, reader: Reader, root: Path, seeds: range) -> list[str]:
    """What was done and not found, or found and not named."""
    unseen = []
    for seed in seeds:
        tamper, sentences, places = tampered(clerk, reader, root, seed)
        told = "".join((*sentences, *places))
        if not all(name in told for name in tamper.names):
            unseen.append(f"{seed}: {tamper.done}: {sentences}")
    return unseen


def test_random_tampers_are_found_and_named(clerk: Clerk, reader: Reader, tmp_path: Path) -> None:
    assert found_all(clerk, reader, tmp_path / "tampered", range(20)) == []


@pytest.mark.heavy
def test_two_hundred_random_tampers_are_found_and_named(clerk: Clerk, reader: Reader, tmp_path: Path) -> None:
    assert found_all(clerk, reader, tmp_path / "tampered", range(20, 220)) == []
