"""A ledger of an older program comes to the present tables with all that is in it."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, MetaData, create_engine, insert, inspect, text
from sqlalchemy.exc import DBAPIError

from pipeline.ledger import guards
from pipeline.ledger.chain import Link, linked
from pipeline.ledger.codec import pack_call, pack_report, pack_workbook
from pipeline.ledger.issues import Filed, Issue
from pipeline.ledger.schema import metadata
from pipeline.ledger.seals import SEALED_TABLES, Totals, row_seal
from pipeline.ledger.store import Ledger
from pipeline.ledger.upgrade import migrate, migrations
from pipeline.model import StepKind
from tests.ledger.keeping import NIGHTS, keep
from tests.nights import MONDAY, TUESDAY, School, at, law

NOW = at(TUESDAY, "18:00")
ISSUES = (
    Issue(MONDAY, 0, 1, MONDAY, "d" * 64, ("a:上报:7",), {"x/要点.txt": Filed("e" * 64, private=False)}),
    Issue(MONDAY, 1, 1, TUESDAY, "d" * 64, ("a:上报:7", "b:上报:7"), {}),
    Issue(TUESDAY, 0, 2, TUESDAY, "d" * 64, (), {"y": Filed("f" * 64, private=True)}, ((MONDAY, 1),)),
)


def old_ledger(url: str) -> School:
    """What the first version would have left of two nights."""
    engine = create_engine(url)
    command.upgrade(migrations(engine, url), "0001")
    school = School()
    for day, books in NIGHTS:
        school.night(day, *books)
    register = school.register
    lanes = {"report": register.reports.values(), "progress": register.progress, "decision": register.decisions}
    reports = [pack_report(r, lane) for lane, rows in lanes.items() for r in rows]
    for record, report in zip(reports, (r for rows in lanes.values() for r in rows), strict=True):
        record["row"] = {"sha256": record.pop("sha256"), "file": record.pop("name"), **record["row"]}  # type: ignore[dict-item]
        record["revises"] = report.revises
    issues = [
        {
            "day": i.day.isoformat(), "correction": i.correction, "number": i.number, "night": i.night.isoformat(),
            "plan_digest": i.plan_digest, "basis": list(i.basis),
            "supplements": [[d.isoformat(), n] for d, n in i.supplements],
            "files": {n: [f.sha256, f.private] for n, f in i.files.items()},
        }
        for i in ISSUES
    ]  # fmt: skip
    tables = MetaData()
    tables.reflect(engine)
    with engine.begin() as connection:
        for name, records in {
            "workbook": [pack_workbook(b.taken(day)) for day, books in NIGHTS for b in books],
            "report": reports,
            "call": [pack_call(c) for c in register.calls],
            "event": [{**r, "report": r["report"] or ""} for r in linked(register.events, Link())],
            "night": [{"day": day.isoformat(), "plan_digest": law().plan.digest} for day, _ in NIGHTS],
            "issue": issues,
        }.items():
            connection.execute(insert(tables.tables[name]), records)
    engine.dispose()
    return school


def shape(engine: Engine) -> dict[str, object]:
    """What stands in a database besides columns: keys, checks and guards."""
    found = inspect(engine)
    shape: dict[str, object] = {}
    for table in metadata.tables:
        shape[f"{table} keys"] = sorted(map(repr, found.get_foreign_keys(table)))
        shape[f"{table} checks"] = sorted((str(c["name"]), c["sqltext"]) for c in found.get_check_constraints(table))
        shape[f"{table} indexes"] = sorted(str(i["name"]) for i in found.get_indexes(table))
    with engine.connect() as connection:
        shape["guards"] = sorted(guards.standing(connection))
    return shape


def test_the_migrations_make_what_the_schema_says(url: str, tmp_path: Path) -> None:
    del tmp_path
    migrated = create_engine(url)
    migrate(migrated, url)
    with migrated.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    made = shape(migrated)
    with migrated.begin() as connection:
        for table in (*reversed(metadata.sorted_tables), "alembic_version"):
            connection.execute(text(f'drop table "{table}"'))
    migrated.dispose()
    with Ledger(url):
        pass
    fresh = create_engine(url)
    assert made == shape(fresh)
    fresh.dispose()


def test_a_ledger_of_the_first_version_keeps_everything(url: str) -> None:
    school = old_ledger(url)
    with Ledger(url) as ledger:
        loaded = ledger.register()
        assert loaded.reports == school.register.reports
        assert loaded.events == school.register.events
        assert set(loaded.calls) == set(school.register.calls)
        assert (ledger.nights(), ledger.issues()) == ((MONDAY, TUESDAY), ISSUES)
        assert ledger.workbooks(MONDAY) == tuple(
            sorted(
                (replace(b.taken(MONDAY), submissions=()) for b in NIGHTS[0][1]),
                key=lambda t: (t.arrival.received, t.arrival.sha256),
            )
        )
        assert ledger.verify_chain() == len(school.register.events) + 1
        totals = Totals()
        for table in SEALED_TABLES:
            for record in ledger.records(table):
                assert record["seal"] == row_seal(record)
                totals.add(table, record["seal"])
        (step,) = ledger.steps()
        *_, last = ledger.records("event")
        assert (step.kind, step.night) == (StepKind.UPGRADED, TUESDAY)
        assert Totals.read(last["data"]) == totals
        assert ledger.unguarded() == ()


def test_an_upgraded_ledger_goes_on(url: str) -> None:
    old_ledger(url)
    with Ledger(url) as ledger:
        ledger.record_issue(replace(ISSUES[2], correction=1), NOW)
        assert ledger.verify_chain() > 0


def test_an_empty_ledger_of_the_first_version_is_upgraded_too(url: str) -> None:
    engine = create_engine(url)
    command.upgrade(migrations(engine, url), "0001")
    engine.dispose()
    with Ledger(url) as ledger:
        assert (ledger.steps(), ledger.unguarded()) == ((), ())
    keep(url)


def test_a_copy_is_kept_before_an_upgrade(tmp_path: Path) -> None:
    old_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    with Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}"):
        pass
    (copy,) = (tmp_path / "backups").iterdir()
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("select version_num from alembic_version").fetchall() == [("0001",)]
        assert connection.execute("select count(*) from event").fetchone()[0] > 10
    with Ledger(f"sqlite:///{copy}") as ledger:  # and it can be opened itself
        assert ledger.verify_chain() > 10


def test_the_guards_survive_a_migration_that_makes_tables_anew(url: str, tmp_path: Path) -> None:
    keep(url)
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "0003_anew.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\nrevision, down_revision = '0003', '0002'\n"
        "def upgrade():\n"
        "    for table in ('report', 'event', 'workbook'):\n"
        "        with op.batch_alter_table(table, recreate='always') as batch:\n"
        "            batch.add_column(sa.Column('later', sa.Text))\n"
        if url.startswith("sqlite")
        else "import sqlalchemy as sa\nfrom alembic import op\nrevision, down_revision = '0003', '0002'\n"
        "def upgrade():\n"
        "    for table in ('report', 'event', 'workbook'):\n"
        "        op.add_column(table, sa.Column('later', sa.Text))\n",
        encoding="utf-8",
    )
    engine = create_engine(url)
    before = shape(engine)
    config = migrations(engine, url)
    versions = Path(str(config.get_main_option("script_location"))) / "versions"
    config.set_main_option("version_locations", f"{versions}:{tmp_path / 'later'}")
    command.upgrade(config, "head")
    assert "later" in {c["name"] for c in inspect(engine).get_columns("report")}
    assert shape(engine) == before
    for refused in ("update event set kind = 'opened'", "delete from report", "update workbook set later = 'x'"):
        with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
            connection.execute(text(refused))
    engine.dispose()
