"""The sheets of the plan workbook: text cells, drop-downs and notes, ready to print; a front sheet explains."""

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.plan import rules
from pipeline.plan.cells import FRONT
from pipeline.plan.info import KEY, NOTE, VALUE
from pipeline.plan.text import PlanTables, normal_rows
from pipeline.workbooks import plan_words
from pipeline.workbooks.cells import TEXT, put_text, tall, width
from pipeline.workbooks.dropdowns import Lists, Prompt, choice_on, hint_on
from pipeline.workbooks.plan_choices import Help, Rows, condition_help, help_of, result_help
from pipeline.workbooks.plan_front import write_front
from pipeline.workbooks.style import HINT_FILL, new_book, print_wide

_SPARE_ROWS = 200
"""How many rows below the last one still offer drop-downs and notes."""
_NARROWEST, _WIDEST, _WIDEST_OF_MANY, _LAST = 8, 60, 18, 46
"""Widths of columns: of a sheet of few, of one of many, and of its last column, which explains."""
_MANY = 6
_KEY_COLUMNS = {"字段": 3, "字典": 2, "词表": 2}
"""Columns that stay in sight; elsewhere the first one."""
_TO_FILL = {"人员角色": "担任人", "单位名册": "责任人"}
"""Columns in which a blank cell is coloured: it is shown as not configured."""
_BLANK = PatternFill("solid", bgColor=HINT_FILL)
_GRADE_KEYS = ("key_grade", "flash_grade")


def plan_book(tables: PlanTables) -> Workbook:
    """The workbook of a plan."""
    book = new_book()
    front = book.create_sheet(FRONT)
    sheets = [(book.create_sheet(name), normal_rows(rows)) for name, rows in tables.items()]
    lists = Lists(book)
    about: dict[str, tuple[str, str]] = {}
    for sheet, rows in sheets:
        ruled = _is_rule_table(rows)
        _fill(sheet, rows, ruled=ruled)
        _help(sheet, rows, tables, lists, ruled=ruled)
        other = plan_words.RULE_SHEET if ruled else plan_words.OTHER_SHEET
        about[sheet.title] = plan_words.SHEETS.get(sheet.title, other)
    write_front(front, about)
    return book


def _is_rule_table(rows: Rows) -> bool:
    return bool(rows and rows[0]) and any(heading.startswith(rules.RESULT) for heading in rows[0])


# how it looks -----------------------------------------------------------------------------------


def _fill(sheet: Worksheet, rows: Rows, *, ruled: bool) -> None:
    """The cells, each as text, and their columns, which stay text below."""
    widths = _widths(rows)
    results = [c for c, heading in enumerate(rows[0] if rows else ()) if heading.startswith(rules.RESULT)]
    for c, wide in enumerate(widths, start=1):
        light = ruled and 1 < c <= min(results)
        for r, row in enumerate(rows, start=1):
            heading = "次要列标题" if light else "列标题"
            put_text(sheet.cell(r, c), row[c - 1] if c <= len(row) else "", heading if r == 1 else "格子")
            sheet.cell(r, c).number_format = TEXT
        column = sheet.column_dimensions[get_column_letter(c)]
        column.width, column.number_format = wide, TEXT
    for r, row in enumerate(rows, start=1):
        sheet.row_dimensions[r].height = max(tall(row, widths[: len(row)]), 26 if r == 1 else 0)
    if rows:
        _frame(sheet, rows, ruled=ruled)


def _widths(rows: Rows) -> list[float]:
    """Room for the longest text of each column; where columns are many, less, and most for what explains."""
    columns = max((len(row) for row in rows), default=0)
    widths: list[float] = []
    for c in range(columns):
        most = max(width(row[c]) for row in rows if c < len(row)) + 4
        cap = _WIDEST if columns <= _MANY else _LAST if c == columns - 1 else _WIDEST_OF_MANY
        widths.append(min(max(most, _NARROWEST), cap))
    return widths


def _frame(sheet: Worksheet, rows: Rows, *, ruled: bool) -> None:
    """What stays in sight, how it prints, filters where the order of rows is nobody's business, blanks to fill."""
    sheet.freeze_panes = f"{get_column_letter(1 + _KEY_COLUMNS.get(sheet.title, 1))}2"
    print_wide(sheet, 1)
    if sheet.oddHeader is not None:
        sheet.oddHeader.center.text = "&A"
    last = f"{get_column_letter(len(rows[0]) or 1)}{len(rows)}"
    if not ruled and len(rows) > 1:
        sheet.auto_filter.ref = f"A1:{last}"
    heading = _TO_FILL.get(sheet.title)
    if heading in rows[0]:
        letter = get_column_letter(rows[0].index(heading) + 1)
        blank = Rule("expression", formula=[f'AND($A2<>"",${letter}2="")'], dxf=DifferentialStyle(fill=_BLANK))
        sheet.conditional_formatting.add(f"{letter}2:{letter}{len(rows) + _SPARE_ROWS}", blank)


# what it offers ---------------------------------------------------------------------------------


def _help(sheet: Worksheet, rows: Rows, tables: PlanTables, lists: Lists, *, ruled: bool) -> None:
    for c, heading in enumerate(rows[0] if rows else (), start=1):
        letter = get_column_letter(c)
        cells = f"{letter}2:{letter}{len(rows) + _SPARE_ROWS}"
        if sheet.title == "基本信息" and heading == VALUE:
            _offer_basics(sheet, rows, tables, lists)
            continue
        offered = _rule_help(heading, tables, first=c == 1) if ruled else help_of(sheet.title, heading, tables)
        _offer(sheet, cells, offered, lists)
        if ruled and c == 1:
            name = lists.name(plan_words.HIT_POLICY_TITLE, rules.HIT_POLICIES)
            choice_on(sheet, "A1", name, Prompt(plan_words.HIT_POLICY_TITLE, plan_words.HIT_POLICY))
        else:
            hint_on(sheet, f"{letter}1", Prompt(offered.title, offered.note))


def _rule_help(heading: str, tables: PlanTables, *, first: bool) -> Help:
    if first:
        return Help("规则编号", plan_words.RULE_ID)
    if heading == rules.WHY:
        return Help(heading, plan_words.WHY)
    return result_help(heading, tables) if heading.startswith(rules.RESULT) else condition_help(heading, tables)


def _offer_basics(sheet: Worksheet, rows: Rows, tables: PlanTables, lists: Lists) -> None:
    """Beside each value what it is, and the grades where it is one."""
    head = rows[0]
    letter = get_column_letter(head.index(VALUE) + 1)
    hint_on(sheet, f"{letter}1", Prompt(VALUE, plan_words.NOTES["基本信息", VALUE]))
    for r, row in enumerate(rows[1:], start=2):
        texts = dict(zip(head, row, strict=False))
        grades = help_of("时限", "等级", tables).options if texts.get(KEY) in _GRADE_KEYS else ()
        _offer(sheet, f"{letter}{r}", Help(texts.get(KEY, ""), texts.get(NOTE, ""), grades), lists)


def _offer(sheet: Worksheet, cells: str, offered: Help, lists: Lists) -> None:
    prompt = Prompt(offered.title, offered.note)
    if offered.options:
        name = lists.name(f"{sheet.title}_{offered.title}", offered.options)
        choice_on(sheet, cells, name, prompt, strict=offered.strict)
    else:
        hint_on(sheet, cells, prompt)
