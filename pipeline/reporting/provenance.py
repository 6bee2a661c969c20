"""Provenance: for every figure and incident of an issue, the workbook, sheet and cell it comes from."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.model import Edition, Report, Row
from pipeline.plan.model import Plan
from pipeline.reporting.figures import figures

FIRST_FIELD = "summary"


def provenance(edition: Edition, plan: Plan) -> dict[str, Any]:
    """Figures with their cells, incidents with the cells of each report, and the units of the roll call."""
    places = {row.key: row for row in _rows(edition)}
    return {
        "day": edition.day.isoformat(),
        "number": edition.number,
        "correction": edition.correction,
        "as_of": edition.now.isoformat(),
        "plan_digest": plan.digest,
        "figures": {
            name: {
                "value": figure.value,
                "counted": list(figure.counted),
                "cells": [_cell(places[key], FIRST_FIELD) for key in figure.rows if key in places],
            }
            for name, figure in figures(edition, plan).items()
        },
        "incidents": {
            i.number: [_fields(r) for r in (*i.reports, *i.progress, *i.decisions)] for i in edition.incidents
        },
        "rules": {
            i.number: [{"table": v.table, "rule": v.rule} for v in i.assessment.verdicts] for i in edition.incidents
        },
        "workbooks": {w.arrival.sha256: w.arrival.name for w in edition.workbooks},
    }


def to_json(edition: Edition, plan: Plan) -> bytes:
    """The provenance as the bytes that are attached."""
    return json.dumps(provenance(edition, plan), ensure_ascii=False, indent=1, sort_keys=True).encode()


def _rows(edition: Edition) -> Iterator[Row]:
    for incident in (*edition.incidents, *edition.restricted):
        yield from _of(incident.reports, incident.progress, incident.decisions)
    yield from _of(edition.tallied, edition.referred)
    for taken in edition.workbooks:
        yield from taken.held


def _of(*groups: Iterable[Report]) -> Iterator[Row]:
    return (report.row for group in groups for report in group)


def _cell(row: Row, key: str) -> dict[str, str]:
    cell = row.cells.get(key) or next(iter(row.cells.values()), f"A{row.number}")
    return {"sha256": row.sha256, "file": row.file, "sheet": row.sheet, "cell": cell}


def _fields(report: Report) -> dict[str, Any]:
    row = report.row
    return {
        "sha256": row.sha256,
        "file": row.file,
        "sheet": row.sheet,
        "row": row.number,
        "cells": dict(row.cells),
    }
