"""The plan as a workbook that a clerk edits, and back to text; every cell is text."""

from datetime import date, datetime, time
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from pipeline.errors import PlanError
from pipeline.findings import finding
from pipeline.plan.cells import CHECKED, FRONT
from pipeline.plan.text import PlanTables, normal_rows
from pipeline.workbooks import words

Rows = tuple[tuple[str, ...], ...]


def write_plan(path: Path, tables: PlanTables) -> None:
    """Write the plan workbook: a front sheet, then a sheet a table, with drop-downs and prompts."""
    from pipeline.workbooks import deterministic, plan_sheets  # openpyxl: reading a plan does not need it

    deterministic.save(deterministic.workbook_bytes(plan_sheets.plan_book(tables)), path)


def read_plan(path: Path) -> dict[str, Rows]:
    """The tables of a plan workbook; dates and numbers that Excel made of what was typed are text again."""
    try:
        with CalamineWorkbook.from_path(path) as book:
            names = [n for n in book.sheet_names if not n.startswith("_") and n not in (FRONT, CHECKED)]
            return {name: normal_rows(_sheet_rows(book, name)) for name in names}
    except (CalamineError, OSError) as error:
        raise PlanError(finding("plan.unreadable", file=path.name).sentence) from error


def _sheet_rows(book: CalamineWorkbook, name: str) -> list[list[str]]:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [[_typed(value) for value in row] for row in rows]


def _typed(value: object) -> str:
    """What the clerk typed, though Excel made a date, a time or a number of it."""
    if isinstance(value, bool):
        return words.YES if value else words.NO
    if isinstance(value, float):
        return format(value, ".15g")
    if isinstance(value, datetime) and value.time() != time():
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    return value.strftime("%H:%M") if isinstance(value, time) else str(value)
