"""The codec: values of the vocabulary as rows of the ledger and back, losing nothing."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from pipeline.findings import Finding
from pipeline.model import (
    Arrival,
    Call,
    Event,
    EventKind,
    Fate,
    Kind,
    Past,
    Report,
    ReportStatus,
    Row,
    TakenIn,
    Value,
)
from pipeline.workbooks.naming import kind_of, sender_of

Record = Mapping[str, Any]


def pack(value: Value) -> object:
    """A value as JSON: a moment as {"t": …}, a day as {"d": …}, a time of day as {"c": …}."""
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, time):
        return {"c": value.isoformat()}
    return value


def unpack(value: object) -> Value:
    """The value that was packed."""
    if isinstance(value, dict):
        ((kind, text),) = value.items()
        return _READERS[kind](text)
    return value  # type: ignore[return-value]  # JSON holds nothing else that pack makes


_READERS: Mapping[str, Callable[[str], Value]] = {
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "c": time.fromisoformat,
}


def _pack_row(row: Row) -> dict[str, object]:
    return {"sha256": row.sha256, "file": row.file, **_pack_place(row)}


def _pack_place(row: Row) -> dict[str, object]:
    """A row without its workbook."""
    values = {k: pack(v) for k, v in row.values.items()}
    return {"sheet": row.sheet, "number": row.number, "values": values, "cells": dict(row.cells)}


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
        "revises": report.revises or None,
        "date_in_doubt": report.date_in_doubt,
        "past": [[p.until.isoformat(), p.status.value, p.incident, p.day.isoformat(), p.by] for p in report.past],
        "sha256": report.row.sha256,
        "name": report.row.file,
        "row": _pack_place(report.row),
    }


def unpack_report(r: Record) -> Report:
    """The report that was packed."""
    return Report(
        row=_unpack_row({**r["row"], "sha256": r["sha256"], "file": r["name"]}),
        unit=r["unit"],
        role=r["role"],
        report_date=date.fromisoformat(r["report_date"]),
        received=datetime.fromisoformat(r["received"]),
        night=date.fromisoformat(r["night"]),
        day=date.fromisoformat(r["day"]),
        status=ReportStatus(r["status"]),
        incident=r["incident"],
        revises=r["revises"] or "",
        date_in_doubt=r["date_in_doubt"],
        past=tuple(
            Past(date.fromisoformat(u), ReportStatus(s), i, date.fromisoformat(d), by) for u, s, i, d, by in r["past"]
        ),
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
        r["report"] or "",
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
        "role": call.role,
    }


def unpack_call(r: Record) -> Call:
    """The call that was packed."""
    return Call(
        r["unit"], date.fromisoformat(r["day"]), date.fromisoformat(r["night"]), datetime.fromisoformat(r["received"]),
        r["sha256"], r["rows"], r["waiting"], r["zero"], r["returned"], r["role"],
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
        "sender": taken.unit if kind_of(taken) is Kind.REVIEW else sender_of(taken),
        "rows_read": taken.rows_read,
        "accepted": taken.accepted,
        "held": [_pack_row(row) for row in taken.held],
        "report_date": taken.report_date.isoformat() if taken.report_date else None,
        "findings": [[f.code, f.file, f.sheet, f.cell, f.stood, dict(f.values)] for f in taken.findings],
    }


def unpack_workbook(r: Record) -> TakenIn:
    """What became of a file; what it said is in the report table."""
    arrival = Arrival(
        r["name"], r["sha256"], date.fromisoformat(r["night"]), datetime.fromisoformat(r["received"]), r["plan_digest"]
    )
    findings = tuple(Finding(c, f, s, a, t, tuple(sorted(v.items()))) for c, f, s, a, t, v in r["findings"])
    held = tuple(_unpack_row(row) for row in r["held"])
    day = date.fromisoformat(r["report_date"]) if r["report_date"] else None
    return TakenIn(arrival, Fate(r["fate"]), findings, (), r["sender"], r["rows_read"], r["accepted"], held, day)
