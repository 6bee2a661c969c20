"""The front sheet of the plan workbook: what each sheet is for, how to change it, how to check it."""

from collections.abc import Mapping

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.workbooks import plan_words
from pipeline.workbooks.cells import link_to, put_text, tall
from pipeline.workbooks.style import FONT, LINK, print_tall

_WIDTHS = (13, 47, 47)
_ACROSS = sum(_WIDTHS)


def write_front(sheet: Worksheet, about: Mapping[str, tuple[str, str]]) -> None:
    """Columns A to C; `about` says of each sheet what it is for and how it is changed."""
    for letter, wide in zip("ABC", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = wide
    put_text(sheet.cell(1, 1), plan_words.TITLE, "标题")
    sheet.row_dimensions[1].height = 34
    row = _paragraph(sheet, 2, "", plan_words.INTRO)
    row = _paragraph(sheet, row, plan_words.STEPS_TITLE, plan_words.STEPS)
    row = _paragraph(sheet, row, plan_words.RULES_TITLE, plan_words.RULES)
    for column, text in enumerate(plan_words.COLUMNS, start=1):
        put_text(sheet.cell(row + 1, column), text, "列标题")
    sheet.row_dimensions[row + 1].height = 26
    for number, (name, texts) in enumerate(about.items(), start=row + 2):
        _entry(sheet, number, name, texts)
    sheet.sheet_view.showGridLines = False
    print_tall(sheet)


def _paragraph(sheet: Worksheet, row: int, title: str, lines: tuple[str, ...]) -> int:
    """A title and its lines, each across the sheet; returns the row after them."""
    if title:
        put_text(sheet.cell(row + 1, 1), title, "标签左")
        sheet.merge_cells(start_row=row + 1, start_column=1, end_row=row + 1, end_column=3)
        sheet.row_dimensions[row + 1].height = 24
        row += 2
    for number, line in enumerate(lines, start=row):
        put_text(sheet.cell(number, 1), line, "正文")
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=3)
        sheet.row_dimensions[number].height = tall([line], [_ACROSS])
    return row + len(lines)


def _entry(sheet: Worksheet, row: int, name: str, texts: tuple[str, str]) -> None:
    for column, text in enumerate((name, *texts), start=1):
        put_text(sheet.cell(row, column), text, "格子")
    link = sheet.cell(row, 1)
    link_to(link, name, "A1")
    link.font = Font(name=FONT, size=11, underline="single", color=LINK)
    sheet.row_dimensions[row].height = tall(texts, _WIDTHS[1:])
