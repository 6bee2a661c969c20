"""Workbooks for tests: a small table in the test becomes a real file, filled in as a teacher would."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

Row = Mapping[str, object]


def fill(  # noqa: PLR0913 (a workbook is all of these)
    template: Path | BytesIO,
    target: Path,
    *,
    rows: Iterable[Row] = (),
    progress: Iterable[Row] = (),
    unit: str = "初二1班",
    day: object = "2021-03-25",
    statement: str = "有情况",
    role: str = "班主任",
) -> Path:
    """Fill the template by the labels of its columns and save it; `None` leaves a labelled cell as it is."""
    book = load_workbook(template)
    sheet = book["上报"]
    for label, value in (("单位", unit), ("上报日期", day), ("上报人角色", role), ("本期情况", statement)):
        _beside(sheet, label, value)
    _fill_table(sheet, "内容摘要", rows)
    _fill_table(book["续报"], "事件编号", progress)
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    return target


def _beside(sheet: Worksheet, label: str, value: object) -> None:
    for row, cells in enumerate(sheet.iter_rows(max_row=20, values_only=True), start=1):
        for column, text in enumerate(cells, start=1):
            if str(text or "").rstrip("*") == label and value is not None:
                sheet.cell(row, column + 1).value = value  # type: ignore[assignment]
                return


def _fill_table(sheet: Worksheet, anchor: str, rows: Iterable[Row]) -> None:
    lines = enumerate(sheet.iter_rows(max_row=20, values_only=True), start=1)
    heading, texts = next((n, line) for n, line in lines if anchor in [str(t or "").rstrip("*") for t in line])
    columns = {str(text).rstrip("*"): column for column, text in enumerate(texts, start=1) if text}
    for number, row in enumerate(rows, start=heading + 1):
        for label, value in row.items():
            sheet.cell(number, columns[label]).value = value  # type: ignore[assignment]
