"""The bundled plan as tables that a test may spoil in one place."""

import re
from functools import cache

from pipeline import resources
from pipeline.findings import Finding
from pipeline.plan.loading import load
from pipeline.plan.model import Plan
from pipeline.plan.text import PlanTables, read_folder


@cache
def bundled() -> PlanTables:
    """The tables of the bundled plan."""
    return read_folder(resources.packs() / "epidemic")


@cache
def plan() -> Plan:
    """The bundled plan."""
    loaded, findings = load(bundled())
    assert loaded is not None, [f.sentence for f in findings]
    return loaded


def spoiled(sheet: str, **cells: str) -> PlanTables:
    """The tables with some cells of a sheet written over: `B3="…"`."""
    rows = [list(row) for row in bundled()[sheet]]
    for address, text in cells.items():
        letter, number = re.fullmatch(r"([A-Z])(\d+)", address).groups()  # type: ignore[union-attr]
        row, column = int(number) - 1, ord(letter) - ord("A")
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].extend("" for _ in range(column + 1 - len(rows[row])))
        rows[row][column] = text
    return {**bundled(), sheet: tuple(map(tuple, rows))}


def findings_of(tables: PlanTables) -> tuple[Finding, ...]:
    """What is wrong with the tables; they must not make a plan."""
    loaded, findings = load(tables)
    assert loaded is None
    return findings


def row_of(sheet: str, first: str) -> int:
    """Number of the row of a sheet that starts with that cell."""
    return next(n for n, row in enumerate(bundled()[sheet], start=1) if row and row[0] == first)
