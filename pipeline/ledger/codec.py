"""The codec: values of the vocabulary as rows of the ledger and back, losing nothing."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pipeline.findings import Finding
from pipeline.model import (
    Arrival,
    Call,
    Event,
    EventKind,
    Fate,
    Report,
    ReportStatus,
    Row,
    TakenIn,
    Value,
)

Record = Mapping[str, Any]


def pack(value: Value) -> object:
    """A value as JSON: a moment as {"t": …}, a day as {"d": …}."""
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return value


def unpack(value: object) -> Value:
    """The value that was packed."""
    if isinstance(value, dict):
        text = value.get("t")
        return datetime.fromisoformat(text) if text else date.fromisoformat(value["d"])
    return value  # type: ignore[return-value]  # JSON holds nothing else that pack makes


def _pack_row(row: Row) -> dict[str, object]:
    values = {k: pack(v) for k, v in row.values.items()}
    return {"sha256": row.sha256, "file": row.file, "sheet": row.sheet, "number": row.number, "values": values, "cells": dict(row.cells)}  # fmt: skip


def _unpack_row(data: Record) -> Row:
    values = {k: unpack(v) for k, v in data["values"].items()}
    return Row(data["sha256"], data["file"], data["sheet"], data["number"], values, data["cells"])


def pack_report(report: Report, lane: str) -> dict[str, object]:
    """A report, progress or decision as a record."""
    return {
        "key": report.key,
        "lane": lane,
        "unit": report.unit,
        "role": report.role,
        "report_date": report.report_date.isoformat(),
        "received": report.received.isoformat(),
        "night": report.night.isoformat(),
        "day": report.day.isoformat(),
        "status": report.status.value,
        "incident": report.incident,
        "revises": report.revises,
        "date_in_doubt": report.date_in_doubt,
        "changed": report.changed.isoformat() if report.changed else None,
        "row": _pack_row(report.row),
    }


def unpack_report(r: Record) -> Report:
    """The report that was packed."""
    return Report(
        row=_unpack_row(r["row"]),
        unit=r["unit"],
        role=r["role"],
        report_date=date.fromisoformat(r["report_date"]),
        received=datetime.fromisoformat(r["received"]),
        night=date.fromisoformat(r["night"]),
        day=date.fromisoformat(r["day"]),
        status=ReportStatus(r["status"]),
        incident=r["incident"],
        revises=r["revises"],
        date_in_doubt=r["date_in_doubt"],
        changed=date.fromisoformat(r["changed"]) if r["changed"] else None,
    )


def pack_event(event: Event) -> dict[str, object]:
    """An event as a record, without its place in the chain."""
    return {
        "kind": event.kind.value,
        "incident": event.incident,
        "at": event.at.isoformat(),
        "day": event.day.isoformat(),
        "night": event.night.isoformat(),
        "report": event.report,
        "data": {k: pack(v) for k, v in event.data.items()},
    }


def unpack_event(r: Record) -> Event:
    """The event that was packed."""
    return Event(
        EventKind(r["kind"]),
        r["incident"],
        datetime.fromisoformat(r["at"]),
        date.fromisoformat(r["day"]),
        date.fromisoformat(r["night"]),
        r["report"],
        {k: unpack(v) for k, v in r["data"].items()},
    )


def pack_call(call: Call) -> dict[str, object]:
    """A call as a record."""
    return {
        "unit": call.unit,
        "day": call.day.isoformat(),
        "sha256": call.sha256,
        "night": call.night.isoformat(),
        "received": call.received.isoformat(),
        "rows": call.rows,
        "waiting": call.waiting,
        "zero": call.zero,
        "returned": call.returned,
    }


def unpack_call(r: Record) -> Call:
    """The call that was packed."""
    return Call(
        r["unit"], date.fromisoformat(r["day"]), date.fromisoformat(r["night"]), datetime.fromisoformat(r["received"]),
        r["sha256"], r["rows"], r["waiting"], r["zero"], r["returned"],
    )  # fmt: skip


def pack_workbook(taken: TakenIn) -> dict[str, object]:
    """What became of a file, as a record."""
    arrival = taken.arrival
    return {
        "night": arrival.night.isoformat(),
        "name": arrival.name,
        "sha256": arrival.sha256,
        "received": arrival.received.isoformat(),
        "plan_digest": arrival.plan_digest,
        "fate": taken.fate.value,
        "sender": taken.unit,
        "rows_read": taken.rows_read,
        "accepted": taken.accepted,
        "held": [_pack_row(row) for row in taken.held],
        "findings": [[f.code, f.file, f.sheet, f.cell, f.stood, dict(f.values)] for f in taken.findings],
    }


def unpack_workbook(r: Record) -> TakenIn:
    """What became of a file; what it said is in the report table."""
    arrival = Arrival(
        r["name"], r["sha256"], date.fromisoformat(r["night"]), datetime.fromisoformat(r["received"]), r["plan_digest"]
    )
    findings = tuple(Finding(c, f, s, a, t, tuple(sorted(v.items()))) for c, f, s, a, t, v in r["findings"])
    held = tuple(_unpack_row(row) for row in r["held"])
    return TakenIn(arrival, Fate(r["fate"]), findings, (), r["sender"], r["rows_read"], r["accepted"], held)
