# ruff: noqa: INP001 (Alembic runs it as a script)
"""The first tables: workbooks, rows, calls, events, nights and issues."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_DAY, _MOMENT, _SHA = sa.String(10), sa.String(25), sa.String(64)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "workbook",
        sa.Column("night", _DAY, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("sha256", _SHA, primary_key=True),
        sa.Column("received", _MOMENT, nullable=False, comment="UTC, ISO 8601"),
        sa.Column("plan_digest", _SHA, nullable=False),
        sa.Column("fate", sa.String(16), nullable=False),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("rows_read", sa.Integer, nullable=False),
        sa.Column("accepted", sa.Integer, nullable=False),
        sa.Column("held", sa.JSON, nullable=False, comment="rows that wait"),
        sa.Column("report_date", sa.String(10), comment="day it reports for"),
        sa.Column("findings", sa.JSON, nullable=False),
    )
    op.create_table(
        "report",
        sa.Column("key", sa.Text, primary_key=True, comment="sha256:sheet:row"),
        sa.Column("lane", sa.String(10), nullable=False, comment="report, progress or decision"),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("report_date", _DAY, nullable=False),
        sa.Column("received", _MOMENT, nullable=False),
        sa.Column("night", _DAY, nullable=False, index=True),
        sa.Column("day", _DAY, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("incident", sa.String(32), nullable=False, index=True),
        sa.Column("revises", sa.Text, nullable=False),
        sa.Column("date_in_doubt", sa.Boolean, nullable=False),
        sa.Column("past", sa.JSON, nullable=False, comment="how it stood before, oldest first"),
        sa.Column("row", sa.JSON, nullable=False, comment="values and cells by field key"),
    )
    op.create_table(
        "call",
        sa.Column("unit", sa.Text, primary_key=True),
        sa.Column("day", _DAY, primary_key=True),
        sa.Column("sha256", _SHA, primary_key=True),
        sa.Column("role", sa.Text, primary_key=True),
        sa.Column("night", _DAY, nullable=False),
        sa.Column("received", _MOMENT, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("waiting", sa.Integer, nullable=False),
        sa.Column("zero", sa.Boolean, nullable=False),
        sa.Column("returned", sa.Boolean, nullable=False),
    )
    op.create_table(
        "event",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("incident", sa.String(32), nullable=False, index=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("day", _DAY, nullable=False),
        sa.Column("night", _DAY, nullable=False),
        sa.Column("report", sa.Text, nullable=False, comment="row that says so"),
        sa.Column("data", sa.JSON, nullable=False, comment="codes and numbers, no free text"),
        sa.Column("previous", _SHA, nullable=False),
        sa.Column("hash", _SHA, nullable=False, comment="sha256 over the event and the hash before"),
    )
    op.create_table(
        "night",
        sa.Column("day", _DAY, primary_key=True),
        sa.Column("plan_digest", _SHA, nullable=False),
    )
    op.create_table(
        "issue",
        sa.Column("day", _DAY, primary_key=True),
        sa.Column("correction", sa.Integer, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("night", _DAY, nullable=False, comment="the night that issued it"),
        sa.Column("plan_digest", _SHA, nullable=False),
        sa.Column("basis", sa.JSON, nullable=False, comment="keys of the rows of the day it rests on"),
        sa.Column("supplements", sa.JSON, nullable=False, comment="corrections it tells of: [day, correction]"),
        sa.Column("files", sa.JSON, nullable=False, comment="path below outbox/ → [sha256, private]"),
    )
