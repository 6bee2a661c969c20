"""The sheets of the plan workbook: text cells, drop-downs, prompts, and a front sheet that explains."""

from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.plan import rules
from pipeline.plan.text import PlanTables, normal_rows
from pipeline.workbooks import words
from pipeline.workbooks.cells import TEXT, put_text, tall, width
from pipeline.workbooks.dropdowns import Lists, Prompt, choice_on, hint_on
from pipeline.workbooks.plan_choices import choices_of
from pipeline.workbooks.style import new_book, print_tall, print_wide

Rows = tuple[tuple[str, ...], ...]
_SPARE_ROWS = 200
"""How many rows below the last one still offer the drop-downs."""
_WIDEST = 60


def plan_book(tables: PlanTables) -> Workbook:
    """The workbook of a plan."""
    book = new_book()
    front = book.create_sheet(words.ABOUT_SHEET)
    sheets = [(book.create_sheet(name), normal_rows(rows)) for name, rows in tables.items()]
    lists = Lists(book)
    for sheet, rows in sheets:
        _fill(sheet, rows)
        _help(sheet, rows, tables, lists)
        if _is_rule_table(rows):
            _mark_rule_table(sheet, rows, lists)
    _front(front, {sheet.title: rows for sheet, rows in sheets})
    return book


def _fill(sheet: Worksheet, rows: Rows) -> None:
    """The cells, each as text, and their columns, which stay text below."""
    columns = max((len(row) for row in rows), default=0)
    for c in range(1, columns + 1):
        texts = [row[c - 1] if c <= len(row) else "" for row in rows]
        for r, text in enumerate(texts, start=1):
            put_text(sheet.cell(r, c), text, "列标题" if r == 1 else "格子")
            sheet.cell(r, c).number_format = TEXT
        column = sheet.column_dimensions[get_column_letter(c)]
        column.width = min(max(max(map(width, texts)) + 4, 8), _WIDEST)
        column.number_format = TEXT
    for r, row in enumerate(rows, start=1):
        sheet.row_dimensions[r].height = tall(row, [_WIDEST] * len(row))
    if rows:
        sheet.freeze_panes = "B2"
        sheet.row_dimensions[1].height = 26
        print_wide(sheet, 1)


def _help(sheet: Worksheet, rows: Rows, tables: PlanTables, lists: Lists) -> None:
    for choice in choices_of(sheet.title, rows, tables):
        cells = _below(choice.column, rows)
        name = lists.name(choice.title, choice.options)
        choice_on(sheet, cells, name, Prompt("", ""), strict=choice.strict)


def _below(column: int, rows: Rows) -> str:
    letter = get_column_letter(column)
    return f"{letter}2:{letter}{len(rows) + _SPARE_ROWS}"


def _is_rule_table(rows: Rows) -> bool:
    return bool(rows and rows[0]) and rows[0][0] in rules.HIT_POLICIES


def _mark_rule_table(sheet: Worksheet, rows: Rows, lists: Lists) -> None:
    """Conditions lighter than results, the hit policies to choose from, and how to write a condition."""
    name = lists.name(words.HIT_POLICY_TITLE, rules.HIT_POLICIES)
    choice_on(sheet, "A1", name, Prompt(words.HIT_POLICY_TITLE, words.HIT_POLICY))
    results = [c for c, heading in enumerate(rows[0], start=1) if heading.startswith(rules.RESULT)]
    for c in range(2, min(results, default=2)):
        sheet.cell(1, c).style = "次要列标题"
        sheet.cell(1, c).number_format = TEXT
        hint_on(sheet, _below(c, rows), Prompt(rows[0][c - 1], words.CONDITION))


def _front(sheet: Worksheet, tables: Mapping[str, Rows]) -> None:
    put_text(sheet.cell(1, 1), words.PLAN_TITLE, "标题")
    sheet.row_dimensions[1].height = 32
    for r, text in enumerate(words.PLAN_INTRO, start=2):
        put_text(sheet.cell(r, 1), text, "导语")
        sheet.row_dimensions[r].height = 20
    head = len(words.PLAN_INTRO) + 3
    for c, text in enumerate(words.PLAN_COLUMNS, start=1):
        put_text(sheet.cell(head, c), text, "列标题")
    sheet.row_dimensions[head].height = 24
    for r, (name, rows) in enumerate(tables.items(), start=head + 1):
        about = words.RULE_SHEET if _is_rule_table(rows) else words.PLAN_SHEETS.get(name, words.OTHER_SHEET)
        put_text(sheet.cell(r, 1), name, "已有内容")
        put_text(sheet.cell(r, 2), about, "已有内容")
        sheet.row_dimensions[r].height = 22 if width(about) < _ABOUT_WIDTH else 38
        sheet.cell(r, 1).hyperlink = f"#'{name}'!A1"
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 16, _ABOUT_WIDTH
    sheet.sheet_view.showGridLines = False
    print_tall(sheet)


_ABOUT_WIDTH = 90
