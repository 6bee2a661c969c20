"""What no sheet of a plan may hold, wherever it stands: names and texts that a workbook would not give back."""

import re
from collections.abc import Iterator

from pipeline.addresses import column_name
from pipeline.findings import Finding, finding
from pipeline.plan.text import PlanTables

LONGEST = 32_767
"""Characters that a workbook holds in one cell."""
FRONT, CHECKED = "说明", "核对结果"
"""Sheets of the plan workbook that are no part of the plan: the one that explains, and the one that lists findings."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SHEET_NAME = re.compile(r"[^_'\[\]:*?/\\\x00-\x1f][^\[\]:*?/\\\x00-\x1f]{0,30}")


def findings(tables: PlanTables) -> Iterator[Finding]:
    """Sheet names and cells that cannot be kept as they are."""
    for name, rows in tables.items():
        if name in (FRONT, CHECKED) or not _SHEET_NAME.fullmatch(name) or name.endswith("'"):
            yield finding("plan.sheet_name", stood=name, expected=f"{FRONT}、{CHECKED}")
        for number, row in enumerate(rows, start=1):
            said = "".join(row)
            if len(said) <= LONGEST and not _UNPRINTABLE.search(said):
                continue
            for column, text in enumerate(row):
                yield from _about(name, f"{column_name(column)}{number}", text)


def _about(sheet: str, cell: str, text: str) -> Iterator[Finding]:
    if _UNPRINTABLE.search(text):
        yield finding("plan.control", sheet=sheet, cell=cell)
    if len(text) > LONGEST:
        yield finding("plan.too_long", sheet=sheet, cell=cell, count=len(text), expected=LONGEST)
