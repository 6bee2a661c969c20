"""Tables of the ledger. Keys are content: row keys, numbers and sequences, nothing a rollback can skip."""

from sqlalchemy import JSON, Boolean, Column, Integer, MetaData, String, Table, Text

metadata = MetaData()

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
    Column("revises", Text, nullable=False),
    Column("date_in_doubt", Boolean, nullable=False),
    Column("past", JSON, nullable=False, comment="how it stood before, oldest first"),
    Column("row", JSON, nullable=False, comment="values and cells by field key"),
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
    Column("report", Text, nullable=False, comment="row that says so"),
    Column("data", JSON, nullable=False, comment="codes and numbers, no free text"),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, comment="sha256 over the event and the hash before"),
)

night = Table(
    "night",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("plan_digest", String(64), nullable=False),
)

issue = Table(
    "issue",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("correction", Integer, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("night", String(10), nullable=False, comment="the night that issued it"),
    Column("plan_digest", String(64), nullable=False),
    Column("basis", JSON, nullable=False, comment="keys of the rows of the day it rests on"),
    Column("supplements", JSON, nullable=False, comment="corrections it tells of: [day, correction]"),
    Column("files", JSON, nullable=False, comment="path below outbox/ → [sha256, private]"),
)
