"""Signing: the workbooks that those fill in who answer for the site: the plan, and last evening's review workbook."""

from collections.abc import Iterable, Mapping
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.demo.story import Cells, Setting, Told
from pipeline.demo.writing import headings, sheet_of, type_in
from pipeline.workbooks.deterministic import workbook_bytes

_NUMBER = ("事件编号", "编号")
"""Headings under which the number of a row stands; a row of its own has none."""


def signed(book: bytes, decisions: Iterable[Told], numbers: Mapping[str, str], signature: Cells) -> bytes:
    """The workbook with these decisions, each signed; `numbers` gives the incident of a phrase."""
    filled = load_workbook(BytesIO(book))
    for told in decisions:
        number = numbers.get(told.about, "")
        _decide(sheet_of(filled, told.sheet), number, {**told.cells, **signature})
    return workbook_bytes(filled)


def filled_in(plan_book: bytes, settings: Iterable[Setting]) -> bytes:
    """The plan workbook with these cells filled in."""
    book = load_workbook(BytesIO(plan_book))
    for setting in settings:
        sheet = sheet_of(book, setting.sheet)
        column = next(c.column for c in sheet[1] if c.value == setting.heading)
        row = next(c.row for c in sheet["A"] if c.value == setting.id)
        sheet.cell(row, column).value = setting.value
    return workbook_bytes(book)


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
