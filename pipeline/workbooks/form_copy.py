"""What goes back of an online form's export: without what its platform noted about persons."""

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model import RawWorkbook
from pipeline.plan.model import Plan
from pipeline.validation.workbooks import report_table


def strip_private(book: Workbook, raw: RawWorkbook, plan: Plan) -> None:
    """Blank the cells of names, addresses and devices; the headings stay, so that it is known again when it comes."""
    for sheet in raw.sheets:
        table = report_table(sheet, plan)
        if table and table.private and sheet.name in book.sheetnames and isinstance(book[sheet.name], Worksheet):
            for column in sorted(table.private):
                for row in range(table.first_row, len(sheet.rows)):
                    _blank(book[sheet.name], row + 1, column + 1)


def _blank(sheet: Worksheet, row: int, column: int) -> None:
    cell = sheet.cell(row, column)
    if isinstance(cell, Cell):
        cell.value = cell.hyperlink = cell.comment = None
