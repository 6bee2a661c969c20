# ruff: noqa: INP001 (Alembic runs it as a script)
"""Rows are sealed, what belongs together is tied by keys, and a first seal covers what an older program wrote.

What a row's seal is stands in `pipeline.ledger.seals`: a change of it is a migration that seals every row anew.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from pipeline.ledger.seals import GENESIS, Totals, chain_hash, row_seal

revision = "0002"
down_revision = "0001"

_SHA = sa.String(64)
_KEYS = {
    "workbook": ("night", "name", "sha256"),
    "report": ("key",),
    "call": ("unit", "day", "sha256", "role"),
    "night": ("day",),
    "issue": ("day", "correction"),
}
_JSON = {"workbook": ("held", "findings"), "report": ("past", "row"), "issue": ("basis", "supplements", "files")}
_FLAGS = {"report": ("date_in_doubt",), "call": ("zero", "returned")}
_LENGTHS = {
    "workbook": {"night": 10, "sha256": 64},
    "report": {"day": 10, "report_date": 10},
    "call": {"day": 10, "night": 10},
    "event": {"day": 10, "night": 10, "previous": 64, "hash": 64},
    "night": {"day": 10},
}
_LEAST = {
    "workbook": {"rows_read": 0, "accepted": 0},
    "call": {"rows": 0, "waiting": 0},
    "event": {"seq": 1},
    "issue": {"correction": 0, "number": 1},
}


def upgrade() -> None:
    """Add the columns, fill them, then ask for what is now true of every row."""
    for table in _KEYS:
        op.add_column(table, sa.Column("seal", _SHA, comment="sha256 over the rest of the row"))
    op.add_column("report", sa.Column("sha256", _SHA))
    op.add_column("report", sa.Column("name", sa.Text))
    for table, column in (("report", "revises"), ("event", "report")):
        with op.batch_alter_table(table) as batch:
            batch.alter_column(column, existing_type=sa.Text, nullable=True)
        op.execute(f"update {table} set {column} = null where {column} = ''")  # noqa: S608 (names from above)
    _place_reports()
    _seal_chain(_seal_rows())
    for table in (*_KEYS, "event"):
        _constrain(table)


def _place_reports() -> None:
    """A row's workbook stands in columns of its own, and no longer in the row."""
    t = _table("report")
    for record in _records("report"):
        place = dict(record["row"])
        found = {"sha256": place.pop("sha256"), "name": place.pop("file"), "row": place}
        op.get_bind().execute(sa.update(t).where(t.c.key == record["key"]).values(found))


def _seal_rows() -> Totals:
    totals = Totals()
    for table, key in _KEYS.items():
        t = _table(table)
        for record in _records(table):
            seal = row_seal(record)
            totals.add(table, seal)
            mine = sa.and_(*(t.c[name] == record[name] for name in key))
            op.get_bind().execute(sa.update(t).where(mine).values(seal=seal))
    return totals


def _seal_chain(totals: Totals) -> None:
    """An event that seals what was there; an empty ledger has nothing to seal."""
    bind = op.get_bind()
    files = "select night, received, plan_digest from workbook order by received desc limit 1"
    nights = "select day, day || 'T00:00:00+00:00', plan_digest from night order by day desc limit 1"
    found = [row for query in (files, nights) for row in bind.execute(sa.text(query))]
    if not found:
        return
    day, at, plan = found[0]
    end = bind.execute(sa.text("select seq, hash from event order by seq desc")).first()
    seq, previous = (end.seq, end.hash) if end else (0, GENESIS)
    said = {
        "kind": "sealed", "incident": "", "at": at, "day": day, "night": day, "report": "",
        "data": {"step": "upgraded", "plan": plan, **totals.data()},
    }  # fmt: skip
    events = sa.table("event", *(sa.column(name) for name in (*said, "seq", "previous")), sa.column("hash"))
    events.c.data.type = sa.JSON()
    linked = {"seq": seq + 1, "previous": previous, "hash": chain_hash(previous, said)}
    bind.execute(sa.insert(events).values(**{**said, "report": None}, **linked))


def _constrain(table: str) -> None:
    with op.batch_alter_table(table) as batch:
        for column, length in _LENGTHS.get(table, {}).items():
            batch.create_check_constraint(op.f(f"ck_{table}_{column}"), sa.text(f"length({column}) = {length}"))
        for column, least in _LEAST.get(table, {}).items():
            batch.create_check_constraint(op.f(f"ck_{table}_{column}"), sa.text(f"{column} >= {least}"))
        if table in _KEYS:
            batch.alter_column("seal", existing_type=_SHA, nullable=False)
        if table == "report":
            batch.alter_column("sha256", existing_type=_SHA, nullable=False)
            batch.alter_column("name", existing_type=sa.Text, nullable=False)
            batch.create_check_constraint(op.f("ck_report_lane"), sa.text("lane in ('report', 'progress', 'decision')"))
            batch.create_foreign_key(
                op.f("fk_report_night"), "workbook", ["night", "name", "sha256"], ["night", "name", "sha256"]
            )
        for column in {"report": ("revises",), "event": ("report",)}.get(table, ()):
            name = op.f(f"fk_{table}_{column}")
            batch.create_foreign_key(name, "report", [column], ["key"], deferrable=True, initially="DEFERRED")
        for column in ("day", "night") if table == "issue" else ():
            batch.create_foreign_key(op.f(f"fk_issue_{column}"), "night", [column], ["day"])


def _table(name: str) -> sa.Table:
    """A table as it stands now, with the types that say how its values are kept."""
    kinds = {c: sa.JSON() for c in _JSON.get(name, ())} | {c: sa.Boolean() for c in _FLAGS.get(name, ())}
    columns = [sa.Column(c, kind) for c, kind in kinds.items()]
    return sa.Table(name, sa.MetaData(), *columns, autoload_with=op.get_bind())


def _records(name: str) -> Iterator[Mapping[str, Any]]:
    """Every row but its seal, read before any of them is changed."""
    t = _table(name)
    columns = [c for c in t.columns if c.name != "seal"]
    rows = op.get_bind().execute(sa.select(*columns)).all()
    return ({c.name: value for c, value in zip(columns, row, strict=True)} for row in rows)
