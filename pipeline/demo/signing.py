"""Signing: the review workbook of the evening before, as the work group fills it in."""

from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.demo.story import Told
from pipeline.demo.writing import headings, sheet_of, type_in
from pipeline.workbooks.deterministic import workbook_bytes

_NUMBER = ("事件编号", "编号")
"""Headings under which the number of a row stands; a row of its own has none."""


def signed(book: bytes, decisions: Iterable[Told], numbers: Mapping[str, str], day: date) -> bytes:
    """The workbook with these decisions, each signed; `numbers` gives the incident of a phrase."""
    filled = load_workbook(BytesIO(book))
    signature = {"审定人": "宣传舆情工作组成员", "批示方式": "签字", "批示日期": day.isoformat(), "录入人": "录入人"}
    for told in decisions:
        number = numbers.get(told.about, "")
        _decide(sheet_of(filled, told.sheet), number, {**told.cells, **signature})
    return workbook_bytes(filled)


def _decide(sheet: Worksheet, number: str, cells: Mapping[str, str]) -> None:
    """Type into the row that stands there for the number, else into the first free one."""
    places = headings(sheet)
    top, column = next((places[n] for n in _NUMBER if n in places), min(places.values()))
    wanted = number or cells.get("编号", "")
    row = top + 1
    while (stood := sheet.cell(row, column).value) is not None and stood != wanted:
        row += 1
    if number:
        type_in(sheet.cell(row, column), number)
    for name, text in cells.items():
        type_in(sheet.cell(row, places[name][1]), text)
