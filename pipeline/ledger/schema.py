"""Tables of the ledger. Keys are content: row keys, numbers and sequences, nothing a rollback can skip.

What may change, table by table; triggers refuse the rest on both databases (see `guards`):

- workbook, call, event, night: nothing. A file has one fate, an answer to the roll call was given, an event
  happened, a night was run by one plan.
- report: how it stands (status, incident, day, date_in_doubt, past) and the seal over it, when a later row changes
  that. What was said, by whom and when it came stays; no row is removed.
- issue: its files, when a workbook goes back after the issue, and the seal over them. Its number, plan and basis
  stay; no issue is removed.

Foreign keys stand where each value has its row: a row came out of a workbook of its night, says anew another row;
an event points to the row that says so; an issue is of a night that was run. There is none from a call (which is
known by the digest of its workbook, under whatever name), none to the night (an interim run has none), and none to
a plan (the archive keeps those).
"""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

CHANGING = {
    "workbook": (),
    "report": ("status", "incident", "day", "date_in_doubt", "past", "seal"),
    "call": (),
    "event": (),
    "night": (),
    "issue": ("files", "seal"),
}
"""Table → the columns of a row that may change; every other column, and every table, only grows."""


def _seal() -> Column[str]:
    return Column("seal", String(64), nullable=False, comment="sha256 over the rest of the row")


def _length(column: str, length: int) -> CheckConstraint:
    return CheckConstraint(f"length({column}) = {length}", name=column)


def _from(column: str, least: int) -> CheckConstraint:
    return CheckConstraint(f"{column} >= {least}", name=column)


workbook = Table(
    "workbook",
    metadata,
    Column("night", String(10), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("received", String(25), nullable=False, comment="UTC, ISO 8601"),
    Column("plan_digest", String(64), nullable=False),
    Column("fate", String(16), nullable=False),
    Column("sender", Text, nullable=False),
    Column("rows_read", Integer, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("held", JSON, nullable=False, comment="rows that wait"),
    Column("report_date", String(10), comment="day it reports for"),
    Column("findings", JSON, nullable=False),
    _seal(),
    _length("night", 10),
    _length("sha256", 64),
    _from("rows_read", 0),
    _from("accepted", 0),
)

report = Table(
    "report",
    metadata,
    Column("key", Text, primary_key=True, comment="sha256:sheet:row"),
    Column("lane", String(10), nullable=False, comment="report, progress or decision"),
    Column("unit", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("report_date", String(10), nullable=False),
    Column("received", String(25), nullable=False),
    Column("night", String(10), nullable=False, index=True),
    Column("day", String(10), nullable=False),
    Column("status", String(16), nullable=False),
    Column("incident", String(32), nullable=False, index=True),
    Column("revises", Text, ForeignKey("report.key", deferrable=True, initially="DEFERRED")),
    Column("date_in_doubt", Boolean, nullable=False),
    Column("past", JSON, nullable=False, comment="how it stood before, oldest first"),
    Column("sha256", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("row", JSON, nullable=False, comment="values and cells by field key"),
    _seal(),
    ForeignKeyConstraint(["night", "name", "sha256"], ["workbook.night", "workbook.name", "workbook.sha256"]),
    CheckConstraint("lane in ('report', 'progress', 'decision')", name="lane"),
    _length("day", 10),
    _length("report_date", 10),
)

call = Table(
    "call",
    metadata,
    Column("unit", Text, primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("night", String(10), nullable=False),
    Column("received", String(25), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("waiting", Integer, nullable=False),
    Column("zero", Boolean, nullable=False),
    Column("returned", Boolean, nullable=False),
    _seal(),
    _length("day", 10),
    _length("night", 10),
    _from("rows", 0),
    _from("waiting", 0),
)

event = Table(
    "event",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("incident", String(32), nullable=False, index=True),
    Column("at", String(25), nullable=False),
    Column("day", String(10), nullable=False),
    Column("night", String(10), nullable=False),
    Column(
        "report",
        Text,
        ForeignKey("report.key", deferrable=True, initially="DEFERRED"),
        comment="row that says so",
    ),
    Column("data", JSON, nullable=False, comment="codes and numbers, no free text"),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, comment="sha256 over the event and the hash before"),
    _from("seq", 1),
    _length("day", 10),
    _length("night", 10),
    _length("previous", 64),
    _length("hash", 64),
)

night = Table(
    "night",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("plan_digest", String(64), nullable=False),
    _seal(),
    _length("day", 10),
)

issue = Table(
    "issue",
    metadata,
    Column("day", String(10), ForeignKey("night.day"), primary_key=True),
    Column("correction", Integer, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("night", String(10), ForeignKey("night.day"), nullable=False, comment="the night that issued it"),
    Column("plan_digest", String(64), nullable=False),
    Column("basis", JSON, nullable=False, comment="keys of the rows of the day it rests on"),
    Column("supplements", JSON, nullable=False, comment="corrections it tells of: [day, correction]"),
    Column("files", JSON, nullable=False, comment="path below outbox/ → [sha256, private]"),
    _seal(),
    _from("correction", 0),
    _from("number", 1),
)
