"""The database itself refuses to change what only grows."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from pipeline.ledger import guards
from pipeline.ledger.issues import Filed, Issue
from pipeline.ledger.schema import CHANGING, metadata
from pipeline.ledger.store import Ledger
from tests.ledger.conftest import new_database
from tests.ledger.keeping import keep
from tests.nights import MONDAY, TUESDAY, at

SHA = "a" * 64
FIXED = [(t.name, c.name) for t in metadata.sorted_tables for c in t.columns if c.name not in CHANGING[t.name]]


def full(url: str) -> None:
    keep(url)
    issue = Issue(MONDAY, 0, 1, TUESDAY, "d" * 64, (), {"x/要点.txt": Filed("e" * 64, private=False)})
    with Ledger(url) as ledger:
        ledger.record_issue(issue, at(TUESDAY, "18:00"))


def refused(url: str, *statements: str) -> list[str]:
    """Those that the database let pass."""
    engine, passed = create_engine(url), []
    for statement in statements:
        try:
            with engine.begin() as connection:
                connection.execute(text(statement))
            passed.append(statement)
        except DBAPIError as error:
            assert "append-only" in str(error), statement  # noqa: PT017 (whatever is refused, by a guard)
    engine.dispose()
    return passed


def test_no_row_can_be_removed(url: str) -> None:
    full(url)
    assert refused(url, *(f'delete from "{table}"' for table in metadata.tables)) == []


def test_what_was_said_cannot_be_changed(url: str) -> None:
    full(url)
    other = {"Integer": "77", "Boolean": "not {}", "JSON": "'[1,2]'"}
    kinds = {(t.name, c.name): type(c.type).__name__ for t in metadata.sorted_tables for c in t.columns}
    values = {(t, c): other.get(kind, "'z'").format(c) for (t, c), kind in kinds.items()}
    changes = [f'update "{t}" set "{c}" = {values[t, c]}' for t, c in FIXED]
    assert len(changes) > 40
    assert refused(url, *changes) == []


def test_how_it_stands_may_change(url: str) -> None:
    full(url)
    changes = [f"update {table} set {column} = {column}" for table, columns in CHANGING.items() for column in columns]
    changes.append("update report set status = 'revised'")
    assert refused(url, *changes) == changes


def test_a_row_cannot_be_put_in_the_place_of_another(url: str) -> None:
    full(url)
    if url.startswith("postgresql"):
        upsert = "insert into night values (:day, 'd', 's') on conflict (day) do update set plan_digest = 'd'"
        upsert = upsert.replace(":day", f"'{MONDAY}'")
        statements = [upsert, *(f'truncate "{table}" cascade' for table in metadata.tables)]
    else:
        statements = [f'insert or replace into "{table}" select * from "{table}"' for table in metadata.tables]
    assert refused(url, *statements) == []


def test_a_guard_that_is_gone_is_missed(url: str) -> None:
    full(url)
    on = " on event" if url.startswith("postgresql") else ""
    assert refused(url, f"drop trigger guard_event_update{on}") != []
    with Ledger(url) as ledger:
        assert ledger.unguarded() == ("guard_event_update",)


HARMLESS = {
    "sqlite": (
        "drop trigger guard_call_delete",
        "create trigger guard_call_delete before delete on call begin select 1; end",
        "drop trigger guard_report_update",
        "create trigger guard_report_update before update on report when 0 begin select raise(abort, 'no'); end",
    ),
    "postgresql": (
        "drop trigger guard_call_delete on call",
        "create trigger guard_call_delete before delete on call when (false) execute function sitrep_append_only()",
        "drop trigger guard_report_update on report",
        "create function harmless() returns trigger language plpgsql as 'begin return new; end'",
        "create trigger guard_report_update before update on report for each row execute function harmless()",
    ),
}


def test_a_guard_that_does_not_bite_is_missed_and_put_right(url: str) -> None:
    full(url)
    statements = HARMLESS[url.partition(":")[0].partition("+")[0]]
    assert refused(url, *statements) == list(statements)
    with Ledger(url) as ledger:
        assert sorted(ledger.unguarded()) == ["guard_call_delete", "guard_report_update"]
    engine = create_engine(url)
    with engine.begin() as connection:
        guards.set_up(connection)
        assert guards.missing(connection) == ()
    engine.dispose()


@pytest.mark.heavy
@pytest.mark.parametrize(
    "statement",
    [
        "alter table event disable trigger guard_event_update",
        "alter table event enable replica trigger guard_event_update",
    ],
)
def test_in_postgresql_a_guard_that_is_switched_off_is_missed_and_put_right(cluster: str, statement: str) -> None:
    url = new_database(cluster)
    full(url)
    assert refused(url, statement) == [statement]
    with Ledger(url) as ledger:
        assert ledger.unguarded() == ("guard_event_update",)
    engine = create_engine(url)
    with engine.begin() as connection:
        guards.set_up(connection)
        assert guards.missing(connection) == ()
    engine.dispose()


@pytest.mark.heavy
def test_in_postgresql_guards_whose_function_does_nothing_are_missed(cluster: str) -> None:
    url = new_database(cluster)
    full(url)
    harmless = (
        "create or replace function sitrep_append_only() returns trigger language plpgsql as 'begin return old; end'"
    )
    assert refused(url, harmless) == [harmless]
    with Ledger(url) as ledger:
        assert len(ledger.unguarded()) == 3 * len(CHANGING)


@pytest.mark.parametrize(
    "wrong",
    [
        f"insert into event values (999, 'opened', '', '', '{MONDAY}', '{MONDAY}', 'no row', '{{}}', '{SHA}', '{SHA}')",
        "insert into issue values ('2021-09-01', 0, 1, '2021-09-01', 'd', '[]', '[]', '{}', 's')",
        "insert into night values ('2021-9-1', 'd', 's')",
        "update report set day = 'soon'",
    ],
)
def test_what_cannot_be_is_refused(wrong: str, tmp_path: Path) -> None:
    full(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as connection:
        connection.execute("pragma foreign_keys = on")
        with pytest.raises(sqlite3.IntegrityError, match="constraint failed"), connection:
            connection.execute(wrong)
